"""Looking a foreign file over before a single row of it is used.

The file is read from a private copy, never written, never trusted: its header, its tables (which
must be exactly ours, so that no view or trigger can run), SQLite's own full check, the types and
references of every row, and the digest of every transaction that would be taken in. SQL by hand here is about what
SQLite keeps of a file by itself.
"""

from __future__ import annotations

import contextlib
import functools
import operator
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kpidesk import disk
from kpidesk.domain.entities import Mark
from kpidesk.errors import FileRefused
from kpidesk.store.db import encryption, marks, schema
from kpidesk.store.db.query import Query
from kpidesk.store.files.vetted import Vetted
from kpidesk.store.log.readback import mismatches
from kpidesk.text import msg

DEADLINE_SECONDS = 60
LAST_WALL, LAST_HLC = 253402300799000, 2**62
"""The end of the year 9999, and the newest stamp that a file may hold."""
UTF_8 = 1
"""How a header names the encoding of texts."""


def vet(
    path: Path,
    shown: Path,
    keys: encryption.Keyring = encryption.NO_KEYS,
    *,
    digests: bool = True,
    given_up: Callable[[], bool] = lambda: False,
) -> Vetted:
    """Check a private copy; ``shown`` is the file that the person knows. Raises ``FileRefused``, and when given up."""
    if keys.key(path, shown.name) is None:
        _check_header(path, shown)
    with _reading(path, shown, keys, given_up) as connection:
        vetted = _check_content(connection, shown)
        if digests:
            _check_digests(connection, shown)
        return vetted


def verify(path: Path, shown: Path, keys: encryption.Keyring = encryption.NO_KEYS) -> None:
    """Hold every digest of a copy that has been vetted against what it stands for. Raises ``FileRefused``."""
    with _reading(path, shown, keys) as connection:
        _check_digests(connection, shown)


def vet_delta(connection: sqlite3.Connection, shown: Path) -> None:
    """Check what is new of a log, and what that names, in a file whose tables were made here, of what others told.

    Its sessions begin where ours end. Every digest has been looked at on the way in. Raises ``FileRefused``.
    """
    for problem in _wrong_rows(connection, {OUT_OF_ORDER: ORDER[OUT_OF_ORDER]}):
        raise damaged(shown, problem)


