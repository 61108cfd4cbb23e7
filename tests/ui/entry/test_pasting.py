"""A block pasted into the sheet: a column along the row, the other ways to lay it, and what is said beforehand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.exchange.sheets.book import Book
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.entry.on_an_own_file import CONTROL, Sheet
from ui.base.session import Session
from ui.entry.sheet.entry_looks import State

Key = Qt.Key
COLUMN = "34\n31,5\n33,5\n29\n28,5\n30\n31,5\n28,5\n32\n36,5\n33\n32,5\n"
VALUES = [34, 31.5, 33.5, 29, 28.5, 30, 31.5, 28.5, 32, 36.5, 33, 32.5]
MONTHS = [f"2025-{month:02}" for month in range(1, 13)]


@pytest.fixture
def sheet(workspace: Workspace, session: Session, qtbot: QtBot) -> Sheet:
    made = Sheet(workspace, session, qtbot)
    made.year()
    return made


def row(sheet: Sheet, source: str) -> list[object]:
    return [sheet.value(source, month) for month in MONTHS]


def fill_half(sheet: Sheet) -> None:
    """July to December stand there, November as another number."""
    known = [31.5, 28.5, 32, 36.5, 31.5, 32.5]
    months = map(Period.parse, MONTHS[6:])
    entry.paste(sheet.ws, [(sheet.sales, month, value) for month, value in zip(months, known, strict=True)])


def test_a_column_pasted_on_a_row_ends_in_the_chosen_cell(sheet: Sheet) -> None:
    fill_half(sheet)
    view = sheet.at(sheet.sales, "2025-12")
    sheet.paste(COLUMN)
    assert sheet.said() == (
        "12 tall fra Excel legges i Salg, januar–desember 2025. 5 som før, 6 nye, 1 endret: november 31,50 → 33"
    )
    assert sheet.page.line.first.text() == "Legg inn 7 tall  Enter"
    looks = [view.grid.looks.state(view.grid.index_of((sheet.sales, Period.parse(month)))) for month in MONTHS]
    assert [look is State.PENDING for look in looks] == [True] * 6 + [False] * 4 + [True, False]
    assert row(sheet, sheet.sales)[:6] == [None] * 6, "nothing is stored by showing it"
    sheet.press(Key.Key_Return)
    assert row(sheet, sheet.sales) == VALUES
    sheet.page.session.undo()
    assert row(sheet, sheet.sales)[:6] == [None] * 6 and sheet.value(sheet.sales, "2025-11") == 31.5


def test_nothing_moves_when_a_block_is_offered_in_an_ordinary_window(sheet: Sheet) -> None:
    fill_half(sheet)
    sheet.at(sheet.sales, "2025-12")
    line, before = sheet.page.line, (sheet.page.line.height(), sheet.page.sheet.y())
    sheet.paste(COLUMN)
    sheet.page.layout().activate()
    assert (line.height(), sheet.page.sheet.y()) == before


def test_tab_leads_to_what_can_be_done_with_a_block_and_escape_lets_it_go_from_there(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-12")
    sheet.paste(COLUMN)
    sheet.press(Key.Key_Tab)
    line = sheet.page.line
    assert sheet.page.focusWidget() is line.reverse and sheet.view.blocks.preview is not None
    QTest.keyClick(line.reverse, Key.Key_Escape)
    assert sheet.view.blocks.preview is None and sheet.page.focusWidget() is sheet.view


def test_the_order_is_reversed_for_a_column_that_begins_with_the_latest(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-12")
    sheet.paste(COLUMN)
    sheet.page.line.reverse.click()
    sheet.press(Key.Key_Return)
    assert row(sheet, sheet.sales) == VALUES[::-1]


def test_a_column_goes_down_instead_over_the_rows_below(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-12")
    sheet.paste("5\n6")
    assert sheet.page.line.turn.text() == "Nedover i stedet"
    sheet.page.line.turn.click()
    assert sheet.page.line.turn.text() == "Bortover i stedet" and not sheet.page.line.reverse.isVisible()
    sheet.press(Key.Key_Return)
    assert (sheet.value(sheet.sales, "2025-12"), sheet.value(sheet.visits, "2025-12")) == (5, 6)
    assert sheet.value(sheet.sales, "2025-11") is None


def test_a_column_goes_down_where_several_rows_are_chosen(sheet: Sheet) -> None:
    view = sheet.at(sheet.sales, "2025-12")
    below = view.grid.index_of((sheet.visits, Period.parse("2025-12")))
    chosen = QItemSelection(view.currentIndex(), below)
    view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    sheet.paste("5\n6")
    sheet.press(Key.Key_Return)
    assert (sheet.value(sheet.sales, "2025-12"), sheet.value(sheet.visits, "2025-12")) == (5, 6)


def test_rows_and_columns_change_places(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-03")
    sheet.paste("1\t10\n2\t20\n3\t30")
    assert "1 ligger under den siste raden" in sheet.said() or "2 ligger under" in sheet.said()
    assert sheet.page.line.turn.text() == "Bytt rader og kolonner"
    sheet.page.line.turn.click()
    assert sheet.said().startswith("6 tall fra Excel legges i 2 rader, mars–mai 2025. 6 nye.")
    sheet.press(Key.Key_Return)
    assert row(sheet, sheet.sales)[2:5] == [1, 2, 3] and row(sheet, sheet.visits)[2:5] == [10, 20, 30]


def test_a_blank_in_the_column_keeps_its_place_and_what_stands_there(sheet: Sheet) -> None:
    entry.set_value(sheet.ws, sheet.sales, Period.parse("2025-11"), 99.0)
    sheet.at(sheet.sales, "2025-12")
    sheet.paste("1\n\n3\n")
    sheet.press(Key.Key_Return)
    assert row(sheet, sheet.sales)[9:] == [1, 99, 3]


def test_a_heading_over_one_column_is_left_out(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-12")
    sheet.paste("Omsetning\n1\n2\n3\n")
    sheet.press(Key.Key_Return)
    assert row(sheet, sheet.sales)[8:] == [None, 1, 2, 3]


def test_a_block_that_stands_there_already_says_so_and_stores_nothing(sheet: Sheet) -> None:
    fill_half(sheet)
    sheet.at(sheet.sales, "2025-08")
    steps = len(sheet.ws.undoing.undoable)
    sheet.paste("31,5\n28,5")
    assert sheet.said() == "2 tall fra Excel legges i Salg, juli–august 2025. Alt står der fra før."
    assert not sheet.page.line.first.isVisible()
    sheet.press(Key.Key_Return)
    assert len(sheet.ws.undoing.undoable) == steps and sheet.view.blocks.preview is None


def test_escape_and_the_buttons_let_a_block_go_and_a_refused_one_too(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-12")
    for text in (COLUMN, "ord"):
        sheet.paste(text)
        assert sheet.view.blocks.preview is not None
        sheet.press(Key.Key_Escape)
        assert sheet.view.blocks.preview is None
        sheet.paste(text)
        sheet.page.line.second.click()
        assert sheet.view.blocks.preview is None and row(sheet, sheet.sales) == [None] * 12


def test_what_is_no_number_waits_and_the_rest_is_stored_with_control_and_enter(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-12")
    sheet.paste("1\nto\n(1 234)")
    assert "1 er ikke et tall: «to»." in sheet.said() and "Ingenting er lagret ennå." in sheet.said()
    sheet.press(Key.Key_Return)
    assert row(sheet, sheet.sales)[9:] == [None] * 3
    sheet.press(Key.Key_Return, held=CONTROL)
    assert row(sheet, sheet.sales)[9:] == [1, None, -1234]


def test_a_number_that_can_never_be_is_called_one_and_told_why(sheet: Sheet) -> None:
    ((kpi, _key),) = [(each, key) for each in sheet.ws.all(Kpi) for key, uid in each.inputs if uid == sheet.visits]
    own_kpis.edit(sheet.ws, kpi.uid, range_max=100.0)
    sheet.at(sheet.visits, "2025-12")
    sheet.paste("31\n650\n47")
    assert "1 lagres ikke: «650». Det er aldri over 100." in sheet.said() and "ikke et tall" not in sheet.said()
    sheet.press(Key.Key_Return)
    assert row(sheet, sheet.visits)[9:] == [None] * 3
    sheet.press(Key.Key_Return, held=CONTROL)
    assert row(sheet, sheet.visits)[9:] == [31, None, 47]


def test_a_table_with_its_periods_beside_it_is_taken_in_as_a_file_is(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.at(sheet.sales, "2025-12")
    with qtbot.waitSignal(sheet.page.session.navigate) as led:
        sheet.paste("Måned\tSalg\njan. 2025\t100\nfeb. 2025\t110\n")
    place, book = led.args
    assert place == "import" and isinstance(book, Book) and book.name == "Det som ble limt inn"
    assert [list(each) for each in book.sheets[0].rows][1] == ["jan. 2025", "100"]
    assert sheet.view.blocks.preview is None and row(sheet, sheet.sales) == [None] * 12


def test_cut_copies_whole_numbers_and_makes_the_cells_blank_in_one_step(sheet: Sheet) -> None:
    entry.set_value(sheet.ws, sheet.sales, Period.parse("2025-12"), 1234567.891)
    sheet.at(sheet.sales, "2025-12")
    sheet.press(Key.Key_X, held=CONTROL)
    assert QGuiApplication.clipboard().text() == "1234567,891" and sheet.value(sheet.sales, "2025-12") is None
    sheet.page.session.undo()
    assert sheet.value(sheet.sales, "2025-12") == 1234567.891


def test_everything_is_selected_and_copied_with_two_keys(sheet: Sheet) -> None:
    fill_half(sheet)
    sheet.at(sheet.sales, "2025-12")
    sheet.press(Key.Key_A, held=CONTROL)
    sheet.press(Key.Key_C, held=CONTROL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == ["", "", "", "", "", "", "31,5", "28,5", "32", "36,5", "31,5", "32,5"]
    assert len(lines) == 2
