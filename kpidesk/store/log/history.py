"""Reading the log: what happened, what a transaction changed, and what can be undone."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpidesk.clock import moment_of
from kpidesk.domain.entities import Entity, Input, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec, restore_record
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.writer import decode_value
from kpidesk.text import Message

BY_HAND = (schema.EDIT, schema.IMPORT, schema.FOUND)
"""The kinds of transaction in which somebody makes something, rather than bringing it back."""
MOST_NAMED = 500
"""So many periods are named in one query."""
STACK_DEPTH = 500
"""So many of this copy's own transactions can be undone in turn."""


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Stacks:
    """Transactions that undo and redo would take back, the next one last."""

    undo: tuple[int, ...] = ()
    redo: tuple[int, ...] = ()


def entries(database: Database, limit: int, before: int | None) -> list[HistoryEntry]:
    """The newest transactions first; ``before`` is the ref after which to go on."""
    query = """SELECT t.ord, t.wall, s.author, t.label, t.kind,
        (SELECT count(*) FROM op WHERE txn = t.ord), t.undo_of FROM txn t JOIN session s ON s.ord = t.session
        WHERE (?1 IS NULL OR t.hlc < (SELECT hlc FROM txn WHERE ord = ?1))
        ORDER BY t.hlc DESC, s.uid DESC LIMIT ?2"""
    rows = database.run(query, (before, limit)).fetchall()
    counts = _measured_counts(database, [row[0] for row in rows])
    return [entry_of(row, counts.get(row[0], 0)) for row in rows]


def entry_of(stored: Sequence[Any], measured: int = 0) -> HistoryEntry:
    """An entry from its ordinal, time, author, label, kind, count of cells, and what it undid, as they are stored."""
    ref, wall, author, label, kind, cells, undone = stored
    return HistoryEntry(
        ref, moment_of(wall), author, safe_label(label), kind & ~schema.REDACTED, cells, measured, undone
    )


def _measured_counts(database: Database, refs: list[int]) -> dict[int, int]:
    marks = ", ".join("?" for _ in refs)
    query = " UNION ALL ".join(f"SELECT txn FROM {table} WHERE txn IN ({marks})" for table in ("meas", "meas_old"))
    return dict(database.run(f"SELECT txn, count(*) FROM ({query}) GROUP BY txn", [*refs, *refs]).fetchall())


def made(database: Database, rows: Iterable[int]) -> dict[int, dt.datetime]:
    """When somebody last made each row, new or anew after it had been deleted.

    Bringing a row back by undo or by restoring an older state is not making it.
    """
    wanted = list(rows)
    marks = ", ".join("?" for _ in wanted)
    lives = ", ".join(f"'{name}'" for name in sorted(codec.LIFE_NAMES))
    query = f"""SELECT o.row, max(t.wall) FROM op o JOIN txn t ON t.ord = o.txn
        WHERE o.row IN ({marks}) AND o.val = '' AND t.kind & ~{schema.REDACTED} IN {BY_HAND}
        AND o.field IN (SELECT ord FROM field WHERE name IN ({lives})) GROUP BY o.row"""
    return {row: moment_of(wall) for row, wall in database.run(query, tuple(wanted))}


def changed_after(database: Database, names: RowIds, moment: dt.datetime, cells: Iterable[str]) -> list[CellChange]:
    """Every change of some cells, by their names in the log, that was made after a moment; the oldest first."""
    wanted = list(cells)
    marks = ", ".join("?" for _ in wanted)
    query = f"""SELECT o.row, f.name, o.val,
        (SELECT p.val FROM op p WHERE p.txn = o.prev AND p.row = o.row AND p.field = o.field), t.wall, t.ord
        FROM txn t JOIN session s ON s.ord = t.session JOIN op o ON o.txn = t.ord JOIN field f ON f.ord = o.field
        WHERE t.wall > ? AND f.name IN ({marks}) ORDER BY t.hlc, s.uid"""
    rows = database.run(query, (int(moment.timestamp() * 1000), *wanted)).fetchall()
    return [
        replace(change, when=moment_of(wall), ref=ref)
        for row, name, after, before, wall, ref in rows
        for change in cell_changes(names, row, name, before, after)
    ]


