"""The private working copy: made, adopted from a vetted file, opened, kept aside when damaged."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import disk
from kpidesk.errors import BadInput, StorageFault
from kpidesk.records import record
from kpidesk.store.db import encryption, marks, schema
from kpidesk.store.db.database import Database
from kpidesk.store.files import backups, passed, rekey, renaming, snapshot
from kpidesk.store.files.parts import has_parts
from kpidesk.store.files.shelf import Shelf
from kpidesk.store.log import fold
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.merge import union
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.settings import Home
    from kpidesk.store.files.vetted import Vetted

log = logging.getLogger(__name__)


@record(frozen=True)
class Admission:
    """What opens a file: passwords to try, and what may be given up for it.

    ``leave_earlier`` puts a working copy aside that is under a password nobody knows any more; ``go_plain`` takes a
    file without a password where the working copy has one.
    """

    keys: encryption.Keyring
    leave_earlier: bool = False
    go_plain: bool = False


@record(frozen=True)
class PrivateCopy:
    """A private copy of the user's file, and the file's signature when it was read."""

    path: Path
    seen: str


@record(frozen=True)
class Opened:
    """A working copy, open, and the user's file that it was opened for.

    ``copy`` is a private copy of the file, gone when the block that opened it ends; ``seen`` is the
    file's signature when it was read; ``fresh`` tells that the working copy was just made from it.
    """

    database: Database
    copy: Path
    vetted: Vetted
    seen: str
    fresh: bool


def found(path: Path, home: Home, company: str, keys: encryption.Keyring = encryption.NO_KEYS) -> Database:
    """Make the working copy of a new workspace; raises ``FileRefused`` for a place that won't do."""
    disk.refuse_unless_new(path)
    if not company.strip():
        raise BadInput(msg("The company must have a name. Nothing was changed."))
    identity = os.urandom(16)
    working = snapshot.working_path(home.working_copies, identity, path)
    disk.private_folder(working.parent)
    disk.private_file(working)
    database = Database(working, keys=keys, key=keys.made(encryption.new_salt()) if keys else None)
    database.create_tables()
    with database.transaction():
        values = ("workspace", identity), ("min_reader", 1), ("state", schema.fingerprint())
        marks.PUT_META.many(database, values)
    return database


def opened(path: Path, home: Home, copy: PrivateCopy, by: Admission, now: dt.datetime) -> Opened:
    """Open the working copy of a file, made from it where there is none yet; both are under the file's key."""
    keys, seen = by.keys, copy.seen
    look = passed.look(copy.path, path, home.working_copies, keys)
    vetted = look.vetted
    working = snapshot.working_path(home.working_copies, vetted.workspace, path)
    with snapshot.locked(working):
        snapshot.sweep_beside(working, path)
        renaming.follow(working)
        if working.exists():
            _follow(working, copy.path, path, by)
        database = _found_sound(working, keys)
        if database is None:
            look = passed.verify(look, copy.path, path, keys)
            adopt(copy.path, working, keys)
            passed.remember(look, copy.path, path, home.working_copies)
            return Opened(ready(working, keys), copy.path, vetted, seen, True)
    if _part_of(database, copy.path):
        look = passed.verify(look, copy.path, path, keys)
        database = _completed(database, working, copy.path)
    passed.remember(look, copy.path, path, home.working_copies)
    _finish_completing(database, working)
    if not settled(database):
        _backup_ahead(database, Shelf(home, vetted.workspace.hex(), path).own, now)
        settle(database)
    return Opened(database, copy.path, vetted, seen, False)


def _found_sound(working: Path, keys: encryption.Keyring) -> Database | None:
    """The working copy, open; one that is damaged is kept aside, and there is none."""
    if not working.exists():
        return None
    database = sound(working, keys)
    if database is None:
        keep_aside(working)
    return database


def _follow(working: Path, copy: Path, path: Path, by: Admission) -> None:
    try:
        rekey.follow(working, copy, path, by.keys, go_plain=by.go_plain)
    except encryption.EarlierPasswordNeeded:
        if not by.leave_earlier:
            raise
        rekey.leave_behind(working)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        log.warning("The working copy can't be read: %s", error)
        keep_aside(working)


