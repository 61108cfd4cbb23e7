"""A copy without the sensitive KPIs: their rows, their numbers and everything told of them are not in its log.

The copy keeps every transaction by name, number and stamp, so that what the receiver does merges back
like any other work. Of a transaction that touched something hidden, that part is taken out, its label is
replaced, and its kind says ``REDACTED``; its digest is made anew over what is left. The rules that keep
such copies from doing harm are in ``mixing``.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator

from kpidesk.domain.entities import KINDS, NODES, Entity, Input, KeptReview, Kpi, Source
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import fold
from kpidesk.store.log.digest import digest
from kpidesk.store.log.readback import read
from kpidesk.store.log.row_ids import RowIds
from kpidesk.text import msg

UID = re.compile(r"[0-9a-f]{32}")
BELONGING = (
    "target.kpi", "annotation.about", "definition.kpi", "shift.kpi", "keyresult.kpi", "checkin.key_result",
    "milestone.key_result", "agreement.about", "frozen.node", "dismissal.key",
    "reviewnote.about",
)  # fmt: skip
"""Cells that make a row part of another: it goes where that goes."""
WHOLE: tuple[type[Entity], ...] = (KeptReview, Source)
"""Kinds whose rows tell of everything at once: none of them goes along when anything is hidden."""
CALCULATIONS = ("kpi.calculation", "definition.calculation")
NAMING = ("kpi.name", "kpi.short_name", "input.name", "input.key")
LEFT_OUT = msg("a change that this copy leaves out")
SHORTEST_NAME = 3


def take_out(database: Database) -> int:
    """Take everything sensitive out of a temporary copy; give how many KPIs that were."""
    names = RowIds(database)
    hidden = hidden_rows(database, names)
    if not hidden:
        return 0
    kpis = sum(names.kind(row) is Kpi for row in hidden)
    with database.transaction():
        _fill(database, hidden)
        parts = _touching(database) | _naming(database, hidden)
        for table, column in (("op", "row"), ("meas", "input"), ("meas_old", "input"), ("ack", "row"), ("row", "ord")):
            database.run(f"DELETE FROM {table} WHERE {column} IN (SELECT row FROM temp.hidden)")
        _mark(database, parts)
        fold.rebuild(database, RowIds(database))
    return kpis


def hidden_rows(database: Database, names: RowIds) -> set[int]:
    """Rows of sensitive KPIs, buried ones too, and every row that tells something of them."""
    query = f"SELECT row FROM {schema.state_table(Kpi)} WHERE f_sensitive = 1"
    kpis = {row for (row,) in database.run(query)}
    hidden = kpis | _inputs_of(database, names, kpis)
    if kpis:
        tabs = ", ".join(str(KINDS.index(kind)) for kind in WHOLE)
        hidden |= {row for (row,) in database.run(f"SELECT ord FROM row WHERE tab IN ({tabs})")}
    size = -1
    while size != len(hidden):
        size = len(hidden)
        uids = {names.uid(row) for row in hidden}
        hidden |= set(_referring(database, BELONGING, uids)) | set(_below(database, uids))
    return hidden


def _inputs_of(database: Database, names: RowIds, kpis: set[int]) -> set[int]:
    """Inputs that sensitive KPIs have ever used and that no other KPI needs."""
    rows: dict[str, int] = {}
    weights: dict[str, str] = {}
    members: dict[str, str] = {}
    query = f"SELECT n.row, n.f_weight, n.f_member_of FROM {schema.state_table(Input)} n"
    for row, weight, member_of in database.run(query).fetchall():
        uid = names.uid(row)
        rows[uid] = row
        weights |= {uid: weight} if weight else {}
        members |= {uid: member_of} if member_of else {}
    used: set[str] = set()
    needed: set[str] = set()
    for row, uids in _calculations(database, names).items():
        (used if row in kpis else needed).update(uids)
    used, needed = _with_parts(used, weights, members), _with_parts(needed, weights, members)
    return {rows[uid] for uid in used - needed if uid in rows}


def _with_parts(uids: set[str], weights: dict[str, str], members: dict[str, str]) -> set[str]:
    size = -1
    while size != len(uids):
        size = len(uids)
        uids = uids | {weights[uid] for uid in uids if uid in weights} | {m for m, of in members.items() if of in uids}
    return uids


def _calculations(database: Database, names: RowIds) -> dict[int, set[str]]:
    """For each KPI every input that it or an older definition of it has ever named."""
    owner = {
        row: names.row(uid)
        for row, uid in database.run("SELECT row, f_kpi FROM s_definition WHERE f_kpi IS NOT NULL").fetchall()
    }
    found: dict[int, set[str]] = {}
    for row, value in _values(database, CALCULATIONS):
        found.setdefault(owner.get(row) or row, set()).update(UID.findall(value))
    return found


def _values(database: Database, cells: Iterable[str]) -> list[tuple[int, str]]:
    cells = list(cells)
    marks = ", ".join("?" for _ in cells)
    query = f"""SELECT o.row, o.val FROM op o JOIN field f ON f.ord = o.field
        WHERE f.name IN ({marks}) AND typeof(o.val) = 'text'"""
    return database.run(query, cells).fetchall()


def _referring(database: Database, cells: Iterable[str], uids: set[str]) -> Iterator[int]:
    for row, value in _values(database, cells):
        if not uids.isdisjoint(UID.findall(value)):
            yield row


def _below(database: Database, uids: set[str]) -> Iterator[int]:
    for kind in NODES:
        for row, parent in database.run(f"SELECT row, f_parent FROM {schema.state_table(kind)}"):
            if parent in uids:
                yield row


def _fill(database: Database, hidden: set[int]) -> None:
    database.run("CREATE TEMP TABLE IF NOT EXISTS hidden(row INTEGER PRIMARY KEY)")
    database.run("DELETE FROM temp.hidden")
    database.run_many("INSERT INTO temp.hidden(row) VALUES(?)", ((row,) for row in hidden))


def _touching(database: Database) -> set[int]:
    parts = [
        f"SELECT txn FROM {table} WHERE {column} IN (SELECT row FROM temp.hidden)"
        for table, column in (("op", "row"), ("meas", "input"), ("meas_old", "input"), ("ack", "row"))
    ]
    return {txn for (txn,) in database.run(" UNION ".join(parts))}


def _naming(database: Database, hidden: set[int]) -> set[int]:
    """Transactions whose label names something hidden, as the label of an import may."""
    texts = {value.casefold() for row, value in _values(database, NAMING) if row in hidden}
    texts = {text for text in texts if len(text) >= SHORTEST_NAME}
    labels = database.run("SELECT ord, label FROM txn").fetchall()
    return {txn for txn, label in labels if any(text in _words(label) for text in texts)}


def _words(label: str) -> str:
    try:
        return json.dumps(json.loads(label), ensure_ascii=False).casefold()
    except ValueError:
        return label.casefold()


def _mark(database: Database, parts: set[int]) -> None:
    database.run_many(
        f"UPDATE txn SET kind = kind | {schema.REDACTED}, label = ? WHERE ord = ?",
        ((LEFT_OUT.encode(), txn) for txn in parts),
    )
    sums = [(digest(content), txn) for txn, content in read(database.connection, parts, "main")]
    database.run_many("UPDATE txn SET sum = ? WHERE ord = ?", sums)


def has_parts(connection: sqlite3.Connection) -> bool:
    """Tell whether a file holds only a part of some transaction."""
    return connection.execute(f"SELECT 1 FROM txn WHERE kind & {schema.REDACTED} LIMIT 1").fetchone() is not None
