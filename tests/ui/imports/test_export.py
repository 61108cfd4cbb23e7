"""Picture 25: what goes out is chosen, its first rows are seen, and three clicks or two keys write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.exchange.export.asked import FileType
from kpidesk.exchange.tables.understood import Shape
from kpidesk.workspace import Workspace
from tests.ui.kept import KeptWindow, bakery_window, lent
from ui.app.window import Window
from ui.imports.export.export_dialog import ALL, GOALS, OWN, ExportDialog
from ui.imports.export.times import times

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "Dokumenter"
    folder.mkdir()
    return folder


kept, _whole = bakery_window("kpis", (1024, 640))


@pytest.fixture
def window(kept: KeptWindow, request: pytest.FixtureRequest, qtbot: QtBot, out: Path) -> Iterator[Window]:
    for made in lent(kept, request, qtbot):
        made.settings.setValue("export/folder", str(out))
        yield made


@pytest.fixture
def dialog(window: Window, qtbot: QtBot) -> ExportDialog:
    """The dialog as the keys open it, with all numbers read."""
    return opened(window, qtbot)


def opened(window: Window, qtbot: QtBot) -> ExportDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_X, CONTROL | SHIFT)
    return read(window, qtbot)


def read(window: Window, qtbot: QtBot) -> ExportDialog:
    found = window.rarely.exporting.dialog
    assert found is not None
    qtbot.waitUntil(found.save.isEnabled)
    return found


def again(dialog: ExportDialog, qtbot: QtBot, change: Callable[[], object]) -> None:
    """Make a change after which the numbers are read anew."""
    with qtbot.waitSignal(dialog._aside.finished):
        change()


def shown(dialog: ExportDialog) -> list[list[str]]:
    table = dialog.preview.table
    heads = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    rows = [
        [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]
    return [heads, *rows]


def test_two_keys_write_all_numbers_as_a_workbook(window: Window, dialog: ExportDialog, out: Path) -> None:
    assert (dialog.what.value(), dialog.how().kind, dialog.how().shape) == (ALL, FileType.XLSX, Shape.WIDE)
    assert dialog.what.rows[ALL].count.text() == "282 tall" and dialog.save.text() == "Lagre 282 tall"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    (path,) = out.iterdir()
    assert path.name == "Fjordbrød bakeri – tall.xlsx"
    assert openpyxl.load_workbook(path).sheetnames[:2] == ["Uker", "Måneder"]
    notice = window.notices.rows()[0]
    assert path.name in notice.notice.text
    assert "Vis i mappe" in [each.text() for each in notice.findChildren(QPushButton)]


def test_the_first_rows_follow_the_shape_the_kind_and_what_is_chosen(dialog: ExportDialog) -> None:
    assert shown(dialog)[0][:2] == ["KPI", "Enhet"] and shown(dialog)[0][-1] == "uke 11 2026"
    dialog.shape.choose(Shape.LONG.value)
    assert shown(dialog)[0] == ["KPI", "Enhet", "Uke", "Verdi", "Notat"]
    dialog.what.choose(GOALS)
    assert shown(dialog)[0] == ["Type", "Tittel", "Eier", "Score"]
    assert dialog.shape.isHidden() and dialog.promise.isHidden(), "goals have one shape, and are not imported"
    assert dialog.save.text() == "Lagre 38 linjer" and dialog.path.text().endswith("mål.xlsx")


def test_another_kind_changes_the_name_and_is_remembered(
    window: Window, dialog: ExportDialog, out: Path, qtbot: QtBot
) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(FileType.CSV_NB))
    dialog.shape.choose(Shape.LONG.value)
    assert dialog.path.text() == str(out / "Fjordbrød bakeri – tall.csv")
    dialog.save.click()
    rows = list(csv.reader(io.StringIO((out / "Fjordbrød bakeri – tall.csv").read_text("utf-8-sig")), delimiter=";"))
    assert ["Første responstid (FRT)", "timer", "2025-W47", "9,8", ""] in rows
    second = opened(window, qtbot)
    assert (second.how().kind, second.how().shape) == (FileType.CSV_NB, Shape.LONG)
    assert second.path.text().endswith("tall (2).csv"), "what is there already is left alone"


def test_a_kpi_is_offered_where_it_is_chosen_and_meant_from_its_own_menu(window: Window, qtbot: QtBot) -> None:
    assert opened(window, qtbot).what.value() == ALL
    window.rarely.exporting.dialog.reject()
    chosen = window.page().commands()
    chosen["export_kpi"]()
    dialog = read(window, qtbot)
    assert dialog.what.value() == OWN
    count = dialog.what.rows[OWN].count.text()
    assert dialog.save.text() == f"Lagre {count}" and dialog.what.rows[ALL].count.text() != count
    kpi = next(each for each in window.session.ws.all(Kpi) if each.formula)
    dialog.reject()
    window.session.export.emit(kpi.uid, True)
    assert read(window, qtbot).path.text().endswith("NPS.xlsx")


def test_a_stretch_of_time_is_read_anew_and_counted(dialog: ExportDialog, qtbot: QtBot) -> None:
    names = [dialog.period.itemText(place) for place in range(dialog.period.count())]
    assert names == ["Alt, 2024–2026", "1. kvartal 2026", "De siste tolv månedene", "2026", "2025", "2024"]
    again(dialog, qtbot, lambda: dialog.period.setCurrentIndex(names.index("2024")))
    fewer = dialog.what.rows[ALL].count.text()
    assert fewer != "282 tall" and dialog.save.text() == f"Lagre {fewer}"


def test_a_file_that_is_there_is_replaced_only_when_that_is_said(dialog: ExportDialog, out: Path) -> None:
    there = out / "viktig.xlsx"
    there.write_bytes(b"mine")
    dialog.path.setText(str(there))
    dialog.save.click()
    assert there.read_bytes() == b"mine" and "finnes fra før" in dialog.problem.text()
    assert dialog.save.text() == "Erstatt filen"
    dialog.save.click()
    assert openpyxl.load_workbook(there).sheetnames


def test_what_a_disk_or_the_company_file_refuses_is_said_and_the_choices_stay(
    window: Window, dialog: ExportDialog, out: Path
) -> None:
    company = window.session.ws.path
    before = company.read_bytes()
    for target, why in (
        (company, "i bruk"),
        (out / "finnes ikke" / "a.xlsx", "Ingenting er lagret"),
        (out, "mappe"),
    ):
        dialog.path.setText(str(target))
        dialog._to_replace = target
        dialog.save.click()
        assert why in dialog.problem.text() and dialog.isVisible()
    assert company.read_bytes() == before


def test_choosing_a_place_in_the_systems_dialog_is_asked_once(
    dialog: ExportDialog, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = out / "gammel.xlsx"
    there.write_bytes(b"old")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(there), ""))
    dialog.choose.click()
    dialog.save.click()
    assert openpyxl.load_workbook(there).sheetnames


def test_an_empty_company_says_so_and_writes_nothing(
    make_window: Callable[..., Window], tmp_path: Path, qtbot: QtBot
) -> None:
    from kpidesk.workspace import Workspace

    with Workspace.create(tmp_path / "ny.kpidesk", company="Ny", author="Kari"):
        pass
    window = make_window(tmp_path / "ny.kpidesk")
    window.rarely.exporting.ask(window.session)
    dialog = window.rarely.exporting.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.what.rows[ALL].count.text() == "0 tall")
    assert not dialog.save.isEnabled() and "ingen tall" in dialog.preview.words.text()


def test_it_speaks_english_too(window: Window, qtbot: QtBot) -> None:
    with text.using("en"):
        window.rarely.exporting.ask(window.session)
        dialog = read(window, qtbot)
        assert dialog.save.text() == "Save 282 numbers" and dialog.kind.currentText() == "Excel workbook (.xlsx)"


@pytest.mark.parametrize(
    ("periods", "all_words", "years"),
    [
        (["2026-W01", "2026-W20"], "Alt, 2026", ["2026"]),
        (["2025-W52", "2026-W53"], "Alt, 2025–2026", ["2026", "2025"]),
        (["2025-12-29", "2026-02-01"], "Alt, 2025–2026", ["2026", "2025"]),
        (["2026"], "Alt, 2026", ["2026"]),
        ([], "Alt", ["2026"]),
    ],
)
def test_a_week_is_of_the_year_in_which_most_of_it_lies(
    workspace: Workspace, periods: list[str], all_words: str, years: list[str]
) -> None:
    found = times(workspace, Period.parse("2026-Q1"), [Period.parse(each) for each in periods])
    told = [each.words for each in found]
    assert told[0] == all_words
    assert told[3 : 3 + len(years)] == years and (not periods or len(told) == 3 + len(years))
