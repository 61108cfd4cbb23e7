"""Which transactions a merge took in: a record in the log, so that everybody can see and undo it.

The record is a cell of a row of its own, of no kind that any program shows; programs that do not know
it carry it along unread.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec
from kpidesk.store.log.history import KIND
from kpidesk.store.log.writer import Refs, Writer

NO_KIND = 60_000
CELL = "merge.taken"

TAKEN = Query(lambda t, ref, cell: t.ops(t.Op.val).where(t.Op.txn == ref, t.CellName.name == cell))
SPAN = Query(
    lambda t, uid, first, last: t.SignedTxn.select(t.SignedTxn.ord).where(
        t.SignedTxn.uid == uid, t.SignedTxn.n.between(first, last)
    )
)


def _chain(t: Any, ref: Any) -> Any:
    """A transaction, what took it back, what took that back, and so on."""
    first = t.Txn.select(t.Txn.ord).where(t.Txn.ord == ref).cte("chain", recursive=True, columns=("ord",))
    again = t.Txn.alias("again")
    chain = first.union(again.select(again.ord).join(first, on=again.undo_of == first.c.ord))
    return chain.select_from(chain.c.ord)


CHAIN = Query(_chain)


def record(writer: Writer, taken: Iterable[int]) -> None:
    """Write for each session the first and the last of its transactions that were taken in."""
    refs, spans = Refs(writer.database), dict[str, list[int]]()
    for txn in taken:
        uid, n = refs.sure(txn)
        span = spans.setdefault(uid, [n, n])
        span[:] = min(span[0], n), max(span[1], n)
    row = writer.names.make_row(os.urandom(16).hex(), NO_KIND)
    writer.write(row, CELL, json.dumps(spans, sort_keys=True))


def taken_by(database: Database, ref: int) -> set[int]:
    """The transactions that the merge ``ref`` took in, by its record; what is odd in it counts as nothing."""
    found: set[int] = set()
    for uid, first, last in _spans(TAKEN.one(database, ref, CELL)):
        found |= set(SPAN.column(database, uid, first, last))
    return found


def undoing(database: Database, ref: int) -> set[int]:
    """What must not have happened for a merge to be undone: what it took in, itself, each undo and redo of it."""
    return taken_by(database, ref) | set(CHAIN.column(database, ref))


def _spans(value: Any) -> list[tuple[bytes, int, int]]:
    try:
        spans = [(bytes.fromhex(uid), int(first), int(last)) for uid, (first, last) in json.loads(value).items()]
    except (*codec.UNREADABLE, AttributeError):
        return []
    return [span for span in spans if 0 <= span[1] <= span[2] <= codec.LARGEST_INTEGER]


def worth_recording(database: Database, taken: Iterable[int]) -> bool:
    """Tell whether a merge brought more than the records of other merges: else two copies never come to rest."""
    return any(KIND.one(database, txn) != schema.MERGE for txn in taken)
