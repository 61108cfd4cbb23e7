"""The grammar of what has been: changes, taken back and done again, and backups."""

from __future__ import annotations

from kpidesk.cli.grammar.command import DAY, agreed, change, dry_run, reading, whole
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_history(groups: Groups) -> None:
    """What has been changed."""
    history = reading(groups, "history", _("list what has been changed, by whom and when"), "going_back.history")
    history.add_argument("--who", metavar=_("NAME"), help=_("only what this person has changed"))
    history.add_argument("--since", type=DAY, metavar=_("DATE"), help=_("only what was changed on this day or later"))
    history.add_argument("--until", type=DAY, metavar=_("DATE"), help=_("only what was changed on this day or before"))
    history.add_argument(
        "--limit", type=whole, default=20, metavar=_("N"), help=_("at most this many changes, the newest")
    )


def add_undo(groups: Groups) -> None:
    """Back and forth."""
    undo = change(groups, "undo", _("undo the newest change made on this machine, or another one"), "going_back.undo")
    undo.add_argument(
        "change",
        nargs="?",
        type=whole,
        metavar=_("CHANGE"),
        help=_("the number that “history” gives; otherwise the newest"),
    )
    dry_run(undo)
    dry_run(change(groups, "redo", _("redo what was undone last"), "going_back.redo"))


def add_backup(groups: Groups) -> None:
    """Copies on this machine and elsewhere, and back to them."""
    backup = change(groups, "backup", _("make a backup now, or list those there are"), "going_back.backup")
    backup.add_argument("--list", action="store_true", help=_("list the backups on this machine"))
    backup.add_argument("--output", metavar=_("OUT"), help=_("write a copy here instead; “-” is standard output"))
    restore = change(groups, "restore", _("restore the file to a backup or a point in time"), "going_back.restore")
    restore.add_argument(
        "when",
        metavar=_("WHEN"),
        help=_("“latest”, the number of a backup, a day, or a day and a time, 2026-03-16T12:00"),
    )
    agreed(restore)
