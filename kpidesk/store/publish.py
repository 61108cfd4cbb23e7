"""The user's file as a published snapshot of the private working copy (store design, section 4).

SQLite never runs live on the user's file: edits commit in a private working copy first, and the file
is replaced as a whole by a fresh snapshot. A version that somebody else has put there meanwhile is
merged before it is replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from kpidesk.errors import FileRefused, StorageFault
from kpidesk.store import cipher
from kpidesk.store.database import Database
from kpidesk.text import msg

LOCK_SECONDS = 20
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts while another program holds the file, as virus scanners on Windows do."""
SHARING_VIOLATIONS = (5, 32, 33)
T = TypeVar("T")


@dataclass(frozen=True)
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
    lock = FileLock(f"{working}.lock")
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise StorageFault(
            msg("Another window is busy with this file. Nothing was changed; try again in a moment.")
        ) from error
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
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"read-{secrets.token_hex(8)}.tmp"
    try:
        try:
            patiently(lambda: shutil.copyfile(file, target))
        except FileNotFoundError as error:
            raise FileRefused(
                msg("“{name}” is not there. It may have been moved or renamed.", name=file.name)
            ) from error
        except OSError as error:
            raise FileRefused(
                msg("“{name}” can't be read. Check that you have access to it.", name=file.name), details=str(error)
            ) from error
        yield target
    finally:
        target.unlink(missing_ok=True)


def known(database: Database) -> Known | None:
    """The version last read or written, if any."""
    publish = database.one("SELECT val FROM local WHERE key = 'publish'")
    if publish is None:
        return None
    return Known(publish, str(database.one("SELECT val FROM local WHERE key = 'signature'") or ""))


def remember(database: Database, publish: bytes, seen: str) -> None:
    """Note which version of the file, with which signature, the working copy contains."""
    values = [("publish", publish), ("signature", seen)]
    with database.transaction():
        database.run_many("INSERT OR REPLACE INTO local(key, val) VALUES(?, ?)", values)


def write_snapshot(database: Database, file: Path, *, read_only: bool = False) -> tuple[bytes, str]:
    """Replace ``file`` by what the working copy holds now; give the new version's id and signature.

    ``VACUUM INTO`` does not sync, and a rename is durable only when the folder is synced too. The
    signature is taken ahead of the rename, which keeps it: afterwards the file may be somebody else's.
    """
    publish = secrets.token_bytes(16)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        database.copy_to(temporary)
        strip(temporary, publish, database.keys, read_only=read_only)
        _keep_mode(file, temporary)
        sync(temporary)
        seen = signature(temporary)
        patiently(lambda: os.replace(temporary, file))
        sync(file.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return publish, seen


def _keep_mode(file: Path, temporary: Path) -> None:
    """Who may read and write the file stays as it was."""
    with contextlib.suppress(FileNotFoundError):
        shutil.copymode(file, temporary)


def strip(
    snapshot: Path, publish: bytes | None, keys: cipher.Keyring = cipher.NO_KEYS, *, read_only: bool = False
) -> None:
    """Take out what is only of this machine, and give the snapshot its own id and its own mark to be read only."""
    connection = cipher.connect(snapshot, keys)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN")
        connection.execute("DELETE FROM local")
        connection.execute("DELETE FROM meta WHERE key = 'read_only'")
        if read_only:
            connection.execute("INSERT INTO meta(key, val) VALUES('read_only', 1)")
        if publish is not None:
            connection.execute("INSERT OR REPLACE INTO meta(key, val) VALUES('publish', ?)", (publish,))
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
