"""The goal tree for a QTreeView: objectives, key results, initiatives, and the line being typed.

A change of the workspace is compared with what is shown, and only rows that differ are moved or repainted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal

from kpidesk.commands import cycles, goals
from kpidesk.domain.entities import Cycle, Initiative, KeyResult
from kpidesk.figures import goal_book
from kpidesk.figures.cycle_list import looked_at
from kpidesk.records import record
from kpidesk.text import _
from kpidesk.wording.goals import Column, cell_heard, cell_text, cell_tip, place_words, smart_words, title_of_new
from ui.goals.goal_drag import MIME, carrying, dragged, may_stand, move
from ui.goals.goal_rows import DRAFT, GoalRows
from ui.goals.outline import Filter, Outline

if TYPE_CHECKING:
    from kpidesk.domain.entities import Node, Uid
    from kpidesk.domain.status import Status
    from kpidesk.figures import NodeFigures
    from kpidesk.workspace import Seen
    from ui.base.session import Session
    from ui.goals.goal_rows import Index
    from ui.goals.outline import Shown

FIGURES = int(Qt.ItemDataRole.UserRole) + 1
UID = FIGURES + 1


@record(frozen=True)
class Draft:
    """The line being typed: what it becomes, under which node, after which sibling."""

    kind: type[Node]
    parent: Uid | None
    after: Uid | None = None


SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
HEAD_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
MANY = 200
"""Rows that are drawn anew one by one; beyond that all are."""
CYCLES = 4
"""So many cycles are known well enough to be shown at once."""


class GoalTree(GoalRows):
    """What one cycle's goals look like, row by row.

    ``lost`` tells that the line being typed has no place here any more, as the goal above it has not.
    """

    dropped = Signal(str)
    lost = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._outline = Outline()
        self._outlines: dict[Uid, Outline] = {}
        self._was_read = False
        self._smart: dict[Uid, str] = {}
        self._filter = Filter()
        self.draft: Draft | None = None
        self.unseen: frozenset[int] = frozenset()
        self.hits = 0

    # ---- what is shown ---------------------------------------------------------------------------

    def set_filter(
        self, search: str, department: Uid | None, owner: Uid | None = None, status: Status | None = None
    ) -> None:
        """Show only goals with these words, of this department, owner and status, and what they hang under."""
        self._filter = Filter(search.casefold().strip(), department, owner, status)
        if self._was_read:
            self._arrange()
        else:
            self.refresh()

    @property
    def filtered(self) -> bool:
        """Tell whether a search or a filter hides something."""
        return self._filter != Filter()

    def refresh(self) -> None:
        """Take in how the cycle's goals stand now, touching only the rows that differ."""
        cycle, before = looked_at(self._session.ws, self._session.period), self._outline
        self._smart.clear()
        self._outline = Outline() if cycle is None else self._outline_of(cycle)
        roots = [] if cycle is None else goal_book(self._session.ws).roots(cycle, self._session.today())
        changed = self._outline.take_in(roots)
        self._was_read = True
        self._arrange()
        if self._outline is not before or len(changed) > MANY:
            self.repaint_all()
            return
        for uid in changed:
            self.repaint(uid)

    def _outline_of(self, cycle: Cycle) -> Outline:
        """The goals of a cycle; what is known of the cycles looked at last is kept."""
        found = self._outlines.pop(cycle.uid, None) or Outline()
        self._outlines[cycle.uid] = found
        while len(self._outlines) > CYCLES:
            del self._outlines[next(iter(self._outlines))]
        return found

    def _arrange(self) -> None:
        """Show what passes the filter, and the line being typed."""
        shown = self._outline.passing(self._filter, self._session.ws)
        self.hits = shown.hits
        self._place_draft(shown)
        self.reshape(shown.shape, self._outline.boxes)

    def _place_draft(self, shown: Shown) -> None:
        if self.draft is None:
            return
        if self.draft.parent is not None and not any(self.draft.parent in kids for kids in shown.shape.values()):
            above, self.draft = self.draft.parent, None
            self.lost.emit(above)
            return
        siblings = shown.shape[self.draft.parent] = list(shown.shape.get(self.draft.parent, ()))
        place = siblings.index(self.draft.after) + 1 if self.draft.after in siblings else len(siblings)
        siblings.insert(place, DRAFT)

    # ---- the line being typed --------------------------------------------------------------------

    def begin_draft(self, draft: Draft) -> QModelIndex:
        """Open a line to type in; gives where it stands."""
        self.end_draft()
        self.draft = draft
        self._arrange()
        return self.index_of(DRAFT) if self.draft else QModelIndex()

    def end_draft(self) -> None:
        """Take the line away."""
        self.draft = None
        if self.is_shown(DRAFT):
            self._arrange()

    # ---- how they stand ------------------------------------------------------------------------

    def figures_of(self, index: Index) -> NodeFigures | None:
        """How the node at an index stands; ``None`` for the line being typed."""
        return self._outline.figures.get(self.uid_of(index) or "")

    def figures_by_uid(self, uid: Uid | None) -> NodeFigures | None:
        """How a node stands, if the cycle holds it."""
        return self._outline.figures.get(uid or "")

    @property
    def outline(self) -> Outline:
        """All goals of the cycle, shown or not."""
        return self._outline

    # ---- the model's own part --------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns; where a narrow one shows none of it, the pointer does."""
        if orientation is not Qt.Orientation.Horizontal or role not in (*HEAD_ROLES, SAID[-1]):
            return None
        if section in self.unseen:
            return None
        if role == SAID[-1] and section == Column.OWNER:
            return _("Owner")
        return self.head(Column(section))

    @staticmethod
    def head(column: Column) -> str:
        """What stands over a column."""
        names = {
            Column.TITLE: _("Objectives and key results"),
            Column.NOW: _("Now"),
            Column.TARGET: _("Target"),
            Column.SMART: _("SMART"),
            Column.PROGRESS: _("Progress"),
            Column.STATUS: _("Status"),
            Column.CONFIDENCE: _("Confidence"),
            Column.SCORE: _("Score"),
        }
        return names.get(column, "")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says; the delegate draws from the figures themselves."""
        figures = self.figures_of(index)
        if role == UID:
            return self.uid_of(index)
        if role == FIGURES:
            return figures
        if figures is None:
            is_said = role == SAID[-1] and index.column() == 0 and self.draft is not None
            return title_of_new(self.draft.kind) if is_said and self.draft else None
        if Column(index.column()) is Column.SMART:
            return self._smart_words(figures) if role in SAID else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return cell_text(self._session.ws, figures, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell_tip(self._session.ws, figures, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_heard(self._session.ws, figures, Column(index.column()), self._session.today())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and index.column() == 0:
            typed = self.draft is not None and self.draft.parent == self.uid_of(index)
            return place_words(self.depth(index), self.rowCount(index) - typed)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and isinstance(figures.node, Initiative):
            return Qt.CheckState.Checked if figures.node.done_on else Qt.CheckState.Unchecked
        return None

    def _smart_words(self, figures: NodeFigures) -> str:
        """How many answers of the SMART check hold; worked out for the rows that are looked at."""
        ws, uid = self._session.ws, figures.node.uid
        if not isinstance(figures.node, KeyResult):
            return ""
        cycle = ws.find(Cycle, cycles.cycle_of(ws, uid)) or self._session.cycle
        if cycle is not None and uid not in self._smart:
            from kpidesk.figures import smart_check

            answers = smart_check(self._session.ws, figures, cycle, self._session.today())
            self._smart[uid] = smart_words(answers)
        return self._smart.get(uid, "")

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename, or tick an initiative: one command each."""
        figures = self.figures_of(index)
        if figures is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self._session.perform(goals.tick, figures.node.uid, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        return role == Qt.ItemDataRole.EditRole and self.rename(index, str(value), self._session.seen())

    def rename(self, index: Index, title: str, based_on: Seen | None) -> bool:
        """Give a node another title than the one that stood there when it was ``based_on``."""
        figures = self.figures_of(index)
        if figures is None or title.strip() in ("", figures.node.title):
            return False
        return self._session.rename(figures.node.uid, title, based_on)

    # ---- dragging --------------------------------------------------------------------------------

    def mimeTypes(self) -> list[str]:
        """One kind of our own."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The node dragged, by uid."""
        return carrying(self.uid_of(indexes[0]) or "")

    def supportedDropActions(self) -> Qt.DropAction:
        """Moving only."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index) -> bool:
        """Refuse what may not stand there, and a node inside itself."""
        return may_stand(self._session, self, dragged(data), self.uid_of(parent))

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Move by a command; the view is told nothing was taken, since the model has moved the row itself."""
        uid, target = dragged(data), self.uid_of(parent)
        if uid is None or not may_stand(self._session, self, uid, target):
            return False
        move(self._session, self, uid, target, row)
        return False
