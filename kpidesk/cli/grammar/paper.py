"""The grammar of what goes on paper."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kpidesk.cli.grammar import choices
from kpidesk.cli.grammar.command import DAY, command, of_cycle, reading
from kpidesk.text import LANGUAGES, _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_review(groups: Groups) -> None:
    """The review of a cycle."""
    review = reading(groups, "review", _("write the review of a cycle as PDF"), "paper.review")
    of_cycle(review)
    review.add_argument("--output", metavar=_("OUT.pdf"), help=_("where the PDF goes; “-” is standard output"))
    review.add_argument("--xlsx", metavar=_("OUT.xlsx"), help=_("the numbers as a workbook"))
    review.add_argument(
        "--sections", nargs="+", choices=choices.SECTIONS, metavar=_("PART"),
        help=_("only these parts: {parts}").format(parts=", ".join(choices.SECTIONS)),
    )  # fmt: skip
    _add_paper(review, ("A4", "Letter", "Slides"))


def add_board(groups: Groups) -> None:
    """One page for the wall."""
    board = reading(groups, "board", _("write the one-page board of a cycle as PDF"), "paper.board")
    of_cycle(board)
    _add_output(board)
    _add_paper(board)


def add_kpi_sheet(groups: Groups) -> None:
    """One page for a KPI."""
    sheet = reading(groups, "kpi-sheet", _("write the sheet of one KPI as PDF"), "paper.kpi_sheet")
    sheet.add_argument("--kpi", required=True, metavar=_("NAME"), help=_("the KPI, by its name or id"))
    _add_output(sheet)
    _add_paper(sheet)


def add_manual(groups: Groups) -> None:
    """The manual."""
    manual = command(groups, "manual", _("write the manual as PDF"), "paper.manual")
    _add_output(manual)
    manual.add_argument("--paper", choices=("A4", "Letter"), default="A4", help=_("the size of the paper"))
    manual.add_argument("--language", choices=LANGUAGES, help=_("the language of the manual"))


def _add_output(parser: argparse.ArgumentParser) -> None:
    where = _("where the PDF goes; “-” is standard output")
    parser.add_argument("--output", required=True, metavar=_("OUT.pdf"), help=where)


def _add_paper(parser: argparse.ArgumentParser, papers: Sequence[str] = ("A4", "Letter")) -> None:
    parser.add_argument("--paper", choices=papers, default="A4", help=_("the size of the paper"))
    parser.add_argument("--language", choices=LANGUAGES, help=_("the language of the paper, if not that of the file"))
    parser.add_argument("--as-of", type=DAY, metavar=_("DATE"), help=_("as it stood at the end of this day"))
