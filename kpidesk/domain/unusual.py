"""Which typed numbers deserve a second look, and what is usual for an input.

A number is unusual when it lies outside the natural limits of the newest six numbers *and* of the newest 24, unless
they climb there (or fall) and it is no jump; or when it is more than five times, or less than a fifth of, their
median and farther out than anything seen, a count by more than one; numbers on both sides of zero have no such
median. Two views, because a quantity that grows is outside its old limits every week, and six calm weeks make narrow
ones; one that climbs by as much each month leaves both all the same. Under six known numbers nothing is unusual but
what is counted and lies below 0 as none of them does; neither do numbers that never vary say anything by their limits.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from kpidesk.domain.comparing import above, at_least, at_most, below
from kpidesk.domain.entities import Value
from kpidesk.domain.period import Period
from kpidesk.domain.rounding import rounded
from kpidesk.domain.series.middle import median
from kpidesk.domain.series.possible import NEVER_NEGATIVE, OPEN, SHARE, Edges
from kpidesk.domain.signals import natural_limits
from kpidesk.text import msg

FEWEST = 6
"""From fewer known numbers nothing can be said."""
RECENT, LONG = 6, 24
"""How many of the newest numbers the two views hold."""
FEWEST_STEPS = 2
"""A single step is none that numbers go on with."""
RANGE_LIMIT = 3.268
"""The upper limit of a moving range as a multiple of their mean (D4 of control charts, for ranges of two)."""
TIMES = 5
"""So many times the median, or this fraction of it, is far away."""


class Oddity(Enum):
    """Which of the two rules asks for a second look."""

    OUTSIDE = "outside"
    """It lies outside what is usual, in both views."""
    FAR = "far"
    """It is many times their median, or a small part of it, and farther out than any of them."""
    BELOW = "below"
    """It lies below 0, as no other does, in a unit in which things are counted."""


BELOW = msg("No other number is below 0. Is the sign right?")


@dataclass(frozen=True)
class Known:
    """The known numbers of an input with their periods, in the order of time: what each one is held against."""

    periods: Sequence[Period]
    values: Sequence[float]

    @staticmethod
    def of(series: Mapping[Period, Value]) -> Known:
        """The numbers of a series that is in order; what is no number is left out."""
        known = [(period, value) for period, value in series.items() if isinstance(value, float | int)]
        return Known([period for period, _value in known], [value for _period, value in known])

    def around(self, period: Period) -> tuple[Sequence[float], Sequence[float]]:
        """Those of the numbers before a period, and of those after it, that may have to do with it."""
        place = bisect_left(self.periods, period)
        after = place + (self.periods[place : place + 1] == [period])
        return self.values[max(0, place - LONG) : place], self.values[after : after + LONG]


def comparable(known: Known, period: Period) -> list[float]:
    """The numbers to hold the one of ``period`` against, the nearest in time last.

    They are those before it; where these are too few those after it, and all others where those are too few as well.
    """
    before, after = known.around(period)
    sides = [side for side in (before, after[::-1]) if len(side) >= FEWEST]
    return list(sides[0] if sides else [*before, *after])


def nearest(known: Known, period: Period) -> list[float]:
    """The last few of those numbers, in the order of time."""
    before, after = known.around(period)
    if len(before) < FEWEST <= len(after):
        return list(after[:RECENT])
    return comparable(known, period)[-RECENT:]


def usual_band(known: Sequence[float], edges: Edges = OPEN, unit: str = "") -> tuple[float, float] | None:
    """The natural limits of the newest six numbers; not below zero where no number is, and no further than ``edges``.

    A percentage that has never passed 100 is a part of something, whatever it is called.
    """
    band = _limits(known[-RECENT:])
    if band is None:
        return None
    if unit == "percent" and at_most(max(known), 100.0):
        edges = edges.within(SHARE)
    return edges.held(band[0]), edges.held(band[1])


def told_beside(value: float, band: tuple[float, float], decimals: int) -> tuple[float, float]:
    """What is usual, as it is told beside a number outside of it: rounded as all are, and still not reaching it."""
    low, high, step = rounded(band[0], decimals), rounded(band[1], decimals), 10.0**-decimals
    if above(value, band[1]) and at_least(high, value):
        high = rounded(high - step, decimals)
    if below(value, band[0]) and at_most(low, value):
        low = rounded(low + step, decimals)
    return min(low, high), max(low, high)


def is_unusual(value: float, known: Sequence[float], unit: str = "") -> bool:
    """Tell whether a number deserves a second look; ``known`` are the ``comparable`` ones."""
    return why_unusual(value, known, unit) is not None


def why_unusual(value: float, known: Sequence[float], unit: str = "") -> Oddity | None:
    """Tell why a number deserves a second look; nothing where it does not."""
    if len(known) < FEWEST:
        return Oddity.BELOW if is_alone_below_zero(value, known, unit) else None
    views = [_limits(known[-RECENT:]), _limits(known[-LONG:])]
    if all(view is not None and _leaves(value, *view) for view in views) and not _climbs_to(value, known[-RECENT:]):
        return Oddity.OUTSIDE
    return Oddity.FAR if _is_far(value, known) and _is_beyond(value, known) else None


def is_alone_below_zero(value: float, others: Sequence[float], unit: str) -> bool:
    """Tell whether something counted is below 0, as none of the others is: a slip, or the first of net figures."""
    return unit in NEVER_NEGATIVE and value < 0 <= min(others, default=0.0)


def is_jump(step: float, steps: float, count: int) -> bool:
    """Tell whether a step is larger than ``count`` steps let expect that are ``steps`` long together."""
    return above(abs(step), RANGE_LIMIT * steps / count)


def _climbs_to(value: float, known: Sequence[float]) -> bool:
    """Tell whether numbers go up, or down, all but once, and a number goes on with them by no larger a step.

    What is written with few decimals stands still in between: 1.4, 1.4, 1.3, 1.3, 1.2.
    """
    steps = [after - before for before, after in itertools.pairwise(known)]
    last = value - known[-1]
    way = last or known[-1] - known[0]
    same, back = sum(step * way > 0 for step in steps), sum(step * way < 0 for step in steps)
    return same >= FEWEST_STEPS and back <= 1 and not is_jump(last, sum(map(abs, steps)), len(steps))


def _leaves(value: float, low: float, high: float) -> bool:
    """Tell whether a number lies outside limits that say anything; one that equals a limit is inside."""
    return below(low, high) and not (at_least(value, low) and at_most(value, high))


def _limits(known: Sequence[float]) -> tuple[float, float] | None:
    band = natural_limits(known, fewest=FEWEST)
    if band is None:
        return None
    return (max(0.0, band.lower) if min(known) >= 0 else band.lower), band.upper


def _is_beyond(value: float, known: Sequence[float]) -> bool:
    """Tell whether a number lies outside of all that was seen; a count by more than one: from 2 to 1 is no jump."""
    gap = max(min(known) - value, value - max(known))
    counted = all(float(each).is_integer() for each in (value, *known))
    return gap > (1 if counted else 0)


def _is_far(value: float, known: Sequence[float]) -> bool:
    """Tell whether a number is many times the median of others, which says nothing where they cross zero."""
    middle = median(known)
    if middle == 0 or min(known) < 0 < max(known):
        return False
    ratio = value / middle
    return ratio > TIMES or ratio < 1 / TIMES
