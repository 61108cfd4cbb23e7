"""A file that gets another name takes its working copy along: what can be undone stays, and what is not shared yet.

A working copy is named by the place of its file (``snapshot.working_path``). A note says ahead of the renaming where it
comes from, so that a machine that goes off in between loses nothing: it is found by that when the file is opened under
its new name.
"""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.records import record
from kpidesk.store.files import kept_numbers, snapshot

log = logging.getLogger(__name__)

NOTE_BYTES = 10_000


@record(frozen=True)
class Renaming:
    """A file that nobody has open on this machine, the name that it is to get, and its working copy under both."""

    path: Path
    target: Path
    old: Path
    new: Path

    @property
    def takes_along(self) -> bool:
        """Whether the working copy can follow: nothing lies in its new place, and no connection holds it."""
        return _is_at_rest(self.old) and (self.old == self.new or not self.new.exists())

    def do(self) -> None:
        """Rename the file, and its working copy if that can follow; raises ``OSError`` where the file stays."""
        if not self.takes_along:
            os.rename(self.path, self.target)
            return
        with snapshot.locked(self.old):
            note = _note(self.new)
            disk.write_private(f"{self.old.name}\n{self.path.absolute()}", note)
            snapshot.sync(note.parent)
            try:
                os.rename(self.path, self.target)
            except OSError:
                note.unlink(missing_ok=True)
                raise
            with contextlib.suppress(OSError):  # where a share can't make it durable, the note leads back as well
                snapshot.sync(self.target.parent)
            try:
                _take(self.old, self.new)
                note.unlink(missing_ok=True)
            except OSError as error:
                log.warning("The working copy follows when the file is opened next: %s", error)


def renaming(path: Path, target: Path, working_copies: Path, identity: str) -> Renaming:
    """What it takes to rename the file of a workspace."""
    old, new = (snapshot.working_path(working_copies, bytes.fromhex(identity), each) for each in (path, target))
    return Renaming(path, target, old, new)


def follow(working: Path) -> None:
    """Bring a working copy to its place that is named by an earlier name of its file.

    Where a file has come to that name again, the working copy is that one's. The caller holds the lock of one of them.
    """
    note = _note(working)
    if not note.exists():
        return
    try:
        name, _line, place = disk.read(note, NOTE_BYTES).decode("utf-8", "surrogateescape").partition("\n")
        old = working.with_name(Path(name).name)
        if not working.exists() and not os.path.lexists(place) and _is_at_rest(old):
            _take(old, working)
        note.unlink(missing_ok=True)
    except (OSError, UserError) as error:
        log.warning("The working copy of an earlier name is left where it is: %s", error)


def _take(old: Path, new: Path) -> None:
    for beside in (kept_numbers.place, _server):
        with contextlib.suppress(FileNotFoundError):
            os.replace(beside(old), beside(new))
    os.replace(old, new)
    snapshot.sync(new.parent)


def _is_at_rest(working: Path) -> bool:
    """Tell whether all of a working copy lies in the one file: whoever has it open keeps a log beside it."""
    return working.suffix == ".work" and working.exists() and not working.with_name(f"{working.name}-wal").exists()


def _server(working: Path) -> Path:
    """Where it is kept which team server the file belongs to (``kpidesk.hub.membership``)."""
    return working.with_name(f"{working.name}.hub")


def _note(working: Path) -> Path:
    return working.with_name(f"{working.name}.from")
