"""The rows and columns of a long table: which columns hold numbers, and which rows have no period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum, isclose

from kpidesk.exchange.tables.cells.dates import total_of
from kpidesk.exchange.tables.cells.looks import EMPTY, NUMBER, is_blank, looks, said
from kpidesk.exchange.tables.cells.words import is_total, letter
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.layout.area import Table
from kpidesk.exchange.tables.layout.columns import Col, Sort
from kpidesk.exchange.tables.understood import Column, LeftOut, Role
from kpidesk.exchange.tables.when.periods import RowPeriods, dated_columns
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
    sign: Col | None = None
    nets: dict[int, str] = field(default_factory=dict)
    """What the net of two columns is called, by the place of what came in."""

    @cached_property
    def lines(self) -> list[int]:
        """The row in the file of each row of the table."""
        numbered = self.given.sheet.lines
        return [numbered[place] for place in self.table.body]


def number_columns(long: LongTable) -> list[Col]:
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
    found = found or _with_any_number(long)
    for col in found:
        long.roles[col.place] = Column(col.place, col.heading, role_said(long.given, col))
    return found


def _with_any_number(long: LongTable) -> list[Col]:
    """Where no column is one of numbers, those in which any number stands: their other cells are listed one by one."""
    free = [col for col in long.cols if col.place not in long.when.places and col.place not in long.given.said.roles]
    return [col for col in free if col.sort is Sort.WORDS and any(looks(cell) & NUMBER for cell in col.distinct)]


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


Values = Mapping[int, Sequence[float | None]]
"""The numbers of columns, by their places."""
MOST_ADDED = 20
"""More rows without a period are no totals."""


def without_period(long: LongTable, numbers: Sequence[Col], values: Values) -> None:
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
    added = [at for at in unread if _adds_up(long, at, values)] if len(unread) <= MOST_ADDED else []
    unread = [at for at in unread if at not in added]
    totals = sorted([*totals, *added])
    _sums(long, numbers, totals)
    if unread:
        what = msgn("{n} row without a period", "{n} rows without a period", len(unread))
        lines = [long.lines[at] for at in unread]
        why = msg("Column {column} has no day or period", column=letter(long.when.columns[0].place))
        long.find.leave(LeftOut("no_period", what, why, tuple(lines), faulty=True))
        long.find.mark((long.table.body[at] for at in unread), msg("No period"))


def _adds_up(long: LongTable, at: int, values: Values) -> bool:
    """Tell whether the numbers of a row that names no period are, in each column, the sum of those above it."""
    above = [row for row in range(at) if long.when.rows[row] is not None]
    told = [column for column in values.values() if column[at] is not None]
    sums = [fsum(column[row] or 0.0 for row in above) for column in told]
    pairs = zip((column[at] or 0.0 for column in told), sums, strict=True)
    near = all(isclose(one, added, rel_tol=1e-6, abs_tol=0.011) for one, added in pairs)
    return len(above) > 1 and bool(told) and any(sums) and near


def _sums(long: LongTable, numbers: Sequence[Col], totals: list[int]) -> None:
    """Rows of totals: a period that one names is kept for whoever wants it."""
    for at in totals:
        period = next((total_of(col.cells[at], long.when.spelling) for col in long.when.columns), None)
        long.when.rows[at] = period
        long.find.totals |= {period} if period else set()
    alone = [place for place in long.table.alone if _is_bare_total(long, place, numbers)]
    bare = [at for at in totals if long.when.rows[at] is None]
    places = [*(long.table.body[at] for at in bare), *alone]
    if places:
        lines = tuple(long.given.sheet.lines[place] for place in places)
        what = msgn("{n} row of totals", "{n} rows of totals", len(places))
        long.find.leave(LeftOut("totals", what, msg("Totals of the rows"), lines, missed=False))
    long.find.mark([*(long.table.body[at] for at in totals), *alone], msg("Total, left out"))


def _is_bare_total(long: LongTable, place: int, numbers: Sequence[Col]) -> bool:
    """Tell whether a line between the rows is a number in a column of numbers, and nothing else."""
    row = long.given.sheet.rows[place]
    if sum(looks(cell) != EMPTY for cell in row) > 1:
        return False
    return any(col.place < len(row) and looks(row[col.place]) & NUMBER for col in numbers)
