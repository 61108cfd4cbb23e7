"""Which numbers wait to be entered, told by KPI, period and deadline (figures/README: Due)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
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


def waiting(ws: Reads, kpis: Iterable[Kpi], today: dt.date) -> list[Waiting]:
    """What waits, in the order of the KPIs; an input shared by two is told with the first of them."""
    book = due_book(ws)
    asking, cells = book.asking, book.cells(today)
    found: dict[tuple[Uid, Period, dt.date], int] = {}
    taken: set[Uid] = set()
    for kpi in kpis:
        mine = {uid for _name, uid in kpi.inputs} - taken
        taken |= mine
        for uid, period in cells:
            source = ws.get(Input, uid)
            if uid in mine or source.member_of in mine:
                place = (kpi.uid, period, asking.deadline(source, period))
                found[place] = found.get(place, 0) + 1
    return [Waiting(*place, count) for place, count in found.items()]
