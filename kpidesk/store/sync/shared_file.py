"""Keeping the user's file and the working copy in step (store/README: Sharing).

A version of the file that this machine has not seen is vetted and merged before it is replaced, so
that publishing never loses what somebody else has put there.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import disk
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.records import record
from kpidesk.store.db import encryption, marks, schema, scratch
from kpidesk.store.db.query import Query
from kpidesk.store.files import redact, snapshot, vet
from kpidesk.store.log.statements import LAST_STAMP
from kpidesk.store.merge import union
from kpidesk.store.merge.taken import Taken
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.store.db.database import Database
    from kpidesk.store.log.row_ids import RowIds
    from kpidesk.text import Message

COUNT = Query(lambda t: t.Txn.select(t.fn.COUNT(t.SQL("*"))))
ABSURD_CLOCK = dt.timedelta(days=3650)


class Unshared(Enum):
    """Why the user's file is not up to date."""

    OFFLINE = "offline"
    MOVED = "moved"
    LOCKED = "locked"
    FULL = "full"
    BUSY = "busy"
    REFUSED = "refused"
    PASSWORD = "password"  # noqa: S105 - somebody else has set one, or another one
    NO_PASSWORD = "no password"  # noqa: S105 - somebody else has taken it away


class OtherPassword(FileRefused):
    """The file has another password than what is here, or none: ``theirs`` tells whether it has one."""

    def __init__(self, name: str, *, ours: bool, theirs: bool) -> None:
        super().__init__(_other_password(name, ours, theirs))
        self.theirs = theirs


@record(frozen=True)
class PublishState:
    """When the user's file was last brought up to date, and since when and why it could not be.

    ``details`` are what the disk or the folder says itself.
    """

    at: dt.datetime | None = None
    problem: Message | None = None
    since: dt.datetime | None = None
    why: Unshared | None = None
    details: str = ""


class Vanished(StorageFault):
    """The file, or the whole folder, is not there."""

    def __init__(self, why: Unshared) -> None:
        super().__init__(msg("The file is no longer there. Your work is safe on this machine."))
        self.why = why


