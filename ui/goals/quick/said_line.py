"""A line of words of which some are meant to be seen first; what has no room is cut, and told to the pointer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk.wording.goal_reading import BETWEEN, Said
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.painters import cut

GAP = "  ·  "


class SaidLine(QWidget):
    """The parts of a reading in one row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said: tuple[Said, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_parts(self, said: Sequence[Said]) -> None:
        """Show these parts."""
        self._said = tuple(said)
        self.setAccessibleName(self.words())
        self.setToolTip(self.words() if self._width() > self.width() else "")
        self.update()

    def words(self) -> str:
        """All of it, in one text."""
        return BETWEEN.join(map(str, self._said))

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        return QSize(0, px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each run after the other, as far as there is room."""
        painter = QPainter(self)
        x, middle = 0.0, self.height() / 2
        for words, look, token in self._runs():
            font = self._theme.font(look)
            metrics = QFontMetricsF(font)
            shown = cut(metrics, words, self.width() - x)
            painter.setFont(font)
            painter.setPen(self._theme.color(token))
            painter.drawText(QPointF(x, middle + (metrics.ascent() - metrics.descent()) / 2), shown)
            x += metrics.horizontalAdvance(shown)
            if shown != words:
                return

    def _runs(self) -> Iterator[tuple[str, str, str]]:
        for place, each in enumerate(self._said):
            if place:
                yield GAP, "small", "text3"
            if each.words:
                yield each.words, "small", "text2"
            if each.strong:
                yield each.strong, "small_medium", "text"

    def _width(self) -> float:
        return sum(
            QFontMetricsF(self._theme.font(look)).horizontalAdvance(words) for words, look, _token in self._runs()
        )
