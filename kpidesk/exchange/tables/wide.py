"""A table with a column for each period: a measure in each row, named by its labels and by what the headings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk.domain.period import Period
from kpidesk.exchange.tables.amounts import mark_of, times, unit_for
from kpidesk.exchange.tables.area import Table
from kpidesk.exchange.tables.columns import Col, Sort
from kpidesk.exchange.tables.dates import Spelling, order_in
from kpidesk.exchange.tables.findings import Findings, Given, Series
from kpidesk.exchange.tables.heads import Dated, dated
from kpidesk.exchange.tables.looks import NUMBER, PERIOD, SERIAL, is_blank, looks, said
from kpidesk.exchange.tables.numbers import read_numbers, spelt
from kpidesk.exchange.tables.settle import settled
from kpidesk.exchange.tables.steps import step_of
from kpidesk.exchange.tables.understood import Column, LeftOut, Role
from kpidesk.exchange.tables.units import Unit, is_unit, unit_in, unit_of_heading
from kpidesk.exchange.tables.words import PART_WORDS, as_is, called, is_total, names, tokens
from kpidesk.text import msg, msgn


@dataclass(frozen=True)
class Across:
    """The columns that have a period in their heading, with it and what else it says; ``open`` while it is asked."""

    found: dict[int, Dated]
    spelling: Spelling
    open: bool = False


def bare_across(cols: Sequence[Col]) -> dict[int, Dated]:
    """The columns whose headings name periods, in any year."""
    spelling = _first_spelling(cols)
    found = {col.place: dated(col.head, spelling) for col in cols if not is_total(col.heading)}
    return {place: each for place, each in found.items() if each is not None}


def _first_spelling(cols: Sequence[Col]) -> Spelling:
    """What headings that are bare numbers are: weeks under “Uke”, days as Excel counts them."""
    heads = [cell for col in cols for cell in col.head.cells]
    numbers = [cell for cell in heads if looks(cell) & NUMBER and not looks(cell) & PERIOD]
    serials = len(numbers) > 2 and all(looks(cell) & SERIAL for cell in numbers)
    kind = PART_WORDS.get(said(cols[0].head.cells[-1]).casefold()) if cols and cols[0].head.cells else None
    counted = kind if len(numbers) > 1 and not serials else None
    return Spelling(order=order_in(heads), year=2026 if counted else None, frequency=counted, serials=serials)


def across(given: Given, find: Findings, cols: Sequence[Col]) -> Across:
    """The period of each column, settled for all of them together."""
    bare = bare_across(cols)
    heads = {col.place: col.head for col in cols if col.place in bare}
    first = _first_spelling(cols)
    spelling = Spelling(given.known.fiscal_start, frequency=first.frequency, serials=first.serials)

    def periods(way: Spelling) -> list[Period | None]:
        read = [dated(head, way) for head in heads.values()]
        return [each.period if each and not (each.part and way.year is None) else None for each in read]

    way = settled(given, find, periods, [cell for head in heads.values() for cell in head.cells], spelling)
    if way is None:
        return Across(bare, spelling, open=True)
    read = {place: each for place, head in heads.items() if (each := dated(head, way)) is not None}
    step = step_of({each.period for each in read.values()}, "", 1)
    if step is not None:
        read = {place: Dated(step.of(each.period), each.rest) for place, each in read.items()}
    return Across(read, way)


def wide_series(
    given: Given, find: Findings, table: Table, cols: Sequence[Col], when: Across
) -> tuple[list[Series], tuple[Column, ...]]:
    """The series of a table that has its periods in the headings, and what each of its columns is for."""
    labels = [col for col in cols if col.place not in when.found]
    numbers = [col for col in cols if col.place in when.found]
    names_of = _naming(labels, len(table.body))
    units = next((col for col in labels if _is_units(col)), None)
    _left_out(find, labels, names_of, units)
    columns = tuple(_column(col, when, names_of, units) for col in cols)
    if when.open:
        return [], columns
    cells = [cell for col in numbers for cell in col.distinct]
    mark, asked = mark_of(given, find, [spelt(cells)])
    if asked:
        return [], columns
    found = [
        one
        for at in range(len(table.body))
        for one in _of_row(_Row(given, find, table, at, mark), numbers, when, (_name(names_of, at), units))
    ]
    return found, columns


@dataclass(frozen=True)
class _Row:
    given: Given
    find: Findings
    table: Table
    at: int
    mark: str | None


def _of_row(row: _Row, numbers: Sequence[Col], when: Across, named: tuple[str, Col | None]) -> list[Series]:
    """The series of one row: one, or one for each name in the headings."""
    name, units = named
    cells = [col.cells[row.at] for col in numbers]
    way = spelt(cells)
    read = read_numbers(cells, way, row.mark or way.proven)
    line = row.given.sheet.lines[row.table.body[row.at]]
    unit = _unit(row.given, name, said(units.cells[row.at]) if units else "")
    found: dict[str, Series] = {}
    for col, cell in zip(numbers, cells, strict=True):
        value, head = read.values[cell], when.found[col.place]
        if value is None:
            continue
        title = " · ".join(each for each in (name, head.rest) if each) or row.given.sheet.name
        one = found.setdefault(title, Series(title, title, {}, way.unit or unit.code))
        one.points.setdefault(head.period, []).append((times(value, unit.scale), line))
    _faulty(row, read.faulty, name, line)
    return list(found.values())


def _faulty(row: _Row, faulty: frozenset[str], name: str, line: int) -> None:
    if faulty:
        what = msgn("{n} cell in {column}", "{n} cells in {column}", len(faulty), column=name or f"{line}")
        why = msg("No number can be read from “{text}”", text=min(faulty)[:20])
        row.find.leave(LeftOut(f"faulty:{name}", what, why, (line,), faulty=True))
        row.find.mark((row.table.body[row.at],), msg("No number"))


def _unit(given: Given, name: str, told: str) -> Unit:
    own = unit_in(told) if told else None
    return own if own is not None else unit_for(given, name, "") if name else unit_of_heading("")


def _is_units(col: Col) -> bool:
    """Tell whether a column of labels names units."""
    texts = [said(cell) for cell in col.sample]
    named = tokens(col.heading) & {"enhet", "unit", "units", "valuta", "currency"}
    return bool(texts) and (bool(named) or all(is_unit(text) for text in texts))


def _naming(labels: Sequence[Col], n: int) -> list[Col]:
    """The columns that name the rows: the first whose texts differ in every row, or as many as are needed."""
    words = [col for col in labels if col.sort in (Sort.WORDS, Sort.CODES, Sort.NUMBERS) and not _is_units(col)]
    texts = [col for col in words if col.sort is Sort.WORDS and not is_total(col.heading)]
    for col in texts:
        if len(col.distinct) == n and not any(is_blank(cell) for cell in col.cells):
            return [col]
    chosen: list[Col] = []
    for col in texts or words[:1]:
        chosen.append(col)
        if len(set(zip(*(each.cells for each in chosen), strict=True))) == n:
            return chosen
    return chosen


def _name(naming: Sequence[Col], at: int) -> str:
    return " · ".join(text for col in naming if (text := said(col.cells[at])))


def _left_out(find: Findings, labels: Sequence[Col], naming: Sequence[Col], units: Col | None) -> None:
    """List the columns of totals, and those of numbers that belong to no period."""
    used = {col.place for col in (*naming, *([units] if units else []))}
    for col in labels:
        if col.place in used or col.sort in (Sort.EMPTY, Sort.WORDS):
            continue
        name = called(col.heading, col.place)
        why = msg("Sums of the periods") if is_total(col.heading) else msg("Its heading names no period")
        find.leave(LeftOut(f"column:{col.heading or col.place}", as_is(names([name])), why, columns=(col.place,)))


def _column(col: Col, when: Across, naming: Sequence[Col], units: Col | None) -> Column:
    if col.place in when.found:
        return Column(col.place, col.heading, Role.NUMBER)
    if units is not None and col.place == units.place:
        return Column(col.place, col.heading, Role.UNIT)
    if col.place in {each.place for each in naming}:
        return Column(col.place, col.heading, Role.MEASURE)
    why = msg("Sums of the periods") if is_total(col.heading) else msg("Its heading names no period")
    return Column(col.place, col.heading, Role.LEFT_OUT, why)
