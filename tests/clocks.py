"""Clocks that tests set."""

from __future__ import annotations

import datetime as dt


class Clock:
    """Stands at noon of a day."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    def __call__(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(12), dt.UTC)


class Ticking:
    """Stands on the morning of a day, but for a second a reading."""

    def __init__(self, day: dt.date) -> None:
        self.day, self.seconds = day, 0

    def __call__(self) -> dt.datetime:
        self.seconds += 1
        return dt.datetime.combine(self.day, dt.time(9), dt.UTC) + dt.timedelta(seconds=self.seconds)
