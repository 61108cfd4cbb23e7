"""The example company: a window of its own, in which everything can be tried and of which nothing stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QSettings
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kpidesk import sample
from kpidesk.commands import goals
from kpidesk.domain.entities import Objective
from kpidesk.settings import Home
from tests.ui.conftest import Clock
from ui.app.example_window import ExampleWindow
from ui.app.window import Window
from ui.app.windows import Windows
from ui.base.theme import Theme


@pytest.fixture
def _written_before(bakery_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example as it has been written once: what becomes of its window is the same."""
    monkeypatch.setattr(sample, "write_sample", lambda path, *_more, **_words: shutil.copy(bakery_file, path))


@pytest.fixture
def windows(theme: Theme, settings: QSettings, home: Home, clock: Clock, qtbot: QtBot) -> Iterator[Windows]:
    settings.setValue("language", "nb")
    settings.setValue("author", "Mona Lie")
    made = Windows(theme, settings, home, clock)
    first = made.begin("")
    qtbot.waitUntil(lambda: first.coming is None)
    yield made
    for window in made.all():
        window.close()


def example(windows: Windows) -> ExampleWindow:
    windows.open_example()
    return next(each for each in windows.all() if isinstance(each, ExampleWindow))


def everything(home: Home) -> set[Path]:
    """The files in the private folder; what a program writes of itself is no trace of a file."""
    return {path for path in home.data.rglob("*") if path.is_file() and path.suffix != ".log"}


def test_opened_edited_and_closed_it_leaves_no_trace(
    windows: Windows, home: Home, settings: QSettings, qtbot: QtBot
) -> None:
    before, remembered = everything(home), {key: settings.value(key) for key in settings.allKeys()}
    shown = example(windows)
    assert shown.session is not None
    goals.add_objective(shown.session.ws, "Prøve", cycle=shown.session.cycle.uid if shown.session.cycle else None)
    assert "Prøve" in {each.title for each in shown.session.ws.all(Objective)}
    assert everything(home) > before, "while it is open it has a file, a working copy and a backup like any other"
    shown.close()
    qtbot.waitUntil(lambda: shown not in windows.all())
    assert everything(home) == before
    assert {key: settings.value(key) for key in settings.allKeys()} == remembered, "nor is it a recent file"


@pytest.mark.usefixtures("_written_before")
def test_what_another_program_has_open_stays_and_what_one_has_left_goes(windows: Windows, home: Home) -> None:
    live, left = home.data / "example" / "live", home.data / "example" / "left"
    for folder in (live, left):
        folder.mkdir(parents=True)
        (folder / "a.kpidesk").write_bytes(b"x")
    claim = QLockFile(str(live / "in use"))
    assert claim.tryLock(0)
    example(windows).close()
    assert (live / "a.kpidesk").exists() and not left.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no links for everybody")
@pytest.mark.usefixtures("_written_before")
def test_a_link_in_the_place_of_its_folder_is_not_followed(windows: Windows, home: Home, tmp_path: Path) -> None:
    hers = tmp_path / "hers"
    (hers / "folder").mkdir(parents=True)
    hers.chmod(0o755)
    home.data.mkdir(parents=True, exist_ok=True)
    (home.data / "example").symlink_to(hers)
    shown = example(windows)
    assert shown.session is not None and [each.name for each in hers.iterdir()] == ["folder"]
    assert hers.stat().st_mode & 0o777 == 0o755


@pytest.mark.usefixtures("_written_before")
def test_it_comes_once_beside_the_window_that_asked(windows: Windows) -> None:
    (asking,) = windows.all()
    shown = example(windows)
    windows.open_example()
    assert windows.all() == [asking, shown] and asking.session is None


@pytest.mark.usefixtures("_written_before")
def test_from_every_page_one_button_leads_to_a_file_of_ones_own(windows: Windows, qtbot: QtBot) -> None:
    (asking,) = windows.all()
    shown = example(windows)
    for place in ("overview", "goals", "entry", "review"):
        shown.go(place)
        QApplication.processEvents()
        found = [each for each in shown.findChildren(QPushButton) if each.text() == "Start min egen"]
        (button,) = [each for each in found if each.isVisibleTo(shown)]
    asking.hide()
    QApplication.processEvents()
    button.click()
    own = [each for each in windows.all() if not isinstance(each, ExampleWindow)]
    assert len(own) == 1 and own[0].session is None


@pytest.mark.usefixtures("_written_before")
def test_another_file_opened_from_it_comes_in_another_window_with_its_own_private_copy(
    windows: Windows, tmp_path: Path, home: Home, clock: Clock, qtbot: QtBot
) -> None:
    from kpidesk.workspace import Workspace

    file = tmp_path / "Min egen.kpidesk"
    Workspace.create(file, company="Min egen", home=home, clock=clock).close()
    shown = example(windows)
    assert not shown.open_file(str(file))
    qtbot.waitUntil(lambda: windows.showing(file) is not None)
    other = windows.showing(file)
    assert isinstance(other, Window) and not isinstance(other, ExampleWindow) and other.home == home
    assert shown.session is not None and shown.session.ws.company.name == "Fjordbrød bakeri"
