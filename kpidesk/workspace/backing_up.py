"""Backups of an open file: made ahead of large changes and once a day, and where they lie."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk.errors import StorageFault
from kpidesk.store.files import backups
from kpidesk.store.files.shelf import Shelf
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.store.files.backups import Backup
    from kpidesk.workspace.open_file import OpenFile

log = logging.getLogger(__name__)


class Backups:
    """The backups of one open file."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file

    @property
    def folder(self) -> Path:
        """Where this file's backups are put."""
        return self._shelf.own

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self._file.home, self._file.identity, self._file.path)

    def make(self, reason: str) -> Path:
        """Store a snapshot in the private backup folder."""
        try:
            return backups.make(self._file.database, self.folder, self._file.now(), reason)
        except (OSError, sqlite3.Error) as error:
            raise StorageFault(
                msg("Could not make a backup, so nothing was changed. Check that there is room on the disk."),
                details=str(error),
            ) from error

    def listed(self) -> list[Backup]:
        """The backups that this file can go back to, newest first."""
        return self._shelf.listed()

    def make_daily(self) -> None:
        """One for today, unless there is one; a disk that refuses is no reason not to open the file."""
        self._shelf.claim()
        today = self._file.now().astimezone(dt.UTC).date()
        if not any(backup.when.date() == today for backup in backups.listed(self.folder)):
            try:
                self.make("daily")
            except StorageFault as fault:
                log.warning("No daily backup: %s", fault)


def copy_backup(backup: Backup, folder: Path) -> Path:
    """Store a backup in a folder of its own on another disk as well; older ones there are thinned out.

    Raises ``StorageFault`` when the disk is not there or is full.
    """
    try:
        return backups.copy_to(backup, folder)
    except OSError as error:
        raise StorageFault(
            msg("The backups could not be copied to “{folder}”.", folder=str(folder.parent)), details=str(error)
        ) from error