@contextlib.contextmanager
def _reading(
    path: Path, shown: Path, keys: encryption.Keyring, given_up: Callable[[], bool] = lambda: False
) -> Iterator[sqlite3.Connection]:
    """A connection to a file that may hold anything: with limits, and for so long."""
    connection = encryption.reader(path, keys)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024)
        end = time.monotonic() + DEADLINE_SECONDS
        connection.set_progress_handler(lambda: int(time.monotonic() > end or given_up()), 100_000)
        connection.execute("PRAGMA trusted_schema = 0")
        connection.execute("PRAGMA cell_size_check = 1")
        yield connection
    except (sqlite3.DatabaseError, OverflowError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise damaged(shown, str(error)) from error
    finally:
        connection.close()


def damaged(shown: Path, details: str) -> FileRefused:
    """The sentence for a file that is ours and broken."""
    return FileRefused(
        msg(
            "“{name}” is damaged and was not opened. Nothing was changed. Your newest backup and the copy on "
            "this machine are untouched.",
            name=shown.name,
        ),
        details=details,
    )


def foreign(shown: Path) -> FileRefused:
    """The sentence for a file of another program."""
    return FileRefused(msg("“{name}” is not a KPI Desk file. Nothing was changed.", name=shown.name))


def _check_header(path: Path, shown: Path) -> None:
    head = disk.head(path, 100)
    if len(head) < 100 or not head.startswith(encryption.MAGIC):
        raise foreign(shown)
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise foreign(shown)
    if not {head[18], head[19]} <= {1, 2}:
        # SQLite would open such a file for reading only, and a copy of it could never be written.
        raise damaged(shown, "the header asks for another file format")
    if int.from_bytes(head[56:60], "big") & 3 != UTF_8:
        # SQLite takes an unknown encoding for UTF-8 in a file by itself, and refuses to attach it to another.
        raise damaged(shown, "the header asks for another text encoding")


def _check_content(connection: sqlite3.Connection, shown: Path) -> Vetted:
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise foreign(shown)
    _check_schema(connection, shown)
    # Not quick_check: a flipped bit in an index would hide rows, and no digest covers an index.
    result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise damaged(shown, str(result))
    meta = dict(marks.EVERY_META.rows(connection))
    if not isinstance(meta.get("workspace"), bytes) or len(meta["workspace"]) != 16:
        raise damaged(shown, "no workspace id")
    for problem in _wrong_rows(connection):
        raise damaged(shown, problem)
    publish = meta.get("publish")
    reader = meta.get("min_reader", 1)
    version = publish if isinstance(publish, bytes) else b""
    return Vetted(meta["workspace"], version, int(reader), bool(meta.get("read_only")))


def _check_digests(connection: sqlite3.Connection, shown: Path) -> None:
    for txn in mismatches(connection):
        raise damaged(shown, f"transaction {txn} does not match its digest")


def _check_schema(connection: sqlite3.Connection, shown: Path) -> None:
    """Envelope tables exactly as ours; besides them only derived tables, and nothing that runs."""
    ours, theirs = envelope_schema(), _tables(connection)
    extra = [name for name, entry in theirs.items() if name not in ours and not _derived(name, entry)]
    if extra or any(theirs.get(name) != entry for name, entry in ours.items()):
        if int(connection.execute("PRAGMA user_version").fetchone()[0]) > schema.ENVELOPE_VERSION:
            raise too_new(shown)
        raise damaged(shown, "the tables are not those of a workspace")


Entry = tuple[str, str, str | None]


def _tables(connection: sqlite3.Connection) -> dict[str, Entry]:
    """Everything in the schema by name: its type, the table it belongs to, its text."""
    rows = connection.execute("SELECT name, type, tbl_name, sql FROM sqlite_master").fetchall()
    return {name: (kind, table, sql) for name, kind, table, sql in rows}


def _derived(name: str, entry: Entry) -> bool:
    """A plain table of the state, which is thrown away on adoption; nothing virtual, nothing that runs."""
    kind, table, sql = entry
    plain = kind == "table" and table == name and (sql or "").startswith(f'CREATE TABLE "{name}" (')
    return plain and name.startswith("s_")


def too_new(shown: Path) -> FileRefused:
    """The sentence for a file of a later version."""
    return FileRefused(
        msg(
            "“{name}” was made by a newer KPI Desk. Update the program to open it. Nothing was changed.",
            name=shown.name,
        )
    )


@functools.cache
def envelope_schema() -> Mapping[str, Entry]:
    """Every envelope table and index, as SQLite keeps it."""
    from kpidesk.store.db import tables, worded

    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for statement in (each for model in tables.ENVELOPE for each in worded.statements(model)):
            connection.execute(statement)
        return MappingProxyType(_tables(connection))


def _odd_numbers(t: Any, of: Any) -> dict[str, Any]:
    """What no number of ours is."""
    kind = t.fn.TYPEOF(of.val)
    return {
        "without its transaction": of.txn.not_in(t.Txn.select(t.Txn.ord)),
        "without its input": of.input.not_in(t.Row.select(t.Row.ord)),
        "that replaces nothing known": of.prev.is_null(False) & of.prev.not_in(t.Txn.select(t.Txn.ord)),
        "that is neither a number nor a mark": ~(
            ((kind == "real") & of.val.between(-sys.float_info.max, sys.float_info.max))  # most are: no more is asked
            | (kind == "null")
            | ((kind == "text") & (of.val == Mark.NOT_APPLICABLE.value))
        ),
        "of no period": (of.period < 5000000) | (of.period > 6500000),
    }


def _odd(t: Any) -> dict[str, tuple[Any, Any]]:
    """What is wrong, with the table in which it is looked for and how it shows."""
    known, rows, cells = t.Txn.select(t.Txn.ord), t.Row.select(t.Row.ord), t.CellName.select(t.CellName.ord)
    ack, op, txn = t.Ack, t.Op, t.Txn
    found = {
        "a session without a proper id": (t.Session, t.fn.LENGTH(t.Session.uid) != 8),
        "a row without a proper id": (t.Row, (t.fn.LENGTH(t.Row.uid) != 16) | (t.Row.tab < 0)),
        "a transaction without its session": (txn, txn.session.not_in(t.Session.select(t.Session.ord))),
        "a transaction at no time": (txn, ~txn.wall.between(0, LAST_WALL) | ~txn.hlc.between(0, LAST_HLC)),
        "a transaction that takes back nothing known": (txn, txn.undo_of.is_null(False) & txn.undo_of.not_in(known)),
        "an acknowledgement of nothing known": (
            ack,
            ack.txn.not_in(known) | ack.head.not_in(known) | ack.row.not_in(rows)
            | ((ack.cell < 0) & (ack.cell * -1).not_in(cells)),
        ),
        "an operation without its transaction": (op, op.txn.not_in(known)),
        "an operation without its row": (op, op.row.not_in(rows)),
        "an operation without its cell": (op, op.field.not_in(cells)),
        "an operation that replaces nothing known": (op, op.prev.is_null(False) & op.prev.not_in(known)),
        "an operation with a blob": (op, t.fn.TYPEOF(op.val) == "blob"),
    }  # fmt: skip
    for table in t.NUMBERS:
        odd = _odd_numbers(t, table)
        found |= {f"a measurement {what} in {table._meta.table_name}": (table, test) for what, test in odd.items()}
    return found


@functools.cache
def _checks() -> tuple[tuple[Query, dict[str, Query]], ...]:
    """For each table whether it holds anything wrong, told by one walk through it, and what it is, one by one."""
    from kpidesk.store.db import phrases

    def check(model: Any, names: tuple[str, ...]) -> Query:
        def build(t: Any) -> Any:
            tests = [test for what, (_table, test) in _odd(t).items() if what in names]
            return model.select(t.ONE).where(functools.reduce(operator.or_, tests)).limit(1)

        return Query(build)

    names: dict[Any, list[str]] = {}
    for what, (table, _test) in _odd(phrases).items():
        names.setdefault(table, []).append(what)
    return tuple(
        (check(table, tuple(all_)), {what: check(table, (what,)) for what in all_}) for table, all_ in names.items()
    )


def _out_of_order(t: Any) -> Any:
    later = t.Txn.alias("later")
    beside = (later.session == t.Txn.session) & (later.n == t.Txn.n + 1)
    return t.Txn.select(t.ONE).join(later, on=beside).where(later.hlc <= t.Txn.hlc).limit(1)


def _gap(t: Any) -> Any:
    n, many = t.Txn.n, t.fn.COUNT(t.SQL("*"))
    return t.Txn.select(t.ONE).group_by(t.Txn.session).having((t.fn.MIN(n) != 1) | (t.fn.MAX(n) != many)).limit(1)


OUT_OF_ORDER = "a transaction out of its session's order"
ORDER: Mapping[str, Query] = {OUT_OF_ORDER: Query(_out_of_order), "a gap in a session": Query(_gap)}
TEXTS = (
    Query(lambda t: t.Session.select(t.Session.author, t.Session.device, t.Session.host, t.Session.app)),
    Query(lambda t: t.Txn.select(t.Txn.label)),
    Query(lambda t: t.CellName.select(t.CellName.name)),
)


def _wrong_rows(connection: sqlite3.Connection, order: Mapping[str, Query] = ORDER) -> Iterator[str]:
    for texts in TEXTS:
        texts.rows(connection)  # raises where a text is not UTF-8
    for anything, checks in _checks():
        if anything.first(connection) is not None:
            yield next(problem for problem, check in checks.items() if check.first(connection) is not None)
    for problem, check in order.items():
        if check.first(connection) is not None:
            yield problem
