"""The first steps in a new file: which KPIs are chosen, which number is asked for first, which goal is written."""

from __future__ import annotations

from collections.abc import Iterator

from kpidesk import library, text
from kpidesk.domain import score
from kpidesk.domain.entities import Cycle, Input, Kpi, Objective
from kpidesk.domain.period import Period
from kpidesk.figures import cycle_list
from kpidesk.figures.entry import entry_blocks
from kpidesk.figures.kpi import figures_of
from kpidesk.library import LibraryKpi
from kpidesk.records import record
from kpidesk.workspace import Reads

SUGGESTED = ("net_sales", "csat", "nps", "first_response_time", "sick_leave_rate")
"""KPIs that nearly every business can begin with, for whoever begins without a template."""


@record(frozen=True)
class FirstNumber:
    """A number that may be the first: an input of a KPI, and a period."""

    kpi: Kpi
    source: Input
    period: Period


@record(frozen=True)
class Entered:
    """A number that is there; ``hidden`` where it is about too few persons to be shown."""

    number: FirstNumber
    value: float
    hidden: bool = False


@record(frozen=True)
class FirstSteps:
    """How far somebody has come. ``offered`` are the numbers to begin with, the simplest first; ``entered`` the newest
    number of the first of them that has one; ``goal`` the first objective.
    """

    kpis: tuple[Kpi, ...]
    offered: tuple[FirstNumber, ...]
    entered: Entered | None
    goal: Objective | None

    @property
    def done(self) -> tuple[bool, bool, bool]:
        """Whether KPIs are chosen, a number is in, and a goal is written."""
        return any(not kpi.parked for kpi in self.kpis), self.entered is not None, self.goal is not None


def first_steps(ws: Reads) -> FirstSteps:
    """How far a file has come."""
    offered = tuple(_offered(ws))
    goals = ws.all(Objective)
    return FirstSteps(tuple(ws.all(Kpi)), offered, _entered(ws, offered), goals[0] if goals else None)


def _offered(ws: Reads) -> Iterator[FirstNumber]:
    """The last full period of each input that is typed: those of the KPIs with the fewest inputs come first."""
    company, today = ws.company, ws.today()
    rows = [row for block in entry_blocks(ws) for row in block.rows if row.source is not None]
    places = {kpi.uid: place for place, kpi in enumerate(ws.all(Kpi))}
    rows.sort(key=lambda row: (len(row.kpi.inputs), places[row.kpi.uid]))
    for row in rows:
        if row.source is not None:
            running = Period.containing(today, row.source.frequency, company.fiscal_year_start)
            yield FirstNumber(row.kpi, row.source, running.previous())


def _entered(ws: Reads, offered: tuple[FirstNumber, ...]) -> Entered | None:
    columns = ws.series_many(each.source.uid for each in offered)
    for each in offered:
        numbers = [(period, value) for period, value in columns[each.source.uid].items() if isinstance(value, float)]
        if numbers:
            period, value = max(numbers)
            return Entered(FirstNumber(each.kpi, each.source, period), value, _is_hidden(ws, each.kpi))
    return None


def _is_hidden(ws: Reads, kpi: Kpi) -> bool:
    """Tell whether the newest number of a KPI is not shown."""
    return kpi.sensitive and any(each.masked is not None for each in figures_of(ws, [kpi], ws.today()))


def suggestions(ws: Reads) -> tuple[LibraryKpi, ...]:
    """What to begin with where no template was chosen, in the company's language."""
    with text.using(ws.company.language):
        return tuple(library.kpi(name) for name in SUGGESTED)


def question(ws: Reads, kpi: Kpi) -> str:
    """How the library asks for the number of a KPI in a ``{period}``; empty where it has no words of its own."""
    with text.using(ws.company.language):
        known = {each.id: each.ask for each in library.kpis()}
    return known.get(kpi.library_id, "")


def first_cycle(ws: Reads) -> Period:
    """The cycle that a first goal is for: the running one, or the next where so much of that is gone that a goal which
    has just been written would be called late.
    """
    today = ws.today()
    running = cycle_list.current(ws, today)
    known = cycle_list.cycle_at(ws, running) or Cycle("", start=running.first, end=running.last)
    gone = score.expected(known.start or running.first, known.end or running.last, today)
    return running if 100 * gone <= ws.company.on_track_points else cycle_list.neighbour(ws, running, 1)
