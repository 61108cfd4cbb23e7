"""The field for what is to be said at a slide: kept when it is left, and when another slide comes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kpidesk.text import _
from ui.present.presentation import Presentation


class NoteField(QPlainTextEdit):
    """Follows the slide in view. Escape stores and gives the keys back to the slides (``done``)."""

    done = Signal()

    def __init__(self, presentation: Presentation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presentation = presentation
        self._slide, self._shown = "", ""
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("Your notes"))
        self.setPlaceholderText(_("What do you want to say here?"))
        presentation.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the words of the slide in view; those of the one before are stored."""
        if self._presentation.name != self._slide:
            self.store()
        elif self.toPlainText() != self._shown:
            return  # being written
        self._slide, self._shown = self._presentation.name, self._presentation.note()
        if self.toPlainText() != self._shown:
            self.setPlainText(self._shown)

    def store(self) -> None:
        """Keep what has been written."""
        words = self.toPlainText()
        if self._slide and words != self._shown:
            self._shown = words
            self._presentation.write_note(self._slide, words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: leaving stores."""
        super().focusOutEvent(event)
        self.store()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: every key writes, but Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.store()
            self.done.emit()
        else:
            super().keyPressEvent(event)
