"""Where a KPI is heading, from its own history (figures/README: Forecast). Always shown as a forecast.

With less than two seasons of history: the median of the slopes between all pairs of the newest values (Theil–Sen),
through their median level; the range widens with the distance, since nobody knows the slope for certain. With two
seasons or more: the value one season earlier, moved by the median difference of the newest values from theirs. A
season is a year, for days 52 weeks, so that Mondays are held against Mondays.

A forecast starts from what is known *now*: from numbers older than two of their periods none is made.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.middle import median
from kpidesk.records import record

FEWEST = 6
"""No forecast from fewer values."""
NEWEST, WITHIN = 8, 13
"""So many of the newest values decide the direction, as far as they lie within so many periods."""
OLDEST = 2
"""No forecast once the latest value lies more than so many periods before the present one."""
COVERED = 0.8
"""The share of the newest values that the range would have held."""
SEASON = {
    Frequency.DAY: 364,
    Frequency.WEEK: 52,
    Frequency.MONTH: 12,
    Frequency.QUARTER: 4,
    Frequency.TERTIAL: 3,
    Frequency.HALF_YEAR: 2,
}
"""Periods in a season; a yearly number has none."""
SEASONS = 2
"""So many must be known before one is told from chance."""


@record(frozen=True)
class Forecast:
    """A forecast value of a period, and the range in which it probably lies."""

    period: Period
    value: float
    low: float
    high: float


def looked_back(frequency: Frequency) -> int:
    """So many periods before the present one a forecast is made from, at most; and from the very first known one."""
    return SEASONS * SEASON.get(frequency, 0) + WITHIN + OLDEST + SEASONS


def forecast(history: Mapping[Period, float], end: Period, now: Period) -> tuple[Forecast, ...]:
    """Forecast every period after the latest known one, up to ``end``; ``now`` is the period that holds today.

    Empty with fewer than six values, when the latest is older than two periods, or when the numbers are too large
    to calculate with. A day that a season never has a value for (a closed Sunday) gets none.
    """
    known = sorted(history)
    if len(known) < FEWEST or _steps(known[-1], now) > OLDEST:
        return ()
    ahead = [known[-1].next(n) for n in range(1, _steps(known[-1], end) + 1)]
    newest = [period for period in known[-NEWEST:] if _steps(period, known[-1]) < WITHIN]
    found = _seasonal(history, known[0], newest, ahead) or _straight(history, newest)
    if found is None:
        return ()
    expected, reach = found
    values = [(period, value, reach(period)) for period in ahead if (value := expected(period)) is not None]
    if not all(math.isfinite(abs(value) + off) for _period, value, off in values):
        return ()
    return tuple(Forecast(period, value, value - off, value + off) for period, value, off in values)


Expectation = tuple[Callable[[Period], float | None], Callable[[Period], float]]
"""What is expected of a period, and how far from that it probably lies at most."""


def _straight(history: Mapping[Period, float], newest: Sequence[Period]) -> Expectation | None:
    if len(newest) < FEWEST:
        return None
    origin = newest[0]
    points = [(_steps(origin, p), history[p]) for p in newest]
    slope = median((b - a) / (j - i) for n, (i, a) in enumerate(points) for j, b in points[n + 1 :])
    level = median(v - slope * x for x, v in points)
    near = _reach([v - level - slope * x for x, v in points])
    widening = _widening([x for x, _v in points])
    return (
        lambda period: level + slope * _steps(origin, period),
        lambda period: near * widening(_steps(origin, period)),
    )


def _widening(places: Sequence[int]) -> Callable[[int], float]:
    """How many times wider the range of a straight line is at a place than at the values that it was drawn through.

    The prediction interval of simple regression (NIST/SEMATECH e-Handbook of Statistical Methods, 4.5.2.1):
    √(1 + 1/n + (x − x̄)² / Σ(xᵢ − x̄)²).
    """
    n, middle = len(places), sum(places) / len(places)
    spread = sum((x - middle) ** 2 for x in places)
    return lambda place: math.sqrt(1 + 1 / n + (place - middle) ** 2 / spread)


def _seasonal(
    history: Mapping[Period, float], first: Period, newest: Sequence[Period], ahead: Sequence[Period]
) -> Expectation | None:
    """Empty under two seasons, and where the past can't answer for the periods ahead."""
    season = SEASON.get(first.frequency)
    if season is None or _steps(first, newest[-1]) + 1 < SEASONS * season:
        return None
    moves = [history[p] - history[before] for p in newest if (before := _season_before(p)) in history]
    if len(moves) < min(season, NEWEST) / 2:
        return None
    shift = median(moves)

    def expected(period: Period) -> float | None:
        place = period
        for seasons in range(1, SEASONS + 1):
            place = _season_before(place)
            if place in history:
                return history[place] + seasons * shift
        return None

    silent = sum(1 for period in ahead if expected(period) is None)
    if silent and (first.frequency is not Frequency.DAY or silent == len(ahead)):
        return None
    reach = _reach([move - shift for move in moves])
    return expected, lambda _period: reach


def _season_before(period: Period) -> Period:
    """The place in the season before; a year earlier, but the same weekday for a day."""
    return period.previous(SEASON[Frequency.DAY]) if period.frequency is Frequency.DAY else period.last_year()


def _reach(residuals: Sequence[float]) -> float:
    sizes = sorted(abs(r) for r in residuals)
    return sizes[min(len(sizes) - 1, int(COVERED * len(sizes)))]


def _steps(first: Period, later: Period) -> int:
    months = first.frequency.months
    if months:
        return ((later.first.year - first.first.year) * 12 + later.first.month - first.first.month) // months
    return (later.first - first.first).days // first.days
