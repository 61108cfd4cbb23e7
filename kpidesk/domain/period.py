"""Periods: the stretch of time that a number describes.

A period is known by its frequency and its first day (figures/README: Periods). Weeks are ISO weeks and
start on Monday. Quarters, tertials, half-years and years count from the month in which the fiscal
year starts. A week belongs to the longer period in which its Thursday lies, which is how ISO
gives a week its year.

Text forms, both read and written: ``2026-03-12`` (day), ``2026-W11`` (week), ``2026-03`` (month),
``2026-Q1`` (quarter), ``2026-T1`` (tertial), ``2026-H1`` (half-year), ``2026`` (year). With a fiscal
year that starts in another month than January the year is the one in which the fiscal year starts. A
period that is none of the company's own, as a calendar quarter where the fiscal year starts in February,
is written by its months: ``2026-01..2026-03``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from kpidesk.forms import Form

DAY_ONE = dt.date(1900, 1, 1)
"""No period begins before this day."""
LAST_DAY = dt.date(2199, 12, 31)
"""No period begins after this day."""


class Frequency(Enum):
    """How often a number is measured, from short to long."""

    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"
    QUARTER = "quarterly"
    TERTIAL = "tertially"
    HALF_YEAR = "half-yearly"
    YEAR = "yearly"

    __hash__ = object.__hash__  # members are single; the enum's own hash is slow, and periods are keys everywhere

    @property
    def rank(self) -> int:
        """Position from short (0) to long (6)."""
        return _RANKS[self]

    @property
    def months(self) -> int:
        """Calendar months in one period; 0 for days and weeks."""
        return _MONTHS[self]

    def divides(self, longer: Frequency) -> bool:
        """Tell whether whole periods of this frequency fill one of ``longer``."""
        if self is longer:
            return True
        if self.months == 0:
            return self.rank < longer.rank
        return longer.months > 0 and longer.months % self.months == 0


REMEMBERED = 1 << 17
"""So many answers to each question are remembered: more than the days of three centuries."""
_RANKS = {frequency: rank for rank, frequency in enumerate(Frequency)}
_BY_RANK = tuple(Frequency)
_MONTHS = dict(zip(Frequency, (0, 0, 1, 3, 4, 6, 12), strict=True))
_BY_MONTHS = {months: frequency for frequency, months in _MONTHS.items() if months > 1}
_LETTERS = {"Q": Frequency.QUARTER, "K": Frequency.QUARTER, "T": Frequency.TERTIAL, "H": Frequency.HALF_YEAR}
_LETTER_OF = {Frequency.QUARTER: "Q", Frequency.TERTIAL: "T", Frequency.HALF_YEAR: "H"}
_TEXT = Form(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-?W(?P<week>\d\d?)|-?(?P<part>[QKTH])(?P<n>\d))?"
)
_SPAN = Form(r"(\d{4})-(\d\d)\.\.(\d{4})-(\d\d)")


class BadPeriod(ValueError):
    """The text names no period that exists."""


class _Placed(NamedTuple):
    """What a period is made of: where it lies, as one integer, then what it is known by."""

    place: int
    frequency: Frequency
    first: dt.date


class Period(_Placed):
    """A day, week, month … year, known by its frequency and first day.

    A tuple that begins with ``place``, one integer that sorts by the first day and, where that is the same, by the
    length: periods are keys everywhere and sorted in every page, and such a tuple is compared and hashed without a
    call into Python. What is asked of a period again and again, as for the next one, is remembered.
    """

    __slots__ = ()

    def __new__(cls, frequency: Frequency, first: dt.date) -> Period:
        """The period of a frequency that begins on a day."""
        return tuple.__new__(cls, (first.toordinal() * 8 + _RANKS[frequency], frequency, first))

    def __getnewargs__(self) -> tuple[Frequency, dt.date]:
        """What a copy is made from."""
        return self.frequency, self.first

    def __repr__(self) -> str:
        """The period as a failing test names it."""
        return f"Period({self.frequency}, {self.first})"

    @property
    def last(self) -> dt.date:
        """The last day of the period."""
        return _last(self)

    @property
    def days(self) -> int:
        """Calendar days in the period."""
        return (self.next().first - self.first).days

    @property
    def anchor(self) -> dt.date:
        """The day that decides which longer period this one belongs to."""
        if self.frequency is Frequency.WEEK:
            return self.first + dt.timedelta(days=3)
        return self.first

    def next(self, n: int = 1) -> Period:
        """The period ``n`` steps later; earlier when ``n`` is negative."""
        return _steps_on(self, n)

    def previous(self, n: int = 1) -> Period:
        """The period ``n`` steps earlier."""
        return _steps_on(self, -n)

    def last_year(self) -> Period:
        """The same period one year earlier: the week of the same number, the same date or month.

        Week 53 and 29 February, which most years lack, answer with week 52 and 28 February.
        """
        return _year_earlier(self)

    def contains(self, day: dt.date) -> bool:
        """Tell whether ``day`` lies in the period."""
        return self.first <= day <= self.last

    def parts(self, frequency: Frequency) -> tuple[Period, ...]:
        """The shorter periods that belong to this one, in order.

        Raises ``ValueError`` where they would not fill it, as quarters in a tertial.
        """
        if not frequency.divides(self.frequency):
            raise ValueError(f"{frequency.value} does not divide {self.frequency.value}")
        if frequency is self.frequency:
            return (self,)
        found = []
        part = Period.containing(self.first, frequency, self.first.month)
        while part.anchor < self.first:
            part = part.next()
        end = self.next().first
        while part.anchor < end:
            found.append(part)
            part = part.next()
        return tuple(found)

    def within(self, frequency: Frequency, fiscal_start: int = 1) -> Period:
        """The longer period that this one belongs to."""
        return _within(self, frequency, fiscal_start)

    def number(self, fiscal_start: int = 1) -> int:
        """The week, month, quarter … number within its year; the year itself for a year."""
        if self.frequency is Frequency.WEEK:
            return self.first.isocalendar()[1]
        if self.frequency is Frequency.DAY:
            return self.first.timetuple().tm_yday
        if self.frequency is Frequency.MONTH:
            return self.first.month
        if self.frequency is Frequency.YEAR:
            return self.first.year
        return (self.first.month - fiscal_start) % 12 // self.frequency.months + 1

    def year(self, fiscal_start: int = 1) -> int:
        """The ISO year of a week, the fiscal year of a quarter or longer, else the calendar year."""
        if self.frequency is Frequency.WEEK:
            return self.first.isocalendar()[0]
        if self.frequency.months > 1:
            return self.first.year - (self.first.month < fiscal_start)
        return self.first.year

    def year_text(self, fiscal_start: int = 1) -> str:
        """The year in words: ``2026``, or ``2025/26`` for the fiscal year that a quarter or longer lies in."""
        year = self.year(fiscal_start)
        return f"{year}/{(year + 1) % 100:02}" if self.frequency.months > 1 and fiscal_start != 1 else f"{year}"

    def on_grid(self, fiscal_start: int = 1) -> bool:
        """Tell whether a company whose fiscal year starts in that month has this period."""
        months = self.frequency.months
        return months <= 1 or (self.first.month - fiscal_start) % months == 0

    def key(self, fiscal_start: int = 1) -> str:
        """The text form that ``Period.parse`` reads back."""
        if not self.on_grid(fiscal_start):
            return f"{self.first:%Y-%m}..{self.last:%Y-%m}"
        match self.frequency:
            case Frequency.DAY:
                return self.first.isoformat()
            case Frequency.WEEK:
                return f"{self.year()}-W{self.number():02}"
            case Frequency.MONTH:
                return f"{self.first.year}-{self.first.month:02}"
            case Frequency.YEAR:
                return f"{self.year(fiscal_start)}"
            case _:
                letter = _LETTER_OF[self.frequency]
                return f"{self.year(fiscal_start)}-{letter}{self.number(fiscal_start)}"

    def code(self) -> int:
        """One integer that sorts by time and holds the frequency; for storage."""
        return self.place

    @staticmethod
    def codes(periods: Iterable[Period]) -> list[int]:
        """The codes of many periods, without a call for each."""
        return [place for place, _frequency, _first in periods]

    @staticmethod
    def from_code(code: int) -> Period:
        """Read back what ``code`` wrote; raises ``BadPeriod`` for a number that is no period.

        The same code gives the same object as long as it is remembered, which makes look-ups fast.
        """
        return _from_code(code)

    @staticmethod
    def containing(day: dt.date, frequency: Frequency, fiscal_start: int = 1) -> Period:
        """The period of ``frequency`` in which ``day`` lies."""
        return _containing(day, frequency, fiscal_start)

    @staticmethod
    def parse(text: str, fiscal_start: int = 1) -> Period:
        """Read a text form; raises ``BadPeriod`` when no such period exists (``2026-W54``)."""
        match, span = _TEXT.fullmatch(text.strip().upper()), _SPAN.fullmatch(text.strip())
        try:
            if span is not None:
                period = _span_of(*map(int, span.groups()))
            elif match is not None:
                period = _period_of(match, fiscal_start)
            else:
                raise BadPeriod(text)
        except ValueError as error:
            raise BadPeriod(text) from error
        if not DAY_ONE <= period.first <= LAST_DAY:
            raise BadPeriod(text)
        return period


@lru_cache(maxsize=REMEMBERED)
def _containing(day: dt.date, frequency: Frequency, fiscal_start: int) -> Period:
    if frequency is Frequency.DAY:
        return Period(frequency, day)
    if frequency is Frequency.WEEK:
        return Period(frequency, day - dt.timedelta(days=day.weekday()))
    into = (day.month - fiscal_start) % 12 % frequency.months
    return Period(frequency, _add_months(day.replace(day=1), -into))


@lru_cache(maxsize=REMEMBERED)
def _within(period: Period, frequency: Frequency, fiscal_start: int) -> Period:
    return _containing(period.anchor, frequency, fiscal_start)


@lru_cache(maxsize=REMEMBERED)
def _year_earlier(period: Period) -> Period:
    if period.frequency is Frequency.WEEK:
        year, week, _weekday = period.first.isocalendar()
        return Period(period.frequency, _week_start(year - 1, min(week, _weeks_in(year - 1))))
    return Period(period.frequency, _add_months(period.first, -12))


@lru_cache(maxsize=REMEMBERED)
def _steps_on(period: Period, n: int) -> Period:
    frequency, first = period.frequency, period.first
    if frequency is Frequency.DAY:
        return Period(frequency, first + dt.timedelta(days=n))
    if frequency is Frequency.WEEK:
        return Period(frequency, first + dt.timedelta(weeks=n))
    return Period(frequency, _add_months(first, n * frequency.months))


@lru_cache(maxsize=REMEMBERED)
def _last(period: Period) -> dt.date:
    return period.next().first - dt.timedelta(days=1)


@lru_cache(maxsize=REMEMBERED)
def _from_code(code: int) -> Period:
    ordinal, rank = divmod(code, 8)
    if rank >= len(_BY_RANK) or not DAY_ONE.toordinal() <= ordinal <= LAST_DAY.toordinal():
        raise BadPeriod(str(code))
    period = Period(_BY_RANK[rank], dt.date.fromordinal(ordinal))
    starts_right = period.first.weekday() == 0 if rank == 1 else rank == 0 or period.first.day == 1
    if not starts_right:
        raise BadPeriod(str(code))
    return period


def between(first: Period, last: Period) -> Iterator[Period]:
    """Every period from ``first`` to ``last``, both included, of the same frequency."""
    period = first
    while period.first <= last.first:
        yield period
        period = period.next()


def _period_of(match: re.Match[str], fiscal_start: int) -> Period:
    year = int(match["year"])
    if match["day"]:
        return Period(Frequency.DAY, dt.date(year, int(match["month"]), int(match["day"])))
    if match["month"]:
        return Period(Frequency.MONTH, dt.date(year, int(match["month"]), 1))
    if match["week"]:
        return Period(Frequency.WEEK, _week_start(year, int(match["week"])))
    if match["part"]:
        frequency, n = _LETTERS[match["part"]], int(match["n"])
        if not 1 <= n <= 12 // frequency.months:
            raise BadPeriod(match.string)
        first = _add_months(dt.date(year, fiscal_start, 1), (n - 1) * frequency.months)
        return Period(frequency, first)
    return Period(Frequency.YEAR, dt.date(year, fiscal_start, 1))


def _span_of(year: int, month: int, last_year: int, last_month: int) -> Period:
    frequency = _BY_MONTHS.get((last_year - year) * 12 + last_month - month + 1)
    if frequency is None or not 1 <= last_month <= 12:
        raise BadPeriod(f"{year}-{month}..{last_year}-{last_month}")
    return Period(frequency, dt.date(year, month, 1))


def _add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            if last == 28:
                raise
    raise AssertionError("unreachable")


def _week_start(year: int, week: int) -> dt.date:
    return dt.date.fromisocalendar(year, week, 1)


def _weeks_in(year: int) -> int:
    return dt.date(year, 12, 28).isocalendar()[1]
