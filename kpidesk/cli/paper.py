"""What goes on paper without a window: the review of a cycle, the board for the wall, the sheet of one KPI."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kpidesk import text
from kpidesk.cli.opening import Outcome, kpi_called, opened, read_period
from kpidesk.cli.streams import STANDARD, place_for
from kpidesk.domain.entities import Cycle
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput
from kpidesk.figures.cycle_list import by_period, cycle_name, cycle_or_blank, names
from kpidesk.report import Wanted
from kpidesk.text import LANGUAGES, _, msg, ngettext, using
from kpidesk.workspace import Workspace


def review(options: argparse.Namespace) -> Outcome:
    """Write the review of a cycle as PDF, its numbers as XLSX, or both."""
    from kpidesk import report

    if not options.output and not options.xlsx:
        raise BadInput(msg("Give an output file: --output OUT.pdf, --xlsx OUT.xlsx, or both. Nothing was written."))
    if options.output == options.xlsx == STANDARD:
        raise BadInput(msg("Only one of the two can be written to standard output. Nothing was written."))
    said = []
    with opened(options) as ws:
        cycle, wanted = cycle_named(ws, options.cycle), _wanted(ws, options, options.sections)
        if options.output:
            with place_for(options.output, ws.path, options.xlsx) as place:
                pages = report.render(ws, cycle, place, wanted)
            words = ngettext("Wrote {file}, {pages} page.", "Wrote {file}, {pages} pages.", pages)
            said.append(words.format(file=options.output, pages=pages))
        if options.xlsx:
            with place_for(options.xlsx, ws.path, options.output) as place:
                report.render_xlsx(ws, cycle, place, wanted)
            said.append(_("Wrote {file}.").format(file=options.xlsx))
    return _written("\n".join(said), options.output, options.xlsx)


def _wanted(ws: Workspace, options: argparse.Namespace, sections: Sequence[str] | None = None) -> Wanted:
    """How it is to go on paper: as asked for, else as of today and in the file's language."""
    as_of, language = options.as_of or ws.today(), options.language or ws.company.language
    return Wanted(as_of, language, options.paper, sections)


def _written(words: str, *outputs: str | None) -> Outcome:
    """The line that says so; none where the document itself went to standard output."""
    return Outcome("" if STANDARD in outputs else words)


def board(options: argparse.Namespace) -> Outcome:
    """Write the one-page board of a cycle as PDF."""
    from kpidesk import report

    with opened(options) as ws, place_for(options.output, ws.path) as place:
        report.render_board(ws, cycle_named(ws, options.cycle), place, _wanted(ws, options))
    return _written(_("Wrote {file}.").format(file=options.output), options.output)


def kpi_sheet(options: argparse.Namespace) -> Outcome:
    """Write the sheet of one KPI as PDF."""
    from kpidesk import report

    with opened(options) as ws, place_for(options.output, ws.path) as place:
        report.render_sheet(ws, kpi_called(ws, options.kpi), place, _wanted(ws, options))
    return _written(_("Wrote {file}.").format(file=options.output), options.output)


def manual(options: argparse.Namespace) -> Outcome:
    """Write the manual as PDF, in the language asked for, else in that of the command line."""
    from kpidesk.cli.grammar.described import book
    from kpidesk.report import pdf
    from kpidesk.report.manual.whole import build

    with place_for(options.output) as place:
        pdf.deliver(build(book(options.language or text.language()), options.paper), place)
    return _written(_("Wrote {file}.").format(file=options.output), options.output)


def cycle_named(ws: Workspace, words: str) -> Cycle:
    """The cycle of a period, or one that holds no goals yet."""
    period = _called(ws, words) or read_period(words, ws.company.fiscal_year_start, ws.today())
    return cycle_or_blank(ws, period)


def _called(ws: Workspace, words: str) -> Period | None:
    """The cycle of the file that has this very name, in either language; a closed one keeps the name of its time."""
    wanted = " ".join(words.split()).casefold()
    for language in LANGUAGES:
        with using(language):
            for period, name in names(ws, list(by_period(ws))).items():
                if wanted in (" ".join(each.split()).casefold() for each in (name, cycle_name(ws, period))):
                    return period
    return None
