"""What the program says without a dialog: notices at the top of a page, and the undo message at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.bridge import Desk, Notice, Told
from ui.theme import Theme
from ui.widgets.replacing import discard

MOST = 2
MARKS = {
    "error": ("circle-alert", "off"), "info": ("info", "accent"), "fork": ("cloud-alert", "risk"),
    "news": ("refresh-cw", "accent"), "locked": ("lock", "text2"),
    "present": ("users", "accent"),
}  # fmt: skip
"""The icon and its colour for each kind of notice."""
LOOKS = {"error": "notice_error", "fork": "notice_risk", "locked": "notice_quiet"}
TOAST_MS = 6000
LINE = 28
"""The height of a notice's first line: icon and close button stay beside it."""


class NoticeBar(QWidget):
    """At most two notices, the newest on top; each stays until it is closed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(24, 8, 24, 0)
        self._rows.setSpacing(6)
        self.hide()

    def say(self, notice: Notice) -> None:
        """Show one notice; the same text is not shown twice."""
        for row in self.rows():
            if row.notice.text == notice.text:
                return
        row = NoticeRow(notice, self._theme, self)
        row.closed.connect(self._forget)
        self._rows.insertWidget(0, row)
        for old in self.rows()[MOST:]:
            self._forget(old)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Alert))

    def rows(self) -> list[NoticeRow]:
        """The notices shown, newest first."""
        found = [self._rows.itemAt(place) for place in range(self._rows.count())]
        widgets = [item.widget() for item in found if item is not None]
        return [row for row in widgets if isinstance(row, NoticeRow)]

    def withdraw(self, words: str) -> None:
        """Take away what no longer holds."""
        for row in self.rows():
            if row.notice.text == words:
                self._forget(row)

    def clear(self) -> None:
        """Take every notice away."""
        for row in self.rows():
            self._forget(row)

    def _forget(self, row: NoticeRow) -> None:
        self._rows.removeWidget(row)
        discard(row)
        self.setVisible(bool(self.rows()))


class NoticeRow(QFrame):
    """One notice: icon, sentence, an action if there is one, technical text behind a link, close."""

    closed = Signal(object)

    def __init__(self, notice: Notice, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("look", LOOKS.get(notice.kind, "notice"))
        self.setMinimumHeight(40)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(theme.pixmap(*MARKS.get(notice.kind, MARKS["info"]), 16))
        mark.setFixedHeight(LINE)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self._text = QLabel(notice.text)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        row.addWidget(self._text, 1)
        if notice.action and notice.callback is not None:
            row.addWidget(self._link(notice.action, self._act))
        for words, slot in notice.more:
            row.addWidget(self._link(words, slot))
        if notice.details:
            row.addWidget(self._link(_("Show details"), self._show_details))
        close = QToolButton()
        close.setIcon(theme.icon("x", "text3", 14))
        close.setAccessibleName(_("Close"))
        close.setToolTip(_("Close"))
        close.setFixedSize(LINE, LINE)
        close.clicked.connect(self._close)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def _link(self, words: str, slot: object) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("link", True)
        button.clicked.connect(slot)
        return button

    def _act(self) -> None:
        if self.notice.callback is not None:
            self.notice.callback()

    def _show_details(self) -> None:
        self._text.setText(f"{self.notice.text}\n{self.notice.details}")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _close(self) -> None:
        self.closed.emit(self)


class Toast(QFrame):
    """The message after a change, with a way to take it back; gone after six seconds unless looked at."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "toast")
        self.setFixedHeight(40)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 6, 0)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self._words)
        self._desk, self._told = desk, Told("")
        self._undo = QPushButton(_("Undo"))
        self._undo.setProperty("link", True)
        self._undo.clicked.connect(self._take_back)
        row.addWidget(self._undo)
        close = QToolButton()
        close.setIcon(desk.theme.icon("x", "text3", 14))
        close.setToolTip(_("Close"))
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.hide)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def _take_back(self) -> None:
        self.hide()
        self._desk.turn_back(self._told)

    def say(self, told: Told) -> None:
        """Show a message at the lower left, with a way to take back just what it tells of, or to do that again."""
        self._told = told
        self._undo.setText(_("Redo") if told.undone else _("Undo"))
        self._undo.setVisible(bool(told.refs))
        self._words.setText(told.words)
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        self.move(24, parent.height() - self.height() - 16)
        self.show()
        self.raise_()
        self._timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: somebody is reading."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the time runs again."""
        self._timer.start()
        super().leaveEvent(event)
