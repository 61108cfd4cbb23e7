"""The command line laid out for those who describe it: the man page, shell completion, the manual.

``outline("nb")`` gives every command in the order of the help. What stands here is read off the grammar itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from kpidesk import text
from kpidesk.cli.codes import EXITS
from kpidesk.cli.grammar.command import PROGRAM, Parser
from kpidesk.cli.grammar.examples import VARIABLES, examples_of
from kpidesk.cli.grammar.parser import make_parser, subparsers
from kpidesk.records import record


@record(frozen=True)
class Argument:
    """A word without a dash: ``name`` as the help has it, ``FILE``; ``words`` say what it is for."""

    name: str
    words: str
    required: bool
    many: bool
    choices: tuple[str, ...] = ()
    meant: str = ""
    """What it is, whatever the language: ``file`` for a KPI Desk file."""


@record(frozen=True)
class Option:
    """A word with a dash: its ``flags``, the short one first; ``value`` as the help has it, empty for a switch."""

    flags: tuple[str, ...]
    value: str
    words: str
    required: bool = False
    repeated: bool = False
    choices: tuple[str, ...] = ()
    meant: str = ""
    """What its value is, whatever the language: ``output`` for what is written."""


@record(frozen=True)
class ShownExample:
    """A line to be typed, and what it does."""

    line: str
    words: str


@record(frozen=True)
class ExitCode:
    """A code that a command ends with, and what it means."""

    code: int
    words: str


@record(frozen=True)
class Variable:
    """A variable of the environment, and what it says."""

    name: str
    words: str


@record(frozen=True)
class Command:
    """A command: ``name`` as it is typed, ``kpi target``; ``usage`` in one line."""

    name: str
    summary: str
    usage: str
    notes: str
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]
    examples: tuple[ShownExample, ...]
    exit_codes: tuple[ExitCode, ...]


@record(frozen=True)
class Outline:
    """The program: its own options and examples, its commands, all exit codes, and the variables that it reads."""

    program: str
    summary: str
    options: tuple[Option, ...]
    examples: tuple[ShownExample, ...]
    commands: tuple[Command, ...]
    exit_codes: tuple[ExitCode, ...]
    variables: tuple[Variable, ...]

    def command(self, name: str) -> Command:
        """A command by its name; raises ``KeyError``."""
        return {each.name: each for each in self.commands}[name]


def outline(language: str) -> Outline:
    """All of the command line in a language, ``"nb"`` or ``"en"``."""
    from kpidesk.cli.grammar import argument_words

    argument_words.speak()
    with text.using(language):
        top = make_parser()
        return Outline(
            PROGRAM,
            top.description or "",
            _options(top),
            _examples(""),
            tuple(_command(parser) for parser in commands(top)),
            _exits(list(EXITS)),
            tuple(Variable(name, str(words)) for name, words in VARIABLES.items()),
        )


def commands(parser: Parser) -> Iterator[Parser]:
    """Every command under a parser, those of a word that only begins commands in its place."""
    for each in subparsers(parser).values():
        under = list(commands(each))
        yield from under or [each]


def _command(parser: Parser) -> Command:
    usage = " ".join(parser.format_usage().split()).partition(PROGRAM)
    return Command(
        parser.words,
        parser.description or "",
        PROGRAM + usage[2],
        parser.epilog or "",
        tuple(_argument(each) for each in _shown(parser) if not each.option_strings),
        _options(parser),
        _examples(parser.words),
        _exits(parser.exits),
    )


def _shown(parser: Parser) -> list[argparse.Action]:
    hidden = argparse.SUPPRESS
    known = [each for each in parser._actions if each.help != hidden]
    return [each for each in known if not isinstance(each, argparse._SubParsersAction)]


def _options(parser: Parser) -> tuple[Option, ...]:
    return tuple(_option(each) for each in _shown(parser) if each.option_strings)


def _option(action: argparse.Action) -> Option:
    value = "" if action.nargs == 0 else _value(action)
    repeated = isinstance(action, argparse._AppendAction)
    return Option(
        tuple(action.option_strings), value, _words(action), action.required, repeated, _choices(action), action.dest
    )


def _argument(action: argparse.Action) -> Argument:
    many = action.nargs in (argparse.ZERO_OR_MORE, argparse.ONE_OR_MORE)
    return Argument(_value(action), _words(action), action.required, many, _choices(action), action.dest)


def _value(action: argparse.Action) -> str:
    if action.metavar is not None:
        return action.metavar if isinstance(action.metavar, str) else " ".join(action.metavar)
    return "|".join(_choices(action)) or action.dest.upper()


def _words(action: argparse.Action) -> str:
    return (action.help or "").replace("%%", "%")


def _choices(action: argparse.Action) -> tuple[str, ...]:
    return tuple(str(each) for each in action.choices or ())


def _examples(name: str) -> tuple[ShownExample, ...]:
    return tuple(ShownExample(each.line, each.words) for each in examples_of(name))


def _exits(codes: Sequence[int]) -> tuple[ExitCode, ...]:
    return tuple(ExitCode(code, str(EXITS[code])) for code in codes)
