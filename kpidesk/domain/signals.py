"""Signal or noise: natural limits and the runs that break them (figures/README: Signals).

The XmR chart: mean ± 2.66 · mean moving range, and 3.267 · mean moving range as the upper limit of
the range from one value to the next. Wheeler, *Understanding Variation*; the optional rule set is
NHS England, *Making Data Count*. Values come in the order of their periods, without the gaps. Equal means
within 1e-9 of the size of the limits (``comparing``): a value on the mean or on a limit is on it.
"""

from __future__ import annotations

import itertools
import math
import operator
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum

from kpidesk.domain.comparing import side as side_of
from kpidesk.domain.comparing import tolerance
from kpidesk.records import record

LIMIT_FACTOR = 2.66
RANGE_FACTOR = 3.267
FEWEST = 6
"""No limits from fewer values."""
SETTLED = 12
"""Limits from fewer values are provisional."""
NEAR, FAR = 1 / 2, 2 / 3
"""How far from the mean towards the limit a value is near the limit: Wheeler's rule, and the NHS's."""
ON_MEAN = 3
"""The zone of a value that equals the mean."""
BELOW, ABOVE = b"-", b"+"
SIDES = bytes(BELOW[0] if zone < ON_MEAN else ABOVE[0] if zone > ON_MEAN else ON_MEAN for zone in range(256))
"""The side of the mean on which each zone lies."""


def _three_of_four(near: bytes) -> re.Pattern[bytes]:
    """Finds a zone that is ``near`` and the next three places as far as two of these are so too."""
    return re.compile(rb"(?s)N(?:NN|N.N|.NN)".replace(b"N", near))


NEAR_ABOVE, NEAR_BELOW = _three_of_four(rb"[\x05\x06]"), _three_of_four(rb"[\x00\x01]")


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


@record(frozen=True)
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

    @property
    def slack(self) -> float:
        """How far beyond a border a value may lie and still equal it."""
        return tolerance(max(abs(self.lower), abs(self.upper)))


@record(frozen=True)
class Found:
    """A signal from index ``first`` to ``last``; ``side`` is +1 above or rising, −1 below or falling."""

    rule: Rule
    first: int
    last: int
    side: int


def natural_limits(
    values: Sequence[float], *, screened: bool = False, fewest: int = FEWEST, ranges: Sequence[float] | None = None
) -> Band | None:
    """Limits from a base of values; empty under ``fewest`` or when they are not finite.

    ``screened`` leaves moving ranges over 3.267 · their mean out of the mean, once (NHS). ``ranges`` are
    the moving ranges of the values, where they are known already.
    """
    if len(values) < max(2, fewest):
        return None
    ranges = moving_ranges(values) if ranges is None else ranges
    try:
        mean, step = math.fsum(values) / len(values), math.fsum(ranges) / len(ranges)
    except (OverflowError, ValueError):  # sums beyond what a float holds, or infinite values
        return None
    if screened and step > 0:
        most = RANGE_FACTOR * step
        kept = [r for r in ranges if r <= most + tolerance(most)]
        step = math.fsum(kept) / len(kept)
    reach = LIMIT_FACTOR * step
    if not math.isfinite(mean) or not math.isfinite(RANGE_FACTOR * step):
        return None
    return Band(mean, mean - reach, mean + reach, RANGE_FACTOR * step, len(values))


def moving_ranges(values: Sequence[float]) -> list[float]:
    """The size of each step from one value to the next."""
    return list(map(abs, map(operator.sub, values[1:], values)))


def find_signals(values: Sequence[float], band: Band, rules: RuleSet = RuleSet.WHEELER) -> list[Found]:
    """Every signal among ``values`` against ``band``, in the order in which they begin."""
    if rules is RuleSet.WHEELER:
        zones = zones_of(values, band, NEAR)
        found = outside(zones) + runs(zones, 8) + near_limit(zones)
    else:
        zones = zones_of(values, band, FAR)
        found = outside(zones) + runs(zones, 7) + trends(values, 7) + two_of_three(zones)
    found += jumps(values, band, found)
    return sorted(found, key=lambda f: (f.first, f.last))


