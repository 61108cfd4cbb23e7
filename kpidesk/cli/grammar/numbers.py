"""The grammar of numbers: read from files, listed, stored, shown."""

from __future__ import annotations

import argparse

from kpidesk.cli.grammar import choices
from kpidesk.cli.grammar.command import DAY, YEAR, change, command
from kpidesk.cli.grammar.named import Named
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_import(groups: Groups) -> None:
    """Taking numbers from a file."""
    read = change(
        groups, "import", _("read numbers from a file: CSV, Excel, OpenDocument, SAF-T"), "importing.import_file"
    )
    read.epilog = _(
        "Ends with 0 when all numbers are taken, 1 when refused, 2 for wrong usage, and 3 when rows with numbers were "
        "left out. Totals of what is taken, and a cell that says “closed”, are listed and do not count."
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
    read.add_argument("--year", type=YEAR, metavar="Y", help=_("the year, where the file names none"))
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
    orders = (choices.DAY_FIRST, choices.MONTH_FIRST)
    read.add_argument("--dates", choices=orders, help=argparse.SUPPRESS)


def add_lists(groups: Groups) -> None:
    """What an import can lead to, and what it is remembered by."""
    for name, words, run in (
        ("inputs", _("list what numbers can be imported into"), "importing.list_inputs"),
        ("sources", _("list the kinds of file that are remembered"), "importing.list_sources"),
    ):
        known = command(groups, name, words, run)
        known.add_argument("file")
        known.add_argument("--json", action="store_true")


def add_export(groups: Groups) -> None:
    """Writing numbers or goals to a file."""
    out = command(groups, "export", _("write numbers or goals to a file"), "exporting.export")
    out.add_argument("file")
    out.add_argument("--output", required=True, metavar="OUT", help=_("OUT.xlsx, OUT.csv, OUT.json, or “-”"))
    out.add_argument("--kpi", metavar="NAME", help=_("only the numbers of this KPI"))
    out.add_argument("--from", dest="first", metavar="P", help="2026-W14, 2026-04, 2026-Q2")
    out.add_argument("--to", dest="last", metavar="P")
    out.add_argument(
        "--format", choices=choices.FILE_TYPES, help=_("where the name of the file does not tell, or another CSV")
    )
    shape = out.add_mutually_exclusive_group()
    shape.add_argument("--long", action="store_true", help=_("a row for each number"))
    shape.add_argument("--wide", action="store_true", help=_("periods across, the usual way"))
    out.add_argument("--goals", action="store_true", help=_("goals and check-ins instead of numbers"))
    out.add_argument("--without-sensitive", action="store_true", help=_("without the numbers of sensitive KPIs"))
    out.add_argument("--json", action="store_true")


def add_set(groups: Groups) -> None:
    """Storing one number."""
    put = change(groups, "set", _("store one number"), "commands.set_number")
    put.add_argument("input")
    put.add_argument("period", help="2026-03, 2026-W11, 2026-Q1, 2026-03-12, 2026")
    put.add_argument("value", help=_("a number, “n/a”, or an empty text for a blank"))


def add_show(groups: Groups) -> None:
    """Printing what is there."""
    show = command(groups, "show", _("print KPIs and goals"), "show.show")
    show.add_argument("file")
    show.add_argument("--kpi", metavar="NAME")
    show.add_argument("--frequency", choices=choices.FREQUENCIES)
    show.add_argument("--from", dest="first", metavar="P")
    show.add_argument("--to", dest="last", metavar="P")
    show.add_argument("--as-of", type=DAY, metavar="DATE")
    show.add_argument("--json", action="store_true")


def add_due(groups: Groups) -> None:
    """Telling what waits."""
    due = command(groups, "due", _("list what waits: numbers, check-ins, questions, the review"), "due.due")
    due.epilog = _("Ends with 4 when something waits and 0 when nothing does; 1 when refused, 2 for wrong usage.")
    due.add_argument("file")
    due.add_argument(
        "--within", type=Named("due.within"), default=0, metavar="DAYS",
        help=_("what comes within so many days as well: 3d, 2w"),
    )  # fmt: skip
    due.add_argument("--who", metavar="NAME", help=_("only what waits for this person"))
    due.add_argument("--as-of", type=DAY, metavar="DATE")
    due.add_argument("--json", action="store_true")
