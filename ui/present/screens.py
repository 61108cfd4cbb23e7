"""On which screens what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

S = TypeVar("S")


def arranged(screens: Sequence[S], here: S) -> tuple[S, S | None]:
    """The screen of the slides, and that of who presents: with two the slides go where the window is not."""
    others = [screen for screen in screens if screen is not here]
    return (others[-1], here) if others else (here, None)
