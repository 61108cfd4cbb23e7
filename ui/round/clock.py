"""For how long the round has been in view: a stopwatch that stands while it is not."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

TICK_MS = 10_000


class Stopwatch(QObject):
    """``ticked`` tells now and then that time has gone by."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._elapsed = QElapsedTimer()
        self._before_ms = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.ticked)

    def begin(self, seconds: int) -> None:
        """Count on from so many seconds."""
        self._before_ms = seconds * 1000
        if self._elapsed.isValid():
            self._elapsed.restart()

    def run(self, running: bool) -> None:
        """Go on, or stand."""
        if running and not self._elapsed.isValid():
            self._elapsed.start()
            self._timer.start()
        elif not running and self._elapsed.isValid():
            self._before_ms += self._elapsed.elapsed()
            self._elapsed.invalidate()
            self._timer.stop()

    @property
    def seconds(self) -> int:
        """Whole seconds in view."""
        return (self._before_ms + (self._elapsed.elapsed() if self._elapsed.isValid() else 0)) // 1000
