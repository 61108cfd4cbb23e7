"""Who reads each input, and where it stands in the round: worked out once, and anew when a KPI or an input changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Company, Department, Input, Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.due_book import due_book
from kpidesk.figures.entry import Cell
from kpidesk.figures.reach import SHAPING, Reach

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads

Order = tuple[int, int, Period]


def readers_book(ws: Reads) -> ReadersBook:
    """The book of a file."""
    return ws.keeping.of(ReadersBook, lambda: ReadersBook(ws))


def department_places(ws: Reads) -> dict[Uid, int]:
    """The order in which departments come; what belongs to none comes after them."""
    return {each.uid: place for place, each in enumerate(ws.all(Department))}


class ReadersBook:
    """See the module."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._orders: dict[Cell, tuple[Order, dt.date]] = {}
        self._stored: dict[Uid, dict[Period, bool]] = {}

    def take(self, changes: Changes) -> None:
        """Forget what numbers have changed, and everything after a change of what is read or of the departments."""
        for uid in changes.measurements:
            self._stored.pop(uid, None)
        if changes.kinds & (SHAPING | {Company, Department}):
            self._orders.clear()
            for name in ("first", "places", "_all", "_departments"):
                self.__dict__.pop(name, None)

    @cached_property
    def first(self) -> dict[Uid, Kpi]:
        """The first KPI in use that reads each input."""
        found: dict[Uid, Kpi] = {}
        for kpi in self._ws.all(Kpi):
            for _name, uid in () if kpi.parked else kpi.inputs:
                found.setdefault(uid, kpi)
        return found

    @cached_property
    def places(self) -> dict[Uid, int]:
        """Where each input that is asked for stands in the sheet."""
        return {source.uid: place for place, source in enumerate(due_book(self._ws).sources)}

    @cached_property
    def _all(self) -> Reach:
        return Reach.of(self._ws)

    @cached_property
    def _departments(self) -> dict[Uid, int]:
        return department_places(self._ws)

    def asker(self, source: Input) -> Kpi | None:
        """The first KPI in use that reads an input, or the whole that it is a part of."""
        return self.first.get(source.uid) or self.first.get(source.member_of or "")

    def readers(self, source: Uid) -> list[Kpi]:
        """The KPIs in use that read an input, in order."""
        wanted = self._all.readers.get(source, frozenset())
        return [kpi for kpi in self._ws.all(Kpi) if kpi.uid in wanted and not kpi.parked] if wanted else []

    def stored(self, cells: Iterable[Cell]) -> list[Cell]:
        """Those of some cells in which something stands: one left out before a later number waits no more, and is not
        in all the same.
        """
        return [(uid, period) for uid, period in cells if self._is_stored(uid, period)]

    def _is_stored(self, uid: Uid, period: Period) -> bool:
        known = self._stored.setdefault(uid, {})
        if period not in known:
            known[period] = period in self._ws.recent.within([uid], period, period)[uid]
        return known[period]

    def order(self, cell: Cell, today: dt.date) -> tuple[bool, Order]:
        """Where a cell comes in the round: what is overdue first, then by department and place in the sheet."""
        known = self._orders.get(cell)
        if known is None:
            known = self._orders[cell] = self._worked_out(cell)
        return known[1] >= today, known[0]

    def _worked_out(self, cell: Cell) -> tuple[Order, dt.date]:
        uid, period = cell
        source = self._ws.get(Input, uid)
        kpi = self.asker(source)
        home = (kpi.department if kpi is not None else None) or ""
        order = self._departments.get(home, len(self._departments)), self.places[uid], period
        return order, due_book(self._ws).asking.deadline(source, period)
