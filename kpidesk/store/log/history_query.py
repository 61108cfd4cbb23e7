"""The log read from its newest end, as far as a filter lets it through: for a history of any length.

What a filter looks for is worked out once (``Trail.__init__``); after that the log is read in parts, so
that a rare word in a hundred thousand changes never holds up the window.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from kpidesk.clock import moment_of
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
from kpidesk.records import record
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import MOST_LISTED, Query
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
AT_ONCE = 5_000
"""So many numbers are put in order here."""
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

PARTS = Query(
    lambda t, hlc, uid, count: (
        t.entries(t.SignedTxn.hlc, t.SignedTxn.uid)
        .where(hlc.is_null() | (t.SignedTxn.hlc < hlc) | ((t.SignedTxn.hlc == hlc) & (t.SignedTxn.uid < uid)))
        .limit(count)
    )
)
WITH_NUMBERS = Query(lambda t: t.united((table.select(table.txn) for table in t.NUMBERS), once=True))
OF_KINDS = Query(lambda t, kinds: t.SignedTxn.select(t.SignedTxn.ord).where(t.SignedTxn.kind.in_(kinds)))
OF_TABS = Query(
    lambda t, tabs: t.Op.select(t.Op.txn).join(t.Row, on=t.Op.row == t.Row.ord).where(t.Row.tab.in_(tabs)).distinct()
)
OF_NUMBER = Query(
    lambda t, rows, period: t.numbers("txn", lambda of: of.input.in_(rows) & (of.period == period), once=True)
)
OF_CELL = Query(lambda t, rows, cell: t.ops(t.Op.txn).where(t.Op.row.in_(rows), t.CellName.name == cell))
OF_ROWS = Query(
    lambda t, rows: (
        t.Op.select(t.Op.txn).where(t.Op.row.in_(rows)) | t.numbers("txn", lambda of: of.input.in_(rows), once=True)
    )
)
TEXTS = Query(
    lambda t, shortest: t.Op.select(t.Op.txn, t.Op.val).where(
        t.fn.TYPEOF(t.Op.val) == "text", t.fn.LENGTH(t.Op.val).between(shortest, LONGEST)
    )
)
NEWEST = Query(lambda t: t.Txn.select(t.fn.MAX(t.Txn.ord)))
NAMED = Query(lambda t, *, kind, name: t.state(kind).select(t.state(kind).row, getattr(t.state(kind), f"f_{name}")))
WRITTEN = Query(
    lambda t, refs: t.ops(t.Op.txn, t.Op.row, t.CellName.name, t.Op.val, t.replaced()).where(t.Op.txn.in_(refs))
)
SIGNED = Query(lambda t, ref: t.SignedTxn.select(t.SignedTxn.author, t.SignedTxn.kind).where(t.SignedTxn.ord == ref))
# Whoever takes back comes after what is taken back; so the newest ones first, each standing or not for good.
TAKEN_BACK = Query(
    lambda t: (
        t.SignedTxn.select(t.SignedTxn.ord, t.SignedTxn.undo_of)
        .where(t.SignedTxn.undo_of.is_null(False))
        .order_by(*t.newest_first())
    )
)
BEGAN = Query(lambda t: t.Txn.select(t.fn.MIN(t.Txn.wall)))
EVERYBODY = Query(
    lambda t: t.Session.select(t.Session.author).where(t.Session.author != "").order_by(t.Session.author).distinct()
)
FIRST_MERGE = Query(
    lambda t, wall: (
        t.SignedTxn.select(t.SignedTxn.ord)
        .where(t.SignedTxn.kind == schema.MERGE, t.SignedTxn.wall >= wall)
        .order_by(t.SignedTxn.wall)
        .limit(1)
    )
)


def _first_numbers(t: Any, refs: Any) -> Any:
    """The first numbers of each change by input and period, and what each replaced."""
    number = t.numbers("txn input period val prev", lambda of: of.txn.in_(refs)).alias("number")
    place = t.fn.ROW_NUMBER().over(partition_by=[number.c.txn], order_by=[number.c.input, number.c.period])
    few = number.select_from(
        number.c.txn, number.c.input, number.c.period, number.c.val, number.c.prev, place.alias("place")
    ).alias("few")  # fmt: skip
    return (
        few.select_from(few.c.txn, few.c.input, few.c.period, few.c.val, t.replaced_number(few.c))
        .where(few.c.place <= BRIEF)
        .order_by(few.c.txn, few.c.input, few.c.period)
    )


FIRST_NUMBERS = Query(_first_numbers)


def _numbers_where(t: Any, test: Callable[[Any], Any], most: Any) -> Any:
    number = t.numbers("txn input period val prev", test).alias("number")
    names = number.c.txn, number.c.input, number.c.period, number.c.val, t.replaced_number(number.c)
    return number.select_from(*names).limit(most)


def _numbers_of(t: Any, refs: Any, oldest: Any, newest: Any, most: Any) -> Any:
    # The ends first: of a large import each number is passed over by them, and not looked for among the changes.
    return _numbers_where(t, lambda of: of.txn.between(oldest, newest) & of.txn.in_(refs), most)


def _numbers_beside(t: Any, refs: Any, most: Any) -> Any:
    return _numbers_where(t, lambda of: of.txn.not_in(refs), most)


def _how_many(t: Any, refs: Any) -> Any:
    number = t.numbers("txn", lambda of: of.txn.in_(refs)).alias("number")
    return number.select_from(number.c.txn, t.fn.COUNT(t.SQL("*"))).group_by(number.c.txn)


def _size_of(t: Any, ref: Any) -> Any:
    number = t.numbers("txn", lambda of: of.txn == ref).alias("number")
    return number.select_from(t.fn.COUNT(t.SQL("*")))


def _first_of(t: Any, ref: Any, most: Any) -> Any:
    number = t.numbers("txn input period val prev", lambda of: of.txn == ref).alias("number")
    names = number.c.txn, number.c.input, number.c.period, number.c.val, t.replaced_number(number.c)
    return number.select_from(*names).order_by(number.c.input, number.c.period).limit(most)


NUMBERS_OF, NUMBERS_BESIDE, HOW_MANY = Query(_numbers_of), Query(_numbers_beside), Query(_how_many)
"""Numbers of some changes in any order, those of all others, and how many each has."""
ALL = Query(lambda t: t.united(table.select(t.fn.COUNT(t.SQL("*"))) for table in t.NUMBERS))
"""How many numbers there are, those that stand and those that were replaced."""
SIZE_OF, FIRST_OF = Query(_size_of), Query(_first_of)
"""How many numbers one change has, and the first of them, which are found without looking at all of it."""


@record(frozen=True)
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


@record(frozen=True)
class Brief:
    """What one change changed: its first ``cells``, how many there are in all, and how many of these are numbers."""

    cells: tuple[CellChange, ...]
    size: int
    numbers: int


@record(frozen=True)
class Merged:
    """What a merge took in: how many changes, whose, and which."""

    count: int
    authors: tuple[str, ...]
    refs: tuple[int, ...] = ()


@record(frozen=True)
class Sought:
    """What was found for words when the log ended at ``newest``: texts by their change, names by their row, folded, and
    the changes of those rows."""

    words: str
    newest: int | None
    texts: tuple[tuple[int, str], ...]
    names: tuple[tuple[int, str], ...]
    touching: frozenset[int]


class Trail:
    """The changes that a filter lets through, newest first; ``more`` reads on, ``ended`` tells when to stop.

    Where longer words are looked for than by ``former``, only what held the shorter is looked through.
    """

    def __init__(self, database: Database, names: RowIds, wanted: HistoryFilter, former: Trail | None = None) -> None:
        self._database, self._names, self._wanted = database, names, wanted
        self._words = wanted.words.casefold().strip()
        self._labels: dict[str, bool] = {}
        self._at: tuple[int, bytes] | None = None
        self._read_all, self._spare = False, list[HistoryEntry]()
        self._allowed = self._only_about()
        self.sought: Sought | None = self._seek(None if former is None else former.sought) if self._words else None
        self._found = _changes_of(self.sought)

    def more(self, limit: int = 200, scanned: int = SCANNED) -> list[HistoryEntry]:
        """The next changes, at most ``limit``; fewer when ``scanned`` were looked at, or when it has ended."""
        found = self._spare
        while not self._read_all and len(found) < limit and scanned > 0:
            rows = self._read(min(PART, limit - len(found)) if self._open else PART)
            scanned -= PART
            found += [history.entry_of(row[:7]) for row in rows if self._passes(row[0], row[2], row[3])]
        self._spare = found[limit:]
        return found[:limit]

    @property
    def ended(self) -> bool:
        """Whether there are no more."""
        return self._read_all and not self._spare

    @property
    def _open(self) -> bool:
        return self._wanted == HistoryFilter()

    def _read(self, count: int) -> list[tuple[Any, ...]]:
        rows = PARTS.rows(self._database, *(self._at or (None, None)), count)
        self._read_all = len(rows) < count
        if rows:
            self._at = rows[-1][7], rows[-1][8]
        return rows

    def _passes(self, ref: int, author: str, label: str) -> bool:
        if self._wanted.author and author != self._wanted.author:
            return False
        if self._allowed is not None and ref not in self._allowed:
            return False
        return not self._words or ref in self._found or self._told(label)

    def _told(self, label: str) -> bool:
        """Whether a label holds the words; most labels stand many times."""
        if label not in self._labels:
            self._labels[label] = self._words in str(history.safe_label(label)).casefold()
        return self._labels[label]

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
            return set(WITH_NUMBERS.column(self._database))
        if topic is Topic.MERGES:
            return set(OF_KINDS.column(self._database, BROUGHT))
        return set(OF_TABS.column(self._database, [KINDS.index(kind) for kind in KINDS_OF[topic]]))

    def _touching(self, rows: list[int], what: str | Period | None = None) -> set[int]:
        if isinstance(what, Period):
            return set(OF_NUMBER.column(self._database, rows, what.code()))
        if what is not None:
            kind = self._names.kind(rows[0]) if rows else None
            cell = "" if kind is None else codec.life_of(kind) if what == codec.LIFE else codec.cell_of(kind, what).name
            return set(OF_CELL.column(self._database, rows, cell))
        parts = (rows[start : start + MOST_LISTED] for start in range(0, len(rows), MOST_LISTED))
        return set().union(*(OF_ROWS.column(self._database, part) for part in parts))

    def _seek(self, former: Sought | None) -> Sought:
        """The changes of rows whose name holds the words, and those that wrote them."""
        words, newest = self._words, NEWEST.one(self._database)
        known = former if former is not None and former.newest == newest and former.words in words else None
        texts = tuple(each for each in (known.texts if known else self._texts()) if words in each[1])
        names = tuple(each for each in (known.names if known else self._rows_named()) if words in each[1])
        same = known is not None and len(known.names) == len(names)
        touching = known.touching if known and same else frozenset(self._touching([row for row, _name in names]))
        return Sought(words, newest, texts, names, touching)

    def _texts(self) -> Iterator[tuple[int, str]]:
        for txn, value in TEXTS.run(self._database, len(self._words)):
            yield txn, value.casefold()

    def _rows_named(self) -> Iterator[tuple[int, str]]:
        for kind in KINDS:
            for name in [name for name in NAMES if name in kind.__dataclass_fields__]:
                for row, words in NAMED.run(self._database, kind=kind, name=name):
                    if isinstance(words, str):
                        yield row, words.casefold()


def _changes_of(sought: Sought | None) -> Collection[int]:
    return () if sought is None else sought.touching.union(txn for txn, _text in sought.texts)


class Briefs(Mapping[int, Brief]):
    """What each of some changes changed, by its reference: read in one go, of large ones only the beginning.

    Each is put together when it is asked for: whoever looks at a list sees a tenth of what is read ahead.
    """

    def __init__(self, database: Database, names: RowIds, entries: Sequence[HistoryEntry]) -> None:
        self._names = names
        self._entries = {entry.ref: entry for entry in entries}
        # Numbers are not stored by change, so that those of all are read at once.
        self._counts, numbers = _first_numbers_of(database, list(self._entries))
        few = [entry.ref for entry in entries if entry.cells <= BRIEF]
        self._cells, self._numbers = _by_change(WRITTEN.rows(database, few)), _by_change(numbers)
        self._told: dict[int, Brief] = {}

    def __iter__(self) -> Iterator[int]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, ref: int) -> Brief:
        if ref not in self._told:
            many = self._counts.get(ref, 0)
            self._told[ref] = Brief(tuple(self._changes(ref)), self._entries[ref].cells + many, many)
        return self._told[ref]

    def _changes(self, ref: int) -> Iterator[CellChange]:
        for row, name, after, before in self._cells.get(ref, ()):
            yield from history.cell_changes(self._names, row, name, before, after)
        for row, code, after, before in self._numbers.get(ref, ()):
            values = decode_value(before), decode_value(after)
            yield CellChange(self._names.kind(row), self._names.uid(row), "", *values, history.period_of(code))


def _by_change(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """The rest of each row by the change that it begins with."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for ref, *rest in rows:
        found.setdefault(ref, []).append(tuple(rest))
    return found


