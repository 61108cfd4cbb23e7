"""What the keys mean while slides are shown, those of a remote control too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.base.keys.pressed import meaning

MOST_DIGITS = 4


class Keys:
    """Reads keys one by one; digits gather until Enter."""

    def __init__(self) -> None:
        self._digits = ""

    def read(self, event: QKeyEvent) -> tuple[str, int]:
        """What a key asks for and, of ``go``, which slide, from 0; an empty word for nothing."""
        plain = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~plain:
            return "", 0
        typed = event.text()
        if typed.isdecimal() and typed.isascii():
            self._digits = (self._digits + typed)[-MOST_DIGITS:]
            return "", 0
        digits, self._digits = self._digits, ""
        word = meaning("slides", event)
        if word == "enter":
            return ("go", int(digits) - 1) if digits else ("open", 0)
        return word, 0
