"""One chapter as it is read: paragraphs, pictures, lists, and at its end a button that does it."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base.page import line, text
from ui.base.replacing import show_inside
from ui.base.scale import px
from ui.base.theme import Theme
from ui.help.chapters import Block, Chapter, Deed, Lines, Picture
from ui.help.pictures import picture

TEXT, PAGE, NAME = 600, 640, 148
"""Pixels of width: a line of text, the whole, and a name before its sentence."""
HEIGHT = 24
"""Pixels from line to line, ordinary text."""
SIDE, NARROW_SIDE, NARROW = 56, 20, 480


class ChapterPage(QScrollArea):
    """Shows a chapter from its beginning; ``asked`` names a command of the window."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("clear")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.button: QPushButton | None = None

    def show_chapter(self, chapter: Chapter, wanted: str = "") -> None:
        """Show a chapter, with the words marked that are searched for."""
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setMaximumWidth(px(PAGE + 2 * SIDE))
        column = QVBoxLayout(inside)
        side = SIDE if self.viewport().width() > px(NARROW) else NARROW_SIDE
        column.setContentsMargins(side, px(32 if side == SIDE else 8), side, px(24))
        column.setSpacing(px(14))
        title = text(chapter.title, "page", wrap=True)
        column.addWidget(title)
        for block in chapter.blocks:
            column.addWidget(self._block(block, wanted))
        self.button = None
        if chapter.deed is not None:
            column.addSpacing(px(8))
            column.addWidget(line("rule"))
            column.addWidget(self._deed(chapter.deed, wanted))
        column.addStretch()
        show_inside(self, inside)
        self.setAccessibleName(chapter.title)
        self.setAccessibleDescription("\n".join(chapter.texts()))
        self.verticalScrollBar().setValue(0)

    def _block(self, block: Block, wanted: str) -> QWidget:
        if isinstance(block, Picture):
            return picture(block, self._theme)
        if isinstance(block, Lines):
            return self._lines(block, wanted)
        words = QLabel(_paragraph(block, wanted, self._theme))
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setWordWrap(True)
        words.setProperty("look", "reading")
        words.setMaximumWidth(px(TEXT))
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return words

    def _lines(self, block: Lines, wanted: str) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, words) in enumerate(block.lines):
            if block.ticked:
                tick = QLabel()
                tick.setPixmap(self._theme.pixmap("check", "ok", 14))
                grid.addWidget(tick, row, 0, top)
            left = _marked(name, wanted, self._theme, "medium")
            left.setFixedWidth(px(NAME))
            grid.addWidget(left, row, 1, top)
            grid.addWidget(_marked(words, wanted, self._theme, "body2"), row, 2, top)
        return box

    def _deed(self, deed: Deed, wanted: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(text(_("Do it here"), "strong"))
        said.addWidget(_marked(deed.words, wanted, self._theme, "body2"))
        row.addLayout(said, 1)
        self.button = QPushButton(deed.button)
        self.button.clicked.connect(lambda: self.asked.emit(deed.command))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        return box


def _paragraph(words: str, wanted: str, theme: Theme) -> str:
    return f'<p style="line-height:{px(HEIGHT)}px; margin:0">{_with_marks(words, wanted, theme)}</p>'


def _marked(words: str, wanted: str, theme: Theme, look: str) -> QLabel:
    label = text(words, look, wrap=True)
    if wanted.strip():
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(_with_marks(words, wanted, theme))
    return label


def _with_marks(words: str, wanted: str, theme: Theme) -> str:
    """A text as HTML, with every word that is searched for marked."""
    sought = sorted(map(re.escape, set(wanted.split())), key=len, reverse=True)
    if not sought:
        return html.escape(words)
    parts = re.split(f"({'|'.join(sought)})", words, flags=re.IGNORECASE)
    mark = f'<span style="background-color:{theme.hex("select")}">'
    return "".join(
        f"{mark}{html.escape(part)}</span>" if at % 2 else html.escape(part) for at, part in enumerate(parts)
    )
