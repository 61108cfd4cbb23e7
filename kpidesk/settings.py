"""Where the program keeps its private files on this machine."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.records import record

MOST_LETTERS = 200
"""Of a name; what is longer is none that somebody has given."""


@record(frozen=True)
class Home:
    """The private folder: working copies and backups lie here, never in a shared folder."""

    data: Path

    @staticmethod
    def default() -> Home:
        """``KPIDESK_HOME`` if set, else the system's place for application data."""
        chosen = os.environ.get("KPIDESK_HOME")
        if chosen:
            return Home(Path(chosen))
        import platformdirs

        return Home(Path(platformdirs.user_data_dir("KPI Desk", appauthor=False)))

    @property
    def working_copies(self) -> Path:
        """Where edits are committed first."""
        return self.data / "work"

    @property
    def backups(self) -> Path:
        """Where backups of every workspace lie."""
        return self.data / "backups"

    @property
    def texts(self) -> Path:
        """Where questions to files are kept as they have been worded, for the next start."""
        return self.data / "texts"

    @property
    def author(self) -> str:
        """The name that the person at this machine has given, in the window or on the command line; else empty."""
        with contextlib.suppress(OSError, UnicodeDecodeError, UserError):
            return " ".join(disk.read(self._author_file, MOST_LETTERS * 4).decode("utf-8").split())[:MOST_LETTERS]
        return ""

    def remember_author(self, name: str) -> None:
        """Let the command line sign changes with the same name as the window; a disk that keeps nothing is left."""
        if name.strip() and name.strip() != self.author:
            with contextlib.suppress(OSError):
                disk.write_private(name.strip(), self._author_file)

    @property
    def _author_file(self) -> Path:
        return self.data / "author"

    @property
    def log(self) -> Path:
        """What the program writes down when something unexpected happens."""
        return self.data / "kpidesk.log"
