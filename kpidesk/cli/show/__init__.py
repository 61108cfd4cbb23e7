"""What is in a file, printed: KPIs, goals and what the method advises."""

from __future__ import annotations

import argparse

from kpidesk.cli.names import kpi_called
from kpidesk.cli.names.cycles import cycle_named
from kpidesk.cli.opening import Outcome, opened, read_period
from kpidesk.cli.show import report, words
from kpidesk.domain.period import Frequency
from kpidesk.errors import BadInput
from kpidesk.figures.cycle_list import period_of
from kpidesk.text import msg, using
from kpidesk.workspace import Workspace


def show(options: argparse.Namespace) -> Outcome:
    """Print KPIs and goals, in the file's language."""
    if options.cycle and (options.first or options.last):
        raise BadInput(msg("Give a cycle, or --from and --to."))
    with opened(options) as ws:
        chosen = kpi_called(ws, options.kpi) if options.kpi else None
        with using(ws.company.language):
            data = report.everything(ws, chosen, _asked(ws, options))
            return Outcome(words.words(data), data)


def _asked(ws: Workspace, options: argparse.Namespace) -> report.Asked:
    as_of, start = options.as_of or ws.today(), ws.company.fiscal_year_start
    cycle = period_of(cycle_named(ws, options.cycle, as_of)) if options.cycle else None
    first = read_period(options.first, start) if options.first else cycle
    last = read_period(options.last, start) if options.last else cycle
    return report.Asked(
        as_of=as_of,
        frequency=Frequency(options.frequency) if options.frequency else None,
        first=first.first if first else None,
        last=last.last if last else None,
        cycle=cycle,
    )
