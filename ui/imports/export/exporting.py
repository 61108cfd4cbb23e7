"""The way out from the menu: the dialog, and what is said when the file is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from kpidesk.text import _
from ui.base.session import Notice, Session

if TYPE_CHECKING:  # spreadsheets are loaded when they are asked for, not with the window
    from ui.imports.export.export_dialog import ExportDialog


class Exporting(QObject):
    """Works for one window; ``said`` are notices."""

    said = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: ExportDialog | None = None

    def ask(self, session: Session, kpi: object = None, *, only: bool = False) -> None:
        """Ask what is to go out; ``kpi`` names the one in view."""
        from ui.imports.export.export_dialog import ExportDialog

        self.dialog = ExportDialog(session, self._window, str(kpi) if kpi else None, only=only)
        self.dialog.saved.connect(self._on_saved)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    def _on_finished(self, _result: int) -> None:
        self.dialog = None

    def _on_saved(self, path: Path) -> None:
        words = _("“{name}” is saved.").format(name=path.name)
        self.said.emit(Notice(words, "done", action=_("Show in folder"), callback=partial(_show_folder, path)))


def _show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
