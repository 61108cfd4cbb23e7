"""A tree of uids for a QTreeView that only moves what differs.

An index carries an integer, never an object; the integer names a uid. What is to be shown is compared with what is
shown, and only rows that differ are inserted, moved or removed, so that what is chosen and unfolded stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

from kpidesk.domain.entities import Uid
from kpidesk.domain.walk import down
from kpidesk.wording.goals import Column

DRAFT = "draft"
"""Stands for the line being typed, among uids."""
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Shape = dict[Uid | None, list[Uid]]
"""What stands under each node, in order; what stands at the top under ``None``."""
COLUMNS = len(Column)


class GoalRows(QAbstractItemModel):
    """The rows of the goal tree, each a uid."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: dict[Uid, int] = {}
        self._names: list[Uid] = []
        self._children: Shape = {None: []}
        self._parents: dict[Uid, Uid | None] = {}

    # ---- from the rows shown to the rows wanted --------------------------------------------------

    def reshape(self, wanted: Shape) -> None:
        """Show this instead of what is shown."""
        for uid in [uid for uid in self._parents if uid not in wanted and self._all_gone(uid, wanted)]:
            if uid in self._parents and self._parents[uid] in (None, *wanted):
                self.remove(uid)
        waiting: list[Uid | None] = [None]
        while waiting:
            parent = waiting.pop(0)
            for row, uid in enumerate(wanted[parent]):
                self._put(uid, parent, row)
            waiting.extend(wanted[parent])
        for uid in [uid for uid in self._parents if uid not in wanted]:
            if uid in self._parents:
                self.remove(uid)

    def _all_gone(self, uid: Uid, wanted: Shape) -> bool:
        return uid not in wanted and not any(child in wanted for child in self.below(uid))

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

    def remove(self, uid: Uid) -> None:
        """Take a row away with everything under it."""
        parent = self._parents[uid]
        row = self._children[parent].index(uid)
        self.beginRemoveRows(self.index_of(parent), row, row)
        self._children[parent].pop(row)
        for gone in [uid, *self.below(uid)]:
            self._parents.pop(gone, None)
            self._children.pop(gone, None)
        self.endRemoveRows()

    def below(self, uid: Uid) -> list[Uid]:
        """Everything shown under a node."""
        return list(down([uid], lambda each: self._children.get(each, [])))[1:]

    def repaint(self, uid: Uid) -> None:
        """Have a row drawn anew."""
        if uid in self._parents:
            self.dataChanged.emit(self.index_of(uid), self.index_of(uid, Column.OWNER))

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

    def under(self, uid: Uid | None) -> list[Uid]:
        """What is shown right under a node, in order."""
        return [each for each in self._children[uid] if each != DRAFT]

    def shown(self) -> Iterator[Uid]:
        """Every node shown."""
        return (uid for uid in self._parents if uid != DRAFT)

    def _number(self, uid: Uid) -> int:
        if uid not in self._numbers:
            self._numbers[uid] = len(self._names)
            self._names.append(uid)
        return self._numbers[uid]

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
