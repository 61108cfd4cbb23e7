"""What is in a file, printed: KPIs, goals and what the method advises."""

from __future__ import annotations

import argparse

from kpidesk.cli.names import kpi_called
from kpidesk.cli.opening import Outcome, opened, read_period
from kpidesk.cli.show import report, words
from kpidesk.domain.period import Frequency
from kpidesk.text import using


def show(options: argparse.Namespace) -> Outcome:
    """Print KPIs and goals, in the file's language."""
    with opened(options) as ws:
        start = ws.company.fiscal_year_start
        chosen = kpi_called(ws, options.kpi) if options.kpi else None
        with using(ws.company.language):
            data = report.everything(
                ws,
                chosen,
                report.Asked(
                    as_of=options.as_of or ws.today(),
                    frequency=Frequency(options.frequency) if options.frequency else None,
                    first=read_period(options.first, start).first if options.first else None,
                    last=read_period(options.last, start).last if options.last else None,
                ),
            )
            return Outcome(words.words(data), data)
