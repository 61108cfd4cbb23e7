"""Garbage is collected in the window's thread only, between two turns of its event loop.

Python collects cycles of objects in whatever thread happens to make the next one. Where widgets are in such a cycle, a
worker would delete them while the window paints them. So the automatic collection is off while a window is open, and a
timer does what it would have done. It goes by what has been made, as the turns are rare: what ten of them leave behind
may take longer to look through than the eye forgives.
"""

from __future__ import annotations

import gc
import time
from functools import cache

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
"""A timer's turn comes when no key and no click waits; so long things may lie."""
REST_MS, WORK_S, PUT_OFF = 60, 0.005, 10
"""It waits for a rest so long, in which the window's thread works no more than this, but is put off only so often:
right after a click it would stand between what is shown and what is shown next.
"""
MANY = 15_000
"""Objects that have outlived one look, and are looked through once more before they count as old."""
SELDOM = 121
"""After so many collections the old ones are looked through, too, which takes longest: as often as Python's own would.
"""


class Garbage(QObject):
    """Collects from ``start`` to ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._automatic = gc.isenabled()
        self._young = self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._wait)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look_at_rest)
        self._worked, self._put_off = 0.0, 0

    def start(self) -> None:
        """Take over from the automatic collection. What the program has loaded so far stays, and is not looked at."""
        self._automatic = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give back to the automatic collection, where it was on, for what ends without an event loop."""
        self._timer.stop()
        self._rest.stop()
        gc.unfreeze()
        if self._automatic:
            gc.enable()

    def _wait(self) -> None:
        self._worked, self._put_off = time.thread_time(), 0
        self._rest.start()

    def _look_at_rest(self) -> None:
        worked = time.thread_time()
        if worked - self._worked > WORK_S and self._put_off < PUT_OFF:
            self._worked, self._put_off = worked, self._put_off + 1
            self._rest.start()
        else:
            self.look()

    def look(self) -> None:
        """Collect what is new, where that is worth it; what is older too, once much of it has come together."""
        made = gc.get_count()[0]
        if made <= gc.get_threshold()[0]:
            return
        self._young, self._looks = self._young + made, self._looks + 1
        generation = 2 if self._looks >= SELDOM else 1 if self._young > MANY else 0
        gc.collect(generation)
        self._young = 0 if generation else self._young
        self._looks = 0 if generation == 2 else self._looks


@cache
def keep_loaded() -> None:
    """What has been loaded since ``start`` stays as well, where the collection is ours.

    That is done for the first window alone: at the next one others are open, and what they hold is to go with them.
    """
    if not gc.isenabled():
        gc.freeze()
