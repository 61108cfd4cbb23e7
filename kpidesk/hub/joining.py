"""A new file from a team server: streamed, with progress, and given up at any moment without a trace.

What comes down is read as in every trip (``body``, ``payload``); the file is then vetted as a foreign one, its state is
folded here, and it is put in its place in one step. Where something can't be read, what can be is taken of what has
come, as a trip takes it.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from kpidesk import disk
from kpidesk.clock import system_clock
from kpidesk.errors import FileRefused, UserError
from kpidesk.hub import keys, pull
from kpidesk.hub.agreed import Agreed
from kpidesk.hub.delta import picked
from kpidesk.hub.exchanged import HubRefused, Stuck
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.log_writer import LogWriter
from kpidesk.hub.place import Place, vector
from kpidesk.hub.pull import where
from kpidesk.hub.schema import init_sql
from kpidesk.hub.spaces import Space, admit, create_space, find, initialise, spaces
from kpidesk.hub.stops import Why, named
from kpidesk.hub.wire import body, payload
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

TAKEN_AT_ONCE = 500
"""Transactions that are entered between two looks at whether somebody has given up."""
STEPS = 10_000
"""Of SQLite's, between two such looks."""
LOOK_SECONDS = 0.1


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
    try:
        with _cut_when_given_up(connection, cancelled):
            find(connection, space)
            with connection.told():
                opened = _opened(connection, space, Keyring(new.passwords))
                upto = vector(connection, space)
                came, unreadable = _brought(connection, opened, (folder, into), (upto, watch))
    except (UserError, sqlite3.Error) as error:
        if cancelled() and not isinstance(error, Cancelled):  # whatever it was, it came of that
            raise Cancelled from error
        raise
    agreed = Agreed(snapshot.working_path(folder, space, into), connection.address.shown)
    agreed.note(came)
    agreed.keep()
    return Brought(into, unreadable)


