"""How the help of a command ends: with examples to be copied, and with what its exit code means."""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.cli.codes import EXITS
from kpidesk.cli.grammar.examples import VARIABLES, examples_of
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Parser


def of(parser: Parser) -> str:
    """What follows upon the options; of the program itself every exit code and what the surroundings can say."""
    lines = [] if not (examples := examples_of(parser.words)) else ["", _("examples:")]
    for example in examples:
        lines += [f"  {example.line}", f"      {example.words}"]
    if parser.get_default("run") is not None:
        lines += _table(_("exit codes:"), ((str(code), str(EXITS[code])) for code in parser.exits))
    elif not parser.words:
        lines += _table(_("exit codes:"), ((str(code), str(words)) for code, words in EXITS.items()))
        lines += _table(_("environment:"), ((name, str(words)) for name, words in VARIABLES.items()))
        lines += ["", _("“kpidesk help COMMAND” and “kpidesk COMMAND --help” tell more about a command.")]
    return "\n".join([*lines, ""])


def _table(head: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    known = list(rows)
    width = max(len(name) for name, _words in known)
    return ["", head, *(f"  {name:{width}}  {words}" for name, words in known)]
