"""Which team server a file belongs to, kept on this machine beside its working copy: never in the file, no password.

As with the working copy, it is that of one file in one place: a copy that somebody opens to try something sends nothing
to the colleagues. A file that was moved outside the program takes it along when it is opened in its new place.
"""

from __future__ import annotations

import contextlib
import json
import logging
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.hub import address as addresses
from kpidesk.hub.address import Address
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.store.files import snapshot

log = logging.getLogger(__name__)

VERSION, MOST_BYTES = 1, 16_000
ENDING = ".hub"
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, UserError)


@record(frozen=True)
class Place:
    """A file of a workspace on this machine."""

    home: Home
    identity: str
    file: Path

    @property
    def note(self) -> Path:
        """Where its membership is kept; it follows the working copy when the file gets another name."""
        working = snapshot.working_path(self.home.working_copies, bytes.fromhex(self.identity), self.file)
        return working.with_name(working.name + ENDING)


def find(place: Place) -> Address | None:
    """The team server that a file belongs to, or ``None``; one that can't be read is none."""
    found = _read(place.note)
    if found is None:
        found = _take_along(place)
    return None if found is None else found[0]


def of_file(home: Home, file: Path) -> tuple[str, Address | None] | None:
    """The workspace's id and the team server of a file that is not opened; ``None`` for no server.

    Without an address where that can't be read.
    """
    note = next(home.working_copies.glob(f"*-{snapshot.mark(disk.resolved(file))}.work{ENDING}"), None)
    if note is None:
        return None
    found = _read(note)
    return note.name.partition("-")[0], None if found is None else found[0]


def keep(place: Place, address: Address) -> None:
    """From now on the file belongs to a team server. Raises ``OSError``."""
    told = {"version": VERSION, "address": str(address), "file": str(place.file.absolute())}
    disk.write_private(json.dumps(told), place.note)


def forget(place: Place) -> None:
    """The file belongs to none any more; what is in it stays."""
    place.note.unlink(missing_ok=True)


def any_other(place: Place, address: Address) -> bool:
    """Tell whether another file on this machine belongs to the same server, under the same user."""
    notes = (note for note in place.note.parent.glob(f"*.work{ENDING}") if note != place.note)
    found = (each[0] for each in map(_read, notes) if each is not None)
    return any((each.host, each.port, each.user) == (address.host, address.port, address.user) for each in found)


def _read(note: Path) -> tuple[Address, Path] | None:
    if not note.exists():
        return None
    try:
        told = json.loads(disk.read(note, MOST_BYTES))
        if told["version"] != VERSION:
            raise ValueError(f"version {told['version']}")
        return addresses.parse(told["address"])[0], Path(told["file"])
    except UNREADABLE as error:
        log.warning("Which team server the file belongs to can't be read: %s", error)
        return None


def _take_along(place: Place) -> tuple[Address, Path] | None:
    """That of the same workspace where its file lies no longer, though its folder is there."""
    working = place.note.parent
    for note in working.glob(f"{place.identity}-*.work{ENDING}"):
        found = _read(note)
        if found is not None and note != place.note and found[1].parent.is_dir() and not found[1].exists():
            with contextlib.suppress(OSError):
                keep(place, found[0])
                note.unlink()
            return found
    return None
