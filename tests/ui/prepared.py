"""Files with their private folders, written once and laid out for each test that begins with them.

A working copy is named by the place of its file, and knows the file by what changes when it is replaced: both are put
right, so that it is the file's own wherever the two are laid out.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kpidesk import text
from kpidesk.clock import Clock
from kpidesk.settings import Home
from kpidesk.store.db.database import Database
from kpidesk.store.files import snapshot
from kpidesk.store.log.vector import last_ordinal
from kpidesk.store.sync.sync_worker import Carried
from kpidesk.workspace import Workspace
from kpidesk.workspace.open_file import AtWork


@dataclass(frozen=True)
class Prepared:
    """A file that nobody has open, the private folder that it was written with, and the time when that was done."""

    file: Path
    home: Home
    now: dt.datetime

    def lay_out(self, path: Path, home: Home) -> Path:
        """Copy the file to a place, and its working copy into a private folder, new or in use; gives its place."""
        shutil.copy(self.file, path)
        [working] = self.home.working_copies.glob("*.work")
        identity = bytes.fromhex(working.name.partition("-")[0])
        place = snapshot.working_path(home.working_copies, identity, path)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(working, place)
        if not (home.data / "device").exists():
            shutil.copy(self.home.data / "device", home.data / "device")
        for passed in self.home.working_copies.glob("*.passed"):
            shutil.copy(passed, place.with_name(f"{snapshot.mark(path)}.passed"))
        return place


def prepare(
    folder: Path, company: str, author: str, clock: Clock, fill: Callable[[Workspace], object], language: str = "nb"
) -> Prepared:
    """Write a file with what fills it, by somebody who speaks a language."""
    path, home = folder / "prepared.kpidesk", Home(folder / "home")
    with text.using(language), Workspace.create(path, company=company, author=author, home=home, clock=clock) as ws:
        with ws.sharing.holding():
            fill(ws)
        return Prepared(path, home, clock())


def filled_up(
    before: Prepared, folder: Path, author: str, clock: Clock, fill: Callable[[Workspace], object]
) -> Prepared:
    """Another file, with more in it."""
    path, home = folder / before.file.name, Home(folder / "home")
    working = before.lay_out(path, home)
    with text.using("nb"), as_left(working, path, AtWork(home, clock, author)) as ws:
        with ws.sharing.holding():
            fill(ws)
        return Prepared(path, home, clock())


def as_left(working: Path, path: Path, at: AtWork) -> Workspace:
    """The workspace as it is with whoever has just written its file: nothing has been closed and opened since."""
    database = Database(working)
    known = snapshot.known(database)
    assert known is not None
    snapshot.remember(database, known.publish, snapshot.signature(path))
    workspace = Workspace(path, database, at)
    workspace.sharing.note(Carried(published=True, newest=last_ordinal(database)))
    return workspace


@contextlib.contextmanager
def quiet(ws: Workspace) -> Iterator[None]:
    """Leave the file as it is while nobody else looks at it: each change would write it whole, once more.

    What closes the workspace within, or publishes it, brings the file up to date; what is left at the end goes.
    """
    with ws.sharing.holding():
        yield
        ws.sharing.pending = False
