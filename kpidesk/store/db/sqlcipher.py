"""Connections to encrypted files. Imported only where there is one: the library is an optional part.

SQLCipher's library has classes of exceptions of its own; they are turned into those of ``sqlite3``, so
that nobody else has to know which of the two has spoken.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlcipher3 import dbapi2

KINDS = (
    (dbapi2.OperationalError, sqlite3.OperationalError),
    (dbapi2.IntegrityError, sqlite3.IntegrityError),
    (dbapi2.ProgrammingError, sqlite3.ProgrammingError),
    (dbapi2.DatabaseError, sqlite3.DatabaseError),
    (dbapi2.Error, sqlite3.Error),
)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except dbapi2.Error as error:
        kind = next(ours for theirs, ours in KINDS if isinstance(error, theirs))
        raise kind(*error.args) from error


class Cursor(dbapi2.Cursor):  # type: ignore[misc]
    """A cursor whose faults are those of ``sqlite3``."""

    def execute(self, *arguments: Any) -> Cursor:
        """As the library's."""
        with _translated():
            super().execute(*arguments)
        return self

    def executemany(self, *arguments: Any) -> Cursor:
        """As the library's."""
        with _translated():
            super().executemany(*arguments)
        return self

    def fetchone(self) -> Any:
        """As the library's."""
        with _translated():
            return super().fetchone()

    def fetchall(self) -> Any:
        """As the library's."""
        with _translated():
            return super().fetchall()

    def fetchmany(self, *arguments: Any) -> Any:
        """As the library's."""
        with _translated():
            return super().fetchmany(*arguments)

    def __next__(self) -> Any:
        with _translated():
            return super().__next__()


class Connection(dbapi2.Connection):  # type: ignore[misc]
    """A connection whose faults are those of ``sqlite3``."""

    def cursor(self, factory: Any = None) -> Cursor:
        """A cursor of ours."""
        made: Cursor = super().cursor(factory or Cursor)
        return made

    def execute(self, *arguments: Any) -> Cursor:
        """As the library's, in a cursor of ours."""
        return self.cursor().execute(*arguments)

    def executemany(self, *arguments: Any) -> Cursor:
        """As the library's, in a cursor of ours."""
        return self.cursor().executemany(*arguments)

    def commit(self) -> None:
        """As the library's."""
        with _translated():
            super().commit()

    def rollback(self) -> None:
        """As the library's."""
        with _translated():
            super().rollback()

    def close(self) -> None:
        """As the library's."""
        with _translated():
            super().close()

    def setlimit(self, _category: int, _limit: int) -> int:
        """The library has no limits to set; whoever made an encrypted file knew its password."""
        return -1


def connect(uri: str, key: str | None, **arguments: Any) -> Any:
    """Open a file by its key, or without one; the library's own messages stay off the screen."""
    with _translated():
        connection = dbapi2.connect(uri, uri=True, isolation_level=None, factory=Connection, **arguments)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f'PRAGMA key = "{key}"')
    except BaseException:
        connection.close()
        raise
    return connection
