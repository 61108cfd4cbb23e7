"""Tab goes all the way round a page and comes back, past what is seen and has a name, as the page is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tests.ui.base.test_keys_focus import heard
from tests.ui.kept import bakery_window
from ui.app.window import Window
from ui.base import actions
from ui.base.keys import order
from ui.entry.sheet.entry_view import EntryView

Key, Held = Qt.Key, Qt.KeyboardModifier
MOST = 120
"""No page in a window of an ordinary size has so many stops."""


kept, window = bakery_window("overview", (1440, 900))


def press_tab(back: bool = False) -> None:
    """Go on by Tab; out of the table of numbers, in which it goes from cell to cell, by what leads out of it."""
    here = QApplication.focusWidget()
    leave = Held.ControlModifier if isinstance(here, EntryView) else Held.NoModifier
    QTest.keyClick(here, Key.Key_Backtab if back else Key.Key_Tab, leave | (Held.ShiftModifier if back else leave))


def round_trip(back: bool = False) -> list[tuple[QWidget, QRect, QRect]]:
    """Everything that Tab comes by until it is where it began: where each stands, and the one before it, seen then."""
    passed: list[tuple[QWidget, QRect, QRect]] = []
    before = QApplication.focusWidget()
    for _stop in range(MOST):
        press_tab(back)
        here = QApplication.focusWidget()
        assert here is not None and here.isVisible() and here.isEnabled()
        assert not here.visibleRegion().isEmpty(), f"{here} is out of sight"
        if passed and here is passed[0][0]:
            return passed
        passed.append((here, place_of(here), place_of(before)))
        before = here
    raise AssertionError(f"Tab does not come round: {[each for each, *_places in passed[-4:]]}")


def place_of(widget: QWidget) -> QRect:
    """Where something stands in its window, scrolled as it is now."""
    return QRect(widget.mapTo(widget.window(), QPoint()), widget.size())


def reads_on(one: QRect, other: QRect) -> bool:
    """Tell whether the other stands after the one: below it, or beside it to the right, of a line or as a column."""
    return other.center().y() > one.bottom() - 2 or other.left() >= one.right() - 2 or one.contains(other.center())


@pytest.mark.parametrize("place", actions.PLACES)
def test_tab_comes_round_each_page_as_it_is_read(window: Window, place: str) -> None:
    window.go(place)
    QApplication.processEvents()
    page = window.page()
    assert page is not None
    passed = round_trip()
    assert [each for each, *_places in passed if not heard(each)] == []
    inside = [page.isAncestorOf(each) for each, *_places in passed]
    wrong = [
        f"{heard(passed[at - 1][0])} {before} → {heard(each)} {here}"
        for at, (each, here, before) in enumerate(passed)
        if inside[at - 1] and inside[at] and not reads_on(before, here)
    ]
    assert sum(inside) > 3 and not all(inside)
    assert wrong == []


def test_back_goes_the_same_way(window: Window) -> None:
    window.go("review")
    QApplication.processEvents()
    on = [each for each, *_places in round_trip()]
    back = [each for each, *_places in round_trip(back=True)]
    assert set(on) == set(back)
    at = back.index(on[0])
    assert [*back[at:], *back[:at]] == [on[0], *reversed(on[1:])]


def test_what_is_added_later_is_passed_where_it_stands(qtbot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column, row, grid = QVBoxLayout(box), QHBoxLayout(), QGridLayout()
    last, right, below, beside = QPushButton("last"), QPushButton("right"), QLineEdit(), QLineEdit()
    column.addWidget(last)
    row.addWidget(right)
    grid.addWidget(below, 1, 0)
    grid.addWidget(beside, 0, 1)
    left, before = QPushButton("left"), QLineEdit()
    row.insertWidget(0, left)
    grid.addWidget(before, 0, 0)
    column.insertLayout(0, row)
    column.insertLayout(1, grid)
    box.show()
    assert list(order.stops(box)) == [left, right, before, beside, below, last]
    beside.setEnabled(False)
    left.hide()
    assert list(order.stops(box)) == [right, before, below, last]


def test_a_part_that_scrolls_is_a_stop_only_where_nothing_in_it_can_be_pressed(qtbot) -> None:
    area, inside = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    area.setWidget(inside)
    area.show()
    assert list(order.stops(area)) == [area]
    button = QPushButton("press", inside)
    button.show()
    assert list(order.stops(area)) == [button]
