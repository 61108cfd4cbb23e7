"""A kind of file is remembered: next month it is the file and one click, and what lies ready is told."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kpidesk.commands.intake import Existing, sources, take
from kpidesk.domain.entities import Input, Source
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.intake import recipe
from kpidesk.exchange.intake.compose import taking
from kpidesk.exchange.intake.look import look, look_again
from kpidesk.exchange.sheets import read_book
from kpidesk.reading import Order
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.conftest import Clock
from tests.ui.imports.conftest import Show
from tests.ui.prepared import Prepared, prepare
from ui.app.window import Window
from ui.imports.sources import folders, new_files
from ui.imports.sources.sources_page import SourcesPage
from ui.parts.form import InPlaceLine


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Week 10 was taken, and sent to an input of another name."""
    folder = tmp_path_factory.mktemp("workshop")
    return prepare(folder, "Verksted", "Kari Solberg", Clock(), partial(_take_week_10, folder))


def _take_week_10(folder: Path, ws: Workspace) -> None:
    own_kpis.define(ws, name="Reparasjoner", frequency=Frequency.WEEK)
    (repairs,) = ws.all(Input)
    looked = look(ws, read_book(week_file(folder, 10, 41)))
    (row,) = looked.preview.rows
    chosen = look_again(ws, looked, choices=looked.choices.going(row.key, Existing(repairs.uid)))
    take(ws, taking(chosen.preview, chosen.to_remember))


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "Nedlastinger"
    folder.mkdir()
    return folder


def week_file(folder: Path, week: int, count: int) -> Path:
    """The days as the till counts them: the day and the month stand in an order that nobody can tell."""
    path = folder / f"Verksted uke {week}.csv"
    path.write_text(f"Uke;Innlevert\n2026-W{week:02};{count}\n", encoding="utf-8")
    return path


@pytest.fixture
def remembered(downloads: Path, window: Window) -> Source:
    """What is remembered of week 10, which lay among the downloads."""
    (source,) = window.session.ws.all(Source)
    folders.keep(window.session.memory, source.uid, week_file(downloads, 10, 41))
    return source


def numbers(window: Window) -> dict[Period, object]:
    (uid,) = (each.uid for each in window.session.ws.all(Input) if each.name == "Reparasjoner")
    return dict(window.session.ws.series(uid))


def test_next_weeks_file_is_the_file_and_one_click(
    remembered: Source, show: Show, downloads: Path, window, qtbot
) -> None:
    page = show(week_file(downloads, 11, 43))
    assert page.check.isVisible() and page.do.text() == "Hent 1 tall"
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert numbers(window) == {Period.parse("2026-W10"): 41.0, Period.parse("2026-W11"): 43.0}
    (source,) = window.session.ws.all(Source)
    assert (source.uid, source.fetched_file) == (remembered.uid, "Verksted uke 11.csv")


def test_what_nobody_wants_to_remember_is_not_and_the_page_says_how_a_source_comes(
    show: Show, downloads: Path, window: Window
) -> None:
    (known,) = window.session.ws.all(Source)
    window.session.perform(sources.delete, known.uid)
    page = show(week_file(downloads, 11, 41))
    page.check.side.remember.box.setChecked(False)
    page.do.click()
    assert window.session.ws.all(Source) == []
    window.go("sources")
    page = window.page()
    assert page.empty.isVisible() and page.initial_focus() is page.empty.button


def test_a_file_with_nothing_new_leaves_its_source_as_it_was(
    remembered: Source, show: Show, downloads: Path, window: Window
) -> None:
    page = show(week_file(downloads, 10, 41))
    assert page._nothing.isVisible()
    page._nothing.button.click()
    assert window.place == "entry"
    assert window.session.ws.get(Source, remembered.uid) == remembered


def test_a_file_of_another_name_with_nothing_new_is_noted_with_its_source(
    remembered: Source, show: Show, downloads: Path, window: Window
) -> None:
    again = week_file(downloads, 10, 41).rename(downloads / "Verksted uke 110.csv")
    show(again)._nothing.button.click()
    source = window.session.ws.get(Source, remembered.uid)
    assert (source.fetched_file, source.fetched_numbers) == ("Verksted uke 110.csv", 0)