def changes_of(database: Database, names: RowIds, ref: int, limit: int = 1000) -> list[CellChange]:
    """Every cell that a transaction changed, before and after."""
    query = """SELECT o.row, f.name, o.val,
        (SELECT p.val FROM op p WHERE p.txn = o.prev AND p.row = o.row AND p.field = o.field)
        FROM op o JOIN field f ON f.ord = o.field WHERE o.txn = ? LIMIT ?"""
    found = []
    for row, name, after, before in database.run(query, (ref, limit)).fetchall():
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
    query = """SELECT o.val, (SELECT p.val FROM op p WHERE p.txn = o.prev AND p.row = o.row AND p.field = o.field),
        s.author, t.wall, t.ord FROM op o JOIN field f ON f.ord = o.field JOIN txn t ON t.ord = o.txn
        JOIN session s ON s.ord = t.session WHERE o.row = ? AND f.name = ? ORDER BY t.hlc DESC, s.uid DESC"""
    found = []
    for after, before, author, wall, ref in database.run(query, (row, name)).fetchall():
        for change in cell_changes(names, row, name, before, after):
            if change.field == field:
                found.append(replace(change, author=author, when=moment_of(wall), ref=ref))
    return found


def history_of_number(database: Database, names: RowIds, uid: Uid, period: Period) -> list[CellChange]:
    """Every number that was ever entered for one period of an input, newest first."""
    row = names.row(uid)
    query = """WITH entry AS (SELECT txn, val, prev FROM meas WHERE input = ?1 AND period = ?2
          UNION ALL SELECT txn, val, prev FROM meas_old WHERE input = ?1 AND period = ?2)
        SELECT e.val, (SELECT p.val FROM entry p WHERE p.txn = e.prev), s.author, t.wall, t.ord
        FROM entry e JOIN txn t ON t.ord = e.txn JOIN session s ON s.ord = t.session ORDER BY t.hlc DESC, s.uid DESC"""
    rows = database.run(query, (row, period.code())).fetchall() if row is not None else []
    return [
        CellChange(Input, uid, "", decode_value(before), decode_value(after), period, author, moment_of(wall), ref)
        for after, before, author, wall, ref in rows
    ]


def measured_by(database: Database, refs: Iterable[int], limit: int = -1) -> list[tuple[int, int, Any, Any]]:
    """Measurements of some transactions: input row, period code, value, value replaced."""
    refs = list(refs)
    marks = ", ".join("?" for _ in refs)
    parts = [
        f"SELECT input, period, txn, val, prev FROM {table} WHERE txn IN ({marks})" for table in ("meas", "meas_old")
    ]
    query = f"""SELECT m.input, m.period, m.val,
        (SELECT o.val FROM meas_old o WHERE o.input = m.input AND o.period = m.period AND o.txn = m.prev)
        FROM ({" UNION ALL ".join(parts)}) m ORDER BY m.input, m.period LIMIT ?"""
    return database.run(query, [*refs, *refs, limit]).fetchall()


def authors(database: Database, rows: dict[int, Uid]) -> dict[Uid, dict[Period, str]]:
    """Who wrote each measurement of some inputs as it stands now."""
    marks = ", ".join("?" for _ in rows)
    query = f"""SELECT m.input, m.period, s.author FROM meas m JOIN txn t ON t.ord = m.txn
        JOIN session s ON s.ord = t.session WHERE m.input IN ({marks})"""
    found: dict[Uid, dict[Period, str]] = {}
    for row, code, author in database.run(query, list(rows)).fetchall():
        period = period_of(code)
        if period is not None:
            found.setdefault(rows[row], {})[period] = author
    return found


@dataclass(frozen=True)
class Written:
    """Who wrote a measurement as it stands now, and when; ``kind`` is that of their transaction."""

    author: str
    when: dt.datetime
    kind: int

    @property
    def imported(self) -> bool:
        """Tell whether it came out of a file."""
        return self.kind & ~schema.REDACTED == schema.IMPORT


def written(database: Database, row: int, periods: Iterable[Period]) -> dict[Period, Written]:
    """Who wrote some measurements of one input as they stand now."""
    codes = {period.code(): period for period in periods}
    query = """SELECT m.period, s.author, t.wall, t.kind FROM meas m JOIN txn t ON t.ord = m.txn
        JOIN session s ON s.ord = t.session WHERE m.input = ? AND m.period IN ({marks})"""
    found = {}
    for some in batched(list(codes)):
        lines = database.run(query.format(marks=", ".join("?" for _ in some)), [row, *some]).fetchall()
        for code, author, wall, kind in lines:
            found[codes[code]] = Written(author, moment_of(wall), kind)
    return found


