"""What a thread has to tell somebody in the window's thread, who may have gone by then.

A thread must not emit a signal of an object that the window may delete meanwhile: Qt finds nothing where the object
was, and the program ends. So it rings a bell that is there as long as the program; what it tells waits in Python.
"""

from __future__ import annotations

import contextlib
from collections import deque
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


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
