"""How far a KPI has come in the cycle that is running, where it is heading, and whether it reaches its target so.

That is told by its natural limits and by its forecast (figures/README: Signals, Forecast).
The limits speak of a process that goes on as it was, the forecast of one that goes on moving or repeats its season.
Where the two differ the sentence says so: it never stands beside a forecast that shows the opposite.
"""

from __future__ import annotations

import datetime as dt
import math
from enum import Enum
from typing import TYPE_CHECKING

from kpidesk.domain.comparing import above, at_least, at_most, below
from kpidesk.domain.entities import Combine, Direction, Kpi
from kpidesk.domain.period import Period
from kpidesk.figures.model import KpiFigures
from kpidesk.figures.points import inside
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from kpidesk.records import record
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


@record(frozen=True)
class Outlook:
    """``so_far`` is made from ``have`` of ``of`` parts, ``high`` is the upper edge of a ``target`` that is a band.

    ``forecast`` is what the whole of ``period`` comes to, for a KPI whose values add up (``adds_up``), else its
    last value in it. Each is empty where it is not known.
    """

    period: Period
    so_far: float | None
    have: int
    of: int
    target: float | None
    high: float | None
    forecast: float | None
    adds_up: bool


def outlook(ws: Reads, figures: KpiFigures, period: Period) -> Outlook | None:
    """Look at ``period`` with the figures of a KPI at its own frequency; empty where that is as long or longer."""
    kpi = figures.kpi
    if kpi.frequency is period.frequency or not kpi.frequency.divides(period.frequency):
        return None
    sheet = Sheet(kpi, load(ws, [kpi], figures.due.today))
    reading, goal = sheet.at(period), sheet.targets.at(period)
    adds_up = sheet.rule is Combine.SUM
    forecasts = figures.forecast(period.last)
    ahead = {each.period: each.value for each in forecasts if period.contains(each.period.anchor)}
    expected = _total(figures, kpi, period, ahead) if adds_up else _at_the_end(ahead)
    if reading.masked:
        expected = None
    target, high = (goal.value, goal.high) if goal else (None, None)
    return Outlook(period, reading.value, reading.have, reading.of, target, high, expected, adds_up)


def _total(figures: KpiFigures, kpi: Kpi, period: Period, ahead: dict[Period, float]) -> float | None:
    """What is known and what is forecast together; empty where a part is neither, or nothing is left to forecast.

    A part that has begun and lacks numbers counts with its forecast, not with the little that it has.
    """
    whole = {point.period: point.value for point in inside(figures.points, period) if not point.provisional}
    parts = [ahead.get(part, whole.get(part)) for part in period.parts(kpi.frequency)]
    numbers = [part for part in parts if part is not None]
    return math.fsum(numbers) if ahead and len(numbers) == len(parts) else None


def _at_the_end(ahead: dict[Period, float]) -> float | None:
    return ahead[max(ahead)] if ahead else None


class Reach(Enum):
    """Where a target lies: beyond the natural limits, within easy reach, or between the limits."""

    NEVER = "never"
    ALWAYS = "always"
    SOMETIMES = "sometimes"


SENTENCES = {
    Reach.NEVER: msg("The target lies beyond the natural limits: as things are, it won’t be reached.").coded(
        "target_beyond_limits"
    ),
    Reach.ALWAYS: msg("The target lies within easy reach: as things are, it is always reached.").coded(
        "target_within_reach"
    ),
    Reach.SOMETIMES: msg("The target lies between the natural limits: it is reached now and then.").coded(
        "target_between_limits"
    ),
}
DIFFERING = {
    Reach.NEVER: msg("The target lies beyond the natural limits. It is reached only if things go as forecast.").coded(
        "target_beyond_limits_forecast_reaches"
    ),
    Reach.ALWAYS: msg("The target has been within easy reach. If things go as forecast, it is missed.").coded(
        "target_within_reach_forecast_misses"
    ),
}


def prospect(figures: KpiFigures, day: dt.date, ahead: Outlook | None = None) -> Message | None:
    """Whether the target is reached, with the forecast up to ``day`` in view; empty without limits or a target.

    ``ahead`` is what is forecast for a longer period, where that is shown too. A band to be held has no such
    sentence: it can be left on either side.
    """
    reach = reach_of(figures)
    if reach is None:
        return None
    opposite = reach is Reach.NEVER
    differs = reach in DIFFERING and opposite in _foretold(figures, day, ahead)
    return (DIFFERING if differs else SENTENCES)[reach]


def reach_of(figures: KpiFigures) -> Reach | None:
    """Where the present target lies against the natural limits; one on a limit lies between them."""
    limits, goal, direction = figures.limits, figures.whole_target, figures.kpi.direction
    if limits is None or goal is None or figures.suggested or direction is Direction.MAINTAIN:
        return None
    if direction is Direction.DECREASE:
        never, always = below(goal, limits.lower), above(goal, limits.upper)
    else:
        never, always = above(goal, limits.upper), below(goal, limits.lower)
    return Reach.NEVER if never else Reach.ALWAYS if always else Reach.SOMETIMES


def _foretold(figures: KpiFigures, day: dt.date, ahead: Outlook | None) -> set[bool]:
    """Whether the forecasts reach: each held against its own period's target and the present one."""
    now = figures.whole_target
    foretold = figures.forecast(day)
    pairs = [(each.value, now) for each in foretold]
    goals = [(each.value, figures.aim(each.period)) for each in foretold]
    pairs += [(value, None if goal is None else goal.value) for value, goal in goals]
    if ahead is not None and ahead.forecast is not None and ahead.adds_up:
        pairs.append((ahead.forecast, ahead.target))
    reaches = at_most if figures.kpi.direction is Direction.DECREASE else at_least
    return {reaches(value, target) for value, target in pairs if target is not None}
