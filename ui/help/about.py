"""About the program: its version, what it promises, and what can be copied for whoever helps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

import kpidesk
from kpidesk.settings import Home
from kpidesk.text import _
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.theme import Theme
from ui.help import support

MARK = 48


class AboutDialog(DialogFrame):
    """Shows the version; one button copies what support asks for first."""

    def __init__(self, theme: Theme, home: Home, parent: QWidget | None = None) -> None:
        super().__init__(_("About KPI Desk"), parent, wide=460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._home = home
        head = QHBoxLayout()
        head.setSpacing(16)
        mark = page.sign()
        mark.setPixmap(theme.program_mark(MARK))
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        beside = QWidget()
        words = page.column(beside, spacing=4)
        words.addWidget(page.heading(f"KPI Desk {kpidesk.__version__}"))
        words.addWidget(page.text(_("Your file stays on your machine. Nothing is sent anywhere."), "body2", wrap=True))
        words.addWidget(page.text(_("Free to use and to pass on, under the MIT licence."), "body2", wrap=True))
        head.addWidget(beside, 1)
        self.body.addLayout(head)
        told = _("For support: versions, system and screen can be copied. Nothing from your file is included.")
        self.body.addWidget(page.text(told, "small", wrap=True))
        self.copy_details = self.add_button(_("Copy details for support"), self._copy, aside=True)
        self.close_button = self.add_button(_("Close"), self.accept, primary=True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(support.examined(self._home))
        self.copy_details.setText(_("Copied"))
