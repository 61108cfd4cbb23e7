"""The first start: what a new file begins with, and how few keys it takes to the first number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import library
from kpidesk.domain.entities import Department, Input, Kpi, Objective, Person
from kpidesk.wording.goals import Column
from kpidesk.workspace import Workspace
from ui.app.ways import RecentFile
from ui.app.welcome_page import FIRST, ICONS, WelcomePage
from ui.app.window import Window
from ui.base.theme import Theme
from ui.goals.goals_page import GoalsPage

Key = Qt.Key


@pytest.fixture
def window(make_window: Callable[..., Window]) -> Window:
    """Nobody has said a name yet."""
    return make_window(author="")


@pytest.fixture
def page(window: Window, tmp_path: Path, qtbot: QtBot) -> WelcomePage:
    found = window.findChild(WelcomePage)
    assert found is not None
    qtbot.waitUntil(lambda: QApplication.focusWidget() is found.company)
    found.path.setText(str(tmp_path / "Ny bedrift.kpidesk"))
    found._note_typed()
    return found


def test_story_18_from_the_first_start_to_the_first_number(page: WelcomePage, window: Window) -> None:
    """Company, Tab, name, Enter, the value, Enter: three texts and three keys, wherever the keyboard then is."""
    texts = keys = 0
    for words, key in (("Ny bedrift", Key.Key_Tab), ("Ola Nygård", Key.Key_Return), ("640000", Key.Key_Return)):
        for letter in words:
            QTest.keyClick(_keyboard(window), letter)
        texts += 1
        QTest.keyClick(_keyboard(window), key)
        keys += 1
    assert (texts, keys) == (3, 3)
    assert window.session is not None
    ws = window.session.ws
    assert ws.company.name == "Ny bedrift"
    stored = [value for source in ws.all(Input) for value in ws.series(source.uid).values()]
    assert stored == [640000]


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


def test_five_starts_are_offered_and_the_rest_on_request(page: WelcomePage) -> None:
    shown = [button.start.key for button in page.starts.buttons() if button.isVisibleTo(page)]
    assert shown == [*FIRST, ""]
    assert page.starts.chosen == FIRST[0]
    page._all.click()
    shown = [button.start.key for button in page.starts.buttons() if button.isVisibleTo(page)]
    assert len(shown) == len(library.templates()) + 1
    others = [button.start.name.casefold() for button in page.starts.buttons() if button.start.key not in (*FIRST, "")]
    assert others == sorted(others)
    assert not page._all.isVisible()


def test_the_arrows_keep_the_choice_in_sight(page: WelcomePage) -> None:
    page._all.click()
    QApplication.processEvents()  # the longer list is laid out
    buttons = page.starts.buttons()
    buttons[0].setFocus()
    for button in buttons[:-1]:
        QTest.keyClick(button, Key.Key_Down)
        row = buttons[buttons.index(button) + 1]
        assert page.starts.chosen == row.start.key
        for around in (page.starts._area, page._area):
            top = row.mapTo(around, QPoint(0, 0)).y()
            assert 0 <= top <= around.height() - row.height()


def test_every_template_has_an_icon_and_says_what_is_in_it(page: WelcomePage) -> None:
    assert set(ICONS) == set(library.template_ids())
    for template in library.templates():
        start = page.starts.button(template.id).start
        assert start.count == len(template.kpis)
        assert template.kpis[0].kpi.short_name in start.words


def test_arrows_choose_a_template_and_enter_makes_the_file(page: WelcomePage, window: Window) -> None:
    page.company.setText("Ny bedrift")
    page.starts.button(FIRST[0]).setFocus()
    QTest.keyClick(page.starts.button(FIRST[0]), Key.Key_Down)
    assert page.starts.chosen == FIRST[1]
    QTest.keyClick(page.starts.button(FIRST[1]), Key.Key_Return)
    assert window.session is not None
    ws = window.session.ws
    wanted = library.template(FIRST[1])
    assert [kpi.library_id for kpi in ws.all(Kpi)] == [each.kpi.id for each in wanted.kpis]
    assert len(ws.all(Objective)) == len(wanted.objectives)
    assert ws.company.strategy == wanted.strategy
    assert all(department.icon for department in ws.all(Department))


def test_an_empty_file_has_nothing_but_who_made_it_and_begins_at_its_goals(page: WelcomePage, window: Window) -> None:
    page.company.setText("Ny bedrift")
    page.person.setText("Ola Nygård")
    page.starts.choose("")
    page.make()
    assert window.session is not None
    ws = window.session.ws
    assert ws.all(Kpi) == []
    assert [person.name for person in ws.all(Person)] == ["Ola Nygård"]
    assert window.place == "goals", "a sheet without a row asks for nothing"
    goals = window.page()
    assert isinstance(goals, GoalsPage)
    assert goals.view.isColumnHidden(Column.SCORE), "no column goes away with the first goal"


def test_the_form_stays_in_sight_until_the_new_file_is_there(
    page: WelcomePage, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    opening = Workspace.open

    def looking(*arguments: Any, **how: Any) -> Workspace:
        seen.append(page.isVisible())
        return opening(*arguments, **how)

    monkeypatch.setattr(Workspace, "open", looking)
    page.company.setText("Ny bedrift")
    page.make()
    assert window.session is not None
    assert seen and all(seen)


def test_a_recent_file_keeps_its_ampersand(theme: Theme, settings, home, clock, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "Blåbær & Sønn.kpidesk"
    file.touch()
    settings.setValue("recent", [str(file)])
    page = WelcomePage(theme, settings, home, clock)
    qtbot.addWidget(page)
    (button,) = page.findChildren(RecentFile)
    assert button.text() == "Blåbær && Sønn.kpidesk", "Qt shows && as one &, and takes a single one for a key"
    with qtbot.waitSignal(button.asked) as asked:
        button.click()
    assert asked.args == [str(file)]
