"""One program for each person on a machine: a second start hands its file over to the first, and ends.

Speaking takes a part of Qt that a start has no time for: it is loaded where somebody may be listening already, and
otherwise once the window has been painted.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

from kpidesk import disk
from ui.app.frame.doors import may_be_open

if TYPE_CHECKING:
    from kpidesk.settings import Home
    from ui.app.hand_over import Listener

TURN = "start.lock"
TAKEN = QLockFile.LockError.LockFailedError
LOCK_MS, LOOK_MS = 8_000, 50
"""So long a start waits for one that has begun a moment earlier, and so often it looks whether it still must: Qt would
look ever less often, and come seconds late. One that has died is not waited for."""


class Reception(QObject):
    """Hears of later starts: ``asked`` names the file that is wanted, or nothing for a new window."""

    asked = Signal(str)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._turn = QLockFile(str(home.data / TURN))
        self.listener: Listener | None = None

    def open(self, path: str | None) -> bool:
        """Become the first program, unless there is one that takes the file; ``False`` when it did.

        Two that start in the same moment take turns: this one has it until it can ``listen``.
        """
        with contextlib.suppress(OSError):  # said in the window, when a file is opened or made
            disk.private_folder(self._home.data)
        self._wait_turn()
        if may_be_open(self._home):
            from ui.app.hand_over import hand_over

            if hand_over(self._home, path):
                self._turn.unlock()
                return False
        return True

    def _wait_turn(self) -> None:
        looks = LOCK_MS // LOOK_MS
        while not self._turn.tryLock(LOOK_MS) and self._turn.error() is TAKEN and looks:
            looks -= 1
        disk.keep_private(self._home.data / TURN)

    def listen(self) -> None:
        """Hear whoever comes from now on."""
        if self.listener is None:
            from ui.app.hand_over import Listener

            self.listener = Listener(self._home, self)
            self.listener.asked.connect(self.asked)
            self._turn.unlock()

    def close(self) -> None:
        """Hear of nobody any more."""
        self._turn.unlock()
        if self.listener is not None:
            self.listener.close()
