"""What every command's grammar is made of."""

from __future__ import annotations

import argparse
import re

from kpidesk.cli import codes
from kpidesk.cli.grammar.named import Named
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    Groups = argparse._SubParsersAction[Any]

PROGRAM = "kpidesk"
NEGATIVE = re.compile(r"-[\d.,]")
NUMBER, DAY, YEAR = Named("typed.number"), Named("typed.day"), Named("intake.import_options.year")
"""A number, a day and a year, as a computer or as a person writes them."""


def whole(words: str) -> int:
    """A whole number; argparse tells why it is none."""
    try:
        return int(words)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{words}” is not a whole number").format(words=words[:40])) from None


class Unmeasured(argparse.HelpFormatter):
    """What argparse checks each argument with. To ask how wide the terminal is loads three kinds of compression."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=80)


class Parser(argparse.ArgumentParser):
    """Takes a minus before a number for one, however its decimals and thousands are written; ends help with examples.

    argparse knows −12345 and −12.5 alone: −12,5 was an unknown option, and the number was said to be missing.
    Options are written out, so that one which comes later changes the meaning of none.
    """

    exits: tuple[int, ...] = codes.USUAL
    """How the command can end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"formatter_class": Unmeasured, "allow_abbrev": False, **options})
        self._negative_number_matcher = NEGATIVE

    @property
    def words(self) -> str:
        """What the command is called by, ``kpi target``; empty for the program itself."""
        return self.prog.removeprefix(PROGRAM).strip()

    def format_help(self) -> str:
        """argparse: all that is said of a command, as wide as the terminal."""
        from kpidesk.cli.grammar import ending

        self.formatter_class = argparse.HelpFormatter
        return super().format_help() + ending.of(self)

    def format_usage(self) -> str:
        """argparse: the line that is said of a mistake, as wide as the terminal."""
        self.formatter_class = argparse.HelpFormatter
        return super().format_usage()

    def parse_known_args(self, *arguments: Any, **more: Any) -> Any:
        """argparse: what is typed as options; the command that has no place for a word is the one that says so."""
        typed = [*(arguments[0] if arguments and arguments[0] is not None else ())][:1]
        if not self.words and typed and typed[0].startswith("-") and typed[0] not in self._option_string_actions:
            self._refuse(typed)  # argparse would miss the command first
        options, left = super().parse_known_args(*arguments, **more)
        if left:
            self._refuse(left)
        return options, left

    def _refuse(self, left: list[str]) -> NoReturn:
        from kpidesk.cli.grammar import mistakes

        self.error(mistakes.too_much(self, left))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            from kpidesk.cli.grammar import mistakes

            raise argparse.ArgumentError(None, mistakes.no_choice(action, value))

    def error(self, message: str) -> NoReturn:
        """argparse: what is wrong with a call, what was meant perhaps, and where help is; nothing has been done."""
        from kpidesk.cli.grammar import mistakes

        self.exit(codes.USAGE, mistakes.told(self, message))


def command(groups: Groups, name: str, words: str, place: str, *more_exits: int) -> Parser:
    """One command, and the function of ``kpidesk.cli`` that does it; ``more_exits`` than every command has."""
    parser = groups.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.")
    assert isinstance(parser, Parser)
    parser.set_defaults(run=Named(place))
    parser.exits = tuple(sorted({*codes.USUAL, *more_exits}))
    printed = parser.add_argument_group(_("what is printed"))
    printed.add_argument("--json", action="store_true", help=_("one JSON document; “kpidesk schema” describes it"))
    printed.add_argument(
        "-q", "--quiet", action="store_true", help=_("nothing but errors; the exit code tells the rest")
    )
    return parser


def reading(groups: Groups, name: str, words: str, place: str, *more_exits: int) -> Parser:
    """A command that reads a KPI Desk file."""
    parser = command(groups, name, words, place, *more_exits)
    parser.add_argument("file", metavar=_("FILE"), help=_("the KPI Desk file"))
    return parser


def change(groups: Groups, name: str, words: str, place: str, *more_exits: int) -> Parser:
    """A command that changes a file, which can be told by whom."""
    parser = reading(groups, name, words, place, *more_exits)
    whose = _("whose change it is; remembered where no name is known on this machine")
    parser.add_argument("--author", metavar=_("NAME"), help=whose)
    return parser


def dry_run(parser: argparse.ArgumentParser) -> None:
    """A command that can tell what it would do."""
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would be done"))


def agreed(parser: argparse.ArgumentParser) -> None:
    """A command that asks first."""
    dry_run(parser)
    parser.add_argument("-y", "--yes", action="store_true", help=_("don’t ask"))


def group(groups: Groups, name: str, words: str) -> Groups:
    """A word that commands begin with, ``kpi``."""
    above: Parser = groups.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.")
    return above.add_subparsers(title=_("commands"), required=True, metavar=_("COMMAND"))


def of_cycle(parser: argparse.ArgumentParser) -> None:
    """A command that tells of a cycle."""
    parser.add_argument("--cycle", default="current", metavar=_("CYCLE"), help=cycle_words())


def named_cycle(parser: argparse.ArgumentParser) -> None:
    """A command that does something with a cycle."""
    parser.add_argument("cycle", metavar=_("CYCLE"), help=cycle_words())


def cycle_words() -> str:
    """How a cycle is named."""
    return _("2026-Q1, the name it has on screen, or current, previous or next")


def span(parser: argparse.ArgumentParser) -> None:
    """A command that keeps to some periods."""
    first, last = _("from this period on: 2026-W14, 2026-04, 2026-Q2"), _("up to this period")
    parser.add_argument("--from", dest="first", metavar=_("PERIOD"), help=first)
    parser.add_argument("--to", dest="last", metavar=_("PERIOD"), help=last)
