"""The help: chapters on the left, one of them to be read on the right, and the way on to the next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk.text import _
from ui.base.memory import room_within_frame
from ui.base.page import text
from ui.base.scale import factor, px
from ui.base.theme import Theme
from ui.help.chapter_page import ChapterPage
from ui.help.chapters import Chapter, parts, saying
from ui.parts.search_field import SearchField
from ui.parts.still import StillCombo

WIDE, HIGH = 1040, 720
LIST, ROW, NARROW = 248, 30, 700
"""Pixels: the list, a row of it, and how wide the window must be for both."""


def _nothing() -> QPixmap:
    pixel = QPixmap(1, 1)
    pixel.fill(Qt.GlobalColor.transparent)
    return pixel


class HelpWindow(QWidget):
    """A window of its own, so that what it tells of can be done beside it; ``asked`` names a command to be done."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("page")
        self._theme = theme
        self._parts = parts()
        self._chapters = [chapter for part in self._parts for chapter in part.chapters]
        self._at, self._before = 0, list[int]()
        self.setWindowTitle(_("Help – KPI Desk"))
        self.search = SearchField(theme, _("Search help"))
        self.page = ChapterPage(theme)
        self.page.asked.connect(self.asked)
        self.buttons: dict[str, QToolButton] = {}
        self.nothing = text(_("Nothing in the help says that."), "small", wrap=True)
        self._build()
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._open_first)
        for key, act in (
            ("Alt+Left", self.back), ("Alt+Right", self.go_on), ("Ctrl+F", self._to_search), ("Ctrl+W", self.close),
            ("F1", self.close),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self).activated.connect(act)
        room = room_within_frame(self.screen())
        self.resize(min(px(WIDE), room.width()), min(px(HIGH), room.height()))
        self._show(0)

    # ---- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.side = QWidget()
        self.side.setObjectName("rail")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side.setFixedWidth(px(LIST))
        self._listed = QVBoxLayout(self.side)
        self._listed.setContentsMargins(12, 12, 12, 12)
        self._listed.setSpacing(0)
        self._group = QButtonGroup(self)
        for part in self._parts:
            head = text(part.title, "caption")
            head.setContentsMargins(8, px(14), 0, px(6))
            self._listed.addWidget(head)
            for chapter in part.chapters:
                self._listed.addWidget(self._button(chapter))
        self.nothing.hide()
        self._listed.addWidget(self.nothing)
        self._listed.addStretch()
        self.chosen = StillCombo()
        self.chosen.setAccessibleName(_("Chapter"))
        self.chosen.addItems([chapter.title for chapter in self._chapters])
        self.chosen.activated.connect(self._show)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.side, 0, 0, 3, 1)
        self._top = QWidget()
        self._top_row = QHBoxLayout(self._top)
        self._layout.addWidget(self._top, 0, 1)
        self._layout.addWidget(self.page, 1, 1)
        self._layout.addWidget(self._build_foot(), 2, 1)
        self._layout.setRowStretch(1, 1)
        self._fit()

    def _button(self, chapter: Chapter) -> QToolButton:
        button = QToolButton()
        button.setText(chapter.title.replace("&", "&&"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(QIcon(_nothing()))  # without one the style centres the text
        button.setIconSize(QSize(1, 1))
        button.setCheckable(True)
        button.setFixedHeight(px(ROW))
        button.setFixedWidth(px(LIST) - 24)
        button.clicked.connect(partial(self.show_chapter, chapter.key))
        self._group.addButton(button)
        self.buttons[chapter.key] = button
        return button

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        row = self._foot_row = QHBoxLayout(foot)
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
        row.addWidget(self.count)
        row.addWidget(self.next, 1, Qt.AlignmentFlag.AlignRight)
        return foot

    # ---- going -------------------------------------------------------------------------------------

    def show_chapter(self, key: str) -> None:
        """Show a chapter by its key."""
        place = next((at for at, chapter in enumerate(self._chapters) if chapter.key == key), 0)
        self._show(place)

    @property
    def key(self) -> str:
        """The chapter in view."""
        return self._chapters[self._at].key

    def _show(self, place: int, *, back: bool = False) -> None:
        if place != self._at and not back:
            self._before.append(self._at)
        self._at = place
        chapter = self._chapters[place]
        self.page.show_chapter(chapter, self.search.text())
        button = self.buttons[chapter.key]
        button.setChecked(True)
        if self.focusWidget() in (None, *self.buttons.values()):
            button.setFocus()
        self.chosen.setCurrentIndex(place)
        self._show_ways(place)

    def _show_ways(self, place: int) -> None:
        within = next(part for part in self._parts if self._chapters[place] in part.chapters)
        here = within.chapters.index(self._chapters[place]) + 1
        self.count.setText(_("{n} of {of}").format(n=here, of=len(within.chapters)))
        before = self._chapters[place - 1].title if place else ""
        after = self._chapters[place + 1].title if place + 1 < len(self._chapters) else ""
        self.previous.setText(f"← {before}".replace("&", "&&"))
        self.next.setText(f"{after} →".replace("&", "&&"))
        self.previous.setVisible(bool(before))
        self.next.setVisible(bool(after))

    def _step(self, by: int) -> None:
        if 0 <= self._at + by < len(self._chapters):
            self._show(self._at + by)

    def go_on(self) -> None:
        """To the next chapter."""
        self._step(1)

    def back(self) -> None:
        """To the chapter that was read before this one, or else the one above it."""
        if self._before:
            self._show(self._before.pop(), back=True)
        else:
            self._step(-1)

    # ---- searching ---------------------------------------------------------------------------------

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search(self, wanted: str) -> None:
        found = {chapter.key for chapter in self._chapters if saying(chapter, wanted)}
        for key, button in self.buttons.items():
            button.setVisible(key in found)
        self.nothing.setVisible(not found)
        if self.key in found:
            self.page.show_chapter(self._chapters[self._at], wanted)

    def _open_first(self) -> None:
        first = next((key for key, button in self.buttons.items() if not button.isHidden()), None)
        if first is not None:
            self.show_chapter(first)

    # ---- the window --------------------------------------------------------------------------------

    def _fit(self) -> None:
        """A narrow window has the chapters in a list that folds out."""
        narrow = self.width() < NARROW * factor()
        self.side.setVisible(not narrow)
        self._top.setVisible(narrow)
        side = 12 if narrow else 48
        self._foot_row.setContentsMargins(side, 4, side, 12)
        if narrow and self._top_row.indexOf(self.search) < 0:
            self._top_row.addWidget(self.chosen, 1)
            self._top_row.addWidget(self.search, 1)
        elif not narrow and self._listed.indexOf(self.search) < 0:
            self._listed.insertWidget(0, self.search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: follow the width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
