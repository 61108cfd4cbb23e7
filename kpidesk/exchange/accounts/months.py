"""Which month a voucher counts in, and which months a file covers.

With a fiscal year that is the calendar's the period is the month. Where the fiscal year deviates, periods are those of
the fiscal year, so the day of the voucher decides. That is seen by comparing periods with days.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpidesk.domain.period import DAY_ONE, LAST_DAY, BadPeriod, Frequency, Period
from kpidesk.exchange.accounts.head import Header
from kpidesk.exchange.accounts.tally import When

MONTHS = 12
NEIGHBOURS = (1, 11)
FEW = 3
"""So few vouchers, dated in the month beside their period, are late ones and no other fiscal year."""


@dataclass(frozen=True)
class Calendar:
    """How periods and days belong together: ``shift`` months lie between them, 0 for a calendar year.

    ``by_day`` is set where they do not agree at all, and only days count. ``years`` are the first months of fiscal
    years (months counted from year 0), by what the file calls the year.
    """

    shift: int = 0
    by_day: bool = False
    years: Mapping[int, int] | None = None

    def month(self, when: When) -> int | None:
        """The month that a voucher's movements count in, counted from year 0; ``None`` for an opening."""
        if when.period == 0:
            return None
        if when.period is not None and when.period > MONTHS:
            return self._last_of(when)
        if when.year is None or when.period is None:
            return when.month
        if self.shift == 0 and not self.by_day:
            return when.year * MONTHS + when.period - 1
        return when.month if when.month is not None else self._first_of(when.year) + when.period - 1

    def _first_of(self, year: int) -> int:
        known = self.years or {}
        if year in known:
            return known[year]
        near = min(known, key=lambda other: abs(other - year), default=None)
        return year * MONTHS + self.shift if near is None else known[near] + (year - near) * MONTHS

    def _last_of(self, when: When) -> int | None:
        if when.year is not None:
            return self._first_of(when.year) + MONTHS - 1
        if when.month is None:
            return None
        return when.month + (self.shift - 1 - when.month) % MONTHS


def calendar_of(vouchers: Mapping[When, int]) -> Calendar:
    """How periods and days of these vouchers belong together."""
    shifts: Counter[int] = Counter()
    firsts: dict[int, Counter[int]] = {}
    periods = set()
    for when, count in vouchers.items():
        if when.month is not None and when.year is not None and when.period and when.period <= MONTHS:
            shifts[(when.month - when.period + 1) % MONTHS] += count
            firsts.setdefault(when.year, Counter())[when.month - when.period + 1] += count
            periods.add(when.period)
    known = sum(shifts.values())
    if not known or shifts[0] * 2 >= known:
        return Calendar()
    shift, count = shifts.most_common(1)[0]
    if shift in NEIGHBOURS and len(periods) == 1 and known < FEW:
        return Calendar()
    if count * 2 <= known:
        return Calendar(by_day=True)
    return Calendar(shift, years={year: found.most_common(1)[0][0] for year, found in firsts.items()})


@dataclass(frozen=True)
class Covered:
    """The time that a file covers, by its first and last day."""

    first: dt.date
    last: dt.date

    def months(self) -> Iterable[Period]:
        """The months that lie wholly in it."""
        period = Period.containing(self.first, Frequency.MONTH)
        if period.first < self.first:
            period = period.next()
        while period.last <= self.last:
            yield period
            period = period.next()


def period_of(month: int) -> Period | None:
    """A month counted from year 0; ``None`` for one that no number can belong to."""
    year, at = divmod(month, MONTHS)
    if not DAY_ONE.year <= year <= LAST_DAY.year:
        return None
    try:
        return Period.containing(dt.date(year, at + 1, 1), Frequency.MONTH)
    except (BadPeriod, ValueError):
        return None


def covered(header: Header, calendar: Calendar, used: Iterable[int]) -> Covered | None:
    """The time that a file was made for; where it does not say so, from its first to its last voucher's month.

    What a file was made for ends at the latest on the day it was made.
    """
    said, months = _said(header, calendar), sorted(used)
    first = header.first or said[0] or (_day_of(months[0]) if months else None)
    last = header.last or _end_of(said[1]) or (_end_of(_day_of(months[-1])) if months else None)
    if first is None or last is None:
        return None
    if header.made_on is not None and first <= header.made_on < last:
        last = header.made_on
    return Covered(first, last)


def _said(header: Header, calendar: Calendar) -> tuple[dt.date | None, dt.date | None]:
    """The first days of the first and the last period that a file was made for, where it tells periods."""
    if header.periods is None:
        return None, None
    (year, number), (last_year, last) = header.periods
    ends = (When(year, max(number, 1), None), When(last_year, min(max(last, 1), MONTHS), None))
    return _day_of(calendar.month(ends[0])), _day_of(calendar.month(ends[1]))


def _end_of(day: dt.date | None) -> dt.date | None:
    return None if day is None else Period.containing(day, Frequency.MONTH).last


def _day_of(month: int | None) -> dt.date | None:
    period = None if month is None else period_of(month)
    return None if period is None else period.first
