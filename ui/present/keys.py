"""What the keys mean while slides are shown, those of a remote control too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Key = Qt.Key
MEANING = {
    Key.Key_Right: "on", Key.Key_Down: "on", Key.Key_Space: "on", Key.Key_PageDown: "on",
    Key.Key_Left: "back", Key.Key_Up: "back", Key.Key_Backspace: "back", Key.Key_PageUp: "back",
    Key.Key_Home: "first", Key.Key_End: "last", Key.Key_B: "black", Key.Key_Period: "black", Key.Key_G: "all",
    Key.Key_N: "notes", Key.Key_Return: "enter", Key.Key_Enter: "enter", Key.Key_Escape: "escape",
}  # fmt: skip
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
        word = MEANING.get(Key(event.key()), "")
        if word == "on" and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            word = "back"
        if word == "enter":
            return ("go", int(digits) - 1) if digits else ("open", 0)
        return word, 0
