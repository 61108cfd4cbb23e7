"""Transactions read back in terms that travel, to verify their digests."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from kpidesk.records import record
from kpidesk.store.db.query import Query
from kpidesk.store.log.digest import Content, Ref, digest

MOST_LISTED = 10_000
"""So many transactions can be asked for by themselves; for more, everything is read and the rest skipped."""
MOST_ASKED = 512
"""So many that are named are asked for at once; more of them in memory are gone through by Python again and again."""
DENSE = 2
"""Where one in so many from the first to the last is wanted, everything between is read, and none has to be named."""

SUMS = Query(
    lambda t, *, file: t.attached(t.Txn, file).select(t.attached(t.Txn, file).ord, t.attached(t.Txn, file).sum)
)
WRITERS = Query(lambda t, *, file: _writers(t, file))
WRITER = Query(lambda t, session, *, file: _writers(t, file).where(t.attached(t.Session, file).ord == session))
NAMES_OF = Query(lambda t, refs, *, file: _names(t, file).where(t.attached(t.Txn, file).ord.in_(refs)))
ROWS = Query(lambda t, *, file: t.attached(t.Row, file).select())
ROWS_OF = Query(lambda t, rows, *, file: t.attached(t.Row, file).select().where(t.attached(t.Row, file).ord.in_(rows)))
FIELDS = Query(lambda t, *, file: t.attached(t.CellName, file).select())
PARTS = Query(lambda t, *, of, file: _parts(t, of, file)[0])
PARTS_WITHIN = Query(lambda t, low, high, *, of, file: _within(t, of, (low, high), file))
PARTS_OF = Query(lambda t, refs, low, high, *, of, file: _some(t, of, refs, (low, high), file))
HEADS, OPS, ACKS, NUMBERS, FORMER = "txn", "op", "ack", "meas", "meas_old"
"""The tables in which transactions have a part."""


def _writers(t: Any, file: str) -> Any:
    session = t.attached(t.Session, file)
    return session.select(session.ord, session.uid, session.author, session.device, session.host, session.app)


def _names(t: Any, file: str) -> Any:
    txn = t.attached(t.Txn, file)
    return txn.select(txn.ord, txn.session, txn.n)


def _parts(t: Any, of: str, file: str) -> tuple[Any, Any]:
    """What stands in a table, and the column that tells of which transaction it is."""
    table = t.attached(t.table(of), file)
    if of == HEADS:
        head = table.ord, table.session, table.n, table.hlc, table.wall, table.kind, table.label, table.undo_of
        return table.select(*head), table.ord
    return table.select(), table.txn


def _within(t: Any, of: str, span: tuple[Any, Any], file: str) -> Any:
    """That of the transactions of a span. Numbers have no index by them: all are looked at, and most passed."""
    found, txn = _parts(t, of, file)
    return found.where(txn >= span[0], txn <= span[1])


def _some(t: Any, of: str, refs: Any, span: tuple[Any, Any], file: str) -> Any:
    """That of some transactions in a span."""
    return _within(t, of, span, file).where(_parts(t, of, file)[1].in_(refs))


def _at(t: Any, of: str, place: tuple[Any, Any], file: str) -> Any:
    """What stands in one place, found by the table's own key."""
    table = t.attached(t.table(of), file)
    return table.select().where(table.input == place[0], table.period == place[1])


def _of_input(t: Any, row: Any, file: str, *names: str) -> Any:
    """The numbers of an input as they stand, or some columns of them."""
    number = t.attached(t.Meas, file)
    return number.select(*(getattr(number, name) for name in names)).where(number.input == row)


def _written_by(t: Any, number: Any) -> Any:
    """Of each input the first and last transaction that wrote a number of it, and how many replaced another."""
    told = t.fn.MIN(number.txn), t.fn.MAX(number.txn), t.fn.COUNT(number.prev)
    return number.select(number.input, *told).group_by(number.input)


NUMBERS_AT = Query(lambda t, row, period, *, of, file: _at(t, of, (row, period), file))
NUMBERS_OF = Query(lambda t, row, *, file: _of_input(t, row, file))
CELLS_OF = Query(lambda t, row, *, file: _of_input(t, row, file, "period", "val"))
WRITTEN_BY = Query(lambda t, *, file: _written_by(t, t.attached(t.Meas, file)))
Place = tuple[int, int]
"""The row of an input, and the code of a period."""
Cells = list[tuple[int, Any, Ref | None]]
Measured = dict[str, Cells]


