"""An open file that is shared: publishing, taking in what others publish, who else is there.

The user's file is a snapshot of the private working copy (``kpidesk.store.files.snapshot``). Nothing here
raises for what a disk or a folder does: the edit is safe in the working copy, and ``state``
tells since when and why it is not shared.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.observable import Observable
from kpidesk.store.files import backups, snapshot
from kpidesk.store.log.seen import Seen
from kpidesk.store.log.vector import lacking, vector
from kpidesk.store.merge.taken import Taken
from kpidesk.store.sync import conflict_copies, presence
from kpidesk.store.sync.shared_file import OtherPassword, PublishState, SharedFile, Unshared, Vanished, still_lacking
from kpidesk.store.sync.sync_worker import News, SyncWorker, news_of
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.store.sync.conflict_copies import ConflictCopy
    from kpidesk.store.sync.presence import Present
    from kpidesk.store.sync.sync_worker import Carried
    from kpidesk.text import Message
    from kpidesk.workspace.backing_up import Backups
    from kpidesk.workspace.editing import Editing
    from kpidesk.workspace.open_file import OpenFile

log = logging.getLogger(__name__)

PUBLISH_AT_ONCE = 5 * 1024 * 1024
"""Bytes; a larger file is published when idle and on closing, not after each commit."""
LOOK_AGAIN = dt.timedelta(seconds=2)
MOST_TRIES = 5


class Sharing:
    """See the module."""

    def __init__(self, file: OpenFile, editing: Editing, backups: Backups) -> None:
        self._file, self._backups = file, backups
        self.published: Observable[PublishState] = Observable()
        self.shared = SharedFile(file.path, file.database, file.names, file.home.working_copies)
        self._surroundings = conflict_copies.Surroundings(file.path, file.home.working_copies, file.database.keys)
        own = file.session
        self._presence = presence.Presence(file.path, file.author, own.host, own.device, file.identity)
        self.pending = False
        """Whether something is stored here that the user's file may lack."""
        self.left_behind = False
        """Whether this copy was let go of while the user's file lacked something that is stored here."""
        self._holding = 0
        self._state = PublishState()
        self._unconfirmed: dt.datetime | None = None
        self._tries = 0
        self.publisher: Callable[[], None] | None = None
        """Sees to it that the file is published soon, where that is done in the background."""
        self.met = News()
        """What colleagues had stored since this machine saw the file last, as it was found on opening it."""
        editing.when_stored, file.when_renamed = self.stored, self._presence.rename

    def meet(self, copy: Path, version: bytes, seen: str) -> None:
        """Take in the file as it is found on opening; ``met`` tells what was new in it."""
        taken = self.shared.take_version(copy, version, seen)
        self.met = news_of(self._file.database, taken, self._presence.device)

    @property
    def identity(self) -> str:
        """The workspace's own id, the same in every copy."""
        return self._file.identity

    @property
    def why_read_only(self) -> Message:
        """The sentence for a file that can only be read."""
        return self._file.why_read_only

    @property
    def bulky(self) -> bool:
        """Whether the file is too large to be published after every change."""
        return self._size() >= PUBLISH_AT_ONCE

    def state(self) -> PublishState:
        """How the user's file stands against the working copy."""
        return self._state

    def stored(self) -> None:
        """Something has been stored here: the file is to follow."""
        self.pending, self._tries = True, 0
        if not self._holding and not self.bulky:
            self._publish_soon()

    def _publish_soon(self) -> None:
        if self.publisher is None:
            self.publish()
        else:
            self.publisher()

    def _size(self) -> int:
        pages = int(self._file.database.one("PRAGMA page_count"))
        return pages * int(self._file.database.one("PRAGMA page_size"))

    @contextlib.contextmanager
    def holding(self) -> Iterator[None]:
        """Many transactions, one publication at the end."""
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
        if not self._holding and self.pending:
            self._publish_soon()

    def publish(self) -> None:
        """Bring the user's file up to date; a version that appeared there meanwhile is merged first."""
        if self._file.read_only:
            return
        taken = Taken()
        try:
            with self._in_turn():
                taken = self.shared.replace()
        except (OSError, sqlite3.Error, UserError) as error:
            self._not_shared(error)
        else:
            self.pending = False
            self._unconfirmed = self._file.now()
            self._say(PublishState(self._file.now(), None))
        if taken.transactions:
            self._file.everything_changed()

    def _in_turn(self) -> contextlib.AbstractContextManager[None]:
        """A lease where somebody else is there to take turns with."""
        return presence.lease(self._file.path) if self.others() else contextlib.nullcontext()

    def refresh(self) -> None:
        """Take in what another window, the command line or a colleague has stored since."""
        self._file.notice_others()
        shared = not self._file.read_only and self._pull()
        if shared and self.pending and not self._holding:
            self.publish()

    def confirm(self, delay: dt.timedelta = LOOK_AGAIN) -> dt.timedelta | None:
        """See whether the file still holds what was published here, ``delay`` after that.

        Gives how long to wait before asking again, or ``None`` when there is nothing to wait for. A
        version that replaced ours without having seen it is merged and published again, up to five
        times; then the file counts as not shared until the next edit or refresh.
        """
        if self._unconfirmed is None:
            return None
        left = self._unconfirmed + delay - self._file.now()
        if left > dt.timedelta(0):
            return left
        self._unconfirmed = None
        if not self._pull() or not self.pending:
            return None
        if self._tries >= MOST_TRIES:
            self._say_why(Unshared.BUSY)
            return None
        self._tries += 1
        self.publish()
        return delay if self._unconfirmed is not None else None

    def _pull(self) -> bool:
        try:
            with snapshot.locked(self._file.database.path):
                taken = self.shared.pull()
        except (OSError, sqlite3.Error, UserError) as error:
            self._not_shared(error)
            return False
        self.pending = self.pending or (self.shared.behind and not self._file.read_only)
        if taken.transactions:
            self._file.everything_changed()
        return True

    # ---- in the background -----------------------------------------------------------------------

    def worker(self) -> SyncWorker:
        """Somebody who carries changes to the user's file and back; make and use it in another thread."""
        again = self._file.database.again()
        return SyncWorker(self._file.path, again, self._file.home.working_copies, self._presence, self._file.clock)

    def note(self, told: Carried) -> None:
        """Take note of a trip of the worker's, in the thread that the file was opened in.

        A version that had replaced ours without having seen it is to be published again, up to five times;
        then the file counts as not shared until the next edit or trip.
        """
        self._file.notice_others()
        if told.error is not None:
            self._not_shared(told.error, told.reachable)
        elif told.published:
            self.pending = self._file.newest() > told.newest
            self._say(PublishState(self._file.now(), None))
        elif told.behind and not self.pending:
            self._tries += 1
            self.pending = True
            if self._tries > MOST_TRIES:
                self._tries = 0
                self._say_why(Unshared.BUSY)

    def take_over(self, seen: Seen) -> None:
        """Take note of what a handle made by ``beside`` has stored since, in the thread that this one is used in."""
        self._file.notice_others()
        if Seen(self._file.known_end) != seen:
            self.stored()

    def give_up(self) -> None:
        """Close without another word to the file, which does not answer: the next opening brings it up to date."""
        self.left_behind, self.pending = self.left_behind or self.pending, False
        self._presence.forget()

    # ---- not shared ------------------------------------------------------------------------------

    def _not_shared(self, error: Exception, reachable: bool | None = None) -> None:
        self.pending = True
        details = error.details if isinstance(error, UserError) else str(error)
        if isinstance(error, Vanished):
            self._say_why(error.why, details=details)
        elif isinstance(error, OtherPassword):
            why = Unshared.PASSWORD if error.theirs else Unshared.NO_PASSWORD
            self._say_why(why, error.message, details)
        elif isinstance(error, UserError):
            self._say_why(Unshared.REFUSED, error.message, details)
        elif snapshot.is_full(error):
            self._say_why(Unshared.FULL, details=details)
        elif self._file.path.parent.is_dir() if reachable is None else reachable:
            self._say_why(Unshared.LOCKED, details=details)
        else:
            self._say_why(Unshared.OFFLINE, details=details)
        log.info("Not shared: %s", error)

    def _say_why(self, why: Unshared, problem: Message | None = None, details: str = "") -> None:
        since = self._state.since or self._file.now()
        problem = problem or _sentence(why, self._file.path, since)
        self._say(PublishState(self._state.at, problem, since, why, details))

    def _say(self, state: PublishState) -> None:
        if state != self._state:
            self._state = state
            self.published.emit(state)

    def save_copy(self, target: Path | str, *, without_sensitive: bool = False, read_only: bool = False) -> int:
        """Write the workspace to another place, to send or keep; refuses an existing file.

        ``without_sensitive`` leaves sensitive KPIs out of it altogether and gives how many they were;
        ``read_only`` makes a copy that opens for reading only.
        """
        target = disk.resolved(target)
        return self.shared.save_copy(target, without_sensitive=without_sensitive, read_only=read_only)

    def leave(self) -> None:
        """Bring the file up to date where it lacks something, and be there no more."""
        if self.pending:
            self.publish()
        self.left_behind |= self.pending
        self._presence.leave()

    # ---- others ----------------------------------------------------------------------------------

    def announce(self) -> None:
        """Tell others that this window is here; call it every ``presence.HEARTBEAT``."""
        self._presence.beat(self._file.now())

    def others(self) -> list[Present]:
        """Who has the file open elsewhere, the earliest first."""
        return self._presence.others(self._file.now())

    def forks(self) -> list[ConflictCopy]:
        """Other versions of this workspace in the same folder, the newest first."""
        return self._surroundings.forks(bytes.fromhex(self._file.identity), vector(self._file.database.connection))

    def put_away(self, fork: ConflictCopy) -> Path:
        """Move a fork whose every change is here to the backups; refuses one that still has more."""
        glance = conflict_copies.glance_at(fork.path, self._file.home.working_copies, self._file.database.keys)
        ours = vector(self._file.database.connection)
        if glance is None or glance.workspace.hex() != self._file.identity or lacking(ours, glance.vector):
            raise still_lacking(fork.path)
        return backups.put_away(fork.path, self._backups.folder, self._file.now())


def _sentence(why: Unshared, path: Path, since: dt.datetime) -> Message:
    time = f"{since:%H:%M}"
    if why is Unshared.MOVED:
        return msg(
            "Not shared since {time}: “{name}” is no longer there. It may have been moved or renamed. Your work is "
            "safe on this machine.",
            time=time,
            name=path.name,
        )
    if why is Unshared.LOCKED:
        return msg(
            "Not shared since {time}: the file’s folder can’t be written to. Your work is safe on this machine.",
            time=time,
        )
    if why is Unshared.FULL:
        return msg(
            "Not shared since {time}: the disk that the file lies on is full. Your work is safe on this machine.",
            time=time,
        )
    if why is Unshared.BUSY:
        return msg(
            "Not shared yet: others are saving this file all the time. Your work is safe on this machine.", time=time
        )
    return msg("Not shared since {time}. Your work is safe on this machine.", time=time)
