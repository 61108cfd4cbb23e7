"""The windows of the program: one for each open file, and a file only ever in one of them."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QPoint, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication

from kpidesk.clock import Clock, system_clock
from kpidesk.settings import Home
from ui.app.window import Given, Window
from ui.base.theme import Theme

if TYPE_CHECKING:
    from ui.app.example_window import ExampleWindow

STEP = 32
"""A further window stands so far from the one before it."""


class Windows(QObject):
    """Makes windows, finds the one that shows a file, and brings it to the front.

    ``shown`` names each file that has come into a window, but for the example.
    """

    shown = Signal(str)

    def __init__(
        self, theme: Theme, settings: QSettings, home: Home, clock: Clock = system_clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._settings, self._home, self._clock = theme, settings, home, clock
        self._windows: list[Window] = []

    def all(self) -> list[Window]:
        """Those that have not been closed, the oldest first."""
        self._windows = [each for each in self._windows if shiboken6.isValid(each) and each.isVisible()]
        return list(self._windows)

    def open(self, path: str = "") -> Window:
        """Show a file: where it is open already, else in a window without one, else in a new one.

        Without a file a new window asks for one.
        """
        if not path:
            return self._another()
        shown = self.showing(Path(path))
        if shown is None:
            shown = next((each for each in self.all() if _is_free(each)), None)
            if shown is not None:
                shown.open_file(path)
            else:
                shown = self._another(Given.AT_ONCE)
                shown.begin(path)
        bring_to_front(shown)
        return shown

    def begin(self, path: str = "") -> Window:
        """The first window: its frame at once, its file, or the question which one, when that has been painted."""
        shown = self._another(path)
        bring_to_front(shown)
        return shown

    def show_icon(self) -> None:
        """Give every window the program's icon."""
        QGuiApplication.setWindowIcon(self._theme.program_icon())

    def showing(self, path: Path) -> Window | None:
        """The window that has a file open, or is opening it, by whatever path it is reached; of several the active one,
        or else the oldest.
        """
        found = self._showing(path)
        return next((each for each in found if each.isActiveWindow()), found[0] if found else None)

    def _showing(self, path: Path) -> list[Window]:
        return [each for each in self.all() if _shows(each, path)]

    def open_another(self) -> None:
        """A further window, which asks for a file."""
        bring_to_front(self._another())

    def open_beside(self, asking: Window) -> None:
        """One more window on the file of another one, at the same page."""
        if asking.files.session is None:
            return
        from ui.app.example_window import ExampleWindow

        window = asking.twin()
        if isinstance(window, ExampleWindow):
            self._follow_example(window)
        window.join(asking)
        self._show(window, [asking])
        bring_to_front(window)

    def open_example(self) -> None:
        """The example company in a window of its own, which keeps nothing; the one that is open already, if any."""
        from ui.app.example_window import ExampleWindow, make_example

        before = self.all()
        shown = next((each for each in before if isinstance(each, ExampleWindow)), None)
        if shown is None:
            asking = next((each for each in before if each.isActiveWindow()), before[-1])
            example = make_example(asking, self._home, self._clock)
            if example is None:
                return
            shown = ExampleWindow(self._theme, self._settings, example, self._clock)
            self._follow_example(shown)
            self._show(shown, before)
            shown.begin(str(example.file))
        bring_to_front(shown)

    def _follow_example(self, shown: ExampleWindow) -> None:
        shown.own_wanted.connect(self.begin_own)
        shown.other_wanted.connect(self.open, Qt.ConnectionType.QueuedConnection)

    def begin_own(self) -> None:
        """From the example to a file of one's own: where one is open, or asked for, that."""
        from ui.app.example_window import ExampleWindow

        free = next((each for each in self.all() if not isinstance(each, ExampleWindow) and _is_free(each)), None)
        bring_to_front(free or self._another())

    def _another(self, coming: str | Given | None = None) -> Window:
        before = self.all()
        window = Window(self._theme, self._settings, home=self._home, clock=self._clock, coming=coming)
        window.shown.connect(self.shown)
        return self._show(window, before)

    def _show(self, window: Window, before: list[Window]) -> Window:
        window.another.connect(self.open_another)
        window.beside.connect(partial(self.open_beside, window))
        window.example.connect(self.open_example)
        window.elsewhere = partial(self._bring_other, window)
        self._windows.append(window)
        if before:
            _stand_beside(window, before[-1])
        window.show()
        return window

    def _bring_other(self, asking: Window, path: Path) -> bool:
        """Bring the window to the front that has a file open, unless it is the one that asks."""
        shown = [each for each in self._showing(path) if each is not asking]
        if not shown:
            return False
        bring_to_front(asking if _shows(asking, path) else shown[0])
        return True


def _stand_beside(window: Window, other: Window) -> None:
    """A step below and beside another window, no larger than the screen has room for there."""
    room, frame = other.screen().availableGeometry(), other.frameGeometry().size() - other.size()
    place = other.pos() + QPoint(STEP, STEP)
    left = room.bottomRight() - place
    inside = QSize(left.x() + 1, left.y() + 1) - frame
    window.resize(window.size().boundedTo(inside).expandedTo(window.minimumSize()))
    window.move(place)


def _shows(window: Window, path: Path) -> bool:
    return any(is_same_file(known, path) for known in window.paths())


def _is_free(window: Window) -> bool:
    return window.coming is None and not window.paths()


def is_same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file: through links, by another spelling, or after it has gone."""
    if one == other:
        return True  # without a look: a share that is away would hold it up
    try:
        return os.path.samefile(one, other)
    except OSError:
        return one.resolve() == other.resolve()


def bring_to_front(window: Window) -> None:
    """Show a window above the others, with the keyboard in it."""
    window.setWindowState((window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
