"""What keys are called on this system, in the language in force."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from kpidesk.manual.key_names import is_key


def shown(keys: str) -> str:
    """Keys as the menus show them: “Alt+venstre pil”, on a Mac its signs; anything else as it stands."""
    if not is_key(keys):
        return keys
    sequence = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.NativeText) or keys
