"""Where a KPI is heading, from its own history (rules, section 11). Always shown as a forecast.

With less than two years of history: the median of the slopes between all pairs of the newest
values (Theil–Sen), through the median level. With two years or more: the same period a year
earlier, moved by the median difference of the newest values from theirs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from kpidesk.domain.period import Frequency, Period

FEWEST = 6
"""No forecast from fewer values."""
NEWEST = 8
"""So many of the newest values decide the direction."""
COVERED = 0.8
"""The share of the newest values that the range would have held."""
SEASON = {
    Frequency.DAY: 365,
    Frequency.WEEK: 52,
    Frequency.MONTH: 12,
    Frequency.QUARTER: 4,
    Frequency.TERTIAL: 3,
    Frequency.HALF_YEAR: 2,
}
"""Periods in a year; a yearly number has no season."""


@dataclass(frozen=True)
class Forecast:
    """A forecast value of a period, and the range in which it probably lies."""

    period: Period
    value: float
    low: float
    high: float


def forecast(history: Mapping[Period, float], end: Period) -> tuple[Forecast, ...]:
    """Forecast every period after the latest known one, up to ``end``.

    Empty with fewer than six values, or when the numbers are too large to calculate with.
    """
    known = sorted(history)
    if len(known) < FEWEST or end <= known[-1]:
        return ()
    newest = known[-NEWEST:]
    seasonal = _seasonal(history, newest)
    found = seasonal if seasonal is not None else _straight(history, newest)
    made = []
    period = known[-1].next()
    while period <= end:
        value = found.at(history, period)
        if value is None or not math.isfinite(value + found.reach):
            return ()
        made.append(Forecast(period, value, value - found.reach, value + found.reach))
        period = period.next()
    return tuple(made)


@dataclass(frozen=True)
class _Line:
    origin: Period
    level: float
    slope: float
    reach: float

    def at(self, _history: Mapping[Period, float], period: Period) -> float | None:
        return self.level + self.slope * _steps(self.origin, period)


@dataclass(frozen=True)
class _Season:
    shift: float
    reach: float

    def at(self, history: Mapping[Period, float], period: Period) -> float | None:
        before = history.get(period.last_year())
        return None if before is None else before + self.shift


def _straight(history: Mapping[Period, float], newest: Sequence[Period]) -> _Line:
    origin = newest[0]
    points = [(_steps(origin, p), history[p]) for p in newest]
    slope = median((b - a) / (j - i) for n, (i, a) in enumerate(points) for j, b in points[n + 1 :])
    level = median(v - slope * x for x, v in points)
    return _Line(origin, level, slope, _reach([v - level - slope * x for x, v in points]))


def _seasonal(history: Mapping[Period, float], newest: Sequence[Period]) -> _Season | None:
    """Empty when a year earlier is not known throughout, or there are fewer than two seasons."""
    season = SEASON.get(newest[0].frequency)
    if season is None or len(history) < 2 * season:
        return None
    ahead = [newest[-1].next(n).last_year() for n in range(1, season + 1)]
    if any(p.last_year() not in history for p in newest) or any(p not in history for p in ahead):
        return None
    moves = [history[p] - history[p.last_year()] for p in newest]
    shift = median(moves)
    return _Season(shift, _reach([move - shift for move in moves]))


def _reach(residuals: Sequence[float]) -> float:
    sizes = sorted(abs(r) for r in residuals)
    return sizes[min(len(sizes) - 1, int(COVERED * len(sizes)))]


def _steps(first: Period, later: Period) -> int:
    months = first.frequency.months
    if months:
        return ((later.first.year - first.first.year) * 12 + later.first.month - first.first.month) // months
    return (later.first - first.first).days // first.days
