"""Reading the log: what happened, what a transaction changed, and what can be undone."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kpidesk.clock import moment_of
from kpidesk.domain.entities import Input
from kpidesk.domain.period import Period
from kpidesk.records import record
from kpidesk.store.db import schema
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec, restore_record
from kpidesk.store.log.writer import decode_value
from kpidesk.text import Message

if TYPE_CHECKING:
    from kpidesk.domain.entities import Entity, Uid, Value
    from kpidesk.store.db.database import Database
    from kpidesk.store.log.row_ids import RowIds

BY_HAND = (schema.EDIT, schema.IMPORT, schema.FOUND)
"""The kinds of transaction in which somebody makes something, rather than bringing it back."""
MOST_OF_ONE = 1000
"""So many numbers that one change has made are told of."""
STACK_DEPTH = 500
"""So many of this copy's own transactions can be undone in turn."""

ENTRIES = Query(
    lambda t, before, limit: (
        t.entries()
        .where(before.is_null() | (t.SignedTxn.hlc < t.Txn.select(t.Txn.hlc).where(t.Txn.ord == before)))
        .limit(limit)
    )
)
NEWEST_UNDOES = Query(lambda t: t.SignedTxn.select(t.SignedTxn.undo_of).order_by(*t.newest_first()).limit(1))
MEASURED_COUNTS = Query(
    lambda t, refs: t.counted(t.numbers("txn", lambda of: of.txn.in_(refs)).alias("number"), lambda of: of.c.txn)
)
MADE = Query(
    lambda t, rows: (
        t.Op.select(t.Op.row, t.fn.MAX(t.SignedTxn.wall))
        .join(t.SignedTxn, on=t.Op.txn == t.SignedTxn.ord)
        .where(t.Op.row.in_(rows), t.Op.val == "", t.SignedTxn.kind.in_(BY_HAND))
        .where(t.Op.field.in_(t.CellName.select(t.CellName.ord).where(t.CellName.name.in_(sorted(codec.LIFE_NAMES)))))
        .group_by(t.Op.row)
    )
)
CHANGED_AFTER = Query(
    lambda t, wall, cells: (
        t.signed_ops(t.Op.row, t.CellName.name, t.Op.val, t.replaced(), t.SignedTxn.wall, t.SignedTxn.ord)
        .where(t.SignedTxn.wall > wall, t.CellName.name.in_(cells))
        .order_by(*t.oldest_first())
    )
)
CHANGED_OF = Query(
    lambda t, wall, cells, rows: (
        t.signed_ops(t.Op.row, t.CellName.name, t.Op.val, t.replaced(), t.SignedTxn.wall, t.SignedTxn.ord)
        .where(t.SignedTxn.wall > wall, t.CellName.name.in_(cells), t.Op.row.in_(rows))
        .order_by(*t.oldest_first())
    )
)
CHANGES_OF = Query(
    lambda t, ref, limit: t.ops(t.Op.row, t.CellName.name, t.Op.val, t.replaced()).where(t.Op.txn == ref).limit(limit)
)
EVERY_VALUE = Query(
    lambda t, row, cell: (
        t.signed_ops(t.Op.val, t.replaced(), t.SignedTxn.author, t.SignedTxn.wall, t.SignedTxn.ord)
        .where(t.Op.row == row, t.CellName.name == cell)
        .order_by(*t.newest_first())
    )
)
EVERY_NUMBER = Query(
    lambda t, row, period: t.signed_numbers(
        "val txn prev", lambda of: (of.input == row) & (of.period == period), "author", "wall"
    )
)
MEASURED_BY = Query(
    lambda t, refs, limit: t.with_replaced(
        t.numbers("input period txn val prev", lambda of: of.txn.in_(refs)), "input", "period", "val"
    ).limit(limit)
)
AUTHORS = Query(
    lambda t, rows: (
        t.Meas.select(t.Meas.input, t.Meas.period, t.SignedTxn.author)
        .join(t.SignedTxn, on=t.Meas.txn == t.SignedTxn.ord)
        .where(t.Meas.input.in_(rows))
    )
)
WRITTEN = Query(
    lambda t, row, periods: (
        t.Meas.select(t.Meas.period, t.SignedTxn.author, t.SignedTxn.wall, t.SignedTxn.kind)
        .join(t.SignedTxn, on=t.Meas.txn == t.SignedTxn.ord)
        .where(t.Meas.input == row, t.Meas.period.in_(periods))
    )
)
OWN = Query(
    lambda t, limit: (
        t.SignedTxn.select(t.SignedTxn.ord, t.SignedTxn.kind, t.SignedTxn.undo_of)
        .where(t.made_here(), t.SignedTxn.kind != schema.FOUND)
        .order_by(t.SignedTxn.hlc.desc())
        .limit(limit)
    )
)
OWN_SINCE = Query(
    lambda t, ref: (
        t.SignedTxn.select(t.SignedTxn.ord, t.SignedTxn.kind, t.SignedTxn.undo_of)
        .where(t.SignedTxn.ord > ref, t.made_here(), t.SignedTxn.kind != schema.FOUND)
        .order_by(t.SignedTxn.ord)
    )
)
NEWEST = Query(
    lambda t, row, cell: (
        t.signed_ops(t.Op.txn).where(t.Op.row == row, t.CellName.name == cell).order_by(*t.newest_first()).limit(1)
    )
)
KIND = Query(lambda t, ref: t.SignedTxn.select(t.SignedTxn.kind).where(t.SignedTxn.ord == ref))
LABEL = Query(lambda t, ref: t.Txn.select(t.Txn.label).where(t.Txn.ord == ref))
BEYOND = Query(
    lambda t, ref, cells: (
        t.united(table.select(t.ONE).where(table.txn == ref) for table in (t.Op, *t.NUMBERS)).limit(1).offset(cells)
    )
)
OPS_BEYOND = Query(lambda t, ref, cells: t.Op.select(t.ONE).where(t.Op.txn == ref).limit(1).offset(cells))
MADE_SINCE = Query(
    lambda t, stamp, wall: (
        t.Txn.select(t.Txn.ord).where(t.Txn.hlc >= stamp, t.Txn.wall >= wall).order_by(t.Txn.hlc.desc())
    )
)
CHANGED_FROM = Query(lambda t, ref: t.numbers("input period txn prev", lambda of: of.txn >= ref))
FORMER = Query(
    lambda t, row, period, ref: t.MeasOld.select(t.MeasOld.val).where(
        t.MeasOld.input == row, t.MeasOld.period == period, t.MeasOld.txn == ref
    )
)


