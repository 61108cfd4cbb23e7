"""One sees where the keyboard is: a widget that has it looks other than one that has not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
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

from tests.own_kpis import named
from ui.app.window import Window
from ui.base import actions
from ui.base.keys import order
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


FRAMED = ("button", "primary", "quiet", "destructive")
"""Buttons whose frame runs along their edge."""


def others(one: QImage, two: QImage) -> int:
    """How many pixels differ."""
    return int(np.count_nonzero(pixels(one) != pixels(two)))


def pixels(image: QImage) -> np.ndarray:
    """Its pixels as numbers, copied: the image owns what it shows."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(bytes(plain.constBits()), np.uint32)


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
    if kind in FRAMED:
        inside = with_it.rect().adjusted(6, 6, -6, -6)
        assert others(with_it.copy(inside), without.copy(inside)) == 0, "the frame keeps off the words"


LOOKS = ("look", "primary", "link", "smalllink", "quiet", "segment", "chip", "menu", "target", "legend", "inplace")
"""The properties by which widgets of one class look other."""


def kind_of(widget: QWidget) -> str:
    """What looks alike has one name."""
    looks = (f"{name}={widget.property(name)}" for name in LOOKS if widget.property(name))
    return " ".join((type(widget).__name__, *looks))


def unmarked(window: Window, seen: set[str]) -> list[str]:
    """The kinds in view that look the same with the keyboard and without; each is looked at once."""
    found = []
    for widget in list(order.stops(window)):
        kind = kind_of(widget)
        if kind in seen or not widget.isVisible():
            continue
        seen.add(kind)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        order.bring_into_view(widget)
        QApplication.processEvents()
        with_it = widget.grab().toImage()
        widget.clearFocus()
        without = widget.grab().toImage()
        if with_it.size() == without.size() and others(with_it, without) < FEWEST:
            found.append(kind)
    return found


def test_whatever_takes_the_keyboard_on_a_page_shows_it(make_window, bakery) -> None:
    window = make_window(bakery.path, place="overview", size=(1440, 900))
    seen: set[str] = set()
    found: list[str] = []
    kpi = named(bakery, "Nettosalg").uid
    for place, argument in (*((each, None) for each in actions.PLACES), ("kpi", kpi), ("round", None)):
        window.go(place, argument)
        QApplication.processEvents()
        found += [f"{place}: {kind}" for kind in unmarked(window, seen)]
    assert len(seen) > 30
    assert found == []
