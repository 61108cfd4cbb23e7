"""Import numbers in the window: from a file to numbers in few steps, and nothing before the one button."""

from __future__ import annotations

import threading
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry, intake
from kpidesk.domain.entities import Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.conftest import Clock
from tests.ui.imports.conftest import Show
from tests.ui.prepared import Prepared, prepare
from tests.ui.screens.heard import cells, faults, views
from tests.ui.settled import settle
from ui.app.go_list import destinations
from ui.app.window import Window
from ui.imports.checking.cells_view import CellsView
from ui.imports.checking.column_row import ColumnHeads, ColumnRow
from ui.imports.import_page import ImportPage
from ui.imports.reading.typed_answer import TypedDialog

MONTHS = [(2023 + place // 12, place % 12 + 1) for place in range(36)]
CONTROL = Qt.KeyboardModifier.ControlModifier


def month(year: int, number: int) -> Period:
    return Period.parse(f"{year}-{number:02}")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A workshop that counts its repairs by the month, and nothing more; Ola has written one of the numbers."""

    def fill(ws: Workspace) -> None:
        own_kpis.define(ws, name="Reparasjoner", unit="count", frequency=Frequency.MONTH)
        entry.set_value(ws, source(ws), month(2024, 5), 41.0)

    return prepare(tmp_path_factory.mktemp("workshop"), "Verksted", "Ola Nordmann", Clock(), fill)


def source(ws: Workspace) -> str:
    (found,) = [each.uid for each in ws.all(Input) if each.name == "Reparasjoner"]
    return found


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Three years of repairs, a row for each month."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Måned", "Reparasjoner"])
    for place, (year, number) in enumerate(MONTHS):
        sheet.append([f"{number:02}.{year}", 40 + place % 7])
    path = tmp_path / "Reparasjoner.xlsx"
    book.save(path)
    return path


def text_file(folder: Path, *lines: str, name: str = "tall.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def waits_for(page: ImportPage, words: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.do.text() == words)


# ---- the shortest way ----------------------------------------------------------------------------


def test_three_years_out_of_a_workbook_take_the_file_and_one_click(
    window: Window, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(workbook), ""))
    window.commands.run("import_numbers")
    page = window.page()
    assert isinstance(page, ImportPage)
    waits_for(page, "Hent 35 tall", qtbot)  # Ola's own number stays until somebody chooses
    QTest.mouseClick(page.do, Qt.MouseButton.LeftButton)
    assert window.place == "entry", "back where she came from"
    numbers = window.session.ws.series(source(window.session.ws))
    assert len(numbers) == 36
    assert numbers[month(2024, 5)] == 41.0
    assert numbers[month(2025, 12)] == 40.0
    assert window.toast is not None and window.toast.accessibleName() == "35 tall er hentet fra Reparasjoner.xlsx"


def test_what_it_takes_itself_is_not_worked_out_anew_while_it_is_waited_for(
    show: Show, window: Window, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, heard, begun, take = show(workbook), threading.Event(), [], intake.take
    window.session.changed.connect(heard.set)
    monkeypatch.setattr(page.work, "look_again", lambda: begun.append(page.do.text()))

    def taken_and_heard_of(*arguments):
        taken = take(*arguments)
        assert heard.wait(60), "nobody tells of what is taken while it is waited for"
        return taken

    monkeypatch.setattr(intake, "take", taken_and_heard_of)
    page.do.click()
    assert window.place == "entry" and not begun
    assert len(window.session.ws.series(source(window.session.ws))) == 36


def test_keys_alone_do_it_and_one_undo_takes_it_all_back(show: Show, window: Window, workbook: Path) -> None:
    ws = window.session.ws
    for key in (CONTROL, Qt.KeyboardModifier.NoModifier):
        page = show(workbook)
        assert window.focusWidget() is page.do, "where a frame shows it, and Enter does it"
        QTest.keyClick(page.do if key is CONTROL else page, Qt.Key.Key_Return, key)
        assert len(ws.series(source(ws))) == 36, key
        window.session.undo()
        assert ws.series(source(ws)) == {month(2024, 5): 41.0}


def test_a_screen_reader_hears_the_heads_of_the_numbers_once(show: Show, workbook: Path) -> None:
    page = show(workbook)
    [numbers] = (view for view in views(page) if isinstance(view, CellsView))
    assert faults(page) == []
    told = [each for each in cells(numbers) if each.row_head == "Reparasjoner" and each.column >= 2]
    assert told and all(each.said and each.column_head.count(" ") == 1 for each in told)


def test_escape_leaves_everything_as_it_was(show: Show, window: Window, workbook: Path) -> None:
    QTest.keyClick(show(workbook), Qt.Key.Key_Escape)
    assert window.place == "entry"
    assert window.session.ws.series(source(window.session.ws)) == {month(2024, 5): 41.0}


def test_the_menu_and_the_palette_name_it(window: Window) -> None:
    assert window._menus.actions["import_numbers"].shortcut().toString() == "Ctrl+Shift+O"
    offered = destinations(window.session, window.commands.available())
    assert any(each.command == "import_numbers" and each.words == "Hent tall fra fil …" for each in offered)


def test_what_has_been_taken_is_nothing_new_the_next_time(
    show: Show, window: Window, workbook: Path, qtbot: QtBot
) -> None:
    page = show(workbook)
    page.check.changed.link.click()  # the file's in all
    waits_for(page, "Hent 36 tall", qtbot)
    page.do.click()
    page = show(workbook)
    assert page._nothing.isVisible() and not page.do.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.place == "entry"


# ---- a table that is pasted where no cells are ---------------------------------------------------------


def test_a_table_that_is_pasted_on_any_page_is_taken_in_as_a_file_is(window: Window, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("Måned\tReparasjoner\n2026-01\t5\n2026-02\t6\n")
    for place in ("overview", "goals", "kpis", "history", "review"):
        window.go(place)
        settle()
        QTest.keyClick(window.page(), Qt.Key.Key_V, CONTROL)
        qtbot.waitUntil(lambda: isinstance(window.page(), ImportPage) and window.page().found is not None)
        page = window.page()
        assert isinstance(page, ImportPage)
        waits_for(page, "Hent 2 tall", qtbot)
        page.go_back()
        assert window.place == place


def test_words_that_are_pasted_where_nothing_takes_them_do_nothing(window: Window) -> None:
    QApplication.clipboard().setText("Ring Ola\nog Kari")
    window.go("goals")
    settle()
    QTest.keyClick(window.page(), Qt.Key.Key_V, CONTROL)
    assert window.place == "goals"


def test_a_file_of_one_column_stands_as_close_as_one_of_many(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    page = show(text_file(tmp_path, "Måned;Timer", "januar;7", "februar;8"))
    page.read.answered.emit("year", "2025")
    waits_for(page, "Se over tallene", qtbot)
    page.do.click()
    settle()
    assert page.check.columns.height() == page.check.columns.sizeHint().height()
    assert page.check.cells.y() == page.check.columns.geometry().bottom() + 1


# ---- a second file over the first ------------------------------------------------------------------


def two_files(folder: Path) -> tuple[Path, Path]:
    """Two files of the same form; the first names no year."""
    return (
        text_file(folder, "Måned;Reparasjoner", "januar;5", "februar;6", name="first.csv"),
        text_file(folder, "Måned;Reparasjoner", "2025-03;7", "2025-04;8", name="second.csv"),
    )


def test_a_file_over_an_open_one_opens_and_the_first_waits_as_it_was_left(
    show: Show, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = two_files(tmp_path)
    page = show(first)
    page.read.answered.emit("year", "2025")
    qtbot.waitUntil(lambda: page.found is not None and page.found.preview is not None)
    page = show_over(window, second, qtbot)
    waits_for(page, "Hent 2 tall", qtbot)
    page.do.click()
    qtbot.waitUntil(lambda: page.found is not None and page.found.asked.path == first)
    assert page.found is not None and page.found.preview is not None, "the year that she gave stands"
    QTest.keyClick(page, Qt.Key.Key_Return, CONTROL)
    assert window.place == "entry", "both are done: back where she came from"
    numbers = window.session.ws.series(source(window.session.ws))
    assert [numbers[month(2025, each)] for each in (1, 2, 3, 4)] == [5.0, 6.0, 7.0, 8.0]


def test_a_file_that_was_opened_twice_in_between_is_begun_once(
    show: Show, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = two_files(tmp_path)
    page = show(first)
    page.read.answered.emit("year", "2025")
    qtbot.waitUntil(lambda: page.found is not None and page.found.preview is not None)
    show_over(window, second, qtbot)
    page = show_over(window, first, qtbot)
    assert page.found is not None and page.found.preview is not None, "the year that she gave stands"
    page.go_back()
    qtbot.waitUntil(lambda: page.found is not None and page.found.asked.path == second)
    page.go_back()
    assert window.place == "entry"


def test_a_file_that_cannot_be_read_leaves_the_one_before_as_it_was(
    show: Show, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    first, _second = two_files(tmp_path)
    page = show(first)
    page.read.answered.emit("year", "2025")
    qtbot.waitUntil(lambda: page.found is not None and page.found.preview is not None)
    window.go("import", text_file(tmp_path, "hei", name="hei.csv"))
    qtbot.waitUntil(lambda: page.found is not None and page.found.asked.path == first)
    assert page.found is not None and page.found.preview is not None
    assert [place for place, _argument in window.places.trail] == ["entry", "import"]


def test_a_file_saved_while_another_lay_over_it_is_read_anew(
    show: Show, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = two_files(tmp_path)
    page = show(first)
    show_over(window, second, qtbot)
    text_file(tmp_path, "Måned;Reparasjoner", "2025-01;9", "2025-02;10", "2025-03;11", name="first.csv")
    page.go_back()
    qtbot.waitUntil(lambda: page.found is not None and page.found.asked.path == first)
    assert page.found is not None and page.found.preview is not None and page.found.preview.in_file == 3


def show_over(window: Window, path: Path, qtbot: QtBot) -> ImportPage:
    """Open a file over another one."""
    window.go("import", path)
    page = window.page()
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: page.found is not None and page.found.asked.path == path)
    settle()
    return page


# ---- questions -------------------------------------------------------------------------------------


def test_a_year_that_is_not_among_those_offered_is_typed(
    show: Show, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    page = show(text_file(tmp_path, "Måned;Reparasjoner", "januar;5", "februar;6"))
    (card,) = page.read.side.cards
    assert card.other is not None
    QTest.keyClicks(card.other.field, "hei")
    QTest.keyClick(card.other.field, Qt.Key.Key_Return)
    assert "hei" in card.other.fault.text() and "fire sifre" in card.other.fault.text()
    QTest.keyClick(card.other.field, Qt.Key.Key_Escape)
    assert window.place == "import" and card.other.fault.isHidden() and not card.other.field.text()
    QTest.keyClicks(card.other.field, "2014")
    QTest.keyClick(card.other.field, Qt.Key.Key_Return)
    waits_for(page, "Se over tallene", qtbot)
    chosen = [row for row in card.rows if row.radio.isChecked()]
    assert [row.words.text() for row in chosen] == ["2014"] and "januar 2014" in chosen[0].result.text()
    page.do.click()
    waits_for(page, "Hent 2 tall", qtbot)
    page.do.click()
    assert window.session.ws.series(source(window.session.ws))[month(2014, 2)] == 6.0


def test_a_year_that_was_guessed_is_typed_otherwise(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    page = show(text_file(tmp_path, "Reparasjoner 2024", "Måned;Reparasjoner", "januar;5", "februar;6"))
    page.show_read()
    sentence = next(each for each in page.read.side.sentences if "2024" in each.words.text() and each.link.text())
    sentence._type()
    (dialog,) = page.window().findChildren(TypedDialog)
    QTest.keyClicks(dialog.field, "1899")
    dialog.use.click()
    assert "1899" in dialog.problem.text() and dialog.isVisible()
    dialog.field.setText("2013")
    dialog.use.click()
    qtbot.waitUntil(lambda: page.found is not None and page.found.asked.said.year == 2013)


def test_the_day_on_which_the_first_row_begins_is_typed(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    page = show(text_file(tmp_path, "Nth day;Reparasjoner", *(f"{n:04};{n}" for n in range(6))))
    (card,) = page.read.side.cards
    assert card.other is not None
    QTest.keyClicks(card.other.field, "3. mars 2019")
    QTest.keyClick(card.other.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.found is not None and bool(page.found.laid.read.measures))
    assert page.found is not None and Period.parse("2019-03-03") in page.found.laid.read.measures[0].numbers


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """Days that are twelve months or the first days of one."""
    rows = [f"{n:02}/{n + 1:02}/2025;{40 + n}" for n in range(1, 8)]
    return text_file(tmp_path, "Dato;Reparasjoner", *rows)


def test_what_must_be_asked_is_asked_first_and_nothing_is_chosen(show: Show, doubtful: Path, qtbot: QtBot) -> None:
    page = show(doubtful)
    assert page.read.isVisible() and not page.check.isVisible()
    assert page.do.text() == "Svar på 1 spørsmål" and not page.do.isEnabled()
    (card,) = page.read.side.cards
    assert card.accessibleName().startswith("Er 01/02/2025 i"), "the first of them is the example"
    row = card.rows[0]
    assert page.window().focusWidget() is row.radio
    QTest.keyClick(row.radio, Qt.Key.Key_Space)
    qtbot.waitUntil(page.do.isEnabled)
    assert page.read.isVisible(), "the answer shows what comes of it before one goes on"
    assert page.do.text() == "Se over tallene"
    QTest.keyClick(row.radio, Qt.Key.Key_Return, CONTROL)
    assert page.check.isVisible()


def test_alt_left_leads_to_how_it_was_read_and_then_away(show: Show, window: Window, workbook: Path) -> None:
    page = show(workbook)
    window.commands.run("back")
    assert page.read.isVisible()
    window.commands.run("back")
    assert window.place == "entry"


def test_a_column_that_is_not_wanted_is_left_out_by_its_head(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    page = show(text_file(tmp_path, "Måned;Reparasjoner;Biler", "2025-01;41;7", "2025-02;43;9"))
    page.show_read()
    page.read.raw.view.ask_role(2)
    menu = page.read.raw.view.menu
    assert menu is not None
    menu.actions()[-1].trigger()
    menu.close()
    qtbot.waitUntil(
        lambda: page.found is not None and [row.name for row in page.found.preview.rows] == ["Reparasjoner"]
    )


def test_a_file_without_a_number_to_take_says_why(show: Show, tmp_path: Path) -> None:
    page = show(text_file(tmp_path, "Måned;Reparasjoner", "2026-03;41"))
    assert page.check.none.isVisible() and not page.do.isEnabled()
    assert "Mars 2026" in page.check.none._sentence.text()
    page.check.none.button.click()
    assert page.read.isVisible()


# ---- choices ---------------------------------------------------------------------------------------


def test_a_colleagues_number_stays_until_somebody_chooses(show: Show, window: Window, workbook: Path, qtbot) -> None:
    page = show(workbook)
    (row,) = page.check.changed.rows
    assert row.sides.value() == "mine"
    assert "Ola" in row._who.words()
    row.sides.choose("file")
    waits_for(page, "Hent 36 tall", qtbot)
    page.do.click()
    assert window.session.ws.series(source(window.session.ws))[month(2024, 5)] == 42.0


def test_a_column_goes_where_it_is_sent(show: Show, window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    page = show(text_file(tmp_path, "Måned;Innlevert", "2025-01;41", "2025-02;43"))
    (row,) = page.check.columns.rows
    assert isinstance(row, ColumnRow)
    row.target.choose()
    popup = row.target.popup
    assert popup is not None
    QTest.keyClicks(popup.field, "repar")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.target.toolTip() == "Reparasjoner")
    page.do.click()
    assert window.session.ws.series(source(window.session.ws))[month(2025, 2)] == 43.0


def test_a_search_for_another_place_that_is_cleared_leaves_the_column_where_it_was(
    show: Show, tmp_path: Path, qtbot: QtBot
) -> None:
    page = show(text_file(tmp_path, "Måned;Biler inne", "2025-01;41", "2025-02;43"))
    (row,) = page.check.columns.rows
    assert isinstance(row, ColumnRow)
    row.target.choose()
    popup = row.target.popup
    assert popup is not None
    QTest.keyClicks(popup.field, "repar")
    popup.field.clear()
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert row.target.toolTip() == "Ny KPI: Biler inne"


def test_a_column_becomes_a_kpi_of_its_own(show: Show, window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    page = show(text_file(tmp_path, "Måned;Biler inne", "2025-01;41", "2025-02;43"))
    (row,) = page.check.columns.rows
    assert row.target.toolTip() == "Ny KPI: Biler inne"
    row.edit.click()
    dialog = page.check.dialog
    dialog.name.setText("Biler til service")
    dialog.use.click()
    qtbot.waitUntil(lambda: row.target.toolTip() == "Ny KPI: Biler til service")
    page.do.click()
    assert "Biler til service" in {kpi.name for kpi in window.session.ws.all(Kpi)}
    window.session.undo()
    assert {kpi.name for kpi in window.session.ws.all(Kpi)} == {"Reparasjoner"}


def test_a_file_of_many_columns_becomes_kpis_by_one_click(show: Show, window: Window, tmp_path: Path, qtbot) -> None:
    page = show(text_file(tmp_path, "Måned;Kurs;Vaser;Fat;Kopper", "01.2025;1;2;3;4", "02.2025;5;6;7;8"))
    assert page.do.text() == "Hent 0 tall"
    assert page.check.columns.link.isVisible()
    QTest.mouseClick(page.check.columns.link, Qt.MouseButton.LeftButton)
    waits_for(page, "Hent 8 tall", qtbot)
    assert not page.check.columns.link.isVisible()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)  # takes the numbers, as where nothing has the keyboard
    assert {each.name for each in window.session.ws.all(Kpi)} >= {"Kurs", "Vaser", "Fat", "Kopper"}


def test_long_names_in_a_file_are_told_whole(show: Show, tmp_path: Path) -> None:
    heads = ("Salgsinntekt, avgiftspliktig", "Salgsinntekt, avgiftsfri")
    page = show(text_file(tmp_path, f"Måned;{';'.join(heads)}", "01.2025;1;2", "02.2025;5;6"))
    shown = [each.text() for row in page.check.columns.rows for each in row.findChildren(QLabel)]
    assert set(heads) <= set(shown)


def test_a_digit_too_many_is_mended_by_one_click(show: Show, window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    rows = [f"{year}-{number:02};{400 + (7 * place) % 11}" for place, (year, number) in enumerate(MONTHS)]
    rows[20] = rows[20].split(";")[0] + ";4050"
    page = show(text_file(tmp_path, "Måned;Reparasjoner", *rows))
    (odd,) = page.check.odd.rows
    link = next(each for each in odd.links.values() if each.text().startswith("Bruk "))
    wanted = float(link.text().removeprefix("Bruk ").replace("\u00a0", ""))
    assert {QAccessible.queryAccessibleInterface(each).role() for each in odd.links.values()} == {
        QAccessible.Role.RadioButton
    }
    assert [each.isChecked() for each in odd.links.values()] == [True, False, False], "it is taken as it stands"
    link.click()
    page.do.click()  # at once: it waits for what was chosen
    qtbot.waitUntil(lambda: window.place == "entry")
    assert window.session.ws.series(source(window.session.ws))[month(2024, 9)] == wanted


def test_earlier_months_are_a_key_away(show: Show, workbook: Path) -> None:
    page = show(workbook)
    table = page.check.cells.table
    newest = table.period(table.columnCount() - 1)
    QTest.keyClick(page, Qt.Key.Key_PageUp)
    assert table.period(table.columnCount() - 1) == newest.previous(table.columnCount() - 2)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert table.period(table.columnCount() - 1) == newest


# ---- what can't be read, and what changes meanwhile --------------------------------------------------


def test_a_file_that_holds_no_table_is_refused_with_a_way_on(
    window: Window, tmp_path: Path, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Oppgjør mars.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    window.go("import", path)
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    notice = window.notices.rows()[0].notice
    assert notice.kind == "error" and "PDF" in notice.text and "Ingenting er endret" in notice.text
    assert window.place == "entry"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(workbook), ""))
    assert notice.callback is not None
    notice.callback()
    assert window.place == "import"


def test_a_file_that_is_saved_again_is_read_again_and_answers_stay(
    show: Show, window: Window, doubtful: Path, qtbot: QtBot
) -> None:
    page = show(doubtful)
    standing = [row.notice.text for row in window.notices.rows()]
    page.read.side.cards[0].rows[0].radio.click()
    qtbot.waitUntil(page.do.isEnabled)
    before = page.found
    doubtful.write_text(doubtful.read_text(encoding="utf-8") + "08/09/2025;99\n", encoding="utf-8")
    page.work._still.start()  # what tells of a changed file may take its time on a busy machine
    qtbot.waitUntil(lambda: page.found is not before)
    assert page.found is not None and page.found.asked.said.answers == before.asked.said.answers
    assert len(page.found.book.sheets[0].rows) == 9
    assert [row.notice.text for row in window.notices.rows()] == standing, "nothing goes on saying that it is read"


def test_a_number_that_a_colleague_enters_meanwhile_is_seen(show: Show, window: Window, workbook: Path, qtbot) -> None:
    page = show(workbook)
    window.session.perform(entry.set_value, source(window.session.ws), month(2023, 1), 40.0)
    waits_for(page, "Hent 34 tall", qtbot)


def test_letters_that_were_guessed_are_asked_about_and_tried_otherwise(
    show: Show, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "gammel.csv"
    path.write_bytes("Måned;Kjøreøkter\n2025-01;41\n2025-02;43\n".encode("cp1252"))
    page = show(path)
    window.notices.rows()[0].notice.callback()
    assert window.notices.rows() == [], "who says that they are right is asked no more"
    page.go_back()
    page = show(path)
    (row,) = window.notices.rows()
    assert row.notice.text == "Bokstavene i filen er lest som Windows-tekst. Ser æ, ø og å riktige ut?"
    before = page.found
    dict(row.notice.more)["Prøv en annen"]()
    qtbot.waitUntil(lambda: page.found is not before)
    assert window.notices.rows() == []
    assert page.found is not None and page.found.book.letters.encoding == "cp850"


def test_rows_that_were_left_out_are_told_of_afterwards_and_can_be_seen(
    show: Show, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    page = show(text_file(tmp_path, "Måned;Reparasjoner", "2025-01;41", "2025-02;#DIV/0!", "2025-03;43"))
    if page.read.isVisible():
        page.do.click()
    page.do.click()
    (row,) = window.notices.rows()
    assert row.notice.kind == "warning" and row.notice.text.startswith("1 rad ble ikke med.")
    row.notice.callback()
    qtbot.waitUntil(lambda: page.found is not None)
    assert page.read.isVisible(), "its rows, though there is nothing new in it"


def test_who_looks_elsewhere_and_comes_back_finds_the_choices(show: Show, window: Window, workbook, qtbot) -> None:
    page = show(workbook)
    page.check.changed.rows[0].sides.choose("file")
    waits_for(page, "Hent 36 tall", qtbot)
    window.go("kpis")
    window.back()
    assert window.page() is page and page.do.text() == "Hent 36 tall"


def test_larger_text_and_another_language_keep_what_was_chosen(
    show: Show, window: Window, workbook: Path, qtbot: QtBot
) -> None:
    page = show(workbook)
    page.check.changed.rows[0].sides.choose("file")
    waits_for(page, "Hent 36 tall", qtbot)
    window.commands.run("language_en")
    qtbot.waitUntil(lambda: window.page() is not page and window.page().found is not None)
    assert window.page().do.text() == "Import 36 numbers"
    window.commands.run("language_nb")


def test_a_changed_number_unfolds_to_who_wrote_it_and_both_numbers(show: Show, workbook: Path, qtbot: QtBot) -> None:
    page = show(workbook)
    (row,) = page.check.changed.rows
    row.more.click()
    assert row.tiles.isVisible() and "Ola førte tallet" in row.tiles._words.text()
    assert [each.words.text() for each in row.tiles.rows.values()] == ["41", "42"]
    QTest.mouseClick(list(row.tiles.rows.values())[1], Qt.MouseButton.LeftButton)
    waits_for(page, "Hent 36 tall", qtbot)
    assert row.tiles.isVisible(), "what is unfolded stays so"


def test_the_arrows_choose_between_two_numbers(show: Show, workbook: Path, qtbot: QtBot) -> None:
    page = show(workbook)
    (row,) = page.check.changed.rows
    QTest.keyClick(row, Qt.Key.Key_Left)
    waits_for(page, "Hent 36 tall", qtbot)
    QTest.keyClick(row, Qt.Key.Key_Right)
    waits_for(page, "Hent 35 tall", qtbot)


def test_in_a_file_that_can_only_be_read_nothing_is_taken(show: Show, window: Window, workbook, monkeypatch) -> None:
    monkeypatch.setattr(type(window.session.ws), "read_only", property(lambda _ws: True))
    page = show(workbook)
    assert page.do.text() == "Filen er skrivebeskyttet" and not page.do.isEnabled()


def test_everything_that_the_keyboard_reaches_has_a_name(show: Show, workbook: Path, doubtful: Path) -> None:
    nameless = []
    for path in (workbook, doubtful):
        page = show(path)
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                interface = QAccessible.queryAccessibleInterface(widget)
                if interface is not None and not interface.text(QAccessible.Text.Name):
                    nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


# ---- dropping ---------------------------------------------------------------------------------------


def drag(window: Window, path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where, buttons, keys = QPointF(300, 300), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, event)
    return data


def test_a_file_held_over_the_window_says_what_comes_of_it_and_is_shown_when_dropped(
    window: Window, workbook: Path, qtbot: QtBot
) -> None:
    data = drag(window, workbook)
    sheet = window.merges._sheet
    assert sheet is not None
    assert sheet.accessibleName() == "Slipp for å se tallene Ingenting lagres før du har sett dem."
    where, keys = QPointF(300, 300), Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDropEvent(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys))
    qtbot.waitUntil(lambda: window.place == "import")
    page = window.page()
    assert isinstance(page, ImportPage)
    waits_for(page, "Hent 35 tall", qtbot)


def test_a_copy_that_is_dropped_is_still_merged(window: Window, tmp_path: Path) -> None:
    copy = tmp_path / "Kopi.kpidesk"
    copy.write_bytes(b"x")
    heard: list[object] = []
    window.merges.wanted.connect(heard.append)
    drag(window, copy)
    sheet = window.merges._sheet
    assert sheet is not None and "flette inn" in sheet.accessibleName()
    window.merges._hide_sheet()
    window.merges.take([copy])
    assert heard == [copy]


def test_the_heads_of_the_columns_stand_above_what_they_name(show: Show, tmp_path: Path) -> None:
    """Where the line and the newest number have no room, and where they have."""
    page = show(text_file(tmp_path, "Måned;Biler inne", "2025-01;41", "2025-02;43"))
    (row,), heads = page.check.columns.rows, page.check.columns.findChild(ColumnHeads)
    assert isinstance(heads, ColumnHeads)
    for width in (640, 800, 1000):
        for each in (row, heads):
            each.fit(width)
            each.setFixedWidth(width)
            each.layout().activate()
        goes = next(each for each in heads.findChildren(QLabel) if each.text() == "Legges i")
        assert goes.x() == row.target.x(), width
