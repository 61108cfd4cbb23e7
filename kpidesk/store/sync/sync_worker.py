"""Carrying changes between the working copy and the user's file from a thread of its own.

A share may be slow, or not answer at all: whoever types must not wait for it. The worker has its own
connection to the working copy; what it brings is there for everybody, and ``Publishing.note`` tells the
open file of it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk.errors import UserError
from kpidesk.records import record
from kpidesk.store.db.query import Query
from kpidesk.store.files import snapshot
from kpidesk.store.log import restore_record
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.vector import last_ordinal
from kpidesk.store.merge.taken import Taken
from kpidesk.store.sync import presence
from kpidesk.store.sync.shared_file import SharedFile

if TYPE_CHECKING:
    from kpidesk.clock import Clock
    from kpidesk.store.db.database import Database
    from kpidesk.store.log.restore_record import Restored
    from kpidesk.store.sync.presence import Presence, Present

AUTHORS = Query(
    lambda t, first, last, device: (
        t.SignedTxn.select(t.SignedTxn.author)
        .where(t.SignedTxn.ord.between(first, last), t.SignedTxn.device != device)
        .order_by(t.SignedTxn.ord)
        .distinct()
    )
)


@record(frozen=True)
class News:
    """What colleagues have stored in the user's file: who they are, whether numbers are among it, and restores."""

    transactions: int = 0
    authors: tuple[str, ...] = ()
    numbers: bool = False
    restores: tuple[Restored, ...] = ()


def news_of(database: Database, taken: Taken, device: str) -> News:
    """What was just taken in, told by who has stored it on other machines than ``device``."""
    if not taken.transactions:
        return News()
    first, last = min(taken.transactions), max(taken.transactions)
    authors = [str(name) for name in AUTHORS.column(database, first, last, device)]
    restores = tuple(restore_record.among(database, first, last))
    named = tuple(name for name in authors if name)
    return News(len(taken.transactions), named, bool(taken.measurements), restores)


@record(frozen=True)
class Carried:
    """One trip to the user's file and back.

    ``newest`` is the newest transaction that was there to be carried out, ``behind`` tells that the file
    lacks something that is stored here, ``error`` why the trip came to nothing, and ``reachable`` whether the
    folder was there at least.
    """

    news: News = field(default_factory=News)
    published: bool = False
    newest: int = 0
    behind: bool = False
    others: tuple[Present, ...] = ()
    error: Exception | None = None
    reachable: bool = True


class SyncWorker:
    """Make it, use it and close it in one thread other than the window's.

    Nothing here raises for what a disk or a folder does.
    """

    def __init__(self, path: Path, database: Database, scratch: Path, here: Presence, clock: Clock) -> None:
        self._path, self._database, self._here, self._clock = path, database, here, clock
        self._file = SharedFile(path, database, RowIds(database), scratch)

    def announce(self) -> tuple[Present, ...]:
        """Say that this window is here; give who else is."""
        self._here.beat(self._clock())
        return self._others()

    def carry(self, publishing: bool) -> Carried:
        """Take in what is new in the file; put there what is stored here, where that is asked for."""
        others = self._others()
        taken, newest = Taken(), 0
        turn = presence.lease(self._path) if publishing and others else contextlib.nullcontext()
        try:
            with turn, snapshot.locked(self._database.path):
                taken = self._file.pull()
                newest = self._newest()
                if publishing:
                    self._file.push()
        except (OSError, sqlite3.Error, UserError) as error:
            reachable = self._path.parent.is_dir()
            return Carried(self._news_of(taken), False, newest, False, others, error, reachable)
        return Carried(self._news_of(taken), publishing, newest, self._file.behind, others)

    def close(self) -> None:
        """Let go, and take the heartbeat away."""
        self._here.leave()
        self._database.close()

    def _others(self) -> tuple[Present, ...]:
        return tuple(self._here.others(self._clock()))

    def _news_of(self, taken: Taken) -> News:
        return news_of(self._database, taken, self._here.device)

    def _newest(self) -> int:
        return last_ordinal(self._database)
