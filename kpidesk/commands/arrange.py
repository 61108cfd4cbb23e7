"""The KPIs' own order and home, and what would go with one that is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk.commands import kpis
from kpidesk.domain.entities import Annotation, Department, Kpi, Uid
from kpidesk.text import msg
from kpidesk.workspace import Transaction, Workspace


@dataclass(frozen=True)
class Parting:
    """How many entered numbers and notes go when a KPI is deleted."""

    numbers: int
    notes: int

    @property
    def nothing(self) -> bool:
        """Tell whether nothing is lost but the definition."""
        return not self.numbers and not self.notes


def what_goes(ws: Workspace, uid: Uid) -> Parting:
    """Count what a KPI would take along: its notes, and the numbers of inputs that nothing else reads."""
    inputs = kpis.inputs_of_its_own(ws, uid)
    numbers = sum(len(series) for series in ws.series_many(inputs).values())
    about = {uid, *inputs}
    return Parting(numbers, sum(1 for note in ws.all(Annotation) if note.about in about and note.text))


def move_kpi(ws: Workspace, uid: Uid, by: int) -> bool:
    """Move a KPI one step up (``by`` −1) or down (1) within its department; ``False`` at the end."""
    kpi = ws.get(Kpi, uid)
    rows = ws.all(Kpi)
    mates = [other for other in rows if other.parked == kpi.parked and _home(ws, other) == _home(ws, kpi)]
    place = [other.uid for other in mates].index(uid) + by
    if not 0 <= place < len(mates):
        return False
    others = [other for other in rows if other.uid != uid]
    at = [other.uid for other in others].index(mates[place].uid) + (1 if by > 0 else 0)
    with ws.transaction(msg("move “{title}”", title=kpi.name)) as change:
        _put_in_order(change, [*others[:at], kpi, *others[at:]], uid)
    return True


def _put_in_order(change: Transaction, wanted: Sequence[Kpi], moved: Uid) -> None:
    """Give the moved KPI a key for its place; others only where two machines chose the same one."""
    previous: str | None = None
    for place, kpi in enumerate(wanted):
        order = kpi.order
        if kpi.uid == moved or (previous is not None and order <= previous):
            later = (each.order for each in wanted[place + 1 :] if previous is None or each.order > previous)
            order = change.order_between(previous, next(later, None))
            change.set(Kpi, kpi.uid, order=order)
        previous = order


def move_to_department(ws: Workspace, uid: Uid, department: Uid | None) -> None:
    """Give a KPI another home; it stands last there."""
    kpi = ws.get(Kpi, uid)
    if department is not None:
        ws.get(Department, department)
    if kpi.department == department:
        return
    last = ws.all(Kpi)[-1]
    with ws.transaction(msg("move “{title}”", title=kpi.name)) as change:
        order = kpi.order if last.uid == uid else change.order_between(last.order, None)
        change.set(Kpi, uid, department=department, order=order)


def _home(ws: Workspace, kpi: Kpi) -> Uid | None:
    """The department, unless it is gone."""
    found = ws.find(Department, kpi.department)
    return found.uid if found is not None else None
