"""The numbers of inputs as they stand: all of them, the newest, those of a while, or as columns."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.column import SPARSEST, Column
from kpidesk.domain.stretch import Stretch
from kpidesk.store.db.query import Query
from kpidesk.store.log.history import period_of
from kpidesk.store.log.writer import decode_value

if TYPE_CHECKING:
    from kpidesk.domain.entities import Uid, Value
    from kpidesk.domain.series.column import Series
    from kpidesk.store.db.database import Database

LONGEST = 10_000
"""Periods in a column: more than 25 years of days."""
SERIES = Query(
    lambda t, row: (
        t.Meas.select(t.Meas.period, t.Meas.val)
        .where(t.Meas.input == row, t.Meas.val.is_null(False))
        .order_by(t.Meas.period)
    )
)
NEWEST_NUMBERS = Query(
    lambda t, row, code: (
        t.Meas.select(t.Meas.period, t.Meas.val)
        .where(t.Meas.input == row, t.Meas.period <= code, t.Meas.val.is_null(False))
        .order_by(t.Meas.period.desc())
    )
)
TAIL = Query(
    lambda t, row, count: (
        t.Meas.select(t.Meas.period, t.Meas.val)
        .where(t.Meas.input == row, t.Meas.val.is_null(False))
        .order_by(t.Meas.period.desc())
        .limit(count)
    )
)
WITHIN = Query(
    lambda t, row, first, last: (
        t.Meas.select(t.Meas.period, t.Meas.val)
        .where(t.Meas.input == row, t.Meas.period.between(first, last), t.Meas.val.is_null(False))
        .order_by(t.Meas.period)
    )
)
OLDEST = Query(
    lambda t, row: (
        t.Meas.select(t.Meas.period).where(t.Meas.input == row, t.Meas.val.is_null(False)).order_by(t.Meas.period)
    )
)


def series(database: Database, rows: dict[int, Uid]) -> dict[Uid, dict[Period, Value]]:
    """The measurements of some inputs, by period in order; blanks are absent."""
    return {uid: _series_of(*_two(SERIES.run(database, row))) for row, uid in rows.items()}


def _two(rows: Iterable[tuple[int, Any]]) -> tuple[tuple[int, ...], tuple[Any, ...]]:
    """The codes and the values of some cells; the rows are let go of one by one."""
    both = tuple(itertools.chain.from_iterable(rows))
    return both[::2], both[1::2]


def _series_of(codes: tuple[int, ...], plains: tuple[Any, ...]) -> dict[Period, Value]:
    """Ten years of days are some thousand cells; where all are plain numbers no cell is looked at twice."""
    periods = list(map(_period_cached, codes))
    if set(map(type, plains)) == {float} and None not in periods and math.isfinite(sum(plains)):
        return dict(zip(periods, plains, strict=True))  # type: ignore[arg-type]
    values = map(decode_value, plains)
    return {p: value for p, value in zip(periods, values, strict=True) if p is not None and value is not None}


def columns(database: Database, rows: Iterable[int]) -> dict[int, Series]:
    """The measurements of some inputs, each as a column where they make one, without a period for each number."""
    return {row: _column_of(*_two(SERIES.run(database, row))) for row in rows}


def _column_of(codes: tuple[int, ...], plains: tuple[Any, ...]) -> Series:
    grid = _grid(codes[0], codes[-1]) if codes else ()
    if codes == grid and set(map(type, plains)) == {float}:
        return Column(Period.from_code(codes[0]), plains, whole=True)
    decoded = zip(codes, map(decode_value, plains), strict=True)
    found = {code: value for code, value in decoded if value is not None}
    known = grid is not None and len(grid) <= SPARSEST * len(found) and found.keys() <= set(grid)
    if not known or not found:
        return _series_of(codes, plains)
    ends = min(found), max(found)
    return Column.of(Period.from_code(ends[0]), tuple(map(found.get, _grid(*ends) or ())))


@functools.lru_cache(maxsize=256)
def _grid(first: int, last: int) -> tuple[int, ...] | None:
    """The codes of every period from one to another; none where they are not of the same grid."""
    begins, ends = period_of(first), period_of(last)
    if begins is None or ends is None or begins.frequency is not ends.frequency:
        return None
    periods = Stretch.between(begins, ends)
    if (periods[-1].first if periods else None) != ends.first or len(periods) > LONGEST:
        return None
    return tuple(Period.codes(periods))


@functools.lru_cache(maxsize=65536)
def _period_cached(code: int) -> Period | None:
    return period_of(code)


def recent(
    database: Database, rows: dict[int, Uid], ended: Mapping[Uid, Period], day: dt.date
) -> dict[Uid, dict[Period, Value]]:
    """The numbers of each input from the newest of a period that has ``ended`` on, in order; blanks are absent.

    Numbers of periods that begin after ``day`` are left out. Where no period that has ended has a number, all of them
    are given: they are of the running one. The rows are read one by one until the first that answers.
    """
    last = Period(Frequency.YEAR, day).code()
    return {uid: _recent(database, row, ended[uid], last) for row, uid in rows.items()}


def _recent(database: Database, row: int, ended: Period, last: int) -> dict[Period, Value]:
    found: list[tuple[Period, Value]] = []
    for code, plain in NEWEST_NUMBERS.run(database, row, last):
        period, value = period_of(code), decode_value(plain)
        if period is None or value is None:
            continue
        found.append((period, value))
        if period <= ended:
            break
    return dict(reversed(found))


def tails(database: Database, rows: dict[int, Uid], count: int) -> dict[Uid, dict[Period, Value]]:
    """The newest ``count`` measurements of some inputs, by period in order."""
    return {uid: _series_of(*_two(reversed(TAIL.rows(database, row, count)))) for row, uid in rows.items()}


def within(database: Database, rows: dict[int, Uid], first: Period, last: Period) -> dict[Uid, dict[Period, Value]]:
    """The measurements of some inputs from one period to another, in order."""
    codes = first.code(), last.code()
    return {uid: _series_of(*_two(WITHIN.run(database, row, *codes))) for row, uid in rows.items()}


def oldest(database: Database, rows: dict[int, Uid]) -> dict[Uid, Period]:
    """The period of the first measurement of each input that has any."""
    found = {uid: next(filter(None, map(period_of, OLDEST.column(database, row))), None) for row, uid in rows.items()}
    return {uid: period for uid, period in found.items() if period is not None}
