"""The numbers of an open file, kept in memory from one question to the next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from kpidesk.domain.entities import Uid
from kpidesk.domain.series.column import Column, Series
from kpidesk.store import numbers
from kpidesk.store.db.database import Database
from kpidesk.store.files import kept_numbers
from kpidesk.store.log.row_ids import RowIds

MOST_NUMBERS = 2_000_000
"""So many numbers are kept, some 60 MB; beyond that what was asked for longest ago is read again."""


class Columns:
    """The series of inputs as they were stored last.

    What a transaction that is still open has written is read past what is kept; when it is stored, ``drop`` is told
    of the inputs that it has changed. Those of an earlier opening are taken as that has put them down
    (``kept_numbers``), but for the dropped ones; ``reads`` counts the series that came out of the file itself.
    """

    def __init__(self, database: Database, names: RowIds) -> None:
        self._database, self._names = database, names
        self._kept: OrderedDict[Uid, Series] = OrderedDict()
        self._numbers = 0
        self.reads = 0
        self._dropped: set[Uid] = set()
        self._stored: kept_numbers.Stored | None = None
        self._base = kept_numbers.known(database)
        self._more = False  # has been read than is put down

    def of(self, input_uids: Iterable[Uid]) -> dict[Uid, Series]:
        """The series of some inputs, not to be changed by whoever reads them; empty for one that has no number."""
        wanted = list(dict.fromkeys(input_uids))
        if self._database.connection.in_transaction:
            return self._read(wanted)
        fresh = self._fresh([uid for uid in wanted if uid not in self._kept])
        found = {uid: fresh[uid] if uid in fresh else self._kept[uid] for uid in wanted}
        for uid, series in found.items():
            self._keep(uid, series)
        return found

    def drop(self, changed: Iterable[Uid]) -> None:
        """The numbers of some inputs have changed."""
        for uid in changed:
            series = self._kept.pop(uid, None)
            self._numbers -= _size(series) if series is not None else 0
            self._dropped.add(uid)

    def forget(self) -> None:
        """Any number may have changed; what is put down is looked at again."""
        self._kept.clear()
        self._dropped.clear()
        self._stored, self._base, self._more = None, None, False
        self._numbers = 0

    def put_down(self, state: str) -> None:
        """Keep what has been read for the next opening; ``state`` is that of the log which it was read from."""
        if self._more or state != self._base:
            held = {uid: each for uid, each in self._put_down_before().items() if uid not in self._dropped}
            kept_numbers.write(self._database, state, held | kept_numbers.packed(self._kept))

    def _put_down_before(self) -> kept_numbers.Stored:
        if self._stored is None:
            if self._base is None:
                self._base = kept_numbers.known(self._database)
            self._stored = kept_numbers.read(self._database, self._base) if self._base is not None else {}
        return self._stored

    def _fresh(self, wanted: list[Uid]) -> dict[Uid, Series]:
        """What is not in memory: as it was put down, or row by row."""
        stored = self._put_down_before() if wanted else {}
        ready = {uid: stored[uid].column() for uid in wanted if uid in stored and uid not in self._dropped}
        missing = [uid for uid in wanted if uid not in ready]
        self._more |= bool(missing)
        return ready | self._read(missing)

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
