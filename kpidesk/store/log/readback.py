"""Transactions read back in terms that travel, to verify their digests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kpidesk.store.log.digest import Content, Ref, digest

MOST_LISTED = 10_000
"""So many transactions can be named in a statement; for more, everything is read and the rest skipped."""


def mismatches(connection: sqlite3.Connection, only: set[int] | None = None, database: str = "main") -> Iterator[int]:
    """Transactions (all, or those in ``only``) whose content does not match the digest they carry."""
    sums = dict(connection.execute(f"SELECT ord, sum FROM {database}.txn"))
    for txn, content in read(connection, only, database):
        if digest(content) != sums[txn]:
            yield txn


def read(connection: sqlite3.Connection, only: set[int] | None, database: str) -> Iterable[tuple[int, Content]]:
    """Every wanted transaction with its content."""
    rows = connection.execute(
        f"SELECT t.ord, s.uid, t.n, t.hlc, t.wall, t.kind, t.label, t.undo_of,"
        f" s.author, s.device, s.host, s.app FROM {database}.txn t"
        f" JOIN {database}.session s ON s.ord = t.session"
    ).fetchall()
    refs: dict[int, Ref] = {row[0]: (row[1].hex(), row[2]) for row in rows}
    few = only is not None and len(only) <= MOST_LISTED
    chosen = f" WHERE txn IN ({','.join(map(str, sorted(only or ())))})" if few else ""
    found = {
        row[0]: Content(
            row[1].hex(), row[2], row[3], row[4], row[5], row[6], row[8:12], None if row[7] is None else refs[row[7]]
        )
        for row in rows
        if only is None or row[0] in only
    }
    uids = {
        ord_: (uid.hex(), tab) for ord_, uid, tab in connection.execute(f"SELECT ord, uid, tab FROM {database}.row")
    }
    names = _Names(refs, uids)
    _add_operations(_Source(connection, database, chosen), found, names)
    _add_measurements(_Source(connection, database, chosen), found, names)
    return found.items()


@dataclass(frozen=True)
class _Source:
    """Where is read: a database of a connection, and the condition that chooses the transactions."""

    connection: sqlite3.Connection
    database: str
    chosen: str

    def rows(self, table: str, columns: str) -> Iterable[tuple[Any, ...]]:
        return self.connection.execute(f"SELECT {columns} FROM {self.database}.{table}{self.chosen}")


@dataclass(frozen=True)
class _Names:
    """What transactions and rows are called in every copy, by their numbers here."""

    refs: dict[int, Ref]
    uids: dict[int, tuple[str, int]]


def _add_operations(source: _Source, found: dict[int, Content], names: _Names) -> None:
    refs, uids = names.refs, names.uids
    fields = dict(source.connection.execute(f"SELECT ord, name FROM {source.database}.field"))
    for txn, row, field, value, prev in source.rows("op", "txn, row, field, val, prev"):
        if txn in refs and txn not in found:
            continue
        uid, tab = uids[row]
        found[txn].ops.append((uid, tab, fields[field], value, None if prev is None else refs[prev]))
    for txn, row, cell, head in source.rows("ack", "txn, row, cell, head"):
        if txn in refs and txn not in found:
            continue
        found[txn].acks.append((uids[row][0], fields[-cell] if cell < 0 else str(cell), refs[head]))


def _add_measurements(source: _Source, found: dict[int, Content], names: _Names) -> None:
    refs, uids = names.refs, names.uids
    for table in ("meas", "meas_old"):
        for row, period, txn, value, prev in source.rows(table, "input, period, txn, val, prev"):
            if txn in refs and txn not in found:
                continue
            cells = found[txn].measured.setdefault(uids[row][0], [])
            cells.append((period, value, None if prev is None else refs[prev]))
