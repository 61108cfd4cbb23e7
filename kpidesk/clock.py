"""What time it is comes in as an argument: a test, or a look back, brings its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Gives the moment, with its zone."""


def moment_of(milliseconds: int) -> dt.datetime:
    """A stored time: milliseconds since 1970, in UTC."""
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)


def system_clock() -> dt.datetime:
    """The machine's time, with its zone."""
    return dt.datetime.now().astimezone()
