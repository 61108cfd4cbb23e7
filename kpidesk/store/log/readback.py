"""Transactions read back in terms that travel, to verify their digests."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from kpidesk.records import record
from kpidesk.store.db.query import Query
from kpidesk.store.log.digest import Content, Ref, digest

MOST_LISTED = 10_000
"""So many transactions can be named in a statement; for more, everything is read and the rest skipped."""

MOST_ASKED = 1024
"""So many that are named are asked for at once."""

SUMS = Query(
    lambda t, *, file: t.attached(t.Txn, file).select(t.attached(t.Txn, file).ord, t.attached(t.Txn, file).sum)
)
SIGNED = Query(lambda t, *, file: t.signed(file))
SIGNED_OF = Query(lambda t, refs, *, file: t.signed(file).where(t.attached(t.Txn, file).ord.in_(refs)))
ROW = Query(lambda t, row, *, file: t.attached(t.Row, file).select().where(t.attached(t.Row, file).ord == row))
ROWS = Query(lambda t, *, file: t.attached(t.Row, file).select())
FIELDS = Query(lambda t, *, file: t.attached(t.CellName, file).select())
OPS = Query(lambda t, *, file: t.attached(t.Op, file).select())
ACKS = Query(lambda t, *, file: t.attached(t.Ack, file).select())
NUMBERS = Query(lambda t, *, file: t.attached(t.Meas, file).select())
FORMER = Query(lambda t, *, file: t.attached(t.MeasOld, file).select())


def _some(t: Any, model: Any, refs: Any, span: tuple[Any, Any], file: str) -> Any:
    """Those of some transactions. Numbers have no index by them: a look at the span passes most by at once."""
    table = t.attached(model, file)
    return table.select().where(table.txn >= span[0], table.txn <= span[1], table.txn.in_(refs))


OPS_OF = Query(lambda t, refs, low, high, *, file: _some(t, t.Op, refs, (low, high), file))
ACKS_OF = Query(lambda t, refs, low, high, *, file: _some(t, t.Ack, refs, (low, high), file))
NUMBERS_OF = Query(lambda t, refs, low, high, *, file: _some(t, t.Meas, refs, (low, high), file))
FORMER_OF = Query(lambda t, refs, low, high, *, file: _some(t, t.MeasOld, refs, (low, high), file))


def _one(t: Any, model: Any, refs: Any, place: tuple[Any, Any], file: str) -> Any:
    """What some transactions have written in one place, found by the table's own key."""
    table = t.attached(model, file)
    return table.select().where(table.input == place[0], table.period == place[1], table.txn.in_(refs))


NUMBER_AT = Query(lambda t, refs, row, period, *, file: _one(t, t.Meas, refs, (row, period), file))
FORMER_AT = Query(lambda t, refs, row, period, *, file: _one(t, t.MeasOld, refs, (row, period), file))
Place = tuple[int, int]
"""The row of an input, and the code of a period."""


def mismatches(connection: sqlite3.Connection, only: set[int] | None = None, database: str = "main") -> Iterator[int]:
    """Transactions (all, or those in ``only``) whose content does not match the digest they carry."""
    sums = dict(SUMS.rows(connection, file=database))
    for txn, content in read(connection, only, database):
        if digest(content) != sums[txn]:
            yield txn


class _Signed(NamedTuple):
    """A transaction with its session, as ``tables.signed`` tells it."""

    ord: int
    session: int
    n: int
    hlc: int
    wall: int
    kind: int
    part: int
    label: str
    undo_of: int | None
    uid: bytes
    author: str
    device: str
    host: str
    app: str

    def content(self, refs: dict[int, Ref]) -> Content:
        """Its head, in terms that travel."""
        who = self.author, self.device, self.host, self.app
        undone = None if self.undo_of is None else refs[self.undo_of]
        kind = self.kind | self.part
        return Content(self.uid.hex(), self.n, self.hlc, self.wall, kind, self.label, who, undone)


def read(
    connection: sqlite3.Connection, only: set[int] | None, database: str, places: Collection[Place] | None = None
) -> Iterable[tuple[int, Content]]:
    """Every wanted transaction with its content; of few ones only what they name is read besides.

    ``places`` are those of all their numbers, where somebody knows them: else all numbers are looked at.
    """
    listed = sorted(only) if only is not None and len(only) <= MOST_LISTED else None
    source = _Source(connection, database, listed, None if listed is None or places is None else sorted({*places}))
    rows = [_Signed(*row) for row in source.heads()]
    names = _Names(_Refs(source, rows), _Uids(source))
    found = {row.ord: row.content(names.refs) for row in rows if only is None or row.ord in only}
    _add_operations(source, found, names)
    _add_measurements(source, found, names)
    return found.items()


