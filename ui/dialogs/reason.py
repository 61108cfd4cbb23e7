"""One line of reason for what is about to be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.dialogs.form import Form
from ui.page import text
from ui.scale import px


class ReasonDialog(Form):
    """Asks why; ``given`` carries the reason. Nothing is done without one."""

    given = Signal(str)

    def __init__(self, title: str, question: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(px(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(text(title, "title", wrap=True))
        column.addWidget(text(question, "body2", wrap=True))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setMaxLength(300)
        self.reason.textChanged.connect(self._show_state)
        column.addWidget(self.reason)
        column.addSpacing(8)
        self.cancel, self.do = QPushButton(_("Cancel")), QPushButton(button)
        self.cancel.clicked.connect(self.reject)
        self.cancel.setAutoDefault(False)
        self.do.setProperty("primary", True)
        self.do.setDefault(True)
        self.do.clicked.connect(self._give)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.do)
        column.addLayout(row)
        self._show_state()

    def _show_state(self) -> None:
        self.do.setEnabled(bool(self.reason.text().strip()))

    def _give(self) -> None:
        if self.reason.text().strip():
            self.accept()
            self.given.emit(self.reason.text().strip())
