"""Whatever lay over the page and has gone leaves the keyboard where it was; a page entered by a key takes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget

from kpidesk.domain.entities import Kpi, Uid
from tests import own_kpis
from tests.ui.kept import bakery_window
from ui.app.window import Window
from ui.base import actions
from ui.base.keys import order
from ui.kpis.kpi_form import KpiForm

Key, Held = Qt.Key, Qt.KeyboardModifier


kept, window = bakery_window("goals", (1440, 900))


def dialogs(window: Window) -> list[QDialog]:
    """The dialogs in front of a window."""
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def test_a_dialog_that_is_closed_gives_the_keyboard_back(window: Window, qtbot) -> None:
    before = QApplication.focusWidget()
    assert before is not None
    window.commands.run("go_to")
    qtbot.waitUntil(lambda: bool(dialogs(window)))
    (dialog,) = dialogs(window)
    QTest.keyClick(dialog, Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialogs(window))
    assert window.focusWidget() is before


@pytest.mark.parametrize("place", ["goals", "kpis", "history"])
def test_a_menu_opened_by_a_key_is_that_of_the_row_and_gives_the_keyboard_back(
    window: Window, place: str, qtbot
) -> None:
    window.go(place)
    QApplication.processEvents()
    view = window.page().view  # type: ignore[union-attr]
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, 0))
    chosen = view.currentIndex()
    QTest.keyClick(view, Key.Key_F10, Held.ShiftModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    assert view.currentIndex() == chosen
    QTest.keyClick(QApplication.activePopupWidget(), Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert QApplication.focusWidget() is view


def parts_with_menus(window: Window) -> Iterator[tuple[str, QWidget]]:
    """What else has a menu under the right mouse button: a number, a chart, the facts beside it, a field."""
    window.go("entry")
    QApplication.processEvents()
    yield "a cell", window.page().initial_focus()  # type: ignore[union-attr,misc]
    kpi = next(each for each in window.session.ws.all(Kpi) if each.name == "Nettosalg")  # type: ignore[union-attr]
    window.go("kpi", kpi.uid)
    QApplication.processEvents()
    page = window.page()
    yield "a number", page.table  # type: ignore[union-attr]
    yield "the chart", page.trend.chart  # type: ignore[union-attr]
    yield "the facts", next(order.stops(page.facts))  # type: ignore[union-attr]
    dialog = KpiForm(window.session, kpi, window)
    dialog.open()
    yield "a field", dialog.findChild(QLineEdit)


def test_every_menu_of_the_right_mouse_button_opens_by_a_key(window: Window) -> None:
    shut = []
    for name, widget in parts_with_menus(window):
        widget.setFocus()
        QTest.keyClick(QApplication.focusWidget(), Key.Key_F10, Held.ShiftModifier)
        QApplication.processEvents()
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu) and menu.actions():
            menu.close()
        else:
            shut.append(name)
    assert shut == []


def test_a_kpi_without_numbers_takes_the_keyboard_beyond_the_way_back(make_window, workspace) -> None:
    fresh = own_kpis.define(workspace, name="Ny")
    window = make_window(workspace.path, place="kpis", size=(1440, 900))
    window.go("kpi", fresh if isinstance(fresh, Uid) else fresh.uid)
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert focus is not None and window.page().isAncestorOf(focus)
    assert focus.accessibleName() != "Tilbake"


def test_overview_has_the_keyboard_where_it_was_when_one_comes_back(window: Window) -> None:
    window.go("overview")
    QApplication.processEvents()
    for _row in range(4):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    before = QApplication.focusWidget()
    for place in (each for each in actions.PLACES if each != "overview"):
        window.go(place)
        QApplication.processEvents()
        window.go("overview")
        QApplication.processEvents()
        assert QApplication.focusWidget() is before, place


def test_a_search_that_is_emptied_keeps_the_keyboard(window: Window) -> None:
    window.go("kpis")
    QApplication.processEvents()
    search = window.page().findChild(QLineEdit)  # type: ignore[union-attr]
    search.setFocus()
    QTest.keyClicks(search, "net")
    QTest.keyClick(search, Key.Key_Escape)
    assert search.text() == "" and QApplication.focusWidget() is search
