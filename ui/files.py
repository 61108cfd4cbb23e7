"""The open file: open it, look for what others have stored in it, let it go."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import _
from kpidesk.workspace import Clock, Workspace
from ui.bridge import Desk, Notice
from ui.memory import Memory
from ui.theme import Theme

log = logging.getLogger(__name__)

LOOK_AGAIN_MS = 5000


class Files(QObject):
    """One file at a time. ``opened`` tells of another one, ``closing`` comes before it goes, ``said`` is a notice."""

    opened = Signal()
    closing = Signal()
    said = Signal(object)

    def __init__(self, theme: Theme, memory: Memory, home: Home | None, clock: Clock, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._memory, self._home, self._clock, self._window = theme, memory, home, clock, window
        self.desk: Desk | None = None
        self._look_again = QTimer(self)
        self._look_again.setInterval(LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self.refresh)

    def open(self, path: str) -> bool:
        """Open a file; says why if it can't be opened, and leaves the open one as it is."""
        author = self._memory.text("author")
        try:
            workspace = Workspace.open(Path(path), author=author, home=self._home, clock=self._clock)
        except UserError as error:
            log.info("Not opened: %s %s", error, error.details)
            self.said.emit(Notice(str(error), "error", error.details))
            return False
        self.close()
        self.desk = Desk(workspace, self._theme, self, memory=self._memory)
        self.desk.paper = self._memory.text("paper", "A4")
        self._memory.remember_recent(workspace.path)
        self._look_again.start()
        self.opened.emit()
        return True

    def close(self) -> None:
        """Let go of the file; what is pending is published."""
        self._look_again.stop()
        if self.desk is not None:
            self.closing.emit()
            self.desk.close()
            self.desk.deleteLater()
            self.desk = None

    def choose(self) -> None:
        """Ask which file to open."""
        kinds = _("KPI Desk files (*.kpidesk);;All files (*)")
        path, _kind = QFileDialog.getOpenFileName(self._window, _("Open a file"), "", kinds)
        if path:
            self.open(path)

    def refresh(self) -> None:
        """Take in what others have stored since."""
        if self.desk is None:
            return
        try:
            self.desk.ws.refresh()
        except UserError as error:
            self.said.emit(Notice(str(error), "error", error.details))

    def store_now(self) -> None:
        """Store what is being typed, and bring the shared file up to date."""
        if self.desk is not None:
            focus = QGuiApplication.focusObject()
            if isinstance(focus, QWidget):
                focus.clearFocus()
                focus.setFocus()
            self.desk.ws.publish()

    def check(self) -> None:
        """Compare the file with its own log, and say what was found."""
        if self.desk is None:
            return
        problems = self.desk.ws.check()
        if problems:
            self.said.emit(Notice(" ".join(str(problem) for problem in problems), "error"))
        else:
            self.said.emit(Notice(_("The file is in order: every change matches its log.")))
