from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kpidesk.commands import entry, goals
from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import due_cells
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.conftest import Clock
from tests.ui.settled import let_come
from ui.app.settings_dialog import SettingsDialog
from ui.app.welcome.welcome_page import WelcomePage
from ui.app.window import Window
from ui.base.session import Told
from ui.goals.goals_page import GoalsPage
from ui.history.change_list import ChangeList

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make_window: Callable[..., Window]) -> Window:
    return make_window()


@pytest.fixture
def opened(make_window: Callable[..., Window], workspace: Workspace) -> Window:
    workspace.sharing.publish()
    return make_window(workspace.path)


def test_without_a_file_the_welcome_page_makes_one(window, tmp_path: Path, qtbot):
    page = window.places.currentWidget()
    assert isinstance(page, WelcomePage)
    page.form.place(tmp_path / "Ny bedrift.kpidesk")
    QTest.keyClicks(page.form.company, "Ny bedrift")
    page.form.person.selectAll()
    QTest.keyClicks(page.form.person, "Ola Nygård")
    assert page.form.button.isEnabled()
    QTest.keyClick(page.form.person, Key.Key_Return)
    assert (tmp_path / "Ny bedrift.kpidesk").exists()
    assert window.windowTitle() == "Ny bedrift – KPI Desk"
    assert window.session.ws.company.name == "Ny bedrift"
    assert window.memory.text("author") == "Ola Nygård"


def test_a_file_that_cannot_be_opened_is_said_in_a_sentence(window, tmp_path: Path):
    bad = tmp_path / "bad.kpidesk"
    bad.write_bytes(b"not a file of ours")
    assert not window.open_file(str(bad))
    assert isinstance(window.places.currentWidget(), WelcomePage)
    assert "bad.kpidesk" in window.notices.rows()[0].notice.text


def test_a_taken_name_is_refused_and_nothing_is_replaced(window, tmp_path: Path):
    page = window.places.currentWidget()
    taken = tmp_path / "taken.kpidesk"
    taken.write_text("mine")
    page.form.place(taken)
    page.form.company.setText("X")
    page.form.make()
    assert taken.read_text() == "mine"
    assert page.form.problem.isVisible()


def test_keys_reach_every_place_and_the_menu_offers_only_what_is_possible(opened):
    for place, key in (("goals", Key.Key_2), ("review", Key.Key_5), ("history", Key.Key_6), ("overview", Key.Key_1)):
        QTest.keyClick(opened, key, CONTROL)
        assert opened.place == place
    opened.commands.enable()
    assert not opened._menus.actions["add_key_result"].isEnabled()
    QTest.keyClick(opened, Key.Key_2, CONTROL)
    opened.commands.enable()
    assert opened._menus.actions["add_key_result"].isEnabled()


def test_language_is_switched_without_losing_place_or_size(opened):
    opened.go("goals")
    opened.resize(1200, 700)
    before = opened.size()
    opened.looks.speak("en")
    assert opened.place == "goals"
    assert opened.size() == before
    assert opened.menuBar().actions()[0].text() == "&File"
    page = opened.page()
    assert isinstance(page, GoalsPage)
    assert page.buttons[0].accessibleName() == "New objective"
    opened.looks.speak("nb")
    assert opened.menuBar().actions()[0].text() == "&Fil"


def test_theme_is_switched_and_remembered(opened, theme, settings):
    opened.go("goals")
    opened.looks.choose("dark")
    assert theme.name == "dark"
    assert settings.value("theme") == "dark"
    assert opened.place == "goals"
    end_of_turn()
    opened.looks.choose("light")
    assert theme.name == "light"


def test_undo_by_key_takes_back_the_last_change(opened):
    """Story 14."""
    opened.go("goals")
    ws = opened.session.ws
    uid = ws.all(Objective)[0].uid
    opened.session.perform(goals.rename, uid, "Noe annet")
    QTest.keyClick(opened, Key.Key_Z, CONTROL)
    assert ws.node(uid).title == "Kundene kommer tilbake"
    QTest.keyClick(opened, Key.Key_Y, CONTROL)
    assert ws.node(uid).title == "Noe annet"


def test_one_change_from_the_history_is_taken_back_alone(opened):
    ws = opened.session.ws
    first, second = (node.uid for node in ws.children(None))
    opened.session.perform(goals.rename, first, "Ny en")
    opened.session.perform(goals.rename, second, "Ny to")
    opened.go("history")
    let_come()
    page = opened.page()
    page.view.setCurrentIndex(page.model.index(2))
    QTest.mouseClick(page.panel.only, Qt.MouseButton.LeftButton)
    assert ws.node(first).title == "Kundene kommer tilbake"
    assert ws.node(second).title == "Ny to"


