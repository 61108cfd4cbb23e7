"""One line of reason for what is about to be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kpidesk.text import _
from ui.base.page import heading, text
from ui.base.reach import accessible
from ui.parts.typing_dialog import Form


class ReasonDialog(Form):
    """Asks why; ``given`` carries the reason. Nothing is done without one."""

    given = Signal(str)

    def __init__(self, title: str, question: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, wide=440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body.addWidget(heading(title, wrap=True))
        self.body.addWidget(text(question, "body2", wrap=True))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        accessible.required(self.reason)
        self.reason.setMaxLength(300)
        self.reason.textChanged.connect(self._show_state)
        self.body.addWidget(self.reason)
        self.cancel = self.add_cancel()
        self.do = self.add_button(button, self._give, primary=True)
        self._show_state()

    def _show_state(self) -> None:
        self.do.setEnabled(bool(self.reason.text().strip()))

    def _give(self) -> None:
        if self.reason.text().strip():
            self.accept()
            self.given.emit(self.reason.text().strip())
