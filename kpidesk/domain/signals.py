"""Signal or noise: natural limits and the runs that break them (rules, section 9).

The XmR chart: mean ± 2.66 · mean moving range, and 3.267 · mean moving range as the upper limit of
the range from one value to the next. Wheeler, *Understanding Variation*; the optional rule set is
NHS England, *Making Data Count*. Values come in the order of their periods, without the gaps.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

LIMIT_FACTOR = 2.66
RANGE_FACTOR = 3.267
FEWEST = 6
"""No limits from fewer values."""
SETTLED = 12
"""Limits from fewer values are provisional."""


class RuleSet(Enum):
    """Which rules find signals; the chosen set is named on the chart."""

    WHEELER = "wheeler"
    NHS = "nhs"


class Rule(Enum):
    """What makes a run of values a signal."""

    OUTSIDE = "outside"
    RUN = "run"
    NEAR_LIMIT = "near_limit"
    TREND = "trend"
    JUMP = "jump"


@dataclass(frozen=True)
class Band:
    """Natural limits as numbers: mean, lower and upper limit, and the limit of a single step."""

    mean: float
    lower: float
    upper: float
    range_limit: float
    count: int

    @property
    def provisional(self) -> bool:
        """Tell whether the limits come from fewer than 12 values."""
        return self.count < SETTLED


@dataclass(frozen=True)
class Found:
    """A signal from index ``first`` to ``last``; ``side`` is +1 above or rising, −1 below or falling."""

    rule: Rule
    first: int
    last: int
    side: int


def natural_limits(values: Sequence[float], *, screened: bool = False, fewest: int = FEWEST) -> Band | None:
    """Limits from a base of values; empty under ``fewest`` or when they are not finite.

    ``screened`` leaves moving ranges over 3.267 · their mean out of the mean, once (NHS).
    """
    if len(values) < max(2, fewest):
        return None
    mean = sum(values) / len(values)
    ranges = moving_ranges(values)
    step = sum(ranges) / len(ranges)
    if screened and step > 0:
        kept = [r for r in ranges if r < RANGE_FACTOR * step]
        step = sum(kept) / len(kept) if kept else step
    reach = LIMIT_FACTOR * step
    if not math.isfinite(mean) or not math.isfinite(RANGE_FACTOR * step):
        return None
    return Band(mean, mean - reach, mean + reach, RANGE_FACTOR * step, len(values))


def moving_ranges(values: Sequence[float]) -> list[float]:
    """The size of each step from one value to the next."""
    return [abs(b - a) for a, b in itertools.pairwise(values)]


def find_signals(values: Sequence[float], band: Band, rules: RuleSet = RuleSet.WHEELER) -> list[Found]:
    """Every signal among ``values`` against ``band``, in the order in which they begin."""
    found = outside(values, band)
    mean = band.mean
    sides = [1 if v > mean else -1 if v < mean else 0 for v in values]
    if rules is RuleSet.WHEELER:
        found += runs(sides, 8) + near_limit(values, band)
    else:
        found += runs(sides, 7) + trends(values, 7) + two_of_three(values, band)
    found += jumps(values, band, found)
    return sorted(found, key=lambda f: (f.first, f.last))


def _side(value: float, mean: float) -> int:
    return (value > mean) - (value < mean)


def outside(values: Sequence[float], band: Band) -> list[Found]:
    """Each point beyond a limit; a value equal to a limit is inside."""
    low, high = band.lower, band.upper
    return [
        Found(Rule.OUTSIDE, i, i, 1 if value > high else -1)
        for i, value in enumerate(values)
        if value > high or value < low
    ]


def runs(sides: Sequence[int], length: int) -> list[Found]:
    """At least ``length`` values in a row on one side of the mean; one on the mean ends the run."""
    return _stretches(sides, Rule.RUN, length)


def _stretches(flags: Sequence[int], rule: Rule, length: int) -> list[Found]:
    found: list[Found] = []
    start, current = 0, 0
    for i, flag in enumerate(flags):
        if flag != current:
            if current and i - start >= length:
                found.append(Found(rule, start, i - 1, current))
            start, current = i, flag
    if current and len(flags) - start >= length:
        found.append(Found(rule, start, len(flags) - 1, current))
    return found


def near_limit(values: Sequence[float], band: Band) -> list[Found]:
    """Three of four values on one side, nearer to the limit than to the mean."""
    half = (band.upper - band.mean) / 2
    high, low = band.mean + half, band.mean - half
    flags = [1 if v > high else -1 if v < low else 0 for v in values]
    return _windows(flags, 3, 4)


def two_of_three(values: Sequence[float], band: Band) -> list[Found]:
    """Two of three values beyond two thirds of the limit on the same side (NHS).

    All three must lie on that side of the mean. Points outside the limits count here too.
    """
    reach = (band.upper - band.mean) * 2 / 3
    close = [_beyond(v - band.mean, reach) for v in values]
    sides = [_side(v, band.mean) for v in values]
    return two_of_three_flags(close, sides)


def two_of_three_flags(close: Sequence[int], sides: Sequence[int]) -> list[Found]:
    """The rule on flags: ``close`` is ±1 beyond two thirds, ``sides`` the side of the mean."""
    kept = []
    for i in range(len(close) - 2):
        same = sides[i] == sides[i + 1] == sides[i + 2] != 0
        if same and sum(1 for c in close[i : i + 3] if c) >= 2:
            kept.append((i, sides[i]))
    return _merged(kept, 3)


def _beyond(distance: float, reach: float) -> int:
    return (distance > reach) - (distance < -reach)


def _windows(flags: Sequence[int], need: int, of: int) -> list[Found]:
    """Stretches where ``need`` of ``of`` neighbours carry the same flag, overlapping ones as one."""
    found: list[Found] = []
    if len(flags) < of:
        return found
    for side in (1, -1):
        places = [i for i, flag in enumerate(flags) if flag == side]
        close = [
            (first, last)
            for first, last in zip(places, places[need - 1 :], strict=False)
            if last - first < of
        ]  # fmt: skip
        for first, last in close:
            if found and found[-1].side == side and first <= found[-1].last:
                found[-1] = Found(Rule.NEAR_LIMIT, found[-1].first, last, side)
            else:
                found.append(Found(Rule.NEAR_LIMIT, first, last, side))
    return sorted(found, key=lambda f: f.first)


def _merged(starts: Sequence[tuple[int, int]], width: int) -> list[Found]:
    """One signal per stretch of overlapping windows given as (start, side)."""
    found: list[Found] = []
    for first, side in starts:
        last = first + width - 1
        if found and found[-1].side == side and first <= found[-1].last:
            found[-1] = Found(Rule.NEAR_LIMIT, found[-1].first, last, side)
        else:
            found.append(Found(Rule.NEAR_LIMIT, first, last, side))
    return found


def trends(values: Sequence[float], length: int) -> list[Found]:
    """``length`` values in a row rising or falling; two equal ones break it (NHS)."""
    steps = [_side(b, a) for a, b in itertools.pairwise(values)]
    return [Found(Rule.TREND, run.first, run.last + 1, run.side) for run in _stretches(steps, Rule.TREND, length - 1)]


def jumps(values: Sequence[float], band: Band, known: Sequence[Found] = ()) -> list[Found]:
    """Steps larger than the range limit, where the value is not already marked as outside."""
    limit = band.range_limit
    out = {i for f in known if f.rule is Rule.OUTSIDE for i in range(f.first, f.last + 1)}
    return [
        Found(Rule.JUMP, i, i, _side(values[i], values[i - 1]))
        for i, step in enumerate(moving_ranges(values), start=1)
        if step > limit and i not in out
    ]


def ringed(found: Sequence[Found]) -> set[int]:
    """The indices that a chart rings: points outside, and jumps that do not come back from there.

    Runs carry a bracket instead.
    """
    out = {f.last for f in found if f.rule is Rule.OUTSIDE}
    return out | {f.last for f in found if f.rule is Rule.JUMP and f.last - 1 not in out}


def without_echoes(found: Sequence[Found]) -> list[Found]:
    """Leave out what only repeats a stronger signal: closeness to a limit beside a run or a point beyond it."""
    strong = [f for f in found if f.rule is not Rule.NEAR_LIMIT]
    return [f for f in found if f.rule is not Rule.NEAR_LIMIT or not any(_overlap(f, other) for other in strong)]


def _overlap(a: Found, b: Found) -> bool:
    return a.side == b.side and a.first <= b.last and b.first <= a.last
