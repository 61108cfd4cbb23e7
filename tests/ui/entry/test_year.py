"""A year of numbers: which periods stand there, how one gets to others, and that it is remembered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry, people
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace
from tests.ui.entry.on_an_own_file import YEAR, Sheet
from ui.base.memory import Memory
from ui.base.session import Session
from ui.base.theme import Theme
from ui.entry.entry_page import EntryPage
from ui.entry.entry_room import room_for
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_span import Span

Key = Qt.Key


@pytest.fixture
def sheet(workspace: Workspace, session: Session, qtbot: QtBot) -> Sheet:
    return Sheet(workspace, session, qtbot)


def keys(sheet: Sheet) -> list[list[str]]:
    return [[period.key() for period in view.grid.periods] for view in sheet.page.views]


@pytest.mark.parametrize(("width", "count"), [(1440, 12), (1024, 8), (1920, 18)])
def test_as_many_periods_as_the_window_has_room_for_end_with_the_years_last(
    sheet: Sheet, width: int, count: int
) -> None:
    assert room_for(width, details=False, year=True)[1] == count
    sheet.year()
    sheet.page.fit(width)
    weeks, months = keys(sheet)
    assert (weeks[-1], months[-1]) == ("2025-W52", "2025-12")
    assert len(weeks) == len(months) == count
    if count == 12:
        assert months[0] == "2025-01"


def test_the_details_fold_away_for_a_year_and_come_back(sheet: Sheet) -> None:
    assert sheet.page.details.isVisible()
    sheet.year()
    assert not sheet.page.details.isVisible() and sheet.page.chooser.years.isVisible()
    sheet.year(None)
    assert sheet.page.details.isVisible() and not sheet.page.chooser.years.isVisible()


def test_the_chooser_offers_the_years_with_numbers_and_the_one_that_comes(sheet: Sheet) -> None:
    entry.set_value(sheet.ws, sheet.sales, Period.parse("2009-05"), 1.0)
    sheet.year()
    years = sheet.page.chooser.years
    offered = [years.itemText(place) for place in range(years.count())]
    assert (offered[0], offered[-1], years.currentText()) == ("2027", "2009", "2025")
    years.activated.emit(offered.index("2009"))
    assert keys(sheet)[1][-1] == "2009-12" and years.currentText() == "2009"
    sheet.page.sheet.later()
    assert keys(sheet)[1][-1] == "2010-12" and years.currentText() == "2010"


def test_nobody_turns_past_the_year_that_comes(sheet: Sheet) -> None:
    sheet.year(Period.parse("2027"))
    sheet.page.sheet.later()
    assert keys(sheet)[1][-1] == "2027-12"


def test_the_wheel_with_shift_goes_through_the_weeks_of_the_year_and_leaves_the_months(sheet: Sheet) -> None:
    sheet.year()
    view, before = sheet.page.views[0], keys(sheet)
    for turns, last in ((3, "2025-W49"), (60, "2025-W12"), (-80, "2025-W52")):
        for _turn in range(abs(turns)):
            QApplication.sendEvent(view.viewport(), wheel(view.viewport().rect().center(), 120 if turns > 0 else -120))
        assert keys(sheet)[0][-1] == last
        assert keys(sheet)[1] == before[1]


def wheel(at: QPoint, turned: int) -> QWheelEvent:
    none, held = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ShiftModifier
    return QWheelEvent(QPointF(at), QPointF(at), QPoint(), QPoint(0, turned), none, held, Qt.ScrollPhase(0), False)


def test_a_row_goes_on_from_december_into_the_next_year(sheet: Sheet) -> None:
    sheet.year()
    sheet.at(sheet.sales, "2025-12")
    sheet.type("12", Key.Key_Right)
    assert sheet.place == (sheet.sales, "2026-01")
    assert keys(sheet)[1] == [f"2026-{month:02}" for month in range(1, 13)]
    assert sheet.page.chooser.years.currentText() == "2026"
    sheet.press(Key.Key_Left)
    assert sheet.place == (sheet.sales, "2025-12")


def test_a_narrow_window_goes_through_the_year_with_the_arrows(sheet: Sheet) -> None:
    sheet.page.fit(1024)
    sheet.year()
    sheet.at(sheet.sales, "2025-05")
    sheet.press(Key.Key_Left, Key.Key_Left)
    assert sheet.place == (sheet.sales, "2025-03") and keys(sheet)[1][0] == "2025-03"
    assert keys(sheet)[0][-1] == "2025-W52", "the weeks stay"


def test_the_year_is_remembered(workspace: Workspace, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    memory = Memory(QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat))
    first = Sheet(workspace, Session(workspace, theme, memory=memory), qtbot)
    first.year(Period.parse("2024"))
    again = EntryPage(Session(workspace, theme, memory=memory))
    qtbot.addWidget(again)
    again.refresh(None)
    assert again.sheet.span.year == Period.parse("2024") and again.chooser.years.currentText() == "2024"
    first.year(None)
    now = EntryPage(Session(workspace, theme, memory=memory))
    qtbot.addWidget(now)
    assert now.sheet.span.year is None


def test_what_is_remembered_of_another_fiscal_year_gives_this_one(
    workspace: Workspace, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    memory = Memory(QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat))
    for code in ("nonsense", "0", str(Period.parse("2024-07").code())):
        memory.put("entry/span", "year")
        memory.put("entry/year", code)
        page = EntryPage(Session(workspace, theme, memory=memory))
        qtbot.addWidget(page)
        assert page.sheet.span.year == Period.parse("2026")


def test_a_year_that_the_company_no_longer_has_gives_way_to_the_one_of_today(sheet: Sheet) -> None:
    sheet.year()
    people.set_company(sheet.ws, fiscal_year_start=7)
    assert sheet.page.sheet.span.year == Period.containing(sheet.ws.today(), Frequency.YEAR, 7)
    assert keys(sheet)[1][-1] == "2026-06" and sheet.page.chooser.years.currentText() == "2025/26"


@pytest.mark.parametrize("frequency", list(Frequency))
@pytest.mark.parametrize("start", [1, 7])
def test_a_fiscal_year_ends_with_its_own_last_period_in_every_rhythm(
    workspace: Workspace, session: Session, frequency: Frequency, start: int
) -> None:
    ledger = Ledger(session)
    ledger.fiscal_start = start
    span = Span(ledger)
    year = Period.containing(dt.date(2025, 8, 1), Frequency.YEAR, start)
    span.show_year(year)
    assert span.periods(frequency)[-1] == year.parts(frequency)[-1]


def test_nobody_is_led_out_of_the_year_by_what_waits_this_week(sheet: Sheet) -> None:
    entry.set_value(sheet.ws, sheet.calls, Period.parse("2026-W05"), 3.0)
    sheet.year()
    assert sheet.page.initial_focus() is sheet.view
    assert sheet.page.sheet.span.year == YEAR and sheet.place[1].startswith("2025")
