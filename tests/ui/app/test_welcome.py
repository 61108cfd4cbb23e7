"""The first start: what a new file begins with, and how few keys it takes to the first number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import library
from kpidesk.domain.entities import Department, Input, Kpi, Objective, Person, Target
from kpidesk.workspace import Workspace
from tests.ui.settled import settle
from ui.app.welcome.recent_files import RecentFile
from ui.app.welcome.welcome_page import WelcomePage
from ui.app.window import Window
from ui.base.theme import Theme
from ui.overview.overview_page import OverviewPage

Key = Qt.Key


@pytest.fixture
def window(make_window: Callable[..., Window]) -> Window:
    """Nobody has said a name yet."""
    return make_window(author="")


@pytest.fixture
def page(window: Window, tmp_path: Path, qtbot: QtBot) -> WelcomePage:
    found = window.findChild(WelcomePage)
    assert found is not None
    qtbot.waitUntil(lambda: QApplication.focusWidget() is found.form.company)
    found.form.place(tmp_path / "Ny bedrift.kpidesk")
    return found


def test_story_21_from_the_first_start_to_the_first_number(page: WelcomePage, window: Window, qtbot: QtBot) -> None:
    """Company, Tab, the trade by three letters, Enter, the value, Enter: three texts and three keys."""
    texts = keys = 0
    page.form.person.setText("Mona Lie")  # as the system tells it
    for words, key in (("Klipp og slikt", Key.Key_Tab), ("fri", Key.Key_Return), ("342500", Key.Key_Return)):
        for letter in words:
            QTest.keyClick(_keyboard(window), letter)
        texts += 1
        QTest.keyClick(_keyboard(window), key)
        keys += 1
    assert (texts, keys) == (3, 3)
    assert window.session is not None
    ws = window.session.ws
    assert ws.company.name == "Klipp og slikt" and window.memory.text("author") == "Mona Lie"
    assert [kpi.library_id for kpi in ws.all(Kpi)] == [each.kpi.id for each in library.template("hair_salon").kpis]
    (series,) = [found for source in ws.all(Input) if (found := ws.series(source.uid))]
    assert {period.key(): value for period, value in series.items()} == {"2026-02": 342500}, "the last full month"
    assert window.place == "overview"


def test_where_the_machine_knows_no_name_enter_asks_for_one_and_takes_none_for_an_answer(
    page: WelcomePage, window: Window
) -> None:
    page.form.person.clear()
    for letter in "Klipp":
        QTest.keyClick(_keyboard(window), letter)
    QTest.keyClick(_keyboard(window), Key.Key_Return)
    assert window.session is None and page.form.person.hasFocus()
    QTest.keyClick(_keyboard(window), Key.Key_Return)
    assert window.session is not None and window.session.ws.all(Person) == []


def _keyboard(window: Window) -> QWidget:
    """Where the keyboard is.

    On a busy machine a word of waiting comes and goes while the file is made; then it is the window manager that
    gives the window the keyboard again, and offscreen there is none.
    """
    if QApplication.activeWindow() is None:
        window.activateWindow()
        QApplication.processEvents()
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.mark.parametrize(
    ("typed", "found"),
    [("fri", "hair_salon"), ("FRIS", "hair_salon"), ("hair", "hair_salon"), ("bakery", "cafe_restaurant"),
     ("plumber", "tradesperson"), ("dentist", "clinic"), ("saas", "saas"), ("hotel", "small_hotel"),
     ("Empty", ""), ("empty file", "")],
)  # fmt: skip
def test_a_trade_is_found_by_its_name_or_another_word_in_both_languages(
    page: WelcomePage, typed: str, found: str
) -> None:
    page.form.trade.line.setFocus()
    QTest.keyClicks(page.form.trade.line, typed)
    assert page.form.trade.chosen == found


def test_all_templates_are_offered_by_their_names_and_the_empty_file_last(page: WelcomePage) -> None:
    trade = page.form.trade
    trade.line.setFocus()
    QApplication.processEvents()
    assert trade.list.isVisible()
    *keys, last = trade.keys()
    assert set(keys) == set(library.template_ids()) and last == ""
    names = [library.folded(library.template(key).name) for key in keys]
    assert names == sorted(names)
    assert trade.chosen == "", "nobody has chosen yet"


def test_what_is_no_trade_leaves_the_empty_file(page: WelcomePage) -> None:
    trade = page.form.trade
    QTest.keyClicks(trade.line, "xyzzy")
    assert trade.keys() == [""] and trade.chosen == ""


def test_the_arrows_choose_and_leaving_the_field_tells_what(page: WelcomePage) -> None:
    trade = page.form.trade
    trade.line.setFocus()
    QTest.keyClick(trade.line, Key.Key_Down)
    QTest.keyClick(trade.line, Key.Key_Down)
    assert trade.chosen == trade.keys()[1]
    QTest.keyClick(trade.line, Key.Key_Tab)
    assert trade.line.text() == library.template(trade.chosen).name and not trade.list.isVisible()
    assert QApplication.focusWidget() is page.form.person


def test_the_targets_and_goals_of_a_template_are_only_suggested(page: WelcomePage, window: Window) -> None:
    page.form.company.setText("Ny bedrift")
    page.form.trade.choose("tradesperson")
    page.form.make()
    assert window.session is not None
    ws = window.session.ws
    wanted = library.template("tradesperson")
    assert ws.company.strategy == wanted.strategy
    assert all(target.suggested for target in ws.all(Target)) and ws.all(Objective) == []
    assert all(department.icon for department in ws.all(Department))


def test_the_fiscal_year_begins_in_the_month_that_is_chosen(page: WelcomePage, window: Window) -> None:
    assert page.form.year.isHidden(), "it is said, and asked for only when somebody wants to change it"
    page.form.company.setText("Ny bedrift")
    page.form.change_year.click()
    page.form.year.setCurrentIndex(8)
    page.form.person.setText("Mona Lie")
    QTest.keyClick(page.form.year, Qt.Key.Key_Return)
    assert window.session is not None and window.session.ws.company.fiscal_year_start == 9, "Enter, as the page says"


def test_an_empty_file_has_nothing_but_who_made_it_and_offers_five_kpis(page: WelcomePage, window: Window) -> None:
    page.form.company.setText("Ny bedrift")
    page.form.person.setText("Ola Nygård")
    QTest.keyClick(page.form.company, Key.Key_Return)
    assert window.session is not None
    ws = window.session.ws
    assert ws.all(Kpi) == []
    assert [person.name for person in ws.all(Person)] == ["Ola Nygård"]
    overview = window.page()
    assert isinstance(overview, OverviewPage) and overview.goals_and_kpis.steps is not None
    assert len(overview.goals_and_kpis.steps.kpis.boxes) == 5


def test_the_form_stays_in_sight_until_the_new_file_is_there(
    page: WelcomePage, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    opening = Workspace.open

    def looking(*arguments: Any, **how: Any) -> Workspace:
        seen.append(page.isVisible())
        return opening(*arguments, **how)

    monkeypatch.setattr(Workspace, "open", looking)
    page.form.company.setText("Ny bedrift")
    page.form.make()
    assert window.session is not None
    assert seen and all(seen)


def test_a_recent_file_keeps_its_ampersand(theme: Theme, settings, home, clock, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "Blåbær & Sønn.kpidesk"
    file.touch()
    settings.setValue("recent", [str(file)])
    page = WelcomePage(theme, settings, home, clock)
    qtbot.addWidget(page)
    (row,) = page.recent.files
    assert row.button.text() == "Blåbær && Sønn.kpidesk", "Qt shows && as one &, and takes a single one for a key"
    with qtbot.waitSignal(page.opened) as asked:
        row.button.click()
    assert asked.args == [str(file)]


def test_a_missing_file_is_told_and_stays_in_the_list_until_it_is_found_or_removed(
    theme: Theme, settings, home, clock, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, moved, other = (tmp_path / name for name in ("Borte.kpidesk", "Flyttet.kpidesk", "Annen.kpidesk"))
    moved.touch()
    settings.setValue("recent", [str(gone), str(other)])
    page = WelcomePage(theme, settings, home, clock)
    qtbot.addWidget(page)
    first, second = page.recent.files
    qtbot.waitUntil(lambda: not first.button.isEnabled() and not second.button.isEnabled())
    assert "ligger ikke lenger i" in first.told.text()
    find, _remove = _links(first)
    _find, remove = _links(second)
    remove.click()
    assert page.recent._memory.recent() == [str(gone)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(moved), ""))
    with qtbot.waitSignal(page.opened) as asked:
        find.click()
    assert asked.args == [str(moved)] and page.recent._memory.recent() == [str(moved)]


def _links(row: RecentFile) -> list[QPushButton]:
    return [each for each in row.findChildren(QPushButton) if each is not row.button]


def test_a_very_long_company_gets_a_file_whose_name_the_disk_takes(window: Window, qtbot: QtBot) -> None:
    form = window.findChild(WelcomePage).form
    form.company.setText("Fysioterapeutene på Løkka " * 20)
    assert form.path.name.startswith("Fysioterapeutene på Løkka Fysio") and not form.path.exists()
    assert form.button.isEnabled()


@pytest.mark.parametrize("percent", [100, 140])
def test_a_small_window_shows_the_form_whole_from_side_to_side(window: Window, theme: Theme, percent: int) -> None:
    """It scrolls down, never sideways."""
    theme.resize(percent)
    try:
        page = WelcomePage(theme, window.settings, window.home, window.clock)
        page.side.setFixedWidth(1)
        page.resize(640, 400)
        page.show()
        QApplication.processEvents()
        page.resize(640, 400)
        settle()
        assert page.width() == 640
        assert page._area.widget().width() <= page._area.viewport().width()
    finally:
        theme.resize(100)


def test_the_ways_fit_a_low_window_without_a_bar_beside_that_of_the_form(window: Window) -> None:
    """As a second window on a laptop, beside its first."""
    page = window.findChild(WelcomePage)
    window.resize(1052, 518)
    settle()
    bars = [each for each in window.findChildren(QScrollBar) if each.isVisible() and each.maximum()]
    assert bars == [page._area.verticalScrollBar()]
    assert page.promise.geometry().bottom() < page.side.height()


def test_what_was_typed_stands_in_another_language_and_size(page: WelcomePage, window: Window) -> None:
    """It was gone once somebody made the text larger to read on."""
    page.form.company.setText("Lia gård")
    page.form.person.setText("Marit Lia")
    page.form.trade.choose("hair_salon")
    page.form.year.setCurrentIndex(8)
    typed = page.form.typed()
    for change in (lambda: window.looks.speak("en"), lambda: window.theme.resize(140)):
        change()
        shown = window.places.currentWidget()
        assert shown is not page and shown.form.typed() == typed and typed.month == 9
    assert shown.form.button.isEnabled() and not shown.form.year.isHidden()
    window.theme.resize(100)
