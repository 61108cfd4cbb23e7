"""One window for the tests of a module that change nothing in its file: a new one costs as much as most tests do in it.

After each it is put back where it began. One that has changed the file leaves the next a window on a file as it was:
what is undone stays in the history.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.settings import Home
from tests.ui.conftest import Clock
from tests.ui.opened import bring_in, left_at
from tests.ui.prepared import Prepared
from ui.app.places import Places
from ui.app.window import Window
from ui.base.theme import Theme


def lent(kept: KeptWindow, request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Window]:
    """Lend the window to one test: what a fixture of it yields from."""
    failed = request.session.testsfailed
    yield kept.lend(qtbot)
    kept.take_back(failed=request.session.testsfailed > failed)


class KeptWindow:
    """A window on a file at a place, in bokmål, as Kari has it; made when it is first asked for."""

    def __init__(
        self, folder: Path, file: Prepared, theme: Theme, clock: Clock, place: str, size: tuple[int, int]
    ) -> None:
        self._folder, self._file, self._theme, self._clock = folder, file, theme, clock
        self._place, self._size = place, size
        self._made = 0
        self._window: Window | None = None

    def lend(self, qtbot: QtBot) -> Window:
        """The window as if it had just been opened."""
        if self._window is None:
            self._window = self._open(qtbot)
            self._undoable = self._window.session.ws.undoing.undoable
            self._remembered = _read(self._settings)
        self._window.activateWindow()
        qtbot.waitUntil(self._window.isActiveWindow)
        return self._window

    def _open(self, qtbot: QtBot) -> Window:
        self._made += 1
        folder = self._folder / str(self._made)
        folder.mkdir()
        path, home = folder / f"{self._file.file.stem}.kpidesk", Home(folder / "home")
        self._file.lay_out(path, home)
        self._clock.now = self._file.now
        settings = self._settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        settings.setValue("language", "nb")
        settings.setValue("author", "Kari Solberg")
        left_at(settings, self._place)
        window = Window(self._theme, settings, home=home, clock=self._clock, coming=str(path))
        window.resize(*self._size)
        bring_in(window, qtbot)
        return window

    def take_back(self, *, failed: bool) -> None:
        """Put the window back where it was.

        Where it shows something else, or nobody knows what it has been through, the next test gets a new one.
        """
        window = self._window
        if window is None:
            return
        if failed or not self._stands(window):
            self.close()
            return
        window.resize(*self._size)
        window.go(self._place)
        _let_go_of_others(window.places)
        window.notices.clear()
        window.toast.go()
        _write(self._settings, self._remembered)
        window.lookout.end()
        window.lookout.begin(window.session)

    def _stands(self, window: Window) -> bool:
        """Tell whether it has its file as it was, in the same language and look, and stands alone."""
        return (
            window.isVisible()
            and window.session is not None
            and window.looking.session is None
            and window.session.ws.undoing.undoable == self._undoable
            and text.language() == "nb"
            and self._theme.scale == 1
            and self._theme.name == "light"
            and [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [window]
        )

    def close(self) -> None:
        """Let go of the window and its file."""
        window, self._window = self._window, None
        if window is not None:
            window.close()


def _let_go_of_others(places: Places) -> None:
    """Let go of every page but the one in view."""
    place = places.place
    page = places._pages.pop(place)
    places.drop()
    places._pages[place] = page
    places.trail = places.trail[-1:]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _read(settings: QSettings) -> dict[str, object]:
    return {name: settings.value(name) for name in settings.allKeys()}


def _write(settings: QSettings, values: dict[str, object]) -> None:
    settings.clear()
    for name, value in values.items():
        settings.setValue(name, value)
