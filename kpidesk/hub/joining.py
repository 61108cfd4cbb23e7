"""A new file from a team server: streamed, with progress, and given up at any moment without a trace.

What comes down is read as in every trip (``body``, ``payload``); the file is then vetted as a foreign one, its state is
folded here, and it is put in its place in one step.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import FileRefused, UserError
from kpidesk.hub import keys, statements
from kpidesk.hub.agreed import Agreed
from kpidesk.hub.connection import HubConnection
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.log_writer import LogWriter
from kpidesk.hub.place import Place, vector
from kpidesk.hub.pull import where
from kpidesk.hub.schema import init_sql
from kpidesk.hub.spaces import Space, admit, create_space, find, initialise, spaces
from kpidesk.hub.wire import body, payload, seal
from kpidesk.hub.wire.runs import Run
from kpidesk.hub.wire.seal import Seal
from kpidesk.hub.wire.unreadable import Unreadable
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.store.db import marks, schema, scratch
from kpidesk.store.db.database import Database
from kpidesk.store.db.encryption import NO_KEYS, Keyring
from kpidesk.store.files import snapshot, vet
from kpidesk.store.log import fold
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.vector import Vector
from kpidesk.text import msg

__all__ = ["Cancelled", "NewFile", "Space", "admit", "create_space", "init_sql", "initialise", "join", "spaces"]

ROWS_AT_ONCE = 50


class Cancelled(UserError):
    """Somebody has given up waiting; nothing is left of it."""

    def __init__(self) -> None:
        super().__init__(msg("Cancelled. Nothing was changed."))


@record(frozen=True)
class Watch:
    """Who looks on: ``progress`` is told how many transactions of how many are here, ``cancelled`` is asked."""

    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]

    def look(self, done: int, whole: int) -> None:
        """Tell, and stop where somebody has given up."""
        self.progress(done, whole)
        if self.cancelled():
            raise Cancelled


@record(frozen=True)
class Opened:
    """What opens a workspace there, and is to lock the file that is made of it."""

    place: Place
    keys: Keyring = NO_KEYS
    key: str | None = None


@record(frozen=True)
class NewFile:
    """The file that is to be made, on which machine, and the passwords that may open the workspace there."""

    path: Path
    home: Home
    passwords: tuple[str, ...] = ()


def join(
    connection: HubConnection,
    space: bytes,
    new: NewFile,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Path:
    """Make a new file of a workspace on the server; refuses one that exists. Gives its path.

    Raises ``HubRefused``, with ``password`` where none of those given opens it, and ``Cancelled``.
    """
    into, folder = disk.resolved(new.path), new.home.working_copies
    disk.refuse_unless_new(into)
    watch = Watch(progress, cancelled)
    find(connection, space)
    with connection.told():
        opened = _opened(connection, space, Keyring(new.passwords))
        upto = vector(connection, space)
    path = scratch.place(folder, "read")
    try:
        _fill(connection, opened, path, (upto, watch))
        _put(path, into, opened, watch)
    finally:
        _remove(path)
    agreed = Agreed(snapshot.working_path(folder, space, into), connection.address.shown)
    agreed.note(upto)
    agreed.keep()
    return into


def _opened(connection: HubConnection, space: bytes, known: Keyring) -> Opened:
    """The seal by the password that fits; the file gets the salt of the others under the same password."""
    found = keys.wrappings(connection, space)
    if not found:
        return Opened(Place(space))
    for password in known.passwords:
        opened = keys.by_password(found, space, Keyring((password,)))
        if opened is not None:
            ring = Keyring((password,))
            return Opened(Place(space, Seal(opened[0], space)), ring, ring.made(opened[1]))
    raise HubRefused(msg("The workspace on the team server has a password. Nothing was changed."), password=True)


def _fill(connection: HubConnection, opened: Opened, path: Path, span: tuple[Vector, Watch]) -> None:
    """Write the whole log into a file of its own, and fold its state."""
    upto, watch = span
    with contextlib.closing(Database(path, durable=False, keys=opened.keys, key=opened.key)) as database:
        database.execute("PRAGMA synchronous = 0")
        database.create_tables()
        with database.transaction():
            identity = ("workspace", opened.place.space), ("min_reader", schema.ENVELOPE_VERSION)
            marks.PUT_META.many(database, (*identity, ("state", schema.fingerprint())))
            log = LogWriter(database, standing=True)
            try:
                for found in _streamed(connection, opened.place, span, log):
                    log.enter(found)
            except Unreadable as error:
                raise _not_readable(str(error), newer=error.newer) from error
            if log.named or log.untold:
                raise _not_readable("something that is named is not there")
            watch.look(sum(upto.values()), sum(upto.values()))
            fold.rebuild(database, RowIds(database))


def _streamed(
    connection: HubConnection, place: Place, span: tuple[Vector, Watch], log: LogWriter
) -> Iterator[list[body.Signed]]:
    upto, watch = span
    wanted, done, whole = sorted(uid for uid, n in upto.items() if n), 0, sum(upto.values())
    writers = _writers(connection, place, wanted, log)
    ends = dict.fromkeys(wanted, 0)
    given = wanted, [0] * len(wanted), [upto[uid] for uid in wanted], place.space
    for session, first, last, by, packed in connection.streamed(statements.RUNS, given, ROWS_AT_ONCE):
        watch.look(done, whole)
        run = Run(bytes(session), first, last, bytes(packed), by)
        if first != ends[run.session] + 1:
            raise Unreadable("a gap")
        plain = payload.opened(run.payload, place.seal, where(place.space, run))
        numbers = range(first, last + 1)
        yield body.read(plain, run.session.hex(), numbers, writers[run.session])
        ends[run.session], done = last, done + len(numbers)
    if ends != {uid: upto[uid] for uid in wanted}:
        raise Unreadable("cut off")


def _writers(connection: HubConnection, place: Place, wanted: list[bytes], log: LogWriter) -> dict[bytes, body.Who]:
    """Who writes in each session, which is entered."""
    found = {}
    for uid, info in connection.execute(statements.INFOS, (place.space, wanted)).fetchall():
        session = bytes(uid)
        who, wall = payload.read_info(bytes(info), place.seal, seal.place(place.space, session, 0, 0))
        log.session(session.hex(), who, wall)
        found[session] = who
    return found


def _put(path: Path, into: Path, opened: Opened, watch: Watch) -> None:
    """Vet the file as if a stranger had sent it, and put it where it is to be."""
    try:
        vet.vet(path, into, opened.keys, digests=False)
    except FileRefused as error:
        raise _not_readable(error.details) from error
    if watch.cancelled():
        raise Cancelled
    with contextlib.closing(Database(path, durable=False, keys=opened.keys, key=opened.key)) as database:
        snapshot.write_snapshot(database, into)


def _remove(path: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _not_readable(details: str, *, newer: bool = False) -> HubRefused:
    if newer:
        return HubRefused(
            msg("The workspace on the team server needs a newer KPI Desk. Nothing was changed."), details=details
        )
    return HubRefused(
        msg("What the team server holds can’t be read whole, so no file was made. Ask its owner."), details=details
    )
