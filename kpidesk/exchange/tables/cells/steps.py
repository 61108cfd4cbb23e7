"""Dates that stand for longer periods: the first of each month, every seventh day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gcd

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.tables.cells.words import PART_WORDS, tokens

_ENDS = frozenset({"ending", "ends", "end", "slutt", "slutter", "ferdig", "til", "to"})
_BEGINS = frozenset({"beginning", "begins", "starting", "start", "starter", "fra", "from", "begynner", "av", "of"})
_BY_MONTHS = {12: Frequency.YEAR, 6: Frequency.HALF_YEAR, 3: Frequency.QUARTER, 1: Frequency.MONTH}
SUNDAY = 6


@dataclass(frozen=True)
class Step:
    """What each date of a column stands for: the period of a frequency that the day ``shift`` days later lies in."""

    frequency: Frequency
    shift: int = 0
    fiscal_start: int = 1
    weekday: int | None = None

    def begun(self) -> Step:
        """The same dates as the days on which weeks begin."""
        return replace(self, shift=3)

    def ended(self) -> Step:
        """The same dates as the days on which weeks end."""
        return replace(self, shift=-3)

    def of(self, day: Period) -> Period:
        """The period that a date stands for."""
        if day.frequency is not Frequency.DAY:
            return day
        return Period.containing(day.first + dt.timedelta(days=self.shift), self.frequency, self.fiscal_start)


def step_of(periods: Collection[Period], heading: str, fiscal_start: int) -> Step | None:
    """What the dates of a column stand for, where they are no single days."""
    days = sorted({each.first for each in periods if each.frequency is Frequency.DAY})
    if not days or len(days) < len(periods):
        return None
    words = tokens(heading)
    kind = next((PART_WORDS[word] for word in words if word in PART_WORDS), None)
    return _months(days, kind, fiscal_start) or _weeks(days, words, kind)


def months_among(periods: Collection[Period]) -> Step | None:
    """Months, where some are dates and others words: each date is the first day of a month that no word names."""
    days = {each for each in periods if each.frequency is Frequency.DAY}
    months = {each for each in periods if each.frequency is Frequency.MONTH}
    if not days or not months or any(day.first.day != 1 for day in days):
        return None
    step = Step(Frequency.MONTH)
    return None if months & {step.of(day) for day in days} else step


def _months(days: list[dt.date], kind: Frequency | None, fiscal_start: int) -> Step | None:
    firsts = all(day.day == 1 for day in days)
    lasts = all((day + dt.timedelta(days=1)).day == 1 for day in days)
    if not (firsts or lasts) or (len(days) < 2 and kind is None):
        return None
    if kind is Frequency.WEEK or kind is Frequency.DAY:
        return None
    months = [day.year * 12 + day.month for day in days]
    between = gcd(*(after - before for before, after in pairwise(months))) if len(days) > 1 else 1
    longest = next(n for n in _BY_MONTHS if between and between % n == 0)
    frequency = kind or (_BY_MONTHS[longest] if len(days) > 2 else Frequency.MONTH)
    if frequency.months > 1 and not _aligned(days, frequency, firsts, fiscal_start):
        frequency = Frequency.MONTH
    return Step(frequency, 0, fiscal_start if frequency.months > 1 else 1)


def _aligned(days: list[dt.date], frequency: Frequency, firsts: bool, fiscal_start: int) -> bool:
    """Tell whether the dates are the first, or the last, days of periods that the company has."""
    periods = [Period.containing(day, frequency, fiscal_start) for day in days]
    return all(each.first == day if firsts else each.last == day for each, day in zip(periods, days, strict=True))


def _weeks(days: list[dt.date], words: frozenset[str], kind: Frequency | None) -> Step | None:
    """Weeks by their seven-day steps; one that begins on a Sunday is the ISO week in which most of its days lie."""
    named = kind is Frequency.WEEK
    if len({day.weekday() for day in days}) > 1 or len(days) < (1 if named else 3):
        return None
    if not named and _spread(days):
        return None
    weekday = days[0].weekday()
    if words & _ENDS and named:
        return Step(Frequency.WEEK, -3, weekday=weekday)
    if weekday == SUNDAY or (words & _BEGINS and named):
        return Step(Frequency.WEEK, 3, weekday=weekday)
    return Step(Frequency.WEEK, weekday=weekday)


def _spread(days: list[dt.date]) -> bool:
    """Tell whether the dates are too far apart to be weeks one after the other."""
    return (days[-1] - days[0]).days > 7 * 4 * len(days)
