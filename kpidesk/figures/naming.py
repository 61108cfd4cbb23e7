"""Which KPIs name an input among what they read: looked up once for all inputs, as long as the KPIs are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk.domain.entities import Kpi, Uid

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads


def kpis_naming(ws: Reads, *inputs: Uid | None) -> list[Kpi]:
    """The KPIs that name any of some inputs, parked ones as well, in their order."""
    return ws.keeping.of(Naming, lambda: Naming(ws)).of(*inputs)


class Naming:
    """See the module."""

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
