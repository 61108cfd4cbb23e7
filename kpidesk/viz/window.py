"""The periods that a chart shows, in columns: what is known of each and what is aimed for in it.

A chart of ten years of days has as many columns as one of a quarter; only what is shown is read.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kpidesk.domain.comparing import close
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Goal
from kpidesk.viz.reads import Aim, Axis, ChartFigures, ChartPoint
from kpidesk.viz.zones import Goalposts

WINDOWS = {
    Frequency.DAY: 60,
    Frequency.WEEK: 26,
    Frequency.MONTH: 15,
    Frequency.QUARTER: 9,
    Frequency.TERTIAL: 9,
    Frequency.HALF_YEAR: 8,
    Frequency.YEAR: 5,
}
"""How many periods a chart shows when nobody asks for another number."""
MOST = 10_000
"""An axis is not carried on beyond so many periods."""


@dataclass(frozen=True)
class Window:
    """What is shown, one entry for each period; the rest are indices of the periods that are so.

    ``posts`` of equal goals are one object.
    """

    periods: tuple[Period, ...]
    values: tuple[float | None, ...]
    posts: tuple[Goalposts, ...]
    missing: tuple[int, ...]
    signals: tuple[int, ...]
    masked: tuple[int, ...]
    provisional: tuple[int, ...]

    @cached_property
    def goals(self) -> tuple[Goalposts, ...]:
        """The goals that occur, each once."""
        return tuple({id(each): each for each in self.posts}.values())

    @cached_property
    def latest(self) -> int:
        """The index of the last known value; −1 where there is none."""
        places = range(len(self.values) - 1, -1, -1)
        return next((place for place in places if self.values[place] is not None), -1)

    def place_from(self, day: dt.date) -> int:
        """The index of the first period that begins on a day or later; the number of periods when none does."""
        return bisect_left(self.periods, day, key=lambda period: period.first)

    def place_of(self, period: Period) -> int | None:
        """The index of a period; empty when it is not shown."""
        at = self.place_from(period.first)
        return at if at < len(self.periods) and self.periods[at] == period else None

    def holding(self, day: dt.date) -> int | None:
        """The index of the period in which a day lies; empty when it is not shown."""
        at = self.place_from(day + dt.timedelta(days=1)) - 1
        return at if at >= 0 and day <= self.periods[at].last else None


def window_of(figures: ChartFigures, axis: Axis, aim: Aim | None) -> Window:
    """The newest periods of an axis, carried on to its end; without an ``aim`` the last goal stays."""
    known, count = figures.points, axis.count or WINDOWS[figures.frequency]
    behind = min(len(known), count + axis.skip)
    beyond = list(_beyond(known[-1].period, axis.until, MOST - behind)) if known else []
    stop = max(0, len(known) + len(beyond) - axis.skip)
    start = max(len(known) - behind, stop - count)
    points = list(known[start : min(stop, len(known))])
    later = beyond[max(0, start - len(known)) : max(0, stop - len(known))]
    values = tuple(p.value for p in points)
    return Window(
        (*(p.period for p in points), *later),
        (*values, *(None for _period in later)),
        (*_posts(points, aim), *_posts_ahead(known, later, aim)),
        tuple(x for x, p in enumerate(points) if p.value is None and not p.not_applicable and not p.masked),
        tuple(x for x, p in enumerate(points) if p.signal),
        tuple(x for x, p in enumerate(points) if p.masked),
        tuple(x for x, p in enumerate(points) if p.provisional),
    )


def _beyond(last: Period, until: dt.date | None, most: int) -> Iterator[Period]:
    """The periods after the last one, as far as their deciding day is not after ``until``."""
    for _number in range(most if until is not None else 0):
        last = last.next()
        if until is None or last.anchor > until:
            return
        yield last


def _posts(points: Sequence[ChartPoint], aim: Aim | None) -> list[Goalposts]:
    keys = [
        (p.target, p.high, p.red_flag, p.red_high, p.suggested, p.provisional and of_part(p, aim)) for p in points
    ]  # fmt: skip
    made = {key: Goalposts(*key) for key in set(keys)}
    return [made[key] for key in keys]


def _posts_ahead(known: Sequence[ChartPoint], later: Sequence[Period], aim: Aim | None) -> list[Goalposts]:
    if not later:
        return []
    if aim is None:
        return _posts(known[-1:], aim) * len(later)
    keys = [_key(aim(period)) for period in later]
    made = {key: Goalposts(*key) for key in set(keys)}
    return [made[key] for key in keys]


def _key(goal: Goal | None) -> tuple[float | None, float | None, float | None, float | None, bool]:
    return (
        (None, None, None, None, False)
        if goal is None
        else (goal.value, goal.high, goal.red_flag, goal.red_high, goal.suggested)
    )


def of_part(point: ChartPoint, aim: Aim | None) -> bool:
    """Tell whether a point's goal is that of the parts that are in, and not the whole period's."""
    if not point.provisional or point.target is None:
        return False
    whole = None if aim is None else aim(point.period)
    return whole is None or not close(whole.value, point.target)
