"""Taking numbers from a file: what is to be stored, as plain values, and the command that stores it.

All of it is one change with one undo: the KPIs that are made for it as well. A backup is made ahead of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from kpidesk.commands import definitions, kpis
from kpidesk.commands.definitions import InputSpec, KpiSpec
from kpidesk.commands.intake import sources
from kpidesk.commands.intake.sources import Remembered
from kpidesk.domain.bounds import line
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import Combine, Direction, Input, Kpi, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import Message, msgn
from kpidesk.workspace import IMPORT, Transaction, Workspace


@dataclass(frozen=True)
class NewKpi:
    """A KPI to be made for a column: what it is called and how it is measured; ``parked`` when nine are in use."""

    name: str
    unit: str = "count"
    decimals: int = 0
    frequency: Frequency = Frequency.MONTH
    combine: Combine = Combine.SUM
    direction: Direction = Direction.INCREASE
    owner: Uid | None = None
    parked: bool = False


@dataclass(frozen=True)
class Existing:
    """An input that is there."""

    input: Uid


Destination: TypeAlias = Existing | NewKpi | None
"""Where a measure goes; ``None``: it is not taken."""


@dataclass(frozen=True)
class Series:
    """The numbers of a measure (its key) for one destination, and what stood in their cells when they were looked at.

    A cell that holds something else by the time they are taken has been changed by somebody meanwhile and stays.
    """

    measure: str
    into: Existing | NewKpi
    numbers: Mapping[Period, Value]
    before: Mapping[Period, Value | None]


@dataclass(frozen=True)
class Taking:
    """All that is to be stored of a file, as one change; with a ``source`` the file is remembered as one."""

    file: str
    series: tuple[Series, ...]
    source: Remembered | None = None


@dataclass(frozen=True)
class Taken:
    """What came of it: how many numbers were written, which cells stayed because somebody had changed them meanwhile,
    and the KPIs that were made."""

    file: str
    written: int
    stayed: tuple[tuple[Uid, Period], ...] = ()
    made: tuple[Uid, ...] = ()

    @property
    def words(self) -> Message:
        """What was done, in a sentence."""
        return msgn("{n} number imported from {file}", "{n} numbers imported from {file}", self.written, file=self.file)

    @property
    def stayed_words(self) -> Message | None:
        """What is to be said of the cells that somebody has changed meanwhile."""
        if not self.stayed:
            return None
        return msgn(
            "{n} number was changed by somebody else meanwhile and stays. Import again to look at it.",
            "{n} numbers were changed by somebody else meanwhile and stay. Import again to look at them.",
            len(self.stayed),
        )


def take(ws: Workspace, taking: Taking) -> Taken:
    """Store the numbers of a file that differ from what is there, as one change after a backup.

    What somebody has changed since the file was looked at stays, and is told. Where nothing differs nothing is stored
    and no backup is made. Raises what a transaction raises: the file may be read only, or the disk full.
    """
    there = ws.series_many(each.into.input for each in taking.series if isinstance(each.into, Existing))
    stayed = tuple(cell for series in taking.series for cell in _changed_meanwhile(series, there))
    wanted = [each for each in (_differing(series, there) for series in taking.series) if each.numbers]
    count = sum(len(series.numbers) for series in wanted)
    if not count:
        if taking.source is not None and taking.source.uid is not None:
            sources.nothing_new(ws, taking.source.uid, taking.file)
        return Taken(taking.file, 0, stayed)
    label = msgn("import {n} number from {file}", "import {n} numbers from {file}", count, file=line(taking.file))
    with ws.transaction(label, kind=IMPORT) as change:
        made = {each.measure: _make(ws, change, each.into) for each in wanted if isinstance(each.into, NewKpi)}
        into = {key: _input_of(ws, kpi) for key, kpi in made.items()}
        for each in wanted:
            uid = each.into.input if isinstance(each.into, Existing) else into[each.measure]
            change.measure_many(uid, each.numbers.items())
            kpis.fit_numbers(ws, change, uid, each.numbers.values())
        if taking.source is not None:
            source = sources.write(ws, change, taking.source.going(into))
            sources.note_fetch(ws, change, source, taking.file, count)
    return Taken(taking.file, count, stayed, tuple(made.values()))


There = Mapping[Uid, Mapping[Period, Value]]


def _changed_meanwhile(series: Series, there: There) -> list[tuple[Uid, Period]]:
    if not isinstance(series.into, Existing) or _untouched(series, there):
        return []
    uid, now = series.into.input, there[series.into.input]
    return [
        (uid, period)
        for period, value in series.numbers.items()
        if not same(now.get(period), series.before.get(period)) and not same(now.get(period), value)
    ]


def _untouched(series: Series, there: There) -> bool:
    """Tell whether nothing stands there, and nothing did: what a first import meets, told without a look at each."""
    empty = isinstance(series.into, Existing) and not there[series.into.input]
    return empty and not any(before is not None for before in series.before.values())


def _differing(series: Series, there: There) -> Series:
    """The numbers that are to be written: others than stand there, in cells that nobody has changed meanwhile."""
    if not isinstance(series.into, Existing) or _untouched(series, there):
        return series
    now = there[series.into.input]
    numbers = {
        period: value
        for period, value in series.numbers.items()
        if same(now.get(period), series.before.get(period)) and not same(now.get(period), value)
    }
    return replace(series, numbers=numbers)


def same(one: Value | None, other: Value | None) -> bool:
    """Tell whether two cells hold the same, as far as a float can tell."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        return close(one, other)
    return one == other


def _make(ws: Workspace, change: Transaction, new: NewKpi) -> Uid:
    own = InputSpec(new.name, combine=new.combine, unit=new.unit, decimals=new.decimals)
    fields = {} if new.owner is None else {"owner": new.owner}
    spec = KpiSpec(new.name, new.unit, new.decimals, new.frequency, new.direction, inputs=(own,), fields=fields)
    uid = definitions.store(ws, spec)
    if new.parked:
        change.set(Kpi, uid, parked=True)
    return uid


def _input_of(ws: Workspace, kpi: Uid) -> Uid:
    ((_name, uid),) = ws.get(Kpi, kpi).inputs
    return ws.get(Input, uid).uid
