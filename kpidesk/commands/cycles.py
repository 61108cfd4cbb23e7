"""Cycles: the quarters (or tertials, half-years, years) that goals belong to."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.entities import Cycle, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import msg
from kpidesk.workspace import Workspace, library_uid


def cycle_for(ws: Workspace, day: dt.date, frequency: Frequency = Frequency.QUARTER) -> Cycle | None:
    """The cycle of a kind that a day lies in, if it has been begun."""
    period = Period.containing(day, frequency, ws.company.fiscal_year_start)
    return ws.find(Cycle, cycle_uid(period))


def cycle_uid(period: Period) -> Uid:
    """The same uid for everybody, so that two colleagues who begin a quarter begin the same one."""
    return library_uid(f"cycle {period.frequency.value} {period.first.isoformat()}")


def ensure_cycle(ws: Workspace, period: Period, *, initiator: object | None = None) -> Uid:
    """Begin a cycle, or find it."""
    uid = cycle_uid(period)
    if ws.find(Cycle, uid) is None:
        with ws.transaction(msg("begin a cycle"), initiator) as change:
            change.add(Cycle(uid, period.frequency, period.first, period.last))
    return uid


def period_of(cycle: Cycle) -> Period | None:
    """The period that a cycle spans, when it is a whole one."""
    return None if cycle.start is None else Period(cycle.frequency, cycle.start)
