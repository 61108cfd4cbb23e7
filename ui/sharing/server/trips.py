"""Trips to the team server in a thread of their own: one after the other, woken by news, by an edit, or by time.

A server that does not answer is asked again, at first soon and then at longer intervals; one that says no is asked
again when somebody wants that. Who comes back to the program, or changes something, does not wait for the end of an
interval. Nobody who types waits for any of it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from kpidesk.errors import UserError
from kpidesk.hub.exchanged import Exchanged, HubRefused
from kpidesk.hub.extra import ExtraMissing
from kpidesk.text import msg
from ui.base.tasks import Post

log = logging.getLogger(__name__)

POLL_SECONDS = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 3.0, POLL_SECONDS
"""Seconds between two trips to a server that does not answer: twice as long each time that they have passed, and in the
end as often as one that answers is asked. What somebody changes meanwhile goes at once, and is no reason to come back
later: it tells nothing of the server."""
JUST_NOW = 3.0
"""Seconds after a trip in which nobody who comes back to the program makes another one start."""
LAST_TRIP_SECONDS = 5.0
SOON = 1.0
"""Seconds; a courier that comes back sooner, and without news, has not waited."""
SAYS_NO = (HubRefused, ExtraMissing)
"""What trying again changes nothing about."""


class Carrier(Protocol):
    """What is asked of a courier (``kpidesk.hub.courier``)."""

    def trip(self, progress: Callable[[int, int], None] | None = None) -> Exchanged:
        """Carry everything there and back."""
        ...

    def wait_for_news(self, seconds: float) -> bool:
        """Wait until there is news, or somebody wakes it, or for so long; tells whether there is news."""
        ...

    @property
    def connected(self) -> bool:
        """Whether there is a line to the server."""
        ...

    def wake(self) -> None:
        """End the waiting, from any thread."""
        ...

    def shut(self) -> None:
        """Cut the line, from any thread."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


class Trips(QObject):
    """``back`` tells of each trip, in the window's thread. ``make`` makes the courier, in the other one."""

    back = Signal(object)

    def __init__(self, make: Callable[[], Carrier], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._courier: Carrier | None = None
        self._wanted, self._ending, self._stirred = threading.Event(), threading.Event(), threading.Event()
        self._cut = False
        self._away_since: float | None = None
        self._thread = threading.Thread(target=self._work, name="team server", daemon=True)
        self._post = Post(self)
        self._post.came.connect(self.back)

    def start(self) -> None:
        """Set out for the first time."""
        self._thread.start()

    def wake(self) -> None:
        """Set out now, or once more when a trip is under way."""
        self._wanted.set()
        self._stir()

    def look(self) -> None:
        """Somebody has come back to the program: a server that did not answer is asked now, unless it just was."""
        since = self._away_since
        if since is not None and time.monotonic() - since >= JUST_NOW:
            self._stirred.set()

    def _stir(self) -> None:
        self._stirred.set()
        courier = self._courier
        if courier is not None:
            courier.wake()

    def end(self) -> None:
        """For closing time: one last trip is made where somebody has asked for one, and no other."""
        self._post.close()
        self._ending.set()
        self._stir()

    def ended(self, seconds: float = LAST_TRIP_SECONDS) -> bool:
        """Tell whether the last trip is back, after so long at most."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def connected(self) -> bool:
        """Whether there is a line, so that a last trip is likely to come back soon."""
        courier = self._courier
        return courier is not None and courier.connected

    def cut(self) -> None:
        """Nobody waits any longer: cut the line under a trip that is not back, and let none begin."""
        self._cut = True
        courier = self._courier
        if self._thread.is_alive() and courier is not None:
            courier.shut()

    def unheard(self) -> tuple[Exchanged, ...]:
        """What was brought when nobody listened any more."""
        return self._post.left()

    # ---- in the thread -----------------------------------------------------------------------------

    def _work(self) -> None:
        pause, passed = FIRST_PAUSE / 2, True
        while True:
            self._stirred.clear()
            self._wanted.clear()
            told = self._trip()
            self._post.put(told)
            if told.problem is None:
                pause, passed = FIRST_PAUSE / 2, True
            elif passed:
                pause = min(pause * 2, LONGEST_PAUSE)
            if not self._ending.is_set():
                self._rest(told, pause)
                passed = told.problem is None or not self._stirred.is_set()
            if self._ending.is_set() and not self._wanted.is_set():
                break
        if self._courier is not None:
            self._courier.close()

    def _trip(self) -> Exchanged:
        try:
            courier = self._courier = self._courier or self._make()
            if self._cut:  # while the keyring was waited for
                courier.shut()
            return courier.trip()
        except UserError as error:
            return Exchanged(problem=error)
        except Exception as error:
            log.exception("A trip to the team server failed")
            return Exchanged(problem=_failed(error))

    def _rest(self, told: Exchanged, pause: float) -> None:
        """Until there is news, somebody has changed something, or it is time to try again."""
        courier = self._courier
        if self._wanted.is_set():
            return
        if isinstance(told.problem, SAYS_NO):
            self._stirred.wait()
        elif told.problem is not None or courier is None:
            self._away_since = time.monotonic()
            self._stirred.wait(pause)
            self._away_since = None
        elif told.at is None:  # others were there first every time
            self._stirred.wait(FIRST_PAUSE)
        else:
            begun = time.monotonic()
            if not courier.wait_for_news(POLL_SECONDS) and time.monotonic() - begun < SOON:
                self._stirred.wait(FIRST_PAUSE)


def _failed(error: Exception) -> UserError:
    words = msg("The trip to the team server failed. Your work is safe on this machine.")
    return UserError(words, details=f"{type(error).__name__}: {error}")
