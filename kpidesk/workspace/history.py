"""What the log of an open file tells: who changed what and when, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from kpidesk.domain.entities import Entity
from kpidesk.domain.period import Period
from kpidesk.store.log import codec, history, history_query, undo, vector
from kpidesk.workspace.reads import DayChange

if TYPE_CHECKING:
    from kpidesk.domain.entities import Uid, Value
    from kpidesk.store.log.history import CellChange, HistoryEntry, Written
    from kpidesk.store.log.history_query import Brief, HistoryFilter, Merged
    from kpidesk.workspace.open_file import OpenFile

E = TypeVar("E", bound=Entity)


class History:
    """The log of one open file, to be read."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file

    def recall(self, kind: type[E], uid: Uid) -> E | None:
        """A row as it was last, also when it has been deleted; ``None`` for one that never was."""
        return self._file.book.of(kind).get(uid) or self._file.book.stored(kind, uid)

    def authors(self, input_uids: Iterable[Uid]) -> dict[Uid, dict[Period, str]]:
        """Who entered each number of some inputs as it stands now, by period."""
        rows = {row: uid for uid in input_uids if (row := self._file.names.row(uid)) is not None}
        return history.authors(self._file.database, rows)

    def written(self, input_uid: Uid, periods: Iterable[Period]) -> dict[Period, Written]:
        """Who wrote some numbers of an input as they stand now, when, and whether they came out of a file."""
        row = self._file.names.row(input_uid)
        return {} if row is None else history.written(self._file.database, row, periods)

    def made_on(self, uids: Iterable[Uid]) -> dict[Uid, dt.date]:
        """The day on which somebody last made each row in this file; bringing it back by undo makes it no newer."""
        rows = {row: uid for uid in uids if (row := self._file.names.row(uid)) is not None}
        zone = self._file.now().tzinfo
        return {
            rows[row]: when.astimezone(zone).date() for row, when in history.made(self._file.database, rows).items()
        }

    def changed_since(
        self, day: dt.date, wanted: Mapping[type[Entity], Iterable[str]], uids: Iterable[Uid] | None = None
    ) -> list[DayChange]:
        """Every change of some fields after ``day``, of some rows or of all, the oldest first.

        A row that was made in this file after the day was entered after the fact: of it, what the day of its
        making left counts from the beginning.
        """
        if day >= self._file.now().date():
            return []
        cells = {codec.cell_of(kind, name).name for kind, names in wanted.items() for name in names}
        changes = history.changed_after(self._file.database, self._file.names, self._end_of(day), cells, uids)
        made = self.made_on({change.uid for change in changes})
        found: list[DayChange] = []
        for change in changes:
            when = change.when.astimezone(self._file.now().tzinfo).date() if change.when else day
            if change.field in wanted.get(change.kind or Entity, ()) and when > made.get(change.uid, day):
                found.append(DayChange(when, change.uid, change.field, change.before))
        return found

    def _end_of(self, day: dt.date) -> dt.datetime:
        """The last moment of a day by the workspace's clock."""
        return (
            dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, self._file.now().tzinfo)
            - dt.timedelta.resolution
        )

    def entries(self, limit: int = 200, before: int | None = None) -> list[HistoryEntry]:
        """The newest transactions first; ``before`` is the ref after which to go on."""
        return history.entries(self._file.database, limit, before)

    def replaced_on(self, day: dt.date) -> dict[tuple[Uid, Period], Value | None]:
        """The numbers changed on a day or later, with what each cell held when that day began.

        Of a change that made more than a thousand, as an import, the first thousand.
        """
        begin = self._end_of(day - dt.timedelta(days=1)) + dt.timedelta.resolution
        found = history.replaced_since(self._file.database, begin)
        known = ((self._file.names.uid(row), history.period_of(code), value) for (row, code), value in found.items())
        return {(uid, period): value for uid, period, value in known if period is not None}

    def began(self) -> dt.datetime:
        """When the oldest change was made."""
        return history_query.began(self._file.database)

    def trail(self, wanted: HistoryFilter, former: history_query.Trail | None = None) -> history_query.Trail:
        """The changes that a filter lets through, to be read on in parts; ``former`` may have found some of it."""
        return history_query.Trail(self._file.database, self._file.names, wanted, former)

    def briefs(self, entries: Sequence[HistoryEntry]) -> Mapping[int, Brief]:
        """What each of some changes changed, read in one go; of large ones only the beginning."""
        return history_query.Briefs(self._file.database, self._file.names, entries)

    def merged_in(self, ref: int) -> Merged:
        """What a merge took in: how many changes, and whose."""
        return history_query.merged_in(self._file.database, ref)

    def taken_back(self) -> set[int]:
        """Every change that has been taken back and not been done again since."""
        return history_query.taken_back(self._file.database)

    def merge_after(self, moment: dt.datetime) -> Merged | None:
        """The merge that came next after a moment: the one that a backup was made ahead of."""
        ref = history_query.first_merge_after(self._file.database, moment)
        return None if ref is None else self.merged_in(ref)

    def everybody(self) -> list[str]:
        """Everybody who has changed something here, by name."""
        return history_query.everybody(self._file.database)

    def changes_of(self, ref: int) -> list[CellChange]:
        """Every cell that a transaction changed, before and after."""
        return history.changes_of(self._file.database, self._file.names, ref)

    def of(self, uid: Uid, what: str | Period) -> list[CellChange]:
        """Every value of one field of a row, or of one period of an input, newest first, with who and when."""
        if isinstance(what, Period):
            return history.history_of_number(self._file.database, self._file.names, uid, what)
        return history.history_of(self._file.database, self._file.names, uid, what)

    def travelling_name(self, ref: int | None) -> str:
        """A name for a transaction that holds in every copy; empty for none."""
        return vector.name_of(self._file.database, ref)

    def is_marked(self, uid: Uid) -> bool:
        """Tell whether the mark that ``Transaction.once`` leaves is there."""
        return self._file.names.row(uid) is not None

    def ref_of(self, name: str) -> int | None:
        """The transaction with a travelling name, where this copy has it."""
        return vector.ref_of(self._file.database, name)

    def measurement_version(self, input_uid: Uid, period: Period) -> int | None:
        """The transaction behind a measurement now, for ``Transaction.measure`` as ``base``."""
        row = self._file.names.row(input_uid)
        found: int | None = undo.NUMBER_BY.one(self._file.database, row, period.code())
        return found
