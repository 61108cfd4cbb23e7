"""A number is whole, wherever it is drawn.

Words may lose their end (``painters.elided``), a number never: what is left of one is another number. So a column is
as wide as the widest number that it holds (``widest``), and where there is no room for that a number is told in a
larger unit (``number_forms``) or drawn smaller (``draw_number``, ``NumberLabel``).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

LEAST_PIXELS = 6
"""No number is drawn smaller than this; a place that would need it is too narrow and has to widen."""
NEARLY = 2
"""Texts shorter than the longest by more than this can't be the widest: digits are all equally wide."""


def widest(font: QFont, texts: Iterable[str]) -> int:
    """The pixels that the widest of some numbers takes on one line."""
    found = set(texts)
    longest = max(map(len, found), default=0)
    metrics = QFontMetricsF(font)
    return ceil(max((metrics.horizontalAdvance(each) for each in found if len(each) >= longest - NEARLY), default=0.0))


def number_font(font: QFont, text: str, room: float) -> QFont:
    """The font, or a smaller one in which a number fits the room."""
    wide = QFontMetricsF(font).horizontalAdvance(text)
    smaller = QFont(font)
    pixels = font.pixelSize()
    if wide > room > 0:
        pixels = max(LEAST_PIXELS, int(pixels * room / wide))
        smaller.setPixelSize(pixels)
    while pixels > LEAST_PIXELS and QFontMetricsF(smaller).horizontalAdvance(text) > room:
        pixels -= 1
        smaller.setPixelSize(pixels)
    return smaller


def fitting(font: QFont, forms: Iterable[str], room: float) -> str:
    """The first form of a number that fits the room; the shortest where none does."""
    told = [each for each in forms if each]
    metrics = QFontMetricsF(font)
    fits = (each for each in told if metrics.horizontalAdvance(each) <= room)
    return next(fits, min(told, key=metrics.horizontalAdvance, default=""))


def draw_number(painter: QPainter, area: QRectF, align: Qt.AlignmentFlag, *forms: str) -> float:
    """Draw the first form of a number that fits, or the shortest one smaller; gives the width that it takes."""
    font = painter.font()
    words = fitting(font, forms, area.width())
    painter.setFont(number_font(font, words, area.width()))
    painter.drawText(area, align, words)
    used = QFontMetricsF(painter.font()).horizontalAdvance(words)
    painter.setFont(font)
    return used


class NumberLabel(QLabel):
    """A number on one line: in the first of its forms that has room, else drawn smaller; never cut."""

    def __init__(self, *forms: str, look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if look:
            self.setProperty("look", look)
        self.show_number(*forms)

    def show_number(self, *forms: str) -> None:
        """Show a number; the first form is the whole one."""
        self._forms = forms or ("",)
        self.setText(self._forms[0])
        self.setAccessibleName(self._forms[0])
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Qt: it can be drawn smaller."""
        return QSize(min(24, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw it on its baseline."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area = QRectF(self.contentsRect())
        shown = fitting(self.font(), self._forms, area.width())
        self.setToolTip("" if shown == self._forms[0] else self._forms[0])
        draw_number(painter, area, self.alignment(), *self._forms)
        painter.end()
