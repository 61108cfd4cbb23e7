"""Garbage is collected in the window's thread only, between two turns of its event loop.

Python collects cycles of objects in whatever thread happens to make the next one. Where widgets are in such a cycle, a
worker would delete them while the window paints them. So the automatic collection is off while a window is open, and a
timer does what it would have done, by the same counts.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
"""A timer's turn comes when no key and no click waits; so long things may lie."""


class Garbage(QObject):
    """Collects from ``start`` to ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._automatic = gc.isenabled()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Take over from the automatic collection. What the program has loaded so far stays, and is not looked at."""
        self._automatic = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give back to the automatic collection, where it was on, for what ends without an event loop."""
        self._timer.stop()
        gc.unfreeze()
        if self._automatic:
            gc.enable()

    def look(self) -> None:
        """Collect the oldest generation that is full, and with it the younger ones."""
        full = [
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if full:
            gc.collect(max(full))


def keep_loaded() -> None:
    """What has been loaded since ``start`` stays as well, where the collection is ours."""
    if not gc.isenabled():
        gc.freeze()
