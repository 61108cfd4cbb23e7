"""Fields that keep what they hold, and say why to whoever tries to change it, by the pointer or by the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
ERASING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Space)
WRITING = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Cut)


class Lock(QObject):
    """``tried`` tells that somebody has tried to change one of the fields while it is shut, and why it can't be."""

    tried = Signal(str)

    def __init__(self, owner: QWidget, *fields: QWidget) -> None:
        super().__init__(owner)
        self._why = ""
        for field in fields:
            field.installEventFilter(self)

    def shut(self, why: str) -> None:
        """Say this from now on; empty words open the fields."""
        self._why = why

    def eventFilter(self, _field: QObject, event: QEvent) -> bool:
        """Qt: what would change a field is answered instead; looking, walking on and copying are not."""
        if not self._why:
            return False
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            self._answer(event.button() is Qt.MouseButton.LeftButton)
        return isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._answer(_changes(event))

    def _answer(self, tried: bool) -> bool:
        if tried:
            self.tried.emit(self._why)
        return tried


def _changes(event: QKeyEvent) -> bool:
    """Tell whether a key would change what is in a field."""
    return (
        event.key() in (*STEPS, *ERASING) or (event.text().isprintable() and bool(event.text().strip()))
        or any(event.matches(each) for each in WRITING)
    )  # fmt: skip
