"""The grammar of goals and cycles."""

from __future__ import annotations

from kpidesk.cli.grammar import choices
from kpidesk.cli.grammar.command import DAY, NUMBER, agreed, change, dry_run, group, named_cycle, whole
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_goal(groups: Groups) -> None:
    """Goals."""
    inner = group(groups, "goal", _("work on goals"))
    rename = change(inner, "rename", _("give a goal another title"), "goals.rename")
    rename.add_argument("goal", metavar=_("GOAL"), help=_("its title or id"))
    rename.add_argument("title", metavar=_("TITLE"), help=_("the new title"))
    rename.add_argument(
        "--numbers", choices=(choices.FOLLOW, choices.KEEP),
        help=_("if the title has other numbers: let the measure follow, or keep it"),
    )  # fmt: skip
    dry_run(rename)


def add_check_in(groups: Groups) -> None:
    """How a key result stands."""
    said = change(groups, "check-in", _("check in on a key result"), "goals.check_in")
    said.add_argument("goal", metavar=_("GOAL"), help=_("its title or id"))
    said.add_argument("value", nargs="?", type=NUMBER, metavar=_("VALUE"), help=_("where it stands now, in its unit"))
    said.add_argument(
        "--confidence",
        type=whole,
        choices=choices.CONFIDENCE,
        metavar="1..10",
        help=_("how sure you are that it will be reached"),
    )
    said.add_argument("--note", default="", metavar=_("TEXT"), help=_("what has happened, what is in the way"))
    said.add_argument("--day", type=DAY, metavar=_("DATE"), help=_("the day it is about; otherwise today"))
    dry_run(said)


def add_cycle(groups: Groups) -> None:
    """Cycles."""
    inner = group(groups, "cycle", _("work on cycles"))
    start = change(inner, "start", _("start a planned cycle before its first day"), "cycles.start")
    named_cycle(start)
    dry_run(start)


def add_closing(groups: Groups) -> None:
    """The end of a cycle, and back from it."""
    close = change(groups, "close", _("close a cycle: its figures are frozen, its key results graded"), "cycles.close")
    named_cycle(close)
    agreed(close)
    reopen = change(groups, "reopen", _("open a closed cycle again"), "cycles.reopen")
    named_cycle(reopen)
    reopen.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("why, in one line"))
    dry_run(reopen)
