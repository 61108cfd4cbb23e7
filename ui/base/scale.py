"""The size of text on this machine, and everything that is measured by it.

Widths and heights in the code are pixels at the ordinary size; ``px`` gives those of the size in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

LEAST, ORDINARY, MOST, STEP = 90, 100, 200, 10
"""Per cent."""
TARGET = 24
"""Pixels on each side that what can be pressed has at least, in every size (WCAG 2.2, 2.5.8)."""


class _Size:
    percent = ORDINARY
    shown = ORDINARY


def percent() -> int:
    """The size of text in force, in per cent of the ordinary one."""
    return _Size.percent


def use(wanted: int) -> None:
    """Set the size; what is beyond the limits is brought within them."""
    _Size.percent = _Size.shown = max(LEAST, min(MOST, wanted))


def chosen(stored: object, otherwise: int = ORDINARY) -> int:
    """The size that was remembered, or another one where none was, or nonsense."""
    words = str(stored)
    return int(words) if words.isdigit() and LEAST <= int(words) <= MOST else otherwise


def factor() -> float:
    """The size as a factor."""
    return _Size.percent / ORDINARY


def px(pixels: float) -> int:
    """Pixels at the size in force; a hair line stays one."""
    return round(pixels * factor()) if abs(pixels) > 1 else round(pixels)


def pressed(pixels: float) -> int:
    """The same of what can be pressed, which is never too small to be hit."""
    return max(TARGET, px(pixels))


def enlargement() -> float:
    """How much larger than it is measured something is shown: by a painter that enlarges it."""
    return _Size.shown / _Size.percent


@contextmanager
def ordinary() -> Iterator[None]:
    """Measure as at the ordinary size for a while: what is drawn by a painter that enlarges it."""
    before = _Size.percent
    _Size.percent = ORDINARY
    try:
        yield
    finally:
        _Size.percent = before
