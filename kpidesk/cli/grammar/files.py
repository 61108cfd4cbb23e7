"""The grammar of whole files: made, merged, verified, locked, and the company that one belongs to."""

from __future__ import annotations

import argparse

from kpidesk.cli.codes import LEFT_OUT
from kpidesk.cli.grammar import choices
from kpidesk.cli.grammar.command import change, command, dry_run, reading, whole
from kpidesk.text import LANGUAGES, _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_new(groups: Groups) -> None:
    """Files that are not there yet."""
    new = change(groups, "new", _("make a new file"), "commands.new")
    new.add_argument("--name", required=True, metavar=_("NAME"), help=_("the company’s name"))
    _add_language(new)
    _add_fiscal_year(new, 1)
    new.add_argument("--template", metavar=_("ID"), help=_("begin with the KPIs and goals of a line of business"))
    sample = command(groups, "sample", _("make a file with an example company"), "commands.sample")
    sample.add_argument("file", metavar=_("FILE"), help=_("the KPI Desk file"))
    _add_language(sample)
    sample.add_argument("--as-told", action="store_true", help=_("on the day it was written for, 16 March 2026"))


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", choices=LANGUAGES, default="nb", help=_("the language of the file: nb for bokmål, en for English")
    )


def _add_fiscal_year(parser: argparse.ArgumentParser, default: int | None) -> None:
    parser.add_argument(
        "--fiscal-year-start", type=whole, choices=range(1, 13), default=default, metavar="1..12",
        help=_("the month in which the fiscal year starts"),
    )  # fmt: skip


def add_merge(groups: Groups) -> None:
    """Two copies of a file, or an answered sheet."""
    words = _("merge the changes of another copy, or a reply form")
    merge = change(groups, "merge", words, "merging.merge", LEFT_OUT)
    merge.add_argument("copy", metavar=_("COPY"), help=_("the other copy or the form; “-” reads standard input"))
    merge.add_argument("--prefer", choices=choices.SIDES, help=_("which side wins in a conflict"))
    dry_run(merge)


def add_check(groups: Groups) -> None:
    """Whether a file is in order."""
    reading(groups, "check", _("verify a file"), "commands.check")


def add_company(groups: Groups) -> None:
    """The fiscal year, the cycles, and how many work there."""
    words = _("show or change when the fiscal year starts, how long goals run and how many work here")
    company = change(groups, "company", words, "company.company")
    _add_fiscal_year(company, None)
    company.add_argument("--cycle-length", choices=choices.CYCLES, help=_("how long goals run"))
    company.add_argument(
        "--employees",
        type=whole,
        metavar=_("N"),
        help=_("how many work here: sensitive numbers are shown from five up"),
    )
    company.add_argument(
        "--move-numbers", action="store_true",
        help=_("let numbers of quarters, tertials, half-years and years move to the nearest period"),
    )  # fmt: skip
    dry_run(company)


def add_password(groups: Groups) -> None:
    """The lock of a file."""
    words = _(
        "set, change or remove a password, typed without being shown or "
        "taken from KPIDESK_PASSWORD and KPIDESK_NEW_PASSWORD"
    )
    locking = change(groups, "password", words, "commands.password")
    locking.add_argument("--remove", action="store_true", help=_("remove the password"))
