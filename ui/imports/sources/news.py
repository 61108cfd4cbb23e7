"""One notice for all sources of which a file lies ready."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kpidesk import format as fmt
from kpidesk.domain.entities import Source
from kpidesk.text import _, ngettext
from ui.base.choose_file import PLACE
from ui.base.session import Notice, Session

if TYPE_CHECKING:  # what reads files is loaded when there is a source
    from kpidesk.workspace import Changes
    from ui.imports.sources.new_files import NewFiles, Ready


class SourceNews(QObject):
    """Says in one notice what lies ready; ``said`` and ``unsaid`` are notices."""

    said = Signal(object)
    unsaid = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = ""
        self.files: NewFiles | None = None
        session.changed.connect(self._on_changed)
        session.navigate.connect(self._on_gone)

    def look(self) -> None:
        """Look again, where there are any sources."""
        ws = self._session.ws
        if ws.read_only or (self.files is None and not ws.all(Source)):
            return
        if self.files is None:
            from ui.imports.sources.new_files import NewFiles

            self.files = NewFiles(self._session, self)
            self.files.told.connect(self._on_told)
        self.files.look()

    def _on_changed(self, changes: Changes) -> None:
        """A file may have been fetched meanwhile, here or by a colleague: then it lies ready no more."""
        if self._words and self.files is not None and (changes.everything or Source in changes.kinds):
            self.files.look(anew=True)

    def _on_gone(self, _place: str, argument: object) -> None:
        """Who looks at the file has found it."""
        if any(argument == each.path for each in self.ready) and len(self.ready) == 1:
            self._take_back()

    def stop(self) -> None:
        """For closing time."""
        if self.files is not None:
            self.files.stop()

    @property
    def ready(self) -> tuple[Ready, ...]:
        """What lies ready."""
        return self.files.ready if self.files is not None else ()

    def _on_told(self, ready: tuple[Ready, ...]) -> None:
        notice = self._notice(ready)
        words = notice.text if notice is not None else ""
        if self._words and self._words != words:
            self.unsaid.emit(self._words)
        self._words = words
        if notice is not None:
            self.said.emit(notice)

    def _notice(self, ready: Sequence[Ready]) -> Notice | None:
        if not ready:
            return None
        if len(ready) > 1:
            words = ngettext("{n} source has new numbers.", "{n} sources have new numbers.", len(ready))
            said = words.format(n=len(ready))
            return Notice(said, "ready", action=_("See the sources"), callback=self._go_sources)
        (one,) = ready
        words = ready_words(one, self._session)
        return Notice(
            words, "ready", action=fetch_words(one), callback=self._fetch, more=((_("Not now"), self._hide),)
        )  # fmt: skip

    def _fetch(self) -> None:
        ready = self.ready
        self._take_back()
        if ready:
            self._session.navigate.emit(PLACE, ready[0].path)

    def _hide(self) -> None:
        from ui.imports.sources import folders

        for one in self.ready:
            folders.hide(self._session.memory, one.source.uid, one.path.name)
        self._take_back()

    def _go_sources(self) -> None:
        self._take_back()
        self._session.navigate.emit("sources", None)

    def _take_back(self) -> None:
        if self._words:
            self.unsaid.emit(self._words)
            self._words = ""


def ready_words(ready: Ready, session: Session) -> str:
    """``Week 11 is ready in Downloads: Sales week 11.csv, saved today 07:55.``"""
    folder = ready.path.parent.name or str(ready.path.parent)
    start = session.ws.company.fiscal_year_start
    if ready.newest is None:
        words = _("“{source}” has a new file in {folder}: {file}.")
        return words.format(source=ready.source.name, folder=folder, file=ready.path.name)
    period = fmt.capital(fmt.period_name(ready.newest, start))
    saved = (
        ""
        if ready.saved is None
        else fmt.moment_short(ready.saved.astimezone(session.ws.now().tzinfo), session.today())
    )
    words = _("{period} is ready in {folder}: {file}, saved {when}.")
    return words.format(period=period, folder=folder, file=ready.path.name, when=saved)


def fetch_words(ready: Ready) -> str:
    """What the button says that shows it."""
    if ready.numbers is None:
        return _("See it")
    return ngettext("Import {n} number", "Import {n} numbers", ready.numbers).format(n=fmt.number(ready.numbers))
