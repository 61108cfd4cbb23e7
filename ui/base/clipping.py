"""Cut, copy, paste and select all, for whatever has the keyboard: a field, or a table that says what it can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMenuBar, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from kpidesk.text import _
from ui.base.session import Notice, Session

Commands = dict[str, Callable[[], object]]
"""``cut``, ``copy``, ``paste_here`` and ``select_all``, those that work."""


@runtime_checkable
class Clips(Protocol):
    """A table that cuts, copies and pastes."""

    def clips(self) -> Commands:
        """What works with what is selected now."""


class LastFocus(QObject):
    """Which widget of a window has the keyboard, or had it before the menu bar took it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not isinstance(now, QMenuBar | QMenu) and self._window.isAncestorOf(now):
            self._last = now

    def commands(self) -> Commands:
        """What can be cut, copied and pasted there."""
        return clips_of(self._last) if self._last is not None and isValid(self._last) else {}


def clips_of(widget: QWidget) -> Commands:
    """What can be cut, copied and pasted where a widget has the keyboard: its own, or those of what it stands in."""
    if isinstance(widget, QLineEdit):
        return _of_line(widget)
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return _of_text(widget)
    around: QWidget | None = widget
    while around is not None and not isinstance(around, Clips):
        around = around.parentWidget()
    return around.clips() if isinstance(around, Clips) else {}


def _of_line(field: QLineEdit) -> Commands:
    hidden = field.echoMode() is not QLineEdit.EchoMode.Normal
    return _offered(
        field, chosen=field.hasSelectedText(), fixed=field.isReadOnly(), hidden=hidden, filled=bool(field.text())
    )


def _of_text(field: QPlainTextEdit | QTextEdit) -> Commands:
    chosen = field.textCursor().hasSelection()
    return _offered(field, chosen=chosen, fixed=field.isReadOnly(), hidden=False, filled=bool(field.toPlainText()))


def _offered(
    field: QLineEdit | QPlainTextEdit | QTextEdit, *, chosen: bool, fixed: bool, hidden: bool, filled: bool
) -> Commands:
    found: Commands = {}
    if chosen and not hidden:
        found["copy"] = field.copy
        if not fixed:
            found["cut"] = field.cut
    if not fixed and QApplication.clipboard().text():
        found["paste_here"] = field.paste
    if filled:
        found["select_all"] = field.selectAll
    return found


def copied_text(session: Session) -> str:
    """The text on the clipboard, for numbers; where there is none that is said, for nothing else shows it."""
    text = QApplication.clipboard().text()
    if text.strip():
        return text
    words = _("There is nothing to paste. Copy the numbers first, in Excel for example.")
    session.notice.emit(Notice(words, "error", here=True))
    return ""
