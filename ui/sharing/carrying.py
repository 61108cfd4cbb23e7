"""One open file, carried to the shared file and back in the background, for all windows that show it.

A heartbeat every thirty seconds, a look at the file every five seconds and when its folder changes, and publishing soon
after a change – for a large file when nobody types, when a window is left and on closing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from kpidesk.workspace import Unshared
from ui.base.tasks import GivenUp
from ui.sharing.sync_loop import SyncLoop, SyncRequest

if TYPE_CHECKING:
    from kpidesk.workspace import Present, Workspace
    from ui.base.tasks import Wait
    from ui.sharing.sync_loop import SyncResult

LOOK_MS = 5_000
HEARTBEAT_MS = 30_000
CONFIRM_MS = 2_000
SETTLE_MS = 300
IDLE_MS = 3_000
"""A large file is published when nothing has changed for so long."""
AT_ONCE = 0.05
"""Seconds that nobody notices."""


class Carrying(QObject):
    """``back`` tells what a trip has brought, ``folder_changed`` that something beside the file is another.

    ``others`` are those who have the file open elsewhere; ``failed`` counts the trips in a row that came to nothing.
    """

    back = Signal(object)
    folder_changed = Signal()

    def __init__(self, ws: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._ws: Workspace | None = ws
        self._sync = SyncLoop(ws, self)
        self._sync.back.connect(self._on_back)
        self.others: tuple[Present, ...] = ()
        self.failed = 0
        self._folder = QFileSystemWatcher(self)
        self._folder.directoryChanged.connect(self._on_folder)
        self._looking = self._timer(LOOK_MS, self.look)
        self._beating = self._timer(HEARTBEAT_MS, self.beat)
        self._confirming = self._timer(CONFIRM_MS, self.look, once=True)
        self._settling = self._timer(SETTLE_MS, self._on_settled, once=True)
        self._idle = self._timer(IDLE_MS, self.share_pending, once=True)

    def _timer(self, interval: int, slot: Callable[[], None], *, once: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(once)
        timer.timeout.connect(slot)
        return timer

    def begin(self) -> None:
        """Set out for the first time; whoever listens to ``back`` is to listen by now."""
        if self._ws is None:
            return
        self._ws.sharing.publisher = self.share
        self._ws.changed.connect(self._on_changed)
        self._folder.addPath(str(self._ws.path.parent))
        self._looking.start()
        self._beating.start()
        self.beat()

    def stop(self, wait: Wait | None = None) -> None:
        """The file is being closed: share what is pending, but do not wait for a share that does not answer.

        ``wait`` waits where a window is looked at, and may be given up; without it nobody sees that this does.
        """
        for timer in (self._looking, self._beating, self._confirming, self._settling, self._idle):
            timer.stop()
        if self._folder.directories():
            self._folder.removePaths(self._folder.directories())
        ws, self._ws = self._ws, None
        if ws is None:
            return
        ws.changed.disconnect(self._on_changed)
        ws.sharing.publisher = None
        pending = ws.sharing.pending and not ws.read_only
        self._sync.end(SyncRequest(publishing=True) if pending else None)
        back = self._sync.ended(AT_ONCE) or _awaited(self._sync, wait)
        for brought in self._sync.unheard if back else ():
            if brought.carried is not None:
                ws.sharing.note(brought.carried)
        if not back or ws.sharing.state().problem is not None:
            ws.sharing.give_up()

    @property
    def away(self) -> bool:
        """Whether a trip to the file is under way."""
        return self._ws is not None and self._sync.away

    # ---- setting out -------------------------------------------------------------------------------

    def look(self) -> None:
        """See what others have stored; publish what is pending, unless a large file is being changed right now."""
        if self._ws is not None:
            self._go(SyncRequest(publishing=self._ws.sharing.pending and not self._idle.isActive()))

    def share(self) -> None:
        """Publish, taking in what others have stored."""
        self._go(SyncRequest(publishing=True))

    def share_pending(self) -> None:
        """Nobody types any more, or the window is left: a large file need not wait any longer."""
        if self._ws is not None and self._ws.sharing.pending:
            self.share()

    def beat(self) -> None:
        """Tell others that the file is open here, and hear who else has it."""
        if self._ws is not None:
            carrying = not self._ws.read_only
            publishing = carrying and self._ws.sharing.pending
            self._go(SyncRequest(carrying=carrying, publishing=publishing, announcing=True))

    def _go(self, request: SyncRequest) -> None:
        if self._ws is None:
            return
        if request.publishing:
            self._idle.stop()
        if not self._ws.read_only or not request.carrying:
            self._sync.go(request)

    def _on_changed(self, _changes: object) -> None:
        if self._ws is not None and self._ws.sharing.bulky:
            self._idle.start()

    def _on_folder(self, _path: str) -> None:
        self._settling.start()

    def _on_settled(self) -> None:
        self.folder_changed.emit()
        self.look()

    # ---- coming back -------------------------------------------------------------------------------

    def _on_back(self, brought: SyncResult) -> None:
        if self._ws is None:
            return
        ws, carried = self._ws, brought.carried
        self.others = brought.others
        if carried is not None:
            self.failed = self.failed + 1 if carried.error is not None else 0
            if carried.error is None and not self._folder.directories():
                self._folder.addPath(str(ws.path.parent))
            ws.sharing.note(carried)
        self.back.emit(brought)
        if carried is None or self._ws is None:
            return
        if carried.published:
            self._confirming.start()
        elif carried.behind and ws.sharing.state().why is not Unshared.BUSY:
            self.share()


def _awaited(sync: SyncLoop, wait: Wait | None) -> bool:
    """Wait for the last trip; tells whether it came back before it was too late or nobody wanted to wait."""
    if wait is None:
        return sync.ended()
    try:
        return bool(wait(lambda _stop: sync.ended()))
    except GivenUp:
        return False