def test_a_file_that_lies_ready_is_told_once_and_shown_by_one_click(
    remembered: Source, downloads: Path, window: Window, qtbot: QtBot
) -> None:
    path = week_file(downloads, 11, 43)
    window.lookout.news.look()
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    (row,) = window.notices.rows()
    assert row.notice.text.startswith("Uke 11 ligger klar i Nedlastinger: Verksted uke 11.csv, lagret")
    assert row.notice.action == "Hent 1 tall"
    row.notice.callback()
    assert window.place == "import" and window.notices.rows() == []
    qtbot.waitUntil(lambda: window.page().found is not None)
    assert window.page().found.asked.path == path


def test_a_file_that_is_taken_in_another_way_is_ready_no_more(
    remembered: Source, downloads: Path, show: Show, window: Window, qtbot: QtBot
) -> None:
    path = week_file(downloads, 11, 43)
    window.lookout.news.look()
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    assert "ligger klar" in window.notices.rows()[0].notice.text
    page = show(path)  # dropped on the window, not fetched from the notice
    page.do.click()
    qtbot.waitUntil(lambda: not any("ligger klar" in row.notice.text for row in window.notices.rows()))


def test_a_file_that_is_looked_at_is_told_of_no_more(
    remembered: Source, downloads: Path, window: Window, qtbot: QtBot
) -> None:
    path = week_file(downloads, 11, 43)
    window.lookout.news.look()
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    window.session.navigate.emit("import", path)
    assert window.notices.rows() == []


def test_not_now_hides_that_file_and_no_other(
    remembered: Source, downloads: Path, window: Window, qtbot: QtBot
) -> None:
    week_file(downloads, 11, 43)
    window.lookout.news.look()
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    dict(window.notices.rows()[0].notice.more)["Ikke nå"]()
    assert window.notices.rows() == []
    with qtbot.waitSignal(window.lookout.news.files.told) as heard:
        window.lookout.news.look()
    assert heard.args == [()]
    week_file(downloads, 9, 44)
    window.lookout.news.look()
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    assert "Uke 9" in window.notices.rows()[0].notice.text


