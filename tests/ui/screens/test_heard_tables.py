"""Tables, trees and lists: heads are heard once, and cells say their own value; on every page see ``test_heard.py``."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from kpidesk.domain.entities import Initiative
from kpidesk.figures.kpi_rows import Column, GroupRow
from kpidesk.workspace import Workspace
from tests.ui.screens.heard import Text, cells, faults, items
from tests.ui.settled import settle
from ui.app.window import Window
from ui.base.reach.cells import name_rows

PLACES = ("goals", "kpis", "entry", "history", "kpi")
Heard = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def window(make_window: Callable[..., Window], bakery: Workspace) -> Window:
    """The window on the example company, on its KPIs."""
    path = bakery.path
    bakery.close()
    return make_window(path, place="kpis", size=(1440, 868))


def test_a_cell_of_the_kpi_table_says_what_is_drawn_and_a_department_is_heard_once(window: Window) -> None:
    page = window.page()
    told = [each for each in cells(page.view) if each.row_head == "NPS (Net Promoter Score)"]
    assert [each.said.replace("\u00a0", " ") for each in told][1:] == [
        "8 tall, fra 34 til 46", "46, februar", "50", "+5 poeng",
        "Usikkert", "Over øvre grense", "Ola Nygård", "10. april",
    ]  # fmt: skip
    assert told[0].said.startswith("NPS (Net Promoter Score), februar: 46, målverdi 50")
    heads = [n for n, row in enumerate(page.table.rows) if isinstance(row, GroupRow)]
    assert [[each.column for each in cells(page.view) if each.row == head] for head in heads] == [[0]] * len(heads)
    assert page.table.index(heads[0], Column.TREND).data(Heard) is None


def test_a_goal_tells_its_place_in_the_tree_and_an_initiative_its_day(window: Window) -> None:
    window.go("goals")
    view = window.page().view
    level = Qt.ItemDataRole.AccessibleDescriptionRole
    first = view.tree.index(0, 0)
    assert first.data(level).startswith("nivå 1, ") and view.tree.index(0, 0, first).data(level).startswith("nivå 2")
    assert next(items(view)).text(Text.Description) == first.data(level)
    done = next(each for each in window.session.ws.all(Initiative) if each.done_on is not None)
    assert "gjort" in view.tree.index_of(done.uid).siblingAtColumn(5).data(Heard)


def test_the_line_for_a_new_goal_is_one_row_and_the_field_in_it_has_its_name(window: Window) -> None:
    window.go("goals")
    view = window.page().view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    row = [each for each in items(view) if each.text(Text.Name) == "Tittel på det nye målet"]
    lines = [each for each in items(view) if each.rect().height() == row[0].rect().height()]
    assert len(row) == len(lines) == 1, "it is higher than the others, and no empty cell lies under it"
    heard = QAccessible.queryAccessibleInterface(window.focusWidget())
    assert heard.text(Text.Name) == "Tittel på det nye målet" and heard.state().focused


def test_the_rows_of_a_small_table_are_called_by_what_stands_in_them(qtbot: QtBot) -> None:
    table = QTableWidget(2, 2)
    qtbot.addWidget(table)
    for row, words in enumerate(("Omsetning", "Ordrer")):
        table.setItem(row, 0, QTableWidgetItem(words))
        table.setItem(row, 1, QTableWidgetItem("0" if row else ""))
    name_rows(table, 0, 1)
    table.verticalHeader().hide()
    table.show()
    assert [(each.row_head, each.said) for each in cells(table) if each.column] == [
        ("Omsetning", "tom"), ("Ordrer, 0", "0"),
    ]  # fmt: skip


@pytest.mark.parametrize(("said", "wanted"), [("Ordrer, 3", 1), ("3", 0)])
def test_a_cell_that_says_its_head_is_found(qtbot: QtBot, said: str, wanted: int) -> None:
    table: QAbstractItemView = QTableWidget(1, 2)
    qtbot.addWidget(table)
    assert isinstance(table, QTableWidget)
    table.setItem(0, 0, QTableWidgetItem("Uke 12"))
    table.setItem(0, 1, QTableWidgetItem(said))
    table.setHorizontalHeaderLabels(["Hva", "Ordrer"])
    name_rows(table)
    box = QListWidget()
    qtbot.addWidget(box)
    table.setParent(box)
    box.show()
    assert len(faults(box)) == wanted
