"""Conflicts as data: cells with more than one newest operation, with different values.

Derived from the log alone (store/README: What was replaced): an operation that no other replaces is a head. Two
heads with different values that nobody has acknowledged are listed for a human. The choice is an
operation too, so it travels with the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from kpidesk.clock import moment_of
from kpidesk.domain.entities import Entity, Uid
from kpidesk.domain.period import Period
from kpidesk.records import record
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec, state
from kpidesk.store.log.history import period_of
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.statements import CELL_NAME
from kpidesk.store.log.writer import decode_value

OWN_SESSIONS = Query(
    lambda t: t.Session.select(t.Session.ord).join(t.Local, on=t.Local.key == t.session_key(t.Session.uid))
)
WRITTEN = Query(
    lambda t, row, field: t.Op.select(t.Op.txn, t.Op.prev, t.Op.val).where(t.Op.row == row, t.Op.field == field)
)
NUMBERS_WRITTEN = Query(
    lambda t, row, period: t.numbers("txn prev val", lambda of: (of.input == row) & (of.period == period))
)
HEADS = Query(
    lambda t, refs: (
        t.SignedTxn.select(t.SignedTxn.ord, t.SignedTxn.session, t.SignedTxn.author, t.SignedTxn.wall)
        .where(t.SignedTxn.ord.in_(refs))
        .order_by(*t.newest_first())
    )
)


def _acknowledged(t: Any, row: Any, cell: Any, head: Any) -> Any:
    return t.fn.EXISTS(t.Ack.select(t.ONE).where(t.Ack.row == row, t.Ack.cell == cell, t.Ack.head == head))


def _differ(t: Any, value: Any) -> Any:
    """Several heads, and not all of one value; a blank is a value too."""
    blank = t.SQL("x'00'")
    return (t.fn.COUNT(t.SQL("*")) > 1) & (t.fn.COUNT(t.fn.COALESCE(value, blank).distinct()) > 1)


def _cells(t: Any) -> Any:
    """Cells of rows with more than one head."""
    later = t.Op.alias("later")
    replaced = later.select(t.ONE).where(later.row == t.Op.row, later.field == t.Op.field, later.prev == t.Op.txn)
    return (
        t.Op.select(t.Op.row, t.Op.field)
        .where(~t.fn.EXISTS(replaced), ~_acknowledged(t, t.Op.row, t.Op.field * -1, t.Op.txn))
        .group_by(t.Op.row, t.Op.field)
        .having(_differ(t, t.Op.val))
    )


def _numbers(t: Any) -> Any:
    """Numbers with more than one head: only where something has been replaced can there be two."""
    cell = t.MeasOld.select(t.MeasOld.input, t.MeasOld.period).distinct().alias("cell")
    same = (t.Meas.input == cell.c.input) & (t.Meas.period == cell.c.period)
    standing = cell.select_from(*t.columns(t.Meas)).join(t.Meas, t.JOIN.CROSS).where(same)
    entry = (t.MeasOld.select(*t.columns(t.MeasOld)) + standing).alias("entry")

    def replaced(model: Any) -> Any:
        later = model.alias("later")
        cell = (later.input == entry.c.input) & (later.period == entry.c.period)
        return t.fn.EXISTS(later.select(t.ONE).where(cell & (later.prev == entry.c.txn)))

    return (
        entry.select_from(entry.c.input, entry.c.period)
        .where(~replaced(t.MeasOld), ~replaced(t.Meas))
        .where(~_acknowledged(t, entry.c.input, entry.c.period, entry.c.txn))
        .group_by(entry.c.input, entry.c.period)
        .having(_differ(t, entry.c.val))
    )


CELLS = Query(_cells)
NUMBERS = Query(_numbers)


@record(frozen=True)
class Head:
    """One side of a conflict: what somebody set, who and when; ``theirs`` when it came from elsewhere."""

    ref: int
    author: str
    when: dt.datetime
    value: Any
    theirs: bool = False


Key = tuple[Uid, str, Period | None]


@record(frozen=True)
class Side:
    """One field of a conflict in terms of the domain: its value at each head, newest first, and before."""

    field: str
    values: tuple[Any, ...]
    base: Any


@record(frozen=True)
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
    return set(OWN_SESSIONS.column(database))


def _living(database: Database, names: RowIds, conflict: Conflict) -> bool:
    """A buried row leaves nothing to decide."""
    if conflict.kind is None:
        return False
    return bool(state.ALIVE.one(database, names.row(conflict.uid), kind=conflict.kind))


Theirs = Callable[[int, int], bool]


def _cell_conflicts(database: Database, names: RowIds, theirs: Theirs) -> list[Conflict]:
    found = []
    for row, field in CELLS.rows(database):
        name = CELL_NAME.one(database, field)
        if name in codec.LIFE_NAMES:
            continue
        written = WRITTEN.rows(database, row, field)
        heads, base = _sides(database, written, theirs)
        found.append(Conflict(names.kind(row), names.uid(row), name, None, heads, base))
    return found


def _measured_conflicts(database: Database, names: RowIds, theirs: Theirs) -> list[Conflict]:
    found = []
    for row, code in NUMBERS.rows(database):
        period = period_of(code)
        if period is not None:
            written = [
                (txn, prev, decode_value(value)) for txn, prev, value in NUMBERS_WRITTEN.run(database, row, code)
            ]
            heads, base = _sides(database, written, theirs)
            found.append(Conflict(names.kind(row), names.uid(row), "", period, heads, base))
    return found


Written = list[tuple[int, int | None, Any]]
"""Everything that was ever written to one cell: transaction, transaction replaced, value."""


def _sides(database: Database, written: Written, theirs: Theirs) -> tuple[tuple[Head, ...], Any]:
    """The heads of one cell, newest first, and the value that they have in common."""
    replaced = {prev for _txn, prev, _value in written}
    values = {txn: value for txn, _prev, value in written if txn not in replaced}
    heads = tuple(
        Head(ref, who, moment_of(wall), values[ref], theirs(ref, session))
        for ref, session, who, wall in HEADS.rows(database, list(values))
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
