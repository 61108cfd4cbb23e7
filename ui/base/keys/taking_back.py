"""Ctrl+Z in a field: it takes back what is typed there, and with nothing typed the last change of the file.

Qt keeps both keys from the window wherever a field has the keyboard, also where it has nothing to take back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


def is_for_the_file(event: QEvent, field: QLineEdit | QPlainTextEdit, *, typed: bool) -> bool:
    """Leave undo to the window where nothing is ``typed`` in a field, and redo where nothing was taken back in it."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo = event.matches(QKeySequence.StandardKey.Undo) and not typed
    stack = field if isinstance(field, QLineEdit) else field.document()
    found = undo or (event.matches(QKeySequence.StandardKey.Redo) and not stack.isRedoAvailable())
    if found:
        event.ignore()
    return found
