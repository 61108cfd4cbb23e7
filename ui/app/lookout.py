"""What is looked out for while a file is open: numbers without a place, files of its sources, the start of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from kpidesk.clock import Clock
    from ui.base.session import Session
    from ui.imports.sources.news import SourceNews
    from ui.reminders.day_notice import DayNotice


class Lookout(QObject):
    """Looks out for one file. ``said`` and ``unsaid`` are notices; ``pressed`` tells that the day's notice was."""

    said = Signal(object)
    unsaid = Signal(str)
    pressed = Signal()

    def __init__(self, settings: QSettings, clock: Clock, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._clock = settings, clock
        self._session: Session | None = None
        self.news: SourceNews | None = None
        self.morning: DayNotice | None = None

    @property
    def begun(self) -> bool:
        """Whether a file is looked out for."""
        return self._session is not None

    def begin(self, session: Session) -> None:
        """See what others have left in a file."""
        from ui.app.lost_numbers import LostNumbers
        from ui.imports.sources.news import SourceNews

        self._session = session
        if session.ws.lock.is_set:
            from ui.round.kept import seal  # few files have a password

            seal(session)
        LostNumbers(session).look()
        self.news = SourceNews(session, self)
        self.news.said.connect(self.said)
        self.news.unsaid.connect(self.unsaid)
        self.news.look()
        self.watch_mornings()

    def end(self) -> None:
        """The file is being closed."""
        self._session = None
        for watcher in (self.morning, self.news):
            if watcher is not None:
                watcher.stop()
                watcher.deleteLater()
        self.morning = self.news = None

    def look(self) -> None:
        """Somebody has come back to the window: new files may have come."""
        if self.news is not None:
            self.news.look()

    def watch_mornings(self) -> None:
        """Tell of each day's duties from the system's tray, where that is chosen and there is one."""
        session = self._session
        if session is None or self.morning is not None or not self._settings.value("day_notice"):
            return
        from ui.reminders.day_notice import DayNotice, SystemTray, can_be_told

        if can_be_told():
            tray = SystemTray(self)
            tray.pressed.connect(self._answer)
            self.morning = DayNotice(session, self._settings, self._clock, tray, self)
            self.morning.look()

    def _answer(self) -> None:
        if self.morning is not None:
            self.morning.stop()
        self.pressed.emit()
