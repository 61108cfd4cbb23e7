"""Enter on a button that has the keyboard presses that button, in every dialog and page.

Qt lets Enter on a button that is not a dialog's own press the marked one instead: on "Cancel" it would store. The
button in focus alone is watched, and keys that it has no use for go on as ever.
"""

from __future__ import annotations

from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QToolButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class EnterPresses(QObject):
    """Watches the button in focus; one for an application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._follow)
        self._follow(None, application.focusWidget())

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if _is_button(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a key for the button in focus; one that is held down presses once."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() not in ENTER or event.modifiers() not in PLAIN or not isinstance(watched, QAbstractButton):
            return False
        if not event.isAutoRepeat():
            watched.click()
        return True


def _is_button(widget: QWidget | None) -> TypeGuard[QAbstractButton]:
    """Tell whether Enter means the widget itself: a button, but not one choice of several, which space makes."""
    if not isinstance(widget, QPushButton | QToolButton):
        return False
    group = widget.group()
    return not (widget.isCheckable() and (widget.autoExclusive() or (group is not None and group.exclusive())))
