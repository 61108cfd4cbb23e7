"""What goes on paper without a window: the review of a cycle, the board for the wall, the sheet of one KPI."""

from __future__ import annotations

import argparse
from pathlib import Path

from kpidesk.cli.commands import Outcome, kpi_called, opened, read_period
from kpidesk.domain.entities import Cycle
from kpidesk.errors import BadInput
from kpidesk.figures.cycle_list import cycle_at
from kpidesk.text import _, msg
from kpidesk.workspace import Workspace


def review(options: argparse.Namespace) -> Outcome:
    """Write the review of a cycle as PDF, its numbers as XLSX, or both."""
    from kpidesk import report

    if not options.output and not options.xlsx:
        raise BadInput(msg("Say where to write: --output OUT.pdf, --xlsx OUT.xlsx, or both. Nothing was written."))
    said = []
    with opened(options.file) as ws:
        cycle, as_of = cycle_named(ws, options.cycle), options.as_of or ws.today()
        language = options.language or ws.company.language
        if options.output:
            pages = report.render(
                ws, cycle, Path(options.output), paper=options.paper, language=language, as_of=as_of,
                sections=options.sections,
            )  # fmt: skip
            said.append(_("Wrote {file}, {pages} pages.").format(file=options.output, pages=pages))
        if options.xlsx:
            report.render_xlsx(ws, cycle, Path(options.xlsx), language=language, as_of=as_of)
            said.append(_("Wrote {file}.").format(file=options.xlsx))
    return Outcome("\n".join(said))


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
    period = read_period(words, ws.company.fiscal_year_start, ws.today())
    return cycle_at(ws, period) or Cycle("", period.frequency, period.first, period.last)
