"""The log read from its newest end, as far as a filter lets it through: for a history of any length.

What a filter looks for is worked out once (``Trail.__init__``); after that the log is read in parts, so
that a rare word in a hundred thousand changes never holds up the window.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kpidesk.domain.entities import (
    KINDS,
    Agreement,
    Annotation,
    CheckIn,
    Definition,
    Entity,
    Initiative,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    Shift,
    Target,
    Uid,
)
from kpidesk.domain.period import Period
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec, history, merge_record
from kpidesk.store.log.history import CellChange, HistoryEntry
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.writer import decode_value

PART = 500
"""Changes read at a time."""
SCANNED = 10_000
"""Changes looked at before the reader is asked whether to go on."""
BRIEF = 60
"""A change of more cells than this is told by its name."""
NAMES = ("title", "name", "text", "note")
LONGEST = 2000
"""A cell longer than this is a picture or a packed review, and is not searched."""


class Topic(Enum):
    """What a change is about."""

    NUMBERS = "numbers"
    GOALS = "goals"
    KPIS = "kpis"
    NOTES = "notes"
    MERGES = "merges"
    OTHER = "other"


KINDS_OF: dict[Topic, tuple[type[Entity], ...]] = {
    Topic.GOALS: (Objective, KeyResult, Initiative, Milestone, Agreement),
    Topic.KPIS: (Kpi, Target, Definition, Shift),
    Topic.NOTES: (Annotation, CheckIn),
}
KINDS_OF[Topic.OTHER] = tuple(kind for kind in KINDS if not any(kind in kinds for kinds in list(KINDS_OF.values())))
BROUGHT = (schema.IMPORT, schema.MERGE, schema.RESTORE)


@dataclass(frozen=True)
class HistoryFilter:
    """Which changes to tell of; what is empty lets everything through.

    ``rows`` are rows of which at least one must have changed; with ``what`` as well, one field of theirs, or
    one period of an input. ``refs`` are the changes themselves, as ``Merged`` names them.
    """

    words: str = ""
    author: str = ""
    topic: Topic | None = None
    rows: tuple[Uid, ...] = ()
    what: str | Period | None = None
    refs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Brief:
    """What one change changed: its first ``cells``, and how many cells there are in all."""

    cells: tuple[CellChange, ...]
    size: int


@dataclass(frozen=True)
class Merged:
    """What a merge took in: how many changes, whose, and which."""

    count: int
    authors: tuple[str, ...]
    refs: tuple[int, ...] = ()


class Trail:
    """The changes that a filter lets through, newest first; ``more`` reads on, ``ended`` tells when to stop."""

    def __init__(self, database: Database, names: RowIds, wanted: HistoryFilter) -> None:
        self._database, self._names, self._wanted = database, names, wanted
        self._words = wanted.words.casefold().strip()
        self._at: tuple[int, bytes] | None = None
        self.ended = False
        self._allowed = self._only_about()
        self._found = self._worded() if self._words else set()

    def more(self, limit: int = 200, scanned: int = SCANNED) -> list[HistoryEntry]:
        """The next changes, at most ``limit``; fewer when ``scanned`` were looked at, or when it has ended."""
        found: list[HistoryEntry] = []
        while not self.ended and len(found) < limit and scanned > 0:
            rows = self._read(min(PART, limit - len(found)) if self._open else PART)
            scanned -= PART
            found += [history.entry_of(row[:7]) for row in rows if self._passes(row[0], row[2], row[3])]
        return found

    @property
    def _open(self) -> bool:
        return self._wanted == HistoryFilter()

    def _read(self, count: int) -> list[tuple[Any, ...]]:
        query = """SELECT t.ord, t.wall, s.author, t.label, t.kind, (SELECT count(*) FROM op WHERE txn = t.ord),
            t.undo_of, t.hlc, s.uid FROM txn t JOIN session s ON s.ord = t.session
            WHERE ?1 IS NULL OR t.hlc < ?1 OR (t.hlc = ?1 AND s.uid < ?2) ORDER BY t.hlc DESC, s.uid DESC LIMIT ?3"""
        rows = self._database.run(query, (*(self._at or (None, None)), count)).fetchall()
        self.ended = len(rows) < count
        if rows:
            self._at = rows[-1][7], rows[-1][8]
        return rows

    def _passes(self, ref: int, author: str, label: str) -> bool:
        if self._wanted.author and author != self._wanted.author:
            return False
        if self._allowed is not None and ref not in self._allowed:
            return False
        return not self._words or ref in self._found or self._words in str(history.safe_label(label)).casefold()

    # ---- what a filter looks for -------------------------------------------------------------------

    def _only_about(self) -> set[int] | None:
        """The changes of some rows or of a topic; ``None`` where all may pass."""
        wanted = self._wanted
        parts: list[set[int]] = []
        if wanted.refs:
            parts.append(set(wanted.refs))
        if wanted.rows:
            rows = [row for uid in wanted.rows if (row := self._names.row(uid)) is not None]
            parts.append(self._touching(rows, wanted.what))
        if wanted.topic is not None:
            parts.append(self._of_topic(wanted.topic))
        return set.intersection(*parts) if parts else None

    def _of_topic(self, topic: Topic) -> set[int]:
        if topic is Topic.NUMBERS:
            return self._all("SELECT txn FROM meas UNION SELECT txn FROM meas_old")
        if topic is Topic.MERGES:
            marks = ", ".join(map(str, BROUGHT))
            return self._all(f"SELECT ord FROM txn WHERE kind & {~schema.REDACTED} IN ({marks})")
        tabs = ", ".join(str(KINDS.index(kind)) for kind in KINDS_OF[topic])
        return self._all(f"SELECT DISTINCT o.txn FROM op o JOIN row r ON r.ord = o.row WHERE r.tab IN ({tabs})")

    def _touching(self, rows: Sequence[int], what: str | Period | None = None) -> set[int]:
        marks = ", ".join(map(str, rows)) or "-1"
        if isinstance(what, Period):
            parts = [f"SELECT txn FROM {t} WHERE input IN ({marks}) AND period = ?1" for t in ("meas", "meas_old")]
            return self._all(" UNION ".join(parts), (what.code(),))
        if what is not None:
            kind = self._names.kind(rows[0]) if rows else None
            cell = "" if kind is None else codec.life_of(kind) if what == codec.LIFE else codec.cell_of(kind, what).name
            query = f"SELECT o.txn FROM op o JOIN field f ON f.ord = o.field WHERE o.row IN ({marks}) AND f.name = ?1"
            return self._all(query, (cell,))
        query = f"SELECT txn FROM op WHERE row IN ({marks})"
        for table in ("meas", "meas_old"):
            query += f" UNION SELECT txn FROM {table} WHERE input IN ({marks})"
        return self._all(query)

    def _all(self, query: str, parameters: Sequence[object] = ()) -> set[int]:
        return {txn for (txn,) in self._database.run(query, parameters)}

    def _worded(self) -> set[int]:
        """The changes of rows whose name holds the words, and those that wrote them."""
        found = self._touching(self._rows_named())
        query = f"""SELECT txn, val FROM op WHERE typeof(val) = 'text'
            AND length(val) BETWEEN {len(self._words)} AND {LONGEST}"""
        return found | {txn for txn, value in self._database.run(query) if self._words in value.casefold()}

    def _rows_named(self) -> list[int]:
        found = []
        for kind in KINDS:
            for name in [name for name in NAMES if name in kind.__dataclass_fields__]:
                rows = self._database.run(f"SELECT row, f_{name} FROM {schema.state_table(kind)}")
                found += [row for row, words in rows if isinstance(words, str) and self._words in words.casefold()]
        return found


def briefs(database: Database, names: RowIds, entries: Sequence[HistoryEntry]) -> dict[int, Brief]:
    """What each of some changes changed, read in one go: of large ones only the beginning."""
    found: dict[int, list[CellChange]] = {entry.ref: [] for entry in entries}
    counts: dict[int, int] = {}
    few = [entry.ref for entry in entries if entry.cells <= BRIEF]
    for txn, row, name, after, before in _written(database, few):
        found[txn] += history.cell_changes(names, row, name, before, after)
    for txn, row, code, after, before, count in _measured(database, list(found)):
        values = decode_value(before), decode_value(after)
        found[txn].append(CellChange(names.kind(row), names.uid(row), "", *values, history.period_of(code)))
        counts[txn] = count
    return {entry.ref: Brief(tuple(found[entry.ref]), entry.cells + counts.get(entry.ref, 0)) for entry in entries}


def _written(database: Database, refs: list[int]) -> list[tuple[int, int, str, Any, Any]]:
    marks = ", ".join("?" for _ in refs)
    query = f"""SELECT o.txn, o.row, f.name, o.val,
        (SELECT p.val FROM op p WHERE p.txn = o.prev AND p.row = o.row AND p.field = o.field)
        FROM op o JOIN field f ON f.ord = o.field WHERE o.txn IN ({marks})"""
    return database.run(query, refs).fetchall()


def _measured(database: Database, refs: list[int]) -> list[tuple[int, int, int, Any, Any, int]]:
    """The first measurements of each change, and how many it has; they are not stored by change, so read once."""
    marks = ", ".join("?" for _ in refs)
    parts = [f"SELECT txn, input, period, val, prev FROM {t} WHERE txn IN ({marks})" for t in ("meas", "meas_old")]
    query = f"""WITH few AS (SELECT *, count(*) OVER (PARTITION BY txn) AS size,
          row_number() OVER (PARTITION BY txn ORDER BY input, period) AS place FROM ({" UNION ALL ".join(parts)}))
        SELECT m.txn, m.input, m.period, m.val,
        (SELECT o.val FROM meas_old o WHERE o.input = m.input AND o.period = m.period AND o.txn = m.prev), m.size
        FROM few m WHERE place <= {BRIEF} ORDER BY m.txn, m.input, m.period"""
    return database.run(query, [*refs, *refs]).fetchall()


def merged_in(database: Database, ref: int) -> Merged:
    """What a merge took in; the records of other merges are not changes."""
    taken = merge_record.taken_by(database, ref)
    query = "SELECT s.author, t.kind & ? FROM txn t JOIN session s ON s.ord = t.session WHERE t.ord = ?"
    rows = [database.run(query, (~schema.REDACTED, txn)).fetchone() for txn in sorted(taken)]
    refs = tuple(txn for txn, (_author, kind) in zip(sorted(taken), rows, strict=True) if kind != schema.MERGE)
    authors = dict.fromkeys(author for author, kind in rows if kind != schema.MERGE and author)
    return Merged(len(refs), tuple(authors), refs)


def taken_back(database: Database) -> set[int]:
    """Every change that has been taken back and not been done again since."""
    undone: set[int] = set()
    # Whoever takes back comes after what is taken back; so the newest ones first, each standing or not for good.
    query = """SELECT t.ord, t.undo_of FROM txn t JOIN session s ON s.ord = t.session
        WHERE t.undo_of IS NOT NULL ORDER BY t.hlc DESC, s.uid DESC"""
    for ref, of in database.run(query):
        if ref not in undone:
            undone.add(of)
    return undone


def everybody(database: Database) -> list[str]:
    """Everybody who has changed something, by name."""
    return [name for (name,) in database.run("SELECT DISTINCT author FROM session WHERE author <> '' ORDER BY author")]


def first_merge_after(database: Database, moment: dt.datetime) -> int | None:
    """The merge that was recorded next after a moment, if there is one."""
    query = "SELECT ord FROM txn WHERE kind & ? = ? AND wall >= ? ORDER BY wall LIMIT 1"
    found: int | None = database.one(query, (~schema.REDACTED, schema.MERGE, int(moment.timestamp() * 1000)))
    return found
