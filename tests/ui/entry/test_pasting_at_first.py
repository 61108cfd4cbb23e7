"""Pasting into a file in which nothing is measured yet: the table says what its numbers are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.ui.conftest import Clock
from ui.app.window import Window
from ui.imports.import_page import ImportPage

TABLE = "Måned\tGarn\tRetur\r\njan 2026\t1 204\t12\r\nfeb 2026\t998\t8\r\n"


@pytest.fixture
def window(make_window: Callable[..., Window], tmp_path: Path, home: Home, clock: Clock) -> Window:
    path = tmp_path / "Garn.kpidesk"
    with Workspace.create(path, company="Garn", author="Kari Solberg", home=home, clock=clock):
        pass
    made = make_window(path)
    made.go("entry")
    QGuiApplication.clipboard().setText(TABLE)
    return made


def shown(window: Window, qtbot: QtBot) -> ImportPage:
    page = window.page()
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: page.found is not None)
    return page


def test_the_button_takes_a_copied_table_in_where_nothing_is_measured_yet(window: Window, qtbot: QtBot) -> None:
    window._run("paste")
    qtbot.waitUntil(lambda: shown(window, qtbot).do.text() == "Hent 4 tall")


def test_so_does_the_key(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window.page(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown(window, qtbot).do.text() == "Hent 4 tall")
