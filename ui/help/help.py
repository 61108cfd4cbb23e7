"""The help of a window: its commands, and the one window that it opens beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kpidesk.settings import Home
from kpidesk.text import language
from ui.base.theme import Theme

if TYPE_CHECKING:
    from ui.base.memory import Memory
    from ui.help.help_window import HelpWindow

READ = "help/place"
"""Under which name it is remembered where the manual was read last."""


class Help(QObject):
    """Opened at the chapter that fits what is in view; ``asked`` names a command that a chapter leads to.

    In another language or another look its window is made anew at the same chapter.
    """

    asked = Signal(str)

    def __init__(self, owner: QWidget, theme: Theme, place: Callable[[], str], memory: Memory | None = None) -> None:
        super().__init__(owner)
        self._owner, self._theme, self._place, self._memory = owner, theme, place, memory
        self._window: HelpWindow | None = None
        for change in (theme.changed, theme.language_changed):
            change.connect(self._anew)

    @property
    def window(self) -> HelpWindow | None:
        """The help as long as it is open."""
        return self._window if self._window is not None and isValid(self._window) else None

    def commands(self) -> dict[str, Callable[[], object]]:
        """The commands of the Help menu."""
        return {
            "help": self.open_here,
            "introduction": partial(self.open, "kpi"),
            "manual": self.open_again,
            "words": partial(self.open, "words"),
            "shortcuts": partial(self.open, "keys"),
            "about": self._tell_about,
        }

    def open_here(self) -> None:
        """Open the section about what has the keyboard, or about the place in view."""
        from ui.help.contexts import section_for

        self.open(section_for(self._place(), QApplication.focusWidget() or QApplication.activeModalWidget()))

    def open_again(self) -> None:
        """Open the manual where it was read last."""
        self.open(self._memory.text(READ, "kpi") if self._memory is not None else "kpi")

    def open(self, place: str) -> None:
        """Open the help at a chapter or a section, or turn the open one to it."""
        window = self.window or self._made()
        window.show_section(place)
        window.show()
        window.raise_()
        window.activateWindow()

    def close(self) -> None:
        """The window that it belongs to goes."""
        if self.window is not None:
            self.window.close()

    def _made(self) -> HelpWindow:
        """Above a dialog that lets nothing else be used it is a part of that one."""
        from ui.help.help_window import HelpWindow
        from ui.help.menu_keys import book

        over = QApplication.activeModalWidget()
        blocked = over is not None and over.windowModality() is Qt.WindowModality.ApplicationModal
        window = HelpWindow(self._theme, book(language()), self._memory, over if blocked else None)
        window.asked.connect(self._do)
        window.left.connect(self._remember)
        self._window = window
        return window

    def _remember(self, place: str) -> None:
        if self._memory is not None:
            self._memory.put(READ, place)

    def _do(self, command: str) -> None:
        self._owner.activateWindow()
        self._owner.raise_()
        self.asked.emit(command)

    def _anew(self) -> None:
        before = self.window
        if before is None:
            return
        self._window = None
        after = self._made()
        after.setGeometry(before.geometry())
        after.show_section(before.place)
        after.show()
        before.close()

    def _tell_about(self) -> None:
        from ui.help.about import AboutDialog

        AboutDialog(self._theme, Home.default(), self._owner).open()