def _part_of(database: Database, copy: Path) -> bool:
    """Tell whether the working copy was sent without sensitive KPIs, and the file is now the full one."""
    if not has_parts(database):
        return False
    with contextlib.closing(encryption.reader(copy, database.keys)) as other:
        return not has_parts(other)


def _completed(database: Database, working: Path, copy: Path) -> Database:
    """Begin anew from the full file; what the part holds beyond it is taken in afterwards."""
    part = _part(working)
    part.unlink(missing_ok=True)
    database.copy_to(part)
    database.close()
    snapshot.strip(part, None, database.keys)
    snapshot.sync(part)
    adopt(copy, working, database.keys)
    return ready(working, database.keys)


def _finish_completing(database: Database, working: Path) -> None:
    part = _part(working)
    if part.exists():
        union.take_in(database, RowIds(database), part)
        part.unlink()


def _part(working: Path) -> Path:
    return working.with_suffix(".part")


def _backup_ahead(database: Database, folder: Path, now: dt.datetime) -> None:
    """A snapshot ahead of an upgrade; one that can't be made does not keep anybody from their file."""
    try:
        backups.make(database, folder, now, "upgrade")
    except (OSError, sqlite3.Error) as error:
        log.warning("No backup ahead of the upgrade: %s", error)


def adopt(copy: Path, working: Path, keys: encryption.Keyring) -> None:
    """Make a working copy from a vetted file."""
    disk.private_folder(working.parent)
    temporary = working.with_suffix(".adopting")
    temporary.unlink(missing_ok=True)
    try:
        disk.copy(copy, temporary, snapshot.MOST_BYTES)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if error.errno in snapshot.FULL:
            raise StorageFault(snapshot.no_room_here(), details=str(error)) from error
        raise
    snapshot.strip(temporary, None, keys)
    snapshot.sync(temporary)
    temporary.replace(working)


def ready(working: Path, keys: encryption.Keyring) -> Database:
    """Open an adopted copy; its state is derived by us, never trusted."""
    database = Database(working, keys=keys)
    with database.transaction():
        fold.rebuild(database, RowIds(database))
    return database


def sound(working: Path, keys: encryption.Keyring) -> Database | None:
    """Open a working copy; ``None`` when it is damaged."""
    try:
        database = Database(working, keys=keys)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        return None
    try:
        if database.one("PRAGMA quick_check(1)") == "ok":
            return database
    except sqlite3.OperationalError:
        database.close()
        raise
    except sqlite3.DatabaseError as error:
        log.warning("The working copy can't be read: %s", error)
    database.close()
    return None


def keep_aside(working: Path) -> None:
    """Put a damaged working copy away with its log; a stale log would spoil the new copy."""
    mark = f"damaged-{os.urandom(4).hex()}"
    for path in (working, *_beside(working)):
        path.replace(path.with_name(f"{path.name}.{mark}"))
    log.error("The working copy was damaged and is kept aside as %s", mark)


def _beside(working: Path) -> Iterator[Path]:
    for ending in ("-wal", "-shm"):
        path = working.with_name(working.name + ending)
        if path.exists():
            yield path


def settled(database: Database) -> bool:
    """Tell whether the state was derived by a program with the same classes."""
    return bool(marks.meta(database, "state") == schema.fingerprint())


def settle(database: Database) -> None:
    """Derive the state anew where a program with other classes has derived it."""
    if not settled(database):
        with database.transaction():
            fold.rebuild(database, RowIds(database))


def remove(working: Path) -> None:
    """Take away a working copy that nobody needs, with its log and lock."""
    for path in working.parent.glob(f"{working.name}*"):
        path.unlink(missing_ok=True)


def device(home: Home) -> str:
    """A name for this machine's part of the history; shown, never used as an identity."""
    place = home.data / "device"
    try:
        if not place.exists():
            disk.write_private(os.urandom(8).hex(), place)
        return place.read_text().strip()[:32]
    except (OSError, UnicodeDecodeError):
        return "unknown"
