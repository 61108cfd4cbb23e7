"""What all tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.clock import Clock
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import compiled, long
from tests.spread import spread
from tests.wording.shop import Shop
from ui.base import memory

GARBAGE = 100_000
"""So many new objects lie before a test is followed by a collection."""
PATIENCE_MS = 100_000
"""Less than the time limit of a test, so that a state that never comes is named."""


@pytest.fixture(scope="module", autouse=True)
def _language_of_the_others() -> Iterator[None]:
    """A command speaks the language of the machine from then on; the tests of the next file begin as if it had not."""
    with text.using(text.language()):
        yield


@pytest.fixture(scope="module", autouse=True)
def _nothing_left_to_the_others() -> Iterator[None]:
    """A window that a test of another file has left would keep the keyboard from those of this one, and be made anew at
    each change of look or language.
    """
    yield
    for widget in QApplication.topLevelWidgets() if QApplication.instance() is not None else ():
        if shiboken6.isValid(widget) and widget.parent() is None:
            widget.hide()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    _collect()


@pytest.fixture(autouse=True)
def _room_for_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen that Qt makes up off screen is smaller than most; windows open as on a small laptop."""
    monkeypatch.setattr(memory, "room_within_frame", lambda *_screen: QSize(1024, 640))


@pytest.fixture(scope="session")
def bakery_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example company in bokmål, written once for all that read it; whoever changes it works on a copy."""
    folder = tmp_path_factory.mktemp("bakery")
    write_sample(folder / "bakery.kpidesk", "nb", Home(folder / "home"))
    return folder / "bakery.kpidesk"


@pytest.fixture
def ws(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """A file that has just been begun by a clock of the test's own; nothing of it is shared."""
    path, home = tmp_path / "a.kpidesk", Home(tmp_path / "home")
    with Workspace.create(path, company="A", home=home, clock=clock) as made, made.sharing.holding():
        yield made


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop whose machines share a file."""
    made = Shop(tmp_path)
    yield made
    made.close()


EXAMPLES = 100
"""How many a property is tried on with ``--long``, where it does not say it itself."""
settings.register_profile("whole", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("patient", settings.get_profile("whole"), max_examples=EXAMPLES // 2)
"""No example fails because the machine has much else to do."""


class PatientBot(QtBot):
    """Waits for what a test needs for as long as a busy machine takes; only what never comes ends in a fault."""

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **how)

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="do whole what is otherwise done in a shorter form")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        os.environ[long.VARIABLE] = "1"
    settings.load_profile(long.either("patient", "whole"))
    if not long.chosen():
        # Values that stand in the source are tried with --long: to look for them takes each worker up to seven seconds.
        providers._get_local_constants = providers.Constants


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked as long to ``--long``; among workers deal out what waits."""
    left = [] if long.chosen() else [item for item in items if item.get_closest_marker("long")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        items[:] = spread(items, workers)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect between tests, in the main thread, as a window does between two turns: a worker must free no widget."""
    gc.disable()
    worker = getattr(session.config, "workerinput", None)
    if worker is not None:
        compiled.compile_share(session.config, int(worker["workerid"].removeprefix("gw")), worker["workercount"])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look never again at what collecting has made: modules and thousands of tests stay until the end."""
    gc.freeze()


def _collect() -> None:
    """Collect, and look at what is left never again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    """Take away what the test has left, where it is much."""
    if gc.get_count()[0] > GARBAGE:
        gc.collect()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Forget the windows that a test has closed itself: they delete themselves, and qtbot would close them again."""
    watched = getattr(item, "qt_widgets", None)
    if watched:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        alive = [each for each in watched if (widget := each[0]()) is not None and shiboken6.isValid(widget)]
        item.qt_widgets = alive  # type: ignore[attr-defined]
    return (yield)
