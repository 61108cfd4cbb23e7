"""A field of one paragraph that is as tall as its words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kpidesk.workspace import Seen
from ui.parts.fields.paragraph import Paragraph

LEAST, LOW = 40, 32
"""Pixels: room for a line and its frame, and for one whose frame shows only under the pointer."""


def one_line(words: str) -> str:
    """Words with single, ordinary spaces: a text field knows no others."""
    return " ".join(words.split())


class SentenceField(Paragraph):
    """One paragraph in as many lines as it takes; Enter stores it."""

    def __init__(self, name: str, parent: QWidget | None = None, *, inplace: bool = False) -> None:
        super().__init__(name, parent)
        self._least = LOW if inplace else LEAST
        self.setProperty("inplace", inplace)

    def show_sentence(self, words: str, seen: Seen | None = None, *, proposed: bool = False) -> None:
        """Show what is stored as it was ``seen``, or the proposal, unless somebody is writing here."""
        if not self.is_written():
            self.setProperty("proposed", proposed)
            self.style().unpolish(self)
            self.style().polish(self)
        self.show_words(one_line(words), seen)

    def words(self) -> str:
        """What stands in the field, on one line."""
        return one_line(self.toPlainText())

    def stores(self, event: QKeyEvent) -> bool:
        """Tell whether a key stores what was written."""
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def showEvent(self, event: QShowEvent) -> None:
        """What was laid out while hidden is measured again."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        edges = max(self.height() - self.viewport().height(), 10) + 3  # a line that is cut by a pixel would scroll
        wanted = max(self._least, round(sum(self.line_heights()) + edges))
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
            self.updateGeometry()
