"""Story 16, the copy's choices, and a reply sheet out and in again, driven as a person would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import entry, inputs
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.exchange import reply_sheet
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.ui.kept import KeptWindow, bakery_window, lent
from ui.app.rail import CopyButton
from ui.app.window import Window
from ui.base import scale
from ui.base.reach.cells import HEARD
from ui.sharing.reply_dialog import ReplyDialog
from ui.sharing.send_copy import SHEET, SendDialog
from ui.sharing.sheet_choice import ROWS_SHOWN, SheetChoice

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAME = "bakery – til Ola Nygård 2026-03-16.kpidesk"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "Dokumenter"
    folder.mkdir()
    return folder


kept, _whole = bakery_window("overview", (1024, 640))


@pytest.fixture
def window(kept: KeptWindow, request: pytest.FixtureRequest, qtbot: QtBot, out: Path) -> Iterator[Window]:
    for made in lent(kept, request, qtbot):
        made.settings.setValue("send/folder", str(out))
        made.settings.setValue(f"send/receiver/{made.session.ws.sharing.identity}", "Ola Nygård")
        yield made


def dialog_of(window: Window) -> SendDialog:
    found = window.rarely.sending.dialog
    assert isinstance(found, SendDialog)
    return found


def links(window: Window) -> list[str]:
    return [each.text() for each in window.notices.rows()[0].findChildren(QPushButton)]


def test_story_16_by_mouse_takes_two_clicks_and_the_notice_leads_to_the_folder(
    window: Window, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    (send,) = [each for each in window.findChildren(CopyButton) if each.command == "send_copy"]
    QTest.mouseClick(send, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog_of(window).save, Qt.MouseButton.LeftButton)
    assert [path.name for path in out.iterdir()] == [NAME]
    assert NAME in window.notices.rows()[0].notice.text
    assert "Vis i mappe" in links(window)[0]
    QTest.mouseClick(window.notices.rows()[0].findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in shown] == [str(out)]


def test_story_16_by_keys_takes_two(window: Window, out: Path, qtbot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL | SHIFT)
    dialog = dialog_of(window)
    qtbot.waitUntil(dialog.isVisible)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert [path.name for path in out.iterdir()] == [NAME]
    with Workspace.open(out / NAME, home=Home(out.parent / "other")) as copy:
        assert copy.company.name == window.session.ws.company.name and not copy.read_only


def test_sensitive_kpis_are_named_and_left_out(window: Window, out: Path) -> None:
    ws = window.session.ws
    hidden = next(kpi for kpi in ws.all(Kpi) if kpi.name == "Nettosalg")
    with ws.transaction(msg("hide")) as change:
        for kpi in ws.all(Kpi):
            change.set(Kpi, kpi.uid, sensitive=kpi.uid == hidden.uid)
    window.rarely.sending.send()
    dialog = dialog_of(window)
    assert dialog.without.isVisible() and "Nettosalg" in dialog.findChildren(type(dialog.name))[0].words()
    dialog.without.click()
    dialog.read_only.click()
    dialog.save.click()
    assert "1 sensitiv KPI er ikke med" in window.notices.rows()[0].notice.text
    with Workspace.open(out / NAME, home=Home(out.parent / "other")) as copy:
        assert copy.read_only and copy.find(Kpi, hidden.uid) is None


def test_two_copies_on_one_day_stand_side_by_side(window: Window, out: Path) -> None:
    for _n in range(2):
        window.rarely.sending.send()
        dialog_of(window).store()
    assert len(list(out.iterdir())) == 2


def test_a_folder_that_has_gone_is_said_in_the_dialog(window: Window, out: Path) -> None:
    for language, part in (("nb", "Ingenting er endret"), ("en", "Nothing was changed")):
        out.mkdir(exist_ok=True)
        with text.using(language):
            window.rarely.sending.send()
            dialog = dialog_of(window)
            dialog.receiver.setEditText("Per")
            shutil.rmtree(out)
            QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
            assert dialog.isVisible() and part in dialog.problem.text()
            assert dialog.receiver.currentText() == "Per", "what was typed is still there"
            dialog.reject()


# ---- the reply sheet ---------------------------------------------------------------------------------


def sheet_for_ola(window: Window, out: Path) -> Path:
    window.rarely.sending.send()
    dialog = dialog_of(window)
    dialog.ways.choose(SHEET)
    asked = {window.session.ws.get(type(each), each.uid).key for each in reply_sheet.askable(window.session.ws)
             if each.uid in dialog.sheet.inputs()}  # fmt: skip
    assert "forste_responstid_frt" in asked, "what Ola is responsible for is ticked"
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    (path,) = out.iterdir()
    assert path.name == "bakery – skjema til Ola Nygård 2026-03-16.xlsx"
    return path


def fill(window: Window, path: Path, value: object) -> tuple[str, Period]:
    """Write the last number of one input on the sheet, and a note beside it."""
    source = inputs.input_named(window.session.ws, "forste_responstid_frt")
    week = Period.containing(window.session.today(), source.frequency)
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=reply_sheet.FIRST_ROW):
        if row[0].value == f"{source.uid}/{week.code()}":
            row[6].value, row[7].value = value, "Påsken var tidlig"
    book.save(path)
    return source.uid, week


def test_the_rows_of_what_a_sheet_asks_for_grow_with_the_text(window: Window) -> None:
    scale.use(150)
    try:
        choice = SheetChoice(window.session, window)
        row = choice.list.sizeHintForRow(0)
        assert row * ROWS_SHOWN <= choice.list.height() < row * (ROWS_SHOWN + 1)
        choice.show()
        before, where = choice.inputs(), choice.list.visualItemRect(choice.list.item(0))
        for place in (where.center(), where.topLeft() + QPoint(12, where.height() // 2)):
            QTest.mouseClick(choice.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert len(choice.inputs()) == len(before) + 1, "by its words, and by its box"
            QTest.mouseClick(choice.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert choice.inputs() == before
    finally:
        scale.use(scale.ORDINARY)


def test_a_number_that_a_sheet_leaves_out_is_said_to_be_emptied(window: Window, out: Path, qtbot) -> None:
    source = inputs.input_named(window.session.ws, "forste_responstid_frt")
    week = Period.containing(window.session.today(), source.frequency)
    entry.set_value(window.session.ws, source.uid, week, 4.2)
    path = sheet_for_ola(window, out)
    fill(window, path, None)
    window.merges.take([path])
    qtbot.waitUntil(
        lambda: isinstance(window.rarely.sending.dialog, ReplyDialog) and window.rarely.sending.dialog.isVisible()
    )
    told = [window.rarely.sending.dialog.table.item(0, column).text() for column in (2, 3)]
    assert told == ["4,2", "tømmes"]
    window.rarely.sending.dialog.take.click()
    assert week not in window.session.ws.series(source.uid)


def test_a_sheet_goes_out_and_comes_back_as_olas_work(window: Window, out: Path, qtbot) -> None:
    path = sheet_for_ola(window, out)
    uid, week = fill(window, path, 4.2)
    before = window.session.ws.series(uid).get(week)
    window.merges.take([path])
    qtbot.waitUntil(
        lambda: isinstance(window.rarely.sending.dialog, ReplyDialog) and window.rarely.sending.dialog.isVisible()
    )
    dialog = window.rarely.sending.dialog
    assert dialog.table.rowCount() == 1
    told = [dialog.table.item(0, column).text() for column in range(5)]
    assert told[1:] == ["uke 12", "", "4,2", "Påsken var tidlig"]
    assert window.session.ws.series(uid).get(week) == before, "nothing is stored before it is seen"
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert window.session.ws.series(uid)[week] == 4.2
    assert window.session.ws.history.entries(limit=1)[0].author == "Ola Nygård"
    window.rarely.sending.read(str(path))
    again = window.rarely.sending.dialog
    assert again.windowTitle() and again.is_taken and not again.table.chosen()
    assert [each.text() for each in again.buttons()] == ["Lukk"]
    assert any(f"«{path.name}» er allerede hentet inn" in each.text() for each in again.findChildren(QLabel))


def test_a_number_changed_since_the_form_was_sent_says_so_where_it_stands(window: Window, out: Path) -> None:
    path = sheet_for_ola(window, out)
    uid, week = fill(window, path, 4.2)
    for now, heard in ((3.9, "3,9, endret siden skjemaet ble sendt"), (4.2, None)):
        entry.set_value(window.session.ws, uid, week, now)
        window.rarely.sending.read(str(path))
        assert window.rarely.sending.dialog.table.item(0, 2).data(HEARD) == heard


def test_a_line_with_words_for_a_number_is_shown_with_its_reason_and_can_not_be_taken(
    window: Window, out: Path
) -> None:
    path = sheet_for_ola(window, out)
    fill(window, path, "ca 60")
    for language, part in (("nb", "1 linje kan ikke leses"), ("en", "1 line can’t be read")):
        with text.using(language):
            window.rarely.sending.read(str(path))
            dialog = window.rarely.sending.dialog
            assert dialog.isVisible() and part in dialog.left_out.text()
            row = [dialog.table.item(0, column).text() for column in range(5)]
            assert row[3] == "ca 60" and "ca 60" in row[4]
            assert not dialog.take.isEnabled()
            dialog.reject()


def test_lines_can_be_unticked_and_what_is_left_out_is_said_afterwards(window: Window, out: Path, qtbot) -> None:
    source = inputs.input_named(window.session.ws, "forste_responstid_frt")
    week = Period.containing(window.session.today(), source.frequency)
    path = sheet_for_ola(window, out)
    book = openpyxl.load_workbook(path)
    lines = {str(row[0].value): row[6] for row in book.worksheets[0].iter_rows(min_row=reply_sheet.FIRST_ROW)}
    for step, value in enumerate((4.2, 4.4, "ca 60")):
        lines[f"{source.uid}/{week.next(-step).code()}"].value = value
    book.save(path)
    before = window.session.ws.series(source.uid)
    window.rarely.sending.read(str(path))
    dialog = window.rarely.sending.dialog
    assert dialog.table.rowCount() == 3 and dialog.take.text() == "Hent 2 tall"
    dialog.table.setCurrentCell(0, 0)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.take.text() == "Hent 1 tall"
    chosen, told = dialog.table.chosen(), []
    window.session.done.connect(told.append)
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    after = window.session.ws.series(source.uid)
    assert {period for period in after if after[period] != before.get(period)} == {chosen[0].period}
    assert [each.words for each in told] == ["1 tall fra Ola Nygård er hentet inn; 1 linje er utelatt"]


def test_a_file_that_is_no_sheet_is_refused(window: Window, out: Path) -> None:
    (out / "x.xlsx").write_bytes(b"PK nonsense")
    window.rarely.sending.dialog = None
    window.rarely.sending.read(str(out / "x.xlsx"))
    assert window.rarely.sending.dialog is None and "x.xlsx" in window.notices.rows()[0].notice.text


def test_escape_takes_nothing_in(window: Window, out: Path) -> None:
    path = sheet_for_ola(window, out)
    uid, week = fill(window, path, 4.2)
    window.rarely.sending.read(str(path))
    QTest.keyClick(window.rarely.sending.dialog, Qt.Key.Key_Escape)
    assert window.session.ws.series(uid).get(week) is None
