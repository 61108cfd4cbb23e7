"""A goal made of one sentence: read, shown while it is typed, and made as it was shown.

Whoever has a line to type a goal in keeps the ``ground`` of it, reads each sentence with ``reading.goals.read_goal``
(sentence, today, fiscal year and KPIs in; a frozen ``GoalReading`` out, without touching the file), shows it with
``wording.goal_reading``, and hands the same reading to ``add_goal`` or ``add_key_result`` here: one step of undo.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache, partial
from typing import Any

from kpidesk.commands.cycles import cycle_of, ensure_cycle, period_of
from kpidesk.commands.goals import editing, lineage, titles
from kpidesk.domain.entities import Cycle, KeyResult, Kpi, Objective, ResultKind, Uid
from kpidesk.domain.period import Period
from kpidesk.figures import kpi_figures
from kpidesk.figures.cycle_list import spans
from kpidesk.reading import goals as goal_sentences
from kpidesk.workspace import Reads, Workspace

_SOURCES = {"start": "first", "target": "last", "low": "low", "high": "high"}
"""Where in the sentence the number of each field stands."""

# ---- what a sentence is read with ------------------------------------------------------------------------


def ground(ws: Reads, cycle: Period | None, today: dt.date) -> goal_sentences.Ground:
    """What is known where a goal is written: the day, the company's year and cycles, and its KPIs by all their names.

    ``cycle`` is the one in which the goal is written. The newest number of a KPI is read when a sentence names it.
    """
    company = ws.company
    kpis = tuple(_known(kpi) for kpi in ws.all(Kpi) if not kpi.parked)
    last = lru_cache(maxsize=None)(partial(_last, ws, today))
    return goal_sentences.Ground(today, company.fiscal_year_start, kpis, cycle, company.cycle_length, last)


def _known(kpi: Kpi) -> goal_sentences.KnownKpi:
    names = goal_sentences.names_of((kpi.name, kpi.short_name), _library_names(kpi))
    return goal_sentences.KnownKpi(kpi.uid, kpi.short_name or kpi.name, names, kpi.unit, kpi.decimals, kpi.direction)


def _library_names(kpi: Kpi) -> tuple[str, ...]:
    """What the library calls a KPI in both languages; one of somebody's own is found by its name."""
    from kpidesk import library  # read when a goal is typed, and not with the first page

    wanted = kpi.library_id or _by_name().get(kpi.name.casefold(), "")
    return library.names_by_kpi().get(wanted, ())


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    from kpidesk import library

    return {name.casefold(): uid for uid, names in library.names_by_kpi().items() for name in names}


def _last(ws: Reads, today: dt.date, uid: Uid) -> goal_sentences.LastNumber | None:
    kpi = ws.find(Kpi, uid)
    found = kpi_figures(ws, kpi, today) if kpi is not None else None
    if found is None or found.masked is not None or found.latest is None or found.latest.value is None:
        return None  # nor an older number where the newest is hidden
    return goal_sentences.LastNumber(found.latest.value, found.latest.period)


# ---- making what was read --------------------------------------------------------------------------------


def add_goal(
    ws: Workspace,
    reading: goal_sentences.GoalReading,
    *,
    cycle: Period,
    parent: Uid | None = None,
    after: Uid | None = None,
) -> Uid:
    """Make an objective of a sentence's words and, where it has a number, its first key result: one step of undo.

    They stand in the cycle of the reading's day, or in ``cycle``, the one it was written in, begun if need be; under
    ``parent``, or the same objective of the other cycle. Gives the objective. Raises ``BadInput`` for a sentence
    without words, and then nothing is changed.
    """
    with ws.editing.together():
        title = reading.sentence.words if reading.measured else reading.title
        above = parent if parent is None or reading.cycle is None else _home(ws, parent, reading.cycle)
        wanted = reading.cycle or cycle
        place = ensure_cycle(ws, wanted) if above is None or _runs_longer(ws, above, wanted) else None
        objective = editing.add_objective(ws, title, parent=above, cycle=place, after=after)
        if reading.measured:
            editing.add_key_result(ws, retold(reading), parent=objective, **fields_of(ws, reading))
        return objective


def _runs_longer(ws: Workspace, above: Uid, cycle: Period) -> bool:
    """Tell whether what an objective is to stand under runs through a longer cycle, as the year's do."""
    found = ws.find(Cycle, cycle_of(ws, above))
    return found is not None and spans(period_of(found), cycle)


def add_key_result(ws: Workspace, reading: goal_sentences.GoalReading, *, parent: Uid, after: Uid | None = None) -> Uid:
    """Make a key result as it was read, under an objective: one step of undo.

    Where its day lies in another cycle it goes under the same objective of that cycle, made when it is not there yet.
    """
    with ws.editing.together():
        place = parent if reading.cycle is None else _home(ws, parent, reading.cycle)
        return editing.add_key_result(
            ws, retold(reading), parent=place, after=after if place == parent else None, **fields_of(ws, reading)
        )


def fields_of(ws: Reads, reading: goal_sentences.GoalReading) -> dict[str, Any]:
    """How the key result is measured; by nothing where no number was read, whatever its title may seem to say.

    Raises ``NotFound`` for a KPI that somebody has deleted since.
    """
    if reading.measured and reading.kpi is not None:
        ws.get(Kpi, reading.kpi.uid)
    return reading.fields if reading.measured else {"kpi": None, **reading.fields}


def _home(ws: Workspace, parent: Uid, cycle: Period) -> Uid:
    """The objective of another cycle under which a key result goes."""
    old, place = ws.get(Objective, parent), ensure_cycle(ws, cycle)
    known = lineage.objective_in(ws, old, place)
    if known is not None:
        return known.uid
    return editing.add_objective(ws, old.title, cycle=place, department=old.department, owner=old.owner)


def retold(reading: goal_sentences.GoalReading) -> str:
    """The title, with the numbers that were typed into the reading in place of those in the sentence."""
    if not reading.corrected:
        return reading.title
    scale = goal_sentences.Scale(reading.sentence, reading.unit)
    told: dict[str, Any] = {name: scale.of(getattr(reading.sentence, source)) for name, source in _SOURCES.items()}
    if reading.kind is ResultKind.HOLD:
        told |= {"low": told["low"] if told["low"] is not None else told["target"]}
    result = KeyResult("", title=reading.title, kind=reading.kind, unit=reading.unit, decimals=reading.decimals, **told)
    return titles.retold(
        result, {name: getattr(reading, name) for name in reading.corrected}, decimals=reading.decimals
    )


def begun(ws: Workspace, title: str, parent: Uid | None) -> dict[str, Any]:
    """What a title says of a key result that is to be, for whoever shows no reading; its day stays in its words."""
    row = ws.find(Cycle, cycle_of(ws, parent))
    period = period_of(row) if row is not None else None
    fields = goal_sentences.read_goal(title, ground(ws, period, ws.today())).fields
    return {name: value for name, value in fields.items() if name != "due"}
