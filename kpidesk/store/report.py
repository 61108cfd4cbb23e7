"""What a merge took in, told row by row: before and after, conflicts, what lives again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields

from kpidesk.domain.entities import KINDS, Entity, Input, Uid
from kpidesk.store import codec
from kpidesk.store.book import Book
from kpidesk.store.conflicts import Conflict, conflicts
from kpidesk.store.database import Database
from kpidesk.store.history import CellChange, newest, period_of
from kpidesk.store.log import Names, decode_value
from kpidesk.store.merge import Taken

Rows = dict[type[Entity], dict[Uid, Entity]]
CLOCK_TOLERANCE = dt.timedelta(minutes=10)
LISTED_MEASUREMENTS = 200
"""So many cells of each input are told one by one; ``MergeReport.measurements`` counts all."""


@dataclass(frozen=True)
class MergeReport:
    """What a merge took in, or would take in.

    ``clock_ahead`` tells by how much the other machine's clock runs ahead, where that is more than
    ten minutes.
    """

    authors: tuple[str, ...] = ()
    since: dt.datetime | None = None
    transactions: int = 0
    operations: int = 0
    measurements: int = 0
    changes: tuple[CellChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    revived: tuple[tuple[type[Entity], Uid], ...] = ()
    skipped_moves: tuple[Uid, ...] = ()
    clock_ahead: dt.timedelta | None = None


def rows_now(book: Book) -> Rows:
    """Every living row, to compare with after the merge."""
    return {kind: dict(book.of(kind)) for kind in KINDS}


def report(database: Database, names: Names, book: Book, taken: Taken, before: Rows, now: dt.datetime) -> MergeReport:
    """Tell what ``taken`` changed; ``book`` already reads the merged state."""
    if not taken.transactions:
        return MergeReport()
    marks = ", ".join(map(str, taken.transactions))
    authors = database.run(
        f"SELECT DISTINCT s.author FROM txn t JOIN session s ON s.ord = t.session WHERE t.ord IN ({marks}) ORDER BY 1"
    ).fetchall()
    first, last = database.run(f"SELECT min(wall), max(wall) FROM txn WHERE ord IN ({marks})").fetchone()
    ahead = dt.datetime.fromtimestamp(last / 1000, dt.UTC) - now
    return MergeReport(
        authors=tuple(author for (author,) in authors),
        since=dt.datetime.fromtimestamp(first / 1000, dt.UTC),
        transactions=len(taken.transactions),
        operations=taken.operations,
        measurements=taken.measurements,
        changes=(*_row_changes(names, book, taken, before), *_measured_changes(names, taken)),
        conflicts=tuple(conflicts(database, names)),
        revived=tuple(_revived(database, names, book, taken)),
        skipped_moves=tuple(names.uid(row) for _txn, row in taken.skipped_moves),
        clock_ahead=ahead if ahead > CLOCK_TOLERANCE else None,
    )


def _row_changes(names: Names, book: Book, taken: Taken, before: Rows) -> Iterator[CellChange]:
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


def _measured_changes(names: Names, taken: Taken) -> Iterator[CellChange]:
    listed: dict[int, int] = {}
    for row, code, before, after in taken.measured_changes:
        listed[row] = listed.get(row, 0) + 1
        if listed[row] <= LISTED_MEASUREMENTS:
            uid = names.uid(row)
            yield CellChange(Input, uid, "", decode_value(before), decode_value(after), period_of(code))


def _revived(database: Database, names: Names, book: Book, taken: Taken) -> Iterator[tuple[type[Entity], Uid]]:
    """Rows that somebody deleted and that live on, because another had edited them."""
    for row in sorted(taken.rows | taken.measured):
        kind, uid = names.kind(row), names.uid(row)
        if kind is None or uid not in book.of(kind):
            continue
        life = codec.life_of(kind)
        txn = newest(database, row, life)
        if txn is not None and database.one(
            "SELECT val FROM op WHERE txn = ? AND row = ? AND field = ?", (txn, row, names.field(life))
        ):
            yield kind, uid
