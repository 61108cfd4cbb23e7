"""The optional part that a team server needs is not installed: what it is, and the line that gets it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kpidesk.hub.extra import HOW
from kpidesk.text import _
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.reach.announcing import announce


class MissingDialog(DialogFrame):
    """Says so, with a line to copy."""

    def __init__(self, package: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Team server"), parent, spacing=10)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = self.body
        box.addWidget(page.heading(_("One part is not installed"), wrap=True))
        words = _(
            "Sharing through a PostgreSQL server needs the package “{package}”, which is not on this machine. "
            "Everything else works without it. This line installs it, where KPI Desk was installed with pip:"
        )
        box.addWidget(page.text(words.format(package=package), "body2", wrap=True))
        self.line = page.text(HOW, "code", wrap=True)
        self.line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self.line)
        self.copy = self.add_button(_("Copy the line"), self._copy, aside=True)
        self.add_button(_("Close"), self.accept, primary=True).setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(HOW)
        announce(_("Copied"))
