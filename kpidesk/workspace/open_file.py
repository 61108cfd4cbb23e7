"""What the parts of a workspace share: one open file, what is remembered of it, who is at work, and who listens."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import kpidesk
from kpidesk import disk
from kpidesk.clock import system_clock
from kpidesk.domain.bounds import signed
from kpidesk.errors import StorageFault
from kpidesk.observable import Observable
from kpidesk.records import record
from kpidesk.store import arrivals
from kpidesk.store.db import marks
from kpidesk.store.files import kept_numbers, working_copy
from kpidesk.store.log import vector
from kpidesk.store.log.changes import Changes
from kpidesk.store.log.entity_cache import EntityCache
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.writer import WriterSession
from kpidesk.text import msg
from kpidesk.workspace.columns import Columns
from kpidesk.workspace.keeping import Keeping
from kpidesk.workspace.made import Made

if TYPE_CHECKING:
    from kpidesk.clock import Clock
    from kpidesk.settings import Home
    from kpidesk.store.db.database import Database
    from kpidesk.text import Message

NEWER = msg("This file was made by a newer KPI Desk and can only be read. Nothing was changed.")
SENT_TO_READ = msg("This copy was sent for reading only. Save it as a file of your own to change it.")


@record(frozen=True)
class AtWork:
    """Who is at work, where on this machine, and by which clock."""

    home: Home
    clock: Clock = system_clock
    author: str = ""


@record(frozen=True)
class Aside:
    """What makes a handle one beside another: closing it publishes nothing, and removes ``temporary``.

    ``why_read_only`` is the sentence where it may only be read; ``live`` is the database it is a snapshot of.
    """

    why_read_only: Message | None = NEWER
    temporary: Path | None = None
    live: Database | None = None


class OpenFile:
    """One open file; every part of a workspace holds it, and none of them holds another's state.

    ``why_read_only`` is the sentence for a file that can only be read; without one it can be changed.
    """

    def __init__(self, path: Path, database: Database, at: AtWork, why_read_only: Message | None) -> None:
        home, author = at.home, at.author
        self.path, self.database, self.home, self.clock = path, database, home, at.clock
        self.read_only, self.why_read_only = why_read_only is not None, why_read_only or NEWER
        self.names, self.book = RowIds(database), EntityCache(database)
        self.columns = Columns(database, self.names)
        self.changed: Observable[Changes] = Observable()
        self.keeping, self.made = Keeping(), Made()
        self._author = signed(author)
        self.session = WriterSession(
            device=working_copy.device(home), author=self._author, host=disk.machine(), app=kpidesk.__version__
        )
        self.when_renamed: Callable[[str], None] = _nothing
        self._data_version = database.data_version()
        self.known_end, self._late = self.newest(), False

    @property
    def at(self) -> AtWork:
        """Who is at work here now."""
        return AtWork(self.home, self.clock, self._author)

    @property
    def author(self) -> str:
        """Whose changes these are."""
        return self._author

    @author.setter
    def author(self, name: str) -> None:
        """From now on somebody else is at work, or under another name: their changes are a session of their own."""
        name = signed(name)
        if name != self._author:
            self._author = name
            self.session = self.session_of(name)
            self.when_renamed(name)

    def session_of(self, author: str) -> WriterSession:
        """A writer of its own for what somebody stores here."""
        own = self.session
        return WriterSession(own.device, signed(author), own.host, own.app)

    @property
    def refusal(self) -> StorageFault:
        """The sentence for a file that can only be read."""
        return StorageFault(self.why_read_only)

    @property
    def identity(self) -> str:
        """The workspace's own id, the same in every copy."""
        return marks.identity(self.database)

    def now(self) -> dt.datetime:
        """The time by the workspace's clock."""
        return self.clock()

    # ---- what others write -----------------------------------------------------------------------

    def newest(self) -> int:
        """The newest transaction of the log, by its local number."""
        return vector.last_ordinal(self.database)

    def stand(self) -> tuple[int, int]:
        """Where the log ends: what was worked out before something came holds no more."""
        return vector.stand(self.database)

    def notice_others(self) -> None:
        """Another connection has written to the log: what is remembered may be old.

        What is written beside the log, as where the file was last published, changes nothing that is shown.
        """
        version = self.database.data_version()
        if version != self._data_version:
            self._data_version = version
            if self._late or self.newest() != self.known_end:
                self.everything_changed()

    def meet(self) -> None:
        """What the file had that the working copy lacked is in it now, and nobody knows of anything yet."""
        end, self.known_end = self.known_end, self.newest()
        if end != self.known_end:
            self.columns.drop(arrivals.measured(self.database, self.names, end))

    def everything_changed(self) -> None:
        """Somebody else has stored something: what that touches is read anew, and everybody is told."""
        end, late = self.known_end, self._late
        self.known_end, self._late = self.newest(), False
        if late:
            self.forget()
            self.tell(Changes(everything=True))
            return
        self.names.forget()
        came = arrivals.changes(self.database, self.names, self.book, end)
        self.columns.drop(came.measurements)
        self.keeping.take(came)
        self.changed.emit(replace(came, everything=True))

    def tell(self, changes: Changes) -> None:
        """Tell of a change that is stored: first what is kept of the file, then everybody who looks at it."""
        self.columns.drop(changes.measurements)
        if not changes.everything:  # of which nothing is kept by now
            self.keeping.take(changes)
        self.changed.emit(changes)

    def forget(self) -> None:
        """Drop what is remembered of rows and numbers, and what has been worked out of them."""
        self.names.forget()
        self.book.forget()
        self.columns.forget()
        self.keeping.forget()
        self.made.forget()

    def forget_if_late(self) -> None:
        """Another window committed just before our write lock: read anew, tell after the commit."""
        if self.newest() != self.known_end:
            self._late = True
            self.forget()

    def keep_numbers(self) -> None:
        """Put down for the next opening what has been read, unless somebody has written something not known here."""
        with contextlib.suppress(sqlite3.Error):
            state = kept_numbers.state(self.database)
            if state is not None and not self._late and self.newest() == self.known_end:
                self.columns.put_down(state)

    @contextlib.contextmanager
    def forgotten_on_failure(self) -> Iterator[None]:
        """What is remembered of a transaction that did not come about is dropped."""
        session = self.session
        entered = session.ord, session.uid, session.n
        try:
            yield
        except BaseException:
            session.ord, session.uid, session.n = entered
            self.forget()
            raise


def _nothing(_name: str) -> None:
    """Nobody wants to know of a change of name."""