def mismatches(connection: sqlite3.Connection, only: set[int] | None = None, database: str = "main") -> Iterator[int]:
    """Transactions (all, or those in ``only``) whose content does not match the digest they carry."""
    sums = dict(SUMS.rows(connection, file=database))
    for txn, content in read(connection, only, database):
        if digest(content) != sums[txn]:
            yield txn


def read(
    connection: sqlite3.Connection, only: set[int] | None, database: str, places: Collection[Place] | None = None
) -> Iterator[tuple[int, Content]]:
    """Every wanted transaction with its content, one after the other; of few ones only what they name is read besides.

    ``places`` are those of all their numbers, where somebody knows them: else all numbers are looked at.
    """
    file = _File(connection, database)
    if only is None or len(only) > MOST_LISTED:
        yield from _sifted(file, only)
        return
    wanted, names = sorted(only), _Names(file, every=False)
    measured = _measured(file.numbers(wanted, places) if wanted else (), names, only)
    for at in range(0, len(wanted), MOST_ASKED):
        yield from _few(file, wanted[at : at + MOST_ASKED], names, measured)


def _sifted(file: _File, only: set[int] | None) -> Iterator[tuple[int, Content]]:
    """All, or many, by one walk through everything."""
    names, rows = _Names(file, every=True), file.everything(HEADS).fetchall()
    names.take(rows)
    found = _heads(rows if only is None else [row for row in rows if row[0] in only], names)
    _add(file.everything, found, names)
    for txn, measured in _every_measured(file, names, only).items():
        found[txn].measured = measured
    yield from found.items()


def _few(file: _File, some: list[int], names: _Names, measured: dict[int, Measured]) -> Iterator[tuple[int, Content]]:
    """Those that are listed, whose numbers have been read."""
    listed, rows = {*some}, file.of(HEADS, some).fetchall()
    names.take(rows)
    found = _heads([row for row in rows if row[0] in listed], names)
    _add(lambda table: file.of(table, some), found, names)
    for txn, content in found.items():
        content.measured = measured.pop(txn, content.measured)
        yield txn, content


