"""A window as the program starts it: its frame at once, its file as soon as that has been painted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from kpidesk.clock import Clock
from kpidesk.settings import Home
from ui.app.window import Window
from ui.base.theme import Theme

ANY = "kpis"
"""The page that is made soonest; that of the goals, where a file begins that was never open, takes three times that."""


def left_at(settings: QSettings, place: str = "") -> None:
    """Have a file begin at a place, or at the cheapest where a test names none here or in its settings."""
    if place or not settings.contains("place"):
        settings.setValue("place", place or ANY)


def opened_window(
    path: Path, theme: Theme, settings: QSettings, home: Home, clock: Clock, qtbot: QtBot,
    size: tuple[int, int] | None = None,
) -> Window:  # fmt: skip
    """A window on a file. One that has shown the welcome page before would be built twice."""
    left_at(settings)
    made = Window(theme, settings, home=home, clock=clock, coming=str(path))
    if size is not None:
        made.resize(*size)
    return show_window(made, qtbot)


def show_window(made: Window, qtbot: QtBot) -> Window:
    """Show a window, and wait until it has the keyboard, and for the file that is coming in it, if any.

    What is looked at besides the file is waited for too: only then does nothing more come in by itself.
    """
    qtbot.addWidget(made)
    return bring_in(made, qtbot)


def bring_in(made: Window, qtbot: QtBot) -> Window:
    """The same for a window that outlasts the test."""
    coming = made.coming
    with qtbot.waitExposed(made):
        made.show()
    if coming is not None:
        qtbot.waitUntil(lambda: made.coming is None)
        assert made.session is not None, coming
        qtbot.waitUntil(lambda: made.lookout.begun)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
