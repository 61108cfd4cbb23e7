"""The command line's grammar."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import kpidesk
from kpidesk import reading
from kpidesk.cli import (
    commands,
    company,
    cycles,
    exporting,
    goals,
    import_options,
    importing,
    library,
    merging,
    paper,
    targets,
)  # fmt: skip
from kpidesk.cli.typed import Typed
from kpidesk.commands import checks
from kpidesk.domain.entities import Combine, Direction
from kpidesk.domain.period import DAY_ONE, LAST_DAY, Frequency
from kpidesk.errors import BadInput
from kpidesk.reading import Ambiguous, NotUnderstood, Understood, Writing
from kpidesk.report import SECTIONS
from kpidesk.text import LANGUAGES, _
from kpidesk.workspace import Side

if TYPE_CHECKING:
    Groups = argparse._SubParsersAction[argparse.ArgumentParser]

COMMANDS = (
    "new", "sample", "library", "kpi", "goal", "cycle", "import", "export", "set", "show", "merge", "review", "board",
    "kpi-sheet", "check", "company", "password", "inputs", "sources",
)  # fmt: skip
NEGATIVE = re.compile(r"-[\d.,]")
FREQUENCIES = {frequency.value: frequency for frequency in Frequency}
DIRECTIONS = {direction.value: direction for direction in Direction}
COMBINES = {combine.value: combine for combine in Combine if combine is not Combine.NONE}


class Parser(argparse.ArgumentParser):
    """Takes a minus before a number for one, however its decimals and thousands are written.

    argparse knows −12345 and −12.5 alone: −12,5 was an unknown option, and the number was said to be missing.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._negative_number_matcher = NEGATIVE


def make_parser() -> argparse.ArgumentParser:
    """The whole grammar, in the language in force."""
    parser: argparse.ArgumentParser = Parser(
        prog="kpidesk",
        description=_(
            "Objectives, key results and KPIs in one file. With a file alone, or nothing, it opens the window."
        ),
    )
    parser.add_argument("--version", action="version", version=f"KPI Desk {kpidesk.__version__}")
    groups = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_new(groups)
    _add_library(groups)
    _add_kpi(groups)
    _add_goal(groups)
    _add_cycle(groups)
    _add_import(groups)
    _add_lists(groups)
    exporting.add_to(_command(groups, "export", _("write numbers or goals to a file"), exporting.export))
    _add_set(groups)
    _add_show(groups)
    _add_merge(groups)
    _add_review(groups)
    _add_board(groups)
    _add_kpi_sheet(groups)
    _add_check(groups)
    _add_company(groups)
    _add_password(groups)
    return parser


def _number(words: str) -> float:
    """A number as a computer or as a person writes it, ``0.5`` or ``0,5``; argparse tells why it is none.

    What could be thousands or decimals, ``12.500``, is refused: the language of the file is not known yet.
    """
    read = reading.number(words, Writing(sums=True))
    if isinstance(read, Understood):
        return Typed.of(read.value, words)
    if not words.strip():
        raise argparse.ArgumentTypeError(_("A number is missing. Nothing was changed."))
    if isinstance(read, NotUnderstood):
        raise argparse.ArgumentTypeError(str(checks.no_number(words, read)))
    plain = words.strip().replace(".", "").replace(",", "")
    raise argparse.ArgumentTypeError(
        _("“{typed}” can be read in two ways. Write {plain}, or leave out the last zeros of a decimal.").format(
            typed=words.strip()[:40], plain=plain[:40]
        )
    )


def _year(words: str) -> int:
    """A year of four digits; argparse tells why it is none."""
    from kpidesk.exchange.tables.typed import year_typed  # with what reads files, which most commands do without

    try:
        return year_typed(words)
    except BadInput as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _command(groups: Groups, name: str, words: str, run: commands.Run) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = groups.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    return parser


