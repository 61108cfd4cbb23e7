"""The files opened lately, on the welcome page; one that is no longer where it was is told, not forgotten."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base.folders import beginning
from ui.base.memory import Memory
from ui.base.page import column, heading, literal, text
from ui.base.tasks import Post

SHOWN = 5
"""So many are offered."""


class _Look(QObject):
    """Looks in a thread of its own whether files are there: a share that is away answers late, or never."""

    missing = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._post = Post(self)
        self._post.came.connect(self.missing)

    def begin(self, names: list[str]) -> None:
        for name in names:
            threading.Thread(target=self._look, args=(name,), daemon=True, name="look for a file").start()

    def _look(self, name: str) -> None:
        try:
            there = Path(name).exists()
        except OSError:
            there = False
        if not there:
            self._post.put(name)


class RecentFile(QWidget):
    """A file opened lately: its name, and its folder; once it is ``lost``, how to find it or let go of it."""

    asked = Signal(str)
    found = Signal(str, str)
    forgotten = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.button = _link(literal(Path(name).name))
        self.button.setToolTip(name)
        self.button.clicked.connect(partial(self.asked.emit, name))
        self.told = text(Path(name).parent.name, "quiet")
        self.told.setToolTip(name)
        row.addWidget(self.button)
        row.addWidget(self.told)
        row.addStretch()

    def lose(self) -> None:
        """Say that it is not there any more."""
        if not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        self.told.setText(_("is no longer in {folder}").format(folder=Path(self.name).parent.name or self.name))
        find, forget = _link(_("Find it …")), _link(_("Remove from the list"))
        find.clicked.connect(self._find)
        forget.clicked.connect(partial(self.forgotten.emit, self.name))
        for place, link in enumerate((find, forget), 2):
            self._row.insertWidget(place, link)

    def _find(self) -> None:
        kinds = _("KPI Desk files (*.kpidesk);;All files (*)")
        path, _kind = QFileDialog.getOpenFileName(self, _("Open a file"), beginning(Path(self.name)), kinds)
        if path:
            self.found.emit(self.name, path)


class RecentFiles(QWidget):
    """``opened`` names the file that somebody wants. What is shown first are the names; a look comes after."""

    opened = Signal(str)

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._rows: QVBoxLayout = column(self, spacing=2)
        self._look = _Look(self)
        self._look.missing.connect(self._lose)
        self.files: list[RecentFile] = []
        self._fill()

    def _fill(self) -> None:
        names = self._memory.recent()[:SHOWN]
        if names:
            self._rows.addWidget(heading(_("Recent files"), "label"))
        for name in names:
            row = RecentFile(name)
            row.asked.connect(self.opened)
            row.found.connect(self._find)
            row.forgotten.connect(self._forget)
            self.files.append(row)
            self._rows.addWidget(row)
        self._look.begin(names)

    def _lose(self, name: str) -> None:
        for row in self.files:
            if row.name == name:
                row.lose()

    def _find(self, name: str, path: str) -> None:
        self._memory.forget_recent(name, path)
        self.opened.emit(path)

    def _forget(self, name: str) -> None:
        self._memory.forget_recent(name)
        for row in self.files:
            row.setHidden(row.isHidden() or row.name == name)


def _link(words: str) -> QPushButton:
    link = QPushButton(words)
    link.setProperty("link", True)
    return link
