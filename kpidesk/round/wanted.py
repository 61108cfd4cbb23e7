"""What the file asks for now: numbers, check-ins and KPIs to look at, each in the order of the round.

What is overdue comes first; after that the departments one after another, as the company has put them in order.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Collection, Sequence

from kpidesk.domain.entities import Input, Uid
from kpidesk.domain.status import Status
from kpidesk.figures import KpiFigures
from kpidesk.figures.due_book import due_cells
from kpidesk.figures.entry import Cell
from kpidesk.round.attention import needs_attention, urgency
from kpidesk.round.readers import department_places, readers_book
from kpidesk.round.steps import Kind, Step
from kpidesk.round.words_due import results, running_goals, wants_check_in
from kpidesk.workspace import Reads

MOST_LOOKS = 8
"""So many KPIs that stand out are looked at, the worst first: more would be no round."""


# ---- numbers ---------------------------------------------------------------------------------------


def number_steps(ws: Reads, today: dt.date, met: Collection[Cell]) -> list[Step]:
    """The numbers that wait, with those that the round has ``met`` and that are asked for still."""
    readers, cells = readers_book(ws), dict.fromkeys(due_cells(ws, today))
    for uid, period in set(met) - cells.keys():
        source = ws.find(Input, uid)
        if uid in readers.places and source is not None and source.frequency is period.frequency:
            cells[uid, period] = None
    return [Step(Kind.NUMBER, *cell) for cell in sorted(cells, key=lambda cell: readers.order(cell, today))]


# ---- check-ins -------------------------------------------------------------------------------------


def check_in_steps(ws: Reads, today: dt.date, met: Collection[Uid]) -> list[Step]:
    """The key results of which a word is due, with those that the round has ``met``."""
    departments, asked = department_places(ws), []
    for place, (figures, department) in enumerate(results(running_goals(ws, today))):
        uid = figures.node.uid
        if uid in met or wants_check_in(figures, today):
            due = figures.check_in_due
            in_time = due is None or due >= today
            asked.append((in_time, departments.get(department or "", len(departments)), place, uid))
    return [Step(Kind.CHECK_IN, uid) for _in_time, _department, _place, uid in sorted(asked)]


# ---- what stands out -------------------------------------------------------------------------------


def look_steps(figures: Sequence[KpiFigures], met: Collection[Uid]) -> list[Step]:
    """The KPIs that stand out, the worst first, with those that the round has looked at (``met``)."""
    worst = heapq.nsmallest(MOST_LOOKS, filter(needs_look, figures), key=urgency)
    chosen = {each.kpi.uid for each in worst} | set(met)
    told = sorted((each for each in figures if each.kpi.uid in chosen), key=urgency)
    return [Step(Kind.LOOK, each.kpi.uid) for each in told]


def needs_look(figures: KpiFigures) -> bool:
    """Tell whether a KPI stands out by its numbers; one whose number is missing is asked for it instead."""
    return figures.status is not Status.NO_DATA and needs_attention(figures)
