"""How far up and down a chart reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from kpidesk.domain.entities import Kpi
from kpidesk.viz.scale import padded_range
from kpidesk.viz.spec import ForecastMark, LimitSegment
from kpidesk.viz.window import Window


def extent(
    kpi: Kpi,
    window: Window,
    others: Sequence[float | None],
    limits: Sequence[LimitSegment],
    ahead: Sequence[ForecastMark],
) -> tuple[float, float]:
    """The values to make room for; the red flag joins only when it lies near the numbers.

    What is calculated of numbers that are never negative, or of shares, takes no room beyond 0 and 100 %; numbers that
    are there, as those of last year, always have theirs.
    """
    targets = [v for goal in window.goals for v in (goal.target, goal.high) if v is not None]
    numbers = [*_ends(window.values), *_ends(others), *targets, *(f.low for f in ahead)]
    shown = [*numbers]
    shown += [v for s in limits for v in (s.lower, s.upper)]
    shown += [v for f in ahead for v in (f.low, f.high)]
    shown += _flags_near(window, shown)
    low, high = padded_range(shown, zero=kpi.unit == "count")
    if not numbers or min(numbers) < 0:
        return low, high
    low = max(low, 0.0)
    if kpi.unit == "percent" and max(numbers) <= 100 < high:
        high = 100.0 + (100.0 - low) * 0.03
    return low, high


def _ends(values: Iterable[float | None]) -> tuple[float, ...]:
    """The least and the greatest of the known numbers that can be drawn."""
    known = [v for v in values if v is not None and isfinite(v)]
    return (min(known), max(known)) if known else ()


def _flags_near(window: Window, shown: Sequence[float]) -> list[float]:
    flags = [goal.red_flag for goal in window.goals if goal.red_flag is not None]
    if not shown or not flags:
        return []
    least, most = min(shown), max(shown)
    span = (most - least) or abs(most) or 1.0
    return [flag for flag in flags if least - span <= flag <= most + span]
