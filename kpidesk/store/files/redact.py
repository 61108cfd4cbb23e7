"""A copy without the sensitive KPIs: their rows, their numbers and everything told of them are not in its log.

The copy keeps every transaction by name, number and stamp, so that what the receiver does merges back
like any other work. Of a transaction that touched something hidden, that part is taken out, its label is
replaced, and its kind says ``REDACTED``; its digest is made anew over what is left. The rules that keep
such copies from doing harm are in ``mixing``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kpidesk.domain.entities import KINDS, NODES, Definition, Input, KeptReview, Kpi, SlideNote, Source
from kpidesk.store.db import schema
from kpidesk.store.db.picked import pick
from kpidesk.store.db.query import Query
from kpidesk.store.log import digest, fold, readback, state
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.statements import SEAL
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.domain.entities import Entity
    from kpidesk.store.db.database import Database

UID = re.compile(r"[0-9a-f]{32}")
BELONGING = (
    "target.kpi", "annotation.about", "definition.kpi", "shift.kpi", "keyresult.kpi", "checkin.key_result",
    "milestone.key_result", "agreement.about", "frozen.node", "dismissal.key",
    "reviewnote.about",
)  # fmt: skip
"""Cells that make a row part of another: it goes where that goes."""
WHOLE: tuple[type[Entity], ...] = (KeptReview, Source, SlideNote)
"""Kinds whose rows may tell of anything: none of them goes along when anything is hidden."""
CALCULATIONS = ("kpi.calculation", "definition.calculation")
NAMING = ("kpi.name", "kpi.short_name", "input.name", "input.key")
LEFT_OUT = msg("a change that this copy leaves out")
SHORTEST_NAME = 3
HIDDEN = "hidden"
TOUCHING = (("op", "row"), ("meas", "input"), ("meas_old", "input"), ("ack", "row"))
HOLDING = (*TOUCHING, ("row", "ord"))
"""Tables with the column that names a row."""

DROP = Query(
    lambda t, *, table, column: t.table(table).delete().where(t.among(getattr(t.table(table), column), HIDDEN))
)
TOUCHED_BY = Query(
    lambda t: t.united(
        (
            t.table(name).select(t.table(name).txn).where(t.among(getattr(t.table(name), row), HIDDEN))
            for name, row in TOUCHING
        ),
        once=True,
    )
)
ROWS_OF = Query(lambda t, tabs: t.Row.select(t.Row.ord).where(t.Row.tab.in_(tabs)))
VALUES = Query(
    lambda t, cells: t.ops(t.Op.row, t.Op.val).where(t.CellName.name.in_(cells), t.fn.TYPEOF(t.Op.val) == "text")
)
LABELS = Query(lambda t: t.Txn.select(t.Txn.ord, t.Txn.label))
MARK = Query(
    lambda t, label, ref: t.Txn.update(kind=t.Txn.kind.bin_or(schema.REDACTED), label=label).where(t.Txn.ord == ref)
)


def take_out(database: Database) -> int:
    """Take everything sensitive out of a temporary copy; give how many KPIs that were."""
    names = RowIds(database)
    hidden = hidden_rows(database, names)
    if not hidden:
        return 0
    kpis = sum(names.kind(row) is Kpi for row in hidden)
    with database.transaction():
        pick(database, HIDDEN, hidden)
        parts = _touching(database) | _naming(database, hidden)
        for table, column in HOLDING:
            DROP.run(database, table=table, column=column)
        _mark(database, parts)
        fold.rebuild(database, RowIds(database))
    return kpis


def hidden_rows(database: Database, names: RowIds) -> set[int]:
    """Rows of sensitive KPIs, buried ones too, and every row that tells something of them."""
    kpis = {row for row, sensitive in state.HELD.run(database, kind=Kpi, names=("sensitive",)) if sensitive == 1}
    hidden = kpis | _inputs_of(database, names, kpis)
    if kpis:
        hidden |= set(ROWS_OF.column(database, [KINDS.index(kind) for kind in WHOLE]))
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
    for row, weight, member_of in state.HELD.rows(database, kind=Input, names=("weight", "member_of")):
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
        for row, uid in state.HELD.rows(database, kind=Definition, names=("kpi",))
        if uid is not None
    }
    found: dict[int, set[str]] = {}
    for row, value in _values(database, CALCULATIONS):
        found.setdefault(owner.get(row) or row, set()).update(UID.findall(value))
    return found


def _values(database: Database, cells: Iterable[str]) -> list[tuple[int, str]]:
    return VALUES.rows(database, list(cells))


def _referring(database: Database, cells: Iterable[str], uids: set[str]) -> Iterator[int]:
    for row, value in _values(database, cells):
        if not uids.isdisjoint(UID.findall(value)):
            yield row


def _below(database: Database, uids: set[str]) -> Iterator[int]:
    for kind in NODES:
        for row, parent in state.HELD.run(database, kind=kind, names=("parent",)):
            if parent in uids:
                yield row


def _touching(database: Database) -> set[int]:
    return set(TOUCHED_BY.column(database))


def _naming(database: Database, hidden: set[int]) -> set[int]:
    """Transactions whose label names something hidden, as the label of an import may."""
    texts = {value.casefold() for row, value in _values(database, NAMING) if row in hidden}
    texts = {text for text in texts if len(text) >= SHORTEST_NAME}
    return {txn for txn, label in LABELS.run(database) if any(text in _words(label) for text in texts)}


def _words(label: str) -> str:
    try:
        return json.dumps(json.loads(label), ensure_ascii=False).casefold()
    except ValueError:
        return label.casefold()


def _mark(database: Database, parts: set[int]) -> None:
    MARK.many(database, ((LEFT_OUT.encode(), txn) for txn in parts))
    sums = [(digest.digest(content), txn) for txn, content in readback.read(database.connection, parts, "main")]
    SEAL.many(database, sums)
