"""Page 20: how the file was read, beside its raw cells, and what must be answered before numbers can be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QWidget

from kpidesk.exchange.sheets.book import Book
from kpidesk.text import _
from ui.base.breakpoints import SMALL
from ui.base.page import column
from ui.base.scale import px
from ui.base.session import Session
from ui.imports.reading.file_words import about
from ui.imports.reading.raw_lines import Laid
from ui.imports.reading.raw_pane import RawPane
from ui.imports.reading.read_side import ReadSide
from ui.parts.drawer import Drawer
from ui.parts.end_room import end_with_room

SIDE, SIDE_LEAST, SIDE_MOST = 396, 320, 520
RAW_DRAWER = 720


class ReadPane(QWidget):
    """``answered``, ``changed``, ``sheet_said`` and ``role_said`` tell what somebody says of the file."""

    answered = Signal(str, str)
    changed = Signal(str, str)
    sheet_said = Signal(str)
    role_said = Signal(int, object)

    def __init__(self, session: Session, page: QWidget, openers: QHBoxLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side, self.raw = ReadSide(session.theme), RawPane(session.theme)
        self.side.answered.connect(self.answered)
        self.side.changed.connect(self.changed)
        self.raw.sheet_said.connect(self.sheet_said)
        self.raw.role_said.connect(self.role_said)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("import_read_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        column(self).addWidget(splitter)
        self.area = scrolling(self.side, splitter)
        splitter.addWidget(self.area)
        splitter.addWidget(self.raw)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([px(SIDE), px(860)])
        self.drawer = Drawer(session, page, self.raw, splitter.addWidget, _("The cells of the file"), wide=RAW_DRAWER)
        self.drawer.add_opener(openers, "table-2", _("See the file"))

    def show_read(self, book: Book, laid: Laid, now: dt.datetime, differing: Collection[str] = ()) -> None:
        """Show what was read and understood."""
        self.side.show_read(book.name, about(book, laid.read, now), laid.read, differing)
        self.raw.show_book(book, laid)

    def fit(self, window_width: int, *, shown: bool) -> None:
        """In a small window the cells are a drawer; a pane that is not shown has none."""
        small = window_width < SMALL
        self.drawer.use(small and shown)
        self.area.setMinimumWidth(px(0 if small else SIDE_LEAST))
        self.area.setMaximumWidth(16_777_215 if small else px(SIDE_MOST))

    def first_stop(self) -> QWidget | None:
        """Where the keyboard goes: the first question that is open, else the cells."""
        return self.side.first_open() or (None if self.drawer.used else self.raw.view)


def scrolling(inside: QWidget, parent: QWidget) -> QScrollArea:
    """A side that scrolls upright only; in its place at once, as what is adopted later is given its style anew."""
    area = QScrollArea(parent)
    area.setObjectName("side")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    end_with_room(inside)
    area.setWidget(inside)
    return area
