"""The keys that go on from a number, and where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt

Key = Qt.Key


class Axis(Enum):
    """Along a row, or down a column."""

    ALONG = "along"
    DOWN = "down"


@dataclass(frozen=True)
class Move:
    """On (1) or back (−1): along an axis, or with none the way that was moved last.

    With ``waiting`` it leads from a number that waits to the next one that does, and after ``tab`` Tab leads on.
    """

    axis: Axis | None
    by: int
    waiting: bool = False
    tab: bool = False


_ARROWS = {
    Key.Key_Left: Move(Axis.ALONG, -1),
    Key.Key_Right: Move(Axis.ALONG, 1),
    Key.Key_Up: Move(Axis.DOWN, -1),
    Key.Key_Down: Move(Axis.DOWN, 1),
}


def arrow(key: int) -> Move | None:
    """What an arrow asks for; ``None`` for another key."""
    return _ARROWS.get(Key(key))


def done(key: int, *, back: bool) -> Move | None:
    """What Enter and Tab ask for, back with Shift; ``None`` for another key."""
    if key in (Key.Key_Return, Key.Key_Enter):
        return Move(None, -1 if back else 1, waiting=True)
    if key in (Key.Key_Tab, Key.Key_Backtab):
        return Move(Axis.ALONG, -1 if back or key == Key.Key_Backtab else 1, waiting=True, tab=True)
    return None
