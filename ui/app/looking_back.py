"""Looking back: every page shows the file as it was at a moment, until one goes back to now.

The past is a workspace of its own, made from the log in the background, whose clock stands still; nothing in
it can be changed. The open file stays open behind it, and goes on taking in what others store.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from kpidesk import format as fmt
from kpidesk.errors import UserError
from kpidesk.text import _
from ui.base.reach.announcing import announce
from ui.base.session import Notice, Session
from ui.base.waiting import Waiting

if TYPE_CHECKING:
    from kpidesk.workspace import Backup, Workspace
    from ui.app.past_bar import PastBar
    from ui.base.memory import Memory
    from ui.base.theme import Theme

EVENING = dt.time(23, 59, 59)


class LookingBack(QObject):
    """``changed`` when another time is shown. ``session`` is the past's, or ``None`` while it is now."""

    changed = Signal()
    said = Signal(object)

    def __init__(self, theme: Theme, memory: Memory, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._memory, self._window = theme, memory, window
        self.session: Session | None = None
        self._real: Session | None = None
        self._when: Backup | dt.datetime | None = None
        self._waiting: Waiting | None = None
        self.dialog: QDialog | None = None

    # ---- there and back ----------------------------------------------------------------------------

    def ask(self, real: Session | None) -> None:
        """Ask which day to see."""
        from ui.app.moment import MomentDialog

        if real is None:
            return
        self._real = real
        dialog = self.dialog = MomentDialog(real, _first_day(real.ws), self._window)
        dialog.chosen.connect(self._start)
        dialog.open()

    def start(self, real: Session, when: Backup | dt.datetime) -> None:
        """Show the file as it was at a moment, or in a backup."""
        self._real = real
        self._start(when)

    def _start(self, when: Backup | dt.datetime) -> None:
        if self._real is None:
            return
        self._give_up()
        words = _("Recreating the file from its history.")
        self._waiting = Waiting(self._real.ws, _("Looking back"), words, self._window)
        self._waiting.finished.connect(self._on_made)
        self._waiting.failed.connect(self._on_failed)
        self._waiting.given_up.connect(self._forget)
        self._waiting.start(_MakePast(when))

    def _on_made(self, result: tuple[Path, Backup | dt.datetime]) -> None:
        self._waiting = None
        copy, when = result
        if self._real is None:
            copy.unlink(missing_ok=True)
            return
        before, self._when = self.session, when
        self.session = Session(self._real.ws.time.open_past(copy, when), self._theme, self, memory=self._memory)
        self.changed.emit()
        self._announce()
        _let_go(before)

    def _on_failed(self, error: object) -> None:
        self._waiting = None
        words = str(error) if isinstance(error, UserError) else _("The file could not be recreated as it was.")
        self.said.emit(Notice(words, "error"))

    def stop(self) -> None:
        """Go back to now."""
        if self.session is not None:
            past, self.session = self.session, None
            self.changed.emit()
            announce(_("You see the file as it is now."))
            _let_go(past)

    def drop(self) -> None:
        """The file is being closed."""
        self._give_up()
        past, self.session, self._real = self.session, None, None
        _let_go(past)

    def _give_up(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()

    def _forget(self) -> None:
        self._waiting = None

    # ---- what is said of it ------------------------------------------------------------------------

    def bar(self) -> PastBar | None:
        """The bar to show over the pages."""
        if self.session is None:
            return None
        from ui.app.past_bar import PastBar

        bar = PastBar(self._theme, self._at())
        bar.now_asked.connect(self.stop)
        bar.restore_asked.connect(self.restore)
        return bar

    def _announce(self) -> None:
        from ui.app.past_bar import past_words

        announce(" ".join(past_words(self._at())))

    def _at(self) -> str:
        assert self.session is not None
        moment = self.session.ws.now()
        day = fmt.day(moment.date())
        if moment.time().replace(microsecond=0) == EVENING:
            return _("on {day}").format(day=day)
        return _("on {day} at {time}").format(day=day, time=fmt.clock_time(moment))

    def restore(self) -> None:
        """Ask whether to bring the file back to what is shown."""
        from ui.history.restore_dialog import RestoreDialog

        if self._real is None or self._when is None:
            return
        dialog = self.dialog = RestoreDialog(self._real, self._when, None, self._window)
        dialog.restored.connect(self.stop)
        dialog.open()


class _MakePast:
    """The job of making the past from the log."""

    def __init__(self, when: Backup | dt.datetime) -> None:
        self._when = when

    def __call__(self, reader: Workspace) -> tuple[Path, Backup | dt.datetime]:
        return reader.time.copy_past(self._when), self._when


def _first_day(ws: Workspace) -> dt.date:
    return ws.history.began().astimezone(ws.now().tzinfo).date()


def _let_go(session: Session | None) -> None:
    if session is not None:
        session.close()
        session.deleteLater()
