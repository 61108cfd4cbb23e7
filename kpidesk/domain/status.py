"""Status of a number against its goal, and a score for ordering (figures/README: Status)."""

from __future__ import annotations

from enum import Enum

from kpidesk.domain.comparing import above, at_least, at_most, below
from kpidesk.domain.entities import Direction
from kpidesk.records import record

DEFAULT_DISTANCE = 0.10
"""A red flag that nobody set lies this part of the goal's size on the bad side."""

RED_FLAG_POINTS = 10 / 3
"""Points for ordering at the red flag; fewer are off track."""


class Status(Enum):
    """How a number or a goal stands; figures/README: Words."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    ACHIEVED = "achieved"
    NO_DATA = "no_data"
    NO_CHECK_IN = "no_check_in"
    CHECK_IN_OVERDUE = "check_in_overdue"
    NOT_STARTED = "not_started"
    PLANNED = "planned"
    NO_TARGET = "no_target"
    HIDDEN = "hidden"


JUDGED = frozenset({Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.ACHIEVED})
"""What says how something stands; all others say why nobody can tell."""
UNMEASURED = frozenset({Status.NO_CHECK_IN, Status.NOT_STARTED, Status.PLANNED})
"""A goal that nobody has measured or checked in yet: neither good nor bad."""
UNTOLD = UNMEASURED | {Status.HIDDEN}
"""What says nothing of what stands above it: nobody has measured it, or nobody is to see its numbers."""
SEVERITY = (
    Status.OFF_TRACK,
    Status.AT_RISK,
    Status.NO_DATA,
    Status.CHECK_IN_OVERDUE,
    Status.NO_CHECK_IN,
    Status.NO_TARGET,
    Status.NOT_STARTED,
    Status.PLANNED,
    Status.HIDDEN,
    Status.ON_TRACK,
    Status.ACHIEVED,
)
"""From the one that needs attention most to the one that needs it least."""


@record(frozen=True)
class Goal:
    """What one period aims for: a value, the upper edge of a band, and where it becomes serious.

    ``red_flag`` and ``red_high`` lie on the goal itself when that is 0 and nobody set them: worse is off track.
    A goal that is ``suggested`` has been confirmed by nobody and judges nothing.
    """

    value: float
    high: float | None = None
    red_flag: float | None = None
    red_high: float | None = None
    suggested: bool = False


def make_goal(
    value: float,
    direction: Direction,
    high: float | None = None,
    red: float | None = None,
    red_high: float | None = None,
) -> Goal:
    """Complete a goal with its red flags.

    Without ``red`` the flag lies 10 % of the goal's size on the bad side; a goal of 0 has no such
    distance, and until somebody sets a flag worse than 0 is off track. For a band one distance
    serves both edges, measured from the nearer, unless ``red_high`` gives the upper edge a flag of
    its own.
    """
    if direction is not Direction.MAINTAIN:
        return Goal(value, None, _default_flag(value, direction) if red is None else red)
    top = value if high is None else max(value, high)
    if red is None:
        below, above = _default_flag(value, Direction.INCREASE), _default_flag(top, Direction.DECREASE)
    else:
        distance = max(value - red, red - top, 0.0)
        below, above = value - distance, top + distance
    return Goal(value, top, below, above if red_high is None else max(top, red_high))


def _default_flag(goal: float, direction: Direction) -> float:
    distance = DEFAULT_DISTANCE * abs(goal)
    return goal + distance if direction is Direction.DECREASE else goal - distance


def lacks_flag(value: float | None, direction: Direction, red: float | None, high: float | None = None) -> bool:
    """Tell whether a goal is to be asked for its red flag: it, or an edge of its band, is 0, and nobody set one."""
    edges = (value, high) if direction is Direction.MAINTAIN else (value,)
    return red is None and 0 in edges


def judge(value: float, goal: Goal | None, direction: Direction) -> Status:
    """Status of a value: at or better than the goal, up to the red flag, or worse.

    A value within 1e-9 of a goal, an edge or a flag equals it. Where there is no red flag everything worse than
    the goal is off track. A goal that is only suggested judges nothing.
    """
    if goal is None or goal.suggested:
        return Status.NO_TARGET
    if direction is Direction.MAINTAIN:
        top = goal.value if goal.high is None else goal.high
        if below(value, goal.value):
            return _beyond(goal.red_flag is None or below(value, goal.red_flag))
        if above(value, top):
            return _beyond(goal.red_high is None or above(value, goal.red_high))
        return Status.ON_TRACK
    reaches, worse = (at_most, above) if direction is Direction.DECREASE else (at_least, below)
    if reaches(value, goal.value):
        return Status.ON_TRACK
    return _beyond(goal.red_flag is None or worse(value, goal.red_flag))


def _beyond(serious: bool) -> Status:
    return Status.OFF_TRACK if serious else Status.AT_RISK


def score_for_order(value: float, goal: float, red_flag: float) -> float | None:
    """Points 0–10 for ordering KPIs of different units: ``clamp(10·(v − (r − d)) / (3d))``, d = g − r.

    The red flag gives 3.33 and the goal 6.67, in either direction. Empty when both are equal.
    """
    distance = goal - red_flag
    if distance == 0:
        return None
    points = 10.0 * (value - (red_flag - distance)) / (3.0 * distance)
    return min(10.0, max(0.0, points))


def score_against(value: float, goal: Goal) -> float | None:
    """Points for ordering against a goal; within a band those of the nearer edge. Empty without a red flag."""
    if goal.red_flag is None:
        return None
    below = score_for_order(value, goal.value, goal.red_flag)
    if goal.high is None or goal.red_high is None:
        return below
    above = score_for_order(value, goal.high, goal.red_high)
    return below if above is None else above if below is None else min(below, above)


def weakest(statuses: list[Status]) -> Status | None:
    """The status that needs attention most; an average must not hide it (figures/README: Roll-up)."""
    return min(statuses, key=SEVERITY.index, default=None)
