"""What is found when one first goes to a team server: whether it is one, and whether the file is there or can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk.hub.exchanged import HubRefused
from kpidesk.records import record
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.hub.joining import Space
    from kpidesk.hub.line.connection import HubConnection


@record(frozen=True)
class Met:
    """A server as a user finds it: ``ready`` with tables of ours, ``there`` with the workspace that was looked for.

    ``may_create`` tells that the user may put a workspace there, ``encrypted`` that nobody can listen on the way.
    """

    version: str
    encrypted: bool
    ready: bool
    there: bool
    may_create: bool

    @property
    def lines(self) -> tuple[Message, ...]:
        """What was found, in sentences."""
        if self.encrypted:
            answers = msg("PostgreSQL {version} answers, and the connection is encrypted.", version=self.version)
        else:
            answers = msg("PostgreSQL {version} answers, and the connection is not encrypted.", version=self.version)
        return (answers, self._standing)

    @property
    def _standing(self) -> Message:
        if self.there:
            return msg("The file is there already.")
        return self.refusal or msg("The file is not there yet, and can be put there.")

    @property
    def refusal(self) -> Message | None:
        """Why the workspace can't be shared there; ``None`` where it can."""
        if self.there:
            return None
        if not self.ready:
            return msg(
                "The database is not prepared for KPI Desk. Nothing was changed. Whoever runs the server prepares it "
                "with “kpidesk hub init”."
            )
        if not self.may_create:
            return msg(
                "The file is not on the server, or not for this user, who may not put it there. Nothing was changed. "
                "Ask whoever runs the server."
            )
        return None


def meet(connection: HubConnection, identity: str) -> Met:
    """Look for a workspace on a server."""
    from kpidesk.hub.joining import spaces

    server = connection.server
    there = server.ready and any(space.uid.hex() == identity for space in spaces(connection))
    return Met(server.version, server.tls, server.ready, there, server.may_create)


def workspace(connection: HubConnection, wanted: str) -> Space:
    """The workspace of that id, or with none the only one that the user may see; raises ``HubRefused``."""
    from kpidesk.hub.joining import spaces

    found = spaces(connection) if connection.server.ready else []
    if wanted:
        found = [space for space in found if space.uid.hex() == wanted]
    if not found:
        raise HubRefused(
            msg("There is no file on the server for this user. Nothing was changed. Ask whoever runs the server.")
        )
    if len(found) > 1:
        raise HubRefused(
            msg("There are several files on the server. Nothing was changed. Open an invitation that names one.")
        )
    return found[0]


def refuse_unless_possible(met: Met) -> None:
    """Raise ``HubRefused`` where a workspace can't be shared by a server."""
    if met.refusal is not None:
        raise HubRefused(met.refusal)
