"""The application, which hears of files that the system asks it to open: macOS does for a double click or a drop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """``asked`` names each such file. Only what is meant for the application itself passes by here."""

    asked = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Qt: something has happened that is about the whole application."""
        if isinstance(event, QFileOpenEvent):
            if event.file():
                self.asked.emit(event.file())
            return True
        return super().event(event)
