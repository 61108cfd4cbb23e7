"""Which stretches of time an export can be of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.cycle_list import cycle_name
from kpidesk.text import _
from kpidesk.workspace import Workspace

MOST_YEARS = 10


@dataclass(frozen=True)
class Time:
    """A stretch of time under its name; both days empty is all there is."""

    words: str
    first: dt.date | None = None
    last: dt.date | None = None


def times(ws: Workspace, cycle: Period, numbers: Collection[Period]) -> list[Time]:
    """All there is, the cycle in view, the last twelve months, and each year from the newest back.

    ``numbers`` are the periods that have any. A week is of the year in which most of it lies.
    """
    today, start = ws.today(), ws.company.fiscal_year_start
    first = min((each.anchor for each in numbers), default=None)
    last = max((each.anchor if each.frequency is Frequency.WEEK else each.last for each in numbers), default=None)
    found = [Time(_("Everything"))]
    if first is not None and last is not None:
        span = f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
        found = [Time(_("All, {years}").format(years=span))]
    month = Period.containing(today, Frequency.MONTH)
    found.append(Time(cycle_name(ws, cycle), cycle.first, cycle.last))
    found.append(Time(_("The last twelve months"), month.next(-11).first, month.last))
    year = Period.containing(min(today, last) if last else today, Frequency.YEAR, start)
    for _each in range(MOST_YEARS):
        if first is not None and year.last < first:
            break
        found.append(Time(year.year_text(start), year.first, year.last))
        year = year.next(-1)
    return found
