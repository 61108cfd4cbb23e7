"""What the suite does in a shorter form, and ``--long`` whole."""

from __future__ import annotations

import os
from typing import TypeVar

VARIABLE = "KPIDESK_LONG"
"""Set by ``--long``, for whatever is decided before a test begins."""
T = TypeVar("T")


def chosen() -> bool:
    """Tell whether everything is to be done whole."""
    return os.environ.get(VARIABLE) == "1"


def either(short: T, whole: T) -> T:
    """What to do: the short form, or the whole."""
    return whole if chosen() else short
