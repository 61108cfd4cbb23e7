"""Periods that are named by where they begin and end: ``jan.–mars 2026``, ``23. feb.–1. mars``, ``9.–15.3.``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from kpidesk.domain.period import Frequency, Period
from kpidesk.reading.context import Calendar
from kpidesk.reading.words import month_called

_NAME = r"[^\W\d_]{3,9}"
_MONTHS = re.compile(rf"({_NAME})\.?(?: ([0-9]{{4}}))? ?[–-] ?({_NAME})\.?(?: ([0-9]{{4}}))?")
_MONTH = rf"(?:{_NAME}|(?<=[0-9]\.)[0-9]{{1,2}})"
_DAYS = re.compile(
    rf"(?P<first>[0-9]{{1,2}})(?:\.? ?(?P<from>{_MONTH})\.?)?\.? ?[–-] ?"
    rf"(?P<last>[0-9]{{1,2}})\.? ?(?P<to>{_MONTH})\.?(?: ?(?P<year>[0-9]{{4}}))?"
)
_BY_MONTHS = {frequency.months: frequency for frequency in Frequency if frequency.months > 1}


def months_between(bare: str, calendar: Calendar) -> Iterator[Period]:
    """A quarter or longer by its first and last month; without years it is one of this (fiscal) year."""
    match = _MONTHS.fullmatch(bare)
    first, last = (month_called(match[1]), month_called(match[3])) if match else (None, None)
    if match is None or first is None or last is None:
        return
    ends = int(match[4]) if match[4] else None
    if ends is None and (calendar.today is None or match[2]):
        return
    years = ends - int(match[2]) if ends and match[2] else int(first > last and not ends)
    frequency = _BY_MONTHS.get(years * 12 + last - first + 1)
    if frequency is None:
        return
    if ends is not None:
        yield Period(frequency, dt.date(int(match[2] or ends), first, 1))
    elif calendar.today is not None:
        yield from _of_this_year(frequency, first, calendar.today, calendar.fiscal_start)


def _of_this_year(frequency: Frequency, month: int, today: dt.date, fiscal_start: int) -> Iterator[Period]:
    year = Period.containing(today, frequency, fiscal_start).year(fiscal_start)
    for begins in (year, year + 1):
        found = Period(frequency, dt.date(begins, month, 1))
        if found.year(fiscal_start) == year:
            yield found
            return


def week_between(bare: str, calendar: Calendar) -> Iterator[Period]:
    """A week by its first and last day; without a year the one of this year, or the nearest."""
    match = _DAYS.fullmatch(bare)
    if match is None:
        return
    to = _month(match["to"])
    begins = _month(match["from"]) if match["from"] else to
    if to is None or begins is None:
        return
    days = (int(match["first"]), begins, int(match["last"]), to)
    if match["year"]:
        yield from _week(*days, int(match["year"]))
    elif calendar.today is not None:
        this = calendar.today.isocalendar()[0]
        weeks = [week for year in (this, this + 1, this - 1) for week in _week(*days, year)]
        yield from sorted(weeks, key=lambda week: week.year() != this)[:1]


def _week(first: int, begins: int, last: int, to: int, year: int) -> Iterator[Period]:
    """The week that ends in a year on that day, if it is one."""
    try:
        start, end = dt.date(year - (begins > to), begins, first), dt.date(year, to, last)
    except ValueError:
        return
    if start.weekday() == 0 and (end - start).days == 6:
        yield Period(Frequency.WEEK, start)


def _month(word: str) -> int | None:
    return int(word) if word.isdigit() else month_called(word)