def _first_numbers_of(database: Database, refs: Sequence[int]) -> tuple[Mapping[int, int], list[tuple[Any, ...]]]:
    """How many numbers some changes have, and the first of each; a number is not found by its change, so in one go.

    An import of a hundred thousand is not put in order to tell of sixty: it is looked at by itself. Where the rest are
    few, it has what they leave of all numbers, which are counted faster than those of one change.
    """
    left, counts, first = list(refs), dict[int, int](), list[tuple[Any, ...]]()
    rows = _some_numbers_of(database, left)
    while len(rows) > AT_ONCE:
        ((large, share),) = Counter(row[0] for row in rows).most_common(1)
        if 2 * share <= AT_ONCE:
            return counts | dict(HOW_MANY.rows(database, left)), first + FIRST_NUMBERS.rows(database, left)
        first += FIRST_OF.rows(database, large, BRIEF)
        left.remove(large)
        rows = NUMBERS_BESIDE.rows(database, [*counts, large], AT_ONCE + 1)
        if len(rows) <= AT_ONCE:
            counts[large] = sum(ALL.column(database)) - len(rows) - sum(counts.values())
            rows = [row for row in rows if row[0] in left]
        else:
            counts[large] = SIZE_OF.one(database, large)
            rows = _some_numbers_of(database, left)
    changes = itertools.groupby(sorted(rows, key=lambda row: row[:3]), key=lambda row: row[0])
    first += [row for _ref, own in changes for row in itertools.islice(own, BRIEF)]
    return counts | Counter(row[0] for row in rows), first


