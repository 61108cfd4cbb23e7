"""What the file asks for now: numbers, check-ins and KPIs to look at, each in the order of the round.

What is overdue comes first; after that the departments one after another, as the company has put them in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kpidesk.domain.entities import Cycle, Department, Input, KeyResult, Kpi, Objective, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.figures import KpiFigures, NodeFigures, goal_book
from kpidesk.figures.cycle_list import by_period
from kpidesk.figures.due_book import due_book
from kpidesk.figures.entry import Cell
from kpidesk.round.attention import needs_attention, urgency
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
    book = due_book(ws)
    places = {source.uid: place for place, source in enumerate(book.sources)}
    cells = dict.fromkeys(book.cells(today))
    for uid, period in met:
        source = ws.find(Input, uid)
        if uid in places and source is not None and source.frequency is period.frequency:
            cells.setdefault((uid, period))
    departments = _Departments(ws)
    readers = first_readers(ws)

    def order(cell: Cell) -> tuple[bool, int, int, Period]:
        uid, period = cell
        source = ws.get(Input, uid)
        kpi = readers.get(uid) or readers.get(source.member_of or "")
        in_time = book.asking.deadline(source, period) >= today
        return in_time, departments.place(kpi.department if kpi is not None else None), places[uid], period

    return [Step(Kind.NUMBER, *cell) for cell in sorted(cells, key=order)]


def first_readers(ws: Reads) -> dict[Uid, Kpi]:
    """The first KPI in use that reads each input."""
    found: dict[Uid, Kpi] = {}
    for kpi in ws.all(Kpi):
        for _name, uid in () if kpi.parked else kpi.inputs:
            found.setdefault(uid, kpi)
    return found


# ---- check-ins -------------------------------------------------------------------------------------


def running_goals(ws: Reads, today: dt.date) -> list[NodeFigures]:
    """The goals of every cycle that runs today and is open, one tree per root, each goal once."""
    found: dict[Uid, NodeFigures] = {}
    for cycle in _running(ws, today):
        found |= {each.node.uid: each for each in goal_book(ws).roots(cycle, today)}
    return list(found.values())


def _running(ws: Reads, today: dt.date) -> Iterator[Cycle]:
    for period, cycle in sorted(by_period(ws).items()):
        if cycle.closed_on is None and period.first <= today <= period.last:
            yield cycle


def results(roots: Iterable[NodeFigures]) -> Iterator[tuple[NodeFigures, Uid | None]]:
    """Every key result with the department of the nearest objective above that has one."""
    for root in roots:
        yield from _results_under(root, None)


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
    departments, asked = _Departments(ws), []
    for place, (figures, department) in enumerate(results(running_goals(ws, today))):
        uid = figures.node.uid
        if uid in met or wants_check_in(figures, today):
            due = figures.check_in_due
            in_time = due is None or due >= today
            asked.append((in_time, departments.place(department), place, uid))
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


# ---- departments -----------------------------------------------------------------------------------


class _Departments:
    """The order in which departments come; what belongs to none comes after them."""

    def __init__(self, ws: Reads) -> None:
        self._places: Mapping[Uid, int] = {each.uid: place for place, each in enumerate(ws.all(Department))}

    def place(self, department: Uid | None) -> int:
        return self._places.get(department or "", len(self._places))
