"""Numbers are cut from the table of a KPI and pasted into it, whole, as one change, or not at all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry
from kpidesk.domain.entities import Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.base.reach.beside import opened_in
from ui.base.session import Notice, Session
from ui.base.theme import Theme
from ui.kpis.kpi_page import KpiPage
from ui.kpis.numbers.entries_words import Part

JANUARY, FEBRUARY, MARCH = (Period.parse(f"2026-0{month}") for month in (1, 2, 3))
CONTROL = Qt.KeyboardModifier.ControlModifier


class Opened:
    """The page of a monthly KPI with numbers for January and February."""

    def __init__(self, ws: Workspace, theme: Theme, qtbot: QtBot) -> None:
        self.ws = ws
        uid = own_kpis.define(ws, name="Resultat", unit="currency")
        self.source: Uid = ws.get(Kpi, uid).inputs[0][1]
        entry.paste(ws, [(self.source, JANUARY, 1000.5), (self.source, FEBRUARY, 2000.0)])
        self.session = Session(ws, theme)
        self.page = KpiPage(self.session)
        self.session.changed.connect(self.page.refresh)
        qtbot.addWidget(self.page)
        self.page.resize(1200, 860)
        self.page.show_argument(uid)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.table.setFocus()

    def at(self, period: Period, part: Part = Part.VALUE) -> None:
        entries = self.page.entries
        flag = QItemSelectionModel.SelectionFlag
        cell = entries.index(entries.row_of(period), entries.column_of(part))
        self.page.table.selectionModel().setCurrentIndex(cell, flag.ClearAndSelect | flag.Rows)

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(self.page.table, Qt.Key.Key_V, CONTROL)

    @property
    def stored(self) -> dict[Period, object]:
        return dict(self.ws.series(self.source))


@pytest.fixture
def opened(workspace: Workspace, theme: Theme, qtbot: QtBot) -> Opened:
    return Opened(workspace, theme, qtbot)


def test_a_column_is_pasted_down_as_it_lies_and_taken_back_in_one_step(opened: Opened) -> None:
    before = opened.stored
    opened.at(FEBRUARY)
    opened.paste("1 284 500,5\n(12)\n")
    assert opened.stored == {FEBRUARY: 1284500.5, JANUARY: -12.0}
    opened.session.undo()
    assert opened.stored == before


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_clipboard_empties_no_number_and_is_said(opened: Opened, text: str) -> None:
    said: list[Notice] = []
    opened.session.notice.connect(said.append)
    before = opened.stored
    opened.at(FEBRUARY)
    opened.paste(text)
    assert opened.stored == before
    assert [each.text for each in said] == ["Det er ingenting å lime inn. Kopier tallene først, for eksempel i Excel."]


@pytest.mark.parametrize("text", ["1\nord", "1\n2\n3\n4\n5\n6\n7\n8\n9", "1\t2"])
def test_what_can_not_be_taken_whole_is_not_taken_and_said(opened: Opened, text: str) -> None:
    said: list[Notice] = []
    opened.session.notice.connect(said.append)
    before = opened.stored
    opened.at(FEBRUARY)
    opened.paste(text)
    assert opened.stored == before and len(said) == 1 and said[0].kind == "error"


def test_cut_takes_the_whole_number_and_makes_the_cell_blank(opened: Opened) -> None:
    opened.at(JANUARY)
    QTest.keyClick(opened.page.table, Qt.Key.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "1000,5" and opened.stored == {FEBRUARY: 2000.0}
    opened.session.undo()
    assert opened.stored == {JANUARY: 1000.5, FEBRUARY: 2000.0}


def test_a_cell_of_words_can_be_copied_only(opened: Opened) -> None:
    QGuiApplication.clipboard().setText("5")
    opened.at(FEBRUARY, Part.PERIOD)
    assert set(opened.page.table.clips()) == {"copy", "select_all"}
    opened.at(FEBRUARY)
    assert set(opened.page.table.clips()) == {"copy", "select_all", "cut", "paste_here"}


def test_a_number_is_edited_without_the_spaces_that_group_it(opened: Opened, qtbot: QtBot) -> None:
    opened.page.activateWindow()
    qtbot.waitUntil(opened.page.isActiveWindow)
    opened.at(JANUARY)
    opened.page.table.setFocus()
    cell = opened.page.table.currentIndex()
    assert cell.data(Qt.ItemDataRole.EditRole) == "1000,5"
    QTest.keyClick(opened.page.table, Qt.Key.Key_F2)
    field = opened_in(opened.page.table)[-1]
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClick(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.stored[JANUARY] == 1000.55
    assert opened.page.window().focusWidget() is opened.page.table, "the next number is a key away"


def test_two_numbers_typed_down_the_table_never_become_one(opened: Opened) -> None:
    opened.at(FEBRUARY)
    table = opened.page.table
    for number in ("1100", "1150"):
        QTest.keyClick(table.viewport(), number[0])
        field = opened_in(table)[-1]
        QTest.keyClicks(field, number[1:])
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert opened.stored == {FEBRUARY: 1100.0, JANUARY: 1150.0}


def test_the_arrows_stay_in_a_number_that_is_edited(opened: Opened) -> None:
    opened.at(FEBRUARY)
    table = opened.page.table
    QTest.keyClick(table, Qt.Key.Key_F2)
    field = opened_in(table)[-1]
    assert field.text() == "2000" and field.cursorPosition() == 4
    QTest.keyClick(field, Qt.Key.Key_Left)
    QTest.keyClick(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.stored[FEBRUARY] == 20050.0
