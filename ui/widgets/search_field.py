"""A field to search in: its icon, and while it is empty the key that leads to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.theme import Theme


class SearchField(QLineEdit):
    """Esc empties it."""

    def __init__(self, theme: Theme, words: str, key: str = "Ctrl+F", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self.addAction(theme.icon("search", "text3", 16), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: name the key where there is room for it."""
        super().paintEvent(event)
        if self.text():
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("text3"))
        needed = self.fontMetrics().horizontalAdvance(self.placeholderText()) + 40
        if self.width() - needed > painter.fontMetrics().horizontalAdvance(self._key) + 10:
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(self.rect()).adjusted(0, 0, -10, 0), side, self._key)
        painter.end()
