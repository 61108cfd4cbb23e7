"""Trips to the shared file in a thread of their own: one at a time, and nobody who types waits for them.

A share that has gone may take a minute to say so. Whoever lets go of a file waits for it a few seconds at most; what
is stored on this machine is shared when the file is opened next.
"""

from __future__ import annotations

import logging
import queue
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kpidesk.records import record
from kpidesk.workspace import Carried
from ui.base.tasks import Post

if TYPE_CHECKING:
    from kpidesk.workspace import Present, SyncWorker, Workspace

log = logging.getLogger(__name__)

LAST_TRIP_SECONDS = 5.0


@record(frozen=True)
class SyncRequest:
    """What a trip is for."""

    carrying: bool = True
    publishing: bool = False
    announcing: bool = False

    def __or__(self, other: SyncRequest) -> SyncRequest:
        return SyncRequest(
            self.carrying or other.carrying,
            self.publishing or other.publishing,
            self.announcing or other.announcing,
        )


@record(frozen=True)
class SyncResult:
    """What a trip has brought: changes, if it was for them, and who else is there."""

    carried: Carried | None
    others: tuple[Present, ...]


class SyncLoop(QObject):
    """``back`` tells of each trip, in the window's thread."""

    back = Signal(object)

    def __init__(self, ws: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws = ws
        self._requests: queue.SimpleQueue[SyncRequest | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="trips", daemon=True)
        self._started = self.away = False
        self._next: SyncRequest | None = None
        self._post = Post(self)
        self._post.came.connect(self._on_arrived)

    def go(self, request: SyncRequest) -> None:
        """Set out, or do it on the next trip when one is under way."""
        if self.away:
            self._next = request if self._next is None else self._next | request
            return
        if not self._started:
            self._started = True
            self._thread.start()
        self.away = True
        self._requests.put(request)

    def _on_arrived(self, brought: SyncResult) -> None:
        self.away = False
        waiting, self._next = self._next, None
        if waiting is not None:
            self.go(waiting)
        self.back.emit(brought)

    def end(self, request: SyncRequest | None) -> None:
        """For closing time: one last trip, if need be."""
        self._post.close()
        if request is None and not self._started:
            return
        if not self._started:
            self._started = True
            self._thread.start()
        if request is not None:
            self._requests.put(request)
        self._requests.put(None)

    def ended(self, seconds: float | None = None) -> bool:
        """Tell whether the last trip is back, after so long at most; by itself as long as anybody should wait."""
        if self._started:
            self._thread.join(LAST_TRIP_SECONDS if seconds is None else seconds)
        return not self._thread.is_alive()

    @property
    def unheard(self) -> tuple[SyncResult, ...]:
        """What was brought when nobody listened any more."""
        return self._post.left()

    # ---- in the thread -----------------------------------------------------------------------------

    def _work(self) -> None:
        worker: SyncWorker | None = None
        while (request := self._requests.get()) is not None:
            try:
                worker = worker or self._ws.sharing.worker()
                brought = _run(worker, request)
            except Exception as error:
                log.exception("A trip to the shared file failed")
                brought = SyncResult(Carried(error=error), ())
            self._post.put(brought)
        if worker is not None:
            worker.close()


def _run(worker: SyncWorker, request: SyncRequest) -> SyncResult:
    others = worker.announce() if request.announcing else ()
    if not request.carrying:
        return SyncResult(None, others)
    carried = worker.carry(request.publishing)
    return SyncResult(carried, carried.others)
