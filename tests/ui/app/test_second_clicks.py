"""A double click on what goes with its first click presses nothing that has taken its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.workspace import Workspace
from ui.app.window import Window

AT = QPoint(300, 200)


@pytest.fixture(params=["a file", "none"])
def window(make_window: Callable[..., Window], workspace: Workspace, request: pytest.FixtureRequest) -> Window:
    path = workspace.path
    workspace.close()
    return make_window(path if request.param == "a file" else None)


def put(widget: QWidget) -> None:
    """Show a widget over everything else, where the clicks will be."""
    widget.setGeometry(AT.x() - 60, AT.y() - 15, 120, 30)
    widget.show()
    widget.raise_()


def click_twice(window: Window) -> None:
    """As fast as people do, through the window of the system."""
    QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, AT)


def test_the_second_click_does_not_reach_the_button_of_the_next_page(window: Window, qtbot: QtBot) -> None:
    first, second = QPushButton("Hent tallene", window), QPushButton("Lag PDF", window)
    pressed: list[str] = []
    for button in (second, first):
        button.clicked.connect(lambda _on=False, button=button: pressed.append(button.text()))
        put(button)
    first.clicked.connect(first.hide)
    click_twice(window)
    assert pressed == ["Hent tallene"]
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, AT)
    assert pressed == ["Hent tallene", "Lag PDF"], "a click of its own counts"


def test_a_double_click_on_what_stays_is_one(window: Window, qtbot: QtBot) -> None:
    field = QLineEdit("omsetning per uke", window)
    put(field)
    field.setAlignment(Qt.AlignmentFlag.AlignLeft)
    click_twice(window)
    assert field.hasSelectedText()
    button, pressed = QPushButton("+", window), []
    put(button)
    button.clicked.connect(lambda: pressed.append("+"))
    click_twice(window)
    assert len(pressed) == 2
