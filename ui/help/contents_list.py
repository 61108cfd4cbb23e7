"""What the manual has: its parts and chapters with the sections of the one that is read, or what a search has found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from kpidesk.manual.book import Book, Chapter
from kpidesk.manual.finding import Hit
from kpidesk.text import _
from ui.base.reach.cells import HEARD
from ui.base.theme import Theme

PLACE = Qt.ItemDataRole.UserRole
INDENT = "    "
MOST = 40
"""So many hits are listed; whoever has more looks for something else."""


class ContentsList(QListWidget):
    """Lines that lead somewhere: ``chosen`` names it. What is walked to by the arrows is shown at once."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filling = self._pressed = False
        self.setProperty("look", "contents")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setAccessibleName(_("Contents"))
        self.currentItemChanged.connect(self._on_current)

    def show_book(self, book: Book, chapter: Chapter, key: str) -> None:
        """Every chapter, and below the one that is read its sections."""
        self._filling = True
        self.clear()
        for part in book.parts:
            self._head(part.title)
            for each in part.chapters:
                self._line(each.title, each.key, read=each is chapter)
                if each is chapter:
                    for section in each.sections[1:]:
                        self._line(INDENT + section.title, section.place)
        self._filling = False
        self.mark(f"{chapter.key}#{key}" if key else chapter.key)

    def show_hits(self, hits: list[Hit]) -> None:
        """What a search has found, best first."""
        self._filling = True
        self.clear()
        if not hits:
            self._head(_("No help was found for that."))
        for hit in hits[:MOST]:
            above = f"\n{hit.chapter_title}" if hit.section.key else ""
            self._line(hit.section.title + above, hit.section.place)
        self._filling = False

    def mark(self, place: str) -> None:
        """Have a line in view and current, without going there."""
        self._filling = True
        for row in range(self.count()):
            if self.item(row).data(PLACE) == place:
                self.setCurrentRow(row)
        self._filling = False

    def first(self) -> str:
        """What the first line leads to."""
        return next(iter(self.listed()), "")

    def listed(self) -> list[str]:
        """What the lines lead to, from top to bottom."""
        return [str(self.item(row).data(PLACE)) for row in range(self.count()) if self.item(row).data(PLACE)]

    def _head(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(self._theme.font("caption"))
        item.setForeground(self._theme.color("text3"))
        self.addItem(item)

    def _line(self, words: str, place: str, *, read: bool = False) -> None:
        item = QListWidgetItem(words)
        item.setData(PLACE, place)
        item.setData(HEARD, ", ".join(words.strip().split("\n")))
        if read:
            item.setFont(self._theme.font("strong"))
        self.addItem(item)

    def _on_current(self, now: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if now is not None and not self._filling and not self._pressed and self.hasFocus():
            self.chosen.emit(str(now.data(PLACE)))

    def _go(self, item: QListWidgetItem) -> None:
        if item.data(PLACE):
            self.chosen.emit(str(item.data(PLACE)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: chooses what is under the pointer once it has told of it; other lines would stand there by then."""
        self._pressed = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: goes where the button is let go."""
        super().mouseReleaseEvent(event)
        self._pressed = False
        place = self.indexAt(event.position().toPoint())
        if place.isValid() and place == self.currentIndex():
            self._go(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter goes to what is current, and letters are left to the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self._go(self.currentItem())
            return
        super().keyPressEvent(event)
