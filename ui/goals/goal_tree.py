"""The goal tree for a QTreeView: objectives, key results, initiatives, and the line being typed.

An index carries an integer, never an object; the integer names a uid. A change of the workspace is compared with
what is shown, and only rows that differ are inserted, moved, removed or repainted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kpidesk.commands import goals
from kpidesk.domain.entities import Cycle, Initiative, Node, Uid
from kpidesk.domain.status import Status
from kpidesk.domain.walk import down
from kpidesk.figures import NodeFigures, renewed_goals
from kpidesk.figures.goals.tree import department_above
from kpidesk.number_forms import Forms
from kpidesk.text import _
from kpidesk.wording.goals import Column, cell_text, cell_tip, now_forms, owner_name, row_spoken, state_word
from kpidesk.workspace import Changes, Seen
from ui.base.session import Session

MIME = "application/x-kpidesk-goals"
DRAFT = "draft"
"""Stands for the line being typed, among uids."""
FIGURES = int(Qt.ItemDataRole.UserRole) + 1
UID = FIGURES + 1
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Draft:
    """The line being typed: what it becomes, under which node, after which sibling."""

    kind: type[Node]
    parent: Uid | None
    after: Uid | None = None


Shape = dict[Uid | None, list[Uid]]
COLUMNS = len(Column)
HEAD_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
MOVABLE = CHOOSABLE | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
NAMABLE = MOVABLE | Qt.ItemFlag.ItemIsEditable
TICKABLE = NAMABLE | Qt.ItemFlag.ItemIsUserCheckable
"""What may be done with a cell; put together once, since a tree asks for every row."""


class GoalTree(QAbstractItemModel):
    """What one cycle's goals look like, row by row."""

    dropped = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._numbers: dict[Uid, int] = {}
        self._names: list[Uid] = []
        self._children: Shape = {None: []}
        self._parents: dict[Uid, Uid | None] = {}
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
        self._reshape(wanted)
        for uid, now in self._figures.items():
            was = before.get(uid)
            if was is not None and not was.looks_like(now):
                self._repaint(uid)

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

    # ---- from the rows shown to the rows wanted --------------------------------------------------

    def _reshape(self, wanted: Shape) -> None:
        for uid in [uid for uid in self._parents if uid not in wanted and self._all_gone(uid, wanted)]:
            if uid in self._parents and self._parents[uid] in (None, *wanted):
                self._remove(uid)
        waiting: list[Uid | None] = [None]
        while waiting:
            parent = waiting.pop(0)
            for row, uid in enumerate(wanted[parent]):
                self._put(uid, parent, row)
            waiting.extend(wanted[parent])
        for uid in [uid for uid in self._parents if uid not in wanted]:
            if uid in self._parents:
                self._remove(uid)

    def _all_gone(self, uid: Uid, wanted: Shape) -> bool:
        return uid not in wanted and not any(child in wanted for child in self._below(uid))

    def _put(self, uid: Uid, parent: Uid | None, row: int) -> None:
        """Have a node stand at a place; its parent stands where it should already."""
        siblings = self._children[parent]
        if row < len(siblings) and siblings[row] == uid:
            return
        if uid not in self._parents:
            self.beginInsertRows(self.index_of(parent), row, row)
            siblings.insert(row, uid)
            self._parents[uid] = parent
            self._children[uid] = []
            self.endInsertRows()
            return
        old = self._parents[uid]
        at = self._children[old].index(uid)
        if not self.beginMoveRows(self.index_of(old), at, at, self.index_of(parent), row):
            return
        self._children[old].pop(at)
        siblings.insert(row, uid)
        self._parents[uid] = parent
        self.endMoveRows()

    def _remove(self, uid: Uid) -> None:
        parent = self._parents[uid]
        row = self._children[parent].index(uid)
        self.beginRemoveRows(self.index_of(parent), row, row)
        self._children[parent].pop(row)
        for gone in [uid, *self._below(uid)]:
            self._parents.pop(gone, None)
            self._children.pop(gone, None)
        self.endRemoveRows()

    def _below(self, uid: Uid) -> list[Uid]:
        return list(down([uid], lambda each: self._children.get(each, [])))[1:]

    def _repaint(self, uid: Uid) -> None:
        if uid in self._parents:
            self.dataChanged.emit(self.index_of(uid), self.index_of(uid, Column.OWNER))

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
            self._remove(DRAFT)

    # ---- finding one's way -----------------------------------------------------------------------

    def index_of(self, uid: Uid | None, column: int = 0) -> QModelIndex:
        """Where a node is shown; an invalid index for the top and for what is not shown."""
        if uid is None or uid not in self._parents:
            return QModelIndex()
        row = self._children[self._parents[uid]].index(uid)
        return self.createIndex(row, column, self._number(uid))

    def uid_of(self, index: Index) -> Uid | None:
        """The node at an index."""
        return self._names[index.internalId()] if index.isValid() else None

    def figures_of(self, index: Index) -> NodeFigures | None:
        """How the node at an index stands; ``None`` for the line being typed."""
        return self._figures.get(self.uid_of(index) or "")

    def figures_by_uid(self, uid: Uid | None) -> NodeFigures | None:
        """How a node stands, if the cycle holds it."""
        return self._figures.get(uid or "")

    def depth(self, index: Index) -> int:
        """How many nodes stand above."""
        depth, uid = 0, self._parents.get(self.uid_of(index) or "")
        while uid is not None:
            depth, uid = depth + 1, self._parents.get(uid)
        return depth

    def siblings_before(self, uid: Uid) -> list[Uid]:
        """What stands above under the same parent, nearest last."""
        siblings = self._children[self._parents[uid]]
        return siblings[: siblings.index(uid)]

    def parent_uid(self, uid: Uid) -> Uid | None:
        """The node above, as shown."""
        return self._parents.get(uid)

    def shown(self) -> Iterator[Uid]:
        """Every node shown."""
        return (uid for uid in self._parents if uid != DRAFT)

    def states(self) -> set[str]:
        """How the goals stand, in words."""
        return {state_word(each) for each in self._figures.values() if not isinstance(each.node, Initiative)}

    def now_forms(self) -> list[Forms]:
        """What every key result stands at, in full and in a larger unit: what the column's width is taken from."""
        return [now_forms(figures) for figures in self._figures.values()]

    def _number(self, uid: Uid) -> int:
        if uid not in self._numbers:
            self._numbers[uid] = len(self._names)
            self._names.append(uid)
        return self._numbers[uid]

    # ---- the model's own part --------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """The index of a cell."""
        below = self._children.get(self.uid_of(parent), ())
        if not (0 <= row < len(below) and 0 <= column < COLUMNS) or parent.column() > 0:
            return QModelIndex()
        return self.createIndex(row, column, self._number(below[row]))

    def parent(self, index: Index | None = None) -> Any:
        """The index above, or the owning object when asked without an index."""
        if index is None:
            return super().parent()
        uid = self.uid_of(index)
        return self.index_of(self._parents.get(uid)) if uid is not None else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many stand under a node."""
        if parent.isValid() and parent.column() != 0:
            return 0
        return len(self._children.get(self.uid_of(parent), ()))

    def columnCount(self, _parent: Index = NOWHERE) -> int:
        """The same everywhere."""
        return COLUMNS

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

    def owner_name(self, node: Node) -> str:
        """Who owns a node; empty for nobody."""
        return owner_name(self._session.ws, node)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename, or tick an initiative: one command each."""
        figures = self.figures_of(index)
        if figures is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self._session.perform(goals.tick, figures.node.uid, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        return role == Qt.ItemDataRole.EditRole and self.rename(index, str(value), self.seen())

    def seen(self) -> Seen:
        """How far the file is known now, for a title that is about to be edited."""
        return self._session.seen()

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
        data = QMimeData()
        data.setData(MIME, (self.uid_of(indexes[0]) or "").encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Moving only."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index) -> bool:
        """Refuse what may not stand there, and a node inside itself."""
        return self.can_drop(data, self.uid_of(parent))

    def can_drop(self, data: QMimeData, target: Uid | None) -> bool:
        """Tell whether what is dragged may stand under ``target``."""
        uid = dragged(data)
        node = self._session.ws.find_node(uid)
        if uid is None or node is None or target == DRAFT or target in {uid, *self._below(uid)}:
            return False
        above = self._session.ws.find_node(target)
        return goals.can_contain(None if above is None else type(above), type(node))

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Move by a command; the view is told nothing was taken, since the model has moved the row itself."""
        uid, target = dragged(data), self.uid_of(parent)
        if uid is None or not self.can_drop(data, target):
            return False
        self.drop_at(uid, target, row)
        return False

    def drop_at(self, uid: Uid, target: Uid | None, row: int) -> None:
        """Move a node to a row under ``target``, counted as shown now; −1 is the end."""
        shown = [child for child in self._children[target] if child != DRAFT]
        siblings = [node.uid for node in self._session.ws.children(target) if node.uid != uid]
        before = next((child for child in shown[row:] if child != uid), None) if 0 <= row < len(shown) else None
        place = siblings.index(before) if before in siblings else len(siblings)
        self._session.perform(goals.move, uid, target, place)


def dragged(data: QMimeData) -> Uid | None:
    """The uid that a drag carries."""
    if not data.hasFormat(MIME):
        return None
    return bytes(data.data(MIME).data()).decode() or None
