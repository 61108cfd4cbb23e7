"""Where the keyboard is: it begins in the page, each stop has a name, and nothing lets go of it only by the mouse."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.kept import bakery_window
from ui.app.window import Window
from ui.base import actions
from ui.base.keys import order

Key, Held = Qt.Key, Qt.KeyboardModifier
MOST = 400


kept, window = bakery_window("overview", (1440, 900))


def stops(window: Window) -> Iterator[QWidget]:
    """Where Tab comes by on the page in view, from its beginning."""
    page = window.page()
    assert page is not None
    yield from (each for each in order.stops(page) if each.isVisible())


def heard(widget: QWidget) -> str:
    """What a screen reader says of a stop."""
    known = QAccessible.queryAccessibleInterface(widget)
    return known.text(QAccessible.Text.Name) if known is not None else ""


def test_the_keyboard_begins_in_the_page_on_something_with_a_name_and_no_stop_is_nameless(window: Window) -> None:
    nameless: set[str] = set()
    astray: dict[str, object] = {}
    for place in actions.PLACES:
        window.go(place)
        QApplication.processEvents()
        page, focus = window.page(), QApplication.focusWidget()
        assert page is not None and page.place == place
        if focus is None or not page.isAncestorOf(focus):
            astray[place] = focus
        nameless |= {f"{place}: {type(each).__name__} {each.objectName()}" for each in stops(window) if not heard(each)}
    assert astray == {}
    assert sorted(nameless) == []


def test_the_fields_of_a_step_of_the_review_come_before_the_button_that_goes_on(window: Window) -> None:
    window.go("review")
    QApplication.processEvents()
    page = window.page()
    order = list(stops(window))
    step = page.stack.currentWidget()  # type: ignore[union-attr]
    inside = [place for place, each in enumerate(order) if step.isAncestorOf(each)]
    assert inside and max(inside) < order.index(page.forward)  # type: ignore[union-attr]


def test_f6_goes_from_the_page_to_the_details_to_the_rail_and_back(window: Window) -> None:
    window.go("goals")
    QApplication.processEvents()
    page, rail = window.page(), window.rail
    assert page is not None and rail is not None
    visited = []
    for _turn in range(3):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_F6)
        focus = QApplication.focusWidget()
        visited.append("rail" if rail.isAncestorOf(focus) else "page" if page.isAncestorOf(focus) else "elsewhere")
    assert visited == ["page", "rail", "page"]
    QTest.keyClick(QApplication.focusWidget(), Key.Key_F6, Held.ShiftModifier)
    assert rail.isAncestorOf(QApplication.focusWidget())
