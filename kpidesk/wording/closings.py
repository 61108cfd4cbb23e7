"""What closing a cycle says in the history: that it was closed, and behind that each score that was kept.

Of numbers that are hidden now, and of what they counted in, it says that alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidesk import format as fmt
from kpidesk.domain.entities import Cycle, Frozen, KeyResult, Kpi, Node, Objective, ResultKind, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.domain.walk import down
from kpidesk.figures import goal_figures
from kpidesk.figures.cycle_list import period_of
from kpidesk.figures.goals.hiding import begun_by_reading, hides
from kpidesk.viz.status_shapes import KEYS, status_word
from kpidesk.wording.changes import named
from kpidesk.workspace import CellChange, Reads


def kept_lines(ws: Reads, cells: Iterable[CellChange]) -> list[str]:
    """Each goal and key result whose result a closing has kept, with its score and status: ``Flere gjester: 0,70``."""
    rows = dict.fromkeys(cell.uid for cell in cells if cell.kind is Frozen)
    kept = [each for uid in rows if (each := ws.history.recall(Frozen, uid)) is not None]
    hidden = {uid for cycle in {each.cycle for each in kept} for uid in _with_hidden(ws, cycle)}
    hidden |= {uid for each in kept for uid in _with_deleted(ws, each)}
    return [_line(ws, each, hidden=each.node in hidden) for each in kept]


def _with_hidden(ws: Reads, uid: Uid | None) -> Iterator[Uid]:
    """The goals of a cycle in which numbers count that are hidden now."""
    cycle = ws.find(Cycle, uid)
    for each in down(() if cycle is None else goal_figures(ws, cycle, ws.today()), lambda node: node.counted):
        if any(below.masked is not None for below in down([each], lambda node: node.counted)):
            yield each.node.uid


def _with_deleted(ws: Reads, kept: Frozen) -> Iterator[Uid]:
    """The same of a key result that has been deleted, or whose KPI has: it, and what it counted in."""
    result = ws.history.recall(KeyResult, kept.node or "")
    if result is None or result.kpi is None or (ws.find(KeyResult, result.uid) and ws.find(Kpi, result.kpi)):
        return
    cycle = ws.history.recall(Cycle, kept.cycle or "")
    period = None if cycle is None else period_of(cycle)
    if period is None or not hides(ws, result.kpi, _counted(ws, result, period)):
        return
    above: Node | None = result
    seen = set[Uid]()
    while above is not None and above.uid not in seen:
        seen.add(above.uid)
        yield above.uid
        above = ws.history.recall(Objective, above.parent or "") or ws.history.recall(KeyResult, above.parent or "")


def _counted(ws: Reads, result: KeyResult, cycle: Period) -> list[Period]:
    """The periods of its KPI that its score was made of: without a start of its own it began with the one before."""
    read = result.start is None or begun_by_reading(ws, result) is not None
    given = not read or result.kind is not ResultKind.FROM_TO
    return [cycle] if given else [cycle.previous(), cycle]


def _line(ws: Reads, kept: Frozen, *, hidden: bool) -> str:
    if hidden and kept.score is not None:
        return f"{named(ws, kept.node or '')}: {status_word(Status.HIDDEN.value)}"
    found = [] if kept.score is None else [fmt.score(kept.score)]
    found += [status_word(kept.status)] if kept.status in KEYS else []
    return f"{named(ws, kept.node or '')}: {' · '.join(found)}"
