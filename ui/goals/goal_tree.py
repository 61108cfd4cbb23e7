"""The goal tree for a QTreeView: objectives, key results, initiatives, and the line being typed.

A change of the workspace is compared with what is shown, and only rows that differ are moved or repainted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal

from kpidesk.commands import goals
from kpidesk.domain.entities import Cycle, Initiative, Node, Uid
from kpidesk.domain.status import Status
from kpidesk.figures import NodeFigures, renewed_goals
from kpidesk.figures.goals.tree import department_above
from kpidesk.text import _
from kpidesk.wording.goals import Column, cell_text, cell_tip, row_spoken
from kpidesk.workspace import Changes, Seen
from ui.base.session import Session
from ui.goals.goal_drag import MIME, carrying, dragged, may_stand, move
from ui.goals.goal_rows import DRAFT, GoalRows, Index, Shape

FIGURES = int(Qt.ItemDataRole.UserRole) + 1
UID = FIGURES + 1


@dataclass(frozen=True)
class Draft:
    """The line being typed: what it becomes, under which node, after which sibling."""

    kind: type[Node]
    parent: Uid | None
    after: Uid | None = None


HEAD_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
MOVABLE = CHOOSABLE | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
NAMABLE = MOVABLE | Qt.ItemFlag.ItemIsEditable
TICKABLE = NAMABLE | Qt.ItemFlag.ItemIsUserCheckable
"""What may be done with a cell; put together once, since a tree asks for every row."""


class GoalTree(GoalRows):
    """What one cycle's goals look like, row by row."""

    dropped = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._figures: dict[Uid, NodeFigures] = {}
        self._roots: tuple[NodeFigures, ...] = ()
        self._read: tuple[Cycle | None, dt.date] = (None, dt.date.min)
        self._search = ""
        self._department: Uid | None = None
        self._owner: Uid | None = None
        self._status: Status | None = None
        self.draft: Draft | None = None

    # ---- what is shown ---------------------------------------------------------------------------

    def set_filter(
        self, search: str, department: Uid | None, owner: Uid | None = None, status: Status | None = None
    ) -> None:
        """Show only goals with these words, of this department, owner and status, and what they hang under."""
        self._search, self._department = search.casefold().strip(), department
        self._owner, self._status = owner, status
        self.refresh()

    @property
    def filtered(self) -> bool:
        """Tell whether a search or a filter hides something."""
        return bool(self._search or self._department or self._owner or self._status)

    @property
    def hits(self) -> int:
        """How many goals pass the filter themselves."""
        return sum(self._passes(figures) for uid, figures in self._figures.items() if uid in self._parents)

    def refresh(self, changes: Changes | None = None) -> None:
        """Take in how the cycle's goals stand now, touching only the rows that differ.

        ``changes`` tells what has happened since the last time; without it nothing known is trusted.
        """
        cycle, today = self._session.cycle, self._session.today()
        known = self._roots if (cycle, today) == self._read else ()
        roots = (
            [] if cycle is None else renewed_goals(self._session.ws, cycle, today, known, changes if known else None)
        )
        self._roots, self._read = tuple(roots), (cycle, today)
        before, self._figures = self._figures, {}
        wanted: Shape = {None: []}
        self._collect(roots, wanted)
        self._place_draft(wanted)
        self.reshape(wanted)
        for uid, now in self._figures.items():
            was = before.get(uid)
            if was is not None and not was.looks_like(now):
                self.repaint(uid)

    def _collect(self, nodes: Sequence[NodeFigures], wanted: Shape) -> None:
        """Gather the nodes that pass the filter, or have one below that does."""
        order = [each for root in nodes for each in root.everything()]
        above = {child.node.uid: each.node.uid for each in order for child in each.children}
        self._figures.update((each.node.uid, each) for each in order)
        kept: set[Uid | None] = set()
        for each in reversed(order):
            uid = each.node.uid
            if uid in kept or self._passes(each):
                kept |= {uid, above.get(uid)}
        for each in order:
            if each.node.uid in kept:
                wanted[each.node.uid] = []
                wanted[above.get(each.node.uid)].append(each.node.uid)

    def _passes(self, figures: NodeFigures) -> bool:
        node = figures.node
        if self._search and self._search not in node.title.casefold():
            return False
        if self._owner is not None and node.owner != self._owner:
            return False
        if self._status is not None and (isinstance(node, Initiative) or figures.status is not self._status):
            return False
        if self._department is None:
            return True
        department = department_above(self._session.ws, node)
        return department is not None and department.uid == self._department

    def _place_draft(self, wanted: Shape) -> None:
        if self.draft is None:
            return
        if self.draft.parent not in wanted:
            self.draft = None
            return
        siblings = wanted[self.draft.parent]
        place = siblings.index(self.draft.after) + 1 if self.draft.after in siblings else len(siblings)
        siblings.insert(place, DRAFT)
        wanted[DRAFT] = []

    # ---- the line being typed --------------------------------------------------------------------

    def begin_draft(self, draft: Draft) -> QModelIndex:
        """Open a line to type in; gives where it stands."""
        self.end_draft()
        self.draft = draft
        self.refresh()
        return self.index_of(DRAFT) if self.draft else QModelIndex()

    def end_draft(self) -> None:
        """Take the line away."""
        self.draft = None
        if DRAFT in self._parents:
            self.remove(DRAFT)

    # ---- how they stand ------------------------------------------------------------------------

    def figures_of(self, index: Index) -> NodeFigures | None:
        """How the node at an index stands; ``None`` for the line being typed."""
        return self._figures.get(self.uid_of(index) or "")

    def figures_by_uid(self, uid: Uid | None) -> NodeFigures | None:
        """How a node stands, if the cycle holds it."""
        return self._figures.get(uid or "")

    def everything(self) -> Iterable[NodeFigures]:
        """How each goal of the cycle stands, shown or not."""
        return self._figures.values()

    # ---- the model's own part --------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns; where a narrow one shows none of it, the pointer does."""
        if orientation is not Qt.Orientation.Horizontal or role not in HEAD_ROLES:
            return None
        names = {
            Column.TITLE: _("Objectives and key results"),
            Column.NOW: _("Now"),
            Column.PROGRESS: _("Progress"),
            Column.STATUS: _("Status"),
            Column.CONFIDENCE: _("Confidence"),
            Column.SCORE: _("Score"),
        }
        return names.get(Column(section), "")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says; the delegate draws from the figures themselves."""
        figures = self.figures_of(index)
        if role == UID:
            return self.uid_of(index)
        if role == FIGURES:
            return figures
        if figures is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return cell_text(self._session.ws, figures, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell_tip(self._session.ws, figures, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == 0:
                return row_spoken(self._session.ws, figures)
            return cell_text(self._session.ws, figures, Column(index.column()))
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and isinstance(figures.node, Initiative):
            return Qt.CheckState.Checked if figures.node.done_on else Qt.CheckState.Unchecked
        return None

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

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What may be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        figures = self.figures_of(index)
        if figures is None:
            return CHOOSABLE
        if index.column() != 0:
            return MOVABLE
        return TICKABLE if isinstance(figures.node, Initiative) else NAMABLE

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
