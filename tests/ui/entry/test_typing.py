"""Typing numbers: what stores and moves, where Enter leads, what replaces and what edits, and calculations."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import entry, library
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.domain.stretch import Stretch
from kpidesk.wording.entry import calculation_words
from kpidesk.wording.history import Teller
from kpidesk.workspace import Workspace
from tests.ui.entry.on_an_own_file import Sheet
from tests.ui.settled import settle
from ui.base.session import Session
from ui.entry.sheet.entry_looks import FIRST

Key = Qt.Key


@pytest.fixture
def sheet(workspace: Workspace, session: Session, qtbot: QtBot) -> Sheet:
    made = Sheet(workspace, session, qtbot)
    made.year()
    return made


def test_two_numbers_typed_after_one_another_never_become_one(sheet: Sheet) -> None:
    for first, key in ((1, Key.Key_Return), (4, Key.Key_Right), (7, Key.Key_Tab)):
        one, other, then = (f"2025-{first + n:02}" for n in range(3))
        sheet.at(sheet.sales, one)
        sheet.type("1100", key)
        sheet.type("1150", key)
        assert (sheet.value(sheet.sales, one), sheet.value(sheet.sales, other)) == (1100, 1150), key
        assert sheet.place == (sheet.sales, then), key


def test_tab_leads_on_from_where_it_led_and_leaves_one_number_out(sheet: Sheet) -> None:
    view = sheet.at(sheet.sales, "2025-01")
    sheet.type("1100", Key.Key_Tab)
    sheet.press(Key.Key_Tab)
    sheet.type("1150", Key.Key_Tab)
    assert [sheet.value(sheet.sales, month) for month in ("2025-01", "2025-02", "2025-03")] == [1100, None, 1150]
    sheet.press(Key.Key_Backtab)
    assert sheet.place == (sheet.sales, "2025-03")
    sheet.press(Key.Key_Left, Key.Key_Tab)
    assert not view.hasFocus(), "from where an arrow led, Tab leaves"


def test_left_stores_and_goes_back(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-05")
    sheet.type("7", Key.Key_Left)
    assert sheet.value(sheet.sales, "2025-05") == 7 and sheet.place == (sheet.sales, "2025-04")


def test_the_arrows_stay_in_a_text_that_is_edited_with_f2(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-05")
    sheet.type("1234", Key.Key_Return)
    sheet.at(sheet.sales, "2025-05")
    sheet.press(Key.Key_F2)
    assert sheet.field().cursorPosition() == len(sheet.field().text()) and not sheet.field().hasSelectedText()
    sheet.press(Key.Key_Left)
    QTest.keyClick(sheet.field(), "9")
    sheet.press(Key.Key_Return)
    assert sheet.value(sheet.sales, "2025-05") == 12394


def test_a_click_into_what_is_being_typed_begins_to_edit_it(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-05")
    sheet.type("1234")
    QTest.mouseClick(sheet.field(), Qt.MouseButton.LeftButton, pos=sheet.field().rect().center())
    sheet.field().setCursorPosition(4)
    sheet.press(Key.Key_Left)
    QTest.keyClick(sheet.field(), "5")
    assert sheet.field().text() == "12354"


def test_the_first_letter_replaces_what_stood_there(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-05")
    sheet.type("1234", Key.Key_Return)
    sheet.at(sheet.sales, "2025-05")
    sheet.type("5", Key.Key_Return)
    assert sheet.value(sheet.sales, "2025-05") == 5


def test_enter_goes_on_the_way_that_was_moved_last_outside_the_numbers_that_wait(sheet: Sheet) -> None:
    months = Stretch.between(Period.parse("2024-12"), Period.parse("2026-02"))
    for source in (sheet.sales, sheet.visits):
        entry.paste(sheet.ws, [(source, month, 1.0) for month in months])
    sheet.at(sheet.sales, "2025-03")
    sheet.type("1", Key.Key_Return)
    assert sheet.place == (sheet.sales, "2025-04"), "of a year along the row to begin with"
    sheet.press(Key.Key_Down, Key.Key_Up)
    sheet.type("2", Key.Key_Return)
    assert sheet.place == (sheet.visits, "2025-04"), "and down once it was moved down"
    sheet.type("3", Key.Key_Right)
    sheet.type("4", Key.Key_Return)
    assert sheet.place == (sheet.visits, "2025-06")
    sheet.press(Key.Key_Return, held=Qt.KeyboardModifier.ShiftModifier)
    assert sheet.place == (sheet.visits, "2025-05")


def test_from_a_number_that_waits_enter_leads_to_the_next_one_that_does(sheet: Sheet) -> None:
    sheet.year(None)
    for source in (sheet.sales, sheet.visits):
        entry.set_value(sheet.ws, source, Period.parse("2026-01"), 1.0)
    sheet.at(sheet.sales, "2026-02")
    sheet.type("8", Key.Key_Return)
    assert sheet.place == (sheet.visits, "2026-02")


def test_the_reading_line_says_where_enter_leads_and_the_cell_is_marked(sheet: Sheet) -> None:
    view = sheet.at(sheet.sales, "2025-03")
    sheet.type("285900+3600")
    assert sheet.said().split("\u2003")[:3] == ["Salg, mars", "285 900 + 3 600 =", "289 500 kr"]
    assert sheet.page.line.hint() == "lagrer og går bortover til april, samme vei som sist"
    assert view.aim is not None and view.grid.period(view.aim) == Period.parse("2025-04")
    sheet.press(Key.Key_Return)
    assert view.aim is None and sheet.page.line.hint() == ""


def test_the_line_above_the_sheet_keeps_its_place_and_height(sheet: Sheet, qtbot: QtBot) -> None:
    line, top = sheet.page.line, sheet.page.sheet.y()
    seen = {(line.y(), line.height(), top)}
    for text_ in ("12", "12+30", "1,2 mill.", "4405"):
        sheet.at(sheet.sales, "2025-03")
        sheet.type(text_)
        settle()
        seen.add((line.y(), line.height(), sheet.page.sheet.y()))
        sheet.press(Key.Key_Escape)
    assert len(seen) == 1


def test_what_is_worked_out_or_written_out_is_stored_as_its_number(sheet: Sheet) -> None:
    written = {"1000+200": 1200, "=(2+3)*4": 20, "100/8": 12.5, "1,2 mill.": 1_200_000, "(1 234)": -1234}
    for month, (typed, stored) in enumerate(written.items(), 3):
        sheet.at(sheet.sales, f"2025-{month:02}")
        sheet.type(typed, Key.Key_Return)
        assert sheet.value(sheet.sales, f"2025-{month:02}") == stored, typed


def test_a_calculation_stands_in_the_history_with_its_result(sheet: Sheet) -> None:
    sheet.at(sheet.sales, "2025-03")
    sheet.type("1000+200", Key.Key_Return)
    (newest, *_older) = sheet.ws.history.entries()
    line = Teller(sheet.ws).line(newest, sheet.ws.history.briefs([newest])[newest.ref])
    assert line.words.replace("\u00a0", " ").endswith("mars 2025: 1 000 + 200") and "200" in line.after
    assert "1000+200" in str(sheet.ws.undoing.label)


def test_calculations_are_grouped_and_nothing_else_is_changed() -> None:
    with text.using("nb"):
        said = [calculation_words(each).replace("\u00a0", " ") for each in ("=12500*1,25", "(3+4)/2", "-5+3", "2*-3")]
        assert said == ["12 500 × 1,25", "(3 + 4) / 2", "−5 + 3", "2 × −3"]
    with text.using("en"):
        assert calculation_words("12500-1.5") == "12,500 − 1.5"


def test_a_long_text_takes_whole_cells_before_its_own(sheet: Sheet) -> None:
    view = sheet.at(sheet.sales, "2025-06")
    sheet.type("1")
    narrow = sheet.field().geometry()
    assert narrow == view.visualRect(view.currentIndex())
    sheet.type("000000+2000000+3000000")
    wide = sheet.field().geometry()
    starts = [view.columnViewportPosition(column) for column in range(view.grid.columnCount())]
    assert wide.right() == narrow.right() and wide.left() < narrow.left() and wide.left() in starts


def test_an_amount_is_seen_and_told_with_its_øre_and_a_quotient_whole_to_the_pointer(sheet: Sheet) -> None:
    """The KPI is shown in whole kroner everywhere else."""

    def after(typed: str) -> tuple[str, str, str | None]:
        view = sheet.at(sheet.sales, "2025-03")
        sheet.type(typed, Key.Key_Return)
        sheet.at(sheet.sales, "2025-03")
        index, told = view.currentIndex(), sheet.said().split("\u2003")[1]
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        return view.grid.looks.text(index).replace("\u00a0", " "), told, tip and tip.replace("\u00a0", " ")

    assert after("268808,1") == ("268 808,10", "268 808,10 kr", None)
    assert after("268808") == ("268 808", "268 808 kr", None)
    assert after("268808,125")[0] == "268 808,125", "what somebody has typed is shown whole"
    assert after("=100/3")[::2] == ("33", "33,333")


def test_whole_kroner_never_stand_beside_øre_and_what_is_typed_finer_is_shown_whole(sheet: Sheet) -> None:
    def row_of(source: str, typed: dict[str, str]) -> list[str]:
        for month, words in typed.items():
            sheet.at(source, month)
            sheet.type(words, Key.Key_Return)
        view = sheet.at(source, "2025-02")
        row = view.currentIndex().row()
        texts = [view.grid.looks.at(row, FIRST + n).text for n in range(len(view.grid.periods))]
        return [text.replace("\u00a0", " ") for text in texts if text not in ("", "–")][:4]

    assert row_of(sheet.sales, {"2025-01": "1200", "2025-02": "1300"})[:2] == ["1 200", "1 300"]
    assert row_of(sheet.sales, {"2025-03": "99,5"})[:3] == ["1 200,00", "1 300,00", "99,50"]
    assert row_of(sheet.visits, {"2025-01": "2", "2025-02": "1,795"})[:2] == ["2,00", "1,795"]
    assert row_of(sheet.sales, {"2025-03": "99"})[:3] == ["1 200", "1 300", "99"]


def test_a_window_made_narrower_keeps_the_caret_on_its_number(sheet: Sheet) -> None:
    sheet.year(None)
    sheet.at(sheet.visits, "2026-02")
    before = len(sheet.view.grid.periods)
    sheet.page.fit(700)
    assert len(sheet.view.grid.periods) < before
    assert sheet.place == (sheet.visits, "2026-02")
    sheet.type("12", Key.Key_Return)
    assert sheet.value(sheet.visits, "2026-02") == 12


def test_a_window_made_narrower_keeps_what_is_being_typed(sheet: Sheet) -> None:
    sheet.year(None)
    sheet.at(sheet.sales, "2026-02")
    first = sheet.view.grid.periods[0].key()
    sheet.at(sheet.sales, first)
    sheet.type("345")
    sheet.page.fit(700)
    assert sheet.place == (sheet.sales, first) and sheet.field().text() == "345"
    assert sheet.value(sheet.sales, first) is None
    sheet.press(Key.Key_Return)
    assert sheet.value(sheet.sales, first) == 345


def test_no_key_leads_out_of_the_numbers_to_the_name_of_a_row(sheet: Sheet) -> None:
    modifiers = (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier)
    for key, held in product((Key.Key_Left, Key.Key_Home), modifiers):
        sheet.at(sheet.sales, "2025-01")
        sheet.press(key, held=held)
        assert sheet.place == (sheet.sales, sheet.view.grid.periods[0].key()), (key, held)


def test_digits_typed_where_a_number_is_calculated_lead_to_no_other_number(
    workspace: Workspace, session: Session, qtbot: QtBot
) -> None:
    added = library.add(workspace, "nps")
    source = workspace.get(Kpi, added).inputs[0][1]
    entry.set_value(workspace, source, Period.parse("2025-Q3"), 2)
    sheet = Sheet(workspace, session, qtbot)
    sheet.at(source, "2025-Q3")
    sheet.press(Key.Key_Up)
    assert sheet.view.current_cell() is None
    QTest.keyClicks(sheet.view, "248")
    sheet.press(Key.Key_Return)
    assert sheet.value(source, "2025-Q3") == 2
