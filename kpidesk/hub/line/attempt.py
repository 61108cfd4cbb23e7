"""A line that is being made, and can be given up: libpq waits for a name to be looked up and for a host that is silent,
and nobody can hurry it. So it does that in a thread of its own, and a line that comes too late is closed there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kpidesk.hub.exchanged import HubUnreachable
from kpidesk.hub.line.connection import HubConnection
from kpidesk.text import msg

LOOK_SECONDS = 0.1


class Attempt:
    """Begun when it is made; ``give_up`` may be called from any thread."""

    def __init__(self, make: Callable[[], HubConnection]) -> None:
        self._make = make
        self._made: HubConnection | None = None
        self._error: BaseException | None = None
        self._given_up = False
        self._lock, self._over = threading.Lock(), threading.Event()
        threading.Thread(target=self._run, name="team server line", daemon=True).start()

    def result(self) -> HubConnection:
        """The line; raises what making it does, and ``HubUnreachable`` where it was given up."""
        self._over.wait()
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._made is None:
                raise given_up()
            return self._made

    def unless(self, given_up: Callable[[], bool]) -> HubConnection:
        """The same for somebody who may give up."""
        while not self._over.wait(LOOK_SECONDS):
            if given_up():
                self.give_up()
        return self.result()

    def give_up(self) -> None:
        """Nobody waits for it any longer."""
        with self._lock:
            self._given_up = True
        self._over.set()

    def _run(self) -> None:
        try:
            made = self._make()
        except BaseException as error:
            self._error = error
        else:
            with self._lock:
                wanted = not self._given_up
                self._made = made if wanted else None
            if not wanted:
                made.close()
        self._over.set()


def given_up() -> HubUnreachable:
    """The sentence for a line that was cut on this side."""
    return HubUnreachable(msg("The connection to the team server was ended here."))
