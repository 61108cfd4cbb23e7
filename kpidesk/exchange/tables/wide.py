"""A table with a column for each period: a measure in each row, named by its labels and by what the headings say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kpidesk.domain.period import Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.amounts import mark_of, scaled_by, times, unit_for
from kpidesk.exchange.tables.cells.dates import Spelling, order_in
from kpidesk.exchange.tables.cells.looks import NUMBER, PERIOD, SERIAL, is_blank, looks, said
from kpidesk.exchange.tables.cells.numbers import read_numbers, spelt
from kpidesk.exchange.tables.cells.steps import step_of
from kpidesk.exchange.tables.cells.units import Unit, unit_in, unit_of_heading
from kpidesk.exchange.tables.cells.words import PART_WORDS, as_is, called, is_total, names
from kpidesk.exchange.tables.findings import Findings, Given, Series
from kpidesk.exchange.tables.groups import kept_rows
from kpidesk.exchange.tables.labels import Labels, labels_of
from kpidesk.exchange.tables.layout.area import Table
from kpidesk.exchange.tables.layout.columns import Col, Sort
from kpidesk.exchange.tables.layout.heads import Dated, dated
from kpidesk.exchange.tables.totals import whole_rows
from kpidesk.exchange.tables.understood import Column, LeftOut, Role
from kpidesk.exchange.tables.when.cross import Crossed
from kpidesk.exchange.tables.when.periods import stepped
from kpidesk.exchange.tables.when.rounds import unrolled
from kpidesk.exchange.tables.when.settle import settled
from kpidesk.exchange.tables.worded import leave_cells, sorts_of
from kpidesk.text import Message, msg


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
        found = [each.period if each and not (each.part and way.year is None) else None for each in read]
        return unrolled(found) if _all_parts(read) else found

    way = settled(given, find, periods, [cell for head in heads.values() for cell in head.cells], spelling)
    if way is None:
        return Across(bare, spelling, open=True)
    read = {place: each for place, head in heads.items() if (each := dated(head, way)) is not None}
    if _all_parts(list(read.values())):
        rolled = unrolled([each.period for each in read.values()])
        read = {
            place: replace(each, period=period or each.period)
            for (place, each), period in zip(read.items(), rolled, strict=True)
        }
    days = {each.period for each in read.values()}
    step = step_of(days, "", 1)
    if step is not None and (step := stepped(find, days, step)) is not None:
        read = {place: Dated(step.of(each.period), each.rest) for place, each in read.items()}
    return Across(read, way)


def _all_parts(read: Sequence[Dated | None]) -> bool:
    return all(each is not None and each.part for each in read)


Where = Callable[[int, Cell], Period | None]
"""The period of a column in a row whose label is that cell."""


@dataclass(frozen=True)
class WideTable:
    """A wide table on its way: which columns hold numbers, what their headings say besides, and how rows are named."""

    given: Given
    find: Findings
    table: Table
    cols: Sequence[Col]
    rests: dict[int, str]
    period_at: Where
    beside: Col | None = None
    open: bool = False

    @cached_property
    def numbers(self) -> list[Col]:
        """The columns of numbers."""
        roles = self.given.said.roles
        return [
            col
            for col in self.cols
            if col.place in self.rests and roles.get(col.place, Role.NUMBER) in (Role.NUMBER, Role.PERIOD)
        ]

    @cached_property
    def labels(self) -> Labels:
        """What names the rows."""
        places = {*self.rests, *([self.beside.place] if self.beside else [])}
        labels = [col for col in self.cols if col.place not in places]
        return labels_of(self.given, self.table, labels, min(self.rests, default=len(self.cols)))

    @cached_property
    def units(self) -> list[Unit]:
        """The unit and the scale of each row."""
        return [_unit(self, at, name) for at, name in enumerate(self.labels.names)]

    @cached_property
    def scales(self) -> dict[float, float]:
        """By what rows that count in something else are multiplied."""
        named: dict[float, list[str | Message]] = {}
        for name, unit in zip(self.labels.names, self.units, strict=True):
            named.setdefault(unit.scale, []).append(name or self.labels.title)
        return {scale: scaled_by(self.find, scale, names(found)) for scale, found in named.items()}


def of_across(given: Given, find: Findings, table: Table, cols: Sequence[Col], when: Across) -> WideTable:
    """A table that has its periods in the headings."""
    rests = {place: each.rest for place, each in when.found.items()}
    return WideTable(given, find, table, cols, rests, lambda place, _cell: when.found[place].period, open=when.open)


def of_crossed(given: Given, find: Findings, table: Table, cols: Sequence[Col], when: Crossed) -> WideTable:
    """A table that has a part of its periods in the headings, and the rest in a column."""
    periods = when.periods
    return WideTable(
        given, find, table, cols, when.names, lambda place, cell: periods.get((place, cell)), when.column, when.open
    )


def wide_series(wide: WideTable) -> tuple[list[Series], tuple[Column, ...]]:
    """The series of a wide table, and what each of its columns is for."""
    _left_out(wide)
    columns = tuple(_column(wide, col) for col in wide.cols)
    if wide.open:
        return [], columns
    cells = [cell for col in wide.numbers for cell in col.distinct]
    way = spelt(cells)
    mark, asked = mark_of(wide.given, wide.find, [way])
    if asked:
        return [], columns
    found: dict[str, Series] = {}
    for at, kept in enumerate(kept_rows(wide.given, wide.cols, len(wide.table.body))):
        if kept:
            _take_row(wide, at, mark or way.proven, found)
    return whole_rows(wide.find, list(found.values()), wide.labels.title), columns


def _take_row(wide: WideTable, at: int, mark: str | None, found: dict[str, Series]) -> None:
    """Put the numbers of a row into its series: one, or one for each name in the headings."""
    name, line = wide.labels.names[at], wide.given.sheet.lines[wide.table.body[at]]
    label = wide.beside.cells[at] if wide.beside else None
    if wide.beside is not None and all(wide.period_at(col.place, label) is None for col in wide.numbers):
        _row_without_period(wide, at, said(label))
        return
    cells = [col.cells[at] for col in wide.numbers]
    way = spelt(cells)
    read = read_numbers(cells, way, mark)
    unit = wide.units[at]
    scale = wide.scales[unit.scale]
    for col, cell in zip(wide.numbers, cells, strict=True):
        value, period = read.values[cell], wide.period_at(col.place, label)
        if period is None or (value is None and cell not in read.none):
            continue
        one = _series(wide, found, (name, wide.rests[col.place]), way.unit or unit.code)
        if value is None:
            one.none.add(period)
            continue
        one.points.setdefault(period, []).append((times(value, scale), line))
    _faulty(wide, at, read.faulty, name)


def _series(wide: WideTable, found: dict[str, Series], named: tuple[str, str], unit: str) -> Series:
    title = " · ".join(each for each in named if each) or wide.labels.title
    if title not in found:
        found[title] = Series(title, title, {}, unit)
    return found[title]


def _row_without_period(wide: WideTable, at: int, label: str) -> None:
    line = wide.given.sheet.lines[wide.table.body[at]]
    if all(is_blank(col.cells[at]) for col in wide.numbers):
        return
    total = is_total(label)
    why = msg("Sums of the rows") if total else msg("The row has no period")
    out = LeftOut(f"row:{label or line}", as_is(label or line), why, (line,), faulty=not total, missed=not total)
    wide.find.leave(out)
    wide.find.mark((wide.table.body[at],), msg("Total, left out") if total else msg("No period"))


def _unit(wide: WideTable, at: int, name: str) -> Unit:
    told = wide.labels.units[at]
    own = (unit_in(told) if told else None) or unit_for(wide.given, name, "")
    corner = unit_of_heading(wide.labels.naming[0].heading) if wide.labels.naming else Unit()
    if own.scale == 1 and own.code in ("", "currency") and corner.scale != 1:
        return Unit(own.code or corner.code, corner.scale)
    return own


def _faulty(wide: WideTable, at: int, faulty: frozenset[str], name: str) -> None:
    place = wide.table.body[at]
    line = wide.given.sheet.lines[place]
    for texts in sorts_of(faulty):
        leave_cells(wide.find, (name or f"{line}", name or f"{line}"), texts, (line,) * len(texts))
        wide.find.mark((place,), msg("No number"))


def _left_out(wide: WideTable) -> None:
    """List the columns of totals, and those of numbers that belong to no period."""
    used = {*wide.rests, *wide.labels.places, *([wide.beside.place] if wide.beside else [])}
    for col in wide.cols:
        if col.place not in used and col.sort not in (Sort.EMPTY, Sort.WORDS):
            what = as_is(names([called(col.heading, col.place)]))
            key = f"column:{col.heading or col.place}"
            wide.find.leave(LeftOut(key, what, _why(col), columns=(col.place,)))


def _why(col: Col) -> Message:
    if col.sort is Sort.EMPTY:
        return msg("Empty")
    if col.sort is Sort.CODES:
        return msg("Numbers that name something, not amounts")
    return msg("Sums of the periods") if is_total(col.heading) else msg("Its heading is not a period")


def _column(wide: WideTable, col: Col) -> Column:
    if wide.beside is not None and col.place == wide.beside.place:
        return Column(col.place, col.heading, Role.PERIOD)
    if col in wide.numbers:
        return Column(col.place, col.heading, Role.NUMBER)
    role = wide.labels.role_of(col)
    return Column(col.place, col.heading, role, _why(col) if role is Role.LEFT_OUT else None)
