"""The grammar of KPIs, targets, goals and cycles."""

from __future__ import annotations

import argparse

from kpidesk.cli.grammar import choices
from kpidesk.cli.grammar.command import NUMBER, change, command
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_library(groups: Groups) -> None:
    """What comes with the program."""
    shelf = command(groups, "library", _("list the KPIs and templates that come with the program"), "library.listed")
    shelf.add_argument("words", nargs="*", help=_("only what these words find"))
    shelf.add_argument("--json", action="store_true")


def add_kpi(groups: Groups) -> None:
    """Defining KPIs, adding them, and what they aim for."""
    kpi: argparse.ArgumentParser = groups.add_parser("kpi", help=_("work on KPIs"))
    inner = kpi.add_subparsers(required=True, metavar="define | add | template | target")
    add = change(inner, "add", _("add KPIs from the library"), "library.add")
    add.add_argument("ids", nargs="+", metavar="ID")
    template = change(inner, "template", _("add the KPIs and goals of a template"), "library.apply")
    template.add_argument("template", metavar="ID")
    define = change(inner, "define", _("define a KPI"), "commands.define")
    define.add_argument("--name", required=True)
    define.add_argument("--unit", required=True)
    define.add_argument("--frequency", required=True, choices=choices.FREQUENCIES)
    define.add_argument("--direction", required=True, choices=choices.DIRECTIONS)
    define.add_argument("--combine", choices=choices.COMBINES, default="sum")
    define.add_argument("--weight", metavar="INPUT")
    define.add_argument("--formula", default="", metavar="EXPR")
    define.add_argument("--input", action="append", default=[], metavar="NAME=COMBINE", dest="inputs")
    define.add_argument("--target", type=NUMBER)
    define.add_argument("--high", type=NUMBER, help=_("upper edge, for a KPI to be maintained"))
    define.add_argument("--red-flag", type=NUMBER)
    define.add_argument("--decimals", type=int)
    _add_target(inner)


def _add_target(groups: Groups) -> None:
    target = change(groups, "target", _("set what a KPI aims for, or list it"), "targets.target")
    target.add_argument("kpi", metavar="KPI")
    target.add_argument("--value", type=NUMBER, help=_("the number, or with --year the figure to be spread"))
    target.add_argument("--none", action="store_true", help=_("take the target away"))
    target.add_argument("--confirm", action="store_true", help=_("let a suggested target judge from now on"))
    target.add_argument("--high", type=NUMBER, help=_("upper edge, for a KPI to be maintained"))
    target.add_argument("--red-flag", type=NUMBER)
    target.add_argument("--red-high", type=NUMBER)
    target.add_argument("--from", dest="first", metavar="P", help="2026-W14, 2026-04, 2026-Q2")
    target.add_argument("--to", dest="last", metavar="P")
    target.add_argument("--path-from", type=NUMBER, help=_("the value before the first period of a straight path"))
    target.add_argument("--year", metavar="YEAR", help=_("a season: a number for each period of the year"))
    target.add_argument("--spread", choices=choices.SPREADS, default="even")
    target.add_argument("--json", action="store_true")


def add_goal(groups: Groups) -> None:
    """Goals."""
    goal: argparse.ArgumentParser = groups.add_parser("goal", help=_("work on goals"))
    inner = goal.add_subparsers(required=True, metavar="rename")
    rename = change(inner, "rename", _("give a goal another title"), "goals.rename")
    rename.add_argument("goal", metavar="GOAL", help=_("its title or id"))
    rename.add_argument("title")
    rename.add_argument(
        "--numbers", choices=(choices.FOLLOW, choices.KEEP),
        help=_("where the title tells other numbers: let the measure follow, or keep it"),
    )  # fmt: skip
    rename.add_argument("--json", action="store_true")


def add_cycle(groups: Groups) -> None:
    """Cycles."""
    cycle: argparse.ArgumentParser = groups.add_parser("cycle", help=_("work on cycles"))
    inner = cycle.add_subparsers(required=True, metavar="start")
    start = command(inner, "start", _("start a planned cycle before its first day"), "cycles.start")
    start.add_argument("file")
    start.add_argument("cycle", metavar="CYCLE", help="2026-Q1")
    start.add_argument("--json", action="store_true")
