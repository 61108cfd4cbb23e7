"""Work on the open file that may take long: after a moment it says so, and can be given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QWidget

from kpidesk.text import _
from kpidesk.workspace import Workspace
from ui import page
from ui.tasks import Aside

PATIENCE_MS = 400


class Waiting(QObject):
    """Runs one job in the background; ``finished`` or ``failed`` tells how it ended, nothing when it was given up."""

    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, ws: Workspace, title: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._title, self._words = parent, title, words
        self.dialog: Progress | None = None
        self._aside = Aside(ws, self)
        self._aside.finished.connect(self._on_finished)
        self._aside.failed.connect(self._on_failed)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._say)

    def start(self, job: Callable[[Workspace], Any]) -> None:
        """Do the job with a handle of its own on the file."""
        self._patience.start()
        self._aside.start(job)

    def cancel(self) -> None:
        """Give up."""
        self._end()

    def _say(self) -> None:
        self.dialog = Progress(self._title, self._words, self._window)
        self.dialog.rejected.connect(self.cancel)
        self.dialog.open()

    def _on_finished(self, result: object) -> None:
        self._end()
        self.finished.emit(result)

    def _on_failed(self, error: object) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._patience.stop()
        if self.dialog is not None:
            self.dialog.rejected.disconnect(self.cancel)
            self.dialog.close()
            self.dialog = None
        self._aside.stop()
        self.deleteLater()


class Progress(QDialog):
    """What is being done, that it goes on, and a way out."""

    def __init__(self, title: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(420)
        box = page.column(self, spacing=10)
        box.setContentsMargins(20, 18, 20, 16)
        box.addWidget(page.text(words, wrap=True))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        box.addWidget(bar)
        box.addWidget(page.text(_("Nothing is changed meanwhile."), "quiet"))
        row = QHBoxLayout()
        row.addStretch()
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        box.addLayout(row)
