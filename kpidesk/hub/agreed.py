"""How far each session is known to be the same here and on a server: kept beside the working copy, never in a file.

It only spares work. Where it is lost, what both hold is fetched and compared once more.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.store.log.vector import Vector

ENDING, MOST_BYTES = ".agreed", 64 << 20


class Agreed:
    """See the module; of one working copy and one server."""

    def __init__(self, working: Path, server: str) -> None:
        self._file, self._server = working.with_name(working.name + ENDING), server
        self._known = _read(self._file, server)
        self._noted = 0

    def with_(self, theirs: Vector) -> Vector:
        """What is agreed of what the server holds now: it may have fallen back."""
        return {uid: min(n, theirs[uid]) for uid, n in self._known.items() if uid in theirs}

    def no_further_than(self, ours: Vector) -> None:
        """No more is agreed than is here: a working copy that was damaged or lost begins anew from an older file."""
        self._known = {uid: min(n, ours[uid]) for uid, n in self._known.items() if uid in ours}

    def lacks(self, told: Vector) -> bool:
        """Tell whether any of that is not agreed yet."""
        return any(n > self._known.get(uid, 0) for uid, n in told.items())

    def note(self, more: Vector) -> None:
        """From now on this is agreed as well."""
        for uid, n in more.items():
            self._noted += max(0, n - self._known.get(uid, 0))
            self._known[uid] = max(n, self._known.get(uid, 0))

    def keep(self, at_least: int = 1) -> None:
        """Write it down, where so many transactions have come to it; a disk that takes nothing does no harm."""
        if self._noted < at_least:
            return
        told = {"server": self._server, "agreed": {uid.hex(): n for uid, n in self._known.items()}}
        with contextlib.suppress(OSError, UserError):
            disk.write_private(json.dumps(told), self._file)
            self._noted = 0


def _read(file: Path, server: str) -> Vector:
    try:
        told = json.loads(disk.read(file, MOST_BYTES))
        return {bytes.fromhex(uid): int(n) for uid, n in told["agreed"].items()} if told["server"] == server else {}
    except (OSError, UserError, ValueError, LookupError, TypeError, AttributeError):
        return {}
