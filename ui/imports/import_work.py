"""Reading a file, understanding it and seeing what would be taken: in the background, one step after the other.

The page says what somebody has said or chosen, and is told what came of it. What is read stays; a word about the
file only has it understood anew, and a choice only has the preview made anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from kpidesk import clock
from kpidesk.commands.intake.sources import Remembered
from kpidesk.exchange.intake.compose import preview
from kpidesk.exchange.intake.layout import Differing, differing
from kpidesk.exchange.intake.look import begun
from kpidesk.exchange.intake.preview import Choices, Preview
from kpidesk.exchange.intake.sources import Recognised, remembered
from kpidesk.exchange.sheets import read_book
from kpidesk.exchange.sheets.book import Book
from kpidesk.exchange.tables import saying
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Known, Role, Said, Understanding
from kpidesk.workspace import Workspace
from ui.base.session import Session
from ui.base.tasks import Aside, Stop, unless_stopped
from ui.imports.reading.raw_lines import Laid, lay

TELL_S = 0.05
SETTLE_MS = 300
"""A file that is being saved is read again when it has been still for so long."""


@dataclass(frozen=True)
class Asked:
    """What is to be done: a file, what is said of it, what is chosen; what is known of it already is not read again."""

    path: Path | None
    fresh: bool = True
    """Nobody has said or chosen anything yet: where the file is one of a source, what its source says is meant."""
    said: Said = field(default_factory=Said)
    choices: Choices = field(default_factory=Choices)
    book: Book | None = None
    encoding: str | None = None
    """How the letters of a text are to be read, where somebody has said so."""
    laid: Laid | None = None
    untold: Understanding | None = None
    source: Recognised | None = None

    @property
    def name(self) -> str:
        """What the file is called."""
        if self.path is not None:
            return self.path.name
        return self.book.name if self.book is not None else ""


@dataclass(frozen=True)
class Found:
    """What came of it; without a preview something must be answered first.

    ``untold`` is what the file is understood as with nothing said, by which its source is known.
    """

    asked: Asked
    book: Book
    laid: Laid
    untold: Understanding
    preview: Preview | None = None

    @property
    def source(self) -> Recognised | None:
        """The source that the file is one of."""
        return self.asked.source

    def remembered(self) -> Remembered | None:
        """What is to be remembered of the file when it is taken."""
        if self.preview is None:
            return None
        known = self.source.source if self.source is not None else None
        told = self.asked.said, self.asked.choices
        return remembered(self.book, self.untold, told, self.preview, known)

    @property
    def differs(self) -> Differing | None:
        """In what it is laid out otherwise than its source was; nothing where it is not."""
        if self.source is None or self.source.same_layout:
            return None
        return differing(self.source.recipe, self.book, self.untold)


class ImportWork(QObject):
    """``found`` tells what came of a step, ``failed`` why nothing did, ``progressed`` how far the reading is.

    ``saved_again`` tells that the file has been written since it was read, and is read once more. While it is ``busy``,
    what was found last is not what was said last.
    """

    found = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int)
    saved_again = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.asked = Asked(None)
        self.busy = False
        self._stop = Stop()
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self._on_found)
        self._aside.failed.connect(self._on_failed)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_file)
        self._still = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._still.timeout.connect(self._read_again)

    def begin(self, path: Path, said: Said | None = None, choices: Choices | None = None) -> None:
        """Read a file."""
        self.forget()
        self.asked = Asked(path, said is None and choices is None, said or Said(), choices or Choices())
        self._watcher.addPath(str(path))
        self._start()

    def begin_with(self, book: Book) -> None:
        """Begin with what has been pasted."""
        self.forget()
        self.asked = Asked(None, book=book)
        self._start()

    def go_on(self, asked: Asked) -> None:
        """Go on with what has been said and chosen of a file that was read; read it again if it was saved since."""
        self.forget()
        stands = asked.path is None or asked.book is None or asked.book.saved == _saved(asked.path)
        self.asked = asked if stands else replace(asked, book=None, laid=None, untold=None)
        if asked.path is not None:
            self._watcher.addPath(str(asked.path))
        self._start()

    def answer(self, question: str, answer: str) -> None:
        """A question is answered."""
        self.say(saying.answered(self.asked.said, question, answer))

    def change(self, guess: str, answer: str) -> None:
        """A guess is to be read otherwise."""
        self.say(saying.changed(self.asked.said, guess, answer))

    def turn_to(self, sheet: str) -> None:
        """Another sheet is meant."""
        self.say(saying.on_sheet(self.asked.said, sheet))

    def use(self, column: int, role: Role) -> None:
        """A column is for something else."""
        self.say(saying.with_role(self.asked.said, column, role))

    def include(self, key: str) -> None:
        """What was left out by its period is wanted all the same."""
        self.choose(replace(self.asked.choices, take=self.asked.choices.take | {key}))

    def say(self, said: Said) -> None:
        """Understand the file once more, with another word on it."""
        if said != self.asked.said:
            self.asked = replace(self.asked, fresh=False, said=said, laid=None)
            self._start()

    def choose(self, choices: Choices) -> None:
        """See once more what would be taken, with another choice."""
        if choices != self.asked.choices:
            self.asked = replace(self.asked, fresh=False, choices=choices)
            self._start()

    def spell(self, encoding: str) -> None:
        """Read the file once more, with other letters."""
        self.asked = replace(self.asked, encoding=encoding, book=None, laid=None, untold=None)
        self._start()

    def look_again(self) -> None:
        """The open file has changed meanwhile."""
        if self.asked.laid is not None:
            self._start()

    def forget(self) -> None:
        """Leave it."""
        self.busy = False
        self._stop.set()
        self._aside.cancel()
        self._still.stop()
        if self._watcher.files():
            self._watcher.removePaths(self._watcher.files())
        self.asked = Asked(None)

    def stop(self) -> None:
        """For closing time."""
        self.forget()
        self._aside.stop()

    def _start(self) -> None:
        self._aside.cancel()
        self._stop.set()
        self._stop, self.busy = Stop(), True
        session = self._session
        company = session.ws.company
        known = Known(session.today(), company.language, company.fiscal_year_start, company.currency)
        telling = Telling(self._stop, self.progressed.emit)
        self._aside.start(partial(_found, self.asked, known, telling))

    def _on_found(self, found: object) -> None:
        if isinstance(found, Found):
            self.busy = False
            self.asked = replace(found.asked, book=found.book, laid=found.laid, untold=found.untold)
            self.found.emit(found)

    def _on_failed(self, error: object) -> None:
        self.busy = False
        self.failed.emit(error)

    # ---- a file that is saved again --------------------------------------------------------------

    def _on_file(self, _path: str) -> None:
        self._still.start()

    def _read_again(self) -> None:
        path = self.asked.path
        if path is None or not path.exists():
            return
        self._watcher.addPath(str(path))  # a program that saves by putting a new file there ends the watch
        if self.asked.book is not None and self.asked.book.saved != _saved(path):
            self.asked = replace(self.asked, book=None, laid=None, untold=None)
            self.saved_again.emit()
            self._start()


def _found(asked: Asked, known: Known, telling: Telling, ws: Workspace) -> Found:
    """Do what has not been done yet; in another thread, with a handle of its own on the open file."""
    book = asked.book
    if book is None:
        assert asked.path is not None
        book = read_book(asked.path, encoding=asked.encoding, progress=telling)
    untold = asked.untold or understand(book, Said(), known)
    telling.stop_if_left()
    if asked.fresh:
        asked = _as_its_source(asked, book, untold, ws)
    read = asked.laid.read if asked.laid is not None else _understood(asked, book, untold, known)
    telling.stop_if_left()
    shown = None if read.open_questions else preview(ws, read, asked.choices, file=book.name)
    laid = asked.laid or lay(book.sheets[read.sheet], read, _odd_lines(read, shown))
    return Found(asked, book, laid, untold, shown)


def _understood(asked: Asked, book: Book, untold: Understanding, known: Known) -> Understanding:
    return understand(book, asked.said, known) if asked.said != Said() else untold


def _odd_lines(read: Understanding, shown: Preview | None) -> set[int]:
    """The rows that unusual numbers stand in; one that is put together from many stands in none of them."""
    lines = {measure.key: measure.lines for measure in read.measures}
    odd = () if shown is None else shown.unusual
    return {line for each in odd for line in lines.get(each.place[0], {}).get(each.period, ())}


def _as_its_source(asked: Asked, book: Book, untold: Understanding, ws: Workspace) -> Asked:
    """What is remembered of files of its kind, or known of their form."""
    how = begun(ws, book, untold)
    return replace(asked, fresh=False, said=how.said, choices=how.choices, source=how.recognised)


class Telling:
    """Tells how far the reading is, some times a second, or ends it when nobody waits for it any more."""

    def __init__(self, stop: Stop, progressed: Callable[[int, int], None]) -> None:
        self._stop, self._progressed, self._told = stop, progressed, 0.0

    def __call__(self, done: int, of: int) -> None:
        """So many bytes of so many are read."""
        self.stop_if_left()
        now = time.monotonic()
        if now - self._told >= TELL_S:
            self._told = now
            self._progressed(done, of)

    def stop_if_left(self) -> None:
        """End the work between two steps when nobody waits for it any more."""
        unless_stopped(self._stop)


def _saved(path: Path) -> dt.datetime | None:
    with contextlib.suppress(OSError):
        return clock.moment_of(int(path.stat().st_mtime * 1000))
    return None
