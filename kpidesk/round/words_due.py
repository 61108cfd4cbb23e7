"""Which goals a word is due on this week: the overview lists them, the weekly round goes through them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kpidesk.domain.entities import Cycle, KeyResult, Objective, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.figures import NodeFigures, goal_book
from kpidesk.figures.cycle_list import by_period, looked_at, spans, under_way
from kpidesk.workspace import Reads

WORKING_DAYS = 5
"""A week's words are asked for by its Friday."""
SILENT_DAYS = 7
"""A goal that is behind and that nobody has spoken of is asked for after so many days."""


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