@record(frozen=True)
class HistoryEntry:
    """One transaction: who did what and when, how many cells it changed, and which one it took back."""

    ref: int
    when: dt.datetime
    author: str
    label: Message
    kind: int
    cells: int
    measurements: int
    undo_of: int | None = None


@record(frozen=True)
class CellChange:
    """One cell before and after; ``field`` for a cell of a row, ``period`` for a measurement.

    ``author``, ``when`` and ``ref`` tell of the transaction, where it is not known from the context.
    """

    kind: type[Entity] | None
    uid: Uid
    field: str
    before: Any
    after: Any
    period: Period | None = None
    author: str = ""
    when: dt.datetime | None = None
    ref: int = 0


@record(frozen=True)
class Stacks:
    """Transactions that undo and redo would take back, the next one last."""

    undo: tuple[int, ...] = ()
    redo: tuple[int, ...] = ()
    last: int = 0
    """The newest transaction of this copy that has been taken in."""


def entries(database: Database, limit: int, before: int | None) -> list[HistoryEntry]:
    """The newest transactions first; ``before`` is the ref after which to go on."""
    rows = ENTRIES.rows(database, before, limit)
    counts = _measured_counts(database, [row[0] for row in rows])
    return [entry_of(row, counts.get(row[0], 0)) for row in rows]


def newest_undoes(database: Database) -> int | None:
    """What the newest transaction took back, told without an entry: that counts the numbers of the whole file."""
    found: int | None = NEWEST_UNDOES.one(database)
    return found


def entry_of(stored: Sequence[Any], measured: int = 0) -> HistoryEntry:
    """An entry from its ordinal, time, author, label, kind, count of cells, and what it undid, as they are stored."""
    ref, wall, author, label, kind, cells, undone = stored
    return HistoryEntry(ref, moment_of(wall), author, safe_label(label), kind, cells, measured, undone)


def _measured_counts(database: Database, refs: list[int]) -> dict[int, int]:
    return dict(MEASURED_COUNTS.rows(database, refs))