@record(frozen=True)
class _File:
    """Where is read: a database of a connection."""

    connection: sqlite3.Connection
    database: str

    def ask(self, query: Query, *values: Any, **fixed: Any) -> sqlite3.Cursor:
        """Ask it something."""
        return query.run(self.connection, *values, **fixed, file=self.database)

    def everything(self, table: str) -> sqlite3.Cursor:
        """What stands in a table."""
        return self.ask(PARTS, of=table)

    def of(self, table: str, some: list[int]) -> sqlite3.Cursor:
        """What stands in a table of those that are listed in their order, and maybe of others between them."""
        low, high = some[0], some[-1]
        if high - low < DENSE * len(some) or len(some) > MOST_ASKED:
            return self.ask(PARTS_WITHIN, low, high, of=table)
        return self.ask(PARTS_OF, some, low, high, of=table)

    def all_numbers(self, rows: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """Those that stand of some inputs, and the former ones of all."""
        standing = itertools.chain.from_iterable(self.ask(NUMBERS_OF, row) for row in rows)
        return itertools.chain(standing, self.everything(FORMER))

    def numbers(self, some: list[int], places: Collection[Place] | None) -> Iterator[tuple[Any, ...]]:
        """Those of the listed, and maybe others."""
        if places is None:
            return itertools.chain(self.of(NUMBERS, some), self.of(FORMER, some))
        asked = itertools.product((NUMBERS, FORMER), sorted({*places}))
        return itertools.chain.from_iterable(self.ask(NUMBERS_AT, *place, of=table) for table, place in asked)


class _Names:
    """What transactions, rows and cells are called in every copy, by their numbers here: of all, or as named."""

    def __init__(self, file: _File, *, every: bool) -> None:
        self._file, self._every = file, every
        self.writers = {row[0]: (row[1].hex(), row[2:]) for row in (file.ask(WRITERS) if every else ())}
        self.refs: dict[int, Ref] = {}
        self.rows = {row: (uid.hex(), tab) for row, uid, tab in (file.ask(ROWS) if every else ())}
        self.fields: dict[int, str] = dict(file.ask(FIELDS).fetchall())

    def take(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take in transactions: their numbers here, their sessions', and their numbers there."""
        refs, writer = self.refs, self.writer
        for row in rows:
            refs[row[0]] = writer(row[1])[0], row[2]

    def writer(self, session: int) -> tuple[str, tuple[str, str, str, str]]:
        """The id of a session, and who writes in it."""
        if session not in self.writers and not self._every:
            self.writers.update((row[0], (row[1].hex(), row[2:])) for row in self._file.ask(WRITER, session))
        return self.writers[session]

    def know(self, refs: Iterable[int | None], rows: Iterable[int] = ()) -> None:
        """Ask for what is about to be needed and not known, many at once."""
        if self._every:
            return
        for some in _lacking(refs, self.refs):
            self.take(self._file.ask(NAMES_OF, some))
        for some in _lacking(rows, self.rows):
            self.rows.update((row, (uid.hex(), tab)) for row, uid, tab in self._file.ask(ROWS_OF, some))


def _lacking(named: Iterable[int | None], known: Mapping[int, object]) -> Iterator[list[int]]:
    """What is named and not known, so many at once."""
    lacking = sorted({each for each in named if each is not None and each not in known})
    for at in range(0, len(lacking), MOST_ASKED):
        yield lacking[at : at + MOST_ASKED]


def _heads(rows: Sequence[tuple[Any, ...]], names: _Names) -> dict[int, Content]:
    """Transactions with their heads only."""
    names.know(row[7] for row in rows)
    refs, found = names.refs, dict[int, Content]()
    for ref, session, n, hlc, wall, kind, label, undone in rows:
        uid, who = names.writers[session]
        undo_of = None if undone is None else refs[undone]
        found[ref] = Content(uid, n, hlc, wall, kind, label, who, undo_of, [], [], {})
    return found


def _add(parts: Callable[[str], sqlite3.Cursor], found: dict[int, Content], names: _Names) -> None:
    """Add operations and acknowledgements."""
    refs, rows, fields = names.refs, names.rows, names.fields
    for some in _listed(parts(OPS)):
        names.know((op[4] for op in some), (op[1] for op in some))
        for txn, row, field, value, prev in some:
            if txn in found or txn not in refs:
                uid, tab = rows[row]
                found[txn].ops.append((uid, tab, fields[field], value, None if prev is None else refs[prev]))
    for some in _listed(parts(ACKS)):
        names.know((ack[3] for ack in some), (ack[1] for ack in some))
        for txn, row, cell, head in some:
            if txn in found or txn not in refs:
                found[txn].acks.append((rows[row][0], fields[-cell] if cell < 0 else str(cell), refs[head]))


def _every_measured(file: _File, names: _Names, only: set[int] | None) -> dict[int, Measured]:
    """All numbers. Mostly one import wrote all of an input: told once, it need not come with each of a million."""
    found, mixed = dict[int, Measured](), list[int]()
    for row, first, last, replaced in file.ask(WRITTEN_BY).fetchall():
        if first != last or replaced:
            mixed.append(row)
        elif only is None or first in only:
            cells: Cells = [(period, value, None) for period, value in file.ask(CELLS_OF, row)]
            found.setdefault(first, {})[names.rows[row][0]] = cells
    return _measured(file.all_numbers(mixed), names, only, found)


def _measured(
    numbers: Iterable[tuple[Any, ...]], names: _Names, only: set[int] | None, found: dict[int, Measured] | None = None
) -> dict[int, Measured]:
    """Numbers by the transactions that wrote them, and by their inputs, beside those that have been found."""
    refs, rows, found = names.refs, names.rows, {} if found is None else found
    last, cells = (0, 0), Cells()
    for some in _listed(number for number in numbers if only is None or number[2] in only):
        names.know((number[4] for number in some), (number[0] for number in some))
        for row, period, txn, value, prev in some:
            if (txn, row) != last:  # the numbers of an input lie together, and most are of one transaction
                cells = found.setdefault(txn, {}).setdefault(rows[row][0], [])
                last = txn, row
            cells.append((period, value, None if prev is None else refs[prev]))
    return found


def _listed(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in lists of a bearable length."""
    return iter(lambda: list(itertools.islice(rows, MOST_LISTED)), [])
