"""Questions to the tables, worded once by peewee and asked by SQLite as often as one likes.

A ``Query`` is made of a function over ``kpidesk.store.db.phrases``: it gets that module, and for each value that will
come with the question the place where it is to stand. What it gives is put into SQL at the first question; from then
on asking costs what SQL by hand costs (peewee takes 0.1 to 0.3 ms to word a question, and an edit asks ten).
peewee itself is loaded with the first question, which is when a file is opened, and not with the program.

What stands in a question by itself, such as the kind whose state is asked for, is given by name; each has its own text.
A list is part of the text too, so that a question with a list is worded anew.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

LISTS = frozenset({list, tuple})


class Connected(Protocol):
    """What can be asked: an open ``Database``, or a bare connection to a file that is only looked at."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> sqlite3.Cursor:
        """Execute one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Any:
        """Execute one statement for many rows."""


class Query:
    """A question or a change, by the function that words it."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._worded: dict[Any, _Worded] = {}

    def run(self, source: Connected, *values: Any, **fixed: Any) -> sqlite3.Cursor:
        """Ask, or change something; the rows can be gone through one by one."""
        if LISTS.isdisjoint(map(type, values)):
            made = self._made(len(values), fixed)
        else:
            lists = {place: value for place, value in enumerate(values) if type(value) in LISTS}
            made = _word(self._build, len(values), lists, fixed)
        return source.execute(made.text, made.filled(values))

    def rows(self, source: Connected, *values: Any, **fixed: Any) -> list[tuple[Any, ...]]:
        """Every row."""
        return self.run(source, *values, **fixed).fetchall()

    def column(self, source: Connected, *values: Any, **fixed: Any) -> Iterator[Any]:
        """The first column of every row."""
        return (row[0] for row in self.run(source, *values, **fixed))

    def first(self, source: Connected, *values: Any, **fixed: Any) -> tuple[Any, ...] | None:
        """The first row, if there is one."""
        row: tuple[Any, ...] | None = self.run(source, *values, **fixed).fetchone()
        return row

    def one(self, source: Connected, *values: Any, **fixed: Any) -> Any:
        """The first column of the first row, or ``None``."""
        row = self.run(source, *values, **fixed).fetchone()
        return None if row is None else row[0]

    def many(self, source: Connected, rows: Iterable[Sequence[Any]], **fixed: Any) -> None:
        """Change something for each of many rows of values."""
        coming = iter(rows)
        head = next(coming, None)
        if head is not None:
            made, every = self._made(len(head), fixed), itertools.chain((head,), coming)
            source.executemany(made.text, every if made.straight else map(made.filled, every))

    def _made(self, slots: int, fixed: dict[str, Any]) -> _Worded:
        key: Any = (slots, *fixed.values()) if fixed else slots
        made = self._worded.get(key)
        if made is None:
            made = self._worded[key] = _word(self._build, slots, {}, fixed)
        return made


class _Worded:
    """A text with what goes into its places: the number of a value to come, or else a value as a list of one."""

    def __init__(self, text: str, places: list[int | list[Any]], slots: int) -> None:
        self.text, self._places = text, places
        self.straight = places == list(range(slots))

    def filled(self, values: Sequence[Any]) -> Sequence[Any]:
        """The values in the order of their places."""
        if self.straight:
            return values
        return [values[place] if isinstance(place, int) else place[0] for place in self._places]


def _word(build: Callable[..., Any], slots: int, lists: dict[int, Sequence[Any]], fixed: dict[str, Any]) -> _Worded:
    from kpidesk.store.db import phrases, worded

    given = [worded.listed(lists[place]) if place in lists else worded.slot(place) for place in range(slots)]
    text, values = worded.worded(build(phrases, *given, **fixed))
    return _Worded(text, [value.place if isinstance(value, worded.Slot) else [value] for value in values], slots)
