"""What can be asked of an open file: living rows, the goal tree, measurements, history, conflicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from kpidesk.clock import Clock
from kpidesk.domain.entities import Company, Entity, Input, Node, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec, conflicts, history, history_query
from kpidesk.store.log.conflicts import Conflict
from kpidesk.store.log.entity_cache import Book, position
from kpidesk.store.log.history import CellChange, HistoryEntry
from kpidesk.store.log.history_query import Brief, HistoryFilter, Merged, Trail
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.transaction import gone

E = TypeVar("E", bound=Entity)


class Reading:
    """The reads of a workspace; entities are frozen and kept in memory."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._names = RowIds(database)
        self._book = Book(database)

    @property
    def company(self) -> Company:
        """The business that the file belongs to."""
        return next(iter(self._book.of(Company).values()), Company(""))

    def now(self) -> dt.datetime:
        """The time by the workspace's clock."""
        return self._clock()

    def today(self) -> dt.date:
        """The date by the workspace's clock."""
        return self._clock().date()

    def find(self, kind: type[E], uid: Uid | None) -> E | None:
        """A living row, or ``None``."""
        return None if uid is None else self._book.of(kind).get(uid)

    def recall(self, kind: type[E], uid: Uid) -> E | None:
        """A row as it was last, also when it has been deleted; ``None`` for one that never was."""
        return self.find(kind, uid) or self._book.stored(kind, uid)

    def get(self, kind: type[E], uid: Uid) -> E:
        """A living row; raises ``NotFound``."""
        found = self.find(kind, uid)
        if found is None:
            raise gone()
        return found

    def all(self, kind: type[E]) -> list[E]:
        """Every living row of a kind, in its order where it has one."""
        found = list(self._book.of(kind).values())
        if any(item.name == "order" for item in fields(kind)):
            return sorted(found, key=position)
        return sorted(found, key=lambda entity: entity.uid)

    def node(self, uid: Uid) -> Node:
        """A living node of the goal tree; raises ``NotFound``."""
        found = self._book.node(uid)
        if found is None:
            raise gone()
        return found

    def find_node(self, uid: Uid | None) -> Node | None:
        """A living node of the goal tree, or ``None``."""
        return None if uid is None else self._book.node(uid)

    def children(self, parent: Uid | None) -> list[Node]:
        """Living nodes under a node, in order; the roots under ``None``."""
        return self._book.children(parent)

    def series(self, input_uid: Uid) -> dict[Period, Value]:
        """The measurements of an input by period, in order; blanks are absent."""
        return self.series_many([input_uid]).get(input_uid, {})

    def series_many(self, input_uids: Iterable[Uid]) -> dict[Uid, dict[Period, Value]]:
        """The measurements of several inputs, read in one go."""
        wanted = list(dict.fromkeys(input_uids))
        rows = {row: uid for uid in wanted if (row := self._names.row(uid)) is not None}
        found = history.series(self._database, rows)
        return {uid: found.get(uid, {}) for uid in wanted}

    def off_grid(self) -> dict[Uid, list[Period]]:
        """The numbers that nobody sees, by input: those on periods that the company has not."""
        start, found = self.company.fiscal_year_start, {}
        known = [source.uid for source in self.all(Input) if source.frequency.months > 1]
        for uid, series in self.series_many(known).items():
            off = [period for period in series if not period.on_grid(start)]
            if off:
                found[uid] = off
        return found

    def authors(self, input_uids: Iterable[Uid]) -> dict[Uid, dict[Period, str]]:
        """Who entered each number of some inputs as it stands now, by period."""
        rows = {row: uid for uid in input_uids if (row := self._names.row(uid)) is not None}
        return history.authors(self._database, rows)

    def made_on(self, uids: Iterable[Uid]) -> dict[Uid, dt.date]:
        """The day on which somebody last made each row in this file; bringing it back by undo makes it no newer."""
        rows = {row: uid for uid in uids if (row := self._names.row(uid)) is not None}
        zone = self.now().tzinfo
        return {rows[row]: when.astimezone(zone).date() for row, when in history.made(self._database, rows).items()}

    def held_on(self, day: dt.date, wanted: Mapping[type[Entity], Iterable[str]]) -> dict[Uid, dict[str, Any]]:
        """What some fields held at the end of ``day``, where they have been changed since; by row and field.

        A row that was made in this file after the day was entered after the fact: of it, what the day of its
        making left counts from the beginning.
        """
        if day >= self.today():
            return {}
        cells = {codec.cell_of(kind, name).name for kind, names in wanted.items() for name in names}
        changes = history.changed_after(self._database, self._names, self._end_of(day), cells)
        made = self.made_on({change.uid for change in changes})
        found: dict[Uid, dict[str, Any]] = {}
        for change in changes:
            when = change.when.astimezone(self.now().tzinfo).date() if change.when else day
            if change.field in wanted.get(change.kind or Entity, ()) and when > made.get(change.uid, day):
                found.setdefault(change.uid, {}).setdefault(change.field, change.before)
        return found

    def _end_of(self, day: dt.date) -> dt.datetime:
        """The last moment of a day by the workspace's clock."""
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, self.now().tzinfo) - dt.timedelta.resolution

    def history(self, limit: int = 200, before: int | None = None) -> list[HistoryEntry]:
        """The newest transactions first; ``before`` is the ref after which to go on."""
        return history.entries(self._database, limit, before)

    def began(self) -> dt.datetime:
        """When the oldest change was made."""
        return history.moment_of(self._database.one("SELECT min(wall) FROM txn"))

    def trail(self, wanted: HistoryFilter) -> Trail:
        """The changes that a filter lets through, to be read on in parts."""
        return Trail(self._database, self._names, wanted)

    def briefs(self, entries: Sequence[HistoryEntry]) -> dict[int, Brief]:
        """What each of some changes changed, read in one go; of large ones only the beginning."""
        return history_query.briefs(self._database, self._names, entries)

    def merged_in(self, ref: int) -> Merged:
        """What a merge took in: how many changes, and whose."""
        return history_query.merged_in(self._database, ref)

    def taken_back(self) -> set[int]:
        """Every change that has been taken back and not been done again since."""
        return history_query.taken_back(self._database)

    def merge_after(self, moment: dt.datetime) -> Merged | None:
        """The merge that came next after a moment: the one that a backup was made ahead of."""
        ref = history_query.first_merge_after(self._database, moment)
        return None if ref is None else self.merged_in(ref)

    def everybody(self) -> list[str]:
        """Everybody who has changed something here, by name."""
        return history_query.everybody(self._database)

    def changes_of(self, ref: int) -> list[CellChange]:
        """Every cell that a transaction changed, before and after."""
        return history.changes_of(self._database, self._names, ref)

    def history_of(self, uid: Uid, what: str | Period) -> list[CellChange]:
        """Every value of one field of a row, or of one period of an input, newest first, with who and when."""
        if isinstance(what, Period):
            return history.history_of_number(self._database, self._names, uid, what)
        return history.history_of(self._database, self._names, uid, what)

    def conflicts(self) -> list[Conflict]:
        """Cells that two people have set differently without seeing each other."""
        return conflicts.conflicts(self._database, self._names)

    def travelling_name(self, ref: int | None) -> str:
        """A name for a transaction that holds in every copy; empty for none."""
        query = "SELECT lower(hex(s.uid)) || ':' || t.n FROM txn t JOIN session s ON s.ord = t.session WHERE t.ord = ?"
        return str(self._database.one(query, (ref,)) or "")

    def ref_of(self, name: str) -> int | None:
        """The transaction with a travelling name, where this copy has it."""
        query = """SELECT t.ord FROM txn t JOIN session s ON s.ord = t.session
            WHERE lower(hex(s.uid)) || ':' || t.n = ?"""
        found: int | None = self._database.one(query, (name,))
        return found

    def is_marked(self, uid: Uid) -> bool:
        """Tell whether the mark that ``Transaction.once`` leaves is there."""
        return self._names.row(uid) is not None

    def measurement_version(self, input_uid: Uid, period: Period) -> int | None:
        """The transaction behind a measurement now, for ``Transaction.measure`` as ``base``."""
        row = self._names.row(input_uid)
        query = "SELECT txn FROM meas WHERE input = ? AND period = ?"
        found: int | None = self._database.one(query, (row, period.code()))
        return found
