"""The status of a KPI beside its name, and the signal beside the status."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kpidesk.figures import KpiFigures
from kpidesk.text import _
from kpidesk.wording.kpis import standing
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters

HEIGHT, MARK, GAP = 20, 18, 18


class StatusMarks(QWidget):
    """Shape and word; of a hidden number nothing is said."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures: KpiFigures | None = None
        self._brief = False
        accessible.spoken(self)
        self.setFixedHeight(px(HEIGHT))

    def show_figures(self, found: KpiFigures) -> None:
        """Show how a KPI stands."""
        self._figures = found
        self.setAccessibleName(", ".join(self._words()))
        self._fit()

    def be_brief(self, brief: bool) -> None:
        """Leave the words to the pointer and the ear."""
        self._brief = brief
        self._fit()

    def _fit(self) -> None:
        self.setToolTip(", ".join(self._words()) if self._brief else "")
        self.setFixedWidth(self.sizeHint().width())
        self.update()

    def full_width(self) -> int:
        """How wide it is with its words."""
        metrics = QFontMetrics(self._theme.font("small_medium"))
        return sum(px(MARK) + metrics.horizontalAdvance(words) + px(GAP) for words in self._words())

    def _words(self) -> list[str]:
        found = self._figures
        if found is None or found.masked is not None:
            return []
        words = [standing(found)]
        return [*words, _("Signal")] if found.flagged else words

    def sizeHint(self) -> QSize:
        """Qt: room for the words."""
        return QSize(px(MARK) * len(self._words()) if self._brief else self.full_width(), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw them."""
        found = self._figures
        if found is None:
            return
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()):
            self._paint(painter, found)
        painter.end()

    def _paint(self, painter: QPainter, found: KpiFigures) -> None:
        x = 0.0
        painter.setFont(self._theme.font("small_medium"))
        metrics = QFontMetricsF(painter.font())
        for place, words in enumerate(self._words()):
            if place == 0:
                painters.paint_status(painter, self._theme, found.status, x, 4)
                painter.setPen(painters.status_text_color(self._theme, found.status))
            else:
                painters.paint_signal(painter, self._theme, x, 4)
                painter.setPen(self._theme.color("signal_text"))
            if self._brief:
                x += MARK
                continue
            wide = metrics.horizontalAdvance(words) + 2
            painter.drawText(QRectF(x + MARK, 0, wide, HEIGHT), Qt.AlignmentFlag.AlignVCenter, words)
            x += MARK + wide - 2 + GAP
