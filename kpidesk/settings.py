"""Where the program keeps its private files on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True)
class Home:
    """The private folder: working copies and backups lie here, never in a shared folder."""

    data: Path

    @staticmethod
    def default() -> Home:
        """``KPIDESK_HOME`` if set, else the system's place for application data."""
        chosen = os.environ.get("KPIDESK_HOME")
        return Home(Path(chosen) if chosen else Path(platformdirs.user_data_dir("KPI Desk", appauthor=False)))

    @property
    def working_copies(self) -> Path:
        """Where edits are committed first."""
        return self.data / "work"

    @property
    def backups(self) -> Path:
        """Where backups of every workspace lie."""
        return self.data / "backups"

    @property
    def log(self) -> Path:
        """What the program writes down when something unexpected happens."""
        return self.data / "kpidesk.log"
