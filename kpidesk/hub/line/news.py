"""Waiting for what others put on a server, and for whoever has something to send: from one thread, woken by any."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterable
from enum import Enum

from kpidesk.hub.line.connection import HubConnection

POLL_SECONDS = 3.0
"""How long to wait at most where the server tells no news."""


class Alarm:
    """Wakes whoever waits; called before they do, they don't wait at all."""

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)

    def ring(self) -> None:
        """Wake, from any thread."""
        try:
            self._theirs.send(b"!")
        except OSError:
            return  # it has been closed, and nobody waits any more

    def fileno(self) -> int:
        """What to wait at."""
        return self._ours.fileno()

    def rang(self) -> bool:
        """Tell whether somebody has rung since it was last asked."""
        try:
            return bool(self._ours.recv(4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Nobody waits any more."""
        self._ours.close()
        self._theirs.close()


class Woken(Enum):
    """What ended the waiting: the time, the alarm, or news, which may have come unheard."""

    NOT = "not"
    BY_ALARM = "alarm"
    BY_NEWS = "news"


class News:
    """What others have told on the channel of a workspace; our own words are none.

    ``hear`` is asked of each word whether it is worth a trip. What was heard is news until it has been ``fetched``.
    """

    def __init__(self, connection: HubConnection, channel: str, hear: Callable[[str], bool]) -> None:
        self._connection, self._hear = connection, hear
        self._unfetched = False
        self.told = connection.listen(channel)

    def fetched(self) -> None:
        """Everything heard until now has been fetched."""
        self._unfetched = False

    def wait(self, seconds: float, alarm: Alarm, not_before: float = 0.0) -> Woken:
        """Wait so long for news or the alarm.

        Of news it is told ``not_before`` a moment of the monotonic clock: what comes until then is fetched at once.
        """
        end = time.monotonic() + (seconds if self.told else min(seconds, POLL_SECONDS))
        while True:
            if alarm.rang():
                return Woken.BY_ALARM
            self._unfetched = self._unfetched or self._heard()
            left = (not_before if self._unfetched else end) - time.monotonic()
            if left <= 0:
                return Woken.BY_NEWS if self._unfetched or not self.told else Woken.NOT
            _await(left, (alarm,) if self._unfetched else (alarm, self._connection.socket))

    def _heard(self) -> bool:
        worth = [self._hear(told) for told in self._connection.heard()]
        return any(worth)


def _await(seconds: float, which: Iterable[Alarm | int]) -> None:
    with selectors.DefaultSelector() as any_of:
        for each in which:
            any_of.register(each, selectors.EVENT_READ)
        any_of.select(seconds)
