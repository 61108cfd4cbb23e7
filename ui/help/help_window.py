"""The manual: its contents on the left, one chapter to be read on the right, and the way on to the next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk.manual.book import Book, Chapter
from kpidesk.manual.finding import find
from kpidesk.text import _
from ui.base.keys import order
from ui.base.keys.pressed import shortcuts
from ui.base.memory import Memory, room_within_frame
from ui.base.page import text
from ui.base.reach.order import in_order
from ui.base.scale import factor, px
from ui.base.theme import Theme
from ui.help import ways
from ui.help.chapter_page import ChapterPage
from ui.help.contents_list import ContentsList
from ui.help.ways import Ways
from ui.parts.search_field import SearchField, tell_hits
from ui.parts.still import StillCombo

WIDE, HIGH = 1040, 720
LIST, NARROW = 264, 700
"""Pixels: the contents, and how wide the window must be for them and a chapter."""
PAPER = "paper"
"""Under which name the size of paper is kept, once for the machine."""


class HelpWindow(QWidget):
    """A window of its own, so that what it tells of can be done beside it; ``asked`` names a command to be done."""

    asked = Signal(str)
    left = Signal(str)
    """Closed at a place, to begin there again."""

    def __init__(self, theme: Theme, book: Book, memory: Memory | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("page")
        self._theme, self.book, self._memory = theme, book, memory or Memory()
        self._ways = Ways(book.chapters[0].key)
        self.setWindowTitle(_("Help – KPI Desk"))
        self.search = SearchField(theme, _("Search help"))
        self.contents = ContentsList(theme)
        self.page = ChapterPage(theme)
        self._build()
        self._connect()
        room = room_within_frame(self.screen())
        self.resize(min(px(WIDE), room.width()), min(px(HIGH), room.height()))
        self._show(self._ways.here)
        self._read_ahead = iter(book.chapters)
        QTimer.singleShot(0, self, self._read_next)

    # ---- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.side = QWidget()
        self.side.setObjectName("rail")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side.setFixedWidth(px(LIST))
        self._listed = QVBoxLayout(self.side)
        self._listed.setContentsMargins(12, 12, 12, 12)
        self._listed.setSpacing(px(8))
        self._listed.addWidget(self.contents, 1)
        self.chosen = StillCombo()
        self.chosen.setAccessibleName(_("Chapter"))
        self.chosen.addItems([chapter.title for chapter in self.book.chapters])
        self._papers = self._build_papers()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side, 0, 0, 3, 1)
        self._top = QWidget()
        self._top_row = QHBoxLayout(self._top)
        layout.addWidget(self._top, 0, 1)
        layout.addWidget(self.page, 1, 1)
        layout.addWidget(self._build_foot(), 2, 1)
        layout.setRowStretch(1, 1)
        self._fit()

    def _build_papers(self) -> QWidget:
        box = QWidget()
        self._paper_row = QBoxLayout(QBoxLayout.Direction.TopToBottom, box)
        self._paper_row.setContentsMargins(0, 0, 0, 0)
        self._paper_row.setSpacing(0)
        self.save, self.print = QToolButton(), QToolButton()
        for button, icon, words in (
            (self.save, "download", _("Save as PDF …")), (self.print, "printer", _("Print …")),
        ):  # fmt: skip
            button.setIcon(self._theme.icon(icon))
            button.setIconSize(QSize(px(16), px(16)))
            button.setText(f"  {words}")
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setMinimumHeight(px(28))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._paper_row.addWidget(button)
        return box

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.said = text("", "small", wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.hide()
        column.addWidget(self.said)
        row = self._foot_row = QHBoxLayout()
        column.addLayout(row)
        self.previous, self.next = QPushButton(), QPushButton()
        self.count = QLabel()
        self.count.setProperty("look", "small")
        for button, by in ((self.previous, -1), (self.next, 1)):
            button.setProperty("link", True)
            keeping = button.sizePolicy()
            keeping.setRetainSizeWhenHidden(True)
            button.setSizePolicy(keeping)
            button.clicked.connect(partial(self._step, by))
        row.addWidget(self.previous, 1, Qt.AlignmentFlag.AlignLeft)
        row.addSpacing(px(8))
        row.addWidget(self.count)
        row.addSpacing(px(8))
        row.addWidget(self.next, 1, Qt.AlignmentFlag.AlignRight)
        return foot

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Qt: Tab goes through the window as it is read."""
        return order.step(self, ahead) or super().focusNextPrevChild(ahead)

    def _connect(self) -> None:
        self.page.asked.connect(self.asked)
        self.page.followed.connect(self.follow)
        self.contents.chosen.connect(self.show_section)
        self.chosen.activated.connect(lambda row: self.show_section(self.book.chapters[row].key))
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._open_first)
        self.search.installEventFilter(self)
        self.save.clicked.connect(self.save_pdf)
        self.print.clicked.connect(self.print_it)
        slots = {
            "back": self.back, "on": self.go_on, "search": self._to_search, "close": self.close, "copy": self.copy,
            "print": self.print_it, "save_pdf": self.save_pdf,
        }  # fmt: skip
        shortcuts(self, "help", slots, Qt.ShortcutContext.WindowShortcut)

    def _read_next(self) -> None:
        """Read a chapter while nothing else is to be done, so that the first search waits for none."""
        chapter = next(self._read_ahead, None)
        if chapter is not None and chapter.sections:
            QTimer.singleShot(0, self, self._read_next)

    # ---- going -------------------------------------------------------------------------------------

    def show_section(self, place: str) -> None:
        """Show a chapter, or one of its sections, by its name: ``round``, ``round#enter``."""
        if ways.chapter_of(place) not in {chapter.key for chapter in self.book.chapters}:
            place = self.book.chapters[0].key
        self._ways.go(place)
        self._show(place)

    @property
    def key(self) -> str:
        """The chapter in view."""
        return ways.chapter_of(self._ways.here)

    @property
    def place(self) -> str:
        """The chapter in view and the section of it that is read."""
        section = self.page.section
        return f"{self.key}#{section}" if section else self.key

    def follow(self, link: str) -> None:
        """Do what a link in a chapter says."""
        kind, _colon, rest = link.partition(":")
        if kind == "action":
            self.asked.emit(rest)
        elif kind == "https":
            ways.open_address(link)
        else:
            self.show_section(link)

    def _show(self, place: str) -> None:
        chapter = self.book.chapter(ways.chapter_of(place))
        assert chapter is not None
        key = ways.section_of(place)
        self.said.hide()
        self.page.show_chapter(chapter, self.book.language, key=key, wanted=self.search.text())
        if self.search.text().strip():
            self.contents.mark(place)
        else:
            self.contents.show_book(self.book, chapter, key)
        if self.focusWidget() is None:
            self.contents.setFocus()
        self.chosen.setCurrentIndex(self.book.chapters.index(chapter))
        self._show_ways(chapter)

    def _show_ways(self, chapter: Chapter) -> None:
        part = next(part for part in self.book.parts if chapter in part.chapters)
        here = part.chapters.index(chapter) + 1
        # Translators: the result that is looked at, and how many there are
        self.count.setText(_("{n} of {of}").format(n=here, of=len(part.chapters)))
        at = self.book.chapters.index(chapter)
        before = self.book.chapters[at - 1].title if at else ""
        after = self.book.chapters[at + 1].title if at + 1 < len(self.book.chapters) else ""
        self.previous.setText(f"← {before}".replace("&", "&&"))
        self.next.setText(f"{after} →".replace("&", "&&"))
        self.previous.setVisible(bool(before))
        self.next.setVisible(bool(after))

    def _step(self, by: int) -> None:
        keys = [chapter.key for chapter in self.book.chapters]
        at = keys.index(self.key) + by
        if 0 <= at < len(keys):
            self.show_section(keys[at])

    def go_on(self) -> None:
        """To what was read after this before one went back, or else to the next chapter."""
        if self._ways.forth():
            self._show(self._ways.here)
        else:
            self._step(1)

    def back(self) -> None:
        """To what was read before this, or else to the chapter above it."""
        if self._ways.back():
            self._show(self._ways.here)
        else:
            self._step(-1)

    # ---- searching ---------------------------------------------------------------------------------

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search(self, wanted: str) -> None:
        if not wanted.strip():
            self._show(self._ways.here)
            return
        hits = find(self.book, wanted)
        self.contents.show_hits(hits)
        tell_hits(self.search, len(hits))
        chapter, here = self.book.chapter(self.key), any(hit.section.chapter == self.key for hit in hits)
        if chapter is not None and (here or self.page.marking):
            self.page.show_chapter(chapter, self.book.language, wanted=wanted if here else "")

    def _open_first(self) -> None:
        if self.search.text().strip() and self.contents.first():
            self.show_section(self.contents.first())

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Qt: the arrow down leads from what is searched for to what is found."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            if event.type() is QKeyEvent.Type.KeyPress and self.contents.first():
                self.contents.setFocus()
                self.contents.setCurrentRow(max(self.contents.currentRow(), 0))
            return True
        return False

    def copy(self) -> None:
        """Put the chapter in view on the clipboard, as text."""
        chapter = self.book.chapter(self.key)
        if chapter is not None:
            QGuiApplication.clipboard().setText(chapter.text)
            self._say(_("The chapter is copied."))

    # ---- on paper ----------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Save the whole manual as PDF."""
        from ui.help import manual_paper

        self._say(manual_paper.save(self.book, self._memory.text(PAPER, "A4"), self))

    def print_it(self) -> None:
        """Print the manual, or pages of it."""
        from ui.help import manual_paper

        self._say(manual_paper.print_it(self.book, self._memory.text(PAPER, "A4"), self))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    # ---- the window --------------------------------------------------------------------------------

    def _fit(self) -> None:
        """A narrow window has the chapters in a list that folds out."""
        narrow = self.width() < NARROW * factor()
        self.side.setVisible(not narrow)
        self._top.setVisible(narrow)
        self.count.setVisible(not narrow)
        side = 12 if narrow else 48
        self._foot_row.setContentsMargins(side, 4, side, 12)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._paper_row.setDirection(beside if narrow else below)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in (self.save, self.print):
            button.setToolButtonStyle(style)
        if narrow and self._top_row.indexOf(self.search) < 0:
            for widget, stretch in ((self.chosen, 1), (self.search, 1), (self._papers, 0)):
                self._top_row.addWidget(widget, stretch)
        elif not narrow and self._listed.indexOf(self.search) < 0:
            self._listed.insertWidget(0, self.search)
            self._listed.addWidget(self._papers)
            in_order(self._listed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: follow the width."""
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: tell where it was read last."""
        self.left.emit(self.place)
        super().closeEvent(event)
