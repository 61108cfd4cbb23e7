"""A field of one paragraph that is as tall as its words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from kpidesk.workspace import Seen

LEAST, LOW = 40, 32
"""Pixels: room for a line and its frame, and for one whose frame shows only under the pointer."""


def one_line(words: str) -> str:
    """Words with single, ordinary spaces: a text field knows no others."""
    return " ".join(words.split())


class SentenceField(QPlainTextEdit):
    """A field as tall as its words; announces what was written when it is left. Esc takes it back.

    ``seen`` is how far the file was known when its words were put there.
    """

    committed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, inplace: bool = False) -> None:
        super().__init__(parent)
        self._shown = self._stored = ""
        self.seen: Seen | None = None
        self._least = LOW if inplace else LEAST
        self.setProperty("inplace", inplace)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def show_words(self, words: str, seen: Seen | None = None, *, proposed: bool = False) -> None:
        """Show what is stored as it was ``seen``, or the proposal, unless somebody is writing here."""
        self._stored = one_line(words)
        if self.hasFocus() and self.words() != self._shown:
            return
        self.setProperty("proposed", proposed)
        self.style().unpolish(self)
        self.style().polish(self)
        if one_line(words) != self.words():
            self.setPlainText(words)
        self._shown, self.seen = one_line(words), seen

    def words(self) -> str:
        """What stands in the field, on one line."""
        return one_line(self.toPlainText())

    def commit(self) -> None:
        """Announce what was written, if it is another text."""
        words = self.words()
        if words not in (self._shown, self._stored):
            self._shown = self._stored = words
            self.committed.emit(words)
        elif words != self._stored:  # written back to what it was, and another text has come meanwhile
            self._shown = self._stored
            self.setPlainText(self._stored)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field stores it."""
        super().focusOutEvent(event)
        self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter stores, Esc takes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            return
        if event.key() == Qt.Key.Key_Escape and self.words() != self._stored:
            self.setPlainText(self._stored)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width takes another number of lines."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """What was laid out while hidden is measured again."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout, block, room = self.document().documentLayout(), self.document().firstBlock(), 0.0
        while block.isValid():
            room += layout.blockBoundingRect(block).height()
            block = block.next()
        edges = max(self.height() - self.viewport().height(), 10) + 3  # a line that is cut by a pixel would scroll
        wanted = max(self._least, round(room + edges))
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
            self.updateGeometry()
