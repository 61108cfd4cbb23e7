"""The first numbers of a file in which nothing is measured yet: pasted or out of a file, which says what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.ui.conftest import Clock
from ui.app.window import Window
from ui.imports.import_page import ImportPage
from ui.parts.empty import Empty

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
    window.commands.run("paste")
    qtbot.waitUntil(lambda: shown(window, qtbot).do.text() == "Hent 4 tall")


def test_so_does_the_key(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window.page(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown(window, qtbot).do.text() == "Hent 4 tall")


def test_the_empty_sheet_offers_a_file(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "garn.csv"
    file.write_text(TABLE.replace("\t", ";"), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(file), ""))
    (empty,) = window.page().findChildren(Empty)
    assert empty.second is not None and empty.second.text() == "Hent fra fil …"
    empty.second.click()
    qtbot.waitUntil(lambda: shown(window, qtbot).do.text() == "Hent 4 tall")


def test_after_an_undo_that_empties_the_sheet_the_keyboard_stays_in_the_page(window: Window, qtbot: QtBot) -> None:
    window.commands.run("paste")
    qtbot.waitUntil(lambda: shown(window, qtbot).do.text() == "Hent 4 tall")
    shown(window, qtbot).do.click()
    page = window.page()
    assert window.place == "entry" and page.isAncestorOf(window.focusWidget())
    window.session.undo()
    (empty,) = [each for each in page.findChildren(Empty) if each.isVisibleTo(page)]
    assert window.focusWidget() is empty.button
