"""Cycles on the command line: begun before their first day, closed at their end, and opened again."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.asking import agreed
from kpidesk.cli.codes import REFUSED
from kpidesk.cli.names import LONGEST, quoted
from kpidesk.cli.names.cycles import cycle_named
from kpidesk.cli.opening import Outcome, done_or_tried, not_stored, opened
from kpidesk.domain.entities import Cycle, Frozen, KeyResult, Kpi
from kpidesk.domain.period import Period
from kpidesk.errors import NotFound, RuleBroken
from kpidesk.figures import cycle_list
from kpidesk.text import _, msg
from kpidesk.workspace import Workspace


def start(options: argparse.Namespace) -> Outcome:
    """Start a planned cycle by hand: from today on its goals are judged."""
    from kpidesk.commands import cycles

    with opened(options) as ws:
        cycle, period = _begun(ws, options.cycle)
        with done_or_tried(ws, options):
            cycles.start_now(ws, cycle.uid)
            data = {**_data(ws, cycle, period), "written": not options.dry_run}
        words = _("{cycle} would start today.") if options.dry_run else _("{cycle} has started.")
        told = words.format(cycle=cycle_list.cycle_name(ws, period))
        return Outcome("\n".join([told, *not_stored(options)]), data)


def close(options: argparse.Namespace) -> Outcome:
    """Close a cycle that is over, as the window does: its figures are frozen and its review is kept."""
    from kpidesk.report import kept

    with opened(options) as ws:
        cycle, period = _begun(ws, options.cycle, of_kpis=True)
        name = cycle_list.cycle_name(ws, period)
        _refuse_running(ws, period, name)
        if not options.dry_run:
            question = _("Close {cycle}? Its figures are frozen and its key results graded.").format(cycle=name)
            if not agreed(options, _undecided(ws, cycle), question):
                kept_open = {**_data(ws, cycle, period), "results": [], "written": False}
                return Outcome(_("Nothing was changed."), kept_open, REFUSED)
        with done_or_tried(ws, options):
            kept.close_period(ws, period)
            cycle = cycle_named(ws, options.cycle)
            graded, data = _graded(ws, cycle), _data(ws, cycle, period)
        lines = [*graded.words, *(_undecided(ws, cycle) if options.dry_run else []), *not_stored(options)]
        closed = (
            [] if options.dry_run else [_("{cycle} is closed. “reopen” and “undo” open it again.").format(cycle=name)]
        )
        return Outcome("\n".join([*lines, *closed]), {**data, "results": graded.data, "written": not options.dry_run})


def reopen(options: argparse.Namespace) -> Outcome:
    """Open a closed cycle again; its frozen figures give way to the computed ones."""
    from kpidesk.commands import cycles

    with opened(options) as ws:
        cycle, period = _begun(ws, options.cycle)
        with done_or_tried(ws, options):
            cycles.reopen(ws, cycle.uid, options.reason)
            data = _data(ws, cycle, period)
        words = _("{cycle} would be open again.") if options.dry_run else _("{cycle} is open again.")
        told = words.format(cycle=cycle_list.cycle_name(ws, period))
        return Outcome("\n".join([told, *not_stored(options)]), {**data, "written": not options.dry_run})


def _refuse_running(ws: Workspace, period: Period, name: str) -> None:
    if ws.today() <= period.last:
        day = fmt.day(period.last + dt.timedelta(days=1))
        raise RuleBroken(
            msg("{cycle} is not over yet and can be closed from {day} on. Nothing was changed.", cycle=name, day=day)
        )


def _begun(ws: Workspace, words: str, *, of_kpis: bool = False) -> tuple[Cycle, Period]:
    """The cycle of that name, where something is planned in it or, ``of_kpis``, there are KPIs to review."""
    cycle = cycle_named(ws, words)
    period = cycle_list.period_of(cycle)
    reviewed = of_kpis and any(not kpi.parked for kpi in ws.all(Kpi))
    if period is None or not (cycle.uid or reviewed):
        name = words.strip()[:LONGEST] if period is None else cycle_list.cycle_name(ws, period)
        raise NotFound(msg("Nothing is planned in {cycle} yet. Nothing was changed.", cycle=name))
    return cycle, period


def _undecided(ws: Workspace, cycle: Cycle) -> list[str]:
    """What the review has left open."""
    from kpidesk.figures import goals_at_close
    from kpidesk.figures.goals.undecided import undecided

    found = undecided(ws, cycle, goals_at_close(ws, cycle, ws.today()))
    lines = []
    for titles, words in (
        (found.unscored, _("Without a score: {names}.")),
        (found.uncarried, _("Unfinished, and not carried forward: {names}.")),
        (found.decisions, _("Decisions without an answer: {names}.")),
    ):
        if titles:
            lines.append(words.format(names=", ".join(quoted(each) for each in titles)))
    return lines


class _Graded:
    """The key results of a cycle as they are frozen: title and grade."""

    def __init__(self, rows: list[tuple[KeyResult, Frozen]]) -> None:
        self.words = [
            f"  {result.title}: {'–' if row.grade is None else fmt.number(row.grade, 1)}" for result, row in rows
        ]
        self.data: list[dict[str, Any]] = [
            {"id": result.uid, "title": result.title, "grade": row.grade, "score": row.score, "status": row.status}
            for result, row in rows
        ]


def _graded(ws: Workspace, cycle: Cycle) -> _Graded:
    rows = {row.node: row for row in ws.all(Frozen) if row.cycle == cycle.uid}
    return _Graded([(each, rows[each.uid]) for each in ws.all(KeyResult) if each.uid in rows])


def _data(ws: Workspace, cycle: Cycle, period: Period) -> dict[str, object]:
    now = ws.get(Cycle, cycle.uid)
    days = {"start": now.start, "end": now.end, "started_on": now.started_on, "closed_on": now.closed_on}
    key = period.key(ws.company.fiscal_year_start)
    return {"cycle": key, **{name: None if day is None else day.isoformat() for name, day in days.items()}}
