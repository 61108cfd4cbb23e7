"""The stories of the entry page, driven in the window as a person would and counted: clicks, keys and typed values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import figures
from kpidesk.commands import entry, inputs
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.ui.opened import opened_window
from ui.app.rail import PlaceButton
from ui.app.window import Window
from ui.base.theme import Theme
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_looks import FIRST, State

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
WEEK, FEBRUARY = Period.parse("2026-W11"), Period.parse("2026-02")
NPS = {"promoters": 74.0, "passives": 33.0, "detractors": 17.0}


class Hand:
    """A person at the window: whatever has the keyboard gets the keys. Counts what is done."""

    def __init__(self) -> None:
        self.clicks = self.keys = self.values = self.arrows = 0

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        QTest.keyClick(_keyboard(), key, modifier)

    def arrow(self, key: Qt.Key, times: int = 1) -> None:
        self.arrows += times
        for _time in range(times):
            QTest.keyClick(_keyboard(), key)

    def type(self, number: str) -> None:
        self.values += 1
        for letter in number:
            QTest.keyClick(_keyboard(), letter)


def _keyboard() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def hand() -> Hand:
    return Hand()


Opened = Callable[[], tuple[Window, Workspace]]


@pytest.fixture
def opened(theme: Theme, settings: QSettings, home: Home, clock, bakery: Workspace, qtbot: QtBot) -> Iterator[Opened]:
    """Open the example company in the window, at another place, once it has been prepared."""
    windows: list[Window] = []

    def open_window() -> tuple[Window, Workspace]:
        settings.setValue("author", "Kari Solberg")
        settings.setValue("language", "nb")
        settings.setValue("place", "overview")
        path: Path = bakery.path
        bakery.close()
        made = opened_window(path, theme, settings, home, clock, qtbot, size=(1440, 868))
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        windows.append(made)
        made.activateWindow()
        assert made.session is not None
        return made, made.session.ws

    yield open_window
    for made in windows:
        made.close()


def uid(ws: Workspace, name: str) -> str:
    return inputs.input_named(ws, name).uid


def blank(ws: Workspace, period: Period, *names: str) -> None:
    entry.clear(ws, [(uid(ws, name), period) for name in names])


def put(ws: Workspace, period: Period, **numbers: float) -> None:
    entry.paste(ws, [(uid(ws, name), period, number) for name, number in numbers.items()])


def fill_week(ws: Workspace) -> None:
    entry.set_value(ws, uid(ws, "Første responstid (FRT)"), WEEK, 5.1)
    put(ws, WEEK, online_orders=79, sessions=4405, downtime_minutes=4)


def sheet(window: Window) -> EntryPage:
    page = window.page()
    assert isinstance(page, EntryPage)
    return page


def computed(page: EntryPage, name: str, period: Period) -> str:
    for view in page.views:
        for place, row in enumerate(view.grid.rows):
            if row.source is None and row.name.startswith(name):
                return view.grid.looks.text(view.grid.index(place, FIRST + view.grid.periods.index(period)))
    raise AssertionError(name)


def cell(grid: EntryGrid, key: str, period: Period):
    place = next(n for n, row in enumerate(grid.rows) if row.source is not None and row.source.key == key)
    return grid.index(place, FIRST + grid.periods.index(period))


def test_story_1_the_weeks_seven_numbers_in_seven_values_and_eight_keys(
    opened: Opened, bakery: Workspace, hand: Hand
) -> None:
    put(bakery, FEBRUARY, sick_workdays=30.5, planned_workdays=441)
    blank(bakery, WEEK, "Nye kontrakter signert", "gross_sales", "returns")
    window, ws = opened()
    wanted = {
        "Første responstid (FRT)": 5.1, "Nye kontrakter signert": 1.0, "online_orders": 79.0, "sessions": 4405.0,
        "downtime_minutes": 4.0, "gross_sales": 326_700.0, "returns": 8300.0,
    }  # fmt: skip
    hand.press(Key.Key_4, CONTROL)
    for number in ("5,1", "1", "79", "4 405", "4", "326.700", "8300"):
        hand.type(number)
        hand.press(Key.Key_Return)
    assert (hand.values, hand.keys, hand.clicks) == (7, 8, 0)
    assert {name: ws.series(uid(ws, name))[WEEK] for name in wanted} == wanted
    assert figures.due_cells(ws, ws.today()) == []
    assert window.rail is not None
    assert window.rail.missing == 0


def test_story_2_last_months_nps_in_three_values_and_four_keys(opened: Opened, bakery: Workspace, hand: Hand) -> None:
    fill_week(bakery)
    put(bakery, FEBRUARY, sick_workdays=30.5, planned_workdays=441)
    blank(bakery, FEBRUARY, *NPS)
    window, ws = opened()
    hand.press(Key.Key_4, CONTROL)
    page = sheet(window)
    shown = []
    for number in NPS.values():
        hand.type(f"{number:.0f}")
        shown.append(computed(page, "NPS", FEBRUARY))
        hand.press(Key.Key_Return)
    assert shown == ["–", "–", "46"], "the third shows it while it is typed"
    assert computed(page, "NPS", FEBRUARY) == "46"
    assert (hand.values, hand.keys, hand.clicks) == (3, 4, 0)
    assert {name: ws.series(uid(ws, name))[FEBRUARY] for name in NPS} == NPS


def test_story_3_twelve_months_from_a_spreadsheet_into_one_row(opened: Opened, bakery: Workspace, hand: Hand) -> None:
    fill_week(bakery)
    window, ws = opened()
    months = [FEBRUARY.previous(11 - n) for n in range(12)]
    numbers = [40.0, 41, 42, 43, 44.5, 45, 46, 47, 48, 49, 50, 51]
    before = ws.series(uid(ws, "sick_workdays"))
    QGuiApplication.clipboard().setText("\t".join(f"{number}".replace(".", ",") for number in numbers) + "\r\n")

    hand.press(Key.Key_4, CONTROL)
    hand.arrow(Key.Key_Left, 11)
    hand.press(Key.Key_V, CONTROL)
    page = sheet(window)
    words = page.line.words()
    painted = [view.grid.looks.preview for view in page.views if view.grid.looks.preview is not None]
    assert ws.series(uid(ws, "sick_workdays")) == before, "nothing is stored by showing it"
    hand.press(Key.Key_Return)

    assert (hand.keys, hand.values, hand.clicks) == (3, 0, 0)
    assert [len(preview.cells) for preview in painted] == [12]
    assert words.startswith("12 tall fra Excel legges i Fraværsdagsverk, mars 2025–februar 2026. 5 nye, 7 endret: ")
    assert ws.series(uid(ws, "sick_workdays")) == {**before, **dict(zip(months, numbers, strict=True))}
    window.session.undo()
    assert ws.series(uid(ws, "sick_workdays")) == before, "one undo takes all of it back"


def test_story_13_a_number_three_weeks_back_in_two_clicks_a_value_and_enter(opened: Opened, hand: Hand) -> None:
    window, ws = opened()
    back = WEEK.previous(3)
    assert window.rail is not None
    button = next(each for each in window.rail.findChildren(PlaceButton) if each.place == "entry")
    hand.click(button)
    page = sheet(window)
    view = page.views[0]
    hand.click(view.viewport(), view.visualRect(cell(view.grid, "sessions", back)).center())
    hand.type("4300")
    hand.press(Key.Key_Return)
    assert (hand.clicks, hand.values, hand.keys) == (2, 1, 1)
    assert ws.series(uid(ws, "sessions"))[back] == 4300
    assert view.grid.looks.state(cell(view.grid, "sessions", back)) is State.FRESH
    assert computed(page, "Konvertering", back) == "1,72"
