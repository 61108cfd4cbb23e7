"""One window for the tests of a module that change nothing in its file: a new one costs as much as most tests do in it.

After each it is put back where it began. One that has changed the file leaves the next a window on a file as it was:
what is undone stays in the history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.settings import Home
from tests.ui.conftest import Clock
from tests.ui.opened import bring_in, left_at
from tests.ui.prepared import Prepared
from ui.app.window import Window
from ui.base.theme import Theme

SOON = dt.timedelta(minutes=1)
"""A clock that has gone on for longer was put on by the test."""


def lent(kept: KeptWindow, request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Window]:
    """Lend the window to one test: what a fixture of it yields from."""
    failed = request.session.testsfailed
    yield kept.lend(qtbot)
    kept.take_back(failed=request.session.testsfailed > failed)


@dataclass(frozen=True)
class First:
    """Where a window begins, and how large it is; its first page ``stays`` where no test leaves a trace on it."""

    place: str
    size: tuple[int, int]
    stays: bool = False


def bakery_window(place: str, size: tuple[int, int]) -> tuple[Any, Any]:
    """The fixtures ``kept`` and ``window`` of a module: a window on the example company, and that lent to a test."""

    @pytest.fixture(scope="module")
    def kept(opened_bakery: Prepared, theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptWindow]:
        made = KeptWindow(tmp_path_factory.mktemp("kept"), opened_bakery, theme, First(place, size))
        yield made
        made.close()

    @pytest.fixture
    def window(kept: KeptWindow, request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Window]:
        yield from lent(kept, request, qtbot)

    return kept, window


class KeptWindow:
    """A window on a file at a place, in bokmål, as Kari has it; made when it is first asked for."""

    def __init__(self, folder: Path, file: Prepared, theme: Theme, first: First) -> None:
        self._folder, self._file, self._theme, self._first = folder, file, theme, first
        self.clock = Clock()
        self._made = 0
        self._window: Window | None = None

    def lend(self, qtbot: QtBot) -> Window:
        """The window as if it had just been opened."""
        if self._window is None:
            self._window = self._open(qtbot)
            self._written = _newest(self._window)
            self._remembered = _read(self._settings)
        self._now = self.clock.now
        self._window.activateWindow()
        qtbot.waitUntil(self._window.isActiveWindow)
        return self._window

    def _open(self, qtbot: QtBot) -> Window:
        self._made += 1
        folder = self._folder / str(self._made)
        folder.mkdir()
        path, home = folder / f"{self._file.file.stem}.kpidesk", Home(folder / "home")
        self._file.lay_out(path, home)
        self.clock.now = self._file.now
        settings = self._settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        settings.setValue("language", "nb")
        settings.setValue("author", "Kari Solberg")
        left_at(settings, self._first.place)
        window = Window(self._theme, settings, home=home, clock=self.clock, coming=str(path))
        window.resize(*self._first.size)
        bring_in(window, qtbot)
        return window

    def take_back(self, *, failed: bool) -> None:
        """Put the window back where it was.

        Where it shows something else, or nobody knows what it has been through, the next test gets a new one.
        """
        window = self._window
        if window is None:
            return
        _close_dialogs(window)
        if failed or not self._stands(window):
            self.close()
            return
        window.resize(*self._first.size)
        _go_back(window, self._first)
        window.notices.clear()
        window.toast.go()
        _write(self._settings, self._remembered)
        window.lookout.end()
        window.lookout.begin(window.session)

    def _stands(self, window: Window) -> bool:
        """Tell whether it has its file as it was, on the same day in the same language and look, and alone."""
        return (
            window.isVisible()
            and window.session is not None
            and window.looking.session is None
            and _newest(window) == self._written
            and self.clock.now < self._now + SOON
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


def _newest(window: Window) -> int:
    """The newest change of the file; one that was undone has another after it."""
    return window.session.ws.history.entries(limit=1)[0].ref


def _close_dialogs(window: Window) -> None:
    """One that asks first whether words may go stays, and the window is not as it was."""
    for each in QApplication.topLevelWidgets():
        owner = each.parentWidget()
        if each.isVisible() and owner is not None and owner.window() is window:
            each.close()


def _go_back(window: Window, first: First) -> None:
    """To the first page, made anew unless it stays, and let go of all others."""
    places, kept = window.places, {}
    if first.stays:
        window.go(first.place)
        kept = {first.place: places._pages.pop(first.place)}
    places.drop()
    places._pages.update(kept)
    places.trail = []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.go(first.place)


def _read(settings: QSettings) -> dict[str, object]:
    return {name: settings.value(name) for name in settings.allKeys()}


def _write(settings: QSettings, values: dict[str, object]) -> None:
    settings.clear()
    for name, value in values.items():
        settings.setValue(name, value)
