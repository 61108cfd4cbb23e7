"""In what the layout of a file differs from that of its source: which columns are new or gone, and where it is said."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.exchange.intake.recipe import Recipe
from kpidesk.exchange.sheets.book import Book, Kind
from kpidesk.exchange.tables.cells.words import Capital, names
from kpidesk.exchange.tables.totals import ROWS
from kpidesk.exchange.tables.understood import Role, Shape, Understanding
from kpidesk.text import Message, msg, msgn

MOST_NAMED = 4


@dataclass(frozen=True)
class Differing:
    """What is said of it, and the keys of the sentences on how the file was read that are others than last time."""

    words: tuple[Message, ...]
    keys: frozenset[str]


def headings_of(read: Understanding) -> tuple[str, ...]:
    """The headings that a file of its kind is known by: of a wide table not the periods."""
    periods = {each.place for each in read.columns if read.shape is Shape.WIDE and each.role is Role.NUMBER}
    return tuple(each.heading for each in read.columns if each.place not in periods)


def differing(recipe: Recipe, book: Book, read: Understanding) -> Differing:
    """In what a file differs from how its source was; what was not kept of that can't be told."""
    now, before = headings_of(read), recipe.headings
    words: list[Message] = []
    keys: set[str] = set()
    if before and now != before:
        fresh, gone = [each for each in now if each not in before], [each for each in before if each not in now]
        if gone:
            named = Capital(names(gone, MOST_NAMED))
            words.append(msgn("{columns} is gone.", "{columns} are gone.", len(gone), columns=named))
        if fresh:
            named = Capital(names(fresh, MOST_NAMED))
            words.append(msgn("{columns} is new.", "{columns} are new.", len(fresh), columns=named))
        if not fresh and not gone:
            words.append(msg("The columns stand in another order."))
        keys |= {"numbers", ROWS}
    if book.kind is Kind.TEXT and recipe.delimiter and book.delimiter != recipe.delimiter:
        words.append(msg("The columns are separated by another character."))
        keys.add("letters")
    if recipe.said.sheet is not None and recipe.said.sheet not in {sheet.name for sheet in book.sheets}:
        words.append(msg("The sheet {sheet} is gone.", sheet=recipe.said.sheet))
        keys.add("sheet")
    return Differing(tuple(words), frozenset(keys or {"numbers", ROWS}))
