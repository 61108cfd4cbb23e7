"""The numbers of an open file, kept in memory from one question to the next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from kpidesk.domain.entities import Uid
from kpidesk.domain.series.column import Column, Series
from kpidesk.store import numbers
from kpidesk.store.db.database import Database
from kpidesk.store.log.row_ids import RowIds

MOST_NUMBERS = 2_000_000
"""So many numbers are kept, some 60 MB; beyond that what was asked for longest ago is read again."""


class Columns:
    """The series of inputs as they were stored last.

    What a transaction that is still open has written is read past what is kept; when it is stored, ``drop`` is told
    of the inputs that it has changed. ``reads`` counts the series that came out of the file.
    """

    def __init__(self, database: Database, names: RowIds) -> None:
        self._database, self._names = database, names
        self._kept: OrderedDict[Uid, Series] = OrderedDict()
        self._numbers = 0
        self.reads = 0

    def of(self, input_uids: Iterable[Uid]) -> dict[Uid, Series]:
        """The series of some inputs, not to be changed by whoever reads them; empty for one that has no number."""
        wanted = list(dict.fromkeys(input_uids))
        if self._database.connection.in_transaction:
            return self._read(wanted)
        fresh = self._read([uid for uid in wanted if uid not in self._kept])
        found = {uid: fresh[uid] if uid in fresh else self._kept[uid] for uid in wanted}
        for uid, series in found.items():
            self._keep(uid, series)
        return found

    def drop(self, changed: Iterable[Uid]) -> None:
        """The numbers of some inputs have changed."""
        for uid in changed:
            series = self._kept.pop(uid, None)
            self._numbers -= _size(series) if series is not None else 0

    def forget(self) -> None:
        """Any number may have changed."""
        self._kept.clear()
        self._numbers = 0

    def _read(self, wanted: list[Uid]) -> dict[Uid, Series]:
        rows = {uid: row for uid in wanted if (row := self._names.row(uid)) is not None}
        read = numbers.columns(self._database, rows.values())
        self.reads += len(rows)
        return {uid: read[rows[uid]] if uid in rows else {} for uid in wanted}

    def _keep(self, uid: Uid, series: Series) -> None:
        if uid not in self._kept:
            self._numbers += _size(series)
        self._kept[uid] = series
        self._kept.move_to_end(uid)
        while self._numbers > MOST_NUMBERS:
            _uid, oldest = self._kept.popitem(last=False)
            self._numbers -= _size(oldest)


def _size(series: Series) -> int:
    return len(series.cells) if isinstance(series, Column) else len(series)
