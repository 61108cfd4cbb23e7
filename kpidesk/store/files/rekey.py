"""Setting, changing and taking away a password: the file, its working copy and its backups are written anew.

Each file is replaced by a finished one, so that at any moment the user's file opens by either the old
password or the new one. It goes first; a working copy or a backup that is still under the old key after
a crash follows when the file is opened next.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import disk
from kpidesk.errors import FileRefused, StorageFault, UserError
from kpidesk.store.db import encryption
from kpidesk.store.db.encryption import EarlierPasswordNeeded, PasswordNeeded
from kpidesk.store.files import backups, kept_numbers, snapshot
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.store.db.encryption import Keyring

log = logging.getLogger(__name__)


def rewrite(path: Path, keys: Keyring, key: str | None) -> None:
    """Write a closed file anew under another key, in one step."""
    temporary = disk.beside(path)
    try:
        encryption.reencode(path, temporary, keys, key)
        temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        snapshot.sync(temporary)
        snapshot.patiently(lambda: os.replace(temporary, path))
        snapshot.sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def change(file: Path, working: Path, folder: Path, keys: Keyring, *, locked: bool) -> None:
    """Bring a closed file, its working copy and its backups under the ring's first password, or under none."""
    if not encryption.available():
        raise FileRefused(encryption.MISSING)
    key = keys.made(encryption.new_salt()) if locked else None
    with snapshot.locked(working), _told():
        alone(working, keys)
        if key is not None:
            kept_numbers.remove(working)
        rewrite(file, keys, key)
        follow(working, file, file, keys, go_plain=True)
    lock_up_backups(folder, keys, key)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say what a disk does in a sentence."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StorageFault(
            msg(
                "The password could not be changed everywhere: the disk is full or can’t be written to. "
                "Nothing is lost. Free some space and try again. If the new password already opens the file, "
                "use that one."
            ),
            details=str(error),
        ) from error


def alone(working: Path, keys: Keyring) -> None:
    """Refuse while another window has the working copy open: what it stores afterwards would be nowhere.

    Whoever closes a write-ahead log last folds it in and takes it away, after a crash too.
    """
    if not working.exists():
        return
    with (
        contextlib.closing(encryption.connect(working, keys)) as connection,
        contextlib.suppress(sqlite3.DatabaseError),
    ):
        encryption.read_schema(connection)
    if working.with_name(working.name + "-wal").exists():
        raise StorageFault(
            msg(
                "The file is open in another window on this machine, and its password is being changed. Close "
                "it there and try again. Nothing was changed."
            )
        )


def follow(working: Path, file: Path, shown: Path, keys: Keyring, *, go_plain: bool) -> None:
    """Bring a closed working copy under the key of its file, where somebody has changed the password.

    Raises ``EarlierPasswordNeeded`` where it is under a password that nobody has typed; ``leave_behind``
    is the way on for somebody who does not know it. A file without a password any more may be an older version
    that somebody has put there: what is encrypted here follows it only with ``go_plain``.
    """
    key = keys.key(file, shown.name)
    if key is not None:
        kept_numbers.remove(working)
    if encryption.fits(working, key):
        return
    try:
        keys.key(working)
    except PasswordNeeded as error:
        raise EarlierPasswordNeeded(shown.name, taken_away=key is None) from error
    if key is None and not go_plain:
        raise EarlierPasswordNeeded(shown.name, taken_away=True)  # a script that has the password agrees to nothing
    if not encryption.available():
        return
    alone(working, keys)
    rewrite(working, keys, key)
    for ending in ("-wal", "-shm"):
        working.with_name(working.name + ending).unlink(missing_ok=True)


def leave_behind(working: Path) -> None:
    """Put a working copy aside that is under a password nobody knows any more; it is not deleted."""
    mark = f"locked-{os.urandom(4).hex()}"
    for path in working.parent.glob(f"{working.name}*"):
        if not path.name.endswith(".lock"):
            path.replace(path.with_name(f"{path.name}.{mark}"))
    log.warning("A working copy under an earlier password is kept aside as %s", mark)


def lock_up_backups(folder: Path, keys: Keyring, key: str | None) -> None:
    """Bring a file's own backups under its key; one that can't be read keeps the key that it was made under."""
    for backup in backups.listed(folder) if encryption.available() else ():
        if encryption.fits(backup.path, key):
            continue
        try:
            rewrite(backup.path, keys, key)
        except (OSError, sqlite3.Error, UserError) as error:
            log.info("The backup %s stays under its own password: %s", backup.path.name, error)
