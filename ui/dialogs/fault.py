"""A fault of the program: what happened, what is safe, and the details to send to whoever mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from kpidesk.text import _
from ui import page


class FaultDialog(QDialog):
    """Stays until somebody goes on; what goes wrong meanwhile is added to the details."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("KPI Desk")
        self.setFixedWidth(520)
        box = page.column(self, spacing=8)
        box.setContentsMargins(20, 18, 20, 16)
        box.addWidget(page.text(_("Something went wrong in the program."), "title", wrap=True))
        safe = _("Everything stored before is safe. The file stays open, and what you were typing is still there.")
        box.addWidget(page.text(safe, "body2", wrap=True))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setFixedHeight(200)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName(_("Details"))
        self.details.hide()
        box.addWidget(self.details)
        box.addLayout(self._buttons())
        page.fit_height(self)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        self.show_details = QPushButton(_("Show details"))
        self.copy_details = QPushButton(_("Copy details"))
        for button, slot in ((self.show_details, self._show), (self.copy_details, self._copy)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch()
        self.go_on = QPushButton(_("Go on"))
        self.go_on.setProperty("primary", True)
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        row.addWidget(self.go_on)
        return row

    def add(self, details: str) -> None:
        """Another fault while this one is shown; the same one is not told twice."""
        if details not in self.details.toPlainText():
            self.details.appendPlainText(f"\n{details}")

    def _show(self) -> None:
        self.details.show()
        self.show_details.setEnabled(False)
        page.fit_height(self)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_details.setText(_("Copied"))
