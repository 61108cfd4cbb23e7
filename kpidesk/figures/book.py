"""The figures of every KPI of an open file, worked out once and kept: what all pages of a window read.

A change lets go of the KPIs that it can alter, and nothing else is worked out anew. What stands is the very object
known before.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Company, Kpi, Uid
from kpidesk.figures.kpi import figures_of
from kpidesk.figures.model import KpiFigures
from kpidesk.figures.reach import SHAPING, Reach

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads


def figures_book(ws: Reads) -> FiguresBook:
    """The book of a file."""
    return ws.keeping.of(FiguresBook, lambda: FiguresBook(ws))


class FiguresBook:
    """Figures as of the workspace's own day, of parked KPIs too; on a new day nothing stands."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._known: dict[Uid, KpiFigures] = {}
        self._reach = Reach({}, {})
        self._day: dt.date | None = None

    def take(self, changes: Changes) -> None:
        """Let go of what a change can alter."""
        if not self._known:
            return
        if Company in changes.kinds:
            self._known.clear()
            return
        touched = self._reach.touched(changes)
        if changes.kinds & SHAPING:
            self._reach = Reach.of(self._ws)
            touched |= self._reach.touched(changes)
        for uid in touched:
            self._known.pop(uid, None)

    def missing(self) -> list[Kpi]:
        """The KPIs whose figures are to be worked out, in order."""
        known = self.known()
        return [kpi for kpi in self._ws.all(Kpi) if kpi.uid not in known]

    def known(self) -> dict[Uid, KpiFigures]:
        """What is worked out and holds today, by KPI."""
        today = self._ws.today()
        if today != self._day:
            self._known.clear()
            self._day = today
        return self._known

    def work_out(self, most: int | None = None) -> None:
        """Work out what is missing, of at most so many KPIs."""
        kpis = self.missing()[:most]
        if not kpis:
            return
        if not self._known:
            self._reach = Reach.of(self._ws)
        found = figures_of(self._ws, kpis, self._ws.today())
        self._known.update((each.kpi.uid, each) for each in found)

    def all(self, *, parked: bool = False) -> list[KpiFigures]:
        """Every KPI's figures in their order; parked ones only when asked for."""
        self.work_out()
        known = self.known()
        return [known[kpi.uid] for kpi in self._ws.all(Kpi) if parked or not kpi.parked]

    def of(self, kpi: Kpi) -> KpiFigures:
        """One KPI's figures at its own frequency."""
        known = self.known()
        if kpi.uid not in known:
            if not known:
                self._reach = Reach.of(self._ws)
            known[kpi.uid] = figures_of(self._ws, [kpi], self._ws.today())[0]
        return known[kpi.uid]
