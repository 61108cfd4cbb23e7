"""What goes on paper without a window: the review of a cycle, the board for the wall, the sheet of one KPI."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kpidesk import text
from kpidesk.cli.names import kpi_called
from kpidesk.cli.names.cycles import cycle_named
from kpidesk.cli.opening import Outcome, opened
from kpidesk.cli.streams import STANDARD, place_for, refuse_two
from kpidesk.errors import BadInput
from kpidesk.report import Wanted
from kpidesk.text import _, msg, ngettext
from kpidesk.workspace import Workspace


def review(options: argparse.Namespace) -> Outcome:
    """Write the review of a cycle as PDF, its numbers as XLSX, or both."""
    from kpidesk import report

    if not options.output and not options.xlsx:
        raise BadInput(msg("Give an output file: --output OUT.pdf, --xlsx OUT.xlsx, or both. Nothing was written."))
    refuse_two(options.json, options.output, options.xlsx)
    said, pages = [], None
    with opened(options) as ws:
        cycle, wanted = cycle_named(ws, options.cycle, options.as_of), _wanted(ws, options, options.sections)
        if options.output:
            with place_for(options.output, ws.path, options.xlsx) as place:
                pages = report.render(ws, cycle, place, wanted)
            words = ngettext("Wrote {file}, {pages} page.", "Wrote {file}, {pages} pages.", pages)
            said.append(words.format(file=options.output, pages=pages))
        if options.xlsx:
            with place_for(options.xlsx, ws.path, options.output) as place:
                report.render_xlsx(ws, cycle, place, wanted)
            said.append(_("Wrote {file}.").format(file=options.xlsx))
    return _written("\n".join(said), pages, options.output, options.xlsx)


def _wanted(ws: Workspace, options: argparse.Namespace, sections: Sequence[str] | None = None) -> Wanted:
    """How it is to go on paper: as asked for, else as of today and in the file's language."""
    as_of, language = options.as_of or ws.today(), options.language or ws.company.language
    return Wanted(as_of, language, options.paper, sections)


def _written(words: str, pages: int | None, *outputs: str | None) -> Outcome:
    """The line that says so; none where the document itself went to standard output."""
    data = {"files": [each for each in outputs if each], "pages": pages}
    return Outcome("" if STANDARD in outputs else words, data)


def board(options: argparse.Namespace) -> Outcome:
    """Write the one-page board of a cycle as PDF."""
    from kpidesk import report

    refuse_two(options.json, options.output)
    with opened(options) as ws, place_for(options.output, ws.path) as place:
        report.render_board(ws, cycle_named(ws, options.cycle, options.as_of), place, _wanted(ws, options))
    return _written(_("Wrote {file}.").format(file=options.output), 1, options.output)


def kpi_sheet(options: argparse.Namespace) -> Outcome:
    """Write the sheet of one KPI as PDF."""
    from kpidesk import report

    refuse_two(options.json, options.output)
    with opened(options) as ws, place_for(options.output, ws.path) as place:
        report.render_sheet(ws, kpi_called(ws, options.kpi), place, _wanted(ws, options))
    return _written(_("Wrote {file}.").format(file=options.output), 1, options.output)


def manual(options: argparse.Namespace) -> Outcome:
    """Write the manual as PDF, in the language asked for, else in that of the command line."""
    from kpidesk.cli.grammar.described import book
    from kpidesk.report import pdf
    from kpidesk.report.manual.whole import build

    refuse_two(options.json, options.output)
    with place_for(options.output) as place:
        pdf.deliver(build(book(options.language or text.language()), options.paper), place)
    return _written(_("Wrote {file}.").format(file=options.output), None, options.output)
