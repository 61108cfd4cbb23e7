"""Other versions of a workspace in the same folder, such as a synchronising service leaves behind.

A fork is recognised by the workspace's id, never by its name; the name only tells which service made
it. The cheap tests come first: ending, header, application id. What is told of a fork is read from a
private copy; nothing is believed of it until it is merged, which vets it in full.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.forms import Form
from kpidesk.records import record
from kpidesk.store.db import encryption, schema
from kpidesk.store.files import snapshot
from kpidesk.store.log import glance
from kpidesk.store.log.vector import lacking

if TYPE_CHECKING:
    from kpidesk.store.log.glance import Glance
    from kpidesk.store.log.vector import Vector

MOST_FILES = 200

SERVICES = (
    ("Syncthing", Form(r"\.sync-conflict-\d{8}-\d{6}")),
    ("Nextcloud", Form(r"\(conflicted copy \d{4}-\d\d-\d\d \d{6}\)|_conflict-\d{8}-\d{6}")),
    ("Dropbox", Form(r"conflicted copy|case conflict|i konflikt|konfliktkopi", re.IGNORECASE)),
    ("Google Drive", Form(r" \(\d+\)$|\[conflict\]", re.IGNORECASE)),
    ("iCloud", Form(r" \d+$")),
)


@record(frozen=True)
class ConflictCopy:
    """Another version of the workspace beside the file.

    ``who`` changed it last, ``when``; ``lacking`` counts the transactions that we lack. ``service``
    names the program that probably made it, or is empty.
    """

    path: Path
    who: str
    when: dt.datetime | None
    lacking: int
    service: str = ""


class Surroundings:
    """The versions beside one file; each is read once for as long as it does not change."""

    def __init__(self, file: Path, scratch: Path, keys: encryption.Keyring) -> None:
        self._file, self._scratch, self._keys = file, scratch, keys
        self._known: dict[Path, tuple[str, Glance | None]] = {}

    def forks(self, workspace: bytes, ours: Vector) -> list[ConflictCopy]:
        """Every other version of the workspace in the folder, the newest first."""
        found = []
        for path in candidates(self._file, self._keys):
            glance = self._glance(path)
            if glance is not None and glance.workspace == workspace:
                service = service_of(self._file, path)
                found.append(ConflictCopy(path, glance.who, glance.when, lacking(ours, glance.vector), service))
        oldest = dt.datetime.min.replace(tzinfo=dt.UTC)
        return sorted(found, key=lambda fork: (fork.when or oldest, fork.path.name), reverse=True)

    def _glance(self, path: Path) -> Glance | None:
        seen = snapshot.signature(path)
        known = self._known.get(path)
        if known is None or known[0] != seen:
            self._known[path] = (seen, glance_at(path, self._scratch, self._keys))
        return self._known[path][1]


def candidates(file: Path, keys: encryption.Keyring) -> Iterator[Path]:
    """Files in the same folder that look like ours at first sight, or are under our key."""
    try:
        names = sorted(path for path in file.parent.iterdir() if path.suffix.lower() == disk.WORKSPACE)
    except OSError:
        return
    for path in names[:MOST_FILES]:
        if path.name != file.name and not path.name.startswith(".") and (_has_our_header(path) or keys.knows(path)):
            yield path


def _has_our_header(path: Path) -> bool:
    try:
        head = disk.head(path, 72)
    except (OSError, UserError):
        return False
    return head.startswith(encryption.MAGIC) and int.from_bytes(head[68:72], "big") == schema.APPLICATION_ID


def glance_at(path: Path, scratch: Path, keys: encryption.Keyring) -> Glance | None:
    """Read who and what from a private copy; ``None`` for what is not a workspace."""
    try:
        with snapshot.private_copy(path, scratch) as copy:
            return glance.read(copy, keys)
    except (UserError, OSError, sqlite3.Error, ValueError, TypeError, OverflowError):
        return None


def service_of(file: Path, fork: Path) -> str:
    """Which service names its conflict copies like this; only for the sentence."""
    for service, pattern in SERVICES:
        if fork.stem.startswith(file.stem) and pattern.search(fork.stem[len(file.stem) :]):
            return service
        if service == "Syncthing" and pattern.search(fork.stem):
            return service
    return "OneDrive" if re.fullmatch(re.escape(file.stem) + r"-[\w-]+", fork.stem) else ""
