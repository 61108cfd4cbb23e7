"""A table with years across and months down, or years down and months across: the two name a period together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells.dates import Spelling, read_cell
from kpidesk.exchange.tables.cells.words import kind_of
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.layout.columns import Col, Sort
from kpidesk.exchange.tables.layout.heads import Dated, dated
from kpidesk.exchange.tables.when.settle import settled


@dataclass(frozen=True)
class Crossed:
    """The column of months or years, and the period that each of its cells has with the heading of each other one."""

    column: Col
    names: dict[int, str]
    periods: dict[tuple[int, Cell], Period]
    open: bool = False


def crossing(down: Sequence[Col], wide: dict[int, Dated]) -> Col | None:
    """The column whose cells lack what the headings say; ``None`` where one of them tells the whole period."""
    wide = {place: each for place, each in wide.items() if place not in {col.place for col in down}}
    if not wide or any(col.sort in (Sort.DATES, Sort.SERIALS, Sort.COUNTED) for col in down):
        return None
    years_across = all(each.period.frequency is Frequency.YEAR and not each.part for each in wide.values())
    parts_across = all(each.part for each in wide.values())
    parts = [col for col in down if col.sort is Sort.PARTS]
    years = [col for col in down if col.sort is Sort.YEARS]
    if years_across and parts and not years:
        return parts[0]
    return years[0] if parts_across and years and not parts and len(wide) > 1 else None


def crossed(given: Given, find: Findings, cols: Sequence[Col], column: Col, wide: dict[int, Dated]) -> Crossed:
    """The period of each cell of numbers, whose year and part stand in its row and its heading."""
    heads = {col.place: col for col in cols if col.place in wide and col.place != column.place}
    names = {place: wide[place].rest for place in heads}

    def periods(way: Spelling) -> dict[tuple[int, Cell], Period]:
        found = {}
        for place, col in heads.items():
            for cell in column.distinct:
                period = _together(col, wide[place], column, cell, way)
                if period is not None:
                    found[place, cell] = period
        return found

    spelling = Spelling(given.known.fiscal_start)
    way = settled(given, find, lambda each: list(periods(each).values()), [], spelling)
    return Crossed(column, names, periods(way or spelling), open=way is None)


def _together(col: Col, head: Dated, column: Col, cell: Cell, way: Spelling) -> Period | None:
    """The period of a heading and a cell, of which one is a year."""
    if not head.part:
        kind = kind_of(column.heading)
        year = head.period.first.year
        return read_cell(cell, replace(way, year=year, frequency=kind))
    year_period = read_cell(cell, Spelling())
    if year_period is None or year_period.frequency is not Frequency.YEAR:
        return None
    found = dated(col.head, replace(way, year=year_period.first.year))
    return None if found is None else found.period
