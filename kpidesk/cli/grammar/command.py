"""What every command's grammar is made of."""

from __future__ import annotations

import argparse
import re

from kpidesk.cli.grammar.named import Named
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Groups = argparse._SubParsersAction[argparse.ArgumentParser]

NEGATIVE = re.compile(r"-[\d.,]")
NUMBER, DAY, YEAR = Named("typed.number"), Named("typed.day"), Named("import_options.year")
"""A number, a day and a year, as a computer or as a person writes them."""


class Unmeasured(argparse.HelpFormatter):
    """What argparse checks each argument with. To ask how wide the terminal is loads three kinds of compression."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=80)


class Parser(argparse.ArgumentParser):
    """Takes a minus before a number for one, however its decimals and thousands are written.

    argparse knows −12345 and −12.5 alone: −12,5 was an unknown option, and the number was said to be missing.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"formatter_class": Unmeasured, **options})
        self._negative_number_matcher = NEGATIVE

    def format_help(self) -> str:
        """argparse: all that is said of a command, as wide as the terminal."""
        self.formatter_class = argparse.HelpFormatter
        return super().format_help()

    def format_usage(self) -> str:
        """argparse: the line that is said of a mistake, as wide as the terminal."""
        self.formatter_class = argparse.HelpFormatter
        return super().format_usage()


def command(groups: Groups, name: str, words: str, place: str) -> argparse.ArgumentParser:
    """One command, and the function of ``kpidesk.cli`` that does it."""
    parser: argparse.ArgumentParser = groups.add_parser(name, help=words, description=words)
    parser.set_defaults(run=Named(place))
    return parser


def change(groups: Groups, name: str, words: str, place: str) -> argparse.ArgumentParser:
    """A command that changes a file, which can be told by whom."""
    parser = command(groups, name, words, place)
    parser.add_argument("file")
    whose = _("whose change it is; remembered where no name is known on this machine")
    parser.add_argument("--author", metavar="NAME", help=whose)
    return parser
