"""Progress, pace and grade in the goal tree. All fractions, never percent.

The rules are in figures/README: Progress, Roll-up, Pace and grade, KPI to goal.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from enum import Enum
from typing import TypeVar

from kpidesk.domain.comparing import above, at_least, at_most, below
from kpidesk.domain.status import Status
from kpidesk.records import record

S = TypeVar("S", bound=float | None)

BEHIND = 0.10
"""On track up to this far behind the expected progress."""
FAR_BEHIND = 0.30
"""At risk up to this far behind, off track beyond."""
LOW_CONFIDENCE = 5
"""Confidence below this is at risk whatever the score."""
CHECK_IN_RHYTHM = 14
"""Days after which a check-in is stale."""
GOOD, PARTLY = 0.7, 0.4
"""An aspirational goal is good from the first, and partly reached from the second."""
DIFFERS = 0.05
"""A grade set by hand that lies so far from the score needs a reason."""
TOO_SAFE = 0.85
"""Aspirational goals that average over this ask whether they were too safe."""


@record(frozen=True)
class Progress:
    """``raw`` may lie outside 0–1; ``score`` is ``raw`` held within 0–1. Empty: no score."""

    raw: float | None
    score: float | None


NO_PROGRESS = Progress(None, None)


def progress(raw: float | None) -> Progress:
    """A progress from its raw value."""
    return NO_PROGRESS if raw is None else Progress(raw, clamp(raw))


def clamp(raw: float) -> float:
    """``raw`` held within 0 and 1."""
    return min(1.0, max(0.0, raw))


def from_to(start: float | None, target: float | None, current: float | None) -> Progress:
    """``(current − start) / (target − start)``, in either direction.

    No check-in yet (``current`` empty) counts as the start: score 0. Without a start or a target,
    or when they are equal, there is no score.
    """
    if start is None or target is None or start == target:
        return NO_PROGRESS
    if current is None:
        return Progress(0.0, 0.0)
    raw = (current - start) / (target - start)
    return progress(raw) if math.isfinite(raw) else NO_PROGRESS


def within(value: float, low: float | None, high: float | None) -> bool:
    """Tell whether a value holds: at least ``low`` and at most ``high``, either may be empty."""
    return (low is None or at_least(value, low)) and (high is None or at_most(value, high))


def hold(values: Sequence[float | None], low: float | None, high: float | None, of: int | None = None) -> Progress:
    """Periods met / periods due. An overdue blank is not met; nothing due gives no score.

    ``of`` is the number of periods in the whole cycle that apply, given at its close.
    """
    due = len(values) if of is None else max(of, len(values))
    if due == 0 or (low is None and high is None):
        return NO_PROGRESS
    met = sum(1 for value in values if value is not None and within(value, low, high))
    return progress(met / due)


def milestones(steps: Sequence[tuple[float, bool]]) -> Progress:
    """Reached weight / total weight of ordered steps given as (weight, reached)."""
    total = sum(weight for weight, _reached in steps)
    if total <= 0:
        return NO_PROGRESS
    return progress(sum(weight for weight, reached in steps if reached) / total)


@record(frozen=True)
class RollUp:
    """The score of a parent, how many children had none, and each child's contribution in points."""

    score: float | None
    unscored: int
    contributions: tuple[float | None, ...]


def roll_up(children: Sequence[tuple[float | None, float]]) -> RollUp:
    """``Σ w·p / Σ w`` over children given as (score, weight); each score is clamped first.

    A child without a score is left out and counted. The contributions are percentage points of the
    parent's score and add up to it.
    """
    scored = [(clamp(p), max(0.0, w)) for p, w in children if p is not None]
    unscored = len(children) - len(scored)
    total = sum(w for _p, w in scored)
    if not 0 < total < math.inf:
        return RollUp(None, unscored, (None,) * len(children))
    parts = tuple(None if p is None else 100.0 * clamp(p) * (max(0.0, w) / total) for p, w in children)
    return RollUp(math.fsum(p * (w / total) for p, w in scored), unscored, parts)


def expected(start: dt.date, end: dt.date, day: dt.date) -> float:
    """Where progress ought to be on ``day``: ``(day − start + 1) / days``, held within 0 and 1."""
    days = (end - start).days + 1
    return clamp(((day - start).days + 1) / days) if days > 0 else 1.0


