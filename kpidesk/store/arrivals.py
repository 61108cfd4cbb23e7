"""What others have stored since: the rows and numbers that transactions beyond a known end of the log touch.

Whoever takes a copy in enters its transactions behind all that are here, whenever they were made (store/README:
Merge), and so does another window. What none of them touches is as it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpidesk.domain.entities import NODES, Uid
from kpidesk.domain.period import Period
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log.changes import Changes
from kpidesk.store.log.entity_cache import EntityCache
from kpidesk.store.log.history import period_of
from kpidesk.store.log.row_ids import RowIds

ROWS = Query(lambda t, end: t.Op.select(t.Op.row).where(t.Op.txn > end).distinct())
CELLS = Query(
    lambda t, end, *, table: (
        t.table(table).select(t.table(table).input, t.table(table).period).where(t.table(table).txn > end)
    )
)


def measured(database: Database, names: RowIds, end: int) -> dict[Uid, set[Period]]:
    """The numbers written beyond ``end``, by input; those that something newer had replaced already are among them."""
    found: dict[Uid, set[Period]] = {}
    for row, code in _cells(database, end):
        period = period_of(code)
        periods = found.setdefault(names.uid(row), set())
        periods |= set() if period is None else {period}
    return found


def _cells(database: Database, end: int) -> Iterator[tuple[int, int]]:
    for table in ("meas", "meas_old"):
        yield from CELLS.run(database, end, table=table)


def changes(database: Database, names: RowIds, book: EntityCache, end: int) -> Changes:
    """All that was written beyond ``end``, as a change; ``book`` holds the rows as they were, and is renewed.

    A row that is written to counts as changed although it may be as before: of what it was earlier the log tells more.
    A row that is not written to can have changed where it hangs, because of moves that others have made.
    """
    found = Changes(measurements=measured(database, names, end))
    rows = [(kind, names.uid(row)) for row in ROWS.column(database, end) if (kind := names.kind(row)) is not None]
    kinds = {kind for kind, _uid in rows}
    for differs in book.renew(kinds if kinds.isdisjoint(NODES) else kinds | set(NODES)):
        found.touch(*differs)
    found.changed |= {(kind, uid) for kind, uid in rows if uid in book.of(kind)} - found.added
    return found
