"""What the mouse drags is moved by the keyboard: the border between panes, and the widths of columns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QHeaderView, QLineEdit, QSplitter, QSplitterHandle, QWidget

from kpidesk.domain.entities import Kpi
from tests.ui.settled import settle
from ui.app.borders import Grip, borders_of
from ui.app.window import Window
from ui.base.reach.pictures import ATTRIBUTE
from ui.base.session import Told

Key = Qt.Key


@pytest.fixture
def window(make_window, workspace) -> Window:
    made: Window = make_window(workspace.path, place="goals")
    made.resize(1500, 900)
    return made


def held() -> Grip:
    """The grip that the next border has, once F8 is pressed."""
    QTest.keyClick(QApplication.focusWidget(), Key.Key_F8)
    found = QApplication.focusWidget()
    assert isinstance(found, Grip)
    return found


def test_f8_takes_hold_of_one_border_after_another_and_gives_the_keyboard_back(window: Window) -> None:
    page = window.page()
    assert page is not None
    before = QApplication.focusWidget()
    names = [border.name for border in borders_of(page)]
    assert len(names) > 2
    for name in (*names, names[0]):
        assert held().accessibleName() == name
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_what_cannot_be_done_here_is_said(window: Window) -> None:
    page, told = window.page(), list[Told]()
    assert page is not None and window.session is not None
    window.session.done.connect(told.append)
    for table in (*page.findChildren(QSplitter), *page.findChildren(QHeaderView)):
        table.hide()
    for each in page.findChildren(QWidget):
        if hasattr(each, ATTRIBUTE):
            each.hide()
    for key in (Key.Key_F8, Key.Key_T):
        pressed = Qt.KeyboardModifier.ControlModifier if key is Key.Key_T else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(window, key, pressed)
    assert [each.words for each in told] == [
        "Her er det ingen grense å flytte.", "Her er det ingen tall å vise som tabell."
    ]  # fmt: skip


def test_the_arrows_move_the_border_and_del_puts_it_back(window: Window) -> None:
    page = window.page()
    assert page is not None
    for border in borders_of(page)[:3]:
        grip, first = held(), border.at()
        QTest.keyClick(grip, Key.Key_Left)
        assert border.at() < first
        grip.grab()
        QTest.keyClick(grip, Key.Key_Delete)
        assert border.at() == first


def test_the_columns_of_every_table_that_the_mouse_can_drag_are_reached(make_window, bakery) -> None:
    window: Window = make_window(bakery.path, place="goals")
    window.resize(1500, 900)
    for place, column in (("goals", "Eier"), ("kpis", "Siste"), ("kpi", "Målverdi")):
        window.go(place, next(iter(window.session.ws.all(Kpi))).uid if place == "kpi" else None)
        settle()
        page = window.page()
        names = [each.name for each in borders_of(page)]
        assert all(each.split("kolonnen")[-1].strip() for each in names), names
        assert f"Bredden på kolonnen {column}" in names, (place, names)
        border = next(each for each in borders_of(page) if each.name == f"Bredden på kolonnen {column}")
        first = border.at()
        grip = Grip(page, window.theme, border, None)
        QTest.keyClick(grip, Key.Key_Right)
        assert border.at() > first, place
        grip.leave()


def test_the_grip_is_wide_enough_to_be_hit_and_takes_the_border_along(window: Window) -> None:
    page = window.page()
    assert page is not None
    for border in borders_of(page)[:2]:
        grip, first = held(), border.at()
        assert min(grip.width(), grip.height()) >= 24
        edge = QPoint(1, grip.height() // 2)
        QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=edge)
        QTest.mouseMove(grip, edge - QPoint(30, 0))
        QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=edge)
        assert border.at() == first - 30


def seen(widget: QWidget, page: QWidget) -> QRect:
    """What is seen of a widget, from the corner of the page."""
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(page, QPoint()))


def test_the_line_between_two_panes_is_hit_beside_it_too_and_covers_nothing_pressed(make_window, bakery) -> None:
    window: Window = make_window(bakery.path, place="goals")
    window.resize(1500, 900)
    for place in ("goals", "kpi", "entry", "history", "review"):
        window.go(place, next(iter(window.session.ws.all(Kpi))).uid if place == "kpi" else None)
        settle()
        page = window.page()
        assert page is not None
        for handle in page.findChildren(QSplitterHandle):
            splitter, upright = handle.splitter(), handle.orientation() is Qt.Orientation.Horizontal
            if not handle.isVisible() or handle.size().isEmpty():
                continue
            assert (handle.width() if upright else handle.height()) >= 24, place
            area = handle.rect().translated(handle.mapTo(page, QPoint()))
            pressed = page.findChildren(QAbstractButton) + page.findChildren(QLineEdit)
            covered = [each for each in pressed if area.intersects(seen(each, page))]
            assert not covered, place
            first, start = splitter.sizes(), handle.rect().topRight() if upright else QPoint(1, 1)
            QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
            QTest.mouseMove(handle, start - (QPoint(30, 0) if upright else QPoint(0, 30)))
            QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start)
            assert splitter.sizes()[0] == first[0] - 30, place
