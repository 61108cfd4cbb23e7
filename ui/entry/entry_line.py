"""The reading line above the sheet: how what is being typed is read, where Enter leads, what a block would fill.

It has one place and one height, so that nothing moves under the hand; only a block of which there is much to say makes
it higher.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from kpidesk.commands.entry import Doubt
from kpidesk.text import _
from kpidesk.wording.entry import exact
from ui.base import page
from ui.base.reach.announcing import announce
from ui.base.scale import px
from ui.base.theme import Theme
from ui.entry.entry_line_words import CellSaid, Words, plain, preview_words, store_words, turn_words
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_moves import Axis
from ui.entry.sheet.entry_paste import Laid, Preview

HEIGHT, NARROW = 40, 640
AIR = "\u2003"
EDGES = ("accent", "risk", "off")
"""Colours that the left edge may have; the rest has none."""


@dataclass(frozen=True)
class LineSaid:
    """What the line says at a time: an icon in the colour of a token, its words, and what can be done.

    ``key`` is the key that does the ``first`` thing; ``hint`` is where Enter leads.
    """

    words: Words = ()
    icon: str = ""
    token: str = ""
    first: str = ""
    key: str = ""
    second: str = ""
    hint: str = ""


class EntryLine(QFrame):
    """One sentence with what can be done about it; a block that is offered goes before all else there is to say.

    ``stored`` asks to store the block, ``dropped`` to let it go, ``turned`` to lay it the other way, ``reversed`` to
    let its other end be the latest; ``used`` asks for the likely reading of a text, ``overview`` for the overview.
    """

    stored = Signal()
    dropped = Signal()
    turned = Signal()
    reversed = Signal()
    used = Signal()
    overview = Signal()

    def __init__(self, theme: Theme, ledger: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ledger = theme, ledger
        self._preview: Preview | None = None
        self._doubt: Doubt | None = None
        self._said: CellSaid | None = None
        self._done = self._way = ""
        self.setMinimumHeight(px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(14, 3, 8, 3)
        self._box.setSpacing(4)
        self._mark = page.sign()
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        said, self._doing = QHBoxLayout(), QHBoxLayout()
        for row in (said, self._doing):
            row.setSpacing(8)
        said.addWidget(self._mark)
        said.addWidget(self._label, 1)
        self._box.addLayout(said, 1)
        self._box.addLayout(self._doing)
        self._hint_key, self._hint, self._arrow = page.text("Enter", "key"), page.text("", "small"), page.sign()
        for widget in (self._hint_key, self._hint, self._arrow):
            self._doing.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.reverse = self._button(_("Reverse the order"), self.reversed.emit, link=True)
        self.turn = self._button("", self.turned.emit, link=True)
        self._doing.addStretch()
        self.second = self._button("", self.dropped.emit)
        self.first = self._button("", self._press_first)
        self.tell()

    def _button(self, words: str, pressed: Callable[[], None], *, link: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("link", link)
        button.clicked.connect(pressed)
        self._doing.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: where there is little room what can be done stands under what is said."""
        super().resizeEvent(event)
        narrow = self.width() < px(NARROW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if direction is not self._box.direction():
            self._box.setDirection(direction)

    def take_keyboard(self) -> None:
        """Give the keyboard to the first thing that can be done here."""
        buttons = (self.reverse, self.turn, self.second, self.first)
        first = next((button for button in buttons if button.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape lets a block go from here too."""
        if event.key() == Qt.Key.Key_Escape and self._preview is not None:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def words(self) -> str:
        """What it says, as one text."""
        return self._label.accessibleName()

    def hint(self) -> str:
        """Where it says that Enter leads."""
        return self._hint.text() if self._hint.isVisibleTo(self) else ""

    # ---- what there is to say --------------------------------------------------------------------

    def show_preview(self, preview: Preview | None) -> None:
        """Say what a block would do."""
        self._preview = preview
        self.tell()

    def show_doubt(self, doubt: Doubt | None) -> None:
        """Say why a text was not stored, where nothing beside the sheet says so."""
        self._doubt = doubt
        self.tell()
        if doubt is not None:
            announce(f"{doubt.what}. {doubt.why}", at_once=True)

    def show_done(self, sentence: str) -> None:
        """Say that everything is in, and when the next number comes; an empty sentence when it is not."""
        self._done = sentence
        self.tell()

    def show_cell(self, said: CellSaid | None, way: str, axis: Axis = Axis.ALONG) -> None:
        """Say what a cell holds, or what is being typed into it and the ``way`` on from there, with its arrow."""
        self._said, self._way = said, way
        self._arrow.setPixmap(self._theme.pixmap("arrow-right" if axis is Axis.ALONG else "arrow-down", "accent", 16))
        self.tell()

    def is_silent(self) -> bool:
        """Tell whether it says nothing but what the cell itself shows."""
        doubted = self._said is not None and self._said.doubted
        return not (self._preview or self._doubt or self._done or self._way or doubted)

    def tell(self) -> None:
        """Say the first of what there is to say."""
        if self._preview is not None:
            self._tell_preview(self._preview)
        elif self._doubt is not None:
            likely = self._doubt.likely
            use = _("Use {number}").format(number=exact(likely)) if likely is not None else ""
            words: Words = ((f"{self._doubt.what}. {self._doubt.why}", False),)
            self._tell(LineSaid(words, "circle-alert", "off", use, "Enter"))
        elif self._way or (self._said is not None and not self._done):
            self._tell(LineSaid(_cell_words(self._said), hint=self._way))
        elif self._done:
            self._tell(LineSaid(((self._done, False),), "circle-check", "ok", _("See the overview")))
        else:
            self._tell(LineSaid())

    def _tell_preview(self, preview: Preview) -> None:
        if preview.refusal:
            self._tell(LineSaid(((preview.refusal, False),), "circle-alert", "off", second=_("Close")))
        else:
            mark, token = ("circle-alert", "risk") if preview.held else ("clipboard-paste", "accent")
            first = store_words(preview) if preview.cells else ""
            words = preview_words(preview, self._ledger)
            self._tell(
                LineSaid(words, mark, token, first, "Ctrl+Enter" if preview.held else "Enter", second=_("Cancel"))
            )
            self.turn.setText(turn_words(preview))
            self.turn.setVisible(bool(turn_words(preview)))
            self.reverse.setVisible(preview.copied is not None and preview.copied.laid is Laid.BACK)

    def _tell(self, said: LineSaid) -> None:
        self._mark.setVisible(bool(said.icon))
        if said.icon:
            self._mark.setPixmap(self._theme.pixmap(said.icon, said.token, 16))
        self._label.setText("".join(_marked(*each) for each in said.words))
        self._label.setAccessibleName(plain(said.words))
        for widget in (self._hint_key, self._hint, self._arrow):
            widget.setVisible(bool(said.hint))
        self._hint.setText(said.hint)
        self.reverse.hide()
        self.turn.hide()
        for button, text, chord in ((self.first, said.first, said.key), (self.second, said.second, "Esc")):
            button.setVisible(bool(text))
            button.setText(f"{text}  {chord}" if text and chord else text)
        self._look("primary" if self._preview is not None else "link", said.token)

    def _look(self, kind: str, token: str) -> None:
        """The primary button belongs to a block; what else there is to do is a link."""
        look = f"line_{token}" if token in EDGES else "line"
        if (self.property("look"), self.first.property(kind)) == (look, True):
            return
        for name in ("primary", "link"):
            self.first.setProperty(name, name == kind)
        self.setProperty("look", look)
        for widget in (self, self.first):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _press_first(self) -> None:
        if self._preview is not None:
            self.stored.emit()
        elif self._doubt is not None:
            self.used.emit()
        else:
            self.overview.emit()


def _cell_words(said: CellSaid | None) -> Words:
    if said is None:
        return ()
    parts = [(said.name, True), (said.reading, False), (said.number, True), (said.usual, False)]
    shown = [(part, strong) for part, strong in parts if part]
    return tuple(each for part in shown for each in (part, (AIR, False)))[:-1]


def _marked(part: str, strong: bool) -> str:
    """A part of a sentence for a label; the air between parts is kept."""
    text = escape(part).replace(AIR, "&nbsp;" * 4)
    return f'<span style="font-weight:600">{text}</span>' if strong else text
