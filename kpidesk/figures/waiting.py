"""What waits for somebody: numbers to enter, by KPI, period and deadline (figures/README: Due), and questions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Agreement, Input, Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.due_book import due_book

if TYPE_CHECKING:
    from kpidesk.figures.entry import Cell
    from kpidesk.workspace import Reads


@dataclass(frozen=True)
class Waiting:
    """``count`` numbers of one KPI that wait for one period; ``deadline`` is the last day on which they are in time."""

    kpi: Uid
    period: Period
    deadline: dt.date
    count: int


def waiting(ws: Reads, kpis: Sequence[Kpi], today: dt.date, cells: Iterable[Cell] | None = None) -> list[Waiting]:
    """What waits, in the order of the KPIs; a number that two of them ask for is told once, with the first of them.

    ``cells`` are those of the sheet that are asked about, where not all of them are.
    """
    book, first = due_book(ws), dict[Uid, int]()
    for place, kpi in enumerate(kpis):
        for _name, uid in kpi.inputs:
            first.setdefault(uid, place)
    found: Counter[tuple[int, Period, dt.date]] = Counter()
    for uid, period in book.cells(today) if cells is None else cells:
        source = ws.get(Input, uid)
        askers = [first[each] for each in (uid, source.member_of) if each in first]
        if askers:
            found[min(askers), period, book.asking.deadline(source, period)] += 1
    told = sorted(found.items(), key=lambda item: item[0][0])
    return [Waiting(kpis[place].uid, period, day, count) for (place, period, day), count in told]


def unanswered(ws: Reads, person: Uid | None = None, asked_by: dt.date | None = None) -> list[Agreement]:
    """Questions about agreement without an answer, of one person or of everybody; oldest first.

    ``asked_by`` leaves out those that were asked later.
    """
    asked = [each for each in ws.all(Agreement) if each.agreed is None and _exists(ws, each.about)]
    if asked_by is not None:
        asked = [each for each in asked if each.asked_on is None or each.asked_on <= asked_by]
    mine = [each for each in asked if person is None or each.person == person]
    return sorted(mine, key=lambda each: (str(each.asked_on), each.uid))


def _exists(ws: Reads, about: Uid | None) -> bool:
    return ws.find(Kpi, about) is not None or ws.find_node(about) is not None
