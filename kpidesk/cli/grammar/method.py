"""The grammar of KPIs and their targets."""

from __future__ import annotations

import argparse

from kpidesk.cli.grammar import choices
from kpidesk.cli.grammar.command import NUMBER, change, command, dry_run, group, span, whole
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_library(groups: Groups) -> None:
    """What comes with the program."""
    shelf = command(groups, "library", _("list the KPIs and templates that come with the program"), "library.listed")
    shelf.add_argument("words", nargs="*", default=[], metavar=_("WORD"), help=_("only what these words find"))


def add_kpi(groups: Groups) -> None:
    """Defining KPIs, adding them, and what they aim for."""
    inner = group(groups, "kpi", _("work on KPIs"))
    add = change(inner, "add", _("add KPIs from the library"), "library.add")
    add.add_argument("ids", nargs="+", metavar=_("ID"), help=_("their ids or names, as “library” lists them"))
    dry_run(add)
    template = change(inner, "template", _("add the KPIs and goals of a template"), "library.apply")
    template.add_argument("template", metavar=_("ID"), help=_("its id or name, as “library” lists it"))
    dry_run(template)
    _add_define(inner)
    _add_target(inner)


def _add_define(groups: Groups) -> None:
    define = change(groups, "define", _("define a KPI"), "commands.define")
    define.add_argument("--name", required=True, metavar=_("NAME"), help=_("what it is called"))
    define.add_argument("--unit", required=True, metavar=_("UNIT"), help=_("kr, %%, h, count … or a word of your own"))
    define.add_argument("--frequency", required=True, choices=choices.FREQUENCIES, help=_("how often it is measured"))
    define.add_argument("--direction", required=True, choices=choices.DIRECTIONS, help=_("which way is better"))
    define.add_argument(
        "--combine",
        choices=choices.COMBINES,
        help=_("how its numbers combine into that of a longer period; else as such numbers usually do"),
    )
    define.add_argument("--weight", metavar=_("INPUT"), help=_("the input that weighs a weighted mean"))
    define.add_argument(
        "--formula", default="", metavar=_("FORMULA"), help=_("how it is calculated: 100 * met / deliveries")
    )
    define.add_argument(
        "--input", action="append", default=[], metavar=_("NAME=RULE"), dest="inputs",
        help=_("a name in the formula, and how its numbers are combined; may be repeated"),
    )  # fmt: skip
    define.add_argument("--target", type=NUMBER, metavar=_("NUMBER"), help=_("what it aims for"))
    _add_edges(define)
    define.add_argument("--decimals", type=whole, metavar=_("N"), help=_("how many decimals are shown"))
    dry_run(define)


def _add_edges(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--high", type=NUMBER, metavar=_("NUMBER"), help=_("upper edge, for a KPI to be held within a band")
    )
    parser.add_argument(
        "--red-flag", type=NUMBER, metavar=_("NUMBER"), help=_("the number beyond which it is off track")
    )


def _add_target(groups: Groups) -> None:
    target = change(groups, "target", _("set what a KPI aims for, or list it"), "targets.target")
    target.add_argument("kpi", metavar=_("KPI"), help=_("the KPI, by its name or id"))
    target.add_argument(
        "--value", type=NUMBER, metavar=_("NUMBER"), help=_("the number, or with --year the figure to be spread")
    )
    target.add_argument("--none", action="store_true", help=_("remove the target"))
    target.add_argument("--confirm", action="store_true", help=_("let a suggested target count from now on"))
    _add_edges(target)
    target.add_argument(
        "--red-high", type=NUMBER, metavar=_("NUMBER"), help=_("the upper red flag, for a KPI to be maintained")
    )
    span(target)
    target.add_argument(
        "--path-from", type=NUMBER, metavar=_("NUMBER"), help=_("the value before the first period of a straight path")
    )
    target.add_argument("--year", metavar=_("YEAR"), help=_("a season: a number for each period of the year"))
    target.add_argument("--spread", choices=choices.SPREADS, default="even", help=_("how a year is spread"))
    dry_run(target)
