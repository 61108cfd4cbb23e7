"""Looking a foreign file over before a single row of it is used.

The file is read from a private copy, never written, never trusted: its header, its tables (which
must be exactly ours, so that no view or trigger can run), SQLite's own full check, the types and
references of every row, and the digest of every transaction that would be taken in.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kpidesk import disk
from kpidesk.errors import FileRefused
from kpidesk.store.db import encryption, schema
from kpidesk.store.log.readback import mismatches
from kpidesk.text import msg

DEADLINE_SECONDS = 60
UTF_8 = 1
"""How a header names the encoding of texts."""


@dataclass(frozen=True)
class Vetted:
    """What a file says of itself, once it has passed."""

    workspace: bytes
    publish: bytes
    min_reader: int
    read_only: bool = False


def vet(path: Path, shown: Path, keys: encryption.Keyring = encryption.NO_KEYS, *, digests: bool = True) -> Vetted:
    """Check a private copy; ``shown`` is the file that the person knows. Raises ``FileRefused``."""
    if keys.key(path, shown.name) is None:
        _check_header(path, shown)
    connection = encryption.reader(path, keys)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024)
        end = time.monotonic() + DEADLINE_SECONDS
        connection.set_progress_handler(lambda: int(time.monotonic() > end), 100_000)
        connection.execute("PRAGMA trusted_schema = 0")
        connection.execute("PRAGMA cell_size_check = 1")
        return _check_content(connection, shown, digests)
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


def _check_content(connection: sqlite3.Connection, shown: Path, digests: bool) -> Vetted:
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise foreign(shown)
    _check_schema(connection, shown)
    # Not quick_check: a flipped bit in an index would hide rows, and no digest covers an index.
    result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise damaged(shown, str(result))
    meta = dict(connection.execute("SELECT key, val FROM meta"))
    if not isinstance(meta.get("workspace"), bytes) or len(meta["workspace"]) != 16:
        raise damaged(shown, "no workspace id")
    for problem in _wrong_rows(connection):
        raise damaged(shown, problem)
    if digests:
        for txn in mismatches(connection):
            raise damaged(shown, f"transaction {txn} does not match its digest")
    publish = meta.get("publish")
    reader = meta.get("min_reader", 1)
    version = publish if isinstance(publish, bytes) else b""
    return Vetted(meta["workspace"], version, int(reader), bool(meta.get("read_only")))


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
            "“{name}” was made by a newer KPI Desk. Update the program to open it; nothing was changed.",
            name=shown.name,
        )
    )


@functools.cache
def envelope_schema() -> Mapping[str, Entry]:
    """Every envelope table and index, as SQLite keeps it."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for statement in schema.statements(schema.envelope):
            connection.execute(statement)
        return MappingProxyType(_tables(connection))


CHECKS = {
    "a session without a proper id": "SELECT 1 FROM session WHERE length(uid) <> 8",
    "a row without a proper id": "SELECT 1 FROM row WHERE length(uid) <> 16 OR tab < 0",
    "a transaction without its session": "SELECT 1 FROM txn WHERE session NOT IN (SELECT ord FROM session)",
    "a transaction out of its session's order": (
        "SELECT 1 FROM txn t JOIN txn u ON u.session = t.session AND u.n = t.n + 1 WHERE u.hlc <= t.hlc"
    ),
    "a gap in a session": "SELECT 1 FROM txn GROUP BY session HAVING min(n) <> 1 OR max(n) <> count(*)",
    "a transaction at no time": (
        "SELECT 1 FROM txn WHERE wall NOT BETWEEN 0 AND 253402300799000 OR hlc NOT BETWEEN 0 AND 4611686018427387904"
    ),
    "a transaction that takes back nothing known": (
        "SELECT 1 FROM txn WHERE undo_of IS NOT NULL AND undo_of NOT IN (SELECT ord FROM txn)"
    ),
    "an acknowledgement of nothing known": (
        "SELECT 1 FROM ack WHERE txn NOT IN (SELECT ord FROM txn) OR head NOT IN (SELECT ord FROM txn)"
        " OR row NOT IN (SELECT ord FROM row) OR (cell < 0 AND -cell NOT IN (SELECT ord FROM field))"
    ),
    "an operation without its transaction": "SELECT 1 FROM op WHERE txn NOT IN (SELECT ord FROM txn)",
    "an operation without its row": "SELECT 1 FROM op WHERE row NOT IN (SELECT ord FROM row)",
    "an operation without its cell": "SELECT 1 FROM op WHERE field NOT IN (SELECT ord FROM field)",
    "an operation that replaces nothing known": (
        "SELECT 1 FROM op WHERE prev IS NOT NULL AND prev NOT IN (SELECT ord FROM txn)"
    ),
    "an operation with a blob": "SELECT 1 FROM op WHERE typeof(val) = 'blob'",
}
MEASURED = {
    "without its transaction": "txn NOT IN (SELECT ord FROM txn)",
    "without its input": "input NOT IN (SELECT ord FROM row)",
    "that replaces nothing known": "prev IS NOT NULL AND prev NOT IN (SELECT ord FROM txn)",
    "that is neither a number nor a mark": (
        "typeof(val) NOT IN ('real', 'null', 'text') OR (typeof(val) = 'text' AND val <> 'na')"
        " OR (typeof(val) = 'real' AND abs(val) > 1.7976931348623157e308)"
    ),
    "of no period": "period < 5000000 OR period > 6500000",
}


TEXTS = ("SELECT author, device, host, app FROM session", "SELECT label FROM txn", "SELECT name FROM field")


def _wrong_rows(connection: sqlite3.Connection) -> Iterator[str]:
    for query in TEXTS:
        connection.execute(query).fetchall()  # raises where a text is not UTF-8
    checks = dict(CHECKS)
    for table in ("meas", "meas_old"):
        for what, test in MEASURED.items():
            checks[f"a measurement {what} in {table}"] = f"SELECT 1 FROM {table} WHERE {test}"
    for problem, query in checks.items():
        if connection.execute(f"{query} LIMIT 1").fetchone():
            yield problem
