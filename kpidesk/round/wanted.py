"""What the file asks for now: numbers, check-ins and KPIs to look at, each in the order of the round.

What is overdue comes first; after that the departments one after another, as the company has put them in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence

from kpidesk.domain.entities import Cycle, Input, KeyResult, Objective, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.figures import KpiFigures, NodeFigures, goal_book
from kpidesk.figures.cycle_list import by_period, looked_at, spans, under_way
from kpidesk.figures.due_book import due_cells
from kpidesk.figures.entry import Cell
from kpidesk.round.attention import needs_attention, urgency
from kpidesk.round.readers import department_places, readers_book
from kpidesk.round.steps import Kind, Step
from kpidesk.workspace import Reads

WORKING_DAYS = 5
"""A week's words are asked for by its Friday."""
SILENT_DAYS = 7
"""A goal that is behind and that nobody has spoken of is asked for after so many days."""
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


def running_goals(ws: Reads, today: dt.date) -> list[NodeFigures]:
    """The goals of the cycles that run today and are open, those of the year among those of its quarter."""
    return [root for cycle in _running(ws, today) for root in goal_book(ws).roots(cycle, today)]


def _running(ws: Reads, today: dt.date) -> Iterator[Cycle]:
    """The cycle under way, in which longer ones are seen too, and any other that runs beside it."""
    now = under_way(ws, today)
    found = looked_at(ws, now)
    is_open = found is not None and found.closed_on is None
    if found is not None and is_open:
        yield found
    for period, cycle in sorted(by_period(ws).items()):
        seen = period == now or (is_open and spans(period, now))
        if cycle.closed_on is None and period.first <= today <= period.last and not seen:
            yield cycle


def results(roots: Iterable[NodeFigures]) -> Iterator[tuple[NodeFigures, Uid | None]]:
    """Every key result once, with the department of the nearest objective above that has one."""
    seen: set[Uid] = set()
    for root in roots:
        for figures, department in _results_under(root, None):
            if figures.node.uid not in seen:
                seen.add(figures.node.uid)
                yield figures, department


def _results_under(figures: NodeFigures, department: Uid | None) -> Iterator[tuple[NodeFigures, Uid | None]]:
    if isinstance(figures.node, Objective):
        department = figures.node.department or department
    if isinstance(figures.node, KeyResult):
        yield figures, department
    for child in figures.children:
        yield from _results_under(child, department)


def wants_check_in(figures: NodeFigures, today: dt.date) -> bool:
    """Tell whether a word is due by the end of the week, or whether what is behind has not been spoken of in it."""
    if figures.over or figures.dropped or figures.parked or figures.status is Status.PLANNED:
        return False
    if figures.last_check_in is not None and figures.last_check_in.day == today:
        return False  # however short the rhythm, or near the cycle's end: once a day is enough
    due = figures.next_check_in(today)
    if due is not None and due <= week_end(today):
        return True
    return figures.status in (Status.AT_RISK, Status.OFF_TRACK) and _is_silent(figures, today)


def _is_silent(figures: NodeFigures, today: dt.date) -> bool:
    said = figures.last_check_in
    if said is not None and said.day is not None:
        return said.day < Period.containing(today, Frequency.WEEK).first
    return figures.silent_since is not None and (today - figures.silent_since).days >= SILENT_DAYS


def week_end(today: dt.date) -> dt.date:
    """The day by which the words of this week are asked for: its Friday, or today when that has passed."""
    monday = Period.containing(today, Frequency.WEEK).first
    return max(monday + dt.timedelta(days=WORKING_DAYS - 1), today)


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
    by_need = [each for each in sorted(figures, key=urgency) if needs_look(each)]
    chosen = {each.kpi.uid for each in by_need[:MOST_LOOKS]} | set(met)
    told = sorted((each for each in figures if each.kpi.uid in chosen), key=urgency)
    return [Step(Kind.LOOK, each.kpi.uid) for each in told]


def needs_look(figures: KpiFigures) -> bool:
    """Tell whether a KPI stands out by its numbers; one whose number is missing is asked for it instead."""
    return figures.status is not Status.NO_DATA and needs_attention(figures)
