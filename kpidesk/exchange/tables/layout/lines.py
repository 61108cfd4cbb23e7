"""What a row of a sheet can be: headings, a row of numbers, or a line of words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets.book import Row
from kpidesk.exchange.tables.cells.dates import bare_period
from kpidesk.exchange.tables.cells.looks import EMPTY, MISSING, NUMBER, PART, PERIOD, SERIAL, WORDS, looks, said
from kpidesk.exchange.tables.cells.words import DAY_WORDS, PART_WORDS, YEAR_WORDS

FEWEST_ALIKE = 0.6
"""So large a part of the periods of a heading has the same length, when it heads a wide table."""


@dataclass(frozen=True)
class Line:
    """A row that is not empty, by its place in the sheet: which cells are filled, and what each can be.

    ``left`` is the column in which most rows around it begin.
    """

    place: int
    row: Row
    looks: dict[int, int]
    left: int = 0

    @property
    def numbers(self) -> list[int]:
        """The columns of cells that can be nothing but numbers."""
        return [place for place, can in self.looks.items() if can & NUMBER and not can & PERIOD]

    @property
    def dated(self) -> list[int]:
        """The columns of cells that can be periods."""
        return [place for place, can in self.looks.items() if can & (PERIOD | PART)]

    @property
    def surely_dated(self) -> list[int]:
        """The columns of cells that can be nothing but periods."""
        return [place for place, can in self.looks.items() if can & (PERIOD | PART) and not can & NUMBER]

    @property
    def words(self) -> list[int]:
        """The columns of cells that are words."""
        return [place for place, can in self.looks.items() if can == WORDS]

    @property
    def is_data(self) -> bool:
        """Tell whether numbers stand in the row, beside something else."""
        any_number = any(can & NUMBER for can in self.looks.values())
        missing = any(can == MISSING for can in self.looks.values())
        return len(self.looks) > 1 and (any_number or (missing and bool(self.dated or self.words)))


def line(place: int, row: Row) -> Line | None:
    """A row, or ``None`` for one with nothing in it."""
    found = {at: can for at, cell in enumerate(row) if (can := looks(cell)) != EMPTY}
    return Line(place, row, found) if found else None


def heads_periods(one: Line) -> bool:
    """Tell whether a row names the periods of a wide table: ``KPI;jan;feb;mar``, ``Uke;1;2;3``."""
    if one.numbers:
        return _counts_periods(one) or _counts_days(one)
    dated = one.dated
    if len(dated) < 2 or (_is_bare_years(one) and one.words):
        return False
    found = [bare_period(one.row[place]) for place in dated]
    usual, times = Counter(each.frequency if each else None for each in found).most_common(1)[0]
    alike = [each for each in found if each is not None and each.frequency is usual]
    if usual is None or times < FEWEST_ALIKE * len(dated) or len(set(alike)) < 2:
        return False
    first = min(one.looks)
    begins = bare_period(one.row[first]) if first in dated else None
    if begins is not None and begins.frequency is not usual:
        return False
    if usual is Frequency.YEAR and not _one_by_one(alike):
        return False
    enough = 3 if usual is Frequency.DAY or _is_bare_years(one) else 2
    return len(alike) >= enough and _in_steps(alike)


def _one_by_one(years: list[Period]) -> bool:
    """Tell whether years in figures alone follow one another, each perhaps over several columns."""
    steps = {after.first.year - before.first.year for before, after in pairwise(years)} - {0}
    return len(steps) == 1 and steps <= {1, -1}


def _is_bare_years(one: Line) -> bool:
    """Tell whether a row begins with a year, as rows of numbers do in which a number looks like a year."""
    return min(one.looks) <= one.left and min(one.looks) in one.dated and not one.surely_dated


def _in_steps(periods: list[Period]) -> bool:
    """Tell whether periods follow one another, up or down, and begin again at most once for each round."""
    codes = [each.first.toordinal() for each in periods]
    steps = [after - before for before, after in pairwise(codes)]
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    return max(up, down) >= FEWEST_ALIKE * len(steps) or len(set(codes)) * 2 <= len(codes)


def _counts_periods(one: Line) -> bool:
    """Tell whether a row is a word for a stretch of time and numbers that count it: ``Uke;1;2;3``."""
    first = said(one.row[min(one.looks)]).casefold()
    numbers = [place for place, can in one.looks.items() if can & NUMBER]
    if first not in PART_WORDS or len(numbers) < 2:
        return False
    values = [said(one.row[place]) for place in numbers]
    if not all(value.isdigit() for value in values):
        return False
    counted = [int(value) for value in values]
    return counted == list(range(counted[0], counted[0] + len(counted)))


def _counts_days(one: Line) -> bool:
    """Tell whether a row is words and days as Excel counts them, one after the other."""
    numbers = [place for place, can in one.looks.items() if can & NUMBER]
    if len(numbers) < 3 or not one.words or not all(one.looks[place] & SERIAL for place in numbers):
        return False
    days = [int(float(said(one.row[place]))) for place in numbers]
    steps = {after - before for before, after in pairwise(days)}
    return all(step in (1, 7) or 28 <= step <= 31 for step in steps)


def can_head(one: Line) -> bool:
    """Tell whether a row can be headings: words, and no numbers but years, or a word for time before what it may be."""
    if heads_periods(one) or begins_with_time(one):
        return True
    return not one.numbers and bool(one.words or one.surely_dated) and len(one.looks) > 1


def begins_with_time(one: Line) -> bool:
    """Tell whether a row begins with a word like “Måned”: then codes and years behind it are names."""
    return len(one.looks) > 1 and is_about_time(said(one.row[min(one.looks)]))


def is_about_time(heading: str) -> bool:
    """Tell whether a heading is a word for a stretch of time."""
    folded = heading.casefold().strip()
    return folded in PART_WORDS or folded in YEAR_WORDS or folded in DAY_WORDS
