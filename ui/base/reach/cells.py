"""What a screen reader hears of a table: the heads of row and column, each once, and of every cell its own value.

Qt gives readers the heads of each cell: ``headerData`` of the model, by ``AccessibleTextRole``, and for the rows also
where the view hides their heads. So a model names its rows there, and a cell says by ``AccessibleTextRole`` what it
holds and what is drawn on it, and nothing of its heads; one cell in a row may tell the whole row.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTableWidget, QTableWidgetItem, QTreeView

from kpidesk.text import pgettext

HEARD = Qt.ItemDataRole.AccessibleTextRole
Index = QModelIndex | QPersistentModelIndex


class SpannedTable(QTableView):
    """A table in which a cell may lie over its neighbours: those are passed over, and not heard as empty ones."""

    def visualRect(self, index: Index) -> QRect:
        """Qt: where a cell is; nowhere for one that another lies over. Readers pass over what is nowhere."""
        rect = super().visualRect(index)
        at_home = rect.left() == self.columnViewportPosition(index.column())
        return rect if at_home and rect.top() == self.rowViewportPosition(index.row()) else QRect()


class SpannedTree(QTreeView):
    """A tree in which a row may be one cell: the columns that it lies over are passed over, and not heard as empty.

    Nor are cells in which nothing stands: the arrows go from row to row, and the first of a row tells all of it.
    """

    def visualRect(self, index: Index) -> QRect:
        """Qt: where a cell is; nowhere for one that the first of its row lies over, or of which nothing is heard."""
        if index.column() > 0 and (
            self.isFirstColumnSpanned(index.row(), index.parent()) or (QAccessible.isActive() and not index.data(HEARD))
        ):
            return QRect()
        return super().visualRect(index)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Qt: what has become empty is drawn anew too, though it is nowhere by now."""
        super().dataChanged(first, last, roles)
        if QAccessible.isActive():
            self.viewport().update()


class Heads(Protocol):
    """A model that gives no heads for the columns that are ``unseen``: Qt has readers hear them all."""

    unseen: frozenset[int]


def hide_columns(view: QTableView | QTreeView, heads: Heads, hidden: Collection[int], among: Iterable[int]) -> None:
    """Show, among some columns, those that are not hidden; the heads of the others are not heard either."""
    for column in among:
        view.setColumnHidden(column, column in hidden)
    heads.unseen = frozenset(hidden)


def nothing_here() -> str:
    """What a cell says in which nothing stands."""
    return pgettext("cell", "empty")


def name_rows(table: QTableWidget, *columns: int) -> None:
    """Call the rows of a filled table by what stands in some columns, else the first, where it has no heads for them.

    A cell in which nothing stands says so: whoever comes to it would hear nothing, and not know whether it is one.
    """
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in columns or (0,)]
        head = QTableWidgetItem()
        head.setData(HEARD, ", ".join(item.text() for item in items if item is not None and item.text()))
        table.setVerticalHeaderItem(row, head)
        for column in range(table.columnCount()):
            cell = table.item(row, column)
            if cell is not None and not cell.text() and not cell.data(HEARD):
                cell.setData(HEARD, nothing_here())


def follow_choice(view: QAbstractItemView) -> None:
    """Have the keyboard go to what a reader chooses: Qt only selects it, and Enter would mean another row.

    To be called once the view has its model.
    """
    view.selectionModel().selectionChanged.connect(partial(_chosen, weakref.ref(view)))


def _chosen(known: weakref.ref[QAbstractItemView], *_changes: object) -> None:
    """Look once all is done that belongs to the choice; the mouse and held keys choose and go by rules of their own."""
    view = known()
    if view is not None and not QGuiApplication.mouseButtons() and not QGuiApplication.keyboardModifiers():
        QTimer.singleShot(0, view, partial(_follow, known))


def _follow(known: weakref.ref[QAbstractItemView]) -> None:
    """Go to what is selected where that is one cell or one row, and one is elsewhere."""
    view = known()
    if view is None:
        return
    chosen, found = view.selectionModel(), view.selectedIndexes()
    alone = found and all((each.row(), each.parent()) == (found[0].row(), found[0].parent()) for each in found)
    if alone and not chosen.isSelected(chosen.currentIndex()):
        chosen.setCurrentIndex(found[0], QItemSelectionModel.SelectionFlag.NoUpdate)
