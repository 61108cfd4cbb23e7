"""A table with a row for each period, or for each number: its measures, by column and by what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kpidesk.domain.period import Period
from kpidesk.exchange.tables.amounts import Amounts, amounts_of, faulty_cells
from kpidesk.exchange.tables.area import Table
from kpidesk.exchange.tables.columns import Col, Sort
from kpidesk.exchange.tables.dates import total_of
from kpidesk.exchange.tables.findings import Findings, Given, Series
from kpidesk.exchange.tables.groups import Groups, groups_of
from kpidesk.exchange.tables.looks import NUMBER, is_blank, looks, said
from kpidesk.exchange.tables.periods import RowPeriods, dated_columns
from kpidesk.exchange.tables.understood import Column, LeftOut, Role
from kpidesk.exchange.tables.words import called, is_total, letter
from kpidesk.text import Message, msg, msgn


@dataclass
class LongTable:
    """A long table on its way: its columns, the period of each row, and the numbers of the columns of numbers."""

    given: Given
    find: Findings
    table: Table
    cols: Sequence[Col]
    when: RowPeriods
    roles: dict[int, Column]

    @cached_property
    def lines(self) -> list[int]:
        """The row in the file of each row of the table."""
        numbered = self.given.sheet.lines
        return [numbered[place] for place in self.table.body]


def long_series(
    given: Given, find: Findings, table: Table, cols: Sequence[Col], when: RowPeriods
) -> tuple[list[Series], tuple[Column, ...]]:
    """The series of a table that has its periods in the rows, and what each of its columns is for."""
    long = LongTable(given, find, table, cols, when, {})
    for col in when.columns:
        long.roles[col.place] = Column(col.place, col.heading, Role.PERIOD)
    numbers = _number_columns(long)
    amounts = amounts_of(given, find, numbers)
    _without_period(long, numbers)
    groups = groups_of(given, cols, [*when.columns, *numbers], when.rows)
    for col in cols:
        long.roles.setdefault(col.place, groups.role_of(col))
    series = [one for col in numbers for one in _of_column(long, col, amounts[col.place], groups, len(numbers) == 1)]
    return series, tuple(long.roles[col.place] for col in cols)


def _number_columns(long: LongTable) -> list[Col]:
    """The columns of numbers; those that are none of any use are given their reason."""
    found = []
    dated = {col.place for col in dated_columns(long.cols)}
    for col in long.cols:
        role = long.given.said.roles.get(col.place)
        if col.place in long.when.places:
            continue
        if role in (Role.NUMBER, Role.PLUS, Role.MINUS):
            found.append(col)
        elif role is Role.LEFT_OUT:
            long.roles[col.place] = Column(col.place, col.heading, Role.LEFT_OUT, msg("Left out, as you chose"))
        elif role is None and (why := _why_left_out(col, col.place in dated)) is not None:
            long.roles[col.place] = Column(col.place, col.heading, Role.LEFT_OUT, why)
        elif role is None and col.sort is Sort.NUMBERS:
            found.append(col)
    for col in found:
        long.roles[col.place] = Column(col.place, col.heading, role_said(long.given, col))
    return found


def role_said(given: Given, col: Col) -> Role:
    """The role of a column of numbers: as it was said, or a number."""
    role = given.said.roles.get(col.place, Role.NUMBER)
    return role if role in (Role.PLUS, Role.MINUS) else Role.NUMBER


def _why_left_out(col: Col, dated: bool) -> Message | None:
    if col.sort is Sort.EMPTY:
        return msg("Empty")
    if col.sort is Sort.CODES:
        return msg("Numbers that name something, not amounts")
    if col.sort is Sort.CLOCK:
        return msg("Times of day")
    return msg("Another date") if dated else None


def _without_period(long: LongTable, numbers: Sequence[Col]) -> None:
    """List the rows of numbers whose period could not be read: totals, and those that nobody can place."""
    if long.when.open:
        return
    totals, unread = list[int](), list[int]()
    for at, period in enumerate(long.when.rows):
        if period is not None or all(is_blank(col.cells[at]) for col in numbers):
            continue
        texts = [said(col.cells[at]) for col in long.cols if looks(col.cells[at]) and not looks(col.cells[at]) & NUMBER]
        names = [text for text in texts if is_total(text)]
        bare = all(is_blank(col.cells[at]) for col in long.when.columns)
        (totals if names or (bare and not texts) else unread).append(at)
    _sums(long, numbers, totals)
    if unread:
        what = msgn("{n} row without a period", "{n} rows without a period", len(unread))
        lines = [long.lines[at] for at in unread]
        why = msg("Column {column} names no day or period", column=letter(long.when.columns[0].place))
        long.find.leave(LeftOut("no_period", what, why, tuple(lines), faulty=True))
        long.find.mark((long.table.body[at] for at in unread), msg("No period"))


def _sums(long: LongTable, numbers: Sequence[Col], totals: list[int]) -> None:
    """Rows of totals: a period that one names is kept for whoever wants it."""
    for at in totals:
        period = next((total_of(col.cells[at], long.when.spelling) for col in long.when.columns), None)
        long.when.rows[at] = period
    alone = [place for place in long.table.alone if _has_number(long, place, numbers)]
    bare = [at for at in totals if long.when.rows[at] is None]
    places = [*(long.table.body[at] for at in bare), *alone]
    if places:
        lines = tuple(long.given.sheet.lines[place] for place in places)
        what = msgn("{n} row of totals", "{n} rows of totals", len(places))
        long.find.leave(LeftOut("totals", what, msg("Totals of the rows"), lines))
    long.find.mark([*(long.table.body[at] for at in totals), *alone], msg("Total, left out"))


def _has_number(long: LongTable, place: int, numbers: Sequence[Col]) -> bool:
    row = long.given.sheet.rows[place]
    return any(col.place < len(row) and looks(row[col.place]) & NUMBER for col in numbers)


def _of_column(long: LongTable, col: Col, amounts: Amounts, groups: Groups, alone: bool) -> list[Series]:
    """The series of a column of numbers: one, or one for each text that tells them apart."""
    _faulty(long, col, amounts)
    if amounts.open or long.when.open:
        return []
    values, lines = amounts.numbers.values, long.lines
    found: dict[str, Series] = {}
    for period, cell, line, group in zip(long.when.rows, col.cells, lines, groups.of_rows, strict=True):
        value = values[cell]
        if value is None or period is None or group is None:
            continue
        one = found.get(group) or found.setdefault(group, _begin(col, amounts, group, alone))
        _add(one, period, value, line)
    return list(found.values())


def _add(one: Series, period: Period, value: float, line: int) -> None:
    points = one.points.get(period)
    if points is None:
        one.points[period] = [(value, line)]
    else:
        points.append((value, line))


def _begin(col: Col, amounts: Amounts, group: str, alone: bool) -> Series:
    heading = str(called(col.heading, col.place))
    name = heading if not group else group if alone else f"{group} · {heading}"
    key = f"{group}|{heading}" if group else heading
    return Series(key, name, {}, amounts.unit, col.place)


def _faulty(long: LongTable, col: Col, amounts: Amounts) -> None:
    places = [at for at in faulty_cells(col.cells, amounts.numbers) if long.when.rows[at] is not None]
    if not places:
        return
    shown = said(col.cells[places[0]])[:20]
    what = msgn("{n} cell in {column}", "{n} cells in {column}", len(places), column=called(col.heading, col.place))
    why = msg("No number can be read from “{text}”", text=shown)
    lines = tuple(long.lines[at] for at in places)
    long.find.leave(LeftOut(f"faulty:{col.place}", what, why, lines, (col.place,), faulty=True))
    long.find.mark((long.table.body[at] for at in places), msg("No number"))
