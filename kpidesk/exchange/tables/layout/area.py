"""Where the tables of a sheet are: their headings, their rows, and the lines of words around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import compress

from kpidesk.exchange.sheets.book import Row
from kpidesk.exchange.tables.cells.looks import NUMBER, PART, PERIOD, WORDS, said
from kpidesk.exchange.tables.cells.units import is_unit
from kpidesk.exchange.tables.layout.lines import Line, begins_with_time, can_head, heads_periods, line

LOOKED_AT = 3000
"""So many rows are looked at one by one; those after them belong to the table that they begin in."""
COVERED = 0.6
"""So large a part of the columns of numbers has a heading, where a row is one of headings."""
PEEKED = 6
"""So many rows of numbers are looked at to tell which columns a table has."""
MOST_HEADS = 3


@dataclass
class Table:
    """A table of a sheet: the places of its rows of headings and of its rows, and of what stands alone between them.

    ``title`` are lines of words above it and ``repeated`` its headings, when they come again.
    """

    heads: tuple[int, ...]
    body: list[int] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    title: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    names: tuple[str, ...] = ()


def tables_in(rows: Sequence[Row]) -> list[Table]:
    """The tables of a sheet, in their order; those with the same headings are one."""
    return _Finder(rows).found()


class _Finder:
    """Goes down a sheet and keeps the table that it is in, and the lines that may be the next one's headings."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        looked = (line(place, row) for place, row in enumerate(rows[:LOOKED_AT]))
        found = [each for each in looked if each is not None]
        left = _left(found)
        self._lines = [replace(each, left=left) for each in found]
        self._of_numbers = [_has_numbers(each) for each in self._lines]
        self._tables: list[Table] = []
        self._now: Table | None = None
        self._first: Line | None = None
        self._waiting: list[Line] = []

    def found(self) -> list[Table]:
        for at, one in enumerate(self._lines):
            if self._of_numbers[at] or self._goes_on(one):
                self._take(at, one)
            else:
                self._waiting.append(one)
        self._end()
        return self._tables

    def _goes_on(self, one: Line) -> bool:
        return self._now is not None and self._first is not None and _dated_like(one, self._first)

    def _take(self, at: int, one: Line) -> None:
        peeked = slice(at, at + PEEKED)
        ahead = list(compress(self._lines[peeked], self._of_numbers[peeked])) or [one]
        heads, between = _heads(self._waiting, ahead) if self._waiting else ([], [])
        if heads or self._now is None:
            self._begin(heads, between, one)
        else:
            self._now.alone += [each.place for each in self._waiting]
        self._waiting = []
        assert self._now is not None
        self._now.body.append(one.place)

    def _begin(self, heads: list[Line], between: list[Line], one: Line) -> None:
        """Begin a table under its headings, or go on with the one that has had the same."""
        names = tuple(said(cell) for head in heads for cell in head.row)
        again = next((each for each in self._tables if heads and each.names == names), None)
        used = {each.place for each in (*heads, *between)}
        title = [each.place for each in self._waiting if each.place not in used]
        if again is not None:
            again.repeated += [each.place for each in heads]
        self._now = again or Table(tuple(each.place for each in heads), title=title, names=names)
        self._first = one
        for each in between:
            (self._now.body if _dated_like(each, one) else self._now.alone).append(each.place)
        if again is None:
            self._tables.append(self._now)

    def _end(self) -> None:
        if self._now is not None:
            self._now.alone += [each.place for each in self._waiting]
            rest = range(LOOKED_AT, len(self._rows))
            self._now.body += [place for place in rest if self._rows[place]]


def _left(lines: Sequence[Line]) -> int:
    """The column in which most rows of names and numbers begin, or else most rows."""
    named = [each for each in lines if each.numbers and (each.words or each.surely_dated)]
    begins = Counter(min(each.looks) for each in named or lines if len(each.looks) > 1)
    return begins.most_common(1)[0][0] if begins else 0


def _has_numbers(one: Line) -> bool:
    return one.is_data and not heads_periods(one) and not begins_with_time(one)


def _dated_like(one: Line, other: Line) -> bool:
    """Tell whether a row has a period where another has one, and can't be anything else there."""
    return any(place in other.surely_dated for place in one.surely_dated) and not heads_periods(one)


def _heads(waiting: list[Line], ahead: list[Line]) -> tuple[list[Line], list[Line]]:
    """The rows of headings among the lines above some rows of numbers, and the lines between the two."""
    rest, between = list(waiting), list[Line]()
    while rest and not _covers(rest[-1], ahead):
        between.insert(0, rest.pop())
    if not rest:
        return [], []
    heads = [rest.pop()]
    while rest and len(heads) < MOST_HEADS and _belongs(rest[-1], heads, ahead):
        heads.insert(0, rest.pop())
    return heads, between


def _covers(one: Line, ahead: list[Line]) -> bool:
    """Tell whether a row has headings over the columns of numbers, or is itself no row of them."""
    if not can_head(one) or (not heads_periods(one) and any(_dated_like(one, each) for each in ahead[:1])):
        return False
    filled = {place for each in ahead for place in each.looks}
    numbers = {place for each in ahead for place, can in each.looks.items() if can & NUMBER}
    over = sum(place in one.looks for place in numbers)
    if heads_periods(one):
        return over * 2 >= len(numbers)
    return over >= COVERED * len(numbers) and sum(place in one.looks for place in filled) >= COVERED * len(filled)


def _belongs(upper: Line, heads: list[Line], ahead: list[Line]) -> bool:
    """Tell whether a line above headings is a row of them too: years over months, measures over periods, names over
    units. A title stands in the first column, and headings that say all need none above them.
    """
    lower = heads[0]
    if upper.place != lower.place - 1 or upper.numbers:
        return False
    first = min(place for each in ahead for place in each.looks)
    if len(upper.looks) == 1 and min(upper.looks) <= first:
        return False
    if len(upper.looks) > 1 and heads_periods(upper):
        return True
    texts = [said(lower.row[place]) for place in lower.looks]
    partly = any(can & PART for can in lower.looks.values()) and any(
        can & (PERIOD | WORDS) for place, can in upper.looks.items() if place > first
    )
    wanting = len(set(texts)) < len(texts) or sum(map(is_unit, texts)) * 2 > len(texts)
    gaps = any(place not in lower.looks and place in upper.looks for each in ahead for place in each.looks)
    return wanting or partly or gaps
