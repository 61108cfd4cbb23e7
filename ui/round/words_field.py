"""A field for a sentence or two: Enter goes on, Shift+Enter begins a new line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.base.scale import px


class WordsField(QPlainTextEdit):
    """``entered`` is Enter, ``left`` is Escape; where nobody listens to that, Escape goes on to the page."""

    entered = Signal()
    left = Signal()

    def __init__(self, name: str, height: int, parent: QWidget | None = None, *, takes_escape: bool = False) -> None:
        self._led = False
        super().__init__(parent)
        self._takes_escape = takes_escape
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(height))

    def words(self) -> str:
        """What stands here, without air around it."""
        return self.toPlainText().strip()

    def show_words(self, words: str) -> None:
        """Show a text, with the cursor behind it."""
        if words != self.toPlainText():
            self.setPlainText(words)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def lead_here(self) -> None:
        """Take the keyboard of somebody who has not asked for it, and may press Tab all the same to come here."""
        self._led = True
        self.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Qt: Tab goes on, but for the one that was to lead here: what is typed after it belongs here."""
        led, self._led = self._led, False
        return True if led and forward else super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: who comes back has come by a way of one's own."""
        self._led = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: see the class."""
        self._led = False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif enter:
            self.insertPlainText("\n")
        elif event.key() == Qt.Key.Key_Escape and self._takes_escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
