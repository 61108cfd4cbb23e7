"""One chapter as it is read: from its beginning, from a section, or from where it says what is searched for."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from kpidesk.manual.book import Block, Chapter, Heading
from kpidesk.manual.finding import spans
from kpidesk.text import _
from ui.base.page import heading
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
SETTLING = 3
"""Turns that a layout takes whose heights follow from its widths."""
PATIENCE = 0.03
"""Seconds that a long chapter may take at a time."""


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
        self._gone = 0, ""
        self._aim: tuple[str, str] | None = None
        self.verticalScrollBar().rangeChanged.connect(self._take_aim)
        self.verticalScrollBar().actionTriggered.connect(self._lose_aim)
        self._made = Blocks(Ink(theme, "", ""), self.followed.emit, self.asked.emit)
        self._left: Iterator[tuple[Block, QWidget]] = iter(())
        self.marking = False
        """Whether words are marked that were searched for."""

    def show_chapter(self, chapter: Chapter, language: str, *, key: str = "", wanted: str = "") -> None:
        """Show a chapter at one of its sections, with the words marked that are searched for."""
        self.marking = bool(wanted.strip())
        inside, column = self._sheet()
        title = heading(chapter.title, "page", wrap=True)
        title.setAccessibleDescription(_("Level {n}").format(n=1))
        column.addWidget(title)
        column.addStretch()
        self.headings, self._gone, self._aim, self.button = {}, (0, ""), None, None
        self._inside, self._language = inside, language
        self._made = Blocks(Ink(self._theme, wanted, language), self.followed.emit, self.asked.emit)
        self._left = self._made.widgets(chapter.blocks)
        self._add(PATIENCE)
        show_inside(self, inside)
        self.setAccessibleName(chapter.title)
        self.verticalScrollBar().setValue(0)
        self._settle()
        self.go_to(key, wanted)

    def finish(self) -> None:
        """Have all of the chapter there now: a long one grows at its end, while its beginning is read."""
        self._add(math.inf)

    def _add(self, seconds: float) -> None:
        """Put more of the chapter below what is there, for so long; the rest in the next turn of the event loop."""
        until = time.monotonic() + seconds
        column = self.widget_layout()
        for block, widget in self._left:
            if isinstance(block, Heading) and block.key:
                self.headings[block.key] = widget
            column.insertWidget(column.count() - 1, widget)
            if time.monotonic() > until:
                QTimer.singleShot(0, self, partial(self._add_more, self._inside))
                return
        self.button = self._made.button

    def _settle(self) -> None:
        """Have everything in its place now: what is shown before it is jumps once it is."""
        for _turn in range(SETTLING):
            self.widget_layout().activate()
            QApplication.sendPostedEvents(self._inside, QEvent.Type.LayoutRequest)
            QApplication.sendPostedEvents(self, QEvent.Type.LayoutRequest)

    def _add_more(self, inside: QWidget) -> None:
        if inside is self._inside and isValid(inside):
            self._add(PATIENCE)

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
        """Have a section, or else the first words that are found, at the upper edge, also while the page grows."""
        self._aim = (key, wanted) if key or wanted.strip() else None
        if self._aim is not None:
            self.finish()
            QTimer.singleShot(0, self, self._take_aim)

    def _take_aim(self) -> None:
        if self._aim is None or not isValid(self._inside):
            return
        key, wanted = self._aim
        self._settle()
        top = self.headings[key].y() if key in self.headings else self._first_found(wanted)
        if top is not None:
            self.verticalScrollBar().setValue(top - px(ABOVE))
            self._gone = self.verticalScrollBar().value(), key

    def _lose_aim(self) -> None:
        """Whoever scrolls goes where they like."""
        self._aim = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: somebody scrolls."""
        self._lose_aim()
        super().wheelEvent(event)

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
        """The key of the section at the upper edge, or of the one gone to: the last ones can't be had up there."""
        at, key = self._gone
        if at == self.verticalScrollBar().value() and key:
            return key
        top = self.verticalScrollBar().value() + 2 * px(ABOVE)
        passed = [key for key, widget in self.headings.items() if widget.y() <= top]
        return passed[-1] if passed else ""
