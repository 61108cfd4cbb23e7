"""Taking another copy's changes in: the union of the logs, then the fold (store/README: Merge).

Set-oriented, so that five thousand edits on each side of a million measurements take a fraction of
a second. The other file is attached as ``other``; it has been vetted, and only its rows are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpidesk.store.db.database import Database
from kpidesk.store.log import fold, values
from kpidesk.store.log.readback import mismatches
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.merge.mixing import refuse_mixing

TEMPORARY = ("new_txn", "txn_map", "row_map", "field_map", "incoming", "cell_before")

UNION = (
    """INSERT INTO main.session(uid, device, author, host, app, wall, tz)
       SELECT uid, device, author, host, app, wall, tz FROM other.session s
       WHERE NOT EXISTS (SELECT 1 FROM main.session m WHERE m.uid = s.uid)""",
    # Each session's transactions are prefix-ordered: what we lack is a suffix.
    """CREATE TEMP TABLE new_txn AS SELECT t.ord AS theirs, ms.ord AS session, t.n, t.hlc, t.wall, t.kind, t.label,
         t.undo_of, t.sum FROM other.session s JOIN main.session ms ON ms.uid = s.uid
       JOIN other.txn t ON t.session = s.ord
       WHERE t.n > coalesce((SELECT max(n) FROM main.txn m WHERE m.session = ms.ord), 0)""",
    """INSERT INTO main.txn(session, n, hlc, wall, kind, label, undo_of, sum)
       SELECT session, n, hlc, wall, kind, label, NULL, sum FROM temp.new_txn ORDER BY hlc""",
)
MAPS = (
    "CREATE TEMP TABLE txn_map(theirs INTEGER PRIMARY KEY, ours INTEGER, fresh INTEGER)",
    """INSERT INTO txn_map SELECT t.ord, m.ord, 0 FROM other.txn t JOIN other.session s ON s.ord = t.session
       JOIN main.session ms ON ms.uid = s.uid JOIN main.txn m ON m.session = ms.ord AND m.n = t.n""",
    "UPDATE txn_map SET fresh = 1 WHERE theirs IN (SELECT theirs FROM temp.new_txn)",
    """UPDATE main.txn SET undo_of = (SELECT u.ours FROM txn_map x JOIN other.txn o ON o.ord = x.theirs
         JOIN txn_map u ON u.theirs = o.undo_of WHERE x.ours = main.txn.ord)
       WHERE ord IN (SELECT ours FROM txn_map WHERE fresh)""",
    """INSERT INTO main.row(uid, tab) SELECT uid, tab FROM other.row r
       WHERE NOT EXISTS (SELECT 1 FROM main.row m WHERE m.uid = r.uid)""",
    """INSERT INTO main.field(name) SELECT name FROM other.field f
       WHERE NOT EXISTS (SELECT 1 FROM main.field m WHERE m.name = f.name)""",
    "CREATE TEMP TABLE row_map(theirs INTEGER PRIMARY KEY, ours INTEGER)",
    "INSERT INTO row_map SELECT a.ord, b.ord FROM other.row a JOIN main.row b ON b.uid = a.uid",
    "CREATE TEMP TABLE field_map(theirs INTEGER PRIMARY KEY, ours INTEGER)",
    "INSERT INTO field_map SELECT a.ord, b.ord FROM other.field a JOIN main.field b ON b.name = a.name",
)
ENTRIES = (
    """INSERT INTO main.op(txn, row, field, val, prev) SELECT t.ours, r.ours, f.ours, p.val, q.ours
       FROM temp.new_txn n JOIN txn_map t ON t.theirs = n.theirs JOIN other.op p ON p.txn = n.theirs
       JOIN row_map r ON r.theirs = p.row JOIN field_map f ON f.theirs = p.field
       LEFT JOIN txn_map q ON q.theirs = p.prev""",
    # A cell of a row is acknowledged under its negative field ordinal, which is local; a measurement
    # under its period code, which is the same everywhere.
    """INSERT OR IGNORE INTO main.ack(txn, row, cell, head) SELECT t.ours, r.ours,
         CASE WHEN a.cell < 0 THEN -(SELECT ours FROM field_map WHERE theirs = -a.cell) ELSE a.cell END, h.ours
       FROM other.ack a JOIN txn_map t ON t.theirs = a.txn AND t.fresh JOIN row_map r ON r.theirs = a.row
       JOIN txn_map h ON h.theirs = a.head""",
    "CREATE TEMP TABLE incoming(input INTEGER, period INTEGER, txn INTEGER, val, prev INTEGER)",
    """INSERT INTO incoming SELECT r.ours, a.period, t.ours, a.val, q.ours FROM other.meas a
       JOIN txn_map t ON t.theirs = a.txn AND t.fresh JOIN row_map r ON r.theirs = a.input
       LEFT JOIN txn_map q ON q.theirs = a.prev""",
    """INSERT INTO incoming SELECT r.ours, a.period, t.ours, a.val, q.ours FROM other.meas_old a
       JOIN txn_map t ON t.theirs = a.txn AND t.fresh JOIN row_map r ON r.theirs = a.input
       LEFT JOIN txn_map q ON q.theirs = a.prev""",
)
MEASURED = (
    """CREATE TEMP TABLE cell_before AS SELECT d.input, d.period, m.val
       FROM (SELECT DISTINCT input, period FROM incoming) d
       LEFT JOIN main.meas m ON m.input = d.input AND m.period = d.period""",
    """INSERT INTO main.meas_old(input, period, txn, val, prev) SELECT m.input, m.period, m.txn, m.val, m.prev
       FROM cell_before d CROSS JOIN main.meas m ON m.input = d.input AND m.period = d.period""",
    """INSERT INTO main.meas_old(input, period, txn, val, prev)
       SELECT input, period, txn, val, prev FROM incoming WHERE true""",
    """INSERT OR REPLACE INTO main.meas(input, period, txn, val, prev) SELECT input, period, txn, val, prev FROM (
         SELECT m.*, row_number() OVER (PARTITION BY m.input, m.period ORDER BY t.hlc DESC, s.uid DESC) AS place
         FROM cell_before d
         CROSS JOIN meas_old m ON m.input = d.input AND m.period = d.period
         JOIN txn t ON t.ord = m.txn JOIN session s ON s.ord = t.session) WHERE place = 1""",
    """DELETE FROM main.meas_old WHERE (input, period, txn) IN (SELECT m.input, m.period, m.txn
         FROM cell_before d
         CROSS JOIN meas m ON m.input = d.input AND m.period = d.period)""",
)


VALUES = """SELECT r.uid, f.name, p.val FROM temp.new_txn n JOIN other.op p ON p.txn = n.theirs
    JOIN other.row r ON r.ord = p.row JOIN other.field f ON f.ord = p.field WHERE p.val IS NOT NULL"""
CHANGED = """SELECT b.input, b.period, b.val, m.val, m.txn FROM cell_before b
    JOIN main.meas m ON m.input = b.input AND m.period = b.period WHERE m.val IS NOT b.val ORDER BY 1, 2"""


@dataclass
class Taken:
    """What a merge took in: transactions, operations and measurements, and which rows they touch."""

    transactions: list[int] = field(default_factory=list)
    operations: int = 0
    measurements: int = 0
    rows: set[int] = field(default_factory=set)
    measured: set[int] = field(default_factory=set)
    skipped_moves: list[tuple[int, int]] = field(default_factory=list)
    measured_changes: list[tuple[int, int, Any, Any, int]] = field(default_factory=list)
    """Input row, period code, stored value before and after, transaction."""


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
            _drop_temporary(database)
            taken = _union(database, names, shown or other)
            _drop_temporary(database)
            if then is not None and taken.transactions:
                then(taken)
    except BaseException:
        names.forget()
        raise
    finally:
        database.execute("DETACH DATABASE other")
    return taken


def _union(database: Database, names: RowIds, shown: Path) -> Taken:
    for statement in UNION[:2]:
        database.execute(statement)
    refuse_mixing(database.connection, shown)
    database.execute(UNION[2])
    taken = Taken()
    if not database.one("SELECT count(*) FROM temp.new_txn"):
        return taken
    _verify(database)
    values.refuse_unusable(database.execute(VALUES), shown)
    for statement in (*MAPS, *ENTRIES):
        database.execute(statement)
    taken.transactions = _column(database, "SELECT ours FROM txn_map WHERE fresh ORDER BY ours")
    taken.measurements = database.one("SELECT count(*) FROM incoming")
    if taken.measurements:
        for statement in MEASURED:
            database.execute(statement)
        taken.measured_changes = database.execute(CHANGED).fetchall()
    taken.measured = set(_column(database, "SELECT DISTINCT input FROM incoming"))
    fresh = "SELECT ours FROM txn_map WHERE fresh"
    taken.operations = database.one(f"SELECT count(*) FROM op WHERE txn IN ({fresh})")
    taken.rows = set(_column(database, f"SELECT DISTINCT row FROM op WHERE txn IN ({fresh})"))
    names.forget()
    fold.refresh(database, names, taken.rows | taken.measured)
    skipped = fold.positions(database)[1] if taken.rows else []
    taken.skipped_moves = [move for move in skipped if move[0] in set(taken.transactions)]
    return taken


def _verify(database: Database) -> None:
    """A digest that does not match is damage that SQLite has not seen (store/README: Digests)."""
    theirs = set(_column(database, "SELECT theirs FROM temp.new_txn"))
    for txn in mismatches(database.connection, theirs, "other"):
        raise sqlite3.DatabaseError(f"transaction {txn} does not match its digest")


def _column(database: Database, query: str) -> list[int]:
    return [row[0] for row in database.execute(query).fetchall()]


def _drop_temporary(database: Database) -> None:
    for table in TEMPORARY:
        database.execute(f"DROP TABLE IF EXISTS temp.{table}")
