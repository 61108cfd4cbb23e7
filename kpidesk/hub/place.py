"""The place of a workspace on a server: its name there, its channel for news, and its seal if it has a password."""

from __future__ import annotations

from kpidesk.hub import statements
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.wire.seal import Seal
from kpidesk.records import record
from kpidesk.store.log.vector import Vector


@record(frozen=True)
class Place:
    """See the module."""

    space: bytes
    seal: Seal | None = None

    @property
    def channel(self) -> str:
        """Channels are open to every role of a database: only who may see the workspace knows this name."""
        return f"kd_{self.space.hex()}"


def vector(connection: HubConnection, space: bytes) -> Vector:
    """How far each session goes on the server."""
    return {bytes(uid): n for uid, n in connection.execute(statements.VECTOR, (space,)).fetchall()}
