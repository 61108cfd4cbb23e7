"""A file that has been looked over once is not looked over again, as long as not a byte of it has changed.

The mark lies in the private folder, beside the working copy. It promises one thing only: this very program, with this
SQLite, has let exactly these bytes pass; they are known by SHA-256 of the private copy that is then read, never by the
time or the size of the user's file, which anybody can set. So a mark is no weaker than the look itself: whoever could
make another file with the same sum, or write into the private folder, would need neither. A mark that can't be read,
or of another version, is none. A file with a password has no mark: what it says of itself stays under its key.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

import kpidesk
from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.records import record
from kpidesk.store.db import encryption, schema
from kpidesk.store.files import snapshot, vet
from kpidesk.store.files.vetted import Vetted

RULES = 1
"""One more whenever what is looked for in a file becomes more."""
MOST_BYTES = 4096
UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, RecursionError)
"""What reading a mark raises that holds anything but what is written here."""


@record(frozen=True)
class Look:
    """What a look at a file has found, and whether every digest was held against what it stands for.

    ``marked`` tells that all of this stands in the mark already.
    """

    vetted: Vetted
    whole: bool
    marked: bool = False


def look(copy: Path, file: Path, folder: Path, keys: encryption.Keyring) -> Look:
    """Look a private copy over, or know that it has passed; raises ``FileRefused``. Digests are for ``verify``."""
    known = None if encryption.encrypted(copy) else _known(copy, _mark(folder, file))
    return known or Look(vet.vet(copy, file, keys, digests=False), whole=False)


def verify(seen: Look, copy: Path, file: Path, keys: encryption.Keyring) -> Look:
    """Hold every digest of a file against what it stands for, unless that has been done; raises ``FileRefused``."""
    if seen.whole:
        return seen
    vet.verify(copy, file, keys)
    return Look(seen.vetted, whole=True)


def remember(seen: Look, copy: Path, file: Path, folder: Path) -> None:
    """Put down that a private copy has passed; a disk that keeps nothing is left."""
    if seen.marked:
        return
    place = _mark(folder, file)
    with contextlib.suppress(OSError, UserError):
        if encryption.encrypted(copy):
            place.unlink(missing_ok=True)
            return
        found = seen.vetted
        told = {
            "sum": _sum(copy), "size": copy.stat().st_size, "whole": seen.whole, "min_reader": found.min_reader,
            "workspace": found.workspace.hex(), "publish": found.publish.hex(), "read_only": found.read_only,
        }  # fmt: skip
        disk.write_private(json.dumps(told), place)


def _mark(folder: Path, file: Path) -> Path:
    return folder / f"{snapshot.mark(file)}.passed"


def _known(copy: Path, place: Path) -> Look | None:
    with contextlib.suppress(OSError, UserError, *UNREADABLE):
        told = json.loads(disk.read(place, MOST_BYTES))
        if told["size"] == copy.stat().st_size and told["sum"] == _sum(copy):
            workspace, publish = bytes.fromhex(told["workspace"]), bytes.fromhex(told["publish"])
            vetted = Vetted(workspace, publish, int(told["min_reader"]), bool(told["read_only"]))
            return Look(vetted, bool(told["whole"]), marked=True)
    return None


def _sum(copy: Path) -> str:
    """The sum of a file's bytes, and of what looks it over."""
    found = hashlib.sha256(repr((RULES, kpidesk.__version__, schema.fingerprint(), sqlite3.sqlite_version)).encode())
    for part in disk.parts(copy, snapshot.MOST_BYTES):
        found.update(part)
    return found.hexdigest()
