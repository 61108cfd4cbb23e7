"""What to do when the user's file is damaged: the working copy and the newest backup make it anew."""

from __future__ import annotations

import datetime as dt
import logging
import os
from pathlib import Path

from kpidesk.clock import moment_of
from kpidesk.errors import FileRefused, UserError
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.store.db import encryption, marks
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.files import snapshot, vet, working_copy
from kpidesk.store.files.backups import Backup
from kpidesk.store.files.shelf import Shelf
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.merge import union
from kpidesk.text import msg

NEWEST = Query(lambda t: t.Txn.select(t.fn.MAX(t.Txn.wall)))
log = logging.getLogger(__name__)


@record(frozen=True)
class Lifeline:
    """What there is to make a file anew from."""

    identity: str
    working: Path
    backup: Backup | None


@record(frozen=True)
class Rescued:
    """What a file was made anew from, and where the damaged one was put.

    ``newest`` is when the newest change was made that is in it.
    """

    aside: Path | None
    working: bool
    backup: Backup | None
    newest: dt.datetime | None


def working_of(path: Path, home: Home) -> Path | None:
    """The working copy of the file in this place, the newest where several have lain here."""
    known = home.working_copies.glob(f"*-{snapshot.mark(path)}.work")
    return max(known, key=lambda found: found.stat().st_mtime, default=None)


def lifeline(path: Path, home: Home, keys: encryption.Keyring) -> Lifeline | None:
    """The working copy of the file in this place, and its newest sound backup; ``None`` without either."""
    working = working_of(path, home)
    if working is None:
        return None
    identity = working.name.split("-")[0]
    return Lifeline(identity, working, _newest_sound(Shelf(home, identity, path), home.working_copies, keys))


def _newest_sound(shelf: Shelf, scratch: Path, keys: encryption.Keyring) -> Backup | None:
    for backup in shelf.listed():
        try:
            with snapshot.private_copy(backup.path, scratch) as copy:
                vet.vet(copy, backup.path, keys)
        except encryption.PasswordNeeded:
            log.info("The backup %s is under a password that is not known", backup.path.name)
        except UserError as error:
            log.warning("The backup %s can't be used: %s", backup.path.name, error)
        else:
            return backup
    return None


def keep_aside(path: Path, now: dt.datetime) -> Path | None:
    """Put the damaged file beside its place under another name; ``None`` where there is none."""
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%d-%H%M%S}")
    if not path.exists():
        return None
    if aside.exists():
        raise FileRefused(msg("“{name}” already exists. Choose another name. Nothing was changed.", name=aside.name))
    snapshot.patiently(lambda: os.replace(path, aside))
    return aside


def united(found: Lifeline, scratch: Path, keys: encryption.Keyring) -> tuple[Database, bool]:
    """The working copy, made from the backup where it is damaged, with everything that the backup holds.

    Tells as well whether the working copy itself was sound.
    """
    with snapshot.locked(found.working):
        database = working_copy.sound(found.working, keys) if found.working.exists() else None
        sound = database is not None
        if database is not None:
            working_copy.settle(database)
            _take_backup(database, found.backup, scratch)
        elif found.backup is not None:
            if found.working.exists():
                working_copy.keep_aside(found.working)
            with snapshot.private_copy(found.backup.path, scratch) as copy:
                working_copy.adopt(copy, found.working, keys)
            database = working_copy.ready(found.working, keys)
        else:
            raise nothing_left()
    with database.transaction():
        for key in ("publish", "signature"):
            marks.DROP_LOCAL.run(database, key)
    return database, sound


def newest_change(database: Database) -> dt.datetime | None:
    """When the newest change was made."""
    wall = NEWEST.one(database)
    return None if wall is None else moment_of(wall)


def _take_backup(database: Database, backup: Backup | None, scratch: Path) -> None:
    if backup is not None:
        with snapshot.private_copy(backup.path, scratch) as copy:
            union.take_in(database, RowIds(database), copy)


def nothing_left() -> FileRefused:
    """The sentence when neither a working copy nor a backup is left on this machine."""
    return FileRefused(
        msg("There is no backup of this file on this machine. Ask a colleague for a copy. Nothing was changed.")
    )