def _change(groups: Groups, name: str, words: str, run: commands.Run) -> argparse.ArgumentParser:
    """A command that changes a file, which can be told by whom."""
    parser = _command(groups, name, words, run)
    parser.add_argument("file")
    whose = _("whose change it is; remembered where no name is known on this machine")
    parser.add_argument("--author", metavar="NAME", help=whose)
    return parser


def _add_new(groups: Groups) -> None:
    new = _change(groups, "new", _("make a new file"), commands.new)
    new.add_argument("--name", required=True, help=_("the company's name"))
    new.add_argument("--language", choices=LANGUAGES, default="nb")
    new.add_argument("--fiscal-year-start", type=int, choices=range(1, 13), default=1, metavar="1..12")
    new.add_argument("--template", metavar="ID", help=_("begin with the KPIs and goals of a line of business"))
    sample = _command(groups, "sample", _("make a file with an example company"), commands.sample)
    sample.add_argument("file")
    sample.add_argument("--language", choices=LANGUAGES, default="nb")


def _add_library(groups: Groups) -> None:
    shelf = _command(groups, "library", _("list the KPIs and templates that come with the program"), library.listed)
    shelf.add_argument("words", nargs="*", help=_("only what these words find"))
    shelf.add_argument("--json", action="store_true")


def _add_kpi(groups: Groups) -> None:
    kpi: argparse.ArgumentParser = groups.add_parser("kpi", help=_("work on KPIs"))
    inner = kpi.add_subparsers(required=True, metavar="define | add | template | target")
    add = _change(inner, "add", _("add KPIs from the library"), library.add)
    add.add_argument("ids", nargs="+", metavar="ID")
    template = _change(inner, "template", _("add the KPIs and goals of a template"), library.apply)
    template.add_argument("template", metavar="ID")
    define = _change(inner, "define", _("define a KPI"), commands.define)
    define.add_argument("--name", required=True)
    define.add_argument("--unit", required=True)
    define.add_argument("--frequency", required=True, choices=FREQUENCIES)
    define.add_argument("--direction", required=True, choices=DIRECTIONS)
    define.add_argument("--combine", choices=COMBINES, default="sum")
    define.add_argument("--weight", metavar="INPUT")
    define.add_argument("--formula", default="", metavar="EXPR")
    define.add_argument("--input", action="append", default=[], metavar="NAME=COMBINE", dest="inputs")
    define.add_argument("--target", type=_number)
    define.add_argument("--high", type=_number, help=_("upper edge, for a KPI to be maintained"))
    define.add_argument("--red-flag", type=_number)
    define.add_argument("--decimals", type=int)
    _add_target(inner)


def _add_target(groups: Groups) -> None:
    target = _change(groups, "target", _("set what a KPI aims for, or list it"), targets.target)
    target.add_argument("kpi", metavar="KPI")
    target.add_argument("--value", type=_number, help=_("the number, or with --year the figure to be spread"))
    target.add_argument("--none", action="store_true", help=_("take the target away"))
    target.add_argument("--confirm", action="store_true", help=_("let a suggested target judge from now on"))
    target.add_argument("--high", type=_number, help=_("upper edge, for a KPI to be maintained"))
    target.add_argument("--red-flag", type=_number)
    target.add_argument("--red-high", type=_number)
    target.add_argument("--from", dest="first", metavar="P", help="2026-W14, 2026-04, 2026-Q2")
    target.add_argument("--to", dest="last", metavar="P")
    target.add_argument("--path-from", type=_number, help=_("the value before the first period of a straight path"))
    target.add_argument("--year", metavar="YEAR", help=_("a season: a number for each period of the year"))
    target.add_argument("--spread", choices=targets.SPREADS, default="even")
    target.add_argument("--json", action="store_true")


