"""The command line's grammar."""

from __future__ import annotations

import argparse

import kpidesk
from kpidesk.cli.grammar import about, doctor, files, goals, going_back, hub, installing, method, numbers, paper
from kpidesk.cli.grammar.command import PROGRAM, Parser
from kpidesk.text import _


def make_parser(called: str | None = None) -> Parser:
    """The grammar, in the language in force: all of it, or only that of the command that is called."""
    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [{_('FILE')}]\n       {PROGRAM} {_('COMMAND')} …",
        description=_(
            "Objectives, key results and KPIs in one file. With a file alone, or nothing, it opens the window."
        ),
    )
    version = f"KPI Desk {kpidesk.__version__}"
    parser.add_argument("-V", "--version", action="version", version=version, help=_("show the version and exit"))
    parser.add_argument(
        "--self-test", action="store_true", help=_("check the whole program and report what works; also with --json")
    )
    groups = parser.add_subparsers(title=_("commands"), required=True, metavar=_("COMMAND"), prog=PROGRAM)
    for add, names in COMMANDS.items():
        if called is None or called in names:
            add(groups)
    return parser


COMMANDS = {
    files.add_new: ("new", "sample"),
    method.add_library: ("library",),
    method.add_kpi: ("kpi",),
    goals.add_goal: ("goal",),
    goals.add_check_in: ("check-in",),
    goals.add_cycle: ("cycle",),
    goals.add_closing: ("close", "reopen"),
    numbers.add_set: ("set",),
    numbers.add_import: ("import",),
    numbers.add_lists: ("inputs", "sources"),
    numbers.add_export: ("export",),
    numbers.add_show: ("show",),
    numbers.add_due: ("due",),
    paper.add_review: ("review",),
    paper.add_board: ("board",),
    paper.add_kpi_sheet: ("kpi-sheet",),
    paper.add_manual: ("manual",),
    going_back.add_history: ("history",),
    going_back.add_undo: ("undo", "redo"),
    going_back.add_backup: ("backup", "restore"),
    files.add_merge: ("merge",),
    hub.add_hub: ("hub",),
    files.add_company: ("company",),
    files.add_password: ("password",),
    files.add_check: ("check",),
    about.add_about: ("log", "schema"),
    doctor.add_doctor: ("doctor",),
    installing.add_install: ("install", "uninstall"),
    installing.add_completion: ("completion",),
}
"""What adds which commands, in the order of the help."""


def subparsers(parser: argparse.ArgumentParser) -> dict[str, Parser]:
    """The commands of a parser by name, ``target`` of that of ``kpi``; none of one that is a command itself."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return {name: each for name, each in action.choices.items() if isinstance(each, Parser)}
    return {}
