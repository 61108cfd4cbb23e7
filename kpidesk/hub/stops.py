"""Where sessions stop on a server, and what would let them go on: until then nobody fetches them again.

A session stays where it stops however far it grows, as it is taken in order. It goes on when the run that stops it is
another, or when what it names has come by another session.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kpidesk.hub import statements
from kpidesk.hub.exchanged import Stuck
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.wire.body import Who
from kpidesk.records import record
from kpidesk.store.db.database import Database
from kpidesk.store.log import vector
from kpidesk.store.log.digest import Ref
from kpidesk.store.log.vector import Vector


class Why(Enum):
    """Why a session stops: something else stands here under its number, it can't be read, or it names what waits."""

    CONTESTED = "contested"
    UNREADABLE = "unreadable"
    WAITING = "waiting"


@record(frozen=True)
class Stop:
    """A session that stops ahead of number ``n``: in which run, by whom that was put there, and who writes it.

    ``lacks`` are the transactions that it names and that are not known here. ``known`` is how many were known, where
    any that comes may help.
    """

    why: Why
    n: int
    by: str = ""
    arrived: str = ""
    who: Who | None = None
    lacks: tuple[Ref, ...] = ()
    known: int | None = None

    def may_go(self, ours: Vector) -> bool:
        """Tell whether what has come meanwhile may let it go on."""
        if self.lacks:
            return all(n <= ours.get(bytes.fromhex(session), 0) for session, n in self.lacks)
        return self.known is not None and self.known != sum(ours.values())


def named(stops: Mapping[bytes, Stop], why: Why) -> tuple[Stuck, ...]:
    """Those who are to be told of, each machine once."""
    found = (each for _uid, each in sorted(stops.items()) if each.why is why)
    return tuple(dict.fromkeys(Stuck(*(each.who or ("", "", ""))[:3:2], each.by) for each in found))


class Stops:
    """What a courier remembers of the sessions that stopped on its last trip."""

    def __init__(self) -> None:
        self._held: dict[bytes, Stop] = {}

    def holding(self, connection: HubConnection, space: bytes, database: Database) -> dict[bytes, Stop]:
        """Those that stand as they stood: the run that stops them is the same, and nothing has come that may help."""
        if not self._held:
            return {}
        ours = vector.vector(database)
        at = [*self._held], [each.n for each in self._held.values()], space
        runs = {bytes(uid): arrived for uid, arrived in connection.execute(statements.STANDING, at).fetchall()}
        return {
            uid: each for uid, each in self._held.items() if runs.get(uid, "") == each.arrived and not each.may_go(ours)
        }

    @property
    def any(self) -> bool:
        """Whether any session stopped."""
        return bool(self._held)

    def keep(self, found: Mapping[bytes, Stop]) -> None:
        """These have stopped."""
        self._held = dict(found)

    def any_may_go(self, database: Database) -> bool:
        """Tell whether it is worth to look again at once."""
        ours = vector.vector(database) if self._held else {}
        return any(each.may_go(ours) for each in self._held.values())

    def forget(self) -> None:
        """Whatever stopped is fetched again: on a new line, to another server perhaps."""
        self._held.clear()
