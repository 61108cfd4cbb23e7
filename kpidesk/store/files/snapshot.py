"""The user's file as a published snapshot of the private working copy (store/README: Sharing).

SQLite never runs live on the user's file: edits commit in a private working copy first, and the file
is replaced as a whole by a fresh snapshot. A version that somebody else has put there meanwhile is
merged before it is replaced.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kpidesk import disk
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.records import record
from kpidesk.store.db import encryption, marks, scratch
from kpidesk.store.db.file_lock import Busy, FileLock
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.store.db.database import Database
    from kpidesk.text import Message

LOCK_SECONDS = 20
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts while another program holds the file, as virus scanners on Windows do."""
SHARING_VIOLATIONS = (5, 32, 33)
MOST_BYTES = 2_000_000_000
"""No workspace is larger; a hundred times that of ten years with five hundred KPIs."""
FULL = (errno.ENOSPC, errno.EDQUOT)
T = TypeVar("T")


@record(frozen=True)
class Known:
    """The version of the file that this copy last read or wrote."""

    publish: bytes
    signature: str


def mark(file: Path) -> str:
    """What tells one place from another in the name of a private file."""
    return hashlib.sha256(os.fsencode(file.absolute())).hexdigest()[:12]


def working_path(folder: Path, workspace: bytes, file: Path) -> Path:
    """Where the working copy of a file lies: one for each workspace and place."""
    return folder / f"{workspace.hex()}-{mark(file)}.work"


def signature(path: Path) -> str:
    """What changes when the file is replaced: inode, size and time."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_size}-{found.st_mtime_ns}"


@contextlib.contextmanager
def locked(working: Path) -> Iterator[None]:
    """One publisher at a time on this machine."""
    lock = FileLock(working.with_name(f"{working.name}.lock"), LOCK_SECONDS)
    try:
        lock.acquire()
    except Busy as error:
        raise StorageFault(
            msg("Another window is busy with this file. Nothing was changed. Try again in a moment.")
        ) from error
    except OSError as error:
        raise not_here(working.parent, error) from error
    try:
        yield
    finally:
        lock.release()


def patiently(act: Callable[[], T], sleep: Callable[[float], None] = time.sleep) -> T:
    """Do something with a file that another program may hold for a moment."""
    for wait in WAITS:
        try:
            return act()
        except OSError as error:
            if getattr(error, "winerror", None) not in SHARING_VIOLATIONS:
                raise
            sleep(wait)
    return act()


@contextlib.contextmanager
def private_copy(file: Path, folder: Path) -> Iterator[Path]:
    """A copy of a file that nobody else can change, gone after the block."""
    target = scratch.place(folder, "read")
    try:
        try:
            patiently(lambda: disk.copy(file, target, MOST_BYTES))
        except OSError as error:
            if error.errno in FULL or error.filename == str(target):
                raise not_here(folder, error) from error
            raise _not_read(file, error) from error
        yield target
    finally:
        target.unlink(missing_ok=True)


def _not_read(file: Path, error: OSError) -> FileRefused:
    if isinstance(error, FileNotFoundError):
        return FileRefused(msg("“{name}” is not there. It may have been moved or renamed.", name=file.name))
    return FileRefused(
        msg("“{name}” can’t be read. Check that you have access to it.", name=file.name), details=str(error)
    )


def not_here(folder: Path, error: OSError) -> StorageFault:
    """The private folder takes nothing: its disk is full, or it is not ours to write to."""
    if error.errno in FULL:
        return StorageFault(no_room_here(), details=str(error))
    return StorageFault(
        msg(
            "The folder where the program keeps its own files on this machine, “{folder}”, can’t be used. Nothing was "
            "changed. Check that you can write to it.",
            folder=str(folder),
        ),
        details=str(error),
    )


@contextlib.contextmanager
def usable(folder: Path) -> Iterator[None]:
    """Say in a sentence that the private ``folder`` can't be made or written to, whatever is done in it meanwhile."""
    try:
        yield
    except OSError as error:
        named = Path(error.filename) if isinstance(error.filename, str) else None
        if named is None or not (named.is_relative_to(folder) or folder.is_relative_to(named)):
            raise
        raise not_here(folder, error) from error


