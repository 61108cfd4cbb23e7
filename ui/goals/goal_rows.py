"""A tree of uids for a QTreeView, whose skeleton is Qt's own.

A view asks for the index and the children of every row when it lays a tree out. Qt's own model answers that without a
call to Python, and rows with nothing below are empty slots in it. Which uid stands in which slot is known here.

A change, such as another quarter, builds the new skeleton beside the old one and hands every index that somebody holds
on to the slot where its uid now stands: what is chosen, unfolded and being typed stays, and the view lays itself out
once. One row that goes elsewhere, with nothing below it, is put there by itself: most moves are of that kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

from kpidesk.domain.entities import Uid
from kpidesk.domain.walk import down
from kpidesk.wording.goals import Column
from ui.goals.outline import Shape

DRAFT = "draft"
"""Stands for the line being typed, among uids."""
Index = QModelIndex | QPersistentModelIndex
COLUMNS = len(Column)
NAMABLE = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
    | Qt.ItemFlag.ItemIsEditable
)
TICKABLE = NAMABLE | Qt.ItemFlag.ItemIsUserCheckable
"""What may be done with a row; an empty slot is ``NAMABLE``. Only a title gets an editor (``GoalDelegate``)."""


class GoalRows(QStandardItemModel):
    """The rows of the goal tree, each a uid. ``gained`` names the nodes that something new stands under."""

    gained = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(0, COLUMNS, parent)
        self._children: Shape = {None: []}
        self._parents: dict[Uid, Uid | None] = {}
        self._rows: dict[Uid, int] = {}
        self._slots: dict[int, list[Uid]] = {}
        self._gone: list[QStandardItem] = []

    # ---- from the rows shown to the rows wanted --------------------------------------------------

    def reshape(self, wanted: Shape, boxes: Collection[Uid] = ()) -> None:
        """Show this instead of what is shown; ``boxes`` can be ticked."""
        before = self._children
        if wanted == before:
            return
        self.layoutAboutToBeChanged.emit()
        self.blockSignals(True)
        moved = self._moved(wanted, boxes)
        if moved is not None:
            self._move(moved, wanted)
        else:
            self._rebuild(wanted, boxes)
        self.blockSignals(False)
        self.layoutChanged.emit()
        new = [uid for uid, kids in wanted.items() if uid is not None and not _within(kids, before.get(uid))]
        if new:
            self.gained.emit(new)

    def _rebuild(self, wanted: Shape, boxes: Collection[Uid]) -> None:
        held, old = self.persistentIndexList(), self.rowCount()
        names = [(self.uid_of(index), index.column()) for index in held]
        self._children = wanted
        self._parents = {uid: above for above, kids in wanted.items() for uid in kids}
        self._rows = {uid: row for kids in wanted.values() for row, uid in enumerate(kids)}
        self._append(wanted, old, self._skeleton(boxes))
        places = self._places_of(wanted, old)
        self._slots = {self.index(0, 0, place).internalId(): wanted[uid] for uid, place in places.items()}
        now = [self._find(uid, column, old) if column or uid not in places else places[uid] for uid, column in names]
        self.changePersistentIndexList(held, now)
        self._bury(old)

    def _moved(self, wanted: Shape, boxes: Collection[Uid]) -> Uid | None:
        """The one empty slot that is to stand elsewhere; ``None`` where anything else has changed."""
        before = self._children
        if before.keys() != wanted.keys():
            return None
        changed = [above for above, kids in wanted.items() if kids is not before[above] and kids != before[above]]
        if len(changed) > 2:
            return None
        for uid in {uid for above in changed for uid in _parting(before[above], wanted[above])} - wanted.keys():
            stays = all(_without(before[above], uid) == _without(wanted[above], uid) for above in changed)
            if stays and uid in self._parents and uid not in boxes and any(uid in wanted[above] for above in changed):
                return uid
        return None

    def _move(self, uid: Uid, wanted: Shape) -> None:
        """Put one empty slot where it is wanted; what is held of it, in whatever column, goes with it."""
        row, source = self._rows[uid], self._parents[uid]
        target = next(above for above, kids in wanted.items() if kids != self._children[above] and uid in kids)
        place = wanted[target].index(uid)
        at = place if source != target or place <= row else place + 1
        gone = row + 1 if source == target and at <= row else row
        home, goal = self._item(source), self._item(target)
        goal.insertRows(at, 1)
        here, there = self.indexFromItem(home), self.indexFromItem(goal)
        self.changePersistentIndexList(
            [self.index(gone, column, here) for column in range(COLUMNS)],
            [self.index(at, column, there) for column in range(COLUMNS)],
        )
        home.removeRow(gone)
        self._children = wanted
        for above in {source, target}:
            self._parents.update(dict.fromkeys(wanted[above], above))
            self._rows.update({kid: n for n, kid in enumerate(wanted[above])})
        for above in {source, target}:
            self._slots[self.index(0, 0, self._find(above)).internalId()] = wanted[above]

    def _item(self, uid: Uid | None) -> QStandardItem:
        return self.invisibleRootItem() if uid is None else self.itemFromIndex(self._find(uid))

    def _places_of(self, wanted: Shape, ahead: int) -> dict[Uid | None, QModelIndex]:
        """Where each node stands that something stands under, behind so many rows of another skeleton.

        What stands above a node comes before it in what is wanted.
        """
        places: dict[Uid | None, QModelIndex] = {None: QModelIndex()}
        for uid in wanted:
            if uid is not None:
                above = self._parents[uid]
                places[uid] = self.index(self._rows[uid] + (ahead if above is None else 0), 0, places[above])
        return {uid: place for uid, place in places.items() if wanted[uid]}

    def _skeleton(self, boxes: Collection[Uid]) -> dict[Uid, QStandardItem]:
        """An item for each node that something stands under, or that can be ticked; those below are in place already.

        Qt takes as long to say what may be done with an item as to make three: each box is a copy of one.
        """
        items = {uid: QStandardItem(len(kids), COLUMNS) for uid, kids in self._children.items() if uid is not None}
        box = QStandardItem(0, COLUMNS)
        box.setFlags(TICKABLE)
        for uid in boxes:
            if uid in items:
                items[uid].setFlags(TICKABLE)
            elif uid in self._parents:
                items[uid] = box.clone()
        for uid, item in items.items():
            if (above := self._parents[uid]) is not None:
                items[above].setChild(self._rows[uid], 0, item)
        return items

    def _append(self, wanted: Shape, old: int, items: dict[Uid, QStandardItem]) -> None:
        """Put the new rows after the old ones."""
        self.setRowCount(old + len(wanted[None]))
        for row, uid in enumerate(wanted[None], old):
            if uid in items:
                self.setItem(row, 0, items[uid])

    def _bury(self, old: int) -> None:
        """Take the old rows away. Qt may be at work with an index into them: they live until it is done."""
        if not self._gone:
            QTimer.singleShot(0, self, self._gone.clear)
        self._gone += [item for row in range(old) if (item := self.takeItem(row, 0)) is not None]
        self.removeRows(0, old)

    # ---- finding one's way -----------------------------------------------------------------------

    def index_of(self, uid: Uid | None, column: int = 0) -> QModelIndex:
        """Where a node is shown; an invalid index for the top and for what is not shown."""
        return self._find(uid, column)

    def indexes_of(self, uids: Iterable[Uid]) -> Iterator[QModelIndex]:
        """Where some nodes that are shown stand; what they hang under is looked for once."""
        known: dict[Uid | None, QModelIndex] = {None: QModelIndex()}
        for uid in uids:
            waiting = [uid]
            while (above := self._parents[waiting[-1]]) is not None and above not in known:
                waiting.append(above)
            for each in reversed(waiting):
                known[each] = self.index(self._rows[each], 0, known[self._parents[each]])
            yield known[uid]

    def _find(self, uid: Uid | None, column: int = 0, ahead: int = 0) -> QModelIndex:
        """As ``index_of``, with so many rows of another skeleton ahead."""
        if uid is None or uid not in self._parents:
            return QModelIndex()
        path, above = [self._rows[uid]], self._parents[uid]
        while above is not None:
            path.append(self._rows[above])
            above = self._parents[above]
        path[-1] += ahead
        index = QModelIndex()
        for row in path[:0:-1]:
            index = self.index(row, 0, index)
        return self.index(path[0], column, index)

    def uid_of(self, index: Index) -> Uid | None:
        """The node at an index."""
        if not index.isValid():
            return None
        below, row = self._slots.get(index.internalId(), ()), index.row()
        return below[row] if row < len(below) else None

    def repaint(self, uid: Uid) -> None:
        """Have a row drawn anew."""
        if uid in self._parents:
            self.dataChanged.emit(self.index_of(uid), self.index_of(uid, Column.OWNER))

    def repaint_all(self) -> None:
        """Have every row drawn anew."""
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()

    def below(self, uid: Uid) -> list[Uid]:
        """Everything shown under a node."""
        return list(down([uid], lambda each: self._children.get(each, ())))[1:]

    def depth(self, index: Index) -> int:
        """How many nodes stand above."""
        depth, uid = 0, self._parents.get(self.uid_of(index) or "")
        while uid is not None:
            depth, uid = depth + 1, self._parents.get(uid)
        return depth

    def siblings_before(self, uid: Uid) -> list[Uid]:
        """What stands above under the same parent, nearest last."""
        return self._children[self._parents[uid]][: self._rows[uid]]

    def neighbours(self, uid: Uid) -> list[Uid]:
        """Where one goes from a node that goes: to a sibling above, one below, the node over it, and so on."""
        found: list[Uid] = []
        at: Uid | None = uid
        while at is not None:
            siblings = self._children[self._parents[at]]
            found += [*reversed(siblings[: self._rows[at]]), *siblings[self._rows[at] + 1 :]]
            at = self._parents[at]
            found += [] if at is None else [at]
        return [each for each in found if each != DRAFT]

    def parent_uid(self, uid: Uid) -> Uid | None:
        """The node above, as shown."""
        return self._parents.get(uid)

    def under(self, uid: Uid | None) -> list[Uid]:
        """What is shown right under a node, in order."""
        return [each for each in self._children.get(uid, ()) if each != DRAFT]

    def shown(self) -> Iterator[Uid]:
        """Every node shown."""
        return (uid for top in self._children[None] for uid in (top, *self.below(top)) if uid != DRAFT)

    def is_shown(self, uid: Uid) -> bool:
        """Tell whether a node is shown."""
        return uid in self._parents

    def foldable(self) -> list[Uid]:
        """Every node that something stands under."""
        return [uid for uid in self._children if uid is not None]


def _parting(one: list[Uid], other: list[Uid]) -> set[Uid]:
    """Where two lists first part: what the one and the other goes on with."""
    pairs = zip_longest(one, other)
    return {uid for uid in next((pair for pair in pairs if pair[0] != pair[1]), ()) if uid is not None}


def _without(kids: list[Uid], uid: Uid) -> list[Uid]:
    return [kid for kid in kids if kid != uid]


def _within(kids: list[Uid], known: list[Uid] | None) -> bool:
    return kids is known or (known is not None and (kids == known or set(kids) <= set(known)))
