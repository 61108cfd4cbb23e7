"""A fault that nobody has foreseen leaves a window that can be used, the file open, and what was typed in its place."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt, qVersion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

import kpidesk
from kpidesk.commands import cycles, entry, goals
from kpidesk.domain.entities import Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.log_file import LogFile
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.conftest import Clock
from tests.ui.opened import opened_window
from ui.app.faults.failures import Failures
from ui.app.faults.fault import CrashDialog, FaultDialog
from ui.app.window import Window
from ui.base.theme import Theme
from ui.parts.notices import NoticeRow
from ui.parts.reason import ReasonDialog


@pytest.fixture
def failures(qapp: QApplication) -> Iterator[Failures]:
    made = Failures()
    yield made
    if made.dialog is not None and shiboken6.isValid(made.dialog):
        made.dialog.accept()
    made.deleteLater()


@pytest.fixture
def window(
    qtbot: QtBot, theme: Theme, settings: QSettings, home: Home, clock: Clock, tmp_path: Path, failures: Failures
) -> Window:
    path = tmp_path / "Verksted.kpidesk"
    with Workspace.create(path, company="Verksted", author="Ida", home=home, clock=clock) as ws, ws.sharing.holding():
        cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
        goals.add_objective(ws, "Kundene kommer igjen", cycle=cycle)
        own_kpis.define(ws, name="Timer", frequency=Frequency.WEEK)
    settings.setValue("author", "Ida")
    window = opened_window(path, theme, settings, home, clock, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


CELL = "Lønn til Kari"


def fail(failures: Failures, words: str = "a fault of ours") -> FaultDialog:
    """What Qt does with an exception that leaves a slot."""
    try:
        raise RuntimeError(words)
    except RuntimeError as error:
        failures.handle(type(error), error, error.__traceback__)
    assert failures.dialog is not None
    return failures.dialog


def test_the_page_is_made_anew_and_the_file_stays_open(window: Window, failures: Failures, qtbot: QtBot) -> None:
    for place in ("overview", "goals", "kpis", "entry", "review", "history"):
        window.go(place)
        before, session = window.page(), window.session
        fail(failures, place).accept()
        qtbot.waitUntil(lambda before=before: window.page() is not before)
        assert window.place == place and window.session is session
    assert window.session is not None
    assert window.session.attempt(goals.rename, window.session.ws.all(Objective)[0].uid, "Et nytt navn")


def test_what_was_being_typed_is_there_afterwards(window: Window, failures: Failures, qtbot: QtBot) -> None:
    window.go("kpis")
    page: Any = window.page()
    search: QLineEdit = page.filters.search
    search.setFocus()
    QTest.keyClicks(search, "tim")
    fail(failures).accept()
    qtbot.waitUntil(lambda: window.page() is not page)
    again: Any = window.page()
    assert again.filters.search.text() == "tim"


def test_a_half_typed_number_is_still_half_typed(window: Window, failures: Failures, qtbot: QtBot) -> None:
    window.go("entry")
    page: Any = window.page()
    view = page.sheet.current_view()
    QTest.keyClick(view, Qt.Key.Key_4)
    QTest.keyClicks(view.typing.editor(), "2")
    dialog = fail(failures)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.accept()
    qtbot.waitUntil(lambda: window.page() is not page)
    again: Any = window.page()
    editor = again.sheet.current_view().typing.editor()
    assert editor is not None and editor.text() == "42"
    cell = again.sheet.current_view().current_cell()
    assert window.session is not None and window.session.ws.series(cell[0]).get(cell[1]) is None


def test_a_text_that_is_no_number_stays_in_its_cell(window: Window, failures: Failures, qtbot: QtBot) -> None:
    window.go("entry")
    page: Any = window.page()
    cell = page.sheet.current_view().current_cell()
    page.ledger.drafts[cell] = "mange"
    fail(failures).accept()
    qtbot.waitUntil(lambda: window.page() is not page)
    again: Any = window.page()
    assert again.ledger.drafts == {cell: "mange"}


def test_a_form_over_the_page_is_left_alone_until_it_closes(window: Window, failures: Failures, qtbot: QtBot) -> None:
    form = ReasonDialog("Hvorfor?", "Skriv en grunn.", "Lagre", window)
    form.open()
    QTest.keyClicks(form.reason, "fordi")
    page = window.page()
    dialog = fail(failures)
    dialog.accept()
    QApplication.processEvents()
    assert form.reason.text() == "fordi" and window.page() is page
    form.reject()
    qtbot.waitUntil(lambda: window.page() is not page)


def test_the_details_can_be_copied_and_a_second_fault_joins_them(window: Window, failures: Failures) -> None:
    dialog = fail(failures)
    try:
        {}[CELL]
    except KeyError as error:
        failures.handle(type(error), error, error.__traceback__)
    assert failures.dialog is dialog
    dialog.copy_details.click()
    copied = QApplication.clipboard().text()
    assert "RuntimeError" in copied and "KeyError" in copied and "test_failures.py:" in copied
    assert f"KPI Desk: {kpidesk.__version__}" in copied and f"Qt: {qVersion()}" in copied
    for secret in ("Lønn", "Verksted", "Ida", "a fault of ours", Path.home(), *window.paths()):
        assert str(secret) not in copied, secret
    assert dialog.isVisible()


def test_a_number_that_makes_the_program_fail_is_in_neither_log_nor_details(
    window: Window, failures: Failures, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the keys to the file: what was typed goes into the words of the exception, and no further."""

    def broken(*arguments: object, **more: object) -> None:
        raise ValueError(f"can't store {arguments} {more}")

    monkeypatch.setattr(entry, "set_value", broken)
    handler = LogFile(Home(tmp_path / "private"))
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    window.go("entry")
    page: Any = window.page()
    view = page.sheet.current_view()
    QTest.keyClick(view, Qt.Key.Key_4)
    QTest.keyClicks(view.typing.editor(), "711")
    with pytest.raises(ValueError, match="4711") as caught:
        QTest.keyClick(view.typing.editor(), Qt.Key.Key_Return)
    failures.handle(caught.type, caught.value, caught.tb)
    assert failures.dialog is not None
    failures.dialog.copy_details.click()
    written = (tmp_path / "private" / "kpidesk.log").read_text(encoding="utf-8")
    for told in (QApplication.clipboard().text(), written):
        assert "ValueError" in told and "in broken" in told and "4711" not in told and "Timer" not in told
    failures.dialog.accept()
    monkeypatch.undo()


