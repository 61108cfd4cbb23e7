"""Work that may take long: after a moment it says so, and can be given up.

``Waiting`` reads the open file and announces what came of it; ``Patient`` gives it to whoever called, as a dialog
gives its answer.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QWidget
from shiboken6 import isValid

from kpidesk import text
from kpidesk.text import _
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.reach.announcing import announce
from ui.base.tasks import Aside, GivenUp, Stop, busy

if TYPE_CHECKING:
    from kpidesk.workspace import Workspace
    from ui.base.tasks import Job

PATIENCE_MS = 400
PARTS = 1000
"""Steps of the bar that shows how far a job is."""
WAITING: list[Patient] = []
"""Those that wait just now; a window that has one is not closed under it."""
TOGETHER: list[list[QWidget]] = []
"""Windows that show one file: what is waited for in one of them holds the others too."""


class Waiting(QObject):
    """Runs one job in the background; ``finished``, ``failed`` or ``given_up`` tells how it ended. Then it goes."""

    finished = Signal(object)
    failed = Signal(object)
    given_up = Signal()

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
        self.given_up.emit()

    def _say(self) -> None:
        self.dialog = Progress(self._title, self._words, self._window)
        self.dialog.given_up.connect(self.cancel)
        self.dialog.open()

    def _on_finished(self, result: object) -> None:
        self._end()
        self.finished.emit(result)

    def _on_failed(self, error: object) -> None:
        self._end(failed=True)
        self.failed.emit(error)

    def _end(self, *, failed: bool = False) -> None:
        self._patience.stop()
        if self.dialog is not None:
            self.dialog.end(failed=failed)
            self.dialog = None
        self._aside.stop()
        self.deleteLater()


class Patient(QObject):
    """Waits for one job in another thread: at first quietly, after a moment with words and a way out.

    The window is drawn and colleagues' changes arrive meanwhile, but nobody can click or type in it, close it, or wait
    in it for something else. Giving up leaves a job alone that goes ``apart`` – what it still brings is handed to
    ``leftover`` in its thread – and otherwise waits for it to take everything back. Without ``quiet`` it
    speaks at once, where there has been a moment already.
    """

    _ended = Signal()
    _moved = Signal(int)

    def __init__(self, window: QWidget, title: str, words: str, *, apart: bool = False, reassurance: str = "") -> None:
        super().__init__()
        self.window, self._title, self._words, self._apart = window, title, words, apart
        self._reassurance = reassurance
        self.quiet = True
        self._stop = Stop()
        self._lock = threading.Lock()
        self._outcome: Future[Any] = Future()
        self._leftover: Callable[[Any], None] | None = None
        self._loop = QEventLoop(self)
        self._ended.connect(self._loop.quit)
        self._moved.connect(self._show_progress)
        self.dialog: Progress | None = None

    def progress(self, done: int, whole: int) -> None:
        """How far a job is that can tell; called by it, in its thread."""
        with contextlib.suppress(RuntimeError):  # nobody waits: the window has gone
            self._moved.emit(done * PARTS // whole if whole > 0 else 0)

    def _show_progress(self, done: int) -> None:
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.show_progress(done)

    def wait(self, job: Job, leftover: Callable[[Any], None] | None = None) -> Any:
        """Do it; gives or raises what came of it, ``GivenUp`` when nobody wanted to wait.

        A window that waits already waits for nothing else: that is given up at once.
        """
        if waits(self.window):
            raise GivenUp
        self.setParent(QApplication.instance())  # should the window go all the same, the loop must not go with it
        self._leftover = leftover
        WAITING.append(self)
        self.window.installEventFilter(self)
        thread = threading.Thread(target=self._work, args=(job, text.language()), daemon=True)
        thread.start()
        try:
            with busy():
                QTimer.singleShot(PATIENCE_MS if self.quiet else 0, self._loop, self._loop.quit)
                self._loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            if not self._outcome.done():
                self._wait_visibly()
        finally:
            WAITING.remove(self)
            if isValid(self.window):
                self.window.removeEventFilter(self)
            self._ended.connect(self.deleteLater)  # when it is given up and goes on apart
            if self._outcome.done():
                thread.join()  # it has only to tell that it has ended
                self.deleteLater()
        return self._result()

    def _wait_visibly(self) -> None:
        if isValid(self.window):
            self.dialog = Progress(self._title, self._words, self.window, self._reassurance)
            self.dialog.given_up.connect(self.give_up)
            ask(self.dialog)
        else:  # it went in the quiet moment: nobody is there to be told, or to wait
            self._stop.set()
        while not self._outcome.done() and not (self._apart and self._stop.is_set()):
            self._loop.exec()
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.end(failed=self._outcome.done() and self._outcome.exception() is not None)
        self.dialog = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt: a window is not closed under what it waits for, by whatever way."""
        if event.type() is QEvent.Type.Close:
            event.ignore()
            return True
        return False

    def give_up(self) -> None:
        """Nobody wants to wait any more."""
        self._stop.set()
        self._loop.quit()

    def _result(self) -> Any:
        with self._lock:
            if not self._outcome.done() or not isValid(self.window):
                raise GivenUp
        error = self._outcome.exception()
        if error is None:
            return self._outcome.result()
        if self._stop.is_set():
            raise GivenUp from error
        raise error

    def _work(self, job: Job, language: str) -> None:
        with text.using(language):
            try:
                result = job(self._stop)
            except BaseException as error:
                self._outcome.set_exception(error)
            else:
                self._hand_over(result)
        with contextlib.suppress(RuntimeError):  # nobody waits: the window has gone
            self._ended.emit()

    def _hand_over(self, result: Any) -> None:
        with self._lock:
            thrown_away = self._apart and self._stop.is_set()
            if not thrown_away:
                self._outcome.set_result(result)
        if thrown_away and self._leftover is not None:
            self._leftover(result)


