"""The application: it says that there is no screen where Qt would abort, and hears of files that it is to open."""

from __future__ import annotations

import logging
import os
import sys

from PySide6.QtCore import QEvent, QMessageLogContext, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)


class Application(QApplication):
    """``asked`` names each file that the system asks for, as macOS does after a double click or a drop. Only what is
    meant for the application itself passes by here.
    """

    asked = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Qt: something has happened that is about the whole application."""
        if isinstance(event, QFileOpenEvent):
            if event.file():
                self.asked.emit(event.file())
            return True
        return super().event(event)


def the_application() -> Application:
    """The only one. Where no window can be opened after all, that is said in a sentence, and the process ends."""
    before = qInstallMessageHandler(_hear)
    try:
        application = QApplication.instance() or Application(sys.argv[:1])
    finally:
        qInstallMessageHandler(before)
    assert isinstance(application, Application)
    return application


def _hear(kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """What Qt says while it looks for a screen: what it can't go on after is its last word."""
    log.warning("Qt: %s", words)
    if kind is QtMsgType.QtFatalMsg:
        from kpidesk.cli import display

        print(display.nowhere(), file=sys.stderr, flush=True)
        os._exit(1)  # from within Qt nothing else ends it but the abort that comes next
