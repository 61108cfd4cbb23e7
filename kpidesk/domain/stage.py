"""Where a cycle stands on a day: planned, running, over or closed (figures/README: Pace and grade)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kpidesk.domain.entities import Cycle

REVIEW_AFTER, REVIEW_NEAR = 14, 30
"""The review is a fortnight after the cycle's end; it is spoken of for a month before and after that day."""


def begins(cycle: Cycle) -> dt.date | None:
    """The day from which its goals are judged: its first day, or the one on which it was started by hand."""
    days = [day for day in (cycle.start, cycle.started_on) if day is not None]
    return min(days, default=None)


def is_planned(cycle: Cycle, day: dt.date) -> bool:
    """Tell whether it has not begun: nothing in it is on or off track."""
    first = begins(cycle)
    return first is not None and day < first


def is_over(cycle: Cycle, day: dt.date) -> bool:
    """Tell whether its goals are judged by what they reached: after its last day, and once it is closed."""
    return cycle.closed_on is not None or (cycle.end is not None and day > cycle.end)


def as_of(cycle: Cycle, day: dt.date) -> Cycle:
    """The cycle as it was on a day: one that was closed or started by hand later was not so yet."""
    if cycle.closed_on is not None and cycle.closed_on > day:
        cycle = replace(cycle, closed_on=None)
    if cycle.started_on is not None and cycle.started_on > day:
        cycle = replace(cycle, started_on=None)
    return cycle


def review_day(cycle: Cycle) -> dt.date | None:
    """The day on which a cycle is to be reviewed; empty where it is closed, or has no end."""
    if cycle.end is None or cycle.closed_on is not None:
        return None
    return cycle.end + dt.timedelta(days=REVIEW_AFTER)
