"""Work that must not hold up typing: one worker for each kind of job, its result delivered in the window's thread.

A job that is asked for again before it has begun replaces the one that waits. A job gets plain values and gives
plain values; to read the open file or to change it, it makes a handle of its own on it.

A thread must not emit a signal of an object that the window may delete meanwhile: Qt finds nothing where the object
was, and the program ends. So it rings a bell that is there as long as the program; what it tells waits in Python.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from kpidesk import text
from kpidesk.errors import UserError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from kpidesk.workspace import Workspace

log = logging.getLogger(__name__)


Stop = threading.Event
"""Set when somebody has given up waiting for a job."""
Job = Callable[[Stop], Any]
"""What a thread does; it may look at the event, and is thrown away or waited for when that is set."""
Wait = Callable[[Job], Any]
"""Has a job done in another thread, while the window goes on being drawn; gives or raises what came of it."""


class GivenUp(Exception):
    """Somebody did not want to wait any longer: nothing has come of the job."""


def unless_stopped(stop: Stop) -> None:
    """Raise ``GivenUp`` when nobody waits any more; right before something is changed."""
    if stop.is_set():
        raise GivenUp


@contextlib.contextmanager
def busy() -> Iterator[None]:
    """The pointer tells that something takes a moment."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


def read_apart(ws: Workspace, read: Callable[[Workspace], Any]) -> Any:
    """What ``read`` finds in the open file, by a handle of its own; to be called in another thread."""
    with contextlib.closing(ws.handles.apart()) as reader:
        return read(reader)


class _Bell(QObject):
    rung = Signal()


@cache
def _bell() -> _Bell:
    return _Bell()


class Post(QObject):
    """``came`` tells in the window's thread what any thread has ``put``, in that order; made in the window's thread."""

    came = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Any] = deque()
        self._closed = False
        self._bell = _bell()
        self._bell.rung.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def put(self, what: object) -> None:
        """Tell it, from any thread; nobody hears it once the parent has gone."""
        self._waiting.append(what)
        with contextlib.suppress(RuntimeError):  # the program has ended
            self._bell.rung.emit()

    def close(self) -> None:
        """Tell nothing more: what has not been heard, and what still comes, is ``left``."""
        self._closed = True

    def left(self) -> tuple[Any, ...]:
        """What nobody has heard."""
        return tuple(self._waiting)

    def _deliver(self) -> None:
        if self._waiting and not self._closed:
            self.came.emit(self._waiting.popleft())


class Worker(QObject):
    """Runs jobs of one kind, one at a time; announces ``finished`` or ``failed``."""

    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._post = Post(self)
        self._post.came.connect(self._announce)
        self._waiting: Future[Any] | None = None
        self._wanted = 0
        self._stopped = False

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # most workers never have a job

        return ThreadPoolExecutor(max_workers=1)

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
        except UserError as error:  # what a file or a disk refuses is told to whoever asked, and is no fault of ours
            log.info("Refused: %s %s", error, error.details)
            self._end(number, error, False)
        except Exception as error:
            if number == self._wanted:
                log.exception("A background job failed")
            self._end(number, error, False)
        else:
            self._end(number, result, True)

    def _end(self, number: int, what: object, done: bool) -> None:
        if number == self._wanted:
            self._post.put((number, what, done))

    def _announce(self, told: tuple[int, object, bool]) -> None:
        """Tell what came of a job, and whether it did what it was to, unless another one has been asked for since."""
        number, what, done = told
        if number == self._wanted:
            (self.finished if done else self.failed).emit(what)

    def forget(self) -> None:
        """Announce nothing of what runs or waits."""
        self._wanted += 1
        if self._waiting is not None:
            self._waiting.cancel()

    def stop(self) -> None:
        """Let the running job end and start no other; for closing time."""
        self._wanted += 1
        self._stopped = True
        if "_pool" in vars(self):
            self._pool.shutdown(wait=True, cancel_futures=True)


class Aside(QObject):
    """Jobs that read the open file from another thread, by a handle of their own (``Workspace.apart``).

    A job gets that handle; what it gives back must not need it any more. ``cancel`` ends the running one.
    """

    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, ws: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws = ws
        self._reader: Workspace | None = None
        self._worker = Worker(self)
        self._worker.finished.connect(self.finished)
        self._worker.failed.connect(self.failed)

    def start(self, job: Callable[[Workspace], Any]) -> None:
        """Do ``job`` soon; only the newest job's result is announced."""
        self._worker.start(partial(self._read, job, text.language()))

    def _read(self, job: Callable[[Workspace], Any], language: str) -> Any:
        with text.using(language):
            reader = self._ws.handles.apart()
            self._reader = reader
            try:
                return job(reader)
            finally:
                self._reader = None
                reader.close()

    def cancel(self) -> None:
        """Forget what runs, and end it where it can be ended."""
        self._worker.forget()
        reader = self._reader
        if reader is not None:
            reader.handles.interrupt()

    def stop(self) -> None:
        """For closing time: end what runs."""
        self.cancel()
        self._worker.stop()
