"""What the rows of a file become when the periods of some lengths move (see ``grid``).

Numbers lie on periods, and so do notes, opening balances and seasons. Targets, limits and definitions hold from a
day on; where that day is the edge of a period it goes with the period, else it stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kpidesk.domain import grid
from kpidesk.domain.entities import Annotation, Definition, Input, Kpi, Shift, Target, Uid
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.records import record

Goes = Callable[[Period], Period]
"""Where a period goes; itself where it stays."""
ONE_DAY = dt.timedelta(days=1)


@record(frozen=True)
class NewStart:
    """Another month in which the fiscal year starts: periods of the old grid go to the new one."""

    old: int
    new: int

    def goes(self, period: Period) -> Period:
        """Where a period goes; one that lay off the old grid stays."""
        by = grid.shift(period.frequency, self.old, self.new)
        return grid.moved(period, by) if by and period.on_grid(self.old) else period

    def first_day(self, day: dt.date | None, frequency: Frequency) -> dt.date | None:
        """Where the first day of a period goes; any other day stays."""
        if day is None or day.day != 1 or frequency.months <= 1:
            return day
        return self.goes(Period(frequency, day)).first

    def last_day(self, day: dt.date | None, frequency: Frequency) -> dt.date | None:
        """Where the last day of a period goes; any other day stays."""
        after = self.first_day(day + ONE_DAY, frequency) if day is not None else None
        return None if after is None else after - ONE_DAY


def moved_code(code: int | None, goes: Goes) -> int | None:
    """A period code after a move; what is no period stays as it is."""
    if code is None:
        return None
    try:
        return goes(Period.from_code(code)).code()
    except BadPeriod:  # written by somebody else's program
        return code


def moved_season(target: Target, goes: Goes) -> dict[str, Any]:
    """The season of a target after a move, for what differs."""
    try:
        season = tuple((moved_code(code, goes), number) for code, number in target.season)
    except (TypeError, ValueError):  # written by somebody else's program
        return {}
    return {"season": season} if season != target.season else {}


def moved_days(
    row: Target | Kpi | Definition | Shift, frequency: Frequency, start: NewStart
) -> dict[str, dt.date | None]:
    """The days of a row about a KPI of that frequency after a move, for what differs."""
    firsts = {Target: ("start",), Kpi: ("base_start", "base_end"), Definition: ("until",), Shift: ("start",)}
    found = {name: start.first_day(getattr(row, name), frequency) for name in firsts[type(row)]}
    if isinstance(row, Target):
        found["end"] = start.last_day(row.end, frequency)
    return {name: day for name, day in found.items() if day != getattr(row, name)}


def moved_row(row: Annotation | Input, goes: Goes) -> dict[str, int | None]:
    """The period that a note or an opening balance is about after a move, where it differs."""
    name = "period" if isinstance(row, Annotation) else "opening_period"
    code = getattr(row, name)
    after = moved_code(code, goes)
    return {name: after} if after != code else {}


def row_is_off(row: Annotation | Input | Target, start: int) -> bool:
    """Tell whether a note, opening balance or season lies on a period that the company has not."""
    goes = partial(grid.nearest, fiscal_start=start)
    return bool(moved_season(row, goes) if isinstance(row, Target) else moved_row(row, goes))


def moved_numbers(series: Mapping[Period, Any], goes: Goes) -> tuple[dict[Period, Period], list[Period]]:
    """Where the numbers of an input go, and which can't, because another number lies there or comes there too."""
    going = {period: goes(period) for period in series if goes(period) != period}
    crowded = list(going.values())
    stuck = [
        period for period, place in going.items()
        if crowded.count(place) > 1 or (place in series and place not in going and series[place] != series[period])
    ]  # fmt: skip
    return {period: place for period, place in going.items() if period not in stuck}, stuck


Rows = list[tuple[type[Any], Uid, dict[str, Any]]]
"""Fields to set: of which kind, of which row, and what."""