def known(database: Database) -> Known | None:
    """The version last read or written, if any."""
    publish = marks.LOCAL.one(database, "publish")
    if publish is None:
        return None
    return Known(publish, str(marks.LOCAL.one(database, "signature") or ""))


def remember(database: Database, publish: bytes, seen: str) -> None:
    """Note which version of the file, with which signature, the working copy contains."""
    with database.transaction():
        marks.PUT_LOCAL.many(database, (("publish", publish), ("signature", seen)))


def write_snapshot(
    database: Database, file: Path, *, read_only: bool = False, private: bool = False
) -> tuple[bytes, str]:
    """Replace ``file`` by what the working copy holds now; give the new version's id and signature.

    ``VACUUM INTO`` does not sync, and a rename is durable only when the folder is synced too. The
    signature is taken ahead of the rename, which keeps it: afterwards the file may be somebody else's.
    Nobody else can read it before it is whole, and a ``private`` one not even then.
    """
    publish = os.urandom(16)
    real = disk.destination(file)
    temporary = disk.beside(real, maker(database.path))
    try:
        disk.private_file(temporary)
        database.copy_to(temporary)
        strip(temporary, publish, database.keys, read_only=read_only)
        if not private:
            disk.show_to_others(temporary, real)
        sync(temporary)
        seen = signature(temporary)
        patiently(lambda: os.replace(temporary, real))
        sync(real.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return publish, seen


def write_new(database: Database, file: Path, *, read_only: bool = False) -> None:
    """``write_snapshot`` to a place where nothing is yet; raises ``StorageFault``, and leaves nothing then."""
    try:
        write_snapshot(database, file, read_only=read_only)
    except (OSError, sqlite3.Error) as error:
        raise StorageFault(not_made(file, full=is_full(error)), details=str(error)) from error


def not_made(file: Path, *, full: bool) -> Message:
    """The sentence for a file that could not be put where it was to be."""
    if full:
        return msg(
            "“{name}” could not be created: the disk of its folder is full. Nothing was changed.", name=file.name
        )
    return msg("“{name}” could not be created: the folder can’t be written to. Nothing was changed.", name=file.name)


def is_full(error: Exception) -> bool:
    """Tell whether SQLite or the system says that a disk is full."""
    return "disk is full" in str(error) or getattr(error, "errno", None) in FULL


def maker(working: Path) -> str:
    """What begins the names of a working copy's temporary files beside the user's file."""
    return hashlib.sha256(f"{disk.machine()}|{working}".encode("utf-8", "surrogateescape")).hexdigest()[:8]


def sweep_beside(working: Path, file: Path) -> None:
    """Take away the temporary files of a publisher that was killed; the caller holds the lock of the working copy."""
    for path in disk.abandoned(file, maker(working)):
        with contextlib.suppress(OSError):
            path.unlink()


def no_room_here() -> Message:
    """The sentence for a full disk under the private folder."""
    return msg(
        "The disk of this machine, where the program keeps its own files, is full. Nothing was changed. "
        "Free some space and try again."
    )


def strip(
    snapshot: Path, publish: bytes | None, keys: encryption.Keyring = encryption.NO_KEYS, *, read_only: bool = False
) -> None:
    """Take out what is only of this machine, and give the snapshot its own id and its own mark to be read only."""
    connection = encryption.connect(snapshot, keys)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN")
        marks.DROP_EVERY_LOCAL.run(connection)
        marks.DROP_META.run(connection, "read_only")
        if read_only:
            marks.PUT_META.run(connection, "read_only", 1)
        if publish is not None:
            marks.PUT_META.run(connection, "publish", publish)
        connection.execute("COMMIT")
    finally:
        connection.close()


def sync(path: Path) -> None:
    """Make a file's content or a folder's entries durable; folders can't be synced on Windows."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
