"""A new file from a team server: streamed, with progress, and given up at any moment without a trace.

What comes down is read as in every trip (``body``, ``payload``); the file is then vetted as a foreign one, its state is
folded here, and it is put in its place in one step. Where something can't be read, all of it is fetched once more and
what can be is taken as a trip takes it.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from kpidesk import disk
from kpidesk.clock import system_clock
from kpidesk.errors import FileRefused, UserError
from kpidesk.hub import keys, pull, statements
from kpidesk.hub.agreed import Agreed
from kpidesk.hub.delta import Delta, picked
from kpidesk.hub.exchanged import HubRefused, Stuck
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.log_writer import LogWriter
from kpidesk.hub.place import Place, vector
from kpidesk.hub.pull import where
from kpidesk.hub.schema import init_sql
from kpidesk.hub.spaces import Space, admit, create_space, find, initialise, spaces
from kpidesk.hub.stops import Why, named
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
from kpidesk.store.log import vector as log_vector
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.vector import Vector
from kpidesk.text import msg

__all__ = [
    "Brought",
    "Cancelled",
    "NewFile",
    "Space",
    "admit",
    "create_space",
    "init_sql",
    "initialise",
    "join",
    "spaces",
]

log = logging.getLogger(__name__)

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


@record(frozen=True)
class Brought:
    """A file that has come, and whose changes can't be read: those are not in it, nor is what follows on them."""

    path: Path
    unreadable: tuple[Stuck, ...] = ()


def join(
    connection: HubConnection,
    space: bytes,
    new: NewFile,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Brought:
    """Make a new file of a workspace on the server, of all that can be read; refuses one that exists.

    Raises ``HubRefused``, with ``password`` where none of those given opens it, and ``Cancelled``.
    """
    into, folder = disk.resolved(new.path), new.home.working_copies
    disk.refuse_unless_new(into)
    watch = Watch(progress, cancelled)
    find(connection, space)
    with connection.told():
        opened = _opened(connection, space, Keyring(new.passwords))
        upto = vector(connection, space)
    path = _place(folder)
    try:
        came, unreadable = _filled(connection, opened, path, (upto, watch))
        _put(path, into, opened, watch)
    finally:
        _remove(path)
    agreed = Agreed(snapshot.working_path(folder, space, into), connection.address.shown)
    agreed.note(came)
    agreed.keep()
    return Brought(into, unreadable)


def _place(folder: Path) -> Path:
    try:
        return scratch.place(folder, "read")
    except OSError as error:
        raise snapshot.not_here(folder, error) from error


def _filled(
    connection: HubConnection, opened: Opened, path: Path, span: tuple[Vector, Watch]
) -> tuple[Vector, tuple[Stuck, ...]]:
    """Bring everything, or where that can't be, what can be read: how far each session goes, and who is left out."""
    try:
        _fill(connection, opened, path, span)
        _vet(path, opened)
        return span[0], ()
    except Unreadable as error:
        log.info("Not all that the team server holds can be read: %s", error)
        _remove(path)
        try:
            came = _fill_readable(connection, opened, path, span)
            _vet(path, opened)
        except Unreadable as worse:
            raise _not_readable(f"{error} {worse}", newer=error.newer) from worse
        return came


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
    """Write the whole log into a file of its own, and fold its state; raises ``Unreadable``."""
    upto, watch = span
    with _new(path, opened) as database, database.transaction():
        written = LogWriter(database, standing=True)
        for found in _streamed(connection, opened.place, span, written):
            written.enter(found)
        if written.named or written.untold:
            raise Unreadable("something that is named is not there")
        watch.look(sum(upto.values()), sum(upto.values()))
        fold.rebuild(database, RowIds(database))


def _fill_readable(
    connection: HubConnection, opened: Opened, path: Path, span: tuple[Vector, Watch]
) -> tuple[Vector, tuple[Stuck, ...]]:
    """The same of what can be read, as it is taken on a trip; raises ``Unreadable`` where that makes no workspace."""
    upto, watch = span
    with _new(path, opened) as database:
        counted = _Counted(sum(upto.values()), watch)
        fetched = pull.fetch(connection, opened.place, database, ({}, upto), counted.look)
        coming, stops = picked(database, fetched, {}, (system_clock(), fetched.stops))
        if not any(content.kind == schema.FOUND for content, _seal in coming.contents):
            raise Unreadable("nobody has founded it")
        delta = Delta(database, path.parent)
        try:
            delta.merge(database, RowIds(database), coming, Path(connection.address.host))
        except (FileRefused, sqlite3.DatabaseError) as error:
            raise Unreadable(repr(error)) from error
        finally:
            delta.close()
        return log_vector.vector(database), named(fetched.stops | stops, Why.UNREADABLE)


class _Counted:
    """How much has come of how much."""

    def __init__(self, whole: int, watch: Watch) -> None:
        self._done, self._whole, self._watch = 0, whole, watch

    def look(self, many: int) -> None:
        """So many more are coming."""
        self._watch.look(self._done, self._whole)
        self._done += many


@contextlib.contextmanager
def _new(path: Path, opened: Opened) -> Iterator[Database]:
    """An empty file for a workspace, under its key."""
    with contextlib.closing(Database(path, durable=False, keys=opened.keys, key=opened.key)) as database:
        database.execute("PRAGMA synchronous = 0")
        database.create_tables()
        with database.transaction():
            identity = ("workspace", opened.place.space), ("min_reader", schema.ENVELOPE_VERSION)
            marks.PUT_META.many(database, (*identity, ("state", schema.fingerprint())))
        yield database


def _streamed(
    connection: HubConnection, place: Place, span: tuple[Vector, Watch], written: LogWriter
) -> Iterator[list[body.Signed]]:
    upto, watch = span
    wanted, done, whole = sorted(uid for uid, n in upto.items() if n), 0, sum(upto.values())
    writers = _writers(connection, place, wanted, written)
    ends = dict.fromkeys(wanted, 0)
    given = wanted, [0] * len(wanted), [upto[uid] for uid in wanted], place.space
    for session, first, last, by, _arrived, packed in connection.streamed(statements.RUNS, given, ROWS_AT_ONCE):
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


def _writers(connection: HubConnection, place: Place, wanted: list[bytes], written: LogWriter) -> dict[bytes, body.Who]:
    """Who writes in each session, which is entered."""
    found = {}
    for uid, info in connection.execute(statements.INFOS, (place.space, wanted)).fetchall():
        session = bytes(uid)
        who, wall = payload.read_info(bytes(info), place.seal, seal.place(place.space, session, 0, 0))
        written.session(session.hex(), who, wall)
        found[session] = who
    return found


def _vet(path: Path, opened: Opened) -> None:
    """Vet the file as if a stranger had sent it; raises ``Unreadable``."""
    try:
        vet.vet(path, path, opened.keys, digests=False)
    except FileRefused as error:
        raise Unreadable(error.details) from error


def _put(path: Path, into: Path, opened: Opened, watch: Watch) -> None:
    """Put it where it is to be."""
    if watch.cancelled():
        raise Cancelled
    with contextlib.closing(Database(path, durable=False, keys=opened.keys, key=opened.key)) as database:
        snapshot.write_new(database, into)


def _remove(path: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _not_readable(details: str, *, newer: bool = False) -> HubRefused:
    if newer:
        return HubRefused(
            msg("The workspace on the team server needs a newer KPI Desk. Nothing was changed."), details=details
        )
    return HubRefused(
        msg("What the team server holds can’t be read, so no file was made. Ask its owner."), details=details
    )
