"""Transactions read back in terms that travel, to verify their digests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

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
    _add_operations(connection, database, found, refs, uids, chosen)
    _add_measurements(connection, database, found, refs, uids, chosen)
    return found.items()


def _add_operations(
    connection: sqlite3.Connection,
    database: str,
    found: dict[int, Content],
    refs: dict[int, Ref],
    uids: dict[int, tuple[str, int]],
    chosen: str,
) -> None:
    names = dict(connection.execute(f"SELECT ord, name FROM {database}.field"))
    query = f"SELECT txn, row, field, val, prev FROM {database}.op{chosen}"
    for txn, row, field, value, prev in connection.execute(query):
        if txn in refs and txn not in found:
            continue
        uid, tab = uids[row]
        found[txn].ops.append((uid, tab, names[field], value, None if prev is None else refs[prev]))
    for txn, row, cell, head in connection.execute(f"SELECT txn, row, cell, head FROM {database}.ack{chosen}"):
        if txn in refs and txn not in found:
            continue
        found[txn].acks.append((uids[row][0], names[-cell] if cell < 0 else str(cell), refs[head]))


def _add_measurements(
    connection: sqlite3.Connection,
    database: str,
    found: dict[int, Content],
    refs: dict[int, Ref],
    uids: dict[int, tuple[str, int]],
    chosen: str,
) -> None:
    for table in ("meas", "meas_old"):
        query = f"SELECT input, period, txn, val, prev FROM {database}.{table}{chosen}"
        for row, period, txn, value, prev in connection.execute(query):
            if txn in refs and txn not in found:
                continue
            cells = found[txn].measured.setdefault(uids[row][0], [])
            cells.append((period, value, None if prev is None else refs[prev]))
