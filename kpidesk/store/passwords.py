"""Setting, changing and taking away a password: the file, its working copy and its backups are written anew.

Each file is replaced by a finished one, so that at any moment the user's file opens by either the old
password or the new one. It goes first; a working copy or a backup that is still under the old key after
a crash follows when the file is opened next.
"""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

from kpidesk.errors import FileRefused, UserError
from kpidesk.store import backups, cipher, publish
from kpidesk.store.cipher import EarlierPasswordNeeded, Keyring, PasswordNeeded

log = logging.getLogger(__name__)


def rewrite(path: Path, keys: Keyring, key: str | None) -> None:
    """Write a closed file anew under another key, in one step."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        cipher.reencode(path, temporary, keys, key)
        publish.sync(temporary)
        publish.patiently(lambda: os.replace(temporary, path))
        publish.sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def change(file: Path, working: Path, folder: Path, keys: Keyring, *, locked: bool) -> None:
    """Bring a closed file, its working copy and its backups under the ring's first password, or under none."""
    if not cipher.available():
        raise FileRefused(cipher.MISSING)
    key = keys.made(cipher.new_salt()) if locked else None
    with publish.locked(working):
        rewrite(file, keys, key)
        follow(working, file, file, keys)
    lock_up_backups(folder, keys, key)


def follow(working: Path, file: Path, shown: Path, keys: Keyring) -> None:
    """Bring a closed working copy under the key of its file, where somebody has changed the password.

    Raises ``EarlierPasswordNeeded`` where it is under a password that nobody has typed; ``leave_behind``
    is the way on for somebody who does not know it.
    """
    key = keys.key(file, shown.name)
    if cipher.fits(working, key):
        return
    try:
        keys.key(working)
    except PasswordNeeded as error:
        raise EarlierPasswordNeeded(shown.name) from error
    if not cipher.available():
        return
    rewrite(working, keys, key)
    for ending in ("-wal", "-shm"):
        working.with_name(working.name + ending).unlink(missing_ok=True)


def leave_behind(working: Path) -> None:
    """Put a working copy aside that is under a password nobody knows any more; it is not deleted."""
    mark = f"locked-{secrets.token_hex(4)}"
    for path in working.parent.glob(f"{working.name}*"):
        if not path.name.endswith(".lock"):
            path.replace(path.with_name(f"{path.name}.{mark}"))
    log.warning("A working copy under an earlier password is kept aside as %s", mark)


def lock_up_backups(folder: Path, keys: Keyring, key: str | None) -> None:
    """Bring the backups under the file's key; one that can't be read stays as it is."""
    for backup in backups.listed(folder) if cipher.available() else ():
        if cipher.fits(backup.path, key):
            continue
        try:
            rewrite(backup.path, keys, key)
        except (OSError, UserError) as error:
            log.warning("The backup %s stays under its own password: %s", backup.path.name, error)