def whole_or_not() -> str:
    """What is said of a change that takes long."""
    return _("Everything is saved together, or nothing is.")


def waits(window: QWidget) -> bool:
    """Tell whether something is being waited for in a window, in a dialog of it, or in another one of the same file."""
    held = _together(_main(window))
    return any(isValid(each.window) and _main(each.window) in held for each in WAITING)


def in_a_dialog(window: QWidget) -> bool:
    """Tell whether somebody is asked for something in a window."""
    shown = (each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible())
    return any(_main(each) is window for each in shown if each.isModal())


def ask(dialog: QDialog) -> None:
    """Open a dialog that holds its window up, and all windows of the same file."""
    parent = dialog.parentWidget()
    if parent is None or len(_together(_main(parent))) == 1:
        dialog.open()
    else:
        dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        dialog.show()


def _together(window: QWidget) -> list[QWidget]:
    return next((group for group in TOGETHER if window in group), [window])


def _main(window: QWidget) -> QWidget:
    above = window.parentWidget()
    return window if above is None else _main(above)


class Progress(DialogFrame):
    """What is being done, that it goes on, and a way out: ``given_up``. It stays until ``end``."""

    given_up = Signal()

    def __init__(self, title: str, words: str, parent: QWidget, reassurance: str = "") -> None:
        super().__init__(title, parent, wide=420, spacing=10)
        box = self.body
        box.addWidget(page.text(words, wrap=True))
        self._bar = bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        box.addWidget(bar)
        box.addWidget(page.text(reassurance or _("Nothing is changed meanwhile."), "quiet", wrap=True))
        self._cancel, self._given_up = self.add_cancel(), False
        announce(words)

    def reject(self) -> None:
        """Qt: Cancel, Escape, or the corner of the window."""
        self._given_up = True
        self._cancel.setEnabled(False)
        self._cancel.setText(_("Stopping …"))
        announce(self._cancel.text())
        self.given_up.emit()

    def show_progress(self, done: int) -> None:
        """Say how far it is, out of ``PARTS``."""
        self._bar.setRange(0, PARTS)
        self._bar.setValue(min(done, PARTS))

    def end(self, *, failed: bool = False) -> None:
        """Be gone, and say how it ended; why it has ``failed`` says whoever waited for it."""
        if self._given_up or not failed:
            announce(_("Stopped") if self._given_up else _("Done"))
        self.done(0)
        self.deleteLater()
