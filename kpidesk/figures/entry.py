"""The sheet for entering numbers: which inputs are asked for, in which rhythm, and which cells are due.

An input that several KPIs read stands once, under the first of them. A cell is due when its period has ended and lies
after the latest number of its input; an input without any number waits for the period that ended last. A gap further
back is a blank that somebody left, and is not asked for again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kpidesk.domain.entities import Input, Kpi, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace

MOST_DUE = 12
"""So many periods back are asked for; an input left alone for years does not ask for all of them."""


@dataclass(frozen=True)
class EntryRow:
    """One line of the sheet: an input to type into, or a KPI that is computed from the inputs below it."""

    kpi: Kpi
    source: Input | None
    indented: bool

    @property
    def key(self) -> Uid:
        """What tells the row from every other."""
        return self.source.uid if self.source is not None else self.kpi.uid


@dataclass(frozen=True)
class EntryBlock:
    """The rows of one rhythm."""

    frequency: Frequency
    rows: tuple[EntryRow, ...]


def entry_blocks(ws: Workspace) -> list[EntryBlock]:
    """Every input that a KPI in use reads, by rhythm from short to long."""
    rows: dict[Frequency, list[EntryRow]] = {}
    seen: set[Uid] = set()
    for kpi in ws.all(Kpi):
        if kpi.parked:
            continue
        for frequency, own in _rows_of(ws, kpi, seen).items():
            rows.setdefault(frequency, []).extend(own)
    return [EntryBlock(frequency, tuple(rows[frequency])) for frequency in Frequency if frequency in rows]


def _rows_of(ws: Workspace, kpi: Kpi, seen: set[Uid]) -> dict[Frequency, list[EntryRow]]:
    found: dict[Frequency, list[EntryRow]] = {}
    for _name, uid in kpi.inputs:
        source = ws.find(Input, uid)
        if source is None or uid in seen:
            continue
        seen.add(uid)
        rows = found.setdefault(source.frequency, [])
        if kpi.formula and not rows:
            rows.append(EntryRow(kpi, None, False))
        rows.append(EntryRow(kpi, source, bool(kpi.formula)))
    return found


def due_periods(
    frequency: Frequency, series: dict[Period, Value], today: dt.date, fiscal_start: int
) -> tuple[Period, ...]:
    """The periods of one input that wait for their number, oldest first."""
    ended = Period.containing(today, frequency, fiscal_start).previous()
    known = [period for period in series if period <= ended]
    period = max(known).next() if known else ended
    found = []
    while period <= ended:
        found.append(period)
        period = period.next()
    return tuple(found[-MOST_DUE:])


def due_cells(ws: Workspace, today: dt.date) -> list[tuple[Uid, Period]]:
    """Every cell that waits for its number, in the order of the sheet."""
    start = ws.company.fiscal_year_start
    sources = [row.source for block in entry_blocks(ws) for row in block.rows if row.source is not None]
    series = ws.series_many([source.uid for source in sources])
    return [
        (source.uid, period)
        for source in sources
        for period in due_periods(source.frequency, series[source.uid], today, start)
    ]
