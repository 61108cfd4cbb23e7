"""Rich text to be read: as high as its words want in the width there is, measured once for each width.

A label measures a text several times over before it stands; a table of a hundred lines held the window up for that.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QMimeData, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QFont, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from ui.base.scale import px

READING = 15
"""Pixels: the size of what is read."""


BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Reading(QTextBrowser):
    """Some paragraphs, lists and tables; ``followed`` names what a link leads to. It never scrolls by itself."""

    followed = Signal(str)

    def __init__(self, html: str, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self.setProperty("look", "reading")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        for bar in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.WidgetWidth)
        self.viewport().setAutoFillBackground(False)
        document = self.document()
        document.setDocumentMargin(0)
        document.setDefaultFont(font)
        document.setIndentWidth(px(22))
        self.setHtml(html)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if "<a href" in html else Qt.FocusPolicy.NoFocus)
        self.setTabChangesFocus(False)
        self.anchorClicked.connect(self._on_link)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: Tab comes to a link at once; to the words around it first, nobody would see or hear where one is."""
        super().focusInEvent(event)
        if event.reason() in BY_TAB:
            self.focusNextPrevChild(event.reason() is Qt.FocusReason.TabFocusReason)

    def heightForWidth(self, width: int) -> int:
        """Qt: as high as the words want."""
        if width not in self._heights:
            document = self.document().clone()
            document.setTextWidth(width)
            self._heights[width] = math.ceil(document.size().height())
            document.deleteLater()
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Qt: as wide as there is room."""
        width = max(self.width(), 100)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Qt: any width will do."""
        return QSize(40, 10)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the page is what scrolls."""
        event.ignore()

    def top_at(self, position: int) -> int:
        """How far down a letter stands."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        return self.cursorRect(cursor).top()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Qt: words are copied without their looks."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText().strip())
        return data

    def _on_link(self, address: QUrl) -> None:
        self.followed.emit(address.toString())


@lru_cache(maxsize=8)
def reading_font(family: str, pixels: int) -> QFont:
    """What is read is set in."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
