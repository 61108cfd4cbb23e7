"""Waiting for what others put on a server, and for whoever has something to send: from one thread, woken by any."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable

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


class News:
    """What others have told on the channel of a workspace; our own words are none.

    ``hear`` is asked of each word whether it is worth a trip.
    """

    def __init__(self, connection: HubConnection, channel: str, hear: Callable[[str], bool]) -> None:
        self._connection, self._hear = connection, hear
        self.told = connection.listen(channel)

    def wait(self, seconds: float, alarm: Alarm, not_before: float = 0.0) -> bool:
        """Wait so long for news or the alarm; ``True`` where something has come, or may have come unheard.

        Of news it is told ``not_before`` a moment of the monotonic clock: what comes until then is fetched at once.
        """
        end = time.monotonic() + (seconds if self.told else min(seconds, POLL_SECONDS))
        while True:
            if alarm.rang():
                return True
            if self._heard():
                _rest(not_before, alarm)
                return True
            left = end - time.monotonic()
            if left <= 0:
                return not self.told
            self._await(left, alarm)

    def _await(self, seconds: float, alarm: Alarm) -> None:
        with selectors.DefaultSelector() as both:
            both.register(alarm, selectors.EVENT_READ)
            both.register(self._connection.socket, selectors.EVENT_READ)
            both.select(seconds)

    def _heard(self) -> bool:
        worth = [self._hear(told) for told in self._connection.heard()]
        return any(worth)


def _rest(not_before: float, alarm: Alarm) -> None:
    """Wait for a moment, or for the alarm."""
    with selectors.DefaultSelector() as alone:
        alone.register(alarm, selectors.EVENT_READ)
        alone.select(max(0.0, not_before - time.monotonic()))
    alarm.rang()
