"""A fault of the program: what happened, what is safe, and the details to send to whoever mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kpidesk.text import _
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.scale import px


class FaultDialog(DialogFrame):
    """Stays until somebody goes on; what goes wrong meanwhile is added to the details."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__("KPI Desk", parent, wide=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = self.body
        box.addWidget(page.text(_("Something went wrong in the program."), "title", wrap=True))
        safe = _("Everything saved before is safe. The file stays open, and what you were typing is still there.")
        box.addWidget(page.text(safe, "body2", wrap=True))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setFixedHeight(px(200))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName(_("Details"))
        self.details.hide()
        box.addWidget(self.details)
        self.show_details = self.add_button(_("Show details"), self._show, aside=True)
        self.copy_details = self.add_button(_("Copy details"), self._copy, aside=True)
        self.go_on = self.add_button(_("Continue"), self.accept, primary=True)

    def add(self, details: str) -> None:
        """Another fault while this one is shown; the same one is not told twice."""
        if details not in self.details.toPlainText():
            self.details.appendPlainText(f"\n{details}")

    def _show(self) -> None:
        self.details.show()
        self.show_details.setEnabled(False)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_details.setText(_("Copied"))
