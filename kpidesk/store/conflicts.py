"""Conflicts as data: cells with more than one newest operation, with different values.

Derived from the log alone (store design, idea 5): an operation that no other replaces is a head. Two
heads with different values that nobody has acknowledged are listed for a human. The choice is an
operation too, so it travels with the file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kpidesk.domain.entities import Entity, Uid
from kpidesk.domain.period import Period
from kpidesk.store import codec, schema
from kpidesk.store.database import Database
from kpidesk.store.history import period_of
from kpidesk.store.log import Names, decode_value


@dataclass(frozen=True)
class Head:
    """One side of a conflict: what somebody set, who and when."""

    ref: int
    author: str
    when: dt.datetime
    value: Any


@dataclass(frozen=True)
class Conflict:
    """A cell that two people have set to different values without seeing each other.

    ``cell`` is the name of a row's cell, or empty for a measurement, which has a ``period``. Heads
    stand newest first; the newest is what the program shows.
    """

    kind: type[Entity] | None
    uid: Uid
    cell: str
    period: Period | None
    heads: tuple[Head, ...]


def conflicts(database: Database, names: Names) -> list[Conflict]:
    """Every open conflict, of cells first."""
    found = [*_cell_conflicts(database, names), *_measured_conflicts(database, names)]
    return [conflict for conflict in found if _living(database, names, conflict)]


def _living(database: Database, names: Names, conflict: Conflict) -> bool:
    """A buried row leaves nothing to decide."""
    if conflict.kind is None:
        return False
    query = f"SELECT alive FROM {schema.state_table(conflict.kind)} WHERE row = ?"
    return bool(database.one(query, (names.row(conflict.uid),)))


def _cell_conflicts(database: Database, names: Names) -> list[Conflict]:
    query = """SELECT o.row, o.field FROM op o WHERE NOT EXISTS
          (SELECT 1 FROM op p WHERE p.row = o.row AND p.field = o.field AND p.prev = o.txn)
        AND NOT EXISTS (SELECT 1 FROM ack a WHERE a.row = o.row AND a.cell = -o.field AND a.head = o.txn)
        GROUP BY o.row, o.field HAVING count(*) > 1 AND count(DISTINCT coalesce(val, x'00')) > 1"""
    found = []
    for row, field in database.run(query).fetchall():
        name = database.one("SELECT name FROM field WHERE ord = ?", (field,))
        if name in codec.LIFE_NAMES:
            continue
        found.append(Conflict(names.kind(row), names.uid(row), name, None, _heads(database, row, field)))
    return found


def _heads(database: Database, row: int, field: int) -> tuple[Head, ...]:
    query = """SELECT o.txn, s.author, t.wall, o.val FROM op o JOIN txn t ON t.ord = o.txn
        JOIN session s ON s.ord = t.session WHERE o.row = ?1 AND o.field = ?2 AND NOT EXISTS
          (SELECT 1 FROM op p WHERE p.row = ?1 AND p.field = ?2 AND p.prev = o.txn)
        ORDER BY t.hlc DESC, s.uid DESC"""
    return tuple(Head(ref, who, _when(wall), value) for ref, who, wall, value in database.run(query, (row, field)))


ALL_OF_CELL = """SELECT input, period, txn, val, prev FROM meas WHERE input = ?1 AND period = ?2
    UNION ALL SELECT input, period, txn, val, prev FROM meas_old WHERE input = ?1 AND period = ?2"""


def _measured_conflicts(database: Database, names: Names) -> list[Conflict]:
    query = """WITH cell AS (SELECT DISTINCT input, period FROM meas_old), entry AS (
          SELECT input, period, txn, val, prev FROM meas_old
          UNION ALL SELECT m.input, m.period, m.txn, m.val, m.prev FROM cell c
            CROSS JOIN meas m ON m.input = c.input AND m.period = c.period)
        SELECT input, period FROM entry x WHERE NOT EXISTS
          (SELECT 1 FROM meas_old y WHERE y.input = x.input AND y.period = x.period AND y.prev = x.txn)
        AND NOT EXISTS (SELECT 1 FROM meas y WHERE y.input = x.input AND y.period = x.period AND y.prev = x.txn)
        AND NOT EXISTS (SELECT 1 FROM ack a WHERE a.row = x.input AND a.cell = x.period AND a.head = x.txn)
        GROUP BY 1, 2 HAVING count(*) > 1 AND count(DISTINCT coalesce(val, x'00')) > 1"""
    found = []
    for row, code in database.run(query).fetchall():
        period = period_of(code)
        if period is not None:
            heads = _measured_heads(database, row, code)
            found.append(Conflict(names.kind(row), names.uid(row), "", period, heads))
    return found


def _measured_heads(database: Database, row: int, code: int) -> tuple[Head, ...]:
    query = f"""SELECT e.txn, s.author, t.wall, e.val FROM ({ALL_OF_CELL}) e JOIN txn t ON t.ord = e.txn
        JOIN session s ON s.ord = t.session WHERE NOT EXISTS (SELECT 1 FROM ({ALL_OF_CELL}) f WHERE f.prev = e.txn)
        ORDER BY t.hlc DESC, s.uid DESC"""
    rows = database.run(query, (row, code)).fetchall()
    return tuple(Head(ref, who, _when(wall), decode_value(value)) for ref, who, wall, value in rows)


def _when(wall: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(wall / 1000, dt.UTC)
