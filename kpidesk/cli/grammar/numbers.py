"""The grammar of numbers: read from files, listed, stored, shown."""

from __future__ import annotations

import argparse

from kpidesk.cli.codes import LEFT_OUT, WAITING
from kpidesk.cli.grammar import choices
from kpidesk.cli.grammar.command import DAY, YEAR, change, cycle_words, dry_run, reading, span, whole
from kpidesk.cli.grammar.named import Named
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_import(groups: Groups) -> None:
    """Taking numbers from a file."""
    read = change(
        groups,
        "import",
        _("read numbers from a file: CSV, Excel, OpenDocument, SAF-T"),
        "intake.importing.import_file",
        LEFT_OUT,
    )
    read.epilog = _("Totals of what is taken, and a cell that says “closed”, are listed and do not count as left out.")
    read.add_argument("data", metavar=_("DATA"), help=_("the file; “-” reads standard input"))
    read.add_argument("parts", nargs="*", default=[], metavar=_("PART"), help=_("more files of the same accounts"))
    read.add_argument("--add-kpis", action="store_true", help=_("add the KPIs that accounts give numbers for"))
    read.add_argument("--source", metavar=_("NAME"), help=_("read it as this source was read last time"))
    read.add_argument(
        "--into",
        action="append",
        default=[],
        metavar=_("[COLUMN=]INPUT"),
        help=_("where the numbers of a column go; may be repeated"),
    )
    read.add_argument("--new-kpis", action="store_true", help=_("make KPIs for columns whose name is not known here"))
    read.add_argument("--remember", action="store_true", help=_("remember the file as a source"))
    side = read.add_mutually_exclusive_group()
    side.add_argument("--replace", action="store_true", help=_("the file’s numbers replace those of colleagues too"))
    side.add_argument("--keep", action="store_true", help=_("numbers that are there stay"))
    _add_reading(read)
    dry_run(read)


def _add_reading(read: argparse.ArgumentParser) -> None:
    """How a file is to be read."""
    read.add_argument("--sheet", metavar=_("SHEET"), help=_("which sheet of a workbook"))
    read.add_argument("--table", type=whole, metavar=_("N"), help=_("which of several tables in the sheet, from 1"))
    read.add_argument("--year", type=YEAR, metavar=_("YEAR"), help=_("the year, if the file has none"))
    read.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help=_("how 3/5/2026 is meant"))
    read.add_argument("--decimal", choices=(",", "."), help=_("the decimal mark"))
    read.add_argument("--date-column", default="", metavar=_("COLUMN"), help=_("the column of days or periods"))
    read.add_argument("--value-column", default="", metavar=_("COLUMN"), help=_("the column of numbers"))
    read.add_argument(
        "--where", action="append", default=[], metavar=_("COLUMN=VALUE"), help=_("only rows with this in a column")
    )
    read.add_argument(
        "--answer", action="append", default=[], metavar=_("QUESTION=ANSWER"), help=_("what the program asks about it")
    )
    read.add_argument("--take", action="append", default=[], metavar=_("KEY"), help=_("take what would be left out"))
    year = read.add_mutually_exclusive_group()
    year.add_argument(
        "--calendar", action="store_true",
        help=_("quarters and years in the file count from January, not from the company’s fiscal year"),
    )  # fmt: skip
    year.add_argument("--fiscal", action="store_true", help=_("they follow the company’s fiscal year"))
    orders = (choices.DAY_FIRST, choices.MONTH_FIRST)
    read.add_argument("--dates", choices=orders, help=argparse.SUPPRESS)


def add_lists(groups: Groups) -> None:
    """What an import can lead to, and what it is remembered by."""
    for name, words, run in (
        ("inputs", _("list what numbers can be imported into"), "intake.importing.list_inputs"),
        ("sources", _("list the kinds of file that are remembered"), "intake.importing.list_sources"),
    ):
        reading(groups, name, words, run)


def add_export(groups: Groups) -> None:
    """Writing numbers or goals to a file."""
    out = reading(groups, "export", _("write numbers or goals to a file"), "exporting.export")
    out.add_argument("--output", required=True, metavar=_("OUT"), help=_("OUT.xlsx, OUT.csv, OUT.json, or “-”"))
    out.add_argument("--kpi", metavar=_("NAME"), help=_("only the numbers of this KPI"))
    span(out)
    out.add_argument(
        "--format", choices=choices.FILE_TYPES, help=_("if the file name doesn’t show it, or for another kind of CSV")
    )
    shape = out.add_mutually_exclusive_group()
    shape.add_argument("--long", action="store_true", help=_("a row for each number"))
    shape.add_argument("--wide", action="store_true", help=_("periods across, the usual way"))
    out.add_argument("--goals", action="store_true", help=_("goals and check-ins instead of numbers"))
    out.add_argument("--without-sensitive", action="store_true", help=_("without the numbers of sensitive KPIs"))


def add_set(groups: Groups) -> None:
    """Storing one number."""
    put = change(groups, "set", _("save one number"), "commands.set_number")
    put.add_argument("input", metavar=_("INPUT"), help=_("what is measured, by the name it has on screen or its id"))
    put.add_argument("period", metavar=_("PERIOD"), help="2026-03, 2026-W11, 2026-Q1, 2026-03-12, 2026")
    put.add_argument("value", metavar=_("VALUE"), help=_("a number, “n/a”, or an empty text for a blank"))
    dry_run(put)


def add_show(groups: Groups) -> None:
    """Printing what is there."""
    show = reading(groups, "show", _("print KPIs and goals"), "show.show")
    show.add_argument("--kpi", metavar=_("NAME"), help=_("only this KPI"))
    show.add_argument("--frequency", choices=choices.FREQUENCIES, help=_("in periods of this length"))
    span(show)
    of_cycle = _("only the periods and goals of a cycle: {cycle}").format(cycle=cycle_words())
    show.add_argument("--cycle", metavar=_("CYCLE"), help=of_cycle)
    show.add_argument("--as-of", type=DAY, metavar=_("DATE"), help=_("as it stood at the end of this day"))


def add_due(groups: Groups) -> None:
    """Telling what waits."""
    words = _("list what is waiting: numbers, check-ins, questions, the review")
    due = reading(groups, "due", words, "due.due", WAITING)
    due.add_argument(
        "--within", type=Named("due.within"), default=0, metavar=_("DAYS"),
        help=_("also what comes within this many days: 3d, 2w"),
    )  # fmt: skip
    due.add_argument("--who", metavar=_("NAME"), help=_("only what is waiting for this person"))
    due.add_argument("--as-of", type=DAY, metavar=_("DATE"), help=_("as it stood at the end of this day"))