def test_a_crash_is_told_once_at_the_next_start(window: Window, qtbot: QtBot) -> None:
    window.crash = "Fatal Python error: Segmentation fault"
    path = window.paths()[0]
    window.close_file()
    window.open_file(str(path))
    qtbot.waitUntil(lambda: window.crash == "")
    rows = window.notices.findChildren(NoticeRow)
    told = next(each.notice for each in rows if "stanset uventet" in each.notice.text)
    assert told.callback is not None
    told.callback()
    dialog = window.findChild(CrashDialog)
    assert dialog is not None
    dialog.copy_details.click()
    copied = QApplication.clipboard().text()
    assert copied.endswith("Segmentation fault") and f"Qt: {qVersion()}" in copied
    dialog.accept()


def test_a_page_that_fails_again_at_once_gives_way_to_another(window: Window, failures: Failures, qtbot: QtBot) -> None:
    window.go("kpis")
    before = window.page()
    fail(failures).accept()
    qtbot.waitUntil(lambda: window.page() is not before)
    fail(failures).accept()
    qtbot.waitUntil(lambda: window.place != "kpis")
    assert window.session is not None and window.page() is not None


def test_it_stands_ready_where_the_program_looks(failures: Failures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    failures.install()
    assert sys.excepthook == failures.handle