def expected_steps(steps: Sequence[tuple[float, dt.date | None]], day: dt.date) -> float | None:
    """What ought to be reached of steps given as (weight, due day): ``weight due before day / total weight``.

    A step is in time on its own day, and expected from the next. One without a date is expected by nobody; where
    none has a date, or nothing weighs anything, there is no expectation (figures/README: Pace and grade).
    """
    total = sum(weight for weight, _due in steps)
    if total <= 0 or all(due is None for _weight, due in steps):
        return None
    return sum(weight for weight, due in steps if due is not None and due < day) / total


@record(frozen=True)
class PaceLimits:
    """How far behind the expected progress, and how unsure, a goal may be to be on track; the company's to set."""

    behind: float = BEHIND
    far_behind: float = FAR_BEHIND
    low_confidence: float = LOW_CONFIDENCE


USUAL_LIMITS = PaceLimits()


def pace_status(
    score: float | None, pace: float | None, confidence: float | None = None, limits: PaceLimits = USUAL_LIMITS
) -> Status:
    """Status from the gap to the expected progress and from confidence.

    ``pace`` is empty for what has none (hold, late results, what has no date): then confidence decides.
    """
    if score is None:
        return Status.NO_TARGET
    gap = 0.0 if pace is None else pace - score
    if above(gap, limits.far_behind):
        return Status.OFF_TRACK
    if above(gap, limits.behind) or (confidence is not None and below(confidence, limits.low_confidence)):
        return Status.AT_RISK
    return Status.ON_TRACK


def final_status(score: float, committed: bool) -> Status:
    """Status after the cycle's last day: from score and ambition, not from pace (figures/README: Pace and grade)."""
    if at_least(score, 1.0):
        return Status.ACHIEVED
    if committed:
        return Status.AT_RISK if at_least(score, GOOD) else Status.OFF_TRACK
    if at_least(score, GOOD):
        return Status.ON_TRACK
    return Status.AT_RISK if at_least(score, PARTLY) else Status.OFF_TRACK


def reached(raw: float | None) -> bool:
    """Tell whether all of it is reached."""
    return raw is not None and at_least(raw, 1.0)


def check_in_due(since: dt.date, rhythm: int = CHECK_IN_RHYTHM) -> dt.date:
    """The last day on which the next check-in is in time, counted from the last one or from the beginning."""
    return since + dt.timedelta(days=rhythm)


class GradeBand(Enum):
    """How a finished goal is judged: [0, 0.4) [0.4, 0.7) [0.7, 1], and 1 itself."""

    MISSED = "missed"
    PARTLY = "partly"
    GOOD = "good"
    FULL = "full"


def grade(score: float) -> float:
    """The score rounded to one decimal, as it is shown."""
    return rounded_score(clamp(score), 1)


def rounded_score(score: float, decimals: int) -> float:
    """A score as it is shown and graded: halves up, and what lies within 1e-9 of a half is one."""
    scale = 10.0**decimals
    whole = math.floor(scale * score)
    return (whole + at_least(scale * score - whole, 0.5)) / scale


def counting(score: S, by_hand: float | None) -> S | float:
    """The score that counts at the end: the grade set by hand, where there is one."""
    return score if by_hand is None else by_hand


def differs(by_hand: float, score: float | None) -> bool:
    """Tell whether a grade set by hand is so far from the score that it needs a reason."""
    return at_least(abs(by_hand - (score or 0.0)), DIFFERS)


def grade_band(score: float) -> GradeBand:
    """The band of an unrounded score."""
    if at_least(score, 1.0):
        return GradeBand.FULL
    if at_least(score, GOOD):
        return GradeBand.GOOD
    return GradeBand.PARTLY if at_least(score, PARTLY) else GradeBand.MISSED


def passes(score: float, committed: bool) -> bool:
    """A committed goal passes only at 1.0, an aspirational one is good from 0.7."""
    return at_least(score, 1.0 if committed else GOOD)


def too_safe(scores: Sequence[float]) -> bool:
    """Tell whether aspirational goals average over 0.85, which asks whether they were too safe."""
    return bool(scores) and above(math.fsum(scores) / len(scores), TOO_SAFE)