class SharedFile:
    """The user's file, seen from the working copy."""

    def __init__(self, path: Path, database: Database, names: RowIds, folder: Path) -> None:
        self.path, self.database, self.names, self.scratch = path, database, names, folder
        self.behind = False

    @property
    def identity(self) -> str:
        """The workspace's own id, the same in every copy."""
        return marks.identity(self.database)

    def pull(self) -> Taken:
        """Take in the file's version where it is not the one last read or written.

        Raises ``FileRefused`` when what lies there is not ours, and ``Vanished`` when nothing lies there
        although there once was a file: it has been moved, and must not be made anew. ``behind`` tells
        afterwards whether that version lacked something that is stored here.
        """
        known = snapshot.known(self.database)
        seen = snapshot.signature(self.path)
        if not seen:
            if known is not None:
                raise Vanished(Unshared.MOVED if self.path.parent.is_dir() else Unshared.OFFLINE)
            return Taken()
        if known is not None and known.signature == seen:
            return Taken()
        with snapshot.private_copy(self.path, self.scratch) as copy:
            self._same_password(copy)
            vetted = vet.vet(copy, self.path, self.database.keys, digests=False)
            if vetted.min_reader > schema.ENVELOPE_VERSION:
                raise vet.too_new(self.path)
            if vetted.workspace.hex() != self.identity:
                raise other_company(self.path)
            taken = self.take_version(copy, vetted.publish, seen)
            self.behind = self.lacks(copy)
            return taken

    def _same_password(self, copy: Path) -> None:
        """A password that somebody else has set, changed or taken away is not overwritten by ours."""
        if not encryption.fits(copy, self.database.key):
            ours = self.database.key is not None
            raise OtherPassword(self.path.name, ours=ours, theirs=encryption.encrypted(copy))

    def take_version(self, copy: Path, version: bytes, seen: str) -> Taken:
        """Merge a vetted private copy of the file and remember that it is contained."""
        known = snapshot.known(self.database)
        taken = Taken()
        if known is None or known.publish != version:
            taken = self.take_in(copy, self.path)
        snapshot.remember(self.database, version, seen)
        return taken

    def take_in(self, copy: Path, shown: Path, then: Callable[[Taken], None] | None = None) -> Taken:
        """Merge a vetted private copy; damage that shows only now is told as such."""
        try:
            return union.take_in(self.database, self.names, copy, then, shown)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "UTF-8" not in str(error):
                raise
            raise vet.damaged(shown, str(error)) from error

    def lacks(self, copy: Path) -> bool:
        """Tell whether a version of the file lacks something that the working copy holds."""
        connection = encryption.reader(copy, self.database.keys)
        try:
            theirs = COUNT.one(connection)
        finally:
            connection.close()
        return bool(COUNT.one(self.database) > theirs)

    def replace(self) -> Taken:
        """Pull, then replace the file by a snapshot of the working copy; one publisher at a time."""
        with snapshot.locked(self.database.path):
            taken = self.pull()
            self.push()
        return taken

    def push(self) -> None:
        """Replace the file by a snapshot, right after a pull and under the same lock."""
        version, seen = snapshot.write_snapshot(self.database, self.path)
        snapshot.remember(self.database, version, seen)
        self.behind = False

    def save_copy(self, target: Path, *, without_sensitive: bool = False, read_only: bool = False) -> int:
        """Write the workspace to another place, to send or keep; refuses an existing file.

        Gives how many sensitive KPIs were left out.
        """
        disk.refuse_unless_new(target)
        try:
            if without_sensitive:
                return self._save_without(target, read_only)
            snapshot.write_snapshot(self.database, target, read_only=read_only)
        except (OSError, sqlite3.Error) as error:
            raise StorageFault(
                msg("“{name}” could not be written. Nothing was changed.", name=target.name), details=str(error)
            ) from error
        return 0

    def _save_without(self, target: Path, read_only: bool) -> int:
        """A temporary copy is thinned out; its own snapshot leaves no trace in free pages."""
        temporary = scratch.place(self.scratch, "send")
        try:
            self.database.copy_to(temporary)
            database = self.database.copied(temporary)
            try:
                left_out = redact.take_out(database)
                snapshot.write_snapshot(database, target, read_only=read_only)
            finally:
                database.close()
        finally:
            temporary.unlink(missing_ok=True)
        return left_out


def refuse_absurd_clock(copy: Path, shown: Path, now: dt.datetime, keys: encryption.Keyring) -> None:
    """Refuse stamps more than ten years ahead: they would win over every edit to come."""
    connection = encryption.reader(copy, keys)
    try:
        newest = LAST_STAMP.one(connection) or 0
    finally:
        connection.close()
    if newest >> 16 > (now + ABSURD_CLOCK).timestamp() * 1000:
        raise FileRefused(
            msg(
                "“{name}” comes from a machine whose clock is more than ten years ahead. Nothing was changed. "
                "Use a backup, or a copy from before that.",
                name=shown.name,
            )
        )


def other_company(shown: Path) -> FileRefused:
    """The sentence for a file of another workspace."""
    return FileRefused(
        msg(
            "“{name}” belongs to another workspace and can’t be merged into this one. Nothing was changed.",
            name=shown.name,
        )
    )


def still_lacking(shown: Path) -> FileRefused:
    """The sentence for a version that can't be put away yet."""
    return FileRefused(
        msg(
            "“{name}” contains changes that are not in this file yet. Merge it first. Nothing was moved.",
            name=shown.name,
        )
    )


def _other_password(name: str, ours: bool, theirs: bool) -> Message:
    """Somebody else has set a first password, changed the one there was, or taken it away."""
    if ours and theirs:
        return msg(
            "The password of “{name}” has been changed by somebody else. Your work is safe on this machine. "
            "Enter the new one to get their changes.",
            name=name,
        )
    if theirs:
        return msg(
            "Somebody else has set a password on “{name}”. Your work is safe on this machine. Enter it to get their "
            "changes.",
            name=name,
        )
    return msg(
        "Somebody else has removed the password from “{name}”. Your work is safe on this machine. Open the "
        "file again to get their changes.",
        name=name,
    )
