"""Who else has the file open, told on the workspace's channel: a courtesy, never the safety (hub/README: Presence).

Whoever waits for news says every half minute that somebody is there, and in the end that nobody is any more. One who is
new says so, and is answered. What is said is packed and sealed as everything else is.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import time

from kpidesk.hub import statements
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.place import Place
from kpidesk.hub.wire import payload, seal
from kpidesk.hub.wire.unreadable import READING, Unreadable
from kpidesk.records import record
from kpidesk.store.sync.presence import HEARTBEAT, MOST_LETTERS, STALE, Present

HELLO, HERE, GONE = "hello", "here", "gone"
MARK = "@"
"""What presence begins with on the channel, where a session's id begins news."""
SESSION = b"presence"
"""In place of a session in what it is sealed for."""
MOST_OTHERS, MOST_SENT = 100, 4000
"""Of those who say that they are there; and letters of what one says."""


@record(frozen=True)
class Somebody:
    """Who works here, on which machine, and by which mark another window on it is known."""

    who: str
    machine: str
    device: str


@record(frozen=True)
class _Heard:
    there: Present
    at: float


class Here:
    """Of one line. ``hear`` and ``beat`` are for the thread of the line, as everything there is."""

    def __init__(self, place: Place) -> None:
        self._place, self._own = place, os.urandom(8).hex()
        self._where = seal.place(place.space, SESSION, 0, 0)
        self._since: dt.datetime | None = None
        self._due = 0.0
        self._device = ""
        self._others: dict[str, _Heard] = {}

    def beat(self, connection: HubConnection, somebody: Somebody, now: dt.datetime) -> None:
        """Say that somebody is here, when it is time to."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + HEARTBEAT.total_seconds()
        word, self._since = (HERE, self._since) if self._since is not None else (HELLO, now)
        self._device = somebody.device
        self._tell(connection, [word, self._own, somebody.who, somebody.machine, somebody.device, str(self._since)])

    def leave(self, connection: HubConnection) -> None:
        """Say that nobody is here any more."""
        if self._since is not None:
            self._tell(connection, [GONE, self._own, "", "", self._device, str(self._since)])

    def _tell(self, connection: HubConnection, told: list[str]) -> None:
        words = json.dumps([each[:MOST_LETTERS] for each in told]).encode()
        sent = MARK + base64.b64encode(payload.shut(words, self._place.seal, self._where)).decode()
        connection.execute(statements.NOTIFY, (self._place.channel, sent))

    def hear(self, told: str) -> bool:
        """Take in what somebody says; tells whether that changes who is there. What can't be read is nobody."""
        try:
            data = base64.b64decode(told[len(MARK) : MOST_SENT], validate=True)
            words = json.loads(payload.opened(data, self._place.seal, self._where, MOST_SENT))
            word, own, who, machine, device, since = map(_plain, words)
            there = Present(who, machine, _moment(since))
        except (*READING, Unreadable):
            return False
        if own == self._own or device == self._device:
            return False
        if word == GONE:
            return self._others.pop(own, None) is not None
        if word == HELLO:
            self._due = 0.0
        known = self._others.get(own)
        if known is None and len(self._others) >= MOST_OTHERS:
            return False
        self._others[own] = _Heard(there, time.monotonic())
        return known is None or known.there != there

    def others(self) -> tuple[Present, ...]:
        """Who else is there, the earliest first, once for each machine; who has said nothing for long has gone."""
        latest = time.monotonic() - STALE.total_seconds()
        self._others = {own: heard for own, heard in self._others.items() if heard.at >= latest}
        found = {(each.there.who, each.there.machine): each.there for each in self._others.values()}
        return tuple(sorted(found.values(), key=lambda there: there.since))


def _moment(since: str) -> dt.datetime:
    """When somebody came; raises ``ValueError`` for a time of no zone, which not every system can turn into another."""
    found = dt.datetime.fromisoformat(since)
    if found.tzinfo is None:
        raise ValueError("no zone")
    return found.astimezone(dt.UTC)


def _plain(text: object) -> str:
    return "".join(letter for letter in str(text) if letter.isprintable())[:MOST_LETTERS]
