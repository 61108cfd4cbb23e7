"""Tells when another day has begun: a window that stands open over night says what holds in the morning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

EVERY_MS = 60_000
"""So often the clock is looked at; waking up and coming back to the window look at it too."""


class NewDay(QObject):
    """``begun`` is emitted once for each other day that a clock shows, be it earlier."""

    begun = Signal()

    def __init__(self, today: Callable[[], dt.date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today, self._day = today, today()
        timer = QTimer(self, interval=EVERY_MS)
        timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """See which day it is."""
        today = self._today()
        if today != self._day:
            self._day = today
            self.begun.emit()
