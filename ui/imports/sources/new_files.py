"""Files of known sources that lie ready: found in their folders and read in the background, with what would come of it.

A folder is looked into when a file is opened and when the window comes to the front, never otherwise.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kpidesk.clock import moment_of
from kpidesk.domain.entities import Source
from kpidesk.domain.period import Period
from kpidesk.errors import UserError
from kpidesk.exchange.accounts import choosing as accounts
from kpidesk.exchange.intake.look import look
from kpidesk.exchange.intake.sources import fetches, newer_file
from kpidesk.exchange.sheets import read_book
from kpidesk.workspace import Workspace
from ui.base.session import Session
from ui.base.tasks import Aside
from ui.imports.sources import folders

log = logging.getLogger(__name__)
MOST_BYTES = 20_000_000
"""Larger files are not read before somebody asks for them."""


@dataclass(frozen=True)
class Place:
    """Where the files of a source lie here, those of which nobody wants to hear, and what lay ready before."""

    source: Source
    folder: Path
    hidden: tuple[str, ...]
    before: Ready | None = None


@dataclass(frozen=True)
class Ready:
    """A file of a source that is newer than the last fetch: how many numbers it would bring, and of which period.

    ``numbers`` is none where something must be asked first, or it was not read.
    """

    source: Source
    path: Path
    saved: dt.datetime | None = None
    numbers: int | None = None
    newest: Period | None = None


class NewFiles(QObject):
    """``told`` is a list of what lies ready."""

    told = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.ready: tuple[Ready, ...] = ()
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self._on_found)

    def look(self, *, anew: bool = False) -> None:
        """Look into the folders of all sources; ``anew`` reads what lay ready before once more: numbers have come."""
        memory, ws = self._session.memory, self._session.ws
        known = [(source, folders.folder_of(memory, source.uid)) for source in ws.all(Source)]
        before = {} if anew else {each.source.uid: each for each in self.ready}
        places = [
            Place(source, folder, tuple(folders.hidden(memory, source.uid)), before.get(source.uid))
            for source, folder in known
            if folder is not None and folders.wants_news(memory, source.uid)
        ]
        if not places:
            self._on_found(())
            return
        self._aside.start(partial(_look, places))

    def _on_found(self, found: object) -> None:
        if isinstance(found, tuple):
            self.ready = found
            self.told.emit(found)

    def stop(self) -> None:
        """For closing time."""
        self._aside.stop()


def _look(places: Sequence[Place], ws: Workspace) -> tuple[Ready, ...]:
    found = (_ready(place, ws) for place in places)
    return tuple(each for each in found if each is not None and each.numbers != 0)


def _ready(place: Place, ws: Workspace) -> Ready | None:
    """What lies ready of one source; a file that can't be read now may be half written, and is no news."""
    last = next(iter(fetches(ws, place.source)), None)
    path = newer_file(place.source, place.folder, last.when if last is not None else None, place.hidden)
    if path is None:
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            return Ready(place.source, path)
        if place.before is not None and (path, _saved(path)) == (place.before.path, place.before.saved):
            return place.before  # it was read when the window came to the front the last time
        if place.source.file_kind == accounts.KIND:
            return Ready(place.source, path, moment_of(int(path.stat().st_mtime * 1000)), *accounts.news(ws, path))
        looked = look(ws, read_book(path), place.source)
    except (UserError, OSError) as error:
        log.info("Not ready: %s: %s", path.name, error)
        return None
    numbers = None if looked.understanding.open_questions else looked.preview.total
    return Ready(place.source, path, looked.book.saved, numbers, looked.preview.newest)


def _saved(path: Path) -> dt.datetime:
    return moment_of(int(path.stat().st_mtime * 1000))
