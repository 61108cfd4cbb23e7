"""Cycles on the command line: a planned one is started before its first day."""

from __future__ import annotations

import argparse

from kpidesk.cli.opening import Outcome, opened
from kpidesk.cli.paper import cycle_named
from kpidesk.commands import cycles
from kpidesk.domain.entities import Cycle
from kpidesk.domain.period import Period
from kpidesk.errors import NotFound
from kpidesk.figures import cycle_list
from kpidesk.text import _, msg
from kpidesk.workspace import Workspace


def start(options: argparse.Namespace) -> Outcome:
    """Start a planned cycle by hand: from today on its goals are judged."""
    with opened(options) as ws:
        cycle = cycle_named(ws, options.cycle)
        period = cycle_list.period_of(cycle)
        if not cycle.uid or period is None:
            raise NotFound(msg("Nothing is planned in {cycle} yet. Nothing was changed.", cycle=options.cycle[:60]))
        cycles.start_now(ws, cycle.uid)
        words = _("{cycle} has started.").format(cycle=cycle_list.cycle_name(ws, period))
        return Outcome(words, _data(ws, cycle, period))


def _data(ws: Workspace, cycle: Cycle, period: Period) -> dict[str, object]:
    now = ws.get(Cycle, cycle.uid)
    days = {"start": now.start, "end": now.end, "started_on": now.started_on}
    key = period.key(ws.company.fiscal_year_start)
    return {"cycle": key, **{name: None if day is None else day.isoformat() for name, day in days.items()}}
