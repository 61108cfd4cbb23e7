"""What nobody has foreseen: written to the log, said in one sentence, and the page where it happened made anew."""

from __future__ import annotations

import logging
import sys
from types import TracebackType

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog

from kpidesk import faults
from ui.app.faults.fault import FaultDialog
from ui.app.window import Window

log = logging.getLogger(__name__)


class Failures(QObject):
    """Takes over what no slot has caught: one dialog at a time. A page that fails again gives way to another."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: FaultDialog | None = None
        self._last = ""

    def install(self) -> None:
        """Stand ready."""
        sys.excepthook = self.handle

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log a fault and tell the person; the page is made anew when the dialog or an open form has closed."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        details = faults.told(error.with_traceback(trace))
        log.critical("Unexpected fault", exc_info=(kind, error, trace))
        if self.dialog is not None and shiboken6.isValid(self.dialog) and self.dialog.isVisible():
            self.dialog.add(details)
            return
        fault = f"{details}{error!r}"
        again, self._last = fault == self._last, fault
        window = _window()
        modal = QApplication.activeModalWidget()
        if window is not None and modal is None:
            window.hold()
        self.dialog = FaultDialog(f"{_machine()}\n\n{details}", modal or window)
        self.dialog.open()
        if window is not None:
            over = modal if isinstance(modal, QDialog) else self.dialog
            over.finished.connect(
                window.places.leave_page if again else window.mend, Qt.ConnectionType.QueuedConnection
            )


def _machine() -> str:
    """What the program runs on; nothing where that can't be told either, so that the fault itself is."""
    try:
        from ui.help import support  # few need it

        return support.details()
    except Exception:
        log.exception("What the program runs on could not be told")
        return ""


def _window() -> Window | None:
    """The window that somebody works in."""
    active = QApplication.activeWindow()
    while active is not None and not isinstance(active, Window):
        active = active.parentWidget()
    if isinstance(active, Window):
        return active
    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, Window) and each.isVisible()]
    return shown[0] if shown else None
