"""Words of which some are meant to be seen first, in a few lines; all of them are told to the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk.wording.goal_reading import BETWEEN, Said
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.painters import cut

GAP = "  ·  "
LINE = 16
"""Pixels of a line."""


class SaidLine(QWidget):
    """The parts of a reading, in ``lines`` at most; ``pressed`` when somebody clicks on it."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said: tuple[Said, ...] = ()
        accessible.row(self, self.pressed.emit)
        self.lines = 1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_parts(self, said: Sequence[Said]) -> None:
        """Show these parts."""
        self._said = tuple(said)
        self.setAccessibleName(self.words())
        self.setToolTip(self.words())
        self.update()

    def words(self) -> str:
        """All of it, in one text."""
        return BETWEEN.join(map(str, self._said))

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        return QSize(0, px(20))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Qt: whoever has the mouse in hand corrects by it."""
        if self._said:
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each part after the other; one that has no room begins a line, and the last line is cut."""
        painter = QPainter(self)
        x, line = 0.0, 0
        for place, each in enumerate(self._said):
            gap = [(GAP, "small", "text3")] if place else []
            if x and x + self._wide([*gap, *_runs(each)]) > self.width() and line + 1 < self.lines:
                x, line, gap = 0.0, line + 1, []
            for words, look, token in (*gap, *_runs(each)):
                x = self._draw(painter, QPointF(x, self._base(line)), words, (look, token))

    def _draw(self, painter: QPainter, at: QPointF, words: str, style: tuple[str, str]) -> float:
        """Draw some words as far as there is room; gives where the next begin."""
        font = self._theme.font(style[0])
        shown = cut(QFontMetricsF(font), words, self.width() - at.x())
        painter.setFont(font)
        painter.setPen(self._theme.color(style[1]))
        painter.drawText(at, shown)
        return self.width() if shown != words else at.x() + QFontMetricsF(font).horizontalAdvance(shown)

    def _base(self, line: int) -> float:
        metrics = QFontMetricsF(self._theme.font("small"))
        middle = self.height() / 2 + px(LINE) * (line - (self.lines - 1) / 2)
        return middle + (metrics.ascent() - metrics.descent()) / 2

    def _wide(self, runs: list[tuple[str, str, str]]) -> float:
        return sum(QFontMetricsF(self._theme.font(look)).horizontalAdvance(words) for words, look, _token in runs)


def _runs(said: Said) -> list[tuple[str, str, str]]:
    """The words of a part, each with its font and colour."""
    runs = [(said.words, "small", "text2"), (said.strong, "small_medium", "text")]
    return [run for run in runs if run[0]]
