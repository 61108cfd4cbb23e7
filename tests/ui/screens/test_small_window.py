"""A window of 640 × 400: the sides of pages are drawers, the status bar gives way, and nothing is out of reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton

from kpidesk.commands import people
from kpidesk.workspace import PublishState, Workspace
from ui.app.window import Window
from ui.base.memory import FIRST_SIZE, SMALLEST, room_within_frame

Key = Qt.Key


@pytest.fixture
def window(make_window: Callable[..., Window], workspace: Workspace) -> Window:
    workspace.sharing.publish()
    made = make_window(workspace.path)
    made.resize(640, 400)
    return made


def test_the_window_becomes_as_small_as_a_small_screen_is(window: Window) -> None:
    for place in ("overview", "goals", "kpis", "entry", "review", "history", "guide"):
        window.go(place)
        assert window.size() == QSize(640, 400), place
    assert window.rail.width() == 48


def test_the_first_size_leaves_room_for_the_frame(theme, settings, qtbot, monkeypatch) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    monkeypatch.undo()
    assert room_within_frame().width() < screen.width()
    made = Window(theme, settings)
    qtbot.addWidget(made)
    assert made.size() == QSize(*FIRST_SIZE).boundedTo(room_within_frame())
    assert made.height() < screen.height()
    assert made.minimumWidth() <= SMALLEST[0] and made.minimumHeight() <= SMALLEST[1]
    made.close()


def test_the_side_of_a_page_is_a_drawer_that_the_keyboard_opens_and_closes(window: Window, qtbot) -> None:
    for place in ("overview", "goals", "entry", "history", "review"):
        window.go(place)
        drawer = window.page().drawer
        assert drawer.used and drawer.isHidden(), place
        window.commands.run("toggle_details")
        qtbot.waitUntil(drawer.isVisible)
        assert drawer.geometry().right() == window.page().rect().right(), place
        assert drawer.isAncestorOf(window.focusWidget()), place
        QTest.keyClick(drawer.cross, Key.Key_Escape)
        assert drawer.isHidden(), place


def test_a_drawer_gives_its_side_back_to_a_window_that_grows(window: Window, qtbot) -> None:
    for place in ("goals", "entry", "history", "review"):
        window.go(place)
        drawer = window.page().drawer
        drawer.open()
        side = drawer._side
        window.resize(1440, 868)
        qtbot.waitUntil(lambda drawer=drawer, side=side: side.isVisible() and not drawer.isAncestorOf(side))
        assert drawer.isHidden() and not drawer.used, place
        assert 0 < side.width() < 800, place
        window.resize(640, 400)
        assert drawer.isAncestorOf(side), place


def test_a_button_opens_the_drawer(window: Window, qtbot) -> None:
    window.go("goals")
    drawer = window.page().drawer
    opener = next(each for each in window.page().findChildren(QPushButton) if each.accessibleName() == "Detaljer")
    qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
    assert drawer.isVisible()
    assert window.focusWidget() is drawer.cross
    drawer.shut()
    assert drawer.isHidden()


def test_a_low_window_has_no_status_bar_and_its_title_tells_of_what_is_not_shared(window: Window) -> None:
    assert window.statusBar().isHidden()
    assert not window.isWindowModified()
    window.standing.show_published(
        PublishState(problem=OSError("full"), since=dt.datetime(2026, 3, 16, 8, 0, tzinfo=dt.UTC))
    )
    assert window.isWindowModified() and "[*]" in window.windowTitle()
    window.resize(1024, 640)
    assert not window.statusBar().isHidden()
    assert "[*]" not in window.windowTitle()


def test_a_high_window_says_in_its_status_bar_what_is_not_shared_and_qt_has_nothing_to_warn_of(
    window: Window, qtlog
) -> None:
    window.resize(1024, 640)
    window.standing.show_published(
        PublishState(problem=OSError("gone"), since=dt.datetime(2026, 3, 16, 8, 0, tzinfo=dt.UTC))
    )
    assert not window.isWindowModified() and not window.statusBar().isHidden()
    window.resize(640, 400)
    assert window.isWindowModified() and "[*]" in window.windowTitle()
    window.standing.show_published(PublishState())
    assert not window.isWindowModified()
    assert [each.message for each in qtlog.records if "setWindowModified" in each.message] == []


def test_the_name_of_a_company_shows_as_it_is_whatever_qt_reads_into_it(window: Window) -> None:
    window.session.perform(people.set_company, name="A[*]B")
    assert window.windowTitle() == "A[*][*]B[*] – KPI Desk", (
        "Qt shows “A[*]B”, and the star where something is unshared"
    )


def test_what_a_page_has_no_room_for_can_be_scrolled_to(window: Window, qtbot) -> None:
    window.go("kpis")
    frame = window.places.parentWidget().parentWidget()
    assert isinstance(frame, QAbstractScrollArea)
    page = window.page()
    qtbot.waitUntil(lambda: page.width() >= page.minimumSizeHint().width())
    assert page.width() - frame.viewport().width() <= frame.horizontalScrollBar().maximum()
