"""The command line laid out for the man page, completion and manual: complete, and in the language asked for."""

from __future__ import annotations

from kpidesk import text
from kpidesk.cli import COMMANDS
from kpidesk.cli.codes import EXITS
from kpidesk.cli.grammar.argument_words import WORDS
from kpidesk.cli.grammar.outline import Command, outline
from tests.table import table

LAID_OUT = {language: outline(language) for language in text.LANGUAGES}
BOTH = list(zip(LAID_OUT["en"].commands, LAID_OUT["nb"].commands, strict=True))


def test_every_command_stands_in_the_outline_with_every_exit_code_somewhere():
    laid_out = LAID_OUT["en"]
    assert {each.name.split()[0] for each in laid_out.commands} == set(COMMANDS)
    assert [each.code for each in laid_out.exit_codes] == [*EXITS]
    assert {each.code for command in laid_out.commands for each in command.exit_codes} == set(EXITS)


@table("english, bokmal", BOTH)
def test_everything_of_a_command_is_described_in_both_languages(english: Command, bokmal: Command):
    assert english.examples and f"{english.examples[0].line} ".startswith(f"kpidesk {english.name} ")
    for mine, theirs in zip(described(english), described(bokmal), strict=True):
        assert mine and theirs and (mine != theirs or mine.startswith("2026-")), mine


def described(command: Command) -> list[str]:
    named = [*command.arguments, *command.options, *command.examples, *command.exit_codes]
    return [command.summary, *(each.words for each in named)]


@table("words", WORDS)
def test_words_of_argparse_are_in_the_catalogue(words: str):
    with text.using("nb"):
        assert text._(words) != words
