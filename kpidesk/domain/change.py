"""Change between two numbers (figures/README: Change)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Protocol

from kpidesk.domain.comparing import close
from kpidesk.domain.period import Period
from kpidesk.records import record


class Counted(Protocol):
    """A number, or none, with how much of its period it is made of: ``have`` of ``of`` parts."""

    @property
    def value(self) -> float | None: ...  # noqa: D102
    @property
    def have(self) -> int: ...  # noqa: D102
    @property
    def of(self) -> int: ...  # noqa: D102


@record(frozen=True)
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
    if value is None or base is None or close(base, 0.0):
        return None
    result = (value - base) / abs(base)
    return result if math.isfinite(result) else None


def differs_in_points(unit: str) -> bool:
    """Tell whether a percentage of a unit says nothing: percentages, and scores whose 0 is a choice (NPS)."""
    return unit in ("percent", "score")


def change(value: float | None, base: float | None, unit: str, period: Period | None = None) -> Change | None:
    """Compare a value with a base; empty when one of them is missing. Equal numbers (``comparing``) differ by 0.

    Percentages and scores compare in points: from 50 % to 75 % is +25 points, never +50 %.
    """
    if value is None or base is None or not math.isfinite(value - base):
        return None
    points = differs_in_points(unit)
    now = base if close(value, base) else value
    return Change(now - base, None if points else relative_change(now, base), points, base, period)


def comparable(now: Counted, base: Counted) -> bool:
    """Tell whether two numbers may be compared: both whole, or both made of as many of as many parts.

    The only rule of a fair comparison. Two weeks of a month say nothing beside the whole month before.
    """
    whole = now.have >= now.of and base.have >= base.of
    return whole or (now.have, now.of) == (base.have, base.of)


def fair_change(
    now: Counted, period: Period, base: Counted, base_period: Period, unit: str, breaks: Iterable[Period] = ()
) -> Change | None:
    """The change of a period's number from that of an earlier one; empty where comparing them would not be fair.

    ``breaks`` are the first periods of changed definitions: across one, two different things would be compared.
    """
    if not comparable(now, base) or any(base_period.first < each.first <= period.last for each in breaks):
        return None
    return change(now.value, base.value, unit, base_period)
