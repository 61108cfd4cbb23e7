"""A label that cuts its text where the room ends, and shows all of it to the pointer."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.base.reach import accessible
from ui.parts.painters import cut


class ElidedLabel(QLabel):
    """Plain text in one line."""

    def __init__(self, words: str = "", look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._whole, self._least = "", "", 0
        accessible.spoken(self)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if look:
            self.setProperty("look", look)
        self.show_words(words)

    def show_words(self, words: str, whole: str = "") -> None:
        """Show a text; the pointer is told the ``whole`` that it is short for."""
        self._words, self._whole = words, whole or words
        self.setAccessibleName(words)
        self.updateGeometry()
        self._cut()

    def words(self) -> str:
        """The whole text."""
        return self._words

    def keep_letters(self, least: int) -> None:
        """Keep room for so many letters, of those that there are; without any it can be cut to next to nothing."""
        self._least = least
        self.updateGeometry()

    def keep_width(self, wide: int) -> None:
        """Be so wide, whatever the words are."""
        self.setFixedWidth(wide)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Qt: all of it is wanted, whatever is shown."""
        return QSize(self._across(self._words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Qt: so much of it that one knows what it is."""
        least = self._words if len(self._words) <= self._least else f"{self._words[: self._least]}…"
        return QSize(self._across(least) if self._least else 0, super().minimumSizeHint().height())

    def _across(self, words: str) -> int:
        self.ensurePolished()
        return ceil(QFontMetricsF(self.font()).horizontalAdvance(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.ensurePolished()
        shown = cut(QFontMetricsF(self.font()), self._words, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
