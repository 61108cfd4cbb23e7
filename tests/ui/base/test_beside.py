"""What is open in a cell lies beside its view: over the cell, cut off at the viewport, with the view's own keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.settled import settle
from ui.base.reach import cells
from ui.base.reach.beside import _Pane, holds, house, opened_in

Name = QAccessible.Text.Name


class Delegate(QStyledItemDelegate):
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        view = self.parent()
        assert isinstance(view, QTableView)
        editor = house(view, QLineEdit(parent))
        editor.setAccessibleName(f"Celle {index.row()}")
        return editor


class Table(QTableView):
    """Thirty rows, in a stack: to readers a stack tells of its pages only."""

    keys: list[int]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())
        super().keyPressEvent(event)


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[Table]:
    window = QWidget()
    qtbot.addWidget(window)
    stack, made = QStackedWidget(window), Table()
    QHBoxLayout(window).addWidget(stack)
    made.keys = []
    made.setModel(QStandardItemModel(30, 2, made))
    made.setItemDelegate(Delegate(made))
    stack.addWidget(made)
    window.resize(400, 300)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield made
    window.close()


def opened(table: Table, row: int = 0) -> QLineEdit:
    table.setCurrentIndex(table.model().index(row, 0))
    table.edit(table.currentIndex())
    settle()
    field = opened_in(table)[-1]
    assert isinstance(field, QLineEdit)
    return field


def test_a_reader_finds_it_from_above_and_the_way_back(table: Table) -> None:
    field = opened(table)
    heard = QAccessible.queryAccessibleInterface(field)
    above = heard.parent()
    assert heard.text(Name) == "Celle 0" and above.child(above.indexOfChild(heard)).object() is field
    upwards = above
    while upwards.object() is not table.window():
        assert upwards.parent().child(upwards.parent().indexOfChild(upwards)).object() is upwards.object()
        upwards = upwards.parent()
    assert holds(table, field) and holds(table, table) and not holds(table, table.window())


def test_it_lies_over_its_cell_follows_it_and_is_cut_off_where_the_viewport_ends(table: Table) -> None:
    field = opened(table, 5)

    def at() -> QPoint:
        return table.viewport().mapFromGlobal(field.mapToGlobal(QPoint()))

    assert at() == table.visualRect(table.currentIndex()).topLeft()
    table.verticalScrollBar().setValue(3)
    settle()
    assert at() == table.visualRect(table.currentIndex()).topLeft()
    table.window().resize(400, 260)
    settle()
    assert at() == table.visualRect(table.currentIndex()).topLeft()
    assert field.isVisible() and not field.visibleRegion().isEmpty()
    table.verticalScrollBar().setValue(20)
    settle()
    assert field.visibleRegion().isEmpty(), "nothing of it shows over the heads"
    assert QApplication.focusWidget() is field, "and it keeps the keyboard"


def test_beside_it_the_mouse_reaches_the_view_and_what_it_leaves_unused_of_keys_too(table: Table) -> None:
    field = opened(table)
    other = table.viewport().mapTo(table.window(), table.visualRect(table.model().index(4, 1)).center())
    assert table.window().childAt(other) is table.viewport()
    QTest.keyClick(field, Qt.Key.Key_F7)
    assert table.keys == [Qt.Key.Key_F7]


def test_enter_stores_it_and_the_keyboard_is_in_the_view_again(table: Table) -> None:
    field = opened(table)
    QTest.keyClicks(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert table.model().index(0, 0).data() == "12"
    assert opened_in(table) == [] and QApplication.focusWidget() is table


def test_what_a_reader_chooses_has_the_keyboard(table: Table, qtbot: QtBot) -> None:
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setCurrentIndex(table.model().index(0, 0))
    cells.follow_choice(table)
    heard = QAccessible.queryAccessibleInterface(table)
    cell = next(each for each in map(heard.child, range(heard.childCount())) if each.tableCellInterface()
                and each.tableCellInterface().rowIndex() == 3)  # fmt: skip
    actions = cell.actionInterface()
    actions.doAction(actions.actionNames()[0])
    qtbot.waitUntil(lambda: table.currentIndex().row() == 3)


def test_the_pane_is_gone_with_the_line_and_rows_below_are_clicked_again(make_window, workspace) -> None:
    window = make_window(workspace.path, place="goals")
    window.page().view.setFocus()
    window.page().lines.objective()
    assert opened_in(window.page().view)
    line = QApplication.focusWidget()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    view = window.page().view
    assert opened_in(view) == []
    below = view.viewport().mapTo(window, QPoint(60, view.viewport().height() - 20))
    assert window.childAt(below) is view.viewport()
    assert not any(pane.isVisible() for pane in window.findChildren(_Pane))
