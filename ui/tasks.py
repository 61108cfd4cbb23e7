"""Work that must not hold up typing: one worker for each kind of job, its result delivered in the window's thread.

A job that is asked for again before it has begun replaces the one that waits. Connections to SQLite stay in the
window's thread; a job gets plain values and gives plain values.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class Worker(QObject):
    """Runs jobs of one kind, one at a time; announces ``finished`` or ``failed``."""

    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._waiting: Future[Any] | None = None
        self._wanted = 0
        self._stopped = False

    def start(self, job: Callable[[], Any]) -> None:
        """Do ``job`` soon; only the newest job's result is announced."""
        if self._stopped:
            return
        self._wanted += 1
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = self._pool.submit(self._run, job, self._wanted)

    def _run(self, job: Callable[[], Any], number: int) -> None:
        try:
            result = job()
        except Exception as error:
            log.exception("A background job failed")
            if number == self._wanted:
                self.failed.emit(error)
        else:
            if number == self._wanted:
                self.finished.emit(result)

    def stop(self) -> None:
        """Let the running job end and start no other; for closing time."""
        self._wanted += 1
        self._stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)
