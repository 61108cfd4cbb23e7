"""One SQLite database: how it is opened, and the one transaction that every change goes through."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import peewee

from kpidesk import disk
from kpidesk.errors import StorageFault
from kpidesk.store.db import encryption, schema
from kpidesk.text import Message, msg

BUSY_SECONDS = 10
LOOK_UP = 10_000
"""After so many steps of a statement SQLite looks up whether somebody has given up waiting: some milliseconds."""
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
        pragmas = [
            ("journal_mode", "wal" if durable else "delete"),
            ("synchronous", "full"),
            ("fullfsync", 1),
            ("foreign_keys", 1),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("mmap_size", 0),
            ("cache_size", -64000),
            ("temp_store", "memory"),
        ]
        arguments: dict[str, Any] = {"pragmas": pragmas, "timeout": BUSY_SECONDS, "autoconnect": False, "uri": True}
        arguments |= {"thread_safe": False, "check_same_thread": False}  # else bound to the thread that opens it
        uri = path.resolve().as_uri() + ("?mode=rw" if existing else "")
        self.peewee = (
            peewee.SqliteDatabase(uri, **arguments)
            if self.key is None
            else encryption.CipherDatabase(uri, self.key, **arguments)
        )
        with _faults():
            self.peewee.connect()
        self.connection: sqlite3.Connection = self.peewee.connection()  # type: ignore[no-untyped-call]
        self.connection.isolation_level = None
        encryption.HELD.add(self)

    def again(self) -> Database:
        """A second connection to the same file, for another thread.

        The key is handed on: a plain look at a file that SQLite has open would drop its locks.
        """
        return Database(self.path, durable=self.durable, existing=True, keys=self.keys, key=self.key)

    def copy_to(self, target: Path) -> None:
        """Write a snapshot, under the same key, to a place where nothing is yet; only its owner can read it."""
        disk.private_file(target)
        self.run("VACUUM INTO ?", (str(target),))

    def copied(self, target: Path) -> Database:
        """Open such a snapshot."""
        return Database(target, durable=False, keys=self.keys, key=self.key)

    def attach(self, other: Path) -> None:
        """Attach a vetted file as ``other``, to be read only; a plain file can't attach an encrypted one."""
        uri = f"{other.resolve().as_uri()}?mode=ro&immutable=1"
        if self.key is None:
            self.run("ATTACH DATABASE ? AS other", (uri,))
        else:
            self.run("ATTACH DATABASE ? AS other KEY ?", (uri, self.keys.key(other) or ""))

    def interrupt(self) -> None:
        """Stop what runs on this connection; the only call that another thread may make."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # it has been closed meanwhile
            self.connection.interrupt()

    def stop_when(self, asked: Callable[[], bool]) -> None:
        """End whatever runs on this connection, now or later, as soon as ``asked`` says so: with an error."""
        self.connection.set_progress_handler(asked, LOOK_UP)

    def create_tables(self) -> None:
        """Make every table of an empty file."""
        with self.transaction():
            for statement in (*schema.statements(schema.envelope), *schema.statements(schema.state)):
                self.run(statement)
            self.run(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            self.run(f"PRAGMA user_version = {schema.ENVELOPE_VERSION}")

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Execute one statement."""
        return self.connection.execute(sql, parameters)

    def run_many(self, sql: str, rows: Any) -> None:
        """Execute one statement for many rows, past the ORM: ten times faster."""
        self.connection.executemany(sql, rows)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or ``None``."""
        row = self.connection.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing does.

        peewee's own context manager hides the true reason on a full disk: SQLite has then rolled
        back by itself, and its second rollback raises "no transaction is active" instead.
        """
        with _faults():
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.run("ROLLBACK")
                raise

    def data_version(self) -> int:
        """A number that changes when another connection has written."""
        return int(self.one("PRAGMA data_version"))

    def close(self) -> None:
        """Close the connection; the write-ahead log is folded into the file."""
        if not self.peewee.is_closed():
            self.peewee.close()
        encryption.HELD.discard(self)


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Turn what the disk says into a sentence."""
    try:
        yield
    except (sqlite3.OperationalError, peewee.OperationalError) as error:
        sentence = fault_sentence(str(error))
        if sentence is None:
            raise
        raise StorageFault(sentence, details=str(error)) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT):
            raise
        raise StorageFault(
            msg("Nothing was stored: the disk is full or can't be written to."), details=str(error)
        ) from error


def fault_sentence(reason: str) -> Message | None:
    """The sentence for a reason given by SQLite; ``None`` for a fault of ours."""
    known = {
        "disk is full": msg(
            "Could not store the change: the disk of this machine, where the program keeps its own files, is full. "
            "Everything stored before is safe. Free some space and try again."
        ),
        "readonly": msg(
            "Could not store the change: the folder can't be written to. Everything stored before is safe."
        ),
        "unable to open": msg(
            "Could not open the private working copy. Check that the disk is there and can be written to."
        ),
        "disk I/O error": msg(
            "Could not store the change: the disk reports an error. Everything stored before is safe. "
            "Save a copy elsewhere."
        ),
        "locked": msg("Another window is busy with this file. Nothing was changed; try again in a moment."),
    }
    return next((sentence for part, sentence in known.items() if part in reason), None)
