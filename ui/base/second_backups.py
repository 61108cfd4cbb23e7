"""Backups on a second disk: each new one is copied to a folder that this machine remembers."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kpidesk.workspace import copy_backup
from ui.base.tasks import Worker

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Workspace
    from ui.base.memory import Memory

FOLDER = "backups/folder"
SETTLE_MS = 3000
"""A backup is made ahead of a large change; so long after the change it is looked for."""


class SecondBackups(QObject):
    """Copies in the background; ``told`` when it has worked or not. What a disk refuses is kept in ``problem``."""

    told = Signal()

    def __init__(self, ws: Workspace, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws, self._memory = ws, memory
        self.problem = ""
        self.copied_at: dt.datetime | None = None
        self._worker: Worker | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.copy)
        ws.changed.connect(self._on_changed)
        if self.folder is not None and not ws.read_only:
            self._settle.start()

    @property
    def folder(self) -> Path | None:
        """Where to; ``None`` while nobody has chosen."""
        chosen = self._memory.text(FOLDER)
        return Path(chosen) if chosen else None

    def choose(self, folder: Path | None) -> None:
        """Copy there from now on, beginning with the newest backup; ``None`` for no longer."""
        self._memory.put(FOLDER, "" if folder is None else str(folder))
        self.problem, self.copied_at = "", None
        self.copy()
        self.told.emit()

    def copy(self) -> None:
        """Copy the newest backup, if it is not there already."""
        folder = self.folder
        newest = next(iter(self._ws.backups.listed()), None)
        if folder is None or newest is None or self._ws.read_only:
            return
        if self._worker is None:
            self._worker = Worker(self)
            self._worker.finished.connect(self._on_copied)
            self._worker.failed.connect(self._on_failed)
        self._worker.start(partial(copy_backup, newest, folder / self._name()))

    def _name(self) -> str:
        """A folder for each file: a copy with a password of its own never thins out another's."""
        identity, place = self._ws.backups.folder.name.split("-")
        return f"KPI Desk {identity[:8]}-{place[:6]}"

    def _on_changed(self, _changes: Changes) -> None:
        if self.folder is not None:
            self._settle.start()

    def _on_copied(self, _path: object) -> None:
        self.problem, self.copied_at = "", self._ws.now()
        self.told.emit()

    def _on_failed(self, error: object) -> None:
        self.problem = str(error)
        self.told.emit()

    def stop(self) -> None:
        """Let go of the workspace."""
        self._settle.stop()
        self._ws.changed.disconnect(self._on_changed)
        if self._worker is not None:
            self._worker.stop()
