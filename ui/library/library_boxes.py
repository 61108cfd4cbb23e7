"""The pieces of a library KPI's description: the warning, the counter-metric, the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kpidesk.domain.rounding import rounded
from kpidesk.domain.status import Status
from kpidesk.text import _
from kpidesk.viz.spark import SparkSpec, spark_spec
from kpidesk.viz.told import Say, spark_told
from ui.base.page import heading, line, text
from ui.base.reach import pictures
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.elided import ElidedLabel
from ui.parts.sparkline import paint_spark

COURSE = (-0.3, 0.0, -0.5, 0.15, 0.0, 0.4, 0.3, 0.6, 0.8)
"""How the example numbers go from the red flag (0) towards the goal (1)."""

GAP, NAME = 10, 184
"""Pixels between the parts of the preview, and at most for the name."""


class Mark(QWidget):
    """The triangle that warns, or an icon."""

    def __init__(self, theme: Theme, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon = theme, icon
        self.setFixedSize(px(16), px(18))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()):
            if self._icon:
                painter.drawPixmap(0, 1, self._theme.pixmap(self._icon, "text2", 16))
            else:
                painters.paint_status(painter, self._theme, Status.AT_RISK, 2, 3, "risk_soft")
        painter.end()


class Box(QFrame):
    """A mark, a bold sentence and a plain one."""

    def __init__(self, look: str, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", look)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(3)
        self.title, self.words = text("", "medium", wrap=True), text("", "small", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.words)
        row.addLayout(column, 1)

    def show_words(self, title: str, words: str) -> None:
        """Say this; nothing at all where there is nothing to say."""
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setVisible(bool(title))


class Labelled(QWidget):
    """A caption and the words under it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(heading(name, "caption"))
        self.words = text("", wrap=True)
        column.addWidget(self.words)

    def show_words(self, words: str) -> None:
        """Say this."""
        self.words.setText(words)
        self.setVisible(bool(words))


@dataclass(frozen=True)
class ExamplePoint:
    """A number that is made up to show how the KPI looks."""

    value: float | None
    target: float | None
    signal: bool = False
    suggested: bool = False


def example_points(goal: float, red: float, decimals: int, least: float | None = None) -> list[ExamplePoint]:
    """Example numbers that near the goal and do not quite reach it."""
    found = []
    for share in COURSE:
        value = rounded(red + (goal - red) * share, decimals)
        found.append(ExamplePoint(value if least is None else max(value, least), goal))
    return found


def band_points(low: float, high: float, decimals: int) -> list[ExamplePoint]:
    """Example numbers that swing inside a band."""
    middle, half = (low + high) / 2, (high - low) / 2
    return [ExamplePoint(rounded(middle + half * (share - 0.25), decimals), None) for share in COURSE]


class Preview(QWidget):
    """One row as the KPI table will show it, with example numbers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spark = PreviewLine(theme)
        self._name, self._value, self._goal = ElidedLabel("", "medium"), text("", "strong"), text("", "small")
        self._name.setMaximumWidth(px(NAME))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading(_("How it will look (example numbers)"), "caption"))
        column.addSpacing(6)
        column.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(GAP)
        row.addWidget(self._name, 1)
        row.addWidget(self._spark, 1)
        row.addWidget(self._value)
        row.addWidget(self._goal)
        column.addLayout(row)
        column.addWidget(line())

    def show_row(self, name: str, points: Sequence[ExamplePoint], say: Say, goal: str) -> None:
        """Show a KPI's short name, its example numbers, the last of them as they are said, and the goal."""
        self._spark.show_spec(spark_spec(points), _("How it will look (example numbers)"), say)
        self._value.setText(say(points[-1].value or 0.0))
        self._goal.setText(goal)
        self._name.show_words(name)


class PreviewLine(QLabel):
    """The sparkline of the preview."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spec: SparkSpec | None = None
        self.setMinimumSize(px(44), px(32))
        pictures.picture(self)

    def show_spec(self, spec: SparkSpec, name: str, say: Say) -> None:
        """Show a sparkline: what it is of, and how its numbers are said."""
        self._spec = spec
        pictures.tell(self, name, spark_told(spec, say))
        self.update()

    def paintEvent(self, event: object) -> None:  # noqa: ARG002
        """Qt: draw it."""
        if self._spec is not None:
            painter = QPainter(self)
            with painters.enlarged(painter, self.rect()) as rect:
                paint_spark(painter, self._theme, rect, self._spec, "raised")
            painter.end()
