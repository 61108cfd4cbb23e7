"""Two windows on one open file: what one changes the other shows, and each has a page of its own."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QFile, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry, goals
from kpidesk.domain.entities import Kpi, Objective
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.conftest import Clock
from ui.app.window import Window
from ui.app.windows import Windows
from ui.base import waiting
from ui.base.theme import Theme
from ui.base.waiting import Patient

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
JANUARY, FEBRUARY = Period.parse("2026-01"), Period.parse("2026-02")


@pytest.fixture
def file(workspace: Workspace) -> Path:
    """A file with two objectives and a number."""
    uid = own_kpis.define(workspace, name="Salg")
    entry.set_value(workspace, workspace.get(Kpi, uid).inputs[0][1], JANUARY, 12.0)
    workspace.close()
    return workspace.path


@pytest.fixture
def windows(theme: Theme, settings: QSettings, home: Home, clock: Clock, qtbot: QtBot) -> Iterator[Windows]:
    for name, value in (("language", "nb"), ("author", "Kari Solberg"), ("place", "kpis")):
        settings.setValue(name, value)
    made = Windows(theme, settings, home, clock)
    yield made
    for window in made.all():
        window.close()


@pytest.fixture
def two(windows: Windows, file: Path) -> tuple[Window, Window]:
    first = windows.open(str(file))
    first.commands.run("second_window")
    return first, windows.all()[1]


def title(window: Window) -> str:
    assert window.session is not None
    return window.session.ws.all(Objective)[0].title


def rename(window: Window, words: str) -> None:
    assert window.session is not None
    window.session.perform(goals.rename, window.session.ws.all(Objective)[0].uid, words)


def sales(window: Window) -> list[object]:
    assert window.session is not None
    ws = window.session.ws
    return [value for kpi in ws.all(Kpi) for value in ws.series(kpi.inputs[0][1]).values()]


def enter(window: Window, value: float) -> None:
    assert window.session is not None
    kpi = window.session.ws.all(Kpi)[0]
    window.session.perform(entry.set_value, kpi.inputs[0][1], FEBRUARY, value)


def said(window: Window) -> str:
    return "\n".join(row.notice.text for row in window.notices.rows())


# ---- one file ------------------------------------------------------------------------------------------


def test_by_keys_a_second_window_comes_at_the_same_page_on_the_same_open_file(
    windows: Windows, file: Path, qtbot: QtBot
) -> None:
    first = windows.open(str(file))
    qtbot.waitUntil(first.isActiveWindow)
    QTest.keyClick(first, Qt.Key.Key_D, CONTROL | SHIFT)
    second = windows.all()[1]
    assert second.session is not None and first.session is not None and second.session is not first.session
    assert second.session.ws is first.session.ws and second.place == first.place == "kpis"
    assert (second.x(), second.y()) != (first.x(), first.y())
    assert first.windowTitle() == "Fjordbrød bakeri – KPI Desk"
    assert second.windowTitle() == "Fjordbrød bakeri – 2 – KPI Desk"
    qtbot.waitUntil(second.isActiveWindow)
    page, focus = second.page(), second.focusWidget()
    assert page is not None and focus is not None and page.isAncestorOf(focus), "the keyboard is in the page"


def test_a_change_in_one_is_shown_in_the_other_at_once_and_undone_in_either(two: tuple[Window, Window]) -> None:
    first, second = two
    first.go("goals")
    second.go("entry")
    enter(second, 30.0)
    rename(first, "Først")
    assert title(second) == "Først" and sales(first) == [12.0, 30.0]
    assert first._menus.actions["undo"].text() == second._menus.actions["undo"].text()
    second.commands.run("undo")
    assert title(first) == "Kundene kommer tilbake" and first.place == "goals" and second.place == "entry"
    second.commands.run("undo")
    assert sales(first) == [12.0]
    first.commands.run("redo")
    assert sales(second) == [12.0, 30.0]


def test_each_has_a_cycle_a_past_and_steps_of_its_own(two: tuple[Window, Window], qtbot: QtBot) -> None:
    first, second = two
    assert first.session is not None
    second.go("goals")
    second.commands.run("next_cycle")
    assert second.session is not None and second.session.period != first.session.period
    second.looking.start(second.session, second.session.ws.now())
    qtbot.waitUntil(lambda: second.looking.session is not None)
    rename(first, "Nå")
    assert title(second) == "Kundene kommer tilbake" and title(first) == "Nå"
    second.commands.run("back_to_now")
    assert title(second) == "Nå" and first.place == "kpis"


def test_a_form_that_stands_open_in_one_does_not_write_over_what_the_other_has_changed(
    two: tuple[Window, Window],
) -> None:
    first, second = two
    assert first.session is not None and second.session is not None
    seen = second.session.seen()
    uid = first.session.ws.all(Objective)[0].uid
    rename(first, "Fra det første")
    second.session.perform(goals.rename, uid, "Kundene kommer tilbake", based_on=seen)
    assert title(first) == "Fra det første", "the form had not changed it"


def test_one_kpi_too_many_is_told_of_where_it_was_added(
    two: tuple[Window, Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setattr("kpidesk.figures.advice.MOST_KPIS", 1)
    for window in two:
        window.go("goals")
    assert second.session is not None
    second.session.perform(own_kpis.define, name="Svinn")
    assert "KPI-er" in said(second) and not said(first)


# ---- coming and going --------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", [0, 1])
def test_closing_either_leaves_the_other_whole(
    two: tuple[Window, Window], windows: Windows, file: Path, home: Home, which: int, qtbot: QtBot
) -> None:
    left, closed = two[1 - which], two[which]
    rename(closed, "Like før")
    closed.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert windows.all() == [left] and not shiboken6.isValid(closed)
    assert left.windowTitle() == "Fjordbrød bakeri – KPI Desk" and left.lookout.begun
    assert list(file.parent.glob(".*.here")), "the file counts as open here for others"
    rename(left, "Like etter")
    qtbot.waitUntil(lambda: not left.files.sharing.away)
    with Workspace.open(file, home=Home(home.data.parent / "per")) as per:
        assert per.all(Objective)[0].title == "Like etter", "what is stored is shared as before"
    left.commands.run("undo")
    assert title(left) == "Like før"
    left.close()
    assert not list(file.parent.glob(".*.here"))


def test_opening_another_file_in_one_leaves_the_other_at_the_first(
    two: tuple[Window, Window], tmp_path: Path, home: Home
) -> None:
    other = tmp_path / "annen.kpidesk"
    Workspace.create(other, company="Annen", home=home).close()
    first, second = two
    assert first.open_file(str(other))
    rename(second, "Ikke berørt")
    assert first.session is not None and first.session.ws.path == other
    assert title(second) == "Ikke berørt" and second.windowTitle() == "Fjordbrød bakeri – KPI Desk"


def test_opening_the_file_that_both_show_changes_nothing(two: tuple[Window, Window], file: Path) -> None:
    first, second = two
    assert first.session is not None and second.session is not None
    assert not first.open_file(str(file)) and not second.open_file(str(file))
    assert first.session.ws is second.session.ws
    rename(first, "Fortsatt én")
    assert title(second) == "Fortsatt én"


# ---- the file as a whole -------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", [0, 1])
def test_both_go_along_to_another_name(two: tuple[Window, Window], file: Path, which: int) -> None:
    one, other = two[which], two[1 - which]
    other.go("goals")
    one.rarely.care.rename(file.with_name("Salg.kpidesk"))
    assert one.session is not None and other.session is not None and one.session.ws is other.session.ws
    assert one.session.ws.path.name == "Salg.kpidesk" and not file.exists() and other.place == "goals"
    assert {one.windowTitle(), other.windowTitle()} == {
        "Fjordbrød bakeri – KPI Desk", "Fjordbrød bakeri – 2 – KPI Desk",
    }  # fmt: skip
    rename(other, "Under nytt navn")
    assert title(one) == "Under nytt navn"


def test_both_go_on_in_a_copy_that_is_saved(two: tuple[Window, Window], file: Path) -> None:
    first, second = two
    assert second.files.go_on_in(file.with_name("Kopi.kpidesk"))
    assert first.session is not None and second.session is not None and first.session.ws is second.session.ws
    assert first.session.ws.path.name == "Kopi.kpidesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first.files, "open", lambda *_args, **_named: False)
        assert not first.files.go_on_in(file.with_name("Kopi 2.kpidesk"))
    assert first.session.ws is second.session.ws, "where that can’t be opened both stay"


def test_both_lose_a_file_that_is_deleted(
    two: tuple[Window, Window], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two

    def trash(path: str) -> bool:
        Path(path).unlink()
        return True

    monkeypatch.setattr(QFile, "moveToTrash", staticmethod(trash))
    second.rarely.care.delete()
    assert first.session is None and second.session is None and not file.exists()
    assert first.windowTitle() == second.windowTitle() == "KPI Desk"


def test_all_is_begun_anew_in_both(two: tuple[Window, Window]) -> None:
    first, second = two
    second.rarely.care.start_over()
    assert first.session is not None and not first.session.ws.all(Objective)
    first.commands.run("undo")
    assert second.session is not None and len(second.session.ws.all(Objective)) == 2


def test_a_question_that_is_open_in_one_is_answered_before_the_file_goes_in_the_other(
    two: tuple[Window, Window], file: Path
) -> None:
    first, second = two
    second.commands.run("rename_file")
    assert isinstance(second.rarely.care.dialog, QDialog) and second.rarely.care.dialog.isVisible()
    first.rarely.care.delete()
    assert file.exists() and title(first) == title(second) and "svar" in said(first)
    second.rarely.care.dialog.reject()


def test_a_password_is_set_in_one_and_asked_for_in_none(two: tuple[Window, Window], qtbot: QtBot) -> None:
    pytest.importorskip("sqlcipher3")
    first, second = two
    second.locking._change("hemmelig")
    qtbot.waitUntil(lambda: second.session is not None and first.session is not None)
    assert first.session is not None and second.session is not None
    assert first.session.ws is second.session.ws and first.session.ws.lock.is_set
    assert first.locking.asking is None and second.locking.asking is None
    rename(first, "Låst")
    assert title(second) == "Låst"


def test_what_is_waited_for_in_one_holds_the_other_too(
    two: tuple[Window, Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setattr(waiting, "PATIENCE_MS", 1)
    seen, seen_enough = [], threading.Event()

    def look() -> None:
        if QApplication.activeModalWidget() is None:  # nothing is said yet
            QTimer.singleShot(5, look)
            return
        seen.append((second.close(), second.isVisible()))
        seen_enough.set()

    QTimer.singleShot(0, look)
    Patient(first, "Åpne", "Vent litt.").wait(lambda _stop: seen_enough.wait())
    assert seen == [(False, True)], "it is not closed under it"
    assert second.close()


# ---- the example ---------------------------------------------------------------------------------------------


def test_the_example_can_have_two_windows_and_goes_with_the_last(windows: Windows, qtbot: QtBot) -> None:
    windows.open("")
    windows.open_example()
    first = windows.all()[1]
    first.commands.run("second_window")
    second = windows.all()[2]
    assert first.session is not None and second.session is not None and first.session.ws is second.session.ws
    path = first.session.ws.path
    first.close()
    assert path.exists()
    rename(second, "Fortsatt her")
    second.close()
    assert not path.parent.exists()
