"""The periods that a chart shows, in columns: what is known of each and what is aimed for in it.

A chart of ten years of days has as many columns as one of a quarter; only what is shown is read.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

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
Fields = tuple[float | None, float | None, float | None, float | None, bool, bool]
MOST = 10_000
"""An axis is not carried on beyond so many periods."""


@dataclass(frozen=True)
class Window:
    """What is shown, one entry for each period; the rest are indices of the periods that are so.

    ``goals`` are those that occur, each once, and each of ``posts`` is one of them.
    """

    periods: tuple[Period, ...]
    values: tuple[float | None, ...]
    posts: tuple[Goalposts, ...]
    missing: tuple[int, ...]
    signals: tuple[int, ...]
    masked: tuple[int, ...]
    provisional: tuple[int, ...]
    goals: tuple[Goalposts, ...]

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
    kept: dict[Fields, Goalposts] = {}
    posts = _posts(chain(_aims(points, aim), _aims_ahead(known, later, aim)), kept)
    return Window(
        (*[p.period for p in points], *later),
        (*[p.value for p in points], *[None for _period in later]),
        tuple(posts),
        tuple([x for x, p in enumerate(points) if p.value is None and not p.not_applicable and not p.masked]),
        tuple([x for x, p in enumerate(points) if p.signal]),
        tuple([x for x, p in enumerate(points) if p.masked]),
        tuple([x for x, p in enumerate(points) if p.provisional]),
        tuple(kept.values()),
    )


def _beyond(last: Period, until: dt.date | None, most: int) -> Iterator[Period]:
    """The periods after the last one, as far as their deciding day is not after ``until``."""
    for _number in range(most if until is not None else 0):
        last = last.next()
        if until is None or last.anchor > until:
            return
        yield last


def _posts(aims: Iterable[Fields], kept: dict[Fields, Goalposts]) -> list[Goalposts]:
    """The goalposts of each period, those of equal fields made once."""
    return [kept.get(fields) or kept.setdefault(fields, Goalposts(*fields)) for fields in aims]


def _aims(points: Iterable[ChartPoint], aim: Aim | None) -> Iterator[Fields]:
    """What is aimed for in each period, as the fields of its goalposts."""
    for p in points:
        yield p.target, p.high, p.red_flag, p.red_high, p.suggested, p.provisional and of_part(p, aim)


def _aims_ahead(known: Sequence[ChartPoint], later: Sequence[Period], aim: Aim | None) -> Iterator[Fields]:
    for period in later:
        yield next(_aims(known[-1:], aim)) if aim is None else _fields(aim(period))


def _fields(goal: Goal | None) -> Fields:
    if goal is None:
        return (None, None, None, None, False, False)
    return (goal.value, goal.high, goal.red_flag, goal.red_high, goal.suggested, False)


def of_part(point: ChartPoint, aim: Aim | None) -> bool:
    """Tell whether a point's goal is that of the parts that are in, and not the whole period's."""
    if not point.provisional or point.target is None:
        return False
    whole = None if aim is None else aim(point.period)
    return whole is None or not close(whole.value, point.target)
