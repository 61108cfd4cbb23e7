"""Periods out of the cells of one column, each spelling read once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from kpidesk.domain.period import DAY_ONE, LAST_DAY, Frequency, Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells.looks import NUMBER, SERIAL, looks, said, unmarked
from kpidesk.exchange.tables.cells.words import without_total
from kpidesk.reading import Calendar, Order, columns, likeliest, part_of_year, period
from kpidesk.reading.clean import cleaned
from kpidesk.reading.days import SERIALS_FROM, without_time, year_of

_ANY_YEAR = 2026
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[-/. ]?(?P<n>[0-9]{1,2})")
_SHORT = re.compile(r"([0-9]{1,2})[-/ ]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"(?P<n>[0-9]{1,2})[-/. ](?P<year>(?:19|20)[0-9]{2})")


class Short(Enum):
    """Where a year of two digits stands beside the number of a week, month or quarter."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class Spelling:
    """How the periods of a column are written: what its texts leave open, settled for all of them.

    ``frequency`` is that of bare numbers (``1`` under “Uke”), and with ``serials`` they are days as Excel counts.
    ``kind`` is what the heading calls them, for texts that only then are periods (``01/26`` under “Måned”).
    """

    fiscal_start: int = 1
    order: Order | None = None
    year: int | None = None
    frequency: Frequency | None = None
    serials: bool = False
    kind: Frequency | None = None
    short: Short | None = None
    """Where the year stands in ``26-38`` under “Uke”; either way while nobody has settled it."""

    @property
    def calendar(self) -> Calendar:
        """For texts that name their year."""
        return Calendar(self.fiscal_start, order=self.order)

    @property
    def this_year(self) -> Calendar:
        """For texts that do not: of the year that was stated, the fiscal year that starts in it for quarters."""
        year = self.year or _ANY_YEAR
        today = dt.date(year, max(7, self.fiscal_start), 1)
        return Calendar(self.fiscal_start, today, self.frequency, self.order)


@lru_cache(maxsize=4096, typed=True)
def bare_period(cell: Cell) -> Period | None:
    """The period that a cell names by itself, in any year where it names none."""
    if isinstance(cell, dt.date):
        return _day(cell)
    return likeliest(period(unmarked(said(cell)), Spelling().this_year), None)


def read_cell(cell: Cell, spelling: Spelling) -> Period | None:
    """The period in a cell; ``None`` where there is none, or where its year is not known."""
    if isinstance(cell, dt.date):
        return _day(cell)
    if isinstance(cell, dt.timedelta | bool):
        return None
    text = unmarked(said(cell))
    told = _numbered_part(text, spelling) or _short_part(text, spelling)
    if told is not None or (spelling.short and spelling.kind and _SHORT.fullmatch(text)):
        return told
    if spelling.serials and looks(cell) & SERIAL:
        return Period(Frequency.DAY, SERIALS_FROM + dt.timedelta(days=int(float(text.replace(",", ".")))))
    if spelling.frequency is None or not looks(cell) & NUMBER:
        found = likeliest(period(text, spelling.calendar), None)
        if found is None and spelling.kind is not None:
            found = likeliest(period(text, replace(spelling.calendar, frequency=spelling.kind)), None)
        if found is not None:
            return found
    return likeliest(period(text, spelling.this_year), None) if spelling.year else None


def _numbered_part(text: str, spelling: Spelling) -> Period | None:
    """The week, quarter or tertial that a year and a number are under a heading that says so: never a month there."""
    if spelling.kind in (None, Frequency.MONTH):
        return None
    found = _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    year, n = found["year"], found["n"]
    return likeliest(part_of_year(year, f"{int(n)}", spelling.kind, Calendar(spelling.fiscal_start)), None)


def has_short_year(cell: Cell) -> bool:
    """Tell whether a cell can be a year of two digits and a number beside it: ``26-38``, ``38/26``."""
    return isinstance(cell, str) and _SHORT.fullmatch(unmarked(cell)) is not None


def _short_part(text: str, spelling: Spelling) -> Period | None:
    """The week, month or quarter that a year of two digits and a number are under a heading that says so."""
    found = _SHORT.fullmatch(text)
    if spelling.kind is None or spelling.kind in (Frequency.DAY, Frequency.YEAR) or found is None:
        return None
    one, other = found.groups()
    ways = {Short.LAST: (other, one), Short.FIRST: (one, other)}
    for year, n in [ways[spelling.short]] if spelling.short else ways.values():
        if len(year) == 2 and n.strip("0"):
            part = part_of_year(f"{year_of(year)}", f"{int(n)}", spelling.kind, Calendar(spelling.fiscal_start))
            if (told := likeliest(part, None)) is not None:
                return told
    return None


def read_pairs(
    pairs: Iterable[tuple[Cell, Cell]], kind: Frequency | None, fiscal_start: int
) -> dict[tuple[Cell, Cell], Period | None]:
    """The period of every year and part of it that occur side by side."""
    return {pair: _pair(pair, kind, fiscal_start) for pair in set(pairs)}


def _pair(pair: tuple[Cell, Cell], kind: Frequency | None, fiscal_start: int) -> Period | None:
    year, part = pair
    if kind is None:
        own = bare_period(part)
        kind = own.frequency if own is not None and not looks(part) & NUMBER else None
    if kind is None:
        return None
    return likeliest(part_of_year(said(year), said(part), kind, Calendar(fiscal_start)), None)


def total_of(cell: Cell, spelling: Spelling) -> Period | None:
    """The period that a total is of: 2023 of ``Sum 2023``."""
    rest = without_total(said(cell))
    return read_cell(rest, spelling) if rest else None


def without_times(cells: Sequence[Cell]) -> list[Cell]:
    """Cells without the times of day behind their dates: a million moments are a few hundred days."""
    days: dict[str, str] = {}
    found: list[Cell] = []
    for cell in cells:
        if isinstance(cell, str) and (at := cell.find(":")) > 0:
            hour = cell[:at]
            if hour not in days:
                days[hour] = without_time(cleaned(cell).casefold())
            found.append(days[hour])
        else:
            found.append(cell.date() if isinstance(cell, dt.datetime) else cell)
    return found


def order_in(cells: Iterable[Cell]) -> Order | None:
    """The order of day and month that a column shows."""
    return columns.order_of(each for each in cells if isinstance(each, str))


def _day(cell: dt.date) -> Period | None:
    day = cell.date() if isinstance(cell, dt.datetime) else cell
    return Period(Frequency.DAY, day) if DAY_ONE <= day <= LAST_DAY else None