def test_history_rows_are_inserted_on_top(session, workspace):
    model = ChangeList(session)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.refresh()
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    count = model.rowCount()
    goals.rename(workspace, workspace.children(None)[0].uid, "Et nytt navn")
    model.refresh()
    assert model.rowCount() == count + 1
    assert not resets
    assert model.index(1).data().endswith("Et nytt navn: tittel, Kundene kommer tilbake → Et nytt navn")
    assert [model.row_of(model.index(n)) is not None for n in range(3)] == [True] * 3


def test_hidden_pages_are_fresh_when_shown(opened):
    opened.go("goals")
    opened.go("overview")
    ws = opened.session.ws
    opened.session.perform(goals.rename, ws.children(None)[0].uid, "Helt nytt")
    opened.go("goals")
    page = opened.page()
    assert page.tree.index(0, 0).data() == "Helt nytt"


def test_a_window_that_stands_open_over_night_says_in_the_morning_what_holds_then(
    opened: Window, workspace: Workspace, clock: Clock
) -> None:
    own_kpis.define(workspace, name="Levert", frequency=Frequency.DAY)
    entry.set_value(workspace, workspace.all(Input)[0].uid, Period.containing(clock().date(), Frequency.DAY), 4)
    opened.session.ws.sharing.refresh()
    before = opened.rail.missing
    shown = [place for place in ("goals", "entry", "overview") if opened.go(place) is None]
    clock.now += dt.timedelta(days=3)
    opened.day.look()
    assert opened.rail.missing == len(due_cells(opened.session.ws, clock().date())) == before + 2
    for place in shown:
        opened.go(place)
        kept = texts(opened.page())
        opened.places.refresh_all()
        assert texts(opened.page()) == kept, place


def texts(page: QWidget) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def test_every_button_has_a_name(opened):
    for place in ("overview", "goals", "review", "history"):
        opened.go(place)
        for button in opened.page().findChildren(QPushButton):
            assert button.text().strip() or button.accessibleName(), (place, button)


def test_charts_are_not_loaded_to_paint_the_window():
    import subprocess

    code = "import ui.app.app, sys; sys.exit(any(n in sys.modules for n in ('numpy', 'pyqtgraph', 'reportlab')))"
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_splitters_are_remembered_on_this_machine(opened, qtbot):
    opened.go("goals")
    page = opened.page()
    page.splitter.setSizes([700, 420])
    wide = page.splitter.sizes()[1]
    opened.looks.speak("en")
    assert opened.page() is not page
    qtbot.waitUntil(lambda: abs(opened.page().splitter.sizes()[1] - wide) <= 2)
    opened.looks.speak("nb")


def test_a_page_stops_growing_on_a_wide_screen(opened):
    opened.resize(2560, 1200)
    for place in ("overview", "entry"):
        opened.go(place)
        assert opened.page().maximumWidth() == 1600 and opened.page().width() == 1600


def test_settings_that_are_stored_are_told_with_a_way_back_though_the_window_is_made_anew(
    opened: Window, workspace: Workspace, monkeypatch
) -> None:
    def type_and_store(dialog: SettingsDialog) -> int:
        dialog.people.setText("12")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(SettingsDialog, "exec", type_and_store)
    opened.commands.run("settings")
    session, toast = opened.session, opened.toast
    assert session is not None and session.ws.company.people == 12
    assert toast is not None and not toast.isHidden() and toast._undo.isVisibleTo(toast)
    toast._undo.click()
    assert session.ws.company.people is None


def test_what_was_told_of_one_file_is_not_said_of_the_next(opened: Window) -> None:
    assert opened.toast is not None
    opened.toast.say(Told("Lagret", (1,)))
    opened.close_file()
    assert opened.toast is None or opened.toast.isHidden()


def end_of_turn() -> None:
    """What has been thrown away goes, as between two gestures: it would be given the next look as well."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_line_for_a_new_goal_survives_another_look_and_language_and_no_other_file(
    opened: Window, tmp_path: Path, home: Home
) -> None:
    opened.go("goals")
    opened.page().lines.objective()
    QTest.keyClicks(opened.page().view.quick.line, "Null klager innen jul")
    theme, pages = opened.theme, [opened.page()]
    for change in (
        partial(theme.apply, "dark"),
        partial(theme.resize, 130),
        partial(opened.commands.run, "language_en"),
    ):
        end_of_turn()
        change()
        pages.append(opened.page())
        assert opened.page().view.quick.line.text() == "Null klager innen jul"
        assert opened.page().view.quick.said
    end_of_turn()
    theme.apply("light")
    end_of_turn()
    theme.resize(100)
    assert len({id(page) for page in pages}) == len(pages)
    other = tmp_path / "Blomsterbua.kpidesk"
    Workspace.create(other, company="Blomsterbua", home=home).close()
    assert opened.open_file(str(other))
    opened.go("goals")
    assert opened.page().view.quick is None
