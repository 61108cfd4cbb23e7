"""The pieces of the welcome page: the program's mark, and the ways in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.base.page import text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.form import set_look


class Logo(QWidget):
    """The program's mark: a rounded square with three rising bars."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(px(48), px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(QRectF(0, 0, 48, 48), 9, 9)
        painter.setBrush(self._theme.color("on_accent"))
        for x, height in ((11, 11), (21, 18), (31, 26)):
            painter.drawRoundedRect(QRectF(x, 37 - height, 6, height), 1.2, 1.2)
        painter.end()


class Way(QFrame):
    """One way in: icon, name, what it does."""

    pressed = Signal()

    def __init__(self, theme: Theme, icon: str, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon
        self.setProperty("look", "way")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.setFixedHeight(px(60))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(14)
        self._icon = QLabel()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(text(name, "strong"))
        self._words = text(words, "small")
        column.addWidget(self._words)
        row.addLayout(column, 1)
        self.show_chosen(False)

    def show_chosen(self, chosen: bool) -> None:
        """Mark it as the way in view."""
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "accent" if chosen else "text2", 18))
        set_look(self, "chosen", chosen)

    def show_words(self, shown: bool) -> None:
        """Say what it does, where there is room for that."""
        self._words.setVisible(shown)
        self.setFixedHeight(px(60 if shown else 36))

    def mouseReleaseEvent(self, _event: object) -> None:
        """A click takes the way."""
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space take the way."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
            return
        super().keyPressEvent(event)
