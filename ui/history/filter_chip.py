"""A filter that is in force: what it lets through, and a cross that takes it away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from kpidesk.text import _
from ui.base.page import text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.painters import cut

MOST_WIDE = 170


class FilterChip(QFrame):
    """``removed`` when the cross is pressed."""

    removed = Signal()
    _full = ""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "chip")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        row.setSpacing(4)
        self.setFixedHeight(px(28))
        self._words = text("", "small_medium")
        row.addWidget(self._words)
        self.cross = QToolButton()
        self.cross.setIcon(theme.icon("x", "text2", 14))
        self.cross.setToolTip(_("Show all changes"))
        self.cross.setAccessibleName(_("Show all changes"))
        self.cross.clicked.connect(self.removed)
        row.addWidget(self.cross)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show what is let through, cut where it is long; nothing hides the chip."""
        self._full = words
        shown = cut(QFontMetricsF(self._words.font()), words, MOST_WIDE)
        self._words.setAccessibleName(words)
        self._words.setToolTip(words if shown != words else "")
        self._words.setText(shown)
        self.setVisible(bool(words))

    def words(self) -> str:
        """What is let through."""
        return self._full
