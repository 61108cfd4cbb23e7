"""A start goes on where she was: the last file, its page and what was chosen there; nothing of it waits for a share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from pytestqt.qtbot import QtBot

from kpidesk.domain.entities import KeyResult, Kpi
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.ui.conftest import Clock
from ui.app import windows as windows_room
from ui.app.app import last_file
from ui.app.settings_dialog import SettingsDialog
from ui.app.welcome.welcome_page import WelcomePage
from ui.app.window import Window
from ui.app.windows import Windows
from ui.base import folders, waiting
from ui.base.memory import Memory
from ui.base.theme import Theme
from ui.base.waiting import Progress
from ui.goals.goals_page import GoalsPage


@pytest.fixture
def windows(theme: Theme, settings: QSettings, home: Home, clock: Clock) -> Iterator[Windows]:
    settings.setValue("language", "nb")
    made = Windows(theme, settings, home, clock)
    yield made
    for window in made.all():
        window.close()


def test_the_last_file_is_opened_unless_she_wants_to_be_asked(
    settings: QSettings, tmp_path: Path, qtbot: QtBot
) -> None:
    assert last_file(settings) == ""
    for name in ("Første.kpidesk", "Siste.kpidesk"):
        Memory(settings).remember_recent(tmp_path / name)
    assert last_file(settings) == str(tmp_path / "Siste.kpidesk"), "whether it is there is seen when it is opened"
    dialog = SettingsDialog(settings, None)
    qtbot.addWidget(dialog)
    dialog.start.setCurrentIndex(dialog.start.findData("welcome"))
    dialog.accept()
    assert last_file(settings) == ""


def test_a_file_begins_at_the_page_and_the_goal_where_it_was_left(
    make_window: Callable[..., Window], workspace: Workspace
) -> None:
    window = make_window(workspace.path)
    wanted = workspace.all(KeyResult)[1].uid
    window.go("goals", wanted)
    window.close_file()
    other = Memory(window.settings)
    assert other.text("place") == "goals"
    window.open_file(str(workspace.path))
    page = window.page()
    assert isinstance(page, GoalsPage) and page.selected() == wanted


def test_each_file_has_its_own_place_and_a_kpi_that_has_gone_has_none(
    make_window: Callable[..., Window], bakery: Workspace, workspace: Workspace
) -> None:
    from kpidesk.commands import kpis

    kpi = bakery.all(Kpi)[0].uid
    window = make_window(bakery.path)
    window.go("kpi", kpi)
    window.open_file(str(workspace.path))
    window.go("history")
    window.open_file(str(bakery.path))
    assert window.place == "kpi" and window.page() is not None and window.page().selected() == kpi
    assert window.session is not None
    window.close_file()
    kpis.delete(bakery, kpi)
    bakery.sharing.publish()
    window.open_file(str(bakery.path))
    assert window.place != "kpi"


def test_a_last_file_that_is_missing_is_told_and_stays_in_the_list(
    windows: Windows, settings: QSettings, tmp_path: Path, qtbot: QtBot
) -> None:
    gone = tmp_path / "Borte.kpidesk"
    Memory(settings).remember_recent(gone)
    window = windows.begin(last_file(settings))
    qtbot.waitUntil(lambda: window.coming is None)
    (notice,) = [row.notice for row in window.notices.rows()]
    assert "Borte.kpidesk" in notice.text
    page = window.findChild(WelcomePage)
    assert page is not None
    (row,) = page.recent.files
    qtbot.waitUntil(lambda: not row.button.isEnabled())
    assert Memory(settings).recent() == [str(gone)]


def test_a_share_that_does_not_answer_holds_up_no_start(
    windows: Windows, settings: QSettings, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever asks the disk for the file does so in a thread; the window is there, and the waiting can be given up."""
    file, answer = tmp_path / "treg" / "Felles.kpidesk", threading.Event()
    Memory(settings).remember_recent(file)
    asked_here: list[str] = []

    def slow(path: Path, real: Callable[[Path], object]) -> object:
        if "treg" in str(path):
            if threading.current_thread() is threading.main_thread():
                asked_here.append(str(path))
                return False
            answer.wait(30)
        return real(path)

    for name in ("exists", "is_dir", "stat"):
        real = getattr(Path, name)
        monkeypatch.setattr(Path, name, lambda path, *_a, _real=real, **_k: slow(path, _real))
    monkeypatch.setattr(windows_room.os.path, "samefile", lambda *_paths: pytest.fail("asked in the window's thread"))
    assert folders.beginning(file) != str(file.parent), "a dialog begins where something answers"
    opened = threading.Event()

    def opening(path: Path, **_how: object) -> Workspace:
        opened.set()
        slow(path, Path.is_file)
        raise AssertionError("given up before")

    monkeypatch.setattr(Workspace, "open", opening)
    monkeypatch.setattr(waiting, "PATIENCE_MS", 0)
    window, looking = windows.begin(last_file(settings)), QTimer()
    looking.timeout.connect(lambda: [each.reject() for each in window.findChildren(Progress) if opened.is_set()])
    looking.start(20)
    qtbot.waitUntil(lambda: window.coming is None)
    looking.stop()
    page = window.findChild(WelcomePage)
    assert page is not None and [row.name for row in page.recent.files] == [str(file)]
    assert asked_here == []
    answer.set()
