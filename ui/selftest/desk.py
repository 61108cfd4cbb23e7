"""What the self-test works at: a folder for everything, one window, and an eye on what goes wrong meanwhile."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from PySide6.QtCore import QEvent, QSettings, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from kpidesk import text
from kpidesk.settings import Home
from kpidesk.text import _
from ui.app.app import Words
from ui.app.window import Window
from ui.base.enter_key import EnterPresses
from ui.base.page import Page
from ui.base.session import Session
from ui.base.theme import Theme

P = TypeVar("P", bound=Page)
PATIENCE = 60.0
"""Seconds that anything may take: a machine that tests packages is often a slow one."""
TURN, A_HAND = 0.01, 0.15


class Broken(Exception):
    """What does not work, as a sentence."""


class Faults(logging.Handler):
    """Collects what the program reports as its own fault while nobody is told: by exception, in the log, by Qt."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """logging: an error was written down."""
        self.found.append(self.format(record))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Collect from now on."""
        before, root = sys.excepthook, logging.getLogger()
        sys.excepthook = self._raised
        root.addHandler(self)
        told = qInstallMessageHandler(self._said)
        try:
            yield
        finally:
            qInstallMessageHandler(told)
            root.removeHandler(self)
            sys.excepthook = before

    def taken(self) -> str:
        """What has gone wrong since it was last asked."""
        found, self.found = self.found, []
        return "\n".join(found)

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.found.append("".join(traceback.format_exception(kind, error, trace)))

    def _said(self, kind: QtMsgType, _context: object, words: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self.found.append(words)


class Desk:
    """The window under test and the ways to work at it, which are those of a hand and an eye."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = Home(folder / "home")
        self.file = folder / "Fjordbrød bakeri.kpidesk"
        found = QApplication.instance()
        self.application = found if isinstance(found, QApplication) else QApplication(["kpidesk"])
        self._words = Words(self.application)
        self.application.installTranslator(self._words)
        self._enter = EnterPresses(self.application)
        self.settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.settings.setValue("author", "Kari Solberg")
        self.settings.setValue("language", text.language())
        self.theme = Theme(self.application)
        self.theme.apply("light")
        self._window: Window | None = None

    # ---- the window --------------------------------------------------------------------------------

    @property
    def window(self) -> Window:
        """The window; there is one from the first look at it on."""
        if self._window is None:
            self._window = Window(self.theme, self.settings, home=self.home)
            self._window.resize(1280, 800)
            self._window.show()
            self._window.activateWindow()
            self.turn()
        return self._window

    @property
    def session(self) -> Session:
        """The open file."""
        session = self.window.session
        if session is None:
            raise Broken(_("No file is open."))
        return session

    def at(self, kind: type[P], argument: object = None) -> P:
        """Show a place, and give its page."""
        self.window.go(kind.place, argument)
        self.turn()
        page = self.window.page()
        if not isinstance(page, kind):
            raise Broken(_("The page “{place}” can’t be opened.").format(place=kind.place))
        return page

    def close(self) -> None:
        """Let go of the file and of the window."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None
            self.turn()

    def clear(self) -> None:
        """After the last step: nothing of it stays in the application."""
        self.close()
        self.application.removeTranslator(self._words)
        self.application.removeEventFilter(self._enter)

    # ---- time --------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Let the window do what waits."""
        self.application.processEvents()
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def until(self, ready: Callable[[], object], otherwise: str, seconds: float = PATIENCE) -> None:
        """Wait for a state; raises ``Broken`` with the sentence where it does not come."""
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise Broken(otherwise)
            self.turn()
            time.sleep(TURN)

    def rest(self) -> None:
        """Look at it for as long as a hand takes to the next key: panels are filled after what is chosen."""
        end = time.monotonic() + A_HAND
        while time.monotonic() < end:
            self.turn()
            time.sleep(TURN)

    # ---- hands -------------------------------------------------------------------------------------

    def commands(self) -> dict[str, QAction]:
        """What stands in the menus, by name."""
        found: dict[str, QAction] = {}
        for bar in self.window.menuBar().actions():
            menu = bar.menu()
            if isinstance(menu, QMenu):
                menu.aboutToShow.emit()  # as it is opened: what can be done here is looked up then
                found |= {each.objectName(): each for each in menu.actions() if each.objectName()}
        return found

    def do(self, name: str) -> None:
        """Choose a command in the menus."""
        action = self.commands()[name]
        if not action.isEnabled():
            raise Broken(_("“{command}” can’t be chosen.").format(command=plain(action.text())))
        action.trigger()
        self.turn()

    def type(self, words: str, widget: QWidget | None = None) -> None:
        """Type into what has the keyboard, and Enter."""
        for letter in words:
            self.press(0, widget, letter)
        self.press(Qt.Key.Key_Return, widget, "\r")

    def press(self, key: int, widget: QWidget | None = None, letter: str = "") -> None:
        """Press a key: where the keyboard is, else on a widget."""
        there = self.application.focusWidget() or widget
        if there is None:
            raise Broken(_("Nothing has the keyboard focus."))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.application.sendEvent(there, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))
        self.turn()


def plain(words: str) -> str:
    """A menu's words without the mark of its key."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")
