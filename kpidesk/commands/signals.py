"""What is decided of a lasting shift, and by which rules signals are found."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.entities import Kpi, Shift, Uid
from kpidesk.text import msg
from kpidesk.workspace import Workspace, library_uid


def shift_uid(kpi: Uid, start: dt.date) -> Uid:
    """The same uid for everybody, so that two colleagues who decide on a shift decide on the same one."""
    return library_uid(f"shift {kpi} {start.isoformat()}")


def decide_shift(ws: Workspace, kpi: Uid, start: dt.date, accepted: bool) -> None:
    """Compute new limits from the first day of a lasting shift, or keep the old ones."""
    name = ws.get(Kpi, kpi).name
    decided = _decided(ws, kpi, start)
    if decided is not None and decided.accepted == accepted:
        return
    if accepted:
        label = msg("compute new limits for “{name}”", name=name)
    else:
        label = msg("keep the limits of “{name}”", name=name)
    with ws.transaction(label) as change:
        if decided is None:
            change.add(Shift(shift_uid(kpi, start), kpi, start, accepted))
        else:
            change.set(Shift, decided.uid, accepted=accepted)


def clear_shift(ws: Workspace, kpi: Uid, start: dt.date) -> None:
    """Forget what was decided of a shift, so that it is asked again."""
    name = ws.get(Kpi, kpi).name
    decided = _decided(ws, kpi, start)
    if decided is not None:
        with ws.transaction(msg("reconsider the limits of “{name}”", name=name)) as change:
            change.delete(Shift, decided.uid)


def shifts_of(ws: Workspace, kpi: Uid) -> tuple[Shift, ...]:
    """What has been decided for a KPI, in the order of the shifts."""
    found = [shift for shift in ws.all(Shift) if shift.kpi == kpi and shift.start is not None]
    return tuple(sorted(found, key=lambda shift: (shift.start or dt.date.min, shift.uid)))


def _decided(ws: Workspace, kpi: Uid, start: dt.date) -> Shift | None:
    return next((shift for shift in ws.all(Shift) if shift.kpi == kpi and shift.start == start), None)
