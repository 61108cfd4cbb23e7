"""About the program: its version, and what can be copied for whoever helps."""

from __future__ import annotations

import getpass

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import kpidesk
from kpidesk.settings import Home
from ui.base.theme import Theme
from ui.help.about import AboutDialog


def test_it_tells_the_version_and_copies_what_support_asks_for(qtbot: QtBot, theme: Theme, home: Home) -> None:
    dialog = AboutDialog(theme, home)
    qtbot.addWidget(dialog)
    dialog.show()
    assert f"KPI Desk {kpidesk.__version__}" in {label.text() for label in dialog.findChildren(QLabel)}
    dialog.copy_details.click()
    copied = QApplication.clipboard().text()
    for told in (f"KPI Desk: {kpidesk.__version__}", f"Qt: {qVersion()}", "Python: 3.", "SQLite: 3.", "screens: "):
        assert told in copied
    assert str(home.data) not in copied and f"/{getpass.getuser()}" not in copied
    assert dialog.copy_details.text() == "Kopiert"


def test_a_private_folder_that_can_not_be_written_to_is_among_it(qtbot: QtBot, theme: Theme, home: Home) -> None:
    home.data.parent.mkdir(parents=True, exist_ok=True)
    home.data.write_text("a file where the folder should be")
    dialog = AboutDialog(theme, home)
    qtbot.addWidget(dialog)
    dialog.copy_details.click()
    copied = QApplication.clipboard().text()
    assert f"Det går ikke an å skrive i den private mappen: {home.data.name}." in copied
