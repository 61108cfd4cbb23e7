"""The steps of a review in a small window: the name of the one in view, and a dot for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from kpidesk.text import _
from ui.base.keys.roving import RovingGroup
from ui.base.page import text
from ui.base.reach import accessible
from ui.base.scale import TARGET
from ui.base.theme import Theme

DOT, PILL, HIGH = 8, 20, 24
"""Pixels of a dot, of the one in view, and of the room that is pressed."""


class StepDot(QAbstractButton):
    """One step: a ring, or a filled bar where it is the one in view."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        accessible.tab(self)
        self.say(name)
        self.toggled.connect(self.updateGeometry)

    def say(self, name: str) -> None:
        """Tell which step it is."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Qt: the mark, and air on both sides."""
        return QSize(max(TARGET, (PILL if self.isChecked() else DOT) + 6), HIGH)

    def minimumSizeHint(self) -> QSize:
        """Qt: nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the mark, and a ring where the keyboard is."""
        painter, color = QPainter(self), self._theme.color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 5, -1, -5), 6, 6)
        wide = PILL if self.isChecked() else DOT
        mark = QRectF((self.width() - wide) / 2, (self.height() - DOT) / 2, wide, DOT).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(color("accent" if self.isChecked() else "text3"), 1))
        painter.setBrush(color("accent") if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(mark, DOT / 2, DOT / 2)
        painter.end()


class StepDots(QWidget):
    """Says which step is in view of how many; a dot leads to its step."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = list(names)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._name, self._place = text("", "strong"), text("", "body2")
        row.addWidget(self._name)
        row.addSpacing(5)
        row.addWidget(self._place)
        row.addSpacing(8)
        accessible.tabs(self, _("Steps of the review"))
        self.dots = [StepDot(theme, f"{place + 1} {name}") for place, name in enumerate(names)]
        group = RovingGroup(self)
        for place, dot in enumerate(self.dots):
            group.addButton(dot, place)
            row.addWidget(dot)
        group.idClicked.connect(self.chosen)

    def name_last(self, name: str) -> None:
        """Give the last step another name; it shows with the step."""
        self._names[-1] = name
        self.dots[-1].say(f"{len(self.dots)} {name}")

    def show_step(self, step: int) -> None:
        """Mark the step in view."""
        self._name.setText(self._names[step])
        self._place.setText(_("{n} of {count}").format(n=step + 1, count=len(self._names)))
        self.dots[step].setChecked(True)
