"""Change between two numbers (rules, section 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kpidesk.domain.period import Period


@dataclass(frozen=True)
class Change:
    """How a value differs from a base.

    ``difference`` is in the KPI's own unit (percentage points for a percentage). ``relative`` is a
    fraction of the base's size; empty when the base is 0 and for percentages.
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


def change(value: float | None, base: float | None, unit: str, period: Period | None = None) -> Change | None:
    """Compare a value with a base; empty when one of them is missing.

    Percentages compare in percentage points: from 50 % to 75 % is +25 points, never +50 %.
    """
    if value is None or base is None or not math.isfinite(value - base):
        return None
    points = unit == "percent"
    return Change(value - base, None if points else relative_change(value, base), points, base, period)
