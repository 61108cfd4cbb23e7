"""The points of a KPI, made when they are asked for: nobody looks at each day since 1900."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from kpidesk.domain.period import Period

if TYPE_CHECKING:
    from kpidesk.figures.model import Point


class Points(Sequence["Point"]):
    """Points by their place; each is made once. A part of them knows what the whole has made."""

    def __init__(
        self,
        places: Sequence[int],
        make: Callable[[int], Point],
        periods: Sequence[Period],
        made: dict[int, Point] | None = None,
    ) -> None:
        self._places, self._make, self._periods = places, make, periods
        self._made: dict[int, Point] = {} if made is None else made

    def at(self, places: Sequence[int]) -> Points:
        """The points at some of the places that the whole has, in their order."""
        return Points(places, self._make, self._periods, self._made)

    def period(self, place: int) -> Period:
        """The period of a point, which need not be made for it."""
        return self._periods[self._places[place]]

    def find(self, period: Period) -> Point | None:
        """The point of a period, if there is one."""
        try:
            index = self._periods.index(period)
        except ValueError:
            return None
        place = bisect_left(self._places, index)
        return self[place] if place < len(self._places) and self._places[place] == index else None

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Point: ...
    @overload
    def __getitem__(self, place: slice) -> Points: ...

    def __getitem__(self, place: int | slice) -> Point | Points:
        if isinstance(place, slice):
            return self.at(self._places[place])
        index = self._places[place]
        if index not in self._made:
            self._made[index] = self._make(index)
        return self._made[index]

    def __iter__(self) -> Iterator[Point]:
        made, make = self._made, self._make
        for index in self._places:
            point = made.get(index)
            if point is None:
                point = made[index] = make(index)
            yield point


def begun(points: Sequence[Point], day: dt.date) -> Sequence[Point]:
    """The points of periods that have begun on a day."""
    period = _period_of(points)
    return points[: bisect_right(range(len(points)), day, key=lambda place: period(place).first)]


def until(points: Sequence[Point], day: dt.date) -> Sequence[Point]:
    """The points up to the last whose deciding day is not after a day: of a cycle's weeks those that are its own."""
    period = _period_of(points)
    return points[: bisect_right(range(len(points)), day, key=lambda place: period(place).anchor)]


def newest_ended(points: Sequence[Point], day: dt.date) -> Point | None:
    """The newest point of a period that has ended on a day, if there is one."""
    period = _period_of(points)
    ended = bisect_right(range(len(points)), day, key=lambda place: period(place).last)
    return points[ended - 1] if ended else None


def point_in(points: Sequence[Point], period: Period) -> Point | None:
    """The point of a period, if there is one."""
    if isinstance(points, Points):
        return points.find(period)
    place = bisect_left(points, period.first, key=lambda point: point.period.first)
    return points[place] if place < len(points) and points[place].period == period else None


def inside(points: Sequence[Point], period: Period) -> Sequence[Point]:
    """The points whose deciding day lies in a period."""
    of, places = _period_of(points), range(len(points))
    first = bisect_left(places, period.first, key=lambda place: of(place).anchor)
    return points[first : bisect_right(places, period.last, key=lambda place: of(place).anchor)]


def _period_of(points: Sequence[Point]) -> Callable[[int], Period]:
    """The period of the point at a place: halving asks for many points that nobody looks at."""
    return points.period if isinstance(points, Points) else lambda place: points[place].period
