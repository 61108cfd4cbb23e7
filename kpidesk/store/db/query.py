"""Questions to the tables, worded once by peewee and asked by SQLite as often as one likes.

A ``Query`` is made of a function over ``kpidesk.store.db.phrases``: it gets that module, and for each value that will
come with the question the place where it is to stand. What it gives is put into SQL at the first question; from then
on asking costs what SQL by hand costs (peewee takes 0.1 to 0.3 ms to word a question, and an edit asks ten).
peewee itself is loaded with the first question that no earlier start has kept (``kept``).

What stands in a question by itself, such as the kind whose state is asked for, is given by name; each has its own text.
For a list the text has room for the next power of two, and the list's last value fills what is left of it: so a
question with a list has a few texts, all made from the one for a single value. An empty list, and one that is longer
than ``MOST_LISTED``, is part of the text.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from kpidesk.store.db import kept

LISTS = frozenset({list, tuple})
MOST_LISTED = 4096
"""SQLite takes some 32 000 values with a question; a question has few lists."""


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
            made, values = self._listed(values, fixed)
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

    def _listed(self, values: tuple[Any, ...], fixed: dict[str, Any]) -> tuple[_Worded, tuple[Any, ...]]:
        """The text for values among which are lists, and the values with each list as long as its room."""
        lists = {place: value for place, value in enumerate(values) if type(value) in LISTS}
        if not all(0 < len(value) <= MOST_LISTED for value in lists.values()):
            return _word(self._build, len(values), lists, fixed), values
        full = {place: [*value, *[value[-1]] * (_room(len(value)) - len(value))] for place, value in lists.items()}
        key: Any = (len(values), *((place, len(value)) for place, value in full.items()), *fixed.values())
        made = self._worded.get(key)
        if made is None:
            rooms = {place: len(value) for place, value in full.items()}
            made = self._worded[key] = self._alone(len(values), rooms, fixed).with_room(rooms)
        return made, tuple(full.get(place, value) for place, value in enumerate(values))

    def _alone(self, slots: int, lists: Iterable[int], fixed: dict[str, Any]) -> _Worded:
        """The text for lists of a single value; peewee takes longer for each further one than to find its row."""
        rooms = dict.fromkeys(lists, 1)
        key: Any = (slots, *rooms.items(), *fixed.values())
        if key not in self._worded:
            self._worded[key] = _word(self._build, slots, rooms, fixed)
        return self._worded[key]

    def _made(self, slots: int, fixed: dict[str, Any]) -> _Worded:
        key: Any = (slots, *fixed.values()) if fixed else slots
        made = self._worded.get(key)
        if made is None:
            made = self._worded[key] = _word(self._build, slots, {}, fixed)
        return made


def _room(length: int) -> int:
    """The smallest power of two that is no less."""
    return 1 << (length - 1).bit_length()


class _Worded:
    """A text with what goes into its places.

    That is the number of a value to come, such a number and a place in the list that it is, or ``None`` and a value.
    """

    def __init__(self, text: str, places: list[Any], slots: int) -> None:
        self.text, self._places, self._slots = text, places, slots
        self.straight = places == list(range(slots))

    def filled(self, values: Sequence[Any]) -> Sequence[Any]:
        """The values in the order of their places."""
        return values if self.straight else [_from(values, place) for place in self._places]

    def with_room(self, rooms: Mapping[int, int]) -> _Worded:
        """The same with room for so many values in each list, by the list's place."""
        first, *others = self.text.split("?")
        parts, places = [first], list[Any]()
        for place, part in zip(self._places, others, strict=True):
            alone = isinstance(place, int) or place[0] is None
            own = [place] if alone else [(place[0], at) for at in range(rooms[place[0]])]
            parts.append(", ".join("?" * len(own)) + part)
            places += own
        return _Worded("".join(parts), places, self._slots)


def _from(values: Sequence[Any], place: Any) -> Any:
    if isinstance(place, int):
        return values[place]
    first, at = place
    return at if first is None else values[first][at]


def _word(
    build: Callable[..., Any], slots: int, lists: Mapping[int, Sequence[Any] | int], fixed: dict[str, Any]
) -> _Worded:
    """A question as it was worded in an earlier start, or else worded now.

    Of a list that is still to come ``lists`` tells how much room it takes.
    """
    key = kept.key_of(build, slots, lists, fixed)
    return _Worded(*kept.worded(key, lambda: _by_peewee(build, slots, lists, fixed)), slots)


def _by_peewee(
    build: Callable[..., Any], slots: int, lists: Mapping[int, Sequence[Any] | int], fixed: dict[str, Any]
) -> tuple[str, list[Any]]:
    from kpidesk.store.db import phrases, worded

    given = [worded.listed(place, lists[place]) if place in lists else worded.slot(place) for place in range(slots)]
    text, values = worded.worded(build(phrases, *given, **fixed))
    return text, [value.where if isinstance(value, worded.Slot) else (None, value) for value in values]
