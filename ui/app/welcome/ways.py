"""The pieces of the welcome page: the program's mark, and the ways in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.base.page import sign, text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters


class Logo(QLabel):
    """The program's mark."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPixmap(theme.program_mark(48))


class Way(QToolButton):
    """One way in: icon, name, what it does."""

    def __init__(self, theme: Theme, icon: str, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon_name, self._chosen = theme, icon, False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(14)
        self._icon = sign()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._words = text(words, "small")
        column.addWidget(text(name, "strong"))
        column.addWidget(self._words)
        row.addLayout(column, 1)
        self.show_words(True)
        self.show_chosen(False)

    def show_chosen(self, chosen: bool) -> None:
        """Mark it as the way in view."""
        self._chosen = chosen
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "accent" if chosen else "text2", 18))
        self.update()

    def show_words(self, shown: bool) -> None:
        """Say what it does, where there is room for that."""
        self._words.setVisible(shown)
        self.setFixedHeight(px(60 if shown else 36))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: the ground that tells which it is, and the frame of the keyboard."""
        ground = "select_rail" if self._chosen else "hover" if self.underMouse() or self.isDown() else ""
        with painters.smoothly(self) as (painter, rect):
            painter.setPen(Qt.PenStyle.NoPen)
            if ground:
                painter.setBrush(self._theme.color(ground))
                painter.drawRoundedRect(rect, 6, 6)
            if self.hasFocus():
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