def made(database: Database, rows: Iterable[int]) -> dict[int, dt.datetime]:
    """When somebody last made each row, new or anew after it had been deleted.

    Bringing a row back by undo or by restoring an older state is not making it.
    """
    wanted = list(rows)
    return {row: moment_of(wall) for row, wall in MADE.rows(database, wanted)} if wanted else {}


def changed_after(
    database: Database, names: RowIds, moment: dt.datetime, cells: Iterable[str], uids: Iterable[Uid] | None = None
) -> list[CellChange]:
    """Every change of some cells, by their names in the log, that was made after a moment; the oldest first.

    ``uids`` are the rows that are asked about, where not all are.
    """
    wall, wanted = int(moment.timestamp() * 1000), list(cells)
    if uids is None:
        rows = CHANGED_AFTER.rows(database, wall, wanted)
    else:
        asked = [row for uid in uids if (row := names.row(uid)) is not None]
        rows = CHANGED_OF.rows(database, wall, wanted, asked) if asked else []
    return [
        replace(change, when=moment_of(wall), ref=ref)
        for row, name, after, before, wall, ref in rows
        for change in cell_changes(names, row, name, before, after)
    ]


def changes_of(database: Database, names: RowIds, ref: int, limit: int = 1000) -> list[CellChange]:
    """Every cell that a transaction changed, before and after."""
    found = []
    for row, name, after, before in CHANGES_OF.rows(database, ref, limit):
        found += cell_changes(names, row, name, before, after)
    for row, period, value, before in measured_by(database, [ref], limit):
        uid = names.uid(row)
        found.append(CellChange(names.kind(row), uid, "", decode_value(before), decode_value(value), period_of(period)))
    return found


def history_of(database: Database, names: RowIds, uid: Uid, field: str) -> list[CellChange]:
    """Every value that one field of a row ever had, newest first."""
    row = names.row(uid)
    kind = None if row is None else names.kind(row)
    if row is None or kind is None:
        return []
    name = codec.life_of(kind) if field == codec.LIFE else codec.cell_of(kind, field).name
    found = []
    for after, before, author, wall, ref in EVERY_VALUE.rows(database, row, name):
        for change in cell_changes(names, row, name, before, after):
            if change.field == field:
                found.append(replace(change, author=author, when=moment_of(wall), ref=ref))
    return found


def history_of_number(database: Database, names: RowIds, uid: Uid, period: Period) -> list[CellChange]:
    """Every number that was ever entered for one period of an input, newest first."""
    row = names.row(uid)
    rows = EVERY_NUMBER.rows(database, row, period.code()) if row is not None else []
    values = {ref: value for value, ref, _prev, _author, _wall in rows}
    return [
        CellChange(
            Input, uid, "", decode_value(values.get(prev)), decode_value(after), period, author, moment_of(wall), ref
        )
        for after, ref, prev, author, wall in rows
    ]


def measured_by(database: Database, refs: Iterable[int], limit: int = -1) -> list[tuple[int, int, Any, Any]]:
    """Measurements of some transactions: input row, period code, value, value replaced."""
    return MEASURED_BY.rows(database, list(refs), limit)


def authors(database: Database, rows: dict[int, Uid]) -> dict[Uid, dict[Period, str]]:
    """Who wrote each measurement of some inputs as it stands now."""
    found: dict[Uid, dict[Period, str]] = {}
    for row, code, author in AUTHORS.rows(database, list(rows)):
        period = period_of(code)
        if period is not None:
            found.setdefault(rows[row], {})[period] = author
    return found


@record(frozen=True)
class Written:
    """Who wrote a measurement as it stands now, and when; ``kind`` is that of their transaction."""

    author: str
    when: dt.datetime
    kind: int

    @property
    def imported(self) -> bool:
        """Tell whether it came out of a file."""
        return self.kind == schema.IMPORT


def written(database: Database, row: int, periods: Iterable[Period]) -> dict[Period, Written]:
    """Who wrote some measurements of one input as they stand now."""
    codes = {period.code(): period for period in periods}
    lines = WRITTEN.rows(database, row, list(codes))
    return {codes[code]: Written(author, moment_of(wall), kind) for code, author, wall, kind in lines}


def period_of(code: int) -> Period | None:
    """The period of a stored code; ``None`` for a code of a newer program."""
    try:
        return Period.from_code(code)
    except ValueError:
        return None