@contextlib.contextmanager
def _cut_when_given_up(connection: HubConnection, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Who gives up does not wait for a server that is silent: the line is cut under whoever waits."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            if cancelled():
                connection.shut()
                return

    thread = threading.Thread(target=look, name="team server join", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _brought(
    connection: HubConnection, opened: Opened, where: tuple[Path, Path], span: tuple[Vector, Watch]
) -> tuple[Vector, tuple[Stuck, ...]]:
    folder, into = where
    path = _place(folder)
    try:
        found = _filled(connection, opened, path, span)
        _put(path, into, opened, span[1])
    finally:
        _remove(path)
    return found


def _place(folder: Path) -> Path:
    try:
        return scratch.place(folder, "read")
    except OSError as error:
        raise snapshot.not_here(folder, error) from error


def _filled(
    connection: HubConnection, opened: Opened, path: Path, span: tuple[Vector, Watch]
) -> tuple[Vector, tuple[Stuck, ...]]:
    """Bring everything, or where that can't be, what can be read: how far each session goes, and who is left out."""
    arriving = Arriving(connection, opened.place, span)
    try:
        _fill(opened, path, arriving)
        _vet(path, opened, arriving.watch)
        return span[0], ()
    except Unreadable as error:
        log.info("Not all that the team server holds can be read: %s", error)
        arriving.rest()
        _remove(path)
        try:
            came = _fill_readable(opened, path, arriving)
            _vet(path, opened, arriving.watch)
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


class Arriving:
    """The runs of a workspace as they come from the server, once; those that have come are kept, packed as they are."""

    def __init__(self, connection: HubConnection, place: Place, span: tuple[Vector, Watch]) -> None:
        self.place, (self.upto, self.watch) = place, span
        self.sessions = sorted(uid for uid, n in self.upto.items() if n)
        self.writers = pull.writers(connection, place, self.sessions)
        self.kept: list[Run] = []
        self._packed = self._plain = 0
        self._coming = pull.runs(connection, place, self.sessions, ({}, self.upto))

    def runs(self) -> Iterator[Run]:
        """Those that are still to come."""
        done = sum(run.last - run.first + 1 for run in self.kept)
        for run in self._coming:
            self.watch.look(done, self.whole)
            self._packed += len(run.payload)
            pull.refuse_beyond(self._packed)
            self.kept.append(run)
            done += run.last - run.first + 1
            yield run

    def opened(self, run: Run) -> bytes:
        """The body of a run, as long as all of them together are no more than a workspace holds."""
        plain = payload.opened(run.payload, self.place.seal, where(self.place.space, run))
        self._plain += len(plain)
        pull.refuse_beyond(self._plain)
        return plain

    def rest(self) -> None:
        """Let all of them come."""
        for _run in self.runs():
            continue

    @property
    def whole(self) -> int:
        """How many transactions there are."""
        return sum(self.upto.values())


def _fill(opened: Opened, path: Path, arriving: Arriving) -> None:
    """Write the whole log into a file of its own, and fold its state; raises ``Unreadable``."""
    with _new(path, opened, arriving.watch) as database, database.transaction():
        written = LogWriter(database, standing=True)
        ends = dict.fromkeys(arriving.sessions, 0)
        for run in arriving.runs():
            written.enter(_read(run, ends, arriving, written))
        if ends != {uid: arriving.upto[uid] for uid in arriving.sessions}:
            raise Unreadable("cut off")
        _fold(database, written, arriving)


def _read(run: Run, ends: Vector, arriving: Arriving, written: LogWriter) -> list[body.Signed]:
    """What stands in a run that follows on the one before; its session is entered."""
    session = run.session.hex()
    writer = arriving.writers.get(session)
    if writer is None or run.first != ends[run.session] + 1:
        raise Unreadable("a gap")
    ends[run.session] = run.last
    written.session(session, writer.who, writer.wall)
    return body.read(arriving.opened(run), session, range(run.first, run.last + 1), writer.who)


def _fold(database: Database, written: LogWriter, arriving: Arriving) -> None:
    """Fold the state of what was written, where it names nothing that is not there."""
    if written.named or written.untold:
        raise Unreadable("something that is named is not there")
    arriving.watch.look(arriving.whole, arriving.whole)
    fold.rebuild(database, RowIds(database))


def _fill_readable(opened: Opened, path: Path, arriving: Arriving) -> tuple[Vector, tuple[Stuck, ...]]:
    """The same of what can be read of it, as it is taken on a trip; raises ``Unreadable`` where nothing can be."""
    watch = arriving.watch
    with _new(path, opened, watch) as database, database.transaction():
        fetched = pull.Fetched(writers=arriving.writers)
        reader = pull.Reader(fetched, arriving.place, database, {})
        for run in arriving.kept:
            watch.look(arriving.whole, arriving.whole)
            reader.take(run)
        coming, stops = picked(database, fetched, {}, (system_clock(), fetched.stops))
        if not any(content.kind == schema.FOUND for content, _seal in coming.contents):
            raise Unreadable("nobody has founded it")
        written = LogWriter(database, standing=True)
        for content, _seal in coming.contents:
            writer = coming.writers[content.session]
            written.session(content.session, writer.who, writer.wall)
        for at in range(0, len(coming.contents), TAKEN_AT_ONCE):
            watch.look(arriving.whole, arriving.whole)
            written.enter(coming.contents[at : at + TAKEN_AT_ONCE])
        _fold(database, written, arriving)
        return log_vector.vector(database), named(fetched.stops | stops, Why.UNREADABLE)


@contextlib.contextmanager
def _new(path: Path, opened: Opened, watch: Watch) -> Iterator[Database]:
    """An empty file for a workspace, under its key; whoever gives up ends what SQLite is about."""
    with contextlib.closing(Database(path, durable=False, keys=opened.keys, key=opened.key)) as database:
        _stop_when_given_up(database, watch)
        database.execute("PRAGMA synchronous = 0")
        database.create_tables()
        with database.transaction():
            identity = ("workspace", opened.place.space), ("min_reader", schema.ENVELOPE_VERSION)
            marks.PUT_META.many(database, (*identity, ("state", schema.fingerprint())))
        yield database


def _stop_when_given_up(database: Database, watch: Watch) -> None:
    database.connection.set_progress_handler(lambda: int(watch.cancelled()), STEPS)


def _vet(path: Path, opened: Opened, watch: Watch) -> None:
    """Vet the file as if a stranger had sent it; raises ``Unreadable``."""
    try:
        vet.vet(path, path, opened.keys, digests=False, given_up=watch.cancelled)
    except FileRefused as error:
        raise Unreadable(error.details) from error


def _put(path: Path, into: Path, opened: Opened, watch: Watch) -> None:
    """Put it where it is to be."""
    if watch.cancelled():
        raise Cancelled
    with contextlib.closing(Database(path, durable=False, keys=opened.keys, key=opened.key)) as database:
        _stop_when_given_up(database, watch)
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
