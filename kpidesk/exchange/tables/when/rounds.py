"""Months and weeks without their year: where they begin again, which year stands above them, and cells left empty."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells.dates import bare_period
from kpidesk.exchange.tables.cells.looks import NUMBER, PERIOD, is_empty, looks
from kpidesk.exchange.tables.findings import Given
from kpidesk.exchange.tables.layout.area import Table


def unrolled(periods: Sequence[Period | None]) -> list[Period | None]:
    """Periods that go on into the next year, as September to February does: those after the turn are a year later.

    Only where each stands there once; what is there twice is nobody's next year.
    """
    named = [each for each in periods if each is not None]
    turns = sum(after < before for before, after in pairwise(named))
    if turns != 1 or len(set(named)) < len(named) or len({each.frequency for each in named}) > 1:
        return list(periods)
    found: list[Period | None] = []
    last: Period | None = None
    later = False
    for each in periods:
        later = later or (each is not None and last is not None and each < last)
        found.append(_next_year(each) if later and each is not None else each)
        last = each or last
    return found


def _next_year(period: Period) -> Period:
    if period.frequency is Frequency.WEEK:
        year, week, _day = period.first.isocalendar()
        return Period.parse(f"{year + 1}-W{week:02}")
    per_year = {Frequency.MONTH: 12, Frequency.QUARTER: 4, Frequency.TERTIAL: 3, Frequency.HALF_YEAR: 2}
    return period.next(per_year.get(period.frequency, 0))


def years_above(given: Given, table: Table) -> list[Cell] | None:
    """For each row of a table the year that stands alone in a line above it; ``None`` where no such lines are."""
    rows = given.sheet.rows
    years: dict[int, Cell] = {}
    for place in (*table.title[-1:], *table.alone):
        filled = [cell for cell in rows[place] if not is_empty(cell)]
        if len(filled) == 1 and looks(filled[0]) == NUMBER | PERIOD and _is_year(filled[0]):
            years[place] = filled[0]
    if not years:
        return None
    found: list[Cell] = []
    marks = sorted(years)
    for place in table.body:
        above = [each for each in marks if each < place]
        found.append(years[above[-1]] if above else None)
    return found


def _is_year(cell: Cell) -> bool:
    period = bare_period(cell)
    return period is not None and period.frequency is Frequency.YEAR


def filled_down(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a column whose merged cells stand for the empty ones below them."""
    found: list[Cell] = []
    for cell in cells:
        found.append(found[-1] if is_empty(cell) and found else cell)
    return found
