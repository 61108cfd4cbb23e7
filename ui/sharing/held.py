"""An open file and the windows that show it: what is done once for a file, however many windows it has.

Every window has a session of its own on the one workspace, with a page, a quarter in view and a past of its own.
Sharing and the copies of backups belong to the file; what one window is to see to for all of them, the oldest does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from kpidesk.workspace import Workspace
from ui.base.memory import Memory
from ui.base.second_backups import SecondBackups
from ui.base.waiting import TOGETHER
from ui.sharing.carrying import Carrying
from ui.sharing.server.link import ServerLink

if TYPE_CHECKING:
    from ui.sharing.files import Files


class HeldFile(QObject):
    """``changed`` tells that a window has come or gone. ``passwords`` are those that open the file."""

    changed = Signal()

    def __init__(self, ws: Workspace, passwords: tuple[str, ...], memory: Memory) -> None:
        super().__init__(QCoreApplication.instance())  # no window that goes takes it away
        self.ws, self.passwords = ws, passwords
        self.carrying = Carrying(ws, self)
        self.server = ServerLink(ws, self)
        self.second = SecondBackups(ws, memory, self)
        self._files: list[Files] = []
        self._windows: list[QWidget] = []
        TOGETHER.append(self._windows)

    def come(self, files: Files, window: QWidget) -> bool:
        """A window shows the file from now on; tells whether it is the first."""
        self._files.append(files)
        self._windows.append(window)
        self.changed.emit()
        return len(self._files) == 1

    def leave(self, files: Files) -> bool:
        """A window does not show it any more; tells whether it was the last one, which closes the file."""
        number = self._files.index(files)
        del self._files[number], self._windows[number]
        if self._files:
            self.changed.emit()
        return not self._files

    def others(self, files: Files) -> list[Files]:
        """The files of the other windows, the oldest first."""
        return [each for each in self._files if each is not files]

    def acts_elsewhere(self, files: Files) -> bool:
        """Tell whether somebody is just changing something in another window."""
        return any(each.session is not None and each.session.acting for each in self.others(files))

    def number(self, files: Files) -> int:
        """Which of the windows it is, counted from 1."""
        return self._files.index(files) + 1

    def close(self) -> None:
        """Nobody shows it any more, and what was pending has been shared: let go of the workspace."""
        self.server.stop()
        self.carrying.stop()
        self.second.stop()
        self.ws.close()
        TOGETHER[:] = [each for each in TOGETHER if each is not self._windows]
        self.deleteLater()
