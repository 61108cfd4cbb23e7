"""One sees where the keyboard is: a widget that has it looks other than one that has not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.base.theme import Theme
from ui.chart.chart import Chart

FEWEST = 40
"""Pixels of which somebody sees that they are other."""


def looking(kind: type[QWidget], **looks: object) -> Callable[[Theme], QWidget]:
    """A widget of a kind with some of the looks of the style sheet."""

    def make(_theme: Theme) -> QWidget:
        made = kind()
        if isinstance(made, QPushButton | QCheckBox | QRadioButton | QToolButton):
            made.setText("Kari")
        for name, value in looks.items():
            made.setProperty(name, value)
        return made

    return make


KINDS: dict[str, Callable[[Theme], QWidget]] = {
    "button": looking(QPushButton),
    "primary": looking(QPushButton, primary=True),
    "link": looking(QPushButton, link=True),
    "quiet": looking(QPushButton, quiet=True),
    "destructive": looking(QPushButton, destructive=True),
    "segment": looking(QPushButton, segment="true"),
    "legend": looking(QPushButton, legend=True),
    "smalllink": looking(QPushButton, smalllink="true"),
    "tool": looking(QToolButton),
    "tick": looking(QCheckBox),
    "radio": looking(QRadioButton),
    "line": looking(QLineEdit),
    "in place": looking(QLineEdit, inplace=True),
    "lines": looking(QPlainTextEdit),
    "combo": looking(QComboBox),
    "spin": looking(QSpinBox),
    "chart": Chart,
}


def others(one: QImage, two: QImage) -> int:
    """How many pixels differ."""
    return sum(one.pixel(x, y) != two.pixel(x, y) for x in range(one.width()) for y in range(one.height()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_widget_that_has_the_keyboard_shows_it(kind: str, theme: Theme, qtbot: QtBot) -> None:
    box, widget, other = QWidget(), KINDS[kind](theme), QPushButton()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    column.addWidget(widget)
    column.addWidget(other)
    widget.setFixedWidth(160)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    with_it = widget.grab().toImage()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    without = widget.grab().toImage()
    assert with_it.size() == without.size()
    assert others(with_it, without) >= FEWEST
