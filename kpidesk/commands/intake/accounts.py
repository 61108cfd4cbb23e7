"""Taking numbers out of the accounts: into the inputs of the library that they feed, with the KPIs that somebody wants.

Accounts give months. What is measured by the quarter or the year gets whole ones of them; an input that is measured by
the week or the day is left alone, and one by the month is made beside it where a new KPI needs it. All of it is one
change with one undo, and a backup is made ahead of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kpidesk import library, text
from kpidesk.commands import inputs, kpis, library_inputs, targets
from kpidesk.commands import library as shelf
from kpidesk.commands.intake import sources
from kpidesk.commands.intake.sources import Remembered
from kpidesk.commands.intake.taking import Taken, same
from kpidesk.commands.target_rules import Step
from kpidesk.domain.bounds import line
from kpidesk.domain.due import ACCOUNTS_GRACE_DAYS
from kpidesk.domain.entities import Combine, Input, Kpi, Target, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.library import LibraryKpi
from kpidesk.text import msgn
from kpidesk.workspace import IMPORT, Reads, Transaction, Workspace

MONTH = Frequency.MONTH
Numbers = Mapping[Period, float]


@dataclass(frozen=True)
class WantedKpi:
    """A KPI of the library to be added: followed or parked, with what it aims for: a number for each period, or one.

    A ``suggested`` target judges nothing until somebody confirms it.
    """

    id: str
    followed: bool
    season: Numbers = field(default_factory=dict)
    step: Step | None = None
    suggested: bool = False


@dataclass(frozen=True)
class AccountsTaking:
    """All that is to be stored: by the id of a library input its numbers by month and the balance before the first."""

    file: str
    numbers: Mapping[str, Numbers]
    openings: Mapping[str, tuple[Period, float]] = field(default_factory=dict)
    kpis: tuple[WantedKpi, ...] = ()
    source: Remembered | None = None


@dataclass(frozen=True)
class Comparison:
    """How many of the numbers would be new in their cells, how many differ from what stands there, how many do not."""

    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def taken(self) -> int:
        """How many would be written."""
        return self.new + self.changed

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(self.new + other.new, self.changed + other.changed, self.same + other.same)


def compare(ws: Reads, taking: AccountsTaking) -> Comparison:
    """What taking would do to the cells; of KPIs that are there already nothing is added."""
    fresh = _fresh(ws, taking)
    needed = {key for kpi in fresh for key in library.kpi(kpi.id).inputs if key in taking.numbers}
    found = Comparison()
    for key, numbers in taking.numbers.items():
        there = fed(ws, key)
        for source in there:
            found += _compared(ws, source, numbers)
        if key in needed and not any(source.frequency is MONTH for source in there):
            found += Comparison(new=len(numbers))
    return found


def take(ws: Workspace, taking: AccountsTaking) -> Taken:
    """Store the numbers, add the KPIs with what they aim for, and remember the source, as one change after a backup.

    KPIs that are in the file already, by the library or by name, are not added again. Where nothing differs and
    nothing is added, nothing is stored and no backup is made.
    """
    fresh, count = _fresh(ws, taking), compare(ws, taking).taken
    if not count and not fresh:
        if taking.source is not None and taking.source.uid is not None:
            sources.nothing_new(ws, taking.source.uid, taking.file)
        return Taken(taking.file, 0)
    label = msgn("import {n} number from {file}", "import {n} numbers from {file}", count, file=line(taking.file))
    with text.using(ws.company.language), ws.transaction(label, kind=IMPORT) as change:
        made = tuple(_add(ws, change, each, taking) for each in fresh)
        for key in taking.numbers:
            for source in fed(ws, key):
                _write(ws, change, source, taking, key)
        if taking.source is not None:
            into = {key: source.uid for key in taking.numbers for source in fed(ws, key)[:1]}
            uid = sources.write(ws, change, taking.source.going(into))
            sources.note_fetch(ws, change, uid, taking.file, count)
    return Taken(taking.file, count, made=made)


def fed(ws: Reads, key: str) -> tuple[Input, ...]:
    """The inputs of this file that mean what a library input does and are measured by the month or longer.

    One that is split gets its numbers from its parts.
    """
    whole = {source.member_of for source in ws.all(Input) if source.member_of is not None}
    alike = library_inputs.alike(ws, library.measured(key))
    return tuple(source for source in alike if MONTH.divides(source.frequency) and source.uid not in whole)


def _fresh(ws: Reads, taking: AccountsTaking) -> list[WantedKpi]:
    with text.using(ws.company.language):
        return [each for each in taking.kpis if shelf.there_already(ws, library.kpi(each.id)) is None]


def _add(ws: Workspace, change: Transaction, wanted: WantedKpi, taking: AccountsTaking) -> Uid:
    """Add a KPI that reads months, and aim it."""
    about = library.kpi(wanted.id)
    bound = {key: _monthly(ws, change, key, about) for key in about.inputs if key in taking.numbers}
    uid = shelf.add(ws, wanted.id, bound=bound)
    change.set(Kpi, uid, grace_days=ACCOUNTS_GRACE_DAYS)  # whatever it is counted from elsewhere
    if wanted.season:
        targets.set_season(ws, uid, wanted.season)
    elif wanted.step is not None:
        targets.set_target(ws, uid, wanted.step)
    for row in targets.of_kpi(ws, uid) if wanted.suggested else ():
        change.set(Target, row.uid, suggested=True)
    if not wanted.followed:
        kpis.park(ws, uid)
    return uid


def _monthly(ws: Workspace, change: Transaction, key: str, about: LibraryKpi) -> Uid:
    """The input by the month that a new KPI is to read, made where there is none."""
    there = next((source for source in fed(ws, key) if source.frequency is MONTH), None)
    return there.uid if there is not None else library_inputs.add_beside(ws, change, key, MONTH, about)


def _compared(ws: Reads, source: Input, numbers: Numbers) -> Comparison:
    there = ws.series(source.uid)
    found = Comparison()
    for period, value in combined(source, numbers, ws.company.fiscal_year_start).items():
        known = there.get(period)
        found += Comparison(new=known is None, changed=known is not None and not same(known, value),
                            same=same(known, value))  # fmt: skip
    return found


def _write(ws: Workspace, change: Transaction, source: Input, taking: AccountsTaking, key: str) -> None:
    there = ws.series(source.uid)
    numbers = combined(source, taking.numbers[key], ws.company.fiscal_year_start)
    change.measure_many(source.uid, {p: v for p, v in numbers.items() if not same(there.get(p), v)}.items())
    opening = taking.openings.get(key)
    if opening is not None and source.combine is Combine.LAST:
        _open(ws, source, *opening)


def _open(ws: Workspace, source: Input, month: Period, value: float) -> None:
    """Give the balance before the first month, unless that month is known or an earlier opening stands."""
    start = ws.company.fiscal_year_start
    period = month if source.frequency is MONTH else month.within(source.frequency, start)
    if period.last != month.last or any(known <= period for known in ws.series(source.uid)):
        return
    stands = source.opening_period is not None and Period.from_code(source.opening_period) < period
    if not stands and (source.opening_period != period.code() or source.opening != value):
        inputs.set_opening(ws, source.uid, period, value)


def combined(source: Input, numbers: Numbers, fiscal_start: int) -> dict[Period, float]:
    """Months put together to the periods of an input, as it combines; those that lack a month are left out."""
    if source.frequency is MONTH:
        return dict(numbers)
    wholes = dict.fromkeys(period.within(source.frequency, fiscal_start) for period in sorted(numbers))
    found: dict[Period, float] = {}
    for whole in wholes:
        parts = [numbers[part] for part in _in(whole, numbers)]
        if len(parts) == len(whole.parts(MONTH)):
            found[whole] = parts[-1] if source.combine is Combine.LAST else math.fsum(parts)
    return found


def _in(whole: Period, numbers: Numbers) -> Iterator[Period]:
    return (part for part in whole.parts(MONTH) if part in numbers)
