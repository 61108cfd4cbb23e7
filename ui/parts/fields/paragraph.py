"""A field of several lines that is edited in place, and as tall as its words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from kpidesk.workspace import Seen
from ui.base.keys.pressed import is_for_the_file


class Paragraph(QPlainTextEdit):
    """Announces what was written when it is left or stored by its key; Esc takes it back.

    ``seen`` is how far the file was known when its words were put there: what is written over them is based on that,
    however much comes in while somebody writes.
    """

    committed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = self._stored = ""
        self.seen: Seen | None = None
        self._stored_as: Seen | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def words(self) -> str:
        """What stands in the field."""
        return self.toPlainText()

    def show_words(self, words: str, seen: Seen | None = None) -> None:
        """Show what is stored as it was ``seen``, unless somebody is writing here."""
        self._stored, self._stored_as = words, seen
        if not self.is_written():
            self._show_stored()

    def is_written(self) -> bool:
        """Tell whether somebody writes here, and has changed what stood here."""
        return self.hasFocus() and self.words() != self._shown

    def commit(self) -> None:
        """Announce what was written, if it is another text."""
        words = self.words()
        if words not in (self._shown, self._stored):
            self._shown = self._stored = words
            self.committed.emit(words)
        else:  # it may be written back to what it was, and another text has come meanwhile
            self._show_stored()

    def _show_stored(self) -> None:
        """What is stored stands here, and what is written over it is based on that."""
        if self.words() != self._stored:
            self.setPlainText(self._stored)
        self._shown, self.seen = self._stored, self._stored_as

    def event(self, event: QEvent) -> bool:
        """Qt: where nothing is typed, Ctrl+Z takes back what was stored last."""
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and is_for_the_file(event, self, typed=self.words() != self._shown):
            return False
        return super().event(event)

    def stores(self, event: QKeyEvent) -> bool:
        """Tell whether a key stores what was written."""
        raise NotImplementedError

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: leaving the field stores it."""
        super().focusOutEvent(event)
        self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a key stores, Esc takes back."""
        if self.stores(event):
            self.commit()
        elif event.key() == Qt.Key.Key_Escape and self.words() != self._stored:
            self._show_stored()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width takes another number of lines."""
        super().resizeEvent(event)
        self._fit()

    def line_heights(self) -> list[float]:
        """The height of each line as it is broken now."""
        found: list[float] = []
        layout, block = self.document().documentLayout(), self.document().firstBlock()
        while block.isValid():
            count = max(1, block.layout().lineCount())
            found += [layout.blockBoundingRect(block).height() / count] * count
            block = block.next()
        return found

    def _fit(self) -> None:
        """Be as tall as the lines that are to be seen."""
        raise NotImplementedError
