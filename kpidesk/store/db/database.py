"""One SQLite database: how it is opened, and the one transaction that every change goes through.

What it holds is asked by ``query``; SQL by hand here is what SQLite alone can be told: settings, files, transactions.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpidesk import disk
from kpidesk.domain.entities import KINDS
from kpidesk.errors import StorageFault
from kpidesk.store.db import encryption, kept, schema
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.domain.entities import Entity
    from kpidesk.text import Message

BUSY_SECONDS = 10
LOOK_UP = 10_000
"""After so many steps of a statement SQLite looks up whether somebody has given up waiting: some milliseconds."""
SETTINGS = (
    ("synchronous", "full"),
    ("fullfsync", 1),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("mmap_size", 0),
    ("cache_size", -64000),
    ("temp_store", "memory"),
)
LOOK = "look at the file"
"""In place of a key: whether there is one is seen by the file itself."""


class Database:
    """A connection to one file, open for as long as the workspace is.

    ``durable`` is the working copy's mode: write-ahead log, and one sync per commit, so that an
    acknowledged edit survives a power cut (store/README: SQLite). Snapshots are single files.
    An ``existing`` file is not made anew where it has gone. One thread at a time may use a connection: the one
    that opens a large file hands it to the window's.
    """

    def __init__(
        self,
        path: Path,
        *,
        durable: bool = True,
        existing: bool = False,
        keys: encryption.Keyring = encryption.NO_KEYS,
        key: str | None = LOOK,
    ) -> None:
        self.keys, self.key = keys, keys.key(path) if key == LOOK else key
        self.path, self.durable = path, durable
        uri = path.resolve().as_uri() + ("?mode=rw" if existing else "")
        with _faults():
            self.connection = _connected(uri, self.key, durable)
        encryption.HELD.add(self)

    def again(self) -> Database:
        """A second connection to the same file, for another thread.

        The key is handed on: a plain look at a file that SQLite has open would drop its locks.
        """
        return Database(self.path, durable=self.durable, existing=True, keys=self.keys, key=self.key)

    def copy_to(self, target: Path) -> None:
        """Write a snapshot, under the same key, to a place where nothing is yet; only its owner can read it."""
        disk.private_file(target)
        self.execute("VACUUM INTO ?", (str(target),))

    def copied(self, target: Path) -> Database:
        """Open such a snapshot."""
        return Database(target, durable=False, keys=self.keys, key=self.key)

    def attach(self, other: Path) -> None:
        """Attach a vetted file as ``other``, to be read only; a plain file can't attach an encrypted one."""
        uri = f"{other.resolve().as_uri()}?mode=ro&immutable=1"
        if self.key is None:
            self.execute("ATTACH DATABASE ? AS other", (uri,))
        else:
            self.execute("ATTACH DATABASE ? AS other KEY ?", (uri, self.keys.key(other) or ""))

    def interrupt(self) -> None:
        """Stop what runs on this connection; the only call that another thread may make."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # it has been closed meanwhile
            self.connection.interrupt()

    def stop_when(self, asked: Callable[[], bool]) -> None:
        """End whatever runs on this connection, now or later, as soon as ``asked`` says so: with an error."""
        self.connection.set_progress_handler(asked, LOOK_UP)

    def create_tables(self, kinds: Iterable[type[Entity]] = KINDS) -> None:
        """Make every table of an empty file; those of the state for ``kinds`` only."""
        from kpidesk.store.db import tables

        with self.transaction():
            for model in (*tables.ENVELOPE, *map(tables.state, kinds)):
                self._make(model)
            self.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            self.execute(f"PRAGMA user_version = {schema.ENVELOPE_VERSION}")

    def make_state(self, kind: type[Entity]) -> None:
        """Make the derived table of one kind anew, empty."""
        from kpidesk.store.db import tables

        self.execute(f"DROP TABLE IF EXISTS {schema.state_table(kind)}")
        self._make(tables.state(kind))

    def make_picked(self, name: str) -> None:
        """Make a temporary table of ordinals where there is none of that name yet."""
        from kpidesk.store.db import temporary

        self._make(temporary.picked(name))

    def make_temporary(self, *names: str) -> None:
        """Make some of the tables of ``temporary`` where there are none yet, and empty them."""
        from kpidesk.store.db import temporary

        for name in names:
            self._make(getattr(temporary, name))
            self.execute(_emptied(name))

    def _make(self, model: Any) -> None:
        from kpidesk.store.db import worded

        for statement in worded.statements(model):
            self.execute(statement)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Execute one statement."""
        return self.connection.execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> None:
        """Execute one statement for many rows."""
        self.connection.executemany(sql, rows)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or ``None``."""
        row = self.connection.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing does.

        On a full disk SQLite has rolled back by itself; a second rollback would hide the true reason.
        """
        with _faults():
            self.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.execute("ROLLBACK")
                raise

    def data_version(self) -> int:
        """A number that changes when another connection has written."""
        return int(self.one("PRAGMA data_version"))

    def close(self) -> None:
        """Close the connection; the write-ahead log is folded into the file."""
        self.connection.close()
        encryption.HELD.discard(self)


def _connected(uri: str, key: str | None, durable: bool) -> sqlite3.Connection:
    """A connection with what every one of ours has: its settings, and the view over transactions and sessions."""
    connection = encryption.at(uri, key, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        for name, value in (("journal_mode", "wal" if durable else "delete"), *SETTINGS):
            connection.execute(f"PRAGMA {name} = {value}")
        connection.execute(_view())
    except BaseException:
        connection.close()
        raise
    return connection


@functools.cache
def _emptied(name: str) -> str:
    """What empties a temporary table, worded once: a colleague's every edit is merged by means of some."""
    from kpidesk.store.db import temporary, worded

    return worded.worded(getattr(temporary, name).delete())[0]


@functools.cache
def _view() -> str:
    return kept.worded("the view of transactions", _word_view)[0]


def _word_view() -> tuple[str, list[Any]]:
    from kpidesk.store.db import worded

    return worded.view(), []


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Turn what the disk says into a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        sentence = fault_sentence(str(error))
        if sentence is None:
            raise
        raise StorageFault(sentence, details=str(error)) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT):
            raise
        raise StorageFault(
            msg("Nothing was saved: the disk is full or can’t be written to."), details=str(error)
        ) from error


def fault_sentence(reason: str) -> Message | None:
    """The sentence for a reason given by SQLite; ``None`` for a fault of ours."""
    known = {
        "disk is full": msg(
            "Could not save the change: the disk of this machine, where the program keeps its own files, is "
            "full. Everything saved before is safe. Free some space and try again."
        ),
        "readonly": msg("Could not save the change: the folder can’t be written to. Everything saved before is safe."),
        "unable to open": msg(
            "Could not open the private working copy. Check that the disk is there and can be written to."
        ),
        "disk I/O error": msg(
            "Could not save the change: the disk reports an error. Everything saved before is safe. Save a "
            "copy elsewhere."
        ),
        "locked": msg("Another window is busy with this file. Nothing was changed. Try again in a moment."),
    }
    return next((sentence for part, sentence in known.items() if part in reason), None)