def test_a_file_that_was_told_of_is_not_read_again_until_it_is_saved(
    remembered: Source, downloads: Path, window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = week_file(downloads, 11, 43)
    read: list[Path] = []
    read_book = new_files.read_book
    monkeypatch.setattr(new_files, "read_book", lambda each: (read.append(each), read_book(each))[1])
    window.lookout.news.look()
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    for wanted in (1, 2):
        with qtbot.waitSignal(window.lookout.news.files.told) as heard:
            window.lookout.news.look()
        assert [each.path for each in heard.args[0]] == [path]
        assert len(read) == wanted
        os.utime(path, (2_000_000_000, 2_000_000_000))


def test_the_page_of_sources_tells_what_is_ready_and_fetches_by_enter(
    remembered: Source, downloads: Path, window: Window, qtbot: QtBot
) -> None:
    week_file(downloads, 11, 43)
    window.commands.run("sources")
    page = window.page()
    assert isinstance(page, SourcesPage)
    (row,) = page.rows
    qtbot.waitUntil(lambda: row.button.text() == "Hent 1 tall")
    assert row._feeds.words() == "Reparasjoner"
    assert "Nedlastinger" in row._files.words() and "‹nr›" in row._files.words()
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert window.place == "import"


def test_a_source_is_renamed_and_deleted_with_a_way_back(remembered: Source, window: Window) -> None:
    window.go("sources")
    page = window.page()
    page.details.name.setText("Kassen")
    page.details.name.editingFinished.emit()
    assert window.session.ws.get(Source, remembered.uid).name == "Kassen"
    QTest.keyClick(page.rows[0], Qt.Key.Key_Delete)
    assert page.empty.isVisible() and numbers(window) != {}
    window.session.undo()
    assert [row.told.source.name for row in page.rows] == ["Kassen"]


def test_a_file_of_another_layout_says_what_is_different_and_marks_that_sentence(
    remembered: Source, show: Show, downloads: Path, window: Window
) -> None:
    path = downloads / "Verksted uke 11.csv"
    path.write_text("Uke;Antall inn;Antall ut\n2026-W11;43;40\n", encoding="utf-8")
    told: list[str] = []
    window.session.notice.connect(lambda notice: told.append(notice.text))
    page = show(path)
    assert page.read.isVisible(), "page 20 opens"
    (words,) = [each for each in told if "Verksted uke" in each]
    assert "Innlevert er borte." in words and "Antall inn og Antall ut er nye." in words
    marked = [each.words.accessibleName() for each in page.read.side.sentences if each.stands_out]
    assert marked == ["Tallene står i kolonnene B og C."]


def test_a_file_of_the_same_layout_marks_nothing(remembered: Source, show: Show, downloads: Path) -> None:
    page = show(week_file(downloads, 11, 43))
    page.show_read()
    assert not any(each.stands_out for each in page.read.side.sentences)


def test_esc_leaves_the_name_and_del_then_means_the_source(remembered: Source, window: Window) -> None:
    window.go("sources")
    page = window.page()
    assert isinstance(page, SourcesPage)
    page.rows[0].setFocus()
    QTest.keyClick(page.rows[0], Qt.Key.Key_F2)
    assert window.focusWidget() is page.details.name
    QTest.keyClicks(page.details.name, "Kas")
    QTest.keyClick(page.details.name, Qt.Key.Key_Escape)
    assert window.focusWidget() is page.rows[0] and page.details.name.text() == remembered.name
    QTest.keyClick(page.rows[0], Qt.Key.Key_F2)
    QTest.keyClick(page.details.name, Qt.Key.Key_Escape)
    assert window.focusWidget() is page.rows[0] and window.place == "sources"
    QTest.keyClick(page.rows[0], Qt.Key.Key_Delete)
    assert window.session.ws.all(Source) == []


def test_what_the_files_are_called_is_typed_as_it_is_shown(remembered: Source, window: Window) -> None:
    window.go("sources")
    line = window.page().details.form.pattern
    assert line.text() == "Verksted uke ‹nr›.csv"
    type_over(line, "Kasse ‹dato› <nr>.csv")
    assert window.session.ws.get(Source, remembered.uid).pattern == "Kasse <date> <n>.csv"
    type_over(line, "Kasse ‹uke›.csv")
    assert "‹uke›" in window.page().details.form.fault.text() and line.text() == "Kasse ‹dato› ‹nr›.csv"
    type_over(line, " ")
    assert window.session.ws.get(Source, remembered.uid).pattern == "Kasse <date> <n>.csv"
    window.session.undo()
    assert line.text() == "Verksted uke ‹nr›.csv"


def type_over(line: InPlaceLine, words: str) -> None:
    line.setFocus()
    line.selectAll()
    line.insert(words)  # no key types ‹
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_the_marks_and_dates_of_a_source_are_changed_in_place(remembered: Source, window: Window) -> None:
    window.go("sources")
    form = window.page().details.form
    form.decimal.chosen.emit(".")
    form.order.chosen.emit(Order.MDY)
    kept = recipe.read(window.session.ws.get(Source, remembered.uid).recipe)
    assert recipe.marks_of(kept) == recipe.Marks(".", Order.MDY) and kept.into
    assert (form.decimal.currentData(), form.order.currentData()) == (".", Order.MDY)
    form.decimal.chosen.emit(None)
    assert recipe.marks_of(recipe.read(window.session.ws.get(Source, remembered.uid).recipe)).decimal is None


def test_the_year_that_was_answered_once_is_changed_in_place(
    show: Show, downloads: Path, window: Window, qtbot: QtBot
) -> None:
    (downloads / "Uten år.csv").write_text("Uke;Reparasjoner\n9;41\n10;42\n", encoding="utf-8")
    page = show(downloads / "Uten år.csv")
    page.read.answered.emit("year", "2025")
    qtbot.waitUntil(lambda: page.found is not None and page.found.preview is not None)
    page.do.click()
    page.do.click()
    qtbot.waitUntil(lambda: window.place == "entry")
    window.go("sources")
    form = window.page().details.form
    assert form.year.isVisible() and form.year.text() == "2025"
    type_over(form.year, "20")
    assert "fire sifre" in form.fault.text() and form.year.text() == "2025"
    type_over(form.year, "2026")
    page = show(downloads / "Uten år.csv")
    assert page.found is not None and page.found.laid.read.measures[0].numbers.keys() == {
        Period.parse("2026-W09"), Period.parse("2026-W10"),
    }  # fmt: skip


def test_a_folder_that_is_gone_can_be_chosen_anew(
    remembered: Source, downloads: Path, tmp_path: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads.rename(tmp_path / "Flyttet")
    window.go("sources")
    page = window.page()
    assert page.rows[0]._now.words() == "Mappen finnes ikke her"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path / "Flyttet"))
    page.details.folder_wanted.emit()
    assert folders.folder_of(window.session.memory, remembered.uid) == tmp_path / "Flyttet"
    assert page.rows[0].button.text() == "Hent igjen"


def test_a_source_that_a_colleague_deletes_goes_from_the_page(remembered: Source, window: Window) -> None:
    window.go("sources")
    window.session.perform(sources.delete, remembered.uid)
    assert window.page().rows == []
