"""Taking another copy's changes in: the union of the logs, then the fold (store/README: Merge).

Set-oriented, so that five thousand edits on each side of a million measurements take a fraction of
a second. The other file is attached as ``other``; it has been vetted, and only its rows are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from kpidesk.store.db.database import Database
from kpidesk.store.log import fold, values
from kpidesk.store.log.readback import mismatches
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.merge import steps
from kpidesk.store.merge.mixing import refuse_mixing
from kpidesk.store.merge.taken import Taken

TEMPORARY = ("NewTxn", "TxnMap", "RowMap", "FieldMap", "Incoming", "CellBefore")


def take_in(
    database: Database,
    names: RowIds,
    other: Path,
    then: Callable[[Taken], None] | None = None,
    shown: Path | None = None,
) -> Taken:
    """Merge the vetted file ``other`` into an open database, all or nothing; ``then`` is part of it.

    Raises ``FileRefused`` where a copy without sensitive KPIs would leave something out for ever.
    """
    database.attach(other)
    try:
        with database.transaction():
            database.make_temporary(*TEMPORARY)
            taken = _union(database, names, shown or other)
            database.make_temporary(*TEMPORARY)
            if then is not None and taken.transactions:
                then(taken)
    except BaseException:
        names.forget()
        raise
    finally:
        database.execute("DETACH DATABASE other")
    return taken


def _union(database: Database, names: RowIds, shown: Path) -> Taken:
    steps.NEW_SESSIONS.run(database)
    steps.NEW_TXNS.run(database)
    refuse_mixing(database, shown)
    steps.ENTER_TXNS.run(database)
    taken = Taken()
    if not steps.COUNT_NEW.one(database):
        return taken
    _verify(database)
    values.refuse_unusable(steps.VALUES.run(database), shown)
    for step in (*steps.MAPS, *steps.ENTRIES):
        step.run(database)
    taken.transactions = list(steps.FRESH.column(database))
    taken.measurements = steps.COUNT_NUMBERS.one(database)
    if taken.measurements:
        for step in steps.MEASURED:
            step.run(database)
        taken.measured_changes = steps.CHANGED.rows(database)
    taken.measured = set(steps.INPUTS.column(database))
    taken.operations = steps.COUNT_OPS.one(database)
    taken.rows = set(steps.ROWS.column(database))
    names.forget()
    fold.refresh(database, names, taken.rows | taken.measured)
    fresh = set(taken.transactions)
    taken.skipped_moves = sorted(move for move in fold.skipped(database) if move[0] in fresh) if taken.rows else []
    return taken


def _verify(database: Database) -> None:
    """A digest that does not match is damage that SQLite has not seen (store/README: Digests)."""
    theirs = set(steps.NEW.column(database))
    for txn in mismatches(database.connection, theirs, steps.OTHER):
        raise sqlite3.DatabaseError(f"transaction {txn} does not match its digest")
