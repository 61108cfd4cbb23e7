"""What a copy says of itself at first sight: which workspace, how far, who changed it last; nothing is believed."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import time
from pathlib import Path
from typing import Any

from kpidesk.clock import moment_of
from kpidesk.domain.entities import Company
from kpidesk.records import record
from kpidesk.store.db import encryption, marks
from kpidesk.store.db.query import Query
from kpidesk.store.log.vector import Vector, vector

DEADLINE_SECONDS = 5


def _newest(t: Any) -> Any:
    txn = t.signed().alias("txn")
    return txn.select_from(txn.c.author, txn.c.wall).order_by(txn.c.hlc.desc()).limit(1)


NEWEST = Query(_newest)
SPOKEN = Query(lambda t: t.state(Company).select(t.state(Company).f_language).limit(1))


@record(frozen=True)
class Glance:
    """What a file says of itself."""

    workspace: bytes
    vector: Vector
    who: str
    when: dt.datetime | None


def read(copy: Path, keys: encryption.Keyring) -> Glance:
    """What a private copy says of itself; raises what a broken file raises."""
    with contextlib.closing(_reader(copy, keys)) as connection:
        workspace = marks.meta(connection, "workspace")
        if not isinstance(workspace, bytes):
            raise ValueError("no workspace")
        who, wall = NEWEST.first(connection) or ("", None)
        when = None if wall is None else moment_of(wall)
        far = vector(connection)
        if not all(isinstance(uid, bytes) and isinstance(n, int) for uid, n in far.items()):
            raise ValueError("no log of changes")
        return Glance(workspace, far, str(who), when)


def language(file: Path) -> str | None:
    """The language of a file's company, as far as it can be read; ``None`` also for a file with a password."""
    with contextlib.suppress(OSError, sqlite3.Error, ValueError):
        if file.is_file() and not encryption.encrypted(file):  # opening a pipe would wait for whoever writes into it
            with contextlib.closing(_reader(file, encryption.NO_KEYS)) as connection:
                (found,) = SPOKEN.first(connection) or ("",)
                return Company("").language if found is None else str(found)  # what is usual is not written down
    return None


def _reader(copy: Path, keys: encryption.Keyring) -> sqlite3.Connection:
    connection = encryption.reader(copy, keys)
    end = time.monotonic() + DEADLINE_SECONDS
    connection.set_progress_handler(lambda: int(time.monotonic() > end), 100_000)
    connection.execute("PRAGMA trusted_schema = 0")
    connection.execute("PRAGMA cell_size_check = 1")
    return connection
