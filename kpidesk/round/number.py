"""One missing number: who enters it, what it was before, where it is found, what it does to the KPIs that read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kpidesk.commands.possible import edges_of
from kpidesk.domain.entities import Input, Kpi, Person, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.domain.unusual import comparable, nearest, usual_band
from kpidesk.figures.due_book import due_book
from kpidesk.figures.entry_values import Numbers
from kpidesk.figures.sheet import Reading, Sheet
from kpidesk.figures.sources import load
from kpidesk.records import record
from kpidesk.round.readers import readers_book
from kpidesk.round.steps import Step
from kpidesk.workspace import Reads

MOST_EFFECTS = 3
"""So many KPIs are worked out while a number is typed; of more it is told how many there are."""


@record(frozen=True)
class NumberFacts:
    """What is known of a number before it is entered.

    ``who`` enters it, ``kpi`` is the first that reads it. ``before`` is the newest number of an earlier period with it,
    ``recent`` the last few and ``band`` what is usual for them. ``overdue`` are days past the deadline, 0 for none.
    """

    source: Input
    period: Period
    kpi: Kpi
    who: str
    before: tuple[Period, float] | None
    recent: tuple[float, ...]
    band: tuple[float, float] | None
    where: str
    overdue: int


def number_facts(ws: Reads, numbers: Numbers, step: Step, today: dt.date) -> NumberFacts | None:
    """What is known of the number of a step; ``None`` when it is not asked for any more."""
    source = ws.find(Input, step.about)
    if source is None or step.period is None:
        return None
    kpi = readers_book(ws).asker(source)
    if kpi is None:
        return None
    known = numbers.around(source.uid, step.period)
    earlier = [(period, v) for period, v in zip(known.periods, known.values, strict=True) if period < step.period]
    person = ws.find(Person, source.owner or kpi.owner)
    deadline = due_book(ws).asking.deadline(source, step.period)
    return NumberFacts(
        source, step.period, kpi, person.name if person is not None else "",
        earlier[-1] if earlier else None, tuple(nearest(known, step.period)),
        usual_band(comparable(known, step.period), edges_of(ws, source), source.unit),
        source.source or kpi.source, max(0, (today - deadline).days),
    )  # fmt: skip


# ---- what follows ----------------------------------------------------------------------------------


@record(frozen=True)
class Effect:
    """What a KPI would be in the ``period`` that a number belongs to; ``before`` is its value in the period before.

    There is no ``before`` while the KPI's period still waits for further numbers of the same input.
    """

    kpi: Kpi
    period: Period
    now: Reading
    before: float | None


def effects(
    ws: Reads, numbers: Numbers, cell: tuple[Uid, Period], value: Value | None, kpis: Iterable[Kpi]
) -> Iterator[Effect]:
    """What the first few of some KPIs would be with a number in a cell."""
    uid, period = cell
    supposed, today, start = numbers.supposing(uid, period, value), ws.today(), ws.company.fiscal_year_start
    for kpi in list(kpis)[:MOST_EFFECTS]:
        own = Period.containing(period.last, kpi.frequency, start)
        sheet = Sheet(kpi, load(supposed, [kpi], today))
        whole = own.frequency is period.frequency
        before = sheet.at(own.previous()) if whole else None
        hidden = before is None or before.masked
        yield Effect(kpi, own, sheet.at(own), None if hidden or before is None else before.value)
