"""The keys, said for three seconds: at the start, and when the mouse moves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kpidesk.text import _
from ui.base.theme import Theme

SHOWN_MS = 3000
HIGH, EDGE, KEY_EDGE, GAP, APART = 40, 18, 7, 6, 18
GROUND, RAISED, INK, QUIET = QColor(30, 33, 38, 242), QColor("#373C44"), QColor("#F1F3F5"), QColor("#AEB4BC")
"""On a slide, which is white in light and dark alike."""


class Hint(QWidget):
    """A dark strip over the slide's lower edge; ``place`` tells which slide this is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = ""
        self._groups = (
            (("←", "→"), _("turn")), (("B",), _("black screen")), (("G",), _("all slides")), (("N",), _("your notes")),
            (("Esc",), _("end")),
        )  # fmt: skip
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        said = ", ".join(f"{' '.join(keys)}: {words}" for keys, words in self._groups)
        self.setAccessibleName(said)
        self.hide()

    def tell(self, place: str, bottom: int) -> None:
        """Be seen for a while, over the edge at ``bottom``."""
        self._place = place
        parent = self.parentWidget()
        size = self.sizeHint()
        if parent is not None:
            wide = min(size.width(), parent.width())
            self.setGeometry((parent.width() - wide) // 2, bottom - HIGH - 24, wide, HIGH)
        self.show()
        self.raise_()
        self.update()
        self._timer.start()

    def show_place(self, place: str) -> None:
        """Name the slide that is turned to, as long as this is seen."""
        self._place = place
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: what the words need."""
        small = QFontMetricsF(self._theme.font("small"))
        wide = 2.0 * EDGE + small.horizontalAdvance(self._place) + 2 * APART
        for keys, words in self._groups:
            wide += sum(small.horizontalAdvance(key) + 2 * KEY_EDGE + GAP for key in keys)
            wide += small.horizontalAdvance(words) + APART
        return QSize(round(wide), HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: keys in boxes, words beside them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(GROUND)
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setFont(self._theme.font("small"))
        x, middle = float(EDGE), self.height() / 2
        for keys, words in self._groups:
            for key in keys:
                x = self._key(painter, key, x, middle)
            x = self._words(painter, words, INK, x, middle) + APART
        self._words(painter, self._place, QUIET, x, middle)
        painter.end()

    def _key(self, painter: QPainter, key: str, x: float, middle: float) -> float:
        wide = QFontMetricsF(painter.font()).horizontalAdvance(key) + 2 * KEY_EDGE
        box = QRectF(x, middle - 10, wide, 20)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(RAISED)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(INK)
        painter.drawText(box, 0x84, key)
        return x + wide + GAP

    def _words(self, painter: QPainter, words: str, color: QColor, x: float, middle: float) -> float:
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        painter.setPen(color)
        painter.drawText(QRectF(x, middle - 10, wide + 1, 20), 0x84, words)
        return x + wide
