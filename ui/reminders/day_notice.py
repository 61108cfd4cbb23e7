"""The notice from the system's tray at the start of the day: what waits, once a day and file, for whoever chose it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from kpidesk.reminders.waits import waits
from kpidesk.reminders.words import waiting_words
from kpidesk.text import _
from ui.base.session import Session

CHOSEN = "day_notice"
"""Under which name the choice is remembered on this machine: ``on``, or nothing."""
SAID = "day_notice/{}"
"""The day on which a file was told of last."""
BEGINS = dt.time(7)
"""No day begins before."""
EVERY_MS = 60_000


class Tray(Protocol):
    """What the system shows beside its clock; ``QSystemTrayIcon`` is one."""

    def show_words(self, icon: QIcon, words: str) -> None:
        """Show a notice."""
        ...

    def go(self) -> None:
        """Show nothing any more."""
        ...


def is_chosen(settings: QSettings) -> bool:
    """Tell whether somebody at this machine wants to be told."""
    return bool(settings.value(CHOSEN) == "on")


def can_be_told() -> bool:
    """Tell whether the system has a place for it."""
    return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()


class SystemTray(QObject):
    """The system's own; its icon stays until the notice is answered or the file goes. ``pressed`` is an answer."""

    pressed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(self)
        self._icon.messageClicked.connect(self._press)
        self._icon.activated.connect(self._press)

    def show_words(self, icon: QIcon, words: str) -> None:
        """Show a notice, with the way to the weekly round below it."""
        self._icon.setIcon(icon)
        self._icon.setToolTip(words)
        self._icon.show()
        self._icon.showMessage("KPI Desk", f"{words}\n{_('Start the weekly round')}", icon)

    def go(self) -> None:
        """Take the icon away."""
        self._icon.hide()

    def _press(self, *_why: object) -> None:
        self.pressed.emit()


class DayNotice(QObject):
    """Looks at the clock for one open file, while it is chosen and the system has a tray."""

    def __init__(
        self, session: Session, settings: QSettings, now: Callable[[], dt.datetime], tray: Tray, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._settings, self._now, self._tray = session, settings, now, tray
        timer = QTimer(self, interval=EVERY_MS)
        timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Say what waits, unless that has been said today, it is too early, or nobody wants to know."""
        now = self._now()
        key = SAID.format(self._session.ws.sharing.identity)
        if not is_chosen(self._settings) or now.time() < BEGINS or self._settings.value(key) == now.date().isoformat():
            return
        self._settings.setValue(key, now.date().isoformat())
        words = waiting_words(waits(self._session.ws, now.date()), self._session.ws.company.name)
        if words:
            icon = self._session.theme.icon("kpidesk-symbolic")
            self._tray.show_words(icon, words)
        else:
            self._tray.go()  # what it told of yesterday has been done

    def stop(self) -> None:
        """The file goes."""
        self._tray.go()
