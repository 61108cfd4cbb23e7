"""The command line's grammar."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import kpidesk
from kpidesk.cli.grammar import choices, method, numbers
from kpidesk.cli.grammar.command import DAY, Parser, change, command
from kpidesk.text import LANGUAGES, _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def make_parser(called: str | None = None) -> argparse.ArgumentParser:
    """The grammar, in the language in force: all of it, or only that of the command that is called."""
    parser: argparse.ArgumentParser = Parser(
        prog="kpidesk",
        description=_(
            "Objectives, key results and KPIs in one file. With a file alone, or nothing, it opens the window."
        ),
    )
    parser.add_argument("--version", action="version", version=f"KPI Desk {kpidesk.__version__}")
    groups = parser.add_subparsers(required=True, metavar="COMMAND")
    for add, names in COMMANDS.items():
        if called is None or called in names:
            add(groups)
    return parser


def _add_new(groups: Groups) -> None:
    new = change(groups, "new", _("make a new file"), "commands.new")
    new.add_argument("--name", required=True, help=_("the company's name"))
    new.add_argument("--language", choices=LANGUAGES, default="nb")
    new.add_argument("--fiscal-year-start", type=int, choices=range(1, 13), default=1, metavar="1..12")
    new.add_argument("--template", metavar="ID", help=_("begin with the KPIs and goals of a line of business"))
    sample = command(groups, "sample", _("make a file with an example company"), "commands.sample")
    sample.add_argument("file")
    sample.add_argument("--language", choices=LANGUAGES, default="nb")
    sample.add_argument("--as-told", action="store_true", help=_("on the day it was written for, 16 March 2026"))


def _add_merge(groups: Groups) -> None:
    merge = change(groups, "merge", _("take in the changes of another copy, or a reply sheet"), "merging.merge")
    merge.add_argument("copy")
    merge.add_argument("--prefer", choices=choices.SIDES, help=_("which side holds in a conflict"))
    merge.add_argument("--dry-run", action="store_true")
    merge.add_argument("--json", action="store_true")


def _add_review(groups: Groups) -> None:
    review = command(groups, "review", _("write the review of a cycle as PDF"), "paper.review")
    review.add_argument("file")
    review.add_argument("--cycle", required=True, help="2026-Q1")
    review.add_argument("--output", metavar="OUT.pdf")
    review.add_argument("--xlsx", metavar="OUT.xlsx", help=_("the numbers as a workbook"))
    review.add_argument(
        "--sections", nargs="+", choices=choices.SECTIONS, metavar="PART",
        help=_("only these parts: {parts}").format(parts=", ".join(choices.SECTIONS)),
    )  # fmt: skip
    _add_paper(review, ("A4", "Letter", "Slides"))


def _add_board(groups: Groups) -> None:
    board = command(groups, "board", _("write the one-page board of a cycle as PDF"), "paper.board")
    board.add_argument("file")
    board.add_argument("--cycle", required=True, help="2026-Q1")
    board.add_argument("--output", required=True, metavar="OUT.pdf")
    _add_paper(board)


def _add_kpi_sheet(groups: Groups) -> None:
    sheet = command(groups, "kpi-sheet", _("write the sheet of one KPI as PDF"), "paper.kpi_sheet")
    sheet.add_argument("file")
    sheet.add_argument("--kpi", required=True, metavar="NAME")
    sheet.add_argument("--output", required=True, metavar="OUT.pdf")
    _add_paper(sheet)


def _add_paper(parser: argparse.ArgumentParser, papers: Sequence[str] = ("A4", "Letter")) -> None:
    parser.add_argument("--paper", choices=papers, default="A4")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--as-of", type=DAY, metavar="DATE")


def _add_check(groups: Groups) -> None:
    check = command(groups, "check", _("verify a file"), "commands.check")
    check.add_argument("file")
    check.add_argument("--json", action="store_true")


def _add_company(groups: Groups) -> None:
    words = _("tell or change when the fiscal year starts and how long goals run")
    company = change(groups, "company", words, "company.company")
    company.add_argument("--fiscal-year-start", type=int, choices=range(1, 13), metavar="1..12")
    company.add_argument("--cycle-length", choices=choices.CYCLES)
    company.add_argument(
        "--move-numbers", action="store_true",
        help=_("let numbers of quarters, tertials, half-years and years move to the nearest period"),
    )  # fmt: skip
    company.add_argument("--dry-run", action="store_true")
    company.add_argument("--json", action="store_true")


def _add_password(groups: Groups) -> None:
    words = _("set, change or remove a password; typed unseen, or from KPIDESK_PASSWORD and KPIDESK_NEW_PASSWORD")
    locking = change(groups, "password", words, "commands.password")
    locking.add_argument("--remove", action="store_true", help=_("take the password away"))
    locking.add_argument("--json", action="store_true")


COMMANDS = {
    _add_new: ("new", "sample"),
    method.add_library: ("library",),
    method.add_kpi: ("kpi",),
    method.add_goal: ("goal",),
    method.add_cycle: ("cycle",),
    numbers.add_import: ("import",),
    numbers.add_lists: ("inputs", "sources"),
    numbers.add_export: ("export",),
    numbers.add_set: ("set",),
    numbers.add_show: ("show",),
    numbers.add_due: ("due",),
    _add_merge: ("merge",),
    _add_review: ("review",),
    _add_board: ("board",),
    _add_kpi_sheet: ("kpi-sheet",),
    _add_check: ("check",),
    _add_company: ("company",),
    _add_password: ("password",),
}
"""What adds which commands, in the order of the help."""
