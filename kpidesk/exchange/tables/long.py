"""A table with a row for each period, or for each number: its measures, by column and by what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from kpidesk.domain.period import Period
from kpidesk.exchange.tables.alike import counted_rows
from kpidesk.exchange.tables.amounts import Amounts, amounts_of, faulty_cells
from kpidesk.exchange.tables.cells.looks import said
from kpidesk.exchange.tables.cells.units import without_unit
from kpidesk.exchange.tables.cells.words import called
from kpidesk.exchange.tables.derived import without_derived
from kpidesk.exchange.tables.findings import Findings, Given, Series
from kpidesk.exchange.tables.groups import Groups, Rows, groups_of
from kpidesk.exchange.tables.layout.area import Table
from kpidesk.exchange.tables.layout.columns import Col
from kpidesk.exchange.tables.net import amounts_apart, is_balance, is_net, is_signed, net_values, sign_column, signed
from kpidesk.exchange.tables.rows import LongTable, number_columns, without_period
from kpidesk.exchange.tables.understood import Column, Role
from kpidesk.exchange.tables.when.periods import RowPeriods
from kpidesk.exchange.tables.worded import leave_cells, sorts_of
from kpidesk.text import msg

Read = dict[int, list[float | None]]
"""The numbers of columns, by their places."""


def long_series(
    given: Given, find: Findings, table: Table, cols: Sequence[Col], when: RowPeriods
) -> tuple[list[Series], tuple[Column, ...]]:
    """The series of a table that has its periods in the rows, and what each of its columns is for."""
    long = LongTable(given, find, table, cols, when, {})
    for col in when.columns:
        long.roles[col.place] = Column(col.place, col.heading, Role.PERIOD)
    numbers = number_columns(long)
    amounts = amounts_of(given, find, numbers)
    read = {col.place: _values(col, amounts[col.place]) for col in numbers if not amounts[col.place].open}
    without_period(long, numbers, read)
    used = {*when.places, *(col.place for col in numbers)}
    free = [col for col in cols if col.place not in used]
    sign = sign_column([col for col in free if col.place not in given.said.roles])
    if sign is not None and is_signed(find, sign):
        long.sign = sign
        long.roles[sign.place] = Column(sign.place, sign.heading, Role.LEFT_OUT, msg("Tells plus from minus"))
        free.remove(sign)
    groups = groups_of(given, find, free, Rows(when.rows, long.lines), numbers)
    for col in free:
        if long.roles.get(col.place) is None or groups.role_of(col).role is not Role.LEFT_OUT:
            long.roles[col.place] = groups.role_of(col)
    series = _all_series(long, numbers, amounts, read, groups)
    return series, tuple(long.roles[col.place] for col in cols)


def _all_series(
    long: LongTable, numbers: Sequence[Col], amounts: dict[int, Amounts], values: Read, groups: Groups
) -> list[Series]:
    """The series of all columns of numbers, the two of a net as one, in the order of time."""
    for col in numbers:
        _faulty(long, col, amounts[col.place])
    if long.when.open:
        return []
    keep = counted_rows(long.given, long.find, long.table.body, (long.cols, long.when.rows), groups)
    rows = _grouped(long, keep, groups)
    if long.sign is not None:
        unsigned = {col.place for col in numbers if is_balance(col)}
        values = {at: each if at in unsigned else signed(long.sign, each) for at, each in values.items()}
    values = _with_net(long, numbers, amounts, values)
    for place, why in without_derived(long.find, [col for col in numbers if col.place in values], values).items():
        long.roles[place] = replace(long.roles[place], role=Role.LEFT_OUT, why=why)
        del values[place]
    shown = [col for col in numbers if col.place in values]
    named = [Named(str(called(col.heading, col.place)), amounts[col.place].unit, col.place) for col in shown]
    series = []
    for col, name in zip(shown, named, strict=True):
        scaled = amounts[col.place].scale != 1 and without_unit(name.heading)
        title = long.nets.get(col.place) or scaled or name.heading
        silent = amounts[col.place].numbers.none
        none = frozenset(at for at, cell in enumerate(col.cells) if cell in silent) if silent else frozenset[int]()
        name = replace(name, heading=title, alone=len(shown) == 1, none=none)
        found = _of_values(long, values[col.place], rows, groups, name)
        series += [_last_of_each(one) for one in found] if is_balance(col) else found
    return [_added(one) for one in series] if groups.added else series


@dataclass(frozen=True)
class Named:
    """What the series of a column of numbers are called by; ``alone`` where there is no other column.

    ``none`` are the rows that say that there is no number to be told.
    """

    heading: str
    unit: str
    place: int
    alone: bool = False
    none: frozenset[int] = frozenset()


def _values(col: Col, amounts: Amounts) -> list[float | None]:
    return [amounts.numbers.values[cell] for cell in col.cells]


def _with_net(long: LongTable, numbers: Sequence[Col], amounts: dict[int, Amounts], values: Read) -> Read:
    """The values of the columns, with those of what came in and what went out as one."""
    pair = amounts_apart(long.given, [col for col in numbers if col.place in values], amounts)
    if pair is None or not is_net(long.find, *pair):
        return values
    plus, minus = pair
    for col, role in ((plus, Role.PLUS), (minus, Role.MINUS)):
        long.roles[col.place] = Column(col.place, col.heading, role)
    long.nets[plus.place] = f"{called(plus.heading, plus.place)} − {called(minus.heading, minus.place)}"
    kept = {place: each for place, each in values.items() if place != minus.place}
    return {**kept, plus.place: net_values(plus, minus, amounts)}


def _last_of_each(one: Series) -> Series:
    """A balance that runs: of each period the last number in time."""
    one.points = {period: points[-1:] for period, points in one.points.items()}
    return one


Grouped = dict[str, dict[Period, list[int]]]
"""The rows of each period, by what tells rows apart."""


def _grouped(long: LongTable, keep: Sequence[bool], groups: Groups) -> Grouped:
    """Which rows speak of each period, in the order of time; once for all columns, since there may be a million."""
    found: Grouped = {}
    for at, (kept, period, group) in enumerate(zip(keep, long.when.rows, groups.of_rows, strict=True)):
        if kept and period is not None and group is not None:
            found.setdefault(group, {}).setdefault(period, []).append(at)
    if _newest_first(long.when.rows):
        for periods in found.values():
            for rows in periods.values():
                rows.reverse()
    return found


def _of_values(
    long: LongTable, values: Sequence[float | None], rows: Grouped, groups: Groups, named: Named
) -> list[Series]:
    """The series of some values: one, or one for each name that tells the rows apart."""
    lines = long.lines
    series = []
    for group, periods in rows.items():
        one = _begin(named, groups, group)
        for period, places in periods.items():
            points = [(value, lines[at]) for at in places if (value := values[at]) is not None]
            if points:
                one.points[period] = points
            elif named.none and not named.none.isdisjoint(places):
                one.none.add(period)
        series += [one] if one.points else []
    return series


def _newest_first(periods: Sequence[Period | None]) -> bool:
    """Tell whether a table begins with its newest rows."""
    named = [period for period in periods if period is not None]
    return len(named) > 1 and named[0].first > named[-1].first


def _added(one: Series) -> Series:
    """The numbers of the categories of each period as one number, with the first of their rows."""
    one.points = {
        period: [(_sum(points), line) for _value, line in points[:1]] for period, points in one.points.items()
    }
    return one


def _sum(points: Sequence[tuple[float, int]]) -> float:
    return round(fsum(value for value, _line in points), 9)


def _begin(named: Named, groups: Groups, group: str) -> Series:
    heading = named.heading
    name = heading if not group else group if named.alone else f"{group} · {heading}"
    key = f"{group}|{heading}" if group else heading
    return Series(key, name, {}, named.unit or groups.units.get(group, ""), named.place)


def _faulty(long: LongTable, col: Col, amounts: Amounts) -> None:
    places = [at for at in faulty_cells(col.cells, amounts.numbers) if long.when.rows[at] is not None]
    for texts in sorts_of(said(col.cells[at]) for at in places):
        lines = [long.lines[at] for at in places if said(col.cells[at]) in texts]
        leave_cells(long.find, (called(col.heading, col.place), f"{col.place}"), texts, lines, (col.place,))
    long.find.mark((long.table.body[at] for at in places), msg("No number"))
