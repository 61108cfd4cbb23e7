"""A field to search in: its icon, and while it is empty the key that leads to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from kpidesk.text import _, ngettext
from ui.base.actions import named_key
from ui.base.page import sign
from ui.base.reach.announcing import announce_when_still
from ui.base.scale import px
from ui.base.theme import Theme

ICON, BEFORE, AIR = 16, 8, 10
LEAST_TARGET = 24
"""Pixels of the smallest thing that is pressed."""


def lead_with_icon(line: QLineEdit, theme: Theme) -> None:
    """The icon of a search before what is typed, as large as the text: Qt's own is 16 pixels, however large that is."""
    mark = sign()
    mark.setPixmap(theme.pixmap("search", "text3", ICON))
    mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    box = QHBoxLayout(line)
    box.setContentsMargins(px(BEFORE), 0, 0, 0)
    box.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    line.setTextMargins(px(ICON + BEFORE) - BEFORE, 0, 0, 0)


def tell_hits(field: QLineEdit, count: int) -> None:
    """Tell whoever hears the screen how much a search finds, when they have stopped typing."""
    searching = field.hasFocus() and bool(field.text().strip())
    announce_when_still(_hits(count) if searching else "")


def _hits(count: int) -> str:
    return ngettext("{n} result", "{n} results", count).format(n=count) if count else _("No results")


def offer_to_clear(line: QLineEdit) -> None:
    """A cross in the field that empties it, large enough to be hit: Qt's own is 18 pixels high."""
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(_("Clear search"))
        button.installEventFilter(_Wide(button, line))


class _Wide(QObject):
    """Lives in a button within a field, and gives it the field's height wherever Qt puts it."""

    def __init__(self, button: QWidget, field: QWidget) -> None:
        super().__init__(button)
        self._field = field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: it has been put somewhere."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show) and isinstance(watched, QWidget):
            placed = watched.geometry()
            wide = max(LEAST_TARGET, placed.width())
            wanted = QRect(placed.right() + 1 - wide, 1, wide, self._field.height() - 2)
            if placed != wanted:
                watched.setGeometry(wanted)
        return False


class SearchField(QLineEdit):
    """Esc empties it."""

    def __init__(self, theme: Theme, words: str, key: str = "Ctrl+F", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = named_key(key)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        offer_to_clear(self)
        lead_with_icon(self, theme)

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
        needed = self.fontMetrics().horizontalAdvance(self.placeholderText()) + px(ICON + BEFORE) + 2 * AIR
        if self.width() - needed > painter.fontMetrics().horizontalAdvance(self._key) + 10:
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(self.rect()).adjusted(0, 0, -10, 0), side, self._key)
        painter.end()
