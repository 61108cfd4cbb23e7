"""The goal tree as a Qt model: objectives, key results, initiatives, and the line where a new one is typed.

Rows are known by integers that stand for uids, never by objects. ``show`` compares the new figures with the old
and moves, inserts, removes and repaints only what differs, so the view keeps its selection and open branches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.commands import goals
from kpidesk.domain.entities import Initiative, KeyResult, Node, Objective, Person, ResultKind, Uid
from kpidesk.figures import NodeFigures
from kpidesk.text import _
from ui.bridge import Desk
from ui.widgets.painters import status_word

MIME = "application/x-kpidesk-goals"
DRAFT: Uid = "draft"
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Column(IntEnum):
    """What stands in each column."""

    TITLE = 0
    NOW = 1
    PROGRESS = 2
    STATUS = 3
    CONFIDENCE = 4
    SCORE = 5
    OWNER = 6


@dataclass(frozen=True)
class Draft:
    """The line where a new node is typed: which kind it will be and where it stands."""

    kind: type[Node]
    parent: Uid | None


class GoalTree(QAbstractItemModel):
    """The nodes of one cycle with their figures."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.draft: Draft | None = None
        self._figures: dict[Uid, NodeFigures] = {}
        self._children: dict[Uid | None, list[Uid]] = {None: []}
        self._parents: dict[Uid, Uid | None] = {}
        self._numbers: dict[Uid, int] = {}
        self._uids: dict[int, Uid] = {}

    # ---- content -------------------------------------------------------------------------------

    def show(self, roots: Sequence[NodeFigures]) -> None:
        """Show these figures, touching only the rows that differ."""
        wanted = {figures.node.uid: figures for figures in _flat(roots)}
        self._place(None, roots)
        self._remove_all_but(wanted)
        for uid, figures in wanted.items():
            if _bare(self._figures.get(uid)) != _bare(figures):
                self._figures[uid] = figures
                index = self.index_of(uid)
                self.dataChanged.emit(index, index.siblingAtColumn(len(Column) - 1))
            self._figures[uid] = figures

    def _place(self, parent: Uid | None, wanted: Iterable[NodeFigures]) -> None:
        for row, figures in enumerate(wanted):
            uid = figures.node.uid
            current = self._children[parent]
            if row >= len(current) or current[row] != uid:
                if uid in self._parents:
                    self._move(uid, parent, row)
                else:
                    self._insert(uid, parent, row, figures)
            self._place(uid, figures.children)

    def _insert(self, uid: Uid, parent: Uid | None, row: int, figures: NodeFigures | None) -> None:
        self.beginInsertRows(self.index_of(parent), row, row)
        if figures is not None:
            self._figures[uid] = figures
        self._children[parent].insert(row, uid)
        self._children[uid] = []
        self._parents[uid] = parent
        self.endInsertRows()

    def _move(self, uid: Uid, parent: Uid | None, row: int) -> None:
        old = self._parents[uid]
        at = self._children[old].index(uid)
        target = row + 1 if old == parent and row > at else row
        if not self.beginMoveRows(self.index_of(old), at, at, self.index_of(parent), target):
            return
        self._children[old].remove(uid)
        self._children[parent].insert(row, uid)
        self._parents[uid] = parent
        self.endMoveRows()

    def _remove_all_but(self, wanted: dict[Uid, NodeFigures]) -> None:
        for uid in list(self._parents):
            if uid in self._parents and uid not in wanted and uid != DRAFT:
                self._remove(uid)

    def _remove(self, uid: Uid) -> None:
        parent = self._parents[uid]
        row = self._children[parent].index(uid)
        self.beginRemoveRows(self.index_of(parent), row, row)
        self._children[parent].pop(row)
        self._forget(uid)
        self.endRemoveRows()

    def _forget(self, uid: Uid) -> None:
        for child in self._children.pop(uid, []):
            self._forget(child)
        self._parents.pop(uid, None)
        self._figures.pop(uid, None)
        if uid == DRAFT:
            self.draft = None

    # ---- the line for a new node -----------------------------------------------------------------

    def begin_draft(self, kind: type[Node], parent: Uid | None, after: Uid | None = None) -> QModelIndex:
        """Open the line for a new node, last under ``parent`` or right after a sibling."""
        self.end_draft()
        siblings = self._children[parent]
        row = siblings.index(after) + 1 if after in siblings else len(siblings)
        self.draft = Draft(kind, parent)
        self._insert(DRAFT, parent, row, None)
        return self.index_of(DRAFT)

    def end_draft(self) -> None:
        """Close the line."""
        if DRAFT in self._parents:
            self._remove(DRAFT)
        self.draft = None

    def draft_before(self) -> Uid | None:
        """The sibling that the line stands behind."""
        if DRAFT not in self._parents:
            return None
        siblings = self._children[self._parents[DRAFT]]
        row = siblings.index(DRAFT)
        return siblings[row - 1] if row else None

    # ---- from rows to nodes ----------------------------------------------------------------------

    def uid(self, index: Index) -> Uid | None:
        """The node of a row; ``None`` for no row and for the line of a new node."""
        if not index.isValid():
            return None
        uid = self._uids.get(index.internalId())
        return None if uid == DRAFT else uid

    def is_draft(self, index: Index) -> bool:
        """Tell whether a row is the line of a new node."""
        return index.isValid() and self._uids.get(index.internalId()) == DRAFT

    def figures(self, index: Index) -> NodeFigures | None:
        """The figures of a row."""
        uid = self.uid(index)
        return None if uid is None else self._figures.get(uid)

    def figures_of(self, uid: Uid) -> NodeFigures | None:
        """The figures of a node."""
        return self._figures.get(uid)

    def index_of(self, uid: Uid | None, column: int = 0) -> QModelIndex:
        """The row of a node."""
        if uid is None or uid not in self._parents:
            return QModelIndex()
        row = self._children[self._parents[uid]].index(uid)
        return self.createIndex(row, column, self._number(uid))

    def _number(self, uid: Uid) -> int:
        if uid not in self._numbers:
            number = len(self._numbers) + 1
            self._numbers[uid], self._uids[number] = number, uid
        return self._numbers[uid]

    def depth(self, index: Index) -> int:
        """How deep a row stands, 0 at the top."""
        depth, uid = -1, self._uids.get(index.internalId())
        while uid is not None:
            uid, depth = self._parents.get(uid), depth + 1
        return depth

    def siblings(self, uid: Uid) -> list[Uid]:
        """The nodes of one branch, in order, without the line of a new node."""
        return [child for child in self._children[self._parents[uid]] if child != DRAFT]

    def parent_uid(self, uid: Uid) -> Uid | None:
        """The node above."""
        return self._parents.get(uid)

    # ---- Qt's questions --------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt: the index of a cell."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        above = self._uids.get(parent.internalId()) if parent.isValid() else None
        return self.createIndex(row, column, self._number(self._children[above][row]))

    def parent(self, index: Index | None = None) -> Any:  # type: ignore[override]
        """Qt: the row above, or without an index the owning object."""
        if index is None:
            return super().parent()
        uid = self._uids.get(index.internalId()) if index.isValid() else None
        return QModelIndex() if uid is None else self.index_of(self._parents.get(uid))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many rows stand below."""
        if parent.column() > 0:
            return 0
        above = self._uids.get(parent.internalId()) if parent.isValid() else None
        return len(self._children.get(above, ()))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        """Qt: how many columns there are."""
        return len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt: the column heads."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole:
            right = section in (Column.NOW, Column.CONFIDENCE, Column.SCORE)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Role.DisplayRole:
            return None
        return {
            Column.TITLE: _("Objectives and key results"),
            Column.NOW: _("Now"),
            Column.PROGRESS: _("Progress"),
            Column.STATUS: _("Status"),
            Column.CONFIDENCE: _("Confidence"),
            Column.SCORE: _("Score"),
            Column.OWNER: "",
        }[Column(section)]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what a cell holds; the delegate paints from ``figures``."""
        figures = self.figures(index)
        if figures is None:
            return None
        if role in (Role.DisplayRole, Role.EditRole):
            return self._text(figures, Column(index.column()), edit=role == Role.EditRole)
        if role == Role.ToolTipRole:
            return self._text(figures, Column(index.column()), edit=False) or None
        if role == Role.AccessibleTextRole:
            return self.spoken(figures)
        if role == Role.CheckStateRole and index.column() == Column.TITLE and isinstance(figures.node, Initiative):
            return Qt.CheckState.Checked if figures.node.done_on else Qt.CheckState.Unchecked
        return None

    def _text(self, figures: NodeFigures, column: Column, *, edit: bool) -> str:
        node = figures.node
        match column:
            case Column.TITLE:
                return node.title
            case Column.NOW:
                return self.now_text(figures)
            case Column.PROGRESS:
                return "" if figures.progress.score is None else fmt.percent(figures.progress.score)
            case Column.STATUS:
                return "" if isinstance(node, Initiative) else status_word(figures.status)
            case Column.CONFIDENCE:
                return "" if figures.confidence is None else str(figures.confidence)
            case Column.SCORE:
                return "" if figures.progress.score is None else fmt.number(figures.progress.score, 1)
            case _:
                return self.owner_name(node) if not edit else (node.owner or "")

    def now_text(self, figures: NodeFigures) -> str:
        """The current value of a key result with its unit, or when an initiative is due or was done."""
        node = figures.node
        if isinstance(node, Initiative):
            if node.done_on is not None:
                return _("done {day}").format(day=fmt.day_short(node.done_on, self.desk.today()))
            return "" if node.due is None else _("due {day}").format(day=fmt.day_short(node.due, self.desk.today()))
        if not isinstance(node, KeyResult) or figures.current is None:
            return ""
        return fmt.with_unit(figures.current, node.unit, node.decimals)

    def owner_name(self, node: Node) -> str:
        """Who owns a node."""
        person = self.desk.ws.find(Person, node.owner)
        return person.name if person else ""

    def spoken(self, figures: NodeFigures) -> str:
        """A row in one sentence, for a screen reader."""
        parts = [figures.node.title]
        if not isinstance(figures.node, Initiative):
            parts.append(status_word(figures.status))
            if figures.progress.score is not None:
                parts.append(fmt.percent(figures.progress.score))
            if figures.expected is not None:
                parts.append(_("expected {share}").format(share=fmt.percent(figures.expected)))
        owner = self.owner_name(figures.node)
        if owner:
            parts.append(_("owner {name}").format(name=owner))
        return ", ".join(parts)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: what can be done with a cell."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if self.is_draft(index):
            return base | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else base
        base |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return base | Qt.ItemFlag.ItemIsEditable if index.column() == Column.TITLE else base

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: a title was edited, or an initiative ticked: run the command."""
        uid = self.uid(index)
        figures = self.figures(index)
        if uid is None or figures is None:
            return False
        if role == Role.CheckStateRole and isinstance(figures.node, Initiative):
            self.desk.perform(goals.tick, uid, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role != Role.EditRole or index.column() != Column.TITLE or str(value) == figures.node.title:
            return False
        self.desk.perform(goals.rename, uid, str(value))
        return True

    # ---- drag and drop ---------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        """Qt: nodes are moved, never copied, by dragging."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Qt: what a drag carries."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Qt: the uids of the dragged rows."""
        data = QMimeData()
        uids = dict.fromkeys(uid for index in indexes if (uid := self.uid(index)))
        data.setData(MIME, ",".join(uids).encode())
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:  # noqa: ARG002
        """Qt: refuse a place inside the node itself, and a kind that may not stand there."""
        target = self.uid(parent)
        target_kind = None if target is None else type(self._figures[target].node)
        for uid in self._dragged(data):
            node = self._figures[uid].node
            if not goals.can_contain(target_kind, type(node)) or uid in self._line_above(target):
                return False
        return bool(self._dragged(data))

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Qt: run the command. The answer is no, so that the view removes nothing by itself."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        target = self.uid(parent)
        for uid in self._dragged(data):
            siblings = [child for child in self._children[target] if child != DRAFT]
            place = len(siblings) if row < 0 else row
            if self._parents[uid] == target and siblings.index(uid) < place:
                place -= 1
            self.desk.perform(goals.move, uid, target, place)
        return False

    def _dragged(self, data: QMimeData) -> list[Uid]:
        carried = bytes(data.data(MIME).data()).decode()
        return [uid for uid in carried.split(",") if uid in self._figures]

    def _line_above(self, uid: Uid | None) -> Iterator[Uid]:
        while uid is not None:
            yield uid
            uid = self._parents.get(uid)


def _flat(roots: Iterable[NodeFigures]) -> Iterator[NodeFigures]:
    for figures in roots:
        yield figures
        yield from _flat(figures.children)


def _bare(figures: NodeFigures | None) -> NodeFigures | None:
    """A node's own figures: its children are compared row by row."""
    return None if figures is None else replace(figures, children=())


def icon_of(node: Node | type[Node]) -> str:
    """The shipped icon that marks a kind of node."""
    kind = node if isinstance(node, type) else type(node)
    return {Objective: "target", KeyResult: "key-round", Initiative: "square-check"}[kind]


def is_tickable(node: Node) -> bool:
    """Tell whether Space ticks a node."""
    return isinstance(node, Initiative) or (isinstance(node, KeyResult) and node.kind is ResultKind.DONE)
