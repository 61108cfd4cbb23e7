"""What is hidden of a KPI whatever has become of it: to delete one, or to put it aside, shows no number of it.

Nor does the start of a key result that the program read from a KPI and stored; one that somebody typed is hers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from kpidesk.domain.comparing import same
from kpidesk.domain.entities import Cycle, Frozen, KeyResult, Kpi, Objective, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load

if TYPE_CHECKING:
    from kpidesk.text import Message
    from kpidesk.workspace import Reads


def hides(ws: Reads, uid: Uid, periods: Iterable[Period]) -> bool:
    """Tell whether the number of a KPI is hidden in any of some periods, also of one that has been deleted."""
    kpi = ws.history.recall(Kpi, uid)
    if kpi is None or not kpi.sensitive:
        return False
    sheet = Sheet(kpi, load(ws, [kpi], ws.today()))
    return any(sheet.hides(period) is not None for period in periods)


# ---- a start that was read and stored ------------------------------------------------------------


def begun_by_reading(ws: Reads, node: KeyResult) -> Cycle | None:
    """The cycle that a stored start was read from the KPI for: when it was closed, or the key result carried into it.

    A start that somebody has typed is her own, unless it is the very number that was read.
    """
    if node.start is None:
        return None
    written = {change.ref for change in ws.history.of(node.uid, "start") if same(change.after, node.start)}
    for cycle in {frozen.cycle or "" for frozen in ws.all(Frozen) if frozen.node == node.uid}:
        if _is_given(ws, cycle, "closed_on", written):
            return ws.history.recall(Cycle, cycle)
    return _cycle_above(ws, node) if _is_given(ws, node.uid, "carried_from", written) else None


def _is_given(ws: Reads, uid: Uid, field: str, changes: Set[int]) -> bool:
    """Tell whether one of some changes gave a field a value."""
    return any(each.after is not None and each.ref in changes for each in ws.history.of(uid, field))


def _cycle_above(ws: Reads, node: KeyResult) -> Cycle | None:
    above, seen = node.parent, set[Uid]()
    while above is not None and above not in seen:
        seen.add(above)
        goal = ws.history.recall(Objective, above)
        if goal is not None and goal.cycle is not None:
            return ws.history.recall(Cycle, goal.cycle)
        under = goal or ws.history.recall(KeyResult, above)
        above = None if under is None else under.parent
    return None


def start_hidden(ws: Reads, node: KeyResult) -> Message | None:
    """Why a start that was read from the KPI and stored is hidden: the number that it was is."""
    if node.kpi is None or node.start is None:
        return None
    kpi = ws.find(Kpi, node.kpi) or ws.history.recall(Kpi, node.kpi)
    cycle = begun_by_reading(ws, node) if kpi is not None and kpi.sensitive else None
    if kpi is None or cycle is None or cycle.start is None:
        return None
    sheet = Sheet(kpi, load(ws, [kpi], ws.today()))
    return sheet.hides(_read_from(sheet, cycle.start, ws.today()))


def _read_from(sheet: Sheet, begins: dt.date, today: dt.date) -> Period:
    """The period before a cycle that its start is read from; else the first in it that has a number."""
    frequency = sheet.kpi.frequency
    told = [period for period in sheet.told(frequency, today) if _is_there(sheet, period)]
    before = [period for period in told if period.anchor < begins]
    if before or told:
        return before[-1] if before else told[0]
    return Period.containing(begins, frequency, sheet.fiscal_start).previous()


def _is_there(sheet: Sheet, period: Period) -> bool:
    reading = sheet.at(period)
    return reading.value is not None or reading.masked


def seen_by_all(ws: Reads, node: KeyResult) -> KeyResult:
    """A key result as it may be shown: without a start that is hidden, which its row keeps."""
    return node if start_hidden(ws, node) is None else replace(node, start=None)
