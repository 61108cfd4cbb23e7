"""Where the backups of a file lie: a folder for each workspace and place, so that no copy meddles with another's.

A file that was moved takes the backups of its old place along when it is first opened in the new one; what a file
has left behind that is no more is listed in every copy. Earlier versions of
the program kept the backups of all copies of a workspace in one folder: they become those of the only copy that this
machine knows, and where it knows several they are listed in each of them, and stay as they are.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from kpidesk import disk
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.store.files import backups, snapshot
from kpidesk.store.files.backups import Backup

NOTE = "file.txt"
"""Holds the path of the file that a folder of backups belongs to."""


@record(frozen=True)
class Shelf:
    """The backups of one file of one workspace on this machine."""

    home: Home
    identity: str
    file: Path

    @property
    def own(self) -> Path:
        """Where new ones are put."""
        return self.home.backups / f"{self.identity}-{snapshot.mark(self.file)}"

    @property
    def common(self) -> Path:
        """Where earlier versions put those of every copy of the workspace."""
        return self.home.backups / self.identity

    def listed(self) -> list[Backup]:
        """Every backup that the file can go back to, newest first."""
        folders = [self.own, self.common, *self._left()]
        found = [backup for folder in folders for backup in backups.listed(folder)]
        return sorted(found, key=lambda backup: backup.when, reverse=True)

    def claim(self) -> None:
        """Write down whose the folder is, and take over what belongs to nobody else."""
        with contextlib.suppress(OSError):  # a folder that can't be written to now is met when a backup is made
            if not self.own.exists():
                disk.private_folder(self.own)
                for folder in self._left():
                    self._take(folder)
            if self._alone():
                self._take(self.common)
            disk.write_private(str(self.file.absolute()), self.own / NOTE)

    def _take(self, folder: Path) -> None:
        for backup in backups.listed(folder):
            os.replace(backup.path, self.own / backup.path.name)

    def _left(self) -> Iterator[Path]:
        """The folders of places where the file of this workspace lies no longer."""
        for other in self.home.backups.glob(f"{self.identity}-*"):
            if other != self.own and _is_left(other):
                yield other

    def _alone(self) -> bool:
        known = {path.stem for path in self.home.working_copies.glob(f"{self.identity}-*.work")}
        known |= {path.name for path in self.home.backups.glob(f"{self.identity}-*")}
        return known <= {self.own.name}


def _is_left(folder: Path) -> bool:
    """Tell whether the file of a folder lies no longer where it lay, though its place is there."""
    try:
        file = Path((folder / NOTE).read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return False
    return file.parent.is_dir() and not file.exists()
