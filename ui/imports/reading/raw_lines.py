"""Which lines of a sheet are seen: rows that are read alike fold to one line, so that what differs leaps to the eye."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kpidesk.exchange.sheets.book import Sheet
from kpidesk.exchange.tables.understood import Role, Understanding

FEWEST = 4
"""So many rows that are read alike fold to one line."""
MOST_ASKED = 60
"""A question about the periods of no more rows shows every one of them."""
PERIOD_QUESTIONS = frozenset({"order", "year", "start", "calendar_quarters"})
"""Questions about how periods are written, whichever rows they stand in."""
LEADING = 2
"""So many rows of the table are seen before the first fold, as an example of how they are read."""


@dataclass(frozen=True)
class Line:
    """A line of the grid: one row of the sheet, by its place, or several that are folded."""

    first: int
    last: int

    @property
    def folded(self) -> bool:
        """Whether it stands for several rows."""
        return self.first != self.last


@dataclass(frozen=True)
class Marked:
    """What is known of the rows and columns of a sheet, by their places."""

    inside: range
    """The rows of the table below its headings."""
    asked: frozenset[int]
    out: frozenset[int]
    odd: frozenset[int]
    """With a number that deserves a second look."""
    columns_out: frozenset[int]
    periods: frozenset[int]
    periods_asked: bool
    """Whether every row is asked about: then it is their periods that are meant."""

    def is_asked(self, row: int, column: int) -> bool:
        """Tell whether a cell is what a question is about."""
        return row in self.asked or (self.periods_asked and row in self.inside and column in self.periods)

    @property
    def shows_all(self) -> bool:
        """Whether nothing is folded, because it is asked about."""
        return self.periods_asked and len(self.inside) <= MOST_ASKED


@dataclass(frozen=True)
class Laid:
    """A sheet as it is shown: what was understood of it, what its rows are marked as, and its lines when folded."""

    sheet: Sheet
    read: Understanding
    marked: Marked
    lines: tuple[Line, ...]
    width: int
    """The columns of the widest row."""

    def in_table(self, row: int) -> bool:
        """Whether a row is one of the table's."""
        return self.read.area.first_row <= row <= self.read.area.last_row

    def is_heading(self, line: Line) -> bool:
        """Whether a row names the columns."""
        first = self.read.area.first_row
        return not line.folded and first <= line.first < first + self.read.area.headings

    def is_alone(self, line: Line) -> bool:
        """Whether the first cell of a row is all it has: a title, that may run on over the others."""
        if line.folded or self.in_table(line.first):
            return False
        cells = self.sheet.rows[line.first]
        return bool(cells) and bool(cells[0]) and not any(cell not in (None, "") for cell in cells[1:])

    def is_out(self, line: Line, column: int) -> bool:
        """Whether a cell is not taken."""
        area = self.read.area
        beside = column in self.marked.columns_out or not area.first_column <= column <= area.last_column
        if self.is_heading(line):
            return beside
        return beside or not self.in_table(line.first) or line.first in self.marked.out

    def is_asked(self, line: Line, column: int) -> bool:
        """Whether a question is about a cell."""
        return not line.folded and self.marked.is_asked(line.first, column)

    def is_odd(self, line: Line) -> bool:
        """Whether a row has a number that deserves a second look, and nothing else to say."""
        return not line.folded and line.first in self.marked.odd and line.first not in self.read.marks


def lay(sheet: Sheet, read: Understanding, odd: Collection[int] = ()) -> Laid:
    """Lay out a sheet; ``odd`` are rows, as the file counts them, with a number that deserves a second look.

    Of a million rows it takes a second, so it is done where the file is read.
    """
    marked = mark(sheet, read, odd)
    lines = tuple(fold(sheet, read, marked))
    return Laid(sheet, read, marked, lines, max(map(len, sheet.rows), default=0))


def mark(sheet: Sheet, read: Understanding, odd: Collection[int] = ()) -> Marked:
    """Turn rows as the file counts them into places."""
    asked_lines = {line for question in read.questions for line in question.lines}
    out_lines = {line for each in read.left_out for line in each.lines}
    asked, out = _places(sheet.lines, asked_lines), _places(sheet.lines, out_lines)
    inside = range(read.area.first_row + read.area.headings, read.area.last_row + 1)
    roles = {column.place: column.role for column in read.columns}
    columns_out = {place for place, role in roles.items() if role is Role.LEFT_OUT}
    columns_out |= {place for each in read.left_out for place in each.columns}
    periods = frozenset(place for place, role in roles.items() if role is Role.PERIOD)
    everything = bool(asked) and len(asked) >= len(inside) - len([row for row in out if row in inside])
    spelled = any(question.key in PERIOD_QUESTIONS and not question.lines for question in read.questions)
    all_asked = bool(periods) and (everything or spelled)
    asked = frozenset() if all_asked else asked
    odd_places = _places(sheet.lines, set(odd))
    return Marked(inside, asked, out - asked, odd_places, frozenset(columns_out), periods, all_asked)


def _places(lines: Sequence[int], wanted: set[int]) -> frozenset[int]:
    """The places of rows that the file counts so; where nothing was left out their order tells."""
    if not wanted:
        return frozenset()
    return frozenset(place for place, line in enumerate(lines) if line in wanted)


def fold(sheet: Sheet, read: Understanding, marked: Marked) -> Iterator[Line]:
    """The lines of a sheet from its top."""
    first, last = read.area.first_row + read.area.headings, read.area.last_row
    special = marked.asked | marked.out | marked.odd | frozenset(read.marks)
    plain = [place for place in range(first, last + 1) if place not in special]
    seen = {*plain[:LEADING], *plain[-1:]}

    def folds(place: int) -> bool:
        return not marked.shows_all and first <= place <= last and place not in special and place not in seen

    for foldable, run in groupby(range(len(sheet.rows)), folds):
        rows = list(run)
        yield from _folded(rows) if foldable else _single(rows)


def _folded(run: list[int]) -> Iterator[Line]:
    if len(run) < FEWEST:
        yield from _single(run)
    else:
        yield Line(run[0], run[-1])


def _single(rows: Iterable[int]) -> Iterator[Line]:
    return (Line(row, row) for row in rows)


class EveryRow(Sequence[Line]):
    """Every row of a sheet as a line of its own, however many there are."""

    def __init__(self, rows: int) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, place: int) -> Line:  # type: ignore[override]
        if not 0 <= place < self._rows:
            raise IndexError(place)
        return Line(place, place)


def opened(lines: Sequence[Line], place: int) -> tuple[Line, ...]:
    """The lines with the fold at a place taken apart."""
    line = lines[place]
    return (*lines[:place], *_single(range(line.first, line.last + 1)), *lines[place + 1 :])