def batched(codes: Sequence[int]) -> Iterator[Sequence[int]]:
    """The same in parts that one query can name."""
    return (codes[start : start + MOST_NAMED] for start in range(0, len(codes), MOST_NAMED))


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


def stacks(database: Database) -> Stacks:
    """What undo and redo would do, from this copy's own part of the log.

    An edit goes on the undo stack and empties the redo stack. An undo takes its transaction off and
    stands on the redo stack itself; a redo takes that off and stands on the undo stack.
    """
    query = """SELECT t.ord, t.kind, t.undo_of FROM txn t JOIN session s ON s.ord = t.session
        WHERE EXISTS (SELECT 1 FROM local l WHERE l.key = 'session:' || lower(hex(s.uid))) AND t.kind <> ?
        ORDER BY t.hlc DESC LIMIT ?"""
    undo: list[int] = []
    redo: list[int] = []
    for ref, kind, reverted in reversed(database.run(query, (schema.FOUND, STACK_DEPTH)).fetchall()):
        if kind == schema.UNDO:
            _take(undo, reverted)
            redo.append(ref)
        elif kind == schema.REDO:
            _take(redo, reverted)
            undo.append(ref)
        else:
            undo.append(ref)
            redo.clear()
    return Stacks(tuple(undo), tuple(redo))


def _take(stack: list[int], ref: int | None) -> None:
    if ref in stack:
        stack.remove(ref)


def newest(database: Database, row: int, cell: str) -> int | None:
    """The transaction whose value a cell shows."""
    query = """SELECT o.txn FROM op o JOIN field f ON f.ord = o.field JOIN txn t ON t.ord = o.txn
        JOIN session s ON s.ord = t.session WHERE o.row = ? AND f.name = ? ORDER BY t.hlc DESC, s.uid DESC LIMIT 1"""
    found: int | None = database.one(query, (row, cell))
    return found


def kind_of(database: Database, ref: int) -> int:
    """What kind of transaction it was."""
    return int(database.one("SELECT kind FROM txn WHERE ord = ?", (ref,)) or 0) & ~schema.REDACTED


def is_large(database: Database, ref: int, cells: int) -> bool:
    """Tell whether a transaction changed more than so many cells, or is a merge, whose changes are others' own."""
    if kind_of(database, ref) == schema.MERGE:
        return True
    tables = ("op", "meas", "meas_old")
    query = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE txn = ?" for table in tables)
    return database.one(f"SELECT 1 FROM ({query}) LIMIT 1 OFFSET ?", (ref, ref, ref, cells)) is not None


def label_of(database: Database, ref: int) -> Message:
    """What a transaction was called when it was made."""
    return safe_label(database.one("SELECT label FROM txn WHERE ord = ?", (ref,)) or "")


def safe_label(line: str) -> Message:
    """A label as it was stored; one that can't be put into words is shown as it stands."""
    label = restore_record.worded(Message.decode(line))
    try:
        str(label)
    except (LookupError, ValueError, AttributeError, TypeError):
        return Message(line)
    return label


def series(database: Database, rows: dict[int, Uid]) -> dict[Uid, dict[Period, Value]]:
    """The measurements of some inputs, by period in order; blanks are absent."""
    query = "SELECT period, val FROM meas WHERE input = ? AND val IS NOT NULL ORDER BY period"
    return {uid: _series_of(database.run(query, (row,)).fetchall()) for row, uid in rows.items()}


def _series_of(cells: list[tuple[int, Any]]) -> dict[Period, Value]:
    """Ten years of days are some thousand cells; where all are plain numbers no cell is looked at twice."""
    if not cells:
        return {}
    codes, plains = zip(*cells, strict=True)
    periods = list(map(_period_cached, codes))
    if set(map(type, plains)) == {float} and None not in periods and math.isfinite(sum(plains)):
        return dict(zip(periods, plains, strict=True))  # type: ignore[arg-type]
    values = map(decode_value, plains)
    return {p: value for p, value in zip(periods, values, strict=True) if p is not None and value is not None}


@functools.lru_cache(maxsize=65536)
def _period_cached(code: int) -> Period | None:
    return period_of(code)