@record(frozen=True)
class _Source:
    """Where is read: a database of a connection, of which transactions, or of all, and where their numbers are."""

    connection: sqlite3.Connection
    database: str
    listed: list[int] | None
    places: list[Place] | None

    def rows(self, every: Query, some: Query) -> Iterable[tuple[Any, ...]]:
        if self.listed is None:
            return every.run(self.connection, file=self.database)
        span = (self.listed[0], self.listed[-1]) if self.listed else (0, 0)
        return some.run(self.connection, self.listed, *span, file=self.database)

    def numbers(self) -> Iterator[tuple[Any, ...]]:
        """Those that stand, and the former ones."""
        if self.places is None:
            yield from self.rows(NUMBERS, NUMBERS_OF)
            yield from self.rows(FORMER, FORMER_OF)
            return
        for table in (NUMBER_AT, FORMER_AT):
            for place in self.places:
                yield from table.run(self.connection, self.listed, *place, file=self.database)

    def heads(self) -> Iterable[tuple[Any, ...]]:
        """The transactions themselves."""
        if self.listed is None:
            return SIGNED.run(self.connection, file=self.database)
        return SIGNED_OF.run(self.connection, self.listed, file=self.database)


class _Refs(dict[int, Ref]):
    """Transactions by their numbers here; of few ones those that they name are asked for one by one."""

    def __init__(self, source: _Source, rows: Iterable[_Signed]) -> None:
        super().__init__((row.ord, (row.uid.hex(), row.n)) for row in rows)
        self._source = source

    def know(self, named: Iterable[int | None]) -> None:
        """Ask for those that are about to be needed and are not known, many at once."""
        lacking = sorted({ref for ref in named if ref is not None and ref not in self})
        for at in range(0, len(lacking), MOST_ASKED):
            for found in SIGNED_OF.run(
                self._source.connection, lacking[at : at + MOST_ASKED], file=self._source.database
            ):
                row = _Signed(*found)
                self[row.ord] = row.uid.hex(), row.n

    def __missing__(self, ref: int) -> Ref:
        found = SIGNED_OF.first(self._source.connection, [ref], file=self._source.database)
        if found is None:
            raise KeyError(ref)
        row = _Signed(*found)
        self[ref] = row.uid.hex(), row.n
        return self[ref]


class _Uids(dict[int, tuple[str, int]]):
    """Rows by their numbers here: all of them, or those that few transactions name."""

    def __init__(self, source: _Source) -> None:
        every = ROWS.run(source.connection, file=source.database) if source.listed is None else ()
        super().__init__((row, (uid.hex(), tab)) for row, uid, tab in every)
        self._source = source

    def __missing__(self, row: int) -> tuple[str, int]:
        found = ROW.first(self._source.connection, row, file=self._source.database)
        if found is None:
            raise KeyError(row)
        return self.setdefault(row, (found[1].hex(), found[2]))


@record(frozen=True)
class _Names:
    """What transactions and rows are called in every copy, by their numbers here."""

    refs: _Refs
    uids: dict[int, tuple[str, int]]


def _add_operations(source: _Source, found: dict[int, Content], names: _Names) -> None:
    refs, uids = names.refs, names.uids
    fields = dict(FIELDS.rows(source.connection, file=source.database))
    operations = source.rows(OPS, OPS_OF)
    if source.listed is not None:
        operations = list(operations)
        refs.know(operation[4] for operation in operations)
    for txn, row, field, value, prev in operations:
        if txn in refs and txn not in found:
            continue
        uid, tab = uids[row]
        found[txn].ops.append((uid, tab, fields[field], value, None if prev is None else refs[prev]))
    for txn, row, cell, head in source.rows(ACKS, ACKS_OF):
        if txn in refs and txn not in found:
            continue
        found[txn].acks.append((uids[row][0], fields[-cell] if cell < 0 else str(cell), refs[head]))


def _add_measurements(source: _Source, found: dict[int, Content], names: _Names) -> None:
    refs, uids = names.refs, names.uids
    last, cells = (0, 0), list[tuple[int, Any, Ref | None]]()
    for row, period, txn, value, prev in source.numbers():
        if (txn, row) != last:  # the numbers of an input lie together, and most are of one transaction
            if txn in refs and txn not in found:
                continue
            cells, last = found[txn].measured.setdefault(uids[row][0], []), (txn, row)
        cells.append((period, value, None if prev is None else refs[prev]))