def zones_of(values: Sequence[float], band: Band, part: float = NEAR) -> bytes:
    """One byte a value: 0 below the lower limit, 1 near it, 2 below the mean, 3 on it, 4, 5 and 6 above.

    A value equal to a border is on the inner side of it. “Near” is what lies beyond ``part`` of the way from
    the mean to the limit. Bytes, because a rule is then a search for a pattern, and ten years of days are fast.
    """
    reach, slack = (band.upper - band.mean) * part, band.slack
    below = [math.nextafter(border - slack, -math.inf) for border in (band.lower, band.mean - reach, band.mean)]
    above = [border + slack for border in (band.mean, band.mean + reach, band.upper)]
    borders = (*below, *above)
    return bytes(map(bisect_left, itertools.repeat(borders), values))


def outside(zones: bytes) -> list[Found]:
    """Each point beyond a limit; a value equal to a limit is inside."""
    found = re.finditer(rb"[\x00\x06]", zones)
    return [Found(Rule.OUTSIDE, point.start(), point.start(), 1 if point[0] == b"\x06" else -1) for point in found]


def runs(zones: bytes, length: int) -> list[Found]:
    """At least ``length`` values in a row on one side of the mean; one on the mean ends the run."""
    sides = zones.translate(SIDES)
    found = [*_stretches(sides, ABOVE, length, 1), *_stretches(sides, BELOW, length, -1)]
    return sorted(found, key=lambda f: f.first)


def _stretches(sides: bytes, side: bytes, length: int, sign: int) -> Iterator[Found]:
    """At least ``length`` of one side in a row; looked for in one piece, as most of a history has none."""
    start = sides.find(side * length)
    while start >= 0:
        end = start + length
        while sides[end : end + 1] == side:
            end += 1
        yield Found(Rule.RUN, start, end - 1, sign)
        start = sides.find(side * length, end)


def near_limit(zones: bytes) -> list[Found]:
    """Three of four values on one side, nearer to the limit than to the mean."""
    found = _windows(NEAR_ABOVE, zones, 1) + _windows(NEAR_BELOW, zones, -1) if len(zones) >= 4 else []
    return sorted(found, key=lambda f: f.first)


def two_of_three(zones: bytes) -> list[Found]:
    """Two of three values beyond two thirds of the limit on the same side (NHS).

    All three must lie on that side of the mean. Points outside the limits count here too.
    """
    close = [1 if zone >= 5 else -1 if zone <= 1 else 0 for zone in zones]
    return two_of_three_flags(close, [(zone > ON_MEAN) - (zone < ON_MEAN) for zone in zones])


def two_of_three_flags(close: Sequence[int], sides: Sequence[int]) -> list[Found]:
    """The rule on flags: ``close`` is ±1 beyond two thirds, ``sides`` the side of the mean."""
    kept = []
    for i in range(len(close) - 2):
        same = sides[i] == sides[i + 1] == sides[i + 2] != 0
        if same and sum(1 for c in close[i : i + 3] if c) >= 2:
            kept.append((i, sides[i]))
    return _merged(kept, 3)


def _windows(three_of_four: re.Pattern[bytes], zones: bytes, side: int) -> list[Found]:
    """Stretches in which three of four neighbours are near the limit, overlapping ones as one."""
    found: list[Found] = []
    window = three_of_four.search(zones)
    while window is not None:
        first, last = window.start(), window.end() - 1
        window = three_of_four.search(zones, first + 1)
        if found and first <= found[-1].last:
            found[-1] = Found(Rule.NEAR_LIMIT, found[-1].first, last, side)
        else:
            found.append(Found(Rule.NEAR_LIMIT, first, last, side))
    return found


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
    steps = bytes(side_of(b, a) + 1 for a, b in itertools.pairwise(values))
    found = re.finditer(b"\x02{%d,}|\x00{%d,}" % (length - 1, length - 1), steps)
    return [Found(Rule.TREND, run.start(), run.end(), 1 if run[0][0] else -1) for run in found]


def jumps(values: Sequence[float], band: Band, known: Sequence[Found] = ()) -> list[Found]:
    """Steps larger than the range limit, where the value is not already marked as outside."""
    limit, ranges = band.range_limit + band.slack, moving_ranges(values)
    if not ranges or max(ranges) <= limit:
        return []
    out = {i for f in known if f.rule is Rule.OUTSIDE for i in range(f.first, f.last + 1)}
    large = itertools.compress(range(1, len(ranges) + 1), map(limit.__lt__, ranges))
    return [Found(Rule.JUMP, i, i, side_of(values[i], values[i - 1])) for i in large if i not in out]


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
