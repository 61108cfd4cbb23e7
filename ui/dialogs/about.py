"""What the program is, and its keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

import kpidesk
from kpidesk.text import _
from ui import actions


def show_about(parent: QWidget) -> None:
    """Say which version this is and where the data stay."""
    words = _("KPI Desk {version}\n\nYour file stays on your machine. Nothing is sent anywhere.")
    QMessageBox.about(parent, _("About KPI Desk"), words.format(version=kpidesk.__version__))


def show_shortcuts(parent: QWidget) -> None:
    """List every key of the menu bar."""
    lines = []
    for _title, commands in actions.menus():
        lines += [f"{command.keys[0]}\t{command.text}" for command in commands if command.keys]
    box = QMessageBox(parent)
    box.setWindowTitle(_("Keyboard shortcuts"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("\n".join(lines))
    box.exec()
