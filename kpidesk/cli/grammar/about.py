"""The grammar of what the program tells of itself."""

from __future__ import annotations

from kpidesk.cli.grammar.command import command, whole
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_about(groups: Groups) -> None:
    """Its log, and the form of its documents."""
    log = command(groups, "log", _("show the end of the program’s log on this machine"), "about.log")
    log.add_argument("--lines", type=whole, default=20, metavar=_("N"), help=_("at most this many lines"))
    schema = command(groups, "schema", _("print the JSON Schema of what --json prints"), "about.schema")
    schema.add_argument("words", nargs="*", default=[], metavar=_("COMMAND"), help=_("only of this command"))