def _add_goal(groups: Groups) -> None:
    goal: argparse.ArgumentParser = groups.add_parser("goal", help=_("work on goals"))
    inner = goal.add_subparsers(required=True, metavar="rename")
    rename = _change(inner, "rename", _("give a goal another title"), goals.rename)
    rename.add_argument("goal", metavar="GOAL", help=_("its title or id"))
    rename.add_argument("title")
    rename.add_argument(
        "--numbers", choices=(goals.FOLLOW, goals.KEEP),
        help=_("where the title tells other numbers: let the measure follow, or keep it"),
    )  # fmt: skip
    rename.add_argument("--json", action="store_true")


def _add_cycle(groups: Groups) -> None:
    cycle: argparse.ArgumentParser = groups.add_parser("cycle", help=_("work on cycles"))
    inner = cycle.add_subparsers(required=True, metavar="start")
    start = _command(inner, "start", _("start a planned cycle before its first day"), cycles.start)
    start.add_argument("file")
    start.add_argument("cycle", metavar="CYCLE", help="2026-Q1")
    start.add_argument("--json", action="store_true")


def _add_import(groups: Groups) -> None:
    read = _change(
        groups, "import", _("read numbers from a file: CSV, Excel, OpenDocument, SAF-T"), importing.import_file
    )
    read.add_argument("data", help=_("the file; “-” reads standard input"))
    read.add_argument("parts", nargs="*", metavar="part", help=_("more files of the same accounts"))
    read.add_argument("--add-kpis", action="store_true", help=_("add the KPIs that accounts give numbers for"))
    read.add_argument("--source", metavar="NAME", help=_("read it as this source was read last time"))
    read.add_argument("--into", action="append", default=[], metavar="[COLUMN=]INPUT", help=_("may be repeated"))
    read.add_argument("--new-kpis", action="store_true", help=_("make KPIs for columns that nothing here is called as"))
    read.add_argument("--remember", action="store_true", help=_("remember the file as a source"))
    side = read.add_mutually_exclusive_group()
    side.add_argument("--replace", action="store_true", help=_("the file’s numbers replace those of colleagues too"))
    side.add_argument("--keep", action="store_true", help=_("numbers that are there stay"))
    _add_reading(read)
    read.add_argument("--dry-run", action="store_true")
    read.add_argument("--json", action="store_true")


def _add_reading(read: argparse.ArgumentParser) -> None:
    """How a file is to be read."""
    read.add_argument("--sheet", metavar="S")
    read.add_argument("--table", type=int, metavar="N", help=_("which of several tables in the sheet, from 1"))
    read.add_argument("--year", type=_year, metavar="Y", help=_("the year, where the file names none"))
    read.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help=_("how 3/5/2026 is meant"))
    read.add_argument("--decimal", choices=(",", "."), help=_("the decimal mark"))
    read.add_argument("--date-column", default="", metavar="C")
    read.add_argument("--value-column", default="", metavar="C")
    read.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE")
    read.add_argument("--answer", action="append", default=[], metavar="QUESTION=ANSWER")
    read.add_argument("--take", action="append", default=[], metavar="KEY", help=_("take what would be left out"))
    year = read.add_mutually_exclusive_group()
    year.add_argument(
        "--calendar", action="store_true",
        help=_("quarters and years in the file count from January, not from the company's fiscal year"),
    )  # fmt: skip
    year.add_argument("--fiscal", action="store_true", help=_("they are those of the company’s fiscal year"))
    orders = (import_options.DAY_FIRST, import_options.MONTH_FIRST)
    read.add_argument("--dates", choices=orders, help=argparse.SUPPRESS)


def _add_lists(groups: Groups) -> None:
    for name, words, run in (
        ("inputs", _("list what numbers can be imported into"), importing.list_inputs),
        ("sources", _("list the kinds of file that are remembered"), importing.list_sources),
    ):
        known = _command(groups, name, words, run)
        known.add_argument("file")
        known.add_argument("--json", action="store_true")


