"""The sheet for entering numbers: which inputs are asked for, in which rhythm, and which cells are due.

An input that several KPIs read stands once, under the first of them. One that is split by a dimension is followed by
its members, whose sum it is or, where members don't add up, beside which it is typed. A cell is due when its period
has ended and lies after the latest number of its input; an input without any number waits for the period that ended
last, but for none that ended before the first KPI that reads it was made here. A gap further back is a blank that
somebody left, and is not asked for again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from kpidesk.domain.due import MOST_DUE, Asker, deadline, first_asked
from kpidesk.domain.entities import Input, Kpi, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import begun
from kpidesk.domain.stretch import Stretch
from kpidesk.records import record
from kpidesk.workspace import Reads

Cell = tuple[Uid, Period]
Series = dict[Period, Value]


@record(frozen=True)
class EntryRow:
    """One line of the sheet: an input to type into, or what is computed from the lines below it.

    A computed line has no ``source``: it is a KPI, or the ``total`` of an input's members. ``depth`` tells how far
    it is indented; the deeper lines that follow fold under it.
    """

    kpi: Kpi
    source: Input | None
    depth: int = 0
    total: Input | None = None

    @property
    def key(self) -> Uid:
        """What tells the row from every other of its block."""
        about = self.source or self.total
        return about.uid if about is not None else self.kpi.uid

    @property
    def name(self) -> str:
        """The name of the input or KPI."""
        about = self.source or self.total or self.kpi
        return about.name

    @property
    def unit(self) -> str:
        """The unit of the input or KPI."""
        about = self.source or self.total or self.kpi
        return about.unit

    @property
    def decimals(self) -> int:
        """The decimals of the input or KPI."""
        about = self.source or self.total or self.kpi
        return about.decimals

    @property
    def indented(self) -> bool:
        """Tell whether the row stands under another."""
        return self.depth > 0


@record(frozen=True)
class EntryBlock:
    """The rows of one rhythm."""

    frequency: Frequency
    rows: tuple[EntryRow, ...]

    @property
    def sources(self) -> list[Input]:
        """The inputs to type into, in order."""
        return [row.source for row in self.rows if row.source is not None]


def entry_blocks(ws: Reads, person: Uid | None = None) -> list[EntryBlock]:
    """Every input that a KPI in use reads, by rhythm from short to long; only those of a person when one is given.

    A person's inputs are those they own themselves, or whose KPI they own or follow.
    """
    members: dict[Uid, list[Input]] = {}
    for source in ws.all(Input):
        if source.member_of is not None:
            members.setdefault(source.member_of, []).append(source)
    used = [kpi for kpi in ws.all(Kpi) if not kpi.parked]
    wanted = None if person is None else _of_person(ws, used, person)
    rows: dict[Frequency, list[EntryRow]] = {}
    seen: set[Uid] = set()
    for kpi in used:
        for frequency, own in _rows_of(ws, kpi, members, wanted, seen).items():
            rows.setdefault(frequency, []).extend(own)
    return [EntryBlock(frequency, tuple(rows[frequency])) for frequency in Frequency if frequency in rows]


def _of_person(ws: Reads, used: Iterable[Kpi], person: Uid) -> set[Uid]:
    own = {source.uid for source in ws.all(Input) if source.owner == person}
    return own | {uid for kpi in used if person in (kpi.owner, *kpi.tracked_by) for _name, uid in kpi.inputs}


def _rows_of(
    ws: Reads, kpi: Kpi, members: Mapping[Uid, list[Input]], wanted: set[Uid] | None, seen: set[Uid]
) -> dict[Frequency, list[EntryRow]]:
    found: dict[Frequency, list[EntryRow]] = {}
    for _name, uid in kpi.inputs:
        source = ws.find(Input, uid)
        if source is None or uid in seen:
            continue
        parts = members.get(uid, [])
        if wanted is not None and not wanted & {uid, *(part.uid for part in parts)}:
            continue
        seen |= {uid, *(part.uid for part in parts)}
        rows = found.setdefault(source.frequency, [])
        if kpi.formula and not rows:
            rows.append(EntryRow(kpi, None))
        rows += _rows_of_input(kpi, source, parts, 1 if kpi.formula else 0)
    return found


def _rows_of_input(kpi: Kpi, source: Input, parts: list[Input], depth: int) -> list[EntryRow]:
    own = [part for part in parts if part.frequency is source.frequency]
    computed = bool(own) and source.members_add
    first = EntryRow(kpi, None, depth, source) if computed else EntryRow(kpi, source, depth)
    return [first, *(EntryRow(kpi, part, depth + 1) for part in own)]


# ---- what is due -----------------------------------------------------------------------------------


class Asking:
    """Which KPIs in use ask for the numbers of each input, and by when."""

    def __init__(self, ws: Reads) -> None:
        self._fiscal_start = ws.company.fiscal_year_start
        self._members = {source.uid: source.member_of for source in ws.all(Input) if source.member_of is not None}
        self._askers: dict[Uid, list[Asker]] = {}
        self._deadlines: dict[Cell, dt.date] = {}
        used = [kpi for kpi in ws.all(Kpi) if not kpi.parked]
        made = ws.history.made_on(kpi.uid for kpi in used)
        for kpi in used:
            for _name, uid in kpi.inputs:
                self._askers.setdefault(uid, []).append(Asker(kpi.frequency, kpi.grace_days, made.get(kpi.uid)))

    def made(self, source: Input) -> dt.date | None:
        """The day on which the first of the KPIs that read an input was made here; empty where nobody knows."""
        days = [asker.made for asker in self._of(source)]
        return None if None in days else min((day for day in days if day is not None), default=None)

    def due(self, source: Input, series: Series, today: dt.date) -> tuple[Period, ...]:
        """The periods of an input that wait for their number, oldest first."""
        return due_periods(source.frequency, series, today, self._fiscal_start, self.made(source))

    def deadline(self, source: Input, period: Period) -> dt.date:
        """The last day on which the number is not overdue to any of the KPIs that read it; found once for each cell."""
        known = self._deadlines.get((source.uid, period))
        if known is None:
            days = (asker.deadline(period, self._fiscal_start) for asker in self._of(source))
            known = self._deadlines[source.uid, period] = min(days, default=deadline(period))
        return known

    def rhythm(self, source: Input) -> frozenset[Asker]:
        """Who asks for the numbers of an input, but for when they were made: inputs alike in it share deadlines.

        Of periods that end after its KPIs were made, as every one does that has not begun.
        """
        return frozenset(Asker(each.frequency, each.grace_days) for each in self._of(source))

    def _of(self, source: Input) -> list[Asker]:
        """Who asks for an input itself, or for the whole that it is a member of."""
        own = self._askers.get(source.uid, [])
        return own or self._askers.get(self._members.get(source.uid, ""), [])


def due_periods(
    frequency: Frequency, series: Series, today: dt.date, fiscal_start: int, made: dt.date | None = None
) -> tuple[Period, ...]:
    """The periods of one input that wait for their number, oldest first.

    ``made`` is the day on which the first KPI that reads it was made here.
    """
    ended = Period.containing(today, frequency, fiscal_start).previous()
    first = first_asked(begun(series, today), ended, made, fiscal_start)
    return tuple(Stretch.between(first, ended)[-MOST_DUE:])


def asked_cells(
    asking: Asking, source: Input, series: Series, before: Mapping[Cell, Value | None], today: dt.date
) -> list[Cell]:
    """The cells of an input that waited when the day began; ``before`` holds what today's changes replaced."""
    then = dict(series)
    for (uid, period), value in before.items():
        if uid == source.uid and value is None:
            then.pop(period, None)
        elif uid == source.uid and value is not None:
            then[period] = value
    return [(source.uid, period) for period in asking.due(source, dict(sorted(then.items())), today)]


def next_asked(
    sources: Iterable[Input], series: Mapping[Uid, Series], today: dt.date, fiscal_start: int, asking: Asking
) -> tuple[Period, dt.date] | None:
    """The period whose number is overdue next, once everything that is due is in, and its deadline."""
    found = []
    for source in sources:
        period = Period.containing(today, source.frequency, fiscal_start)
        while period in series[source.uid]:
            period = period.next()
        found.append((asking.deadline(source, period), source.frequency.rank, period))
    if not found:
        return None
    day, _rank, period = min(found)
    return period, day
