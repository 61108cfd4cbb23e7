"""What goes on paper without a window: the review of a cycle, the board for the wall, the sheet of one KPI."""

from __future__ import annotations

import argparse
from pathlib import Path

from kpidesk.cli.commands import Outcome, kpi_called, opened, read_period
from kpidesk.commands import cycles
from kpidesk.domain.entities import Cycle
from kpidesk.text import _
from kpidesk.workspace import Workspace


def review(options: argparse.Namespace) -> Outcome:
    """Write the review of a cycle as PDF."""
    from kpidesk import report

    with opened(options.file) as ws:
        pages = report.render(
            ws,
            cycle_named(ws, options.cycle),
            Path(options.output),
            paper=options.paper,
            language=options.language or ws.company.language,
            as_of=options.as_of or ws.today(),
            sections=options.sections,
        )
        return Outcome(_("Wrote {file}, {pages} pages.").format(file=options.output, pages=pages))


def board(options: argparse.Namespace) -> Outcome:
    """Write the one-page board of a cycle as PDF."""
    from kpidesk import report

    with opened(options.file) as ws:
        report.render_board(
            ws,
            cycle_named(ws, options.cycle),
            Path(options.output),
            paper=options.paper,
            language=options.language or ws.company.language,
            as_of=options.as_of or ws.today(),
        )
        return Outcome(_("Wrote {file}.").format(file=options.output))


def kpi_sheet(options: argparse.Namespace) -> Outcome:
    """Write the sheet of one KPI as PDF."""
    from kpidesk import report

    with opened(options.file) as ws:
        report.render_sheet(
            ws,
            kpi_called(ws, options.kpi),
            Path(options.output),
            paper=options.paper,
            language=options.language or ws.company.language,
            as_of=options.as_of or ws.today(),
        )
        return Outcome(_("Wrote {file}.").format(file=options.output))


def cycle_named(ws: Workspace, words: str) -> Cycle:
    """The cycle of a period, or one that holds no goals yet."""
    period = read_period(words, ws.company.fiscal_year_start)
    found = ws.find(Cycle, cycles.cycle_uid(period))
    return found or Cycle("", period.frequency, period.first, period.last)
