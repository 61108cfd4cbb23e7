"""Conflicts as data: cells with more than one newest operation, with different values.

Derived from the log alone (store/README: What was replaced): an operation that no other replaces is a head. Two
heads with different values that nobody has acknowledged are listed for a human. The choice is an
operation too, so it travels with the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kpidesk.clock import moment_of
from kpidesk.domain.entities import Entity, Uid
from kpidesk.domain.period import Period
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec
from kpidesk.store.log.history import period_of
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.writer import decode_value


@dataclass(frozen=True)
class Head:
    """One side of a conflict: what somebody set, who and when; ``theirs`` when it came from elsewhere."""

    ref: int
    author: str
    when: dt.datetime
    value: Any
    theirs: bool = False


Key = tuple[Uid, str, Period | None]


@dataclass(frozen=True)
class Side:
    """One field of a conflict in terms of the domain: its value at each head, newest first, and before."""

    field: str
    values: tuple[Any, ...]
    base: Any


@dataclass(frozen=True)
class Conflict:
    """A cell that two people have set to different values without seeing each other.

    ``cell`` is the name of a row's cell, or empty for a measurement, which has a ``period``. Heads
    stand newest first; the newest is what the program shows. ``base`` is what they both replaced.
    """

    kind: type[Entity] | None
    uid: Uid
    cell: str
    period: Period | None
    heads: tuple[Head, ...]
    base: Any = None

    @property
    def key(self) -> Key:
        """What names the conflict, also when it has been derived anew."""
        return self.uid, self.cell, self.period

    @property
    def fields(self) -> tuple[Side, ...]:
        """The fields that differ, as values of the domain; one without a name for a measurement."""
        known = codec.cells_by_name().get(self.cell)
        if known is None:
            return (Side(self.cell, tuple(head.value for head in self.heads), self.base),)
        kind, cell = known
        rows = [codec.split_cell(kind, cell, value) for value in (*(head.value for head in self.heads), self.base)]
        found = []
        for name, *values in zip(cell.fields, *rows, strict=True):
            if len(set(map(repr, values[:-1]))) > 1:
                *sides, base = (codec.decode_field(kind, name, value) for value in values)
                found.append(Side(name, tuple(sides), base))
        return tuple(found)


def conflicts(database: Database, names: RowIds, fresh: set[int] | None = None) -> list[Conflict]:
    """Every open conflict, of cells first.

    A head is ``theirs`` when its transaction is among the ``fresh`` ones that a merge took in; without
    them, when it was not made on this copy.
    """
    own = _own_sessions(database) if fresh is None else set()

    def theirs(txn: int, session: int) -> bool:
        return session not in own if fresh is None else txn in fresh

    found = [*_cell_conflicts(database, names, theirs), *_measured_conflicts(database, names, theirs)]
    return [conflict for conflict in found if _living(database, names, conflict)]


def _own_sessions(database: Database) -> set[int]:
    query = "SELECT s.ord FROM session s JOIN local l ON l.key = 'session:' || lower(hex(s.uid))"
    return {ord_ for (ord_,) in database.run(query)}


def _living(database: Database, names: RowIds, conflict: Conflict) -> bool:
    """A buried row leaves nothing to decide."""
    if conflict.kind is None:
        return False
    query = f"SELECT alive FROM {schema.state_table(conflict.kind)} WHERE row = ?"
    return bool(database.one(query, (names.row(conflict.uid),)))


Theirs = Callable[[int, int], bool]


def _cell_conflicts(database: Database, names: RowIds, theirs: Theirs) -> list[Conflict]:
    query = """SELECT o.row, o.field FROM op o WHERE NOT EXISTS
          (SELECT 1 FROM op p WHERE p.row = o.row AND p.field = o.field AND p.prev = o.txn)
        AND NOT EXISTS (SELECT 1 FROM ack a WHERE a.row = o.row AND a.cell = -o.field AND a.head = o.txn)
        GROUP BY o.row, o.field HAVING count(*) > 1 AND count(DISTINCT coalesce(val, x'00')) > 1"""
    found = []
    for row, field in database.run(query).fetchall():
        name = database.one("SELECT name FROM field WHERE ord = ?", (field,))
        if name in codec.LIFE_NAMES:
            continue
        written = database.run("SELECT txn, prev, val FROM op WHERE row = ? AND field = ?", (row, field)).fetchall()
        heads, base = _sides(database, written, theirs)
        found.append(Conflict(names.kind(row), names.uid(row), name, None, heads, base))
    return found


ALL_OF_CELL = """SELECT txn, prev, val FROM meas WHERE input = ?1 AND period = ?2
    UNION ALL SELECT txn, prev, val FROM meas_old WHERE input = ?1 AND period = ?2"""


def _measured_conflicts(database: Database, names: RowIds, theirs: Theirs) -> list[Conflict]:
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
            written = [(txn, prev, decode_value(value)) for txn, prev, value in database.run(ALL_OF_CELL, (row, code))]
            heads, base = _sides(database, written, theirs)
            found.append(Conflict(names.kind(row), names.uid(row), "", period, heads, base))
    return found


Written = list[tuple[int, int | None, Any]]
"""Everything that was ever written to one cell: transaction, transaction replaced, value."""


def _sides(database: Database, written: Written, theirs: Theirs) -> tuple[tuple[Head, ...], Any]:
    """The heads of one cell, newest first, and the value that they have in common."""
    replaced = {prev for _txn, prev, _value in written}
    values = {txn: value for txn, _prev, value in written if txn not in replaced}
    query = f"""SELECT t.ord, s.ord, s.author, t.wall FROM txn t JOIN session s ON s.ord = t.session
        WHERE t.ord IN ({", ".join(map(str, values))}) ORDER BY t.hlc DESC, s.uid DESC"""
    heads = tuple(
        Head(ref, who, moment_of(wall), values[ref], theirs(ref, session))
        for ref, session, who, wall in database.run(query).fetchall()
    )
    return heads, _common(written, [head.ref for head in heads])


def _common(written: Written, heads: list[int]) -> Any:
    """The value at the newest transaction from which all heads come; ``None`` when there is none."""
    before = {txn: prev for txn, prev, _value in written}
    lines = [_line(before, head) for head in heads]
    shared = [txn for txn in lines[0] if all(txn in line for line in lines[1:])]
    return next((value for txn, _prev, value in written if shared and txn == shared[0]), None)


def _line(before: dict[int, int | None], txn: int) -> list[int]:
    found: list[int] = []
    at: int | None = txn
    while at is not None and at not in found:
        found.append(at)
        at = before.get(at)
    return found
