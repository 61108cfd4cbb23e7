"""Whether a KPI reaches its target as things are, by its natural limits and by its forecast.

The rules are in figures/README: Signals, Forecast.
The limits speak of a process that goes on as it was, the forecast of one that goes on moving or repeats its season.
Where the two differ the sentence says so: it never stands beside a forecast that shows the opposite.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

from kpidesk.domain.comparing import above, at_least, at_most, below
from kpidesk.domain.entities import Direction
from kpidesk.figures.model import KpiFigures
from kpidesk.figures.outlooks import Outlook
from kpidesk.text import Message, msg


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
