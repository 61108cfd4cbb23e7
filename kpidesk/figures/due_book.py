"""Which cells wait for their number, kept in a book: a change costs what it touches, not what the file holds.

The book knows the newest numbers of each input, which is all that decides what waits (``entry.due_periods``). It is
made anew on another day, and after a change of KPIs, inputs or the company; a number drops its own input alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Company, Input, Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.entry import Asking, Cell, entry_blocks

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads

SHAPING: frozenset[type] = frozenset({Company, Input, Kpi})
"""Kinds of row that decide who waits for what."""


def due_book(ws: Reads) -> DueBook:
    """The book of a file."""
    return ws.keeping.of(DueBook, lambda: DueBook(ws))


def due_cells(ws: Reads, today: dt.date) -> list[Cell]:
    """Every cell that waits for its number, in the order of the sheet."""
    return due_book(ws).cells(today)


class DueBook:
    """See the module."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._day: dt.date | None = None
        self._asking: Asking | None = None
        self._sources: list[Input] | None = None
        self._due: dict[Uid, tuple[Period, ...]] = {}

    def take(self, changes: Changes) -> None:
        """Drop what a change has made untrue."""
        if changes.kinds & SHAPING:
            self._asking = self._sources = None
            self._due.clear()
        for uid in changes.measurements:
            self._due.pop(uid, None)

    @property
    def asking(self) -> Asking:
        """Which KPIs ask for the numbers of each input."""
        if self._asking is None:
            self._asking = Asking(self._ws)
        return self._asking

    @property
    def sources(self) -> list[Input]:
        """Every input whose numbers are asked for, in the order of the sheet."""
        if self._sources is None:
            self._sources = [source for block in entry_blocks(self._ws) for source in block.sources]
        return self._sources

    def cells(self, today: dt.date) -> list[Cell]:
        """Every cell that waits on a day, in the order of the sheet."""
        due = self._read(self.sources, today)
        return [(source.uid, period) for source in self.sources for period in due[source.uid]]

    def periods(self, source: Input, today: dt.date) -> tuple[Period, ...]:
        """The periods of an input that wait on a day, oldest first."""
        known = self._due.get(source.uid) if today == self._day else None
        return self._read([source], today)[source.uid] if known is None else known

    def waiting(self, sources: Iterable[Input], today: dt.date) -> dict[Uid, tuple[Period, ...]]:
        """The same of several inputs; those that wait for nothing are left out."""
        sources = list(sources)
        due = self._read(sources, today)
        return {source.uid: periods for source in sources if (periods := due[source.uid])}

    def _read(self, sources: Iterable[Input], today: dt.date) -> dict[Uid, tuple[Period, ...]]:
        """What waits, of some inputs at the least; those that the book does not know yet are asked for together."""
        if today != self._day:
            self._day = today
            self._due.clear()
        unknown = [source for source in sources if source.uid not in self._due]
        if unknown:
            start = self._ws.company.fiscal_year_start
            ended = {each.uid: Period.containing(today, each.frequency, start).previous() for each in unknown}
            series = self._ws.recent.since(ended, today)
            self._due |= {each.uid: self.asking.due(each, series[each.uid], today) for each in unknown}
        return self._due