def _add_set(groups: Groups) -> None:
    put = _change(groups, "set", _("store one number"), commands.set_number)
    put.add_argument("input")
    put.add_argument("period", help="2026-03, 2026-W11, 2026-Q1, 2026-03-12, 2026")
    put.add_argument("value", help=_("a number, “n/a”, or an empty text for a blank"))


def _add_show(groups: Groups) -> None:
    show = _command(groups, "show", _("print KPIs and goals"), commands.show)
    show.add_argument("file")
    show.add_argument("--kpi", metavar="NAME")
    show.add_argument("--frequency", choices=FREQUENCIES)
    show.add_argument("--from", dest="first", metavar="P")
    show.add_argument("--to", dest="last", metavar="P")
    show.add_argument("--as-of", type=_date, metavar="DATE")
    show.add_argument("--json", action="store_true")


def _add_merge(groups: Groups) -> None:
    merge = _change(groups, "merge", _("take in the changes of another copy, or a reply sheet"), merging.merge)
    merge.add_argument("copy")
    merge.add_argument("--prefer", choices=[side.value for side in Side], help=_("which side holds in a conflict"))
    merge.add_argument("--dry-run", action="store_true")
    merge.add_argument("--json", action="store_true")


def _add_review(groups: Groups) -> None:
    review = _command(groups, "review", _("write the review of a cycle as PDF"), paper.review)
    review.add_argument("file")
    review.add_argument("--cycle", required=True, help="2026-Q1")
    review.add_argument("--output", metavar="OUT.pdf")
    review.add_argument("--xlsx", metavar="OUT.xlsx", help=_("the numbers as a workbook"))
    review.add_argument(
        "--sections", nargs="+", choices=SECTIONS, metavar="PART",
        help=_("only these parts: {parts}").format(parts=", ".join(SECTIONS)),
    )  # fmt: skip
    _add_paper(review)


def _add_board(groups: Groups) -> None:
    board = _command(groups, "board", _("write the one-page board of a cycle as PDF"), paper.board)
    board.add_argument("file")
    board.add_argument("--cycle", required=True, help="2026-Q1")
    board.add_argument("--output", required=True, metavar="OUT.pdf")
    _add_paper(board)


def _add_kpi_sheet(groups: Groups) -> None:
    sheet = _command(groups, "kpi-sheet", _("write the sheet of one KPI as PDF"), paper.kpi_sheet)
    sheet.add_argument("file")
    sheet.add_argument("--kpi", required=True, metavar="NAME")
    sheet.add_argument("--output", required=True, metavar="OUT.pdf")
    _add_paper(sheet)


def _add_paper(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--paper", choices=("A4", "Letter"), default="A4")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--as-of", type=_date, metavar="DATE")


def _add_check(groups: Groups) -> None:
    check = _command(groups, "check", _("verify a file"), commands.check)
    check.add_argument("file")
    check.add_argument("--json", action="store_true")


def _add_company(groups: Groups) -> None:
    words = _("tell or change when the fiscal year starts and how long goals run")
    company.add_to(_change(groups, "company", words, company.company))


def _add_password(groups: Groups) -> None:
    words = _("set, change or remove a password; typed unseen, or from KPIDESK_PASSWORD and KPIDESK_NEW_PASSWORD")
    locking = _change(groups, "password", words, commands.password)
    locking.add_argument("--remove", action="store_true", help=_("take the password away"))
    locking.add_argument("--json", action="store_true")


def _date(words: str) -> dt.date:
    read = reading.day(words)
    if isinstance(read, Understood):
        return read.value
    if isinstance(read, Ambiguous):
        raise argparse.ArgumentTypeError(
            _("“{typed}” can be read in two ways. Write {first} or {last}.").format(
                typed=words.strip()[:40], first=read.readings[0], last=read.readings[1]
            )
        )
    raise argparse.ArgumentTypeError(
        _("{words} is not a day between {first} and {last}, written like 2026-03-16").format(
            words=words[:40], first=DAY_ONE, last=LAST_DAY
        )
    )
