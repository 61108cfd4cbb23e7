"""The seal of a workspace: its data key, known here or unwrapped by the file's password (hub/README: Sealed).

The data key is kept in the working copy, which is under the password itself: so it outlives a new password, for which
the first who comes with it adds a wrapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidesk.hub import statements
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.wire import seal
from kpidesk.hub.wire.seal import Seal
from kpidesk.hub.wire.unreadable import Unreadable
from kpidesk.records import record
from kpidesk.store.db import marks
from kpidesk.store.db.database import Database
from kpidesk.store.db.encryption import SALT_BYTES, Keyring
from kpidesk.text import msg

MARK = "hub:key"
MOST_TRIED = 20
"""Wrappings that a password is tried on, the newest first: each takes a tenth of a second."""


@record(frozen=True)
class Wrapped:
    """A data key as it lies on the server; ``salt`` is that of the files under the same password."""

    generation: int
    salt: bytes
    wrapped: bytes


def wrappings(connection: HubConnection, space: bytes) -> list[Wrapped]:
    """Those of a workspace, the newest first; none where it lies in the clear."""
    rows = connection.execute(statements.KEYS, (space, MOST_TRIED)).fetchall()
    return [Wrapped(generation, bytes(salt), bytes(wrapped)) for generation, salt, wrapped in rows]


def seal_of(connection: HubConnection, space: bytes, database: Database) -> Seal | None:
    """What seals the payloads of an open working copy; ``None`` for a workspace in the clear. Raises ``HubRefused``."""
    found = wrappings(connection, space)
    known = marks.LOCAL.one(database, MARK)
    if not found and database.key is None and known is None:
        return None
    if not found and connection.execute(statements.ANY_RUN, (space,)).fetchone()[0]:
        raise HubRefused(
            msg(
                "This file has a password, and the workspace on the team server has none. Nothing was sent. "
                "Give it a new place there."
            )
        )
    data_key = known or _unwrapped(found, space, database) or seal.new_data_key()
    _wrap(connection, space, database, (data_key, found))
    if known is None:
        with database.transaction():
            marks.PUT_LOCAL.run(database, MARK, data_key)
    return Seal(data_key, space)


def _wrap(connection: HubConnection, space: bytes, database: Database, held: tuple[bytes, list[Wrapped]]) -> None:
    """Put the data key there under the key of this file, unless it is there already."""
    data_key, found = held
    if database.key is None:
        return
    salt, key = _parts(database.key)
    if any(each.salt == salt for each in found):
        return
    newest = max((each.generation for each in found), default=0)
    entry = space, newest + 1, salt, seal.wrap(data_key, key, space, salt)
    if not connection.execute(statements.NEW_KEY, entry).rowcount:
        raise HubRefused(msg("Somebody else has just set a password on the team server. Try again."))


def _unwrapped(found: list[Wrapped], space: bytes, database: Database) -> bytes | None:
    """The data key by the key of this file, or by a password that has been typed; ``None`` where there is none yet."""
    if not found:
        return None
    opened = by_key(found, space, database.key) or by_password(found, space, database.keys)
    if opened is None:
        raise other_password()
    return opened[0]


def by_key(found: Iterable[Wrapped], space: bytes, file_key: str | None) -> tuple[bytes, bytes] | None:
    """Data key and salt, by the key of a file."""
    if file_key is None:
        return None
    salt, key = _parts(file_key)
    return next(_opened(((each, key) for each in found if each.salt == salt), space), None)


def by_password(found: Iterable[Wrapped], space: bytes, keys: Keyring) -> tuple[bytes, bytes] | None:
    """Data key and salt, by any password of a ring."""
    tried = ((each, _parts(made)[1]) for each in found for made in keys.each(each.salt))
    return next(_opened(tried, space), None)


def _opened(tried: Iterable[tuple[Wrapped, bytes]], space: bytes) -> Iterator[tuple[bytes, bytes]]:
    for each, key in tried:
        try:
            yield seal.unwrap(each.wrapped, key, space, each.salt), each.salt
        except Unreadable:
            continue


def _parts(key: str) -> tuple[bytes, bytes]:
    """Salt and key proper, from how SQLCipher takes both."""
    raw = bytes.fromhex(key[2:-1])
    return raw[-SALT_BYTES:], raw[:-SALT_BYTES]


def other_password() -> HubRefused:
    """The sentence for a workspace whose password is not known here."""
    return HubRefused(
        msg("The workspace on the team server has another password than this file. Nothing was changed."),
        password=True,
    )
