"""The manual with the keys of the menus, out of the very table that the menus are made of."""

from __future__ import annotations

from kpidesk import text
from kpidesk.cli.grammar import described
from kpidesk.manual.book import Block, Book, Heading, Run, Table
from kpidesk.manual.key_tables import key_words
from kpidesk.text import _
from ui.base import actions


def book(language: str) -> Book:
    """The manual in a language as the window shows it."""
    return described.book(language, menus)


def menus(language: str) -> tuple[Block, ...]:
    """Every command that has keys, menu by menu."""
    with text.using(language):
        return tuple(block for title, commands in actions.menus() for block in _told_of(title, commands))


def _told_of(title: str, commands: list[actions.Command]) -> tuple[Block, ...]:
    rows = tuple((key_words(keys), (Run(each.text),)) for each in commands if (keys := each.keys or _only(each.shown)))
    head = ((Run(_("Key")),), (Run(_("Command")),))
    return (Heading(3, title.replace("&", "")), Table(head, rows)) if rows else ()


def _only(key: str) -> tuple[str, ...]:
    return (key,) if key else ()
