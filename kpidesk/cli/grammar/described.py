"""The manual as a whole: its chapters, and in them the command line as its grammar has it.

This is the lowest room that knows all that the manual tells of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from kpidesk import text
from kpidesk.cli.grammar.outline import Argument, Command, Option, Outline, outline
from kpidesk.manual.book import Block, Book, Code, Heading, Paragraph, Run, Table, Words
from kpidesk.manual.gestures import PLACES, Place
from kpidesk.manual.key_tables import key_words
from kpidesk.manual.reading import read
from kpidesk.text import _

Tells = Callable[[str], tuple[Block, ...]]
MANY = 8
"""What so many commands have is told once."""


@lru_cache(maxsize=len(text.LANGUAGES))
def book(language: str, menus: Tells | None = None) -> Book:
    """The manual in a language; ``menus`` tells the keys of the menus, which the window alone knows."""
    told: dict[str, Tells] = {
        "commands": commands, "common": common, "exit-codes": exit_codes, "variables": variables, "gestures": gestures,
    }  # fmt: skip
    if menus is not None:
        told["menus"] = menus
    return read(language, {name: partial(tells, language) for name, tells in told.items()})


def gestures(language: str) -> tuple[Block, ...]:
    """What the keys mean inside the pages, a section for each place."""
    with text.using(language):
        return tuple(block for key, place in PLACES.items() for block in _told_of(key, place))


def _told_of(key: str, place: Place) -> tuple[Block, ...]:
    head = ((Run(_("Key")),), (Run(_("What it does")),))
    rows = tuple((key_words(each.keys), (Run(str(each.does)),)) for each in place.gestures)
    return Heading(2, str(place.title), key), Table(head, rows)


def commands(language: str) -> tuple[Block, ...]:
    """Every command: what it does, its arguments and options, and examples."""
    with text.using(language):
        laid = outline(language)
        return tuple(block for each in laid.commands for block in _told(each, _common(laid)))


def common(language: str) -> tuple[Block, ...]:
    """What can be said to most commands, told once."""
    with text.using(language):
        return (_table(_("Argument"), list(dict.fromkeys(_common(outline(language))))),)


def _common(laid: Outline) -> list[tuple[str, str]]:
    rows = Counter(row for command in laid.commands for row in _rows(command))
    return [row for row, times in rows.most_common() if times >= MANY]


def exit_codes(language: str) -> tuple[Block, ...]:
    """What each exit code means."""
    with text.using(language):
        rows = [(str(each.code), each.words) for each in outline(language).exit_codes]
        return (_table(_("Code"), rows),)


def variables(language: str) -> tuple[Block, ...]:
    """What the surroundings can say to every command."""
    with text.using(language):
        rows = [(each.name, each.words) for each in outline(language).variables]
        return (_table(_("Variable"), rows),)


def _rows(command: Command) -> list[tuple[str, str]]:
    rows = [(each.name, _meaning(each)) for each in command.arguments]
    return rows + [(_flags(each), _meaning(each)) for each in command.options if "--help" not in each.flags]


def _told(command: Command, known: list[tuple[str, str]]) -> Iterator[Block]:
    yield Heading(3, command.name)
    yield Paragraph((Run(f"{command.summary} {command.notes}".strip()),))
    for example in command.examples:
        yield Code(f"{example.line}\n    {example.words}")
    rows = [row for row in _rows(command) if row not in known]
    if rows:
        yield _table(_("Argument"), rows)


def _flags(option: Option) -> str:
    return " ".join(part for part in (", ".join(option.flags), option.value) if part)


def _meaning(each: Argument | Option) -> str:
    """What it is for, and what can stand there where the word for it does not tell."""
    words = f"{each.words[:1].upper()}{each.words[1:]}"
    value = each.value if isinstance(each, Option) else each.name
    choices = ", ".join(each.choices)
    told = any(choice in f"{value} {words}" for choice in each.choices)
    return words if told or not choices else f"{words}: {choices}"


def _table(head: str, rows: list[tuple[str, str]]) -> Table:
    named: tuple[tuple[Words, ...], ...] = tuple(((Run(name, code=True),), (Run(words),)) for name, words in rows)
    return Table(((Run(head),), (Run(_("Meaning")),)), named)
