"""What a key that was pressed means at a place, as ``kpidesk.manual.gestures`` has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kpidesk.manual.gestures import PLACES

Key, Held = Qt.Key, Qt.KeyboardModifier
WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
_TWINS = {"Enter": ("Return", "Enter")}
"""Keys that stand for two of the keyboard."""
_STANDARD = {
    "Ctrl+C": QKeySequence.StandardKey.Copy,
    "Ctrl+X": QKeySequence.StandardKey.Cut,
    "Ctrl+V": QKeySequence.StandardKey.Paste,
}
"""Keys for which the systems have older ones, too: Ctrl+Ins."""


def meaning(place: str, event: QKeyEvent) -> str:
    """The name of the gesture, or nothing for a key that means nothing of its own there."""
    known = _known(place)
    pressed = _plain(event)
    found = known.get(pressed.toCombined(), "")
    if not found and pressed.keyboardModifiers() == Held.ShiftModifier and _is_sign(pressed.key()):
        found = known.get(QKeyCombination(pressed.key()).toCombined(), "")
    return found


def shortcuts(
    owner: QWidget, place: str, slots: Mapping[str, Callable[[], object]], context: Qt.ShortcutContext = WITHIN
) -> None:
    """Have the gestures of a place work wherever the keyboard is inside ``owner``, by their names."""
    for gesture in PLACES[place].gestures:
        for keys in gesture.keys if gesture.name in slots else ():
            for each in sequences(keys):
                made = QShortcut(each, owner)
                made.setContext(context)  # the constructor forgets it where it is given a slot, too
                made.activated.connect(slots[gesture.name])


def sequences(keys: str) -> Iterator[QKeySequence]:
    """The keys of the keyboard that are meant by their names."""
    if keys in _STANDARD:
        yield from QKeySequence.keyBindings(_STANDARD[keys])
        return
    *held, last = [keys] if keys in "+-" else keys.split("+")
    for twin in _TWINS.get(last, (last,)):
        yield QKeySequence("+".join((*held, twin)), QKeySequence.SequenceFormat.PortableText)


def is_for_the_file(event: QEvent, field: QLineEdit | QPlainTextEdit, *, typed: bool) -> bool:
    """Leave undo to the window where nothing is ``typed`` in a field, and redo where nothing was taken back in it.

    Qt keeps both keys from the window wherever a field has the keyboard, also where it has nothing to take back.
    """
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo = event.matches(QKeySequence.StandardKey.Undo) and not typed
    stack = field if isinstance(field, QLineEdit) else field.document()
    found = undo or (event.matches(QKeySequence.StandardKey.Redo) and not stack.isRedoAvailable())
    if found:
        event.ignore()
    return found


@cache
def _known(place: str) -> dict[int, str]:
    return {
        _combined(each): gesture.name
        for gesture in PLACES[place].gestures
        if not gesture.given
        for keys in gesture.keys
        for each in sequences(keys)
    }


def _combined(sequence: QKeySequence) -> int:
    first: QKeyCombination = sequence[0]  # type: ignore[index]
    return first.toCombined()


def _plain(event: QKeyEvent) -> QKeyCombination:
    """What was pressed, wherever on the keyboard the key stands."""
    held, key = event.modifiers() & ~Held.KeypadModifier, Key(event.key())
    return QKeyCombination(held, Key.Key_Tab) if key == Key.Key_Backtab else QKeyCombination(held, key)


def _is_sign(key: Qt.Key) -> bool:
    """Tell whether it writes a sign, which some keyboards have under Shift, and capitals have everywhere."""
    return Key.Key_Space < key < Key.Key_Escape
