"""A review being shown: which slide, whether the screen is black, and the slides made anew when a number changes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kpidesk.commands import cycles, slide_notes
from kpidesk.domain.period import Period
from kpidesk.figures.cycle_list import cycle_at
from kpidesk.text import _
from kpidesk.workspace import Changes
from ui.base.actions import named_key
from ui.base.session import Notice, Session
from ui.base.tasks import Aside
from ui.present.deck import Deck, DeckJob, figure_of
from ui.present.slide_pictures import SlidePictures

log = logging.getLogger(__name__)

PAUSE_MS = 400
"""After a change so long until the slides are made anew: several come at once."""


class Presentation(QObject):
    """``changed`` tells that another slide is to be seen, ``left`` that a figure is opened, ``ended`` of the end."""

    changed = Signal()
    failed = Signal(str)
    left = Signal()
    ended = Signal()

    def __init__(
        self, session: Session, language: str, sections: tuple[str, ...] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.pictures = SlidePictures(self)
        self.deck: Deck | None = None
        self.page, self.black = 0, False
        self._period: Period = session.period
        self._language, self._sections = language, sections
        self._begun = time.monotonic()
        self._making = Aside(session.ws, self)
        self._making.finished.connect(self._take)
        self._making.failed.connect(self._fail)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.make)
        session.changed.connect(self._on_change)

    # ---- the slides ------------------------------------------------------------------------------

    def make(self) -> None:
        """Have the slides made as the file is now."""
        self._making.start(DeckJob(self._period, self.session.today(), self._language, self._sections))

    def _on_change(self, _changes: Changes) -> None:
        self._timer.start()

    def _take(self, deck: Deck) -> None:
        before = self.name
        if self.deck is not None and self.deck.data == deck.data:
            return
        self.deck = deck
        self.page = deck.at(before, self.page) if before else 0
        self.pictures.show_deck(deck.data, len(deck.names))
        self.changed.emit()

    def _fail(self, error: object) -> None:
        log.error("No slides: %r", error)
        self.failed.emit(_("The slides could not be made. What you have written is saved."))

    @property
    def name(self) -> str:
        """The slide in view by name; nothing before there are any."""
        return self.deck.names[self.page] if self.deck is not None else ""

    @property
    def count(self) -> int:
        """How many slides there are."""
        return len(self.deck.names) if self.deck is not None else 0

    @property
    def minutes(self) -> int:
        """Whole minutes since the start."""
        return int((time.monotonic() - self._begun) // 60)

    # ---- going about -----------------------------------------------------------------------------

    def do(self, word: str, number: int = 0) -> None:
        """What a key asks for, as ``keys`` reads it."""
        steps = {"on": self.page + 1, "back": self.page - 1, "first": 0, "last": self.count - 1, "go": number}
        if word in steps:
            self.go(steps[word])
        elif word == "black":
            self.black = not self.black
            self.changed.emit()
        elif word == "open":
            self.open_figure()

    def go(self, page: int) -> None:
        """Show a slide; before the first and after the last there is none. A black screen gets its slide back."""
        if not self.count:
            return
        self.black = False
        self.page = max(0, min(page, self.count - 1))
        self.changed.emit()

    def open_figure(self) -> None:
        """Show what the slide shows in the window itself."""
        target = figure_of(self.name, self.deck.names if self.deck is not None else ())
        if target is None:
            return
        self.left.emit()
        self.session.navigate.emit(*target)

    def end(self) -> None:
        """Show no more."""
        self.session.changed.disconnect(self._on_change)
        self._timer.stop()
        self._making.stop()
        self.pictures.stop()
        self.ended.emit()

    # ---- notes -----------------------------------------------------------------------------------

    def note(self) -> str:
        """What is to be said at the slide in view."""
        cycle = cycle_at(self.session.ws, self._period)
        return "" if cycle is None else slide_notes.text_of(self.session.ws, cycle.uid, self.name)

    def write_note(self, slide: str, words: str) -> None:
        """Keep what is to be said at a slide."""
        cycle = cycle_at(self.session.ws, self._period)
        known = "" if cycle is None else slide_notes.text_of(self.session.ws, cycle.uid, slide)
        if slide and words.strip() != known:
            self.session.perform(cycles.in_cycle, self._period, slide_notes.write, words, slide=slide)

    def take_back_what_was_said(self) -> None:
        """The slides wait no longer."""
        self.session.unsaid.emit(_way_back())

    def say_way_back(self, resume: Callable[[], None]) -> None:
        """Tell how to come back to the slides."""
        self.session.notice.emit(Notice(_way_back(), "info", action=_("Back to the slides"), callback=resume))


def _way_back() -> str:
    return _("The slides are waiting. {key} takes you back to them.").format(key=named_key("Alt+Left"))
