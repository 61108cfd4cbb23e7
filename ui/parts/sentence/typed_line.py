"""The line itself: its keys mean something of their own, so that they are taken before the focus moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

Key = Qt.Key


class TypedLine(QLineEdit):
    """A line whose Enter, Tab, Shift+Tab and Esc mean something of their own."""

    entered = Signal()
    shifted = Signal(int)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Tab before the focus moves."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._means(event):
            self._act(Key(event.key()))
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return plain and event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape)

    def _act(self, key: Qt.Key) -> None:
        if key == Key.Key_Escape:
            self.left.emit()
        elif key == Key.Key_Tab:
            self.shifted.emit(1)
        elif key == Key.Key_Backtab:
            self.shifted.emit(-1)
        else:
            self.entered.emit()
