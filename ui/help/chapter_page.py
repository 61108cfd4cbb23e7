"""One chapter as it is read: from its beginning, from a section, or from where it says what is searched for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from kpidesk.manual.book import Chapter, Heading
from kpidesk.manual.finding import spans
from kpidesk.text import _
from ui.base.page import text
from ui.base.replacing import show_inside
from ui.base.scale import px
from ui.base.theme import Theme
from ui.help.blocks import TEXT, Blocks
from ui.help.reading import Reading
from ui.help.words_html import Ink

SIDE, NARROW_SIDE, NARROW = 56, 20, 480
"""Pixels: beside the text, and of a width from which there is room for it."""
ABOVE = 12
"""Pixels left above a section that is gone to."""


class ChapterPage(QScrollArea):
    """Shows a chapter. ``asked`` names a command of the window, ``followed`` what a link leads to."""

    asked = Signal(str)
    followed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("clear")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.button: QPushButton | None = None
        self.headings: dict[str, QWidget] = {}
        self._inside, self._language = QWidget(), ""

    def show_chapter(self, chapter: Chapter, language: str, *, key: str = "", wanted: str = "") -> None:
        """Show a chapter at one of its sections, with the words marked that are searched for."""
        inside, column = self._sheet()
        title = text(chapter.title, "page", wrap=True)
        title.setAccessibleDescription(_("Heading, level {n}").format(n=1))
        column.addWidget(title)
        made = Blocks(Ink(self._theme, wanted, language), self.followed.emit, self.asked.emit)
        self.headings = {}
        for block, widget in made.widgets(chapter.blocks):
            if isinstance(block, Heading) and block.key:
                self.headings[block.key] = widget
            column.addWidget(widget)
        column.addStretch()
        self.button, self._inside, self._language = made.button, inside, language
        show_inside(self, inside)
        self.setAccessibleName(chapter.title)
        self.verticalScrollBar().setValue(0)
        self.go_to(key, wanted)

    def _sheet(self) -> tuple[QWidget, QVBoxLayout]:
        inside = QWidget()
        inside.setObjectName("clear")
        side = SIDE if self.viewport().width() > px(NARROW) else NARROW_SIDE
        inside.setMaximumWidth(px(TEXT) + 2 * side)
        column = QVBoxLayout(inside)
        column.setContentsMargins(side, px(32 if side == SIDE else 8), side, px(24))
        column.setSpacing(px(14))
        return inside, column

    def go_to(self, key: str, wanted: str = "") -> None:
        """Have a section, or else the first words that are found, at the upper edge once everything has its place."""
        if key or wanted.strip():
            QTimer.singleShot(0, self, partial(self._have_above, self._inside, key, wanted))

    def _have_above(self, inside: QWidget, key: str, wanted: str) -> None:
        if inside is not self._inside or not isValid(inside):
            return
        self.widget_layout().activate()
        top = self.headings[key].y() if key in self.headings else self._first_found(wanted)
        if top is not None:
            self.verticalScrollBar().setValue(top - px(ABOVE))

    def _first_found(self, wanted: str) -> int | None:
        """How far down the first words stand that are searched for, if any."""
        for widget in self._inside.findChildren(Reading):
            words = widget.toPlainText()
            found = next(spans(words, wanted, self._language), None)
            if found is not None:
                return widget.mapTo(self._inside, QPoint(0, widget.top_at(found[0]))).y()
        return None

    def widget_layout(self) -> QVBoxLayout:
        """What the blocks stand in."""
        layout = self._inside.layout()
        assert isinstance(layout, QVBoxLayout)
        return layout

    @property
    def section(self) -> str:
        """The key of the section at the upper edge."""
        top = self.verticalScrollBar().value() + 2 * px(ABOVE)
        passed = [key for key, widget in self.headings.items() if widget.y() <= top]
        return passed[-1] if passed else ""
