"""Which transactions a merge took in: a record in the log, so that everybody can see and undo it.

The record is a cell of a row of its own, of no kind that any program shows; programs that do not know
it carry it along unread.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from typing import Any

from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec
from kpidesk.store.log.writer import Writer

NO_KIND = 60_000
CELL = "merge.taken"


def record(writer: Writer, taken: Iterable[int]) -> None:
    """Write for each session the first and the last of its transactions that were taken in."""
    spans: dict[str, list[int]] = {}
    for txn in taken:
        uid, n = writer.database.run(
            "SELECT s.uid, t.n FROM txn t JOIN session s ON s.ord = t.session WHERE t.ord = ?", (txn,)
        ).fetchone()
        span = spans.setdefault(uid.hex(), [n, n])
        span[:] = min(span[0], n), max(span[1], n)
    row = writer.names.make_row(secrets.token_hex(16), NO_KIND)
    writer.write(row, CELL, json.dumps(spans, sort_keys=True))


def taken_by(database: Database, ref: int) -> set[int]:
    """The transactions that the merge ``ref`` took in, by its record; what is odd in it counts as nothing."""
    query = "SELECT o.val FROM op o JOIN field f ON f.ord = o.field WHERE o.txn = ? AND f.name = ?"
    found: set[int] = set()
    for uid, first, last in _spans(database.one(query, (ref, CELL))):
        query = """SELECT t.ord FROM txn t JOIN session s ON s.ord = t.session
            WHERE s.uid = ? AND t.n BETWEEN ? AND ?"""
        found |= {txn for (txn,) in database.run(query, (uid, first, last))}
    return found


def undoing(database: Database, ref: int) -> set[int]:
    """What must not have happened for a merge to be undone: what it took in, itself, each undo and redo of it."""
    query = """WITH RECURSIVE chain(ord) AS (SELECT ?1 UNION SELECT t.ord FROM txn t JOIN chain c ON t.undo_of = c.ord)
        SELECT ord FROM chain"""
    return taken_by(database, ref) | {txn for (txn,) in database.run(query, (ref,))}


def _spans(value: Any) -> list[tuple[bytes, int, int]]:
    try:
        spans = [(bytes.fromhex(uid), int(first), int(last)) for uid, (first, last) in json.loads(value).items()]
    except (*codec.UNREADABLE, AttributeError):
        return []
    return [span for span in spans if 0 <= span[1] <= span[2] <= codec.LARGEST_INTEGER]


def worth_recording(database: Database, taken: Iterable[int]) -> bool:
    """Tell whether a merge brought more than the records of other merges: else two copies never come to rest."""
    query = "SELECT kind & ? FROM txn WHERE ord = ?"
    return any(database.one(query, (~schema.REDACTED, txn)) != schema.MERGE for txn in taken)
