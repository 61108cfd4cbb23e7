"""The headings of a table: what each column is called, over one row or several, and the period that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets.book import Cell, Merged, Row
from kpidesk.exchange.tables.cells.dates import Spelling, bare_period, read_cell
from kpidesk.exchange.tables.cells.looks import NUMBER, PART, PERIOD, is_empty, looks, said
from kpidesk.exchange.tables.cells.units import is_unit
from kpidesk.exchange.tables.cells.words import PART_WORDS, is_total
from kpidesk.reading import Calendar, likeliest, part_of_year

MOST_WORDS = 3
"""So many words at either end of a heading can be its period."""


@dataclass(frozen=True)
class Head:
    """The headings over one column, from the top; a merged one stands over each of its columns."""

    place: int
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """Its name: the headings one after the other, without a row of units and without repeating any."""
        words = [said(cell) for cell in self.cells if not is_empty(cell)]
        named = [word for at, word in enumerate(words) if not (at and is_unit(word))]
        return " ".join(dict.fromkeys(named))

    @property
    def unit(self) -> str:
        """The unit in the row under the name, if there is one."""
        below = [said(cell) for cell in self.cells[1:]]
        return next((text for text in below if is_unit(text)), "")


@dataclass(frozen=True)
class Dated:
    """The period that a heading names, and what else it says: the measure's name.

    ``part`` where its year is missing.
    """

    period: Period
    rest: str = ""
    part: bool = False


def heads_of(rows: Sequence[Row], places: Sequence[int], width: int, merged: Sequence[Merged] = ()) -> list[Head]:
    """The headings of each column, merged cells spread over the columns that they stand above.

    Where the workbook tells which cells of a row are merged, a heading stands over those and no others.
    """
    levels = [[_at(rows[place], column) for column in range(width)] for place in places]
    for place, (above, below) in zip(places, pairwise(levels), strict=False):
        told = [each for each in merged if each.first_row == place and each.last_column > each.first_column]
        if told:
            _spread_as_merged(above, told)
        else:
            _spread(above, below)
    return [Head(column, tuple(level[column] for level in levels)) for column in range(width)]


def _at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def _spread_as_merged(above: list[Cell], merged: Sequence[Merged]) -> None:
    for each in merged:
        for column in range(each.first_column + 1, min(each.last_column + 1, len(above))):
            above[column] = above[each.first_column]


def _spread(above: list[Cell], below: list[Cell]) -> None:
    """Fill the cells that a merged heading covers: those to its right that have something below them.

    A heading that stands alone over its column, as a label does, covers none.
    """
    last: Cell = None
    for column, cell in enumerate(above):
        if not is_empty(cell):
            last = None if is_empty(below[column]) else cell
        elif last is not None and not is_empty(below[column]):
            above[column] = last
        else:
            last = None if is_empty(below[column]) else last


def dated(head: Head, spelling: Spelling) -> Dated | None:
    """The period that a heading names, alone, with a measure's name, or in two rows."""
    cells = [cell for cell in head.cells if not is_empty(cell)]
    found = [(at, each) for at, cell in enumerate(cells) if (each := _of_cell(cell, spelling)) is not None]
    if not found:
        return None
    joined = _of_two([each for _at_, each in found], [cells[at] for at, _each in found], spelling)
    used = {at for at, _each in found}
    beside = [said(cell) for at, cell in enumerate(cells) if at not in used and not is_unit(said(cell))]
    best = joined or found[-1][1]
    rest = " ".join(dict.fromkeys([*(each.rest for _at_, each in found if each.rest), *beside]))
    return Dated(best.period, rest, best.part)


def _of_two(found: list[Dated], cells: list[Cell], spelling: Spelling) -> Dated | None:
    """A year in one row and a part of it in another."""
    if len(found) < 2:
        return None
    years = [each for each in found if each.period.frequency is Frequency.YEAR and not each.part]
    parts = [(each, cell) for each, cell in zip(found, cells, strict=True) if each.part]
    if not years or not parts:
        return min(found, key=lambda each: each.period.frequency.rank)
    year, (part, cell) = years[0].period.year(spelling.fiscal_start), parts[0]
    kind = part.period.frequency
    read = likeliest(part_of_year(f"{year}", said(cell), kind, Calendar(spelling.fiscal_start)), None)
    return Dated(read) if read is not None else None


def _of_cell(cell: Cell, spelling: Spelling) -> Dated | None:
    if isinstance(cell, str) and len(cell) > 60:
        return None
    can = looks(cell)
    if can & NUMBER and not can & PERIOD:
        found = read_cell(cell, spelling) if spelling.serials or spelling.frequency else None
        return None if found is None else Dated(found, part=not spelling.serials and spelling.year is not None)
    if can & (PERIOD | PART):
        return _read(cell, spelling)
    if isinstance(cell, str) and (spelling.frequency is None or any(letter.isdigit() for letter in cell)):
        return _with_name(cell, spelling)
    return None


def _read(cell: Cell, spelling: Spelling) -> Dated | None:
    read = read_cell(cell, spelling)
    if looks(cell) & PART:
        alone = read if read is not None else bare_period(cell)
        return None if alone is None else Dated(alone, part=True)
    return None if read is None else Dated(read)


@lru_cache(maxsize=4096)
def _with_name(text: str, spelling: Spelling) -> Dated | None:
    """A measure's name and a period in one: ``Omsetning 2026M01``, ``2026 Omsetning``, ``Salg (jan. 2026)``."""
    if is_total(text):
        return None
    words = re.sub(r"[()\[\],:]", " ", text).split()
    for n in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        for part, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
            joined = " ".join(part)
            if joined.casefold() in PART_WORDS or not looks(joined) & (PERIOD | PART) or joined.isalpha():
                continue
            found = _read(joined, spelling)
            if found is not None:
                return Dated(found.period, " ".join(rest).strip(" -–"), found.part)
    return None
