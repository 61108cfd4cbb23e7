"""Periods in a row, counted and never written out: a century of days is as light as a year of months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import overload

from kpidesk.domain.period import Frequency, Period
from kpidesk.records import record


@record(frozen=True)
class Stretch(Sequence[Period]):
    """The ``length`` periods from ``first`` on; each is made when it is asked for."""

    first: Period
    length: int

    @staticmethod
    def between(first: Period, last: Period) -> Stretch:
        """From ``first`` to ``last``, both included, of the same frequency; empty when ``last`` is earlier."""
        return Stretch(first, max(0, _steps(first, last.first) + 1))

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, place: int) -> Period: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Period]: ...

    def __getitem__(self, place: int | slice) -> Period | Sequence[Period]:
        if isinstance(place, int):
            return self.first.next(place if 0 <= place < self.length else range(self.length)[place])
        chosen = range(self.length)[place]
        if chosen.step == 1:
            return Stretch(self.first.next(chosen.start), len(chosen))
        return tuple(map(self.first.next, chosen))

    def __iter__(self) -> Iterator[Period]:
        return map(self.first.next, range(self.length))

    def __contains__(self, period: object) -> bool:
        return isinstance(period, Period) and self.place(period) is not None

    def index(self, period: Period, start: int = 0, stop: int | None = None) -> int:
        """The place of a period; raises ``ValueError`` where it is none of these."""
        place = self.place(period)
        if place is None or not start <= place < (self.length if stop is None else stop):
            raise ValueError(f"{period.key()} is not in the stretch")
        return place

    def place(self, period: Period) -> int | None:
        """The place of a period, or nothing where it is none of these, be it of another grid of quarters."""
        if period.frequency is not self.first.frequency:
            return None
        place = _steps(self.first, period.first)
        known = 0 <= place < self.length and self.first.next(place).first == period.first
        return place if known else None

    def place_of(self, day: dt.date) -> int:
        """How many whole periods lie before the one in which a day lies, counted from the first; may lie outside."""
        return _steps(self.first, day)

    def until(self, day: dt.date) -> int:
        """How many of the periods have begun on a day."""
        return min(self.length, max(0, _steps(self.first, day) + 1))


def _steps(first: Period, day: dt.date) -> int:
    """How many periods on from ``first`` the one lies in which ``day`` lies; below 0 before it."""
    if first.frequency is Frequency.DAY:
        return day.toordinal() - first.first.toordinal()
    if first.frequency is Frequency.WEEK:
        return (day.toordinal() - first.first.toordinal()) // 7
    start = first.first
    return ((day.year - start.year) * 12 + day.month - start.month) // first.frequency.months
