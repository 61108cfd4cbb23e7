"""Which numbers wait to be entered, told by KPI, period and deadline (figures/README: Due)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Input, Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.due_book import due_book

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


@dataclass(frozen=True)
class Waiting:
    """``count`` numbers of one KPI that wait for one period; ``deadline`` is the last day on which they are in time."""

    kpi: Uid
    period: Period
    deadline: dt.date
    count: int


def waiting(ws: Reads, kpis: Sequence[Kpi], today: dt.date) -> list[Waiting]:
    """What waits, in the order of the KPIs; a number that two of them ask for is told once, with the first of them."""
    book, first = due_book(ws), dict[Uid, int]()
    for place, kpi in enumerate(kpis):
        for _name, uid in kpi.inputs:
            first.setdefault(uid, place)
    found: Counter[tuple[int, Period, dt.date]] = Counter()
    for uid, period in book.cells(today):
        source = ws.get(Input, uid)
        askers = [first[each] for each in (uid, source.member_of) if each in first]
        if askers:
            found[min(askers), period, book.asking.deadline(source, period)] += 1
    told = sorted(found.items(), key=lambda item: item[0][0])
    return [Waiting(kpis[place].uid, period, day, count) for (place, period, day), count in told]
