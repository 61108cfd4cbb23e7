"""What one change did to progress and status: the figures right before it and right after it, compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kpidesk.domain.comparing import same
from kpidesk.domain.entities import CheckIn, Initiative, KeyResult, Kpi, Milestone, Node, Objective, Target, Uid
from kpidesk.domain.rounding import rounded
from kpidesk.domain.status import Status
from kpidesk.domain.walk import down
from kpidesk.figures.cycle_list import known_cycles
from kpidesk.figures.goals.of_cycle import goal_figures
from kpidesk.figures.kpi import kpi_figures
from kpidesk.figures.model import KpiFigures, NodeFigures
from kpidesk.figures.reach import Reach
from kpidesk.records import record
from kpidesk.workspace import Changes

if TYPE_CHECKING:
    from kpidesk.workspace import CellChange, Reads

MOST_TOLD = 12
"""A change that reaches more KPIs than this is told by what it changed, not by what followed."""


@record(frozen=True)
class GoalShift:
    """A goal whose progress or status is another one; a score is a fraction."""

    uid: Uid
    title: str
    score_before: float | None
    score_after: float | None
    old: Status
    new: Status


@record(frozen=True)
class KpiShift:
    """A KPI whose latest value or status is another one."""

    kpi: Kpi
    before: float | None
    after: float | None
    old: Status
    new: Status


@record(frozen=True)
class Consequence:
    """What followed from a change: the goals it is about first, then those above them; and KPIs."""

    goals: tuple[GoalShift, ...] = ()
    kpis: tuple[KpiShift, ...] = ()


def consequence(before: Reads, after: Reads, cells: Sequence[CellChange]) -> Consequence:
    """Compare the file right before a change with the file right after it, both as of that day."""
    today = after.today()
    kpis = _kpis(after, cells) | _kpis(before, cells)
    if len(kpis) > MOST_TOLD:
        return Consequence()
    goals = dict.fromkeys([*_goals(before, after, cells), *_linked(after, kpis)])
    return Consequence(tuple(_goal_shifts(before, after, list(goals), today)), tuple(_kpi_shifts(before, after, kpis)))


def about(ws: Reads, cells: Iterable[CellChange]) -> tuple[type[Node] | type[Kpi], Uid] | None:
    """What a change was about, if it is still there to be shown: a goal or a KPI."""
    cells = list(cells)
    for uid in _goals(ws, ws, cells):
        node = ws.find_node(uid)
        if node is not None:
            return type(node), uid
    kpis = sorted(_kpis(ws, cells))
    return (Kpi, kpis[0]) if kpis else None


def _goals(before: Reads, after: Reads, cells: Iterable[CellChange]) -> Iterator[Uid]:
    for cell in cells:
        if cell.kind in (CheckIn, Milestone):
            row = after.find(cell.kind, cell.uid) or before.find(cell.kind, cell.uid)
            owner = getattr(row, "key_result", None)
            if owner is not None:
                yield owner
        elif after.find_node(cell.uid) is not None or before.find_node(cell.uid) is not None:
            yield cell.uid


def _kpis(ws: Reads, cells: Iterable[CellChange]) -> set[Uid]:
    changes = Changes()
    found: set[Uid] = set()
    for cell in cells:
        if cell.period is not None:
            changes.measurements.setdefault(cell.uid, set()).add(cell.period)
        elif cell.kind is Target:
            target = ws.find(Target, cell.uid)
            found |= {target.kpi} if target is not None and target.kpi else set()
        elif cell.kind is not None and ws.find(cell.kind, cell.uid) is not None:
            changes.changed.add((cell.kind, cell.uid))
    return {uid for uid in found | Reach.of(ws).touched(changes) if ws.find(Kpi, uid) is not None}


def _linked(ws: Reads, kpis: set[Uid]) -> list[Uid]:
    return [result.uid for result in ws.all(KeyResult) if result.kpi in kpis]


def _goal_shifts(before: Reads, after: Reads, goals: list[Uid], today: dt.date) -> Iterator[GoalShift]:
    wanted = dict.fromkeys([*goals, *(above for uid in goals for above in _above(after, uid))])
    cycles = {cycle for uid in wanted if (cycle := _cycle_of(after, uid)) is not None}
    was = {each.node.uid: each for cycle in cycles for each in _figures(before, cycle, today)}
    now = {each.node.uid: each for cycle in cycles for each in _figures(after, cycle, today)}
    for uid in wanted:
        old, new = was.get(uid), now.get(uid)
        if old is None or new is None or isinstance(new.node, Initiative):
            continue
        moved = _rounded(old.progress.score) != _rounded(new.progress.score)
        if moved or old.status is not new.status:
            yield GoalShift(uid, new.node.title, old.progress.score, new.progress.score, old.status, new.status)


def _rounded(score: float | None) -> float | None:
    return None if score is None else rounded(score * 100)


def _above(ws: Reads, uid: Uid) -> Iterator[Uid]:
    seen = {uid}
    node = ws.find_node(uid)
    while node is not None and node.parent is not None and node.parent not in seen:
        seen.add(node.parent)
        yield node.parent
        node = ws.find_node(node.parent)


def _cycle_of(ws: Reads, uid: Uid) -> Uid | None:
    for each in (uid, *_above(ws, uid)):
        node = ws.find_node(each)
        if isinstance(node, Objective) and node.cycle is not None:
            return node.cycle
    return None


def _figures(ws: Reads, cycle: Uid, today: dt.date) -> Iterator[NodeFigures]:
    found = known_cycles(ws).get(cycle)
    return down([] if found is None else goal_figures(ws, found, today), lambda figures: figures.children)


def _kpi_shifts(before: Reads, after: Reads, kpis: set[Uid]) -> Iterator[KpiShift]:
    for uid in sorted(kpis):
        was, now = before.find(Kpi, uid), after.find(Kpi, uid)
        if was is None or now is None:
            continue
        old, new = kpi_figures(before, was, after.today()), kpi_figures(after, now, after.today())
        if old.masked is not None or new.masked is not None:
            continue
        if not same(_value(old), _value(new)) or old.status is not new.status:
            yield KpiShift(now, _value(old), _value(new), old.status, new.status)


def _value(figures: KpiFigures) -> float | None:
    return None if figures.latest is None else figures.latest.value