def _some_numbers_of(database: Database, refs: Sequence[int]) -> list[tuple[Any, ...]]:
    return NUMBERS_OF.rows(database, refs, min(refs), max(refs), AT_ONCE + 1) if refs else []


def merged_in(database: Database, ref: int) -> Merged:
    """What a merge took in; the records of other merges are not changes."""
    taken = merge_record.taken_by(database, ref)
    rows = [SIGNED.rows(database, txn)[0] for txn in sorted(taken)]
    refs = tuple(txn for txn, (_author, kind) in zip(sorted(taken), rows, strict=True) if kind != schema.MERGE)
    authors = dict.fromkeys(author for author, kind in rows if kind != schema.MERGE and author)
    return Merged(len(refs), tuple(authors), refs)


def taken_back(database: Database) -> set[int]:
    """Every change that has been taken back and not been done again since."""
    undone: set[int] = set()
    for ref, of in TAKEN_BACK.run(database):
        if ref not in undone:
            undone.add(of)
    return undone


def everybody(database: Database) -> list[str]:
    """Everybody who has changed something, by name."""
    return list(EVERYBODY.column(database))


def began(database: Database) -> dt.datetime:
    """When the oldest change was made."""
    return moment_of(BEGAN.one(database))


def first_merge_after(database: Database, moment: dt.datetime) -> int | None:
    """The merge that was recorded next after a moment, if there is one."""
    found: int | None = FIRST_MERGE.one(database, int(moment.timestamp() * 1000))
    return found
