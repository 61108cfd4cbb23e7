"""How far a change reaches: the KPIs that a row or the numbers of an input can alter."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from kpidesk.domain.entities import Definition, Input, Kpi, Shift, Target, Uid
from kpidesk.records import record

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads

ABOUT_A_KPI: tuple[type[Target] | type[Definition] | type[Shift], ...] = (Target, Definition, Shift)
SHAPING = frozenset({Kpi, Input, *ABOUT_A_KPI})
"""The kinds of row that decide what a KPI reads, or that belong to one."""
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@record(frozen=True)
class Reach:
    """As the file stands at one moment: ``readers`` names the KPIs that read an input, as number, weight, member of a
    split or head count, by the definition in force or an earlier one; ``owners`` the KPI that a row belongs to.
    """

    readers: Mapping[Uid, frozenset[Uid]]
    owners: Mapping[Uid, Uid]

    @staticmethod
    def of(ws: Reads) -> Reach:
        """As the file stands now."""
        about: list[Target | Definition | Shift] = [row for kind in ABOUT_A_KPI for row in ws.all(kind)]
        return Reach(_readers(ws), {row.uid: row.kpi for row in about if row.kpi is not None})

    def touched(self, changes: Changes) -> set[Uid]:
        """The KPIs that a change can alter; one that changes what is read is asked of before and after."""
        found = {uid for kind, uid in changes.entities if kind is Kpi}
        found |= {self.owners[uid] for kind, uid in changes.entities if kind in ABOUT_A_KPI and uid in self.owners}
        inputs = {uid for kind, uid in changes.entities if kind is Input} | set(changes.measurements)
        return found.union(*(self.readers.get(uid, ()) for uid in inputs))


def _readers(ws: Reads) -> dict[Uid, frozenset[Uid]]:
    inputs = ws.all(Input)
    weight = {each.uid: each.weight for each in inputs if each.weight is not None}
    members = _grouped(inputs, lambda each: each.member_of)
    earlier = _grouped(ws.all(Definition), lambda each: each.kpi)
    found: dict[Uid, set[Uid]] = {}
    for kpi in ws.all(Kpi):
        read = {uid for each in (kpi, *earlier.get(kpi.uid, ())) for _name, uid in each.inputs}
        read |= {kpi.group} if kpi.group is not None else set()
        read |= {weight[uid] for uid in read if uid in weight}
        read |= {member.uid for uid in read for member in members.get(uid, ())}
        for uid in read:
            found.setdefault(uid, set()).add(kpi.uid)
    return {uid: frozenset(readers) for uid, readers in found.items()}


def _grouped(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    found: dict[K, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def kpis_naming(ws: Reads, *inputs: Uid | None) -> list[Kpi]:
    """The KPIs that name any of some inputs, parked ones as well, in their order."""
    return ws.keeping.of(Naming, lambda: Naming(ws)).of(*inputs)


class Naming:
    """Which KPIs name each input among what they read: looked up once, as long as the KPIs are the same."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._kpis: list[Kpi] = []
        self._places: dict[Uid, set[int]] = {}

    def take(self, changes: Changes) -> None:
        """What is known hangs on the KPIs themselves, and is looked up anew where one is another."""

    def of(self, *inputs: Uid | None) -> list[Kpi]:
        """The KPIs that name any of some inputs, in their order."""
        kpis = self._ws.all(Kpi)
        if kpis != self._kpis:  # within a transaction, too, of which nobody has heard yet
            self._kpis, self._places = kpis, {}
            for place, kpi in enumerate(kpis):
                for _name, uid in kpi.inputs:
                    self._places.setdefault(uid, set()).add(place)
        found = set[int]().union(*(self._places.get(uid, ()) for uid in inputs if uid is not None))
        return [kpis[place] for place in sorted(found)]
