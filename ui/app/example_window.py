"""The example company in a window of its own: everything can be tried, and goes with the window.

The file, its working copy and its backups lie in a folder of their own, which is thrown away; nothing is remembered of
it. Any other file that is opened from here comes in another window.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QSettings, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kpidesk import disk
from kpidesk import text as language
from kpidesk.clock import Clock
from kpidesk.disk import WORKSPACE
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import _
from ui.app.window import Given, Window
from ui.base.memory import Memory
from ui.base.page import text
from ui.base.session import Notice
from ui.base.tasks import GivenUp, Stop, unless_stopped
from ui.base.theme import Theme
from ui.base.waiting import Patient

log = logging.getLogger(__name__)

FOLDER = "example"
CLAIM = "in use"
KNOWN = ("author", "theme", "language", "paper")
"""What is known of the person here holds in the example too; nothing else does, and nothing goes back."""


@dataclass(frozen=True)
class Example:
    """The file of an example, and the lock that keeps another program from sweeping its folder away."""

    file: Path
    claim: QLockFile

    def remove(self) -> None:
        """Leave nothing of it on this machine."""
        self.claim.unlock()
        shutil.rmtree(self.file.parent, ignore_errors=True)


class ExampleWindow(Window):
    """``own_wanted`` asks for a file of one's own, ``other_wanted`` names another file to be opened elsewhere."""

    own_wanted = Signal()
    other_wanted = Signal(str)

    def __init__(self, theme: Theme, settings: QSettings, example: Example, clock: Clock) -> None:
        self._example = example
        super().__init__(theme, settings, home=Home(example.file.parent / "home"), clock=clock, coming=Given.AT_ONCE)

    def _own_memory(self) -> Memory:
        memory = Memory()
        for name in KNOWN:
            memory.put(name, self.settings.value(name))
        return memory

    def _bars(self) -> list[QWidget]:
        return [_bar(self.own_wanted.emit), *super()._bars()]

    def _equip(self) -> None:
        """A new file is made in another window, and the example has neither another name nor an end."""
        super()._equip()
        self.commands.instead = {"new_file": self.own_wanted.emit, "rename_file": None, "delete_file": None}

    def _is_elsewhere(self, path: Path) -> bool:
        if path == self._example.file:
            return super()._is_elsewhere(path)
        self.other_wanted.emit(str(path))
        return True

    def twin(self) -> ExampleWindow:
        """One more window on the same example."""
        return ExampleWindow(self.theme, self.settings, self._example, self.clock)

    def close_file(self) -> None:
        """There is nothing to go back to: the window goes."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: with the last window goes all that the example has left on this machine."""
        held = self.files.held
        others = [] if held is None else held.others(self.files)
        super().closeEvent(event)
        if event.isAccepted() and not others:
            self._example.remove()


def make_example(asking: Window, home: Home, clock: Clock) -> Example | None:
    """Write the example as it would stand today, in a folder of its own; ``None`` where nobody waited for it."""
    from kpidesk.sample import write_sample

    place = home.data / FOLDER
    try:
        if place.is_symlink():
            place.unlink()
        disk.private_folder(place)
        _sweep(place)
        folder = Path(tempfile.mkdtemp(dir=place))
        example = Example(folder / f"Fjordbrød bakeri{WORKSPACE}", _claim(folder))
        write = partial(write_sample, example.file, language.language(), Home(folder / "home"), today=clock().date())
        return _written(asking, example, write)
    except (UserError, OSError) as error:
        log.info("No example: %s", error)
        words = str(error) if isinstance(error, UserError) else _("The example could not be created in {folder}.")
        asking.notices.say(Notice(words.replace("{folder}", str(place)), "error"))
        return None


def _sweep(place: Path) -> None:
    """Take away what programs that were ended have left; an example that is open in another program stays."""
    for folder in place.iterdir():
        claim = _claim(folder)
        if claim.isLocked():
            claim.unlock()
            shutil.rmtree(folder, ignore_errors=True)


def _claim(folder: Path) -> QLockFile:
    """Lay hold of a folder, where no program that runs still does."""
    claim = QLockFile(str(folder / CLAIM))
    claim.setStaleLockTime(0)  # however long it is open; that of a program that has gone is none
    claim.tryLock(0)
    return claim


def _written(asking: QWidget, example: Example, write: Callable[[], object]) -> Example | None:
    def written(stop: Stop) -> None:
        write()
        unless_stopped(stop)

    words = _("Writing “{name}”.").format(name=example.file.name)
    try:
        Patient(asking, _("Try the example"), words, reassurance=_("No other file is touched.")).wait(written)
    except GivenUp:
        example.remove()
        return None
    return example


def _bar(start: Callable[[], object]) -> QWidget:
    """That this is an example, and the way to a file of one's own."""
    bar = QWidget()
    bar.setObjectName("chrome")
    row = QHBoxLayout(bar)
    row.setContentsMargins(24, 6, 16, 6)
    row.addWidget(text(_("This is an example. Try anything: nothing is kept."), "small", wrap=True), 1)
    button = QPushButton(_("Start my own"))
    button.setProperty("primary", True)
    button.clicked.connect(start)
    row.addWidget(button)
    return bar
