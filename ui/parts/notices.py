"""What the program says without a dialog: one notice, and the message after a change with the way to take it back.

Both lie over the lower edge of the page (``ui.parts.notice_pile``). A promise stands beside something large that is
not done yet.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk.forms import Form
from kpidesk.text import _
from ui.base.page import Prose, sign, text
from ui.base.scale import px
from ui.base.session import Notice, Session, Told
from ui.base.theme import Theme
from ui.parts.whole import Lines

MARKS = {
    "error": ("circle-alert", "off"), "info": ("info", "accent"), "fork": ("cloud-alert", "risk"),
    "news": ("refresh-cw", "accent"), "locked": ("lock", "text2"),
    "done": ("circle-check", "ok"),
    "present": ("users", "accent"), "warning": ("circle-alert", "risk"), "ready": ("download", "accent"),
}  # fmt: skip
"""The icon and its colour for each kind of notice."""
LOOKS = {"error": "notice_error", "fork": "notice_risk", "warning": "notice_risk", "locked": "notice_quiet"}
DONE = "done"
"""The kind of a notice that needs no answer: it is gone once somebody works on."""
TOAST_MS = 6000
HEIGHT = 40
"""The least height of each; texts that need a second line get it."""
LINE = 28
"""The height of a notice's first line: icon and close button stay beside it."""
LEAST_TEXT = 300
"""With less than so many pixels for the sentence, the ways on stand below it."""
LEAD = Form(r"(?<=\w\w[.!?])\s+(?=[A-ZÆØÅ“«])")
"""Where the first sentence ends; an abbreviation or a date with a number after it ends none."""


def promise(theme: Theme, sentence: str) -> QFrame:
    """The frame that says that nothing is lost, and why."""
    frame = QFrame()
    frame.setProperty("look", "promise")
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 12, 12, 12)
    row.setSpacing(10)
    mark = sign()
    mark.setPixmap(theme.pixmap("shield-check", "ok", 16))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(text(_("Nothing is lost"), "medium"))
    words.addWidget(Lines(sentence, "small"))
    row.addLayout(words, 1)
    return frame


class NoticeRow(QFrame):
    """One notice: icon, sentence, an action if there is one, technical text behind a link, close."""

    closed = Signal(object)
    grown = Signal()

    def __init__(self, notice: Notice, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("look", LOOKS.get(notice.kind, "notice"))
        self.setMinimumHeight(px(HEIGHT))
        self.setAccessibleName(notice.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.setSpacing(8)
        mark = sign()
        mark.setPixmap(theme.pixmap(*MARKS.get(notice.kind, MARKS["info"]), 16))
        mark.setFixedHeight(px(LINE))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self._text = Prose(with_lead(notice.text))
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._links = self._build_links()
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(4)
        self._middle.addWidget(self._text, 1)
        self._middle.addWidget(self._links)
        row.addLayout(self._middle, 1)
        row.addWidget(_close_button(theme, self._close), 0, Qt.AlignmentFlag.AlignTop)

    def _build_links(self) -> QWidget:
        links = QWidget()
        row = QHBoxLayout(links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        notice = self.notice
        if notice.action and notice.callback is not None:
            row.addWidget(_link(notice.action, self._act))
        for words, slot in notice.more:
            row.addWidget(_link(words, slot))
        if notice.details:
            row.addWidget(_link(_("Show details"), self._show_details))
        if not row.count():
            links.hide()
        row.addStretch()
        return links

    def height_for(self, width: int) -> int:
        """Put the ways on beside the sentence or below it, and tell how high that is."""
        links = self._links.sizeHint().width() if not self._links.isHidden() else 0
        below = width - links - 90 < LEAST_TEXT and links > 0
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.TopToBottom if below else direction.LeftToRight)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        return max(px(HEIGHT), layout.totalHeightForWidth(width))

    def _act(self) -> None:
        if self.notice.callback is not None:
            self.notice.callback()

    def _show_details(self) -> None:
        from html import escape  # which brings the names of two thousand letters with it

        details = escape(self.notice.details).replace("\n", "<br>")
        self._text.setText(f"{with_lead(self.notice.text)}<br>{details}")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.grown.emit()

    def _close(self) -> None:
        self.closed.emit(self)


class Toast(QFrame):
    """The message after a change, with a way to take it back; gone after six seconds, unless it is ``held``.

    ``turned`` tells that it has come, gone, or says something else, ``left`` that it goes with the keyboard in it.
    """

    turned = Signal()
    left = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "toast")
        self.setMinimumHeight(px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 6, 0)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self._words, 1)
        self._session, self._told = session, Told("")
        self._undo = _link(_("Undo"), self._take_back)
        row.addWidget(self._undo)
        row.addWidget(_close_button(session.theme, self.go))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.go)
        self.hide()

    def _take_back(self) -> None:
        self.go()
        self._session.turn_back(self._told)

    def say(self, told: Told) -> None:
        """Show a message with a way to take back just what it tells of, or to do that again."""
        self._told = told
        self._undo.setText(_("Redo") if told.undone else _("Undo"))
        self._undo.setVisible(bool(told.refs))
        self._words.setText(told.words)
        self.setAccessibleName(told.words)
        self.show()
        self._timer.start()
        self.turned.emit()

    def standing(self, session: Session | None) -> Told | None:
        """What it says at this moment of a session's file: a window that is made anew goes on saying it."""
        return self._told if session is self._session and not self.isHidden() else None

    def go(self) -> None:
        """Be gone."""
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self.left.emit()  # before Qt hands the keyboard to whatever stands first on the page
        self._timer.stop()
        self.hide()
        self.turned.emit()

    def hold(self, held: bool) -> None:
        """Stay while somebody is there; the time runs from the beginning afterwards."""
        if held:
            self._timer.stop()
        elif not self.isHidden():
            self._timer.start()

    def size_within(self, width: int) -> tuple[int, int]:
        """How wide and high it wants to be in so many pixels."""
        layout = self.layout()
        assert layout is not None
        self._words.setWordWrap(False)
        wanted = layout.totalSizeHint().width()
        self._words.setWordWrap(wanted > width)
        layout.activate()
        height = layout.totalHeightForWidth(width) + 8 if wanted > width else px(HEIGHT)
        return min(wanted, width), max(px(HEIGHT), height)


def with_lead(words: str) -> str:
    """A notice's text as markup, its first sentence stronger where more follows."""
    from html import escape

    lead, *rest = LEAD.split(words, maxsplit=1)
    return f'<span style="font-weight: 600">{escape(lead)}</span> {escape(rest[0])}' if rest else escape(words)


def _link(words: str, slot: object) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("link", True)
    button.clicked.connect(slot)
    return button


def _close_button(theme: Theme, slot: object) -> QToolButton:
    close = QToolButton()
    close.setIcon(theme.icon("x", "text3", 14))
    close.setAccessibleName(_("Close"))
    close.setToolTip(_("Close"))
    close.setFixedSize(px(LINE), px(LINE))
    close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    close.clicked.connect(slot)
    return close
