from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import check_ins, cycles, goals, people
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from kpidesk.workspace.open_file import AtWork
from tests.ui.opened import left_at, show_window
from tests.ui.prepared import Prepared, as_left, prepare, quiet
from ui.app.window import Window
from ui.base.enter_key import EnterPresses
from ui.base.session import Session
from ui.base.theme import Theme

NOW = dt.datetime(2026, 3, 16, 8, 41, tzinfo=dt.UTC)
NEW_YEAR = dt.datetime(2026, 1, 2, 8, 41, tzinfo=dt.UTC)


class Clock:
    """Stands still at the sample's "today" but for a millisecond a reading, so that changes have an order."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=1)
        return self.now


@pytest.fixture(autouse=True)
def _bokmål() -> Iterator[None]:
    with text.using("nb"):
        yield


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    qapp.setCursorFlashTime(0)
    EnterPresses(qapp)
    made = Theme(qapp)
    made.apply("light")
    return made


@pytest.fixture(scope="session")
def small_bakery(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A small bakery: two objectives, key results, an initiative; written once."""
    clock = Clock()

    def fill(ws: Workspace) -> None:
        clock.now = NEW_YEAR  # what is written late in a quarter is paced from then
        nps = _found_bakery(ws)
        clock.now = NOW
        check_ins.check_in(ws, nps, value=46, confidence=6, note="Bedre uke")

    return prepare(tmp_path_factory.mktemp("small-bakery"), "Fjordbrød bakeri", "Kari Solberg", clock, fill)


@pytest.fixture
def workspace(small_bakery: Prepared, tmp_path: Path, home: Home, clock: Clock) -> Iterator[Workspace]:
    """The small bakery, just written by Kari."""
    path = tmp_path / "Fjordbrød bakeri.kpidesk"
    working = small_bakery.lay_out(path, home)
    clock.now = small_bakery.now
    with as_left(working, path, AtWork(home, clock, "Kari Solberg")) as ws, quiet(ws):
        yield ws


def _found_bakery(ws: Workspace) -> str:
    """Its goals of the quarter; gives the key result that is measured."""
    cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    kari = people.ensure_person(ws, "Kari Solberg")
    people.add_department(ws, "Salg")
    first = goals.add_objective(ws, "Kundene kommer tilbake", cycle=cycle, owner=kari)
    nps = goals.add_key_result(ws, "NPS opp fra 38 til 50", parent=first, owner=kari)
    goals.add_key_result(ws, "Beholde alle 45 faste bedriftskunder", parent=first)
    goals.add_initiative(ws, "Ring de ti største", parent=nps)
    second = goals.add_objective(ws, "Et sted folk vil bli", cycle=cycle)
    goals.add_key_result(ws, "eNPS opp fra 12 til 30", parent=second)
    return nps


@pytest.fixture
def session(workspace: Workspace, theme: Theme) -> Session:
    return Session(workspace, theme)


@pytest.fixture(scope="session")
def opened_bakery(bakery_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The example company, as a machine knows it that has opened it before."""
    folder = tmp_path_factory.mktemp("opened-bakery")
    path, home, clock = folder / "bakery.kpidesk", Home(folder / "home"), Clock()
    shutil.copy(bakery_file, path)
    with text.using("nb"):
        Workspace.open(path, author="Kari", home=home, clock=clock).close()
    return Prepared(path, home, clock.now)


@pytest.fixture
def bakery(opened_bakery: Prepared, tmp_path: Path, home: Home, clock: Clock) -> Iterator[Workspace]:
    """The example company, as Kari has it open."""
    path = tmp_path / "bakery.kpidesk"
    working = opened_bakery.lay_out(path, home)
    with as_left(working, path, AtWork(home, clock, "Kari")) as ws, quiet(ws):
        yield ws


@pytest.fixture
def make_window(
    theme: Theme, settings: QSettings, home: Home, clock: Clock, qtbot: QtBot
) -> Iterator[Callable[..., Window]]:
    """Windows in bokmål, as Kari has them or whoever is named, with a file or without; closed afterwards.

    A file is opened at the ``place`` where it was left: a page on the way there costs as much as the window. A test
    that asks for none wants any: it gets the cheapest.
    """
    made: list[Window] = []

    def make(
        path: Path | None = None, *, author: str = "Kari Solberg", place: str = "", size: tuple[int, int] | None = None
    ) -> Window:
        settings.setValue("language", "nb")
        if path is not None:
            left_at(settings, place)
        if author:
            settings.setValue("author", author)
        window = Window(theme, settings, home=home, clock=clock, coming=None if path is None else str(path))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        if size is not None:
            window.resize(*size)
        made.append(window)
        return show_window(window, qtbot)

    yield make
    for window in made:
        window.close()
