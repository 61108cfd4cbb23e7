"""Reading accounts in the background; another file or another answer has them read anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kpidesk.exchange.accounts.choosing import Chosen, answers_for, held_against, orgnr_of
from kpidesk.exchange.accounts.kpis import Offer, offers
from kpidesk.exchange.accounts.reading import AccountsReading, read_accounts
from kpidesk.workspace import Workspace
from ui.base.session import Session
from ui.base.tasks import Aside, Stop
from ui.imports.import_work import Telling


@dataclass(frozen=True)
class Asked:
    """Which files, and what was said of their accounts now; what was said before is looked up."""

    paths: tuple[Path, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What came of it."""

    asked: Asked
    reading: AccountsReading
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Begun:
    """What has been said of some files, and chosen."""

    asked: Asked
    chosen: Chosen


class AccountsWork(QObject):
    """``found`` tells what was read, ``failed`` why nothing was, ``progressed`` how far the reading is."""

    found = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked = Asked()
        self.busy = False
        self._stop = Stop()
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self._on_found)
        self._aside.failed.connect(self._on_failed)

    def begin(self, asked: Asked) -> None:
        """Read files."""
        self.forget()
        self.asked = asked
        self._start()

    def add(self, paths: Sequence[Path]) -> None:
        """Read more files with those that are there."""
        self.asked = replace(self.asked, paths=tuple(dict.fromkeys((*self.asked.paths, *paths))))
        self._start()

    def say(self, answers: Mapping[str, str]) -> None:
        """Read them with another word on some accounts."""
        self.asked = replace(self.asked, answers={**self.asked.answers, **answers})
        self._start()

    def forget(self) -> None:
        """Leave them."""
        self.busy = False
        self._stop.set()
        self._aside.cancel()
        self.asked = Asked()

    def stop(self) -> None:
        """For closing time."""
        self.forget()
        self._aside.stop()

    def _start(self) -> None:
        self._aside.cancel()
        self._stop.set()
        self._stop, self.busy = Stop(), True
        self._aside.start(partial(_found, self.asked, Telling(self._stop, self.progressed.emit)))

    def _on_found(self, found: object) -> None:
        if isinstance(found, Found) and found.asked == self.asked:
            self.busy = False
            self.found.emit(found)

    def _on_failed(self, error: object) -> None:
        self.busy = False
        self.failed.emit(error)


def _found(asked: Asked, telling: Callable[[int, int], None], ws: Workspace) -> Found:
    answers = {**answers_for(ws, orgnr_of(asked.paths[0])), **asked.answers}
    reading = held_against(ws, read_accounts(asked.paths, answers, telling))
    return Found(asked, reading, offers(ws, reading))


def saved(paths: Sequence[Path]) -> list[int]:
    """When each file was written last; nothing for one that is not there."""
    return [path.stat().st_mtime_ns if path.exists() else 0 for path in paths]
