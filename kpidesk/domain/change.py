"""Change between two numbers (rules, section 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kpidesk.domain.period import Period


@dataclass(frozen=True)
class Change:
    """How a value differs from a base.

    ``difference`` is in the KPI's own unit (points for a percentage or a score). ``relative`` is a
    fraction of the base's size; empty when the base is 0 and where ``points`` says so.
    """

    difference: float
    relative: float | None
    points: bool
    base: float
    base_period: Period | None = None

    @property
    def up(self) -> bool:
        """Tell whether the value rose."""
        return self.difference > 0


def relative_change(value: float | None, base: float | None) -> float | None:
    """``(v − b) / |b|``; empty when either is missing, the base is 0 or the result is no number."""
    if value is None or base is None or base == 0:
        return None
    result = (value - base) / abs(base)
    return result if math.isfinite(result) else None


def differs_in_points(unit: str) -> bool:
    """Tell whether a percentage of a unit says nothing: percentages, and scores whose 0 is a choice (NPS)."""
    return unit in ("percent", "score")


def change(value: float | None, base: float | None, unit: str, period: Period | None = None) -> Change | None:
    """Compare a value with a base; empty when one of them is missing.

    Percentages and scores compare in points: from 50 % to 75 % is +25 points, never +50 %.
    """
    if value is None or base is None or not math.isfinite(value - base):
        return None
    points = differs_in_points(unit)
    return Change(value - base, None if points else relative_change(value, base), points, base, period)