def cell_changes(names: RowIds, row: int, name: str, before: Any, after: Any) -> list[CellChange]:
    """One cell of the log in terms of the domain: each of its fields that differs."""
    uid, kind = names.uid(row), names.kind(row)
    known = codec.cells_by_name().get(name)
    if name in codec.LIFE_NAMES:
        return [CellChange(kind, uid, codec.LIFE, before == "", after == "")]
    if kind is None or known is None or known[0] is not kind:
        return [CellChange(kind, uid, name, before, after)]
    olds = codec.split_cell(kind, known[1], before)
    news = codec.split_cell(kind, known[1], after)
    return [
        CellChange(kind, uid, field, codec.decode_field(kind, field, old), codec.decode_field(kind, field, new))
        for field, old, new in zip(known[1].fields, olds, news, strict=True)
        if old != new
    ]


def stacks(database: Database, known: Stacks) -> Stacks:
    """What undo and redo would do, from this copy's own part of the log; what is ``known`` is gone on from.

    An edit goes on the undo stack and empties the redo stack. An undo takes its transaction off and
    stands on the redo stack itself; a redo takes that off and stands on the undo stack.
    """
    undo, redo, last = list(known.undo), list(known.redo), known.last
    rows = OWN_SINCE.rows(database, last) if last else OWN.rows(database, STACK_DEPTH)[::-1]
    for ref, kind, reverted in rows:
        last = max(last, ref)
        if kind == schema.UNDO:
            _take(undo, reverted)
            redo.append(ref)
        elif kind == schema.REDO:
            _take(redo, reverted)
            undo.append(ref)
        else:
            undo.append(ref)
            redo.clear()
    return Stacks(tuple(undo[-STACK_DEPTH:]), tuple(redo[-STACK_DEPTH:]), last)


def _take(stack: list[int], ref: int | None) -> None:
    if ref in stack:
        stack.remove(ref)


def newest(database: Database, row: int, cell: str) -> int | None:
    """The transaction whose value a cell shows."""
    found: int | None = NEWEST.one(database, row, cell)
    return found


def kind_of(database: Database, ref: int) -> int:
    """What kind of transaction it was."""
    return int(KIND.one(database, ref) or 0)


def is_large(database: Database, ref: int, cells: int, numbers: int | None = None) -> bool:
    """Tell whether a transaction changed more than so many cells, or is a merge, whose changes are others' own.

    How many ``numbers`` it made may be known; else all that stand are gone through.
    """
    if kind_of(database, ref) == schema.MERGE:
        return True
    if numbers is None:
        return BEYOND.one(database, ref, cells) is not None
    return numbers > cells or OPS_BEYOND.one(database, ref, cells - numbers) is not None


def label_of(database: Database, ref: int) -> Message:
    """What a transaction was called when it was made."""
    return safe_label(LABEL.one(database, ref) or "")


@functools.lru_cache(maxsize=1 << 12)
def safe_label(line: str) -> Message:
    """A label as it was stored; one that can't be put into words is shown as it stands. Most stand many times."""
    label = restore_record.worded(Message.decode(line))
    try:
        str(label)
    except (LookupError, ValueError, AttributeError, TypeError):
        return Message(line)
    return label


Place = tuple[int, int]
"""The row of an input, and the code of a period."""


def replaced_since(database: Database, moment: dt.datetime) -> dict[Place, Value | None]:
    """The measurements made since a moment, with what stood there before it; of one change up to a thousand."""
    wall = int(moment.timestamp() * 1000)
    refs = list(MADE_SINCE.column(database, wall << 16, wall))
    if not refs:
        return {}
    ages, first = {ref: age for age, ref in enumerate(refs)}, dict[Place, tuple[int, int | None]]()
    counts = dict.fromkeys(refs, MOST_OF_ONE)
    for row, code, ref, former in CHANGED_FROM.run(database, min(refs)):
        left = counts.get(ref, 0)
        if left > 0:
            counts[ref] = left - 1
            known = first.get((row, code))
            if known is None or known[0] < ages[ref]:
                first[row, code] = ages[ref], former
    return {
        (row, code): None if former is None else decode_value(FORMER.one(database, row, code, former))
        for (row, code), (_age, former) in first.items()
    }
