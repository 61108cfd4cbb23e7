"""What a merge took in, told row by row: before and after, by whom, conflicts, what lives again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import field, fields, replace
from pathlib import Path

from kpidesk.clock import moment_of
from kpidesk.domain.entities import KINDS, Entity, Input, Uid
from kpidesk.records import record
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec, restore_record
from kpidesk.store.log.conflicts import Conflict, conflicts
from kpidesk.store.log.entity_cache import EntityCache
from kpidesk.store.log.glance import read as read_glance
from kpidesk.store.log.history import CellChange, newest, period_of, safe_label
from kpidesk.store.log.restore_record import Restored
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.undo import VALUE
from kpidesk.store.log.vector import Vector
from kpidesk.store.log.writer import decode_value
from kpidesk.store.merge.taken import Taken
from kpidesk.text import Message

Rows = dict[type[Entity], dict[Uid, Entity]]
NUMBERS = Query(lambda t: t.Meas.select(t.fn.COUNT(t.SQL("*"))).where(t.Meas.val.is_null(False)))
STAMPS = Query(
    lambda t: t.SignedTxn.select(t.SignedTxn.uid, t.SignedTxn.n, t.SignedTxn.wall).order_by(t.SignedTxn.hlc.desc())
)
AUTHORS = Query(
    lambda t, first, last: (
        t.SignedTxn.select(t.SignedTxn.author)
        .where(t.SignedTxn.ord.between(first, last))
        .order_by(t.SignedTxn.author)
        .distinct()
    )
)
BOUNDS = Query(
    lambda t, first, last: t.Txn.select(t.fn.MIN(t.Txn.wall), t.fn.MAX(t.Txn.wall)).where(
        t.Txn.ord.between(first, last)
    )
)
SIGNED = Query(
    lambda t, ref: t.SignedTxn.select(t.SignedTxn.author, t.SignedTxn.wall, t.SignedTxn.kind, t.SignedTxn.label).where(
        t.SignedTxn.ord == ref
    )
)
CLOCK_TOLERANCE = dt.timedelta(minutes=10)
LISTED_MEASUREMENTS = 200
"""So many cells of each input are told one by one; ``MergeReport.measurements`` counts all."""


@record(frozen=True)
class ImportLine:
    """An import of the other side: one line, however many numbers it brought."""

    ref: int
    author: str
    when: dt.datetime
    label: Message
    numbers: int


@record(frozen=True)
class SameName:
    """A row that both sides have added under one name; ``ours`` was here before."""

    kind: type[Entity]
    ours: Uid
    theirs: Uid
    name: str


@record(frozen=True)
class Gain:
    """How many living rows of a kind there are, before and after; measured numbers under ``None``."""

    kind: type[Entity] | None
    before: int
    after: int


@record(frozen=True)
class PersonChanges:
    """What one person did in the copy, in the order of time."""

    author: str
    changes: tuple[CellChange, ...]
    imports: tuple[ImportLine, ...]
    restores: tuple[Restored, ...] = ()


@record(frozen=True)
class MergeReport:
    """What a merge took in, or would take in.

    ``base`` is when both copies were last the same; ``last_author`` changed the copy last, at
    ``last_saved``. ``rows`` gives the rows that ``changes`` name, as they are after the merge, or before
    it where they are gone. ``clock_ahead`` tells by how much the other machine's clock runs ahead, where
    that is more than ten minutes. ``ref`` is the merge's own transaction, for ``undo_merge``.
    """

    authors: tuple[str, ...] = ()
    since: dt.datetime | None = None
    base: dt.datetime | None = None
    last_author: str = ""
    last_saved: dt.datetime | None = None
    transactions: int = 0
    operations: int = 0
    measurements: int = 0
    new_numbers: int = 0
    corrected_numbers: int = 0
    changes: tuple[CellChange, ...] = ()
    imports: tuple[ImportLine, ...] = ()
    restores: tuple[Restored, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    revived: tuple[tuple[type[Entity], Uid], ...] = ()
    skipped_moves: tuple[Uid, ...] = ()
    same_names: tuple[SameName, ...] = ()
    clock_ahead: dt.timedelta | None = None
    gains: tuple[Gain, ...] = ()
    rows: dict[Uid, Entity] = field(default_factory=dict)
    ref: int = field(default=0, compare=False)

    @property
    def people(self) -> tuple[PersonChanges, ...]:
        """Changes that need no choice, by person; who did most comes first."""
        contested = {conflict.key for conflict in self.conflicts}
        found: dict[str, list[CellChange]] = {author: [] for author in self.authors}
        for change in self.changes:
            if _key(change) not in contested:
                found.setdefault(change.author, []).append(change)
        imports = {author: tuple(line for line in self.imports if line.author == author) for author in found}
        restores = {author: tuple(each for each in self.restores if each.author == author) for author in found}
        people = [
            PersonChanges(author, tuple(sorted(changes, key=_moment)), imports[author], restores[author])
            for author, changes in found.items()
            if changes or imports[author] or restores[author]
        ]
        return tuple(sorted(people, key=lambda person: (-len(person.changes), person.author)))


def _key(change: CellChange) -> tuple[Uid, str, object]:
    if change.period is not None or change.kind is None or change.field in ("", codec.LIFE):
        return change.uid, "", change.period
    return change.uid, codec.cell_of(change.kind, change.field).name, None


def _moment(change: CellChange) -> tuple[dt.datetime, int, str]:
    return change.when or dt.datetime.min.replace(tzinfo=dt.UTC), change.ref, change.uid


class Before:
    """What was there ahead of a merge, to compare with."""

    def __init__(self, database: Database, book: EntityCache, copy: Path) -> None:
        self.database = database
        self.rows: Rows = {kind: dict(book.of(kind)) for kind in KINDS}
        self.numbers = _numbers(database)
        glance = read_glance(copy, database.keys)
        self.last_author, self.last_saved = glance.who, glance.when
        self.base = _base(database, glance.vector)


def _numbers(database: Database) -> int:
    return int(NUMBERS.one(database))


def _base(database: Database, theirs: Vector) -> dt.datetime | None:
    """The newest transaction that both have."""
    for uid, n, wall in STAMPS.run(database):
        if n <= theirs.get(uid, 0):
            return moment_of(wall)
    return None


def of_nothing(before: Before) -> MergeReport:
    """Of a copy that brings nothing is told who changed it last, and when."""
    return MergeReport(base=before.base, last_author=before.last_author, last_saved=before.last_saved)


def report(names: RowIds, book: EntityCache, taken: Taken, before: Before, now: dt.datetime) -> MergeReport:
    """Tell what ``taken`` changed; ``book`` already reads the merged state."""
    database = before.database
    if not taken.transactions:
        return of_nothing(before)
    span = taken.transactions[0], taken.transactions[-1]  # entered in one go, at the end of the log
    first, last = BOUNDS.rows(database, *span)[0]
    ahead = moment_of(last) - now
    signer = Signer(database, names)
    rows = tuple(signer.signed(change) for change in _row_changes(names, book, taken, before.rows))
    numbers, imports = _measured_changes(signer, names, taken)
    fresh = set(taken.transactions)
    found = [c for c in conflicts(database, names, fresh) if any(head.theirs for head in c.heads)]
    changed = [(old, new) for _row, _code, old, new, _txn in taken.measured_changes]
    return MergeReport(
        authors=tuple(AUTHORS.column(database, *span)),
        since=moment_of(first),
        base=before.base,
        last_author=before.last_author,
        last_saved=before.last_saved,
        transactions=len(taken.transactions),
        operations=taken.operations,
        measurements=taken.measurements,
        new_numbers=sum(old is None for old, _new in changed),
        corrected_numbers=sum(old is not None for old, _new in changed),
        changes=(*rows, *numbers),
        imports=imports,
        restores=tuple(restore_record.among(database, *span)),
        conflicts=tuple(found),
        revived=tuple(_revived(database, names, book, taken)),
        skipped_moves=tuple(names.uid(row) for _txn, row in taken.skipped_moves),
        same_names=tuple(_same_names(rows, book, before.rows)),
        clock_ahead=ahead if ahead > CLOCK_TOLERANCE else None,
        gains=tuple(_gains(database, book, before)),
        rows=_named(book, before.rows, (*rows, *numbers), found),
    )


class Signer:
    """Who made the value that a cell shows now, and when."""

    def __init__(self, database: Database, names: RowIds) -> None:
        self._database, self._names = database, names
        self._known: dict[int, tuple[str, dt.datetime, int, str]] = {}

    def of(self, txn: int) -> tuple[str, dt.datetime, int, str]:
        """Author, time, kind and label of a transaction."""
        if txn not in self._known:
            author, wall, kind, label = SIGNED.rows(self._database, txn)[0]
            when = moment_of(wall)
            self._known[txn] = (author, when, kind, label)
        return self._known[txn]

    def signed(self, change: CellChange, txn: int | None = None) -> CellChange:
        """The change with its author, time and ref."""
        if txn is None and change.kind is not None:
            life = change.field == codec.LIFE
            cell = codec.life_of(change.kind) if life else codec.cell_of(change.kind, change.field).name
            row = self._names.row(change.uid)
            txn = None if row is None else newest(self._database, row, cell)
        if txn is None:
            return change
        author, when, _kind, _label = self.of(txn)
        return replace(change, author=author, when=when, ref=txn)


def _row_changes(names: RowIds, book: EntityCache, taken: Taken, before: Rows) -> Iterator[CellChange]:
    for row in sorted(taken.rows | taken.measured):
        kind, uid = names.kind(row), names.uid(row)
        if kind is None:
            continue
        old, new = before[kind].get(uid), book.of(kind).get(uid)
        if old is None or new is None:
            if old is not new:
                yield CellChange(kind, uid, codec.LIFE, old is not None, new is not None)
            continue
        for item in fields(kind):
            if getattr(old, item.name) != getattr(new, item.name):
                yield CellChange(kind, uid, item.name, getattr(old, item.name), getattr(new, item.name))


def _measured_changes(
    signer: Signer, names: RowIds, taken: Taken
) -> tuple[tuple[CellChange, ...], tuple[ImportLine, ...]]:
    listed: Counter[int] = Counter()
    imported: Counter[int] = Counter()
    found = []
    for row, code, before, after, txn in taken.measured_changes:
        if signer.of(txn)[2] == schema.IMPORT:
            imported[txn] += 1
            continue
        listed[row] += 1
        if listed[row] <= LISTED_MEASUREMENTS:
            uid, period = names.uid(row), period_of(code)
            change = CellChange(Input, uid, "", decode_value(before), decode_value(after), period)
            found.append(signer.signed(change, txn))
    lines = []
    for txn, numbers in imported.items():
        author, when, _kind, label = signer.of(txn)
        lines.append(ImportLine(txn, author, when, safe_label(label), numbers))
    return tuple(found), tuple(sorted(lines, key=lambda line: (line.when, line.ref)))


def _revived(database: Database, names: RowIds, book: EntityCache, taken: Taken) -> Iterator[tuple[type[Entity], Uid]]:
    """Rows that somebody deleted and that live on, because another had edited them."""
    for row in sorted(taken.rows | taken.measured):
        kind, uid = names.kind(row), names.uid(row)
        if kind is None or uid not in book.of(kind):
            continue
        life = codec.life_of(kind)
        txn = newest(database, row, life)
        if txn is not None and VALUE.one(database, txn, row, names.field(life)):
            yield kind, uid


def _same_names(changes: tuple[CellChange, ...], book: EntityCache, before: Rows) -> Iterator[SameName]:
    for change in changes:
        kind = change.kind
        if kind is None or change.field != codec.LIFE or not change.after:
            continue
        name = name_of(book.of(kind)[change.uid])
        for uid, old in before[kind].items():
            if name and uid in book.of(kind) and name_of(old).casefold() == name.casefold():
                yield SameName(kind, uid, change.uid, name)


def name_of(entity: Entity) -> str:
    """What a row is called, where its kind has names."""
    return str(getattr(entity, "title", "") or getattr(entity, "name", "")).strip()


def _gains(database: Database, book: EntityCache, before: Before) -> Iterator[Gain]:
    for kind in KINDS:
        old, new = len(before.rows[kind]), len(book.of(kind))
        if old != new:
            yield Gain(kind, old, new)
    numbers = _numbers(database)
    if numbers != before.numbers:
        yield Gain(None, before.numbers, numbers)


def _named(
    book: EntityCache, before: Rows, changes: tuple[CellChange, ...], found: list[Conflict]
) -> dict[Uid, Entity]:
    named = {(change.kind, change.uid) for change in changes} | {(conflict.kind, conflict.uid) for conflict in found}
    rows = {uid: book.of(kind).get(uid) or before[kind].get(uid) for kind, uid in named if kind is not None}
    return {uid: entity for uid, entity in rows.items() if entity is not None}
