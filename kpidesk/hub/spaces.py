"""Which workspaces have a place on a team server, and who may take part in them."""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.errors import NotFound
from kpidesk.hub import keys, schema, statements
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.line.connection import HubConnection
from kpidesk.records import record
from kpidesk.store.db import marks
from kpidesk.store.db.database import Database
from kpidesk.store.db.schema import ENVELOPE_VERSION
from kpidesk.store.files.parts import has_parts
from kpidesk.text import msg

VERSION = 1
"""The form of the tables."""


@record(frozen=True)
class Space:
    """A workspace by its id; ``sealed`` where it is under a password."""

    uid: bytes
    sealed: bool
    min_reader: int = 1


def spaces(connection: HubConnection) -> list[Space]:
    """Those that this user takes part in."""
    with connection.told():
        rows = connection.execute(statements.SPACES).fetchall()
    return [Space(bytes(uid), sealed, reader) for uid, reader, sealed in sorted(rows)]


def find(connection: HubConnection, space: bytes) -> Space:
    """A workspace there; raises ``HubRefused`` where this user can't take part in it, or this program."""
    with connection.told():
        row = connection.execute(statements.SPACE, (space,)).fetchone()
    if row is None:
        raise HubRefused(
            msg(
                "This workspace has no place on the team server, or this user may not take part in it. Nothing was "
                "changed. Ask its owner."
            )
        )
    if row[1] > ENVELOPE_VERSION:
        raise HubRefused(msg("The workspace on the team server needs a newer KPI Desk. Nothing was changed."))
    return Space(bytes(row[0]), row[2], row[1])


def create_space(connection: HubConnection, database: Database, members: Iterable[str] = ()) -> None:
    """Give the workspace of an open working copy a place, with who may take part in it; once is enough.

    Raises ``HubRefused`` for a user that does not own the tables. Under a password its key is put there as well.
    """
    if has_parts(database):
        raise HubRefused(
            msg("This copy was sent without the sensitive KPIs. Put the full file on the team server instead.")
        )
    space = bytes(marks.meta(database, "workspace"))
    with connection.told(), connection.transaction():
        connection.execute(statements.NEW_SPACE, (space, VERSION, ENVELOPE_VERSION))
        _admit(connection, space, (connection.server.user, *members))
        keys.seal_of(connection, space, database)


def admit(connection: HubConnection, space: bytes, roles: Iterable[str]) -> None:
    """Let users of the server take part in a workspace. Raises ``NotFound`` for one that is not there."""
    with connection.told(), connection.transaction():
        _admit(connection, space, roles)


def _admit(connection: HubConnection, space: bytes, roles: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(roles))
    known = {name for (name,) in connection.execute(statements.ROLES, (wanted,)).fetchall()}
    for name in wanted:
        if name not in known:
            raise NotFound(msg("The team server knows no user “{name}”. Nothing was changed.", name=name))
    connection.execute(statements.NEW_MEMBERS, (space, wanted))


def initialise(connection: HubConnection, people: Iterable[str] = ()) -> None:
    """Make an empty database a team server; raises ``HubRefused`` where it is one already."""
    if connection.server.ready:
        raise HubRefused(msg("This database is a team server already. Nothing was changed."))
    connection.run(schema.init_sql(people))
