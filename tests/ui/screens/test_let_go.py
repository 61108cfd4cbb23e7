"""Whoever works for a day opens each page and dialog many times: none of them leaves anything behind.

What is counted are the wrappers of Qt's objects, once the first of each has been made.
"""

from __future__ import annotations

import gc
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer
from pytestqt.qtbot import QtBot

from kpidesk.settings import Home
from tests.ui.conftest import Clock
from tests.ui.opened import opened_window
from tests.ui.screens.dialogs_shown import shown
from tests.ui.settled import settle
from ui.app.window import Window
from ui.base import actions
from ui.base.theme import Theme
from ui.imports.import_page import ImportPage

TIMES = 3


@pytest.fixture
def window(
    bakery_file: Path, tmp_path: Path, theme: Theme, settings: QSettings, home: Home, clock: Clock, qtbot: QtBot
) -> Iterator[Window]:
    settings.setValue("author", "Kari Solberg")
    settings.setValue("language", "nb")
    path = Path(shutil.copy(bakery_file, tmp_path / "Bakeri.kpidesk"))
    made = opened_window(path, theme, settings, home, clock, qtbot)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    yield made
    made.close()


def left_by(step: Callable[[], None]) -> Counter[str]:
    """What each further time adds, by class; what is made once, whenever the program comes to it, is no such thing."""
    step()
    before, more = wrappers(), Counter[str]()
    for _time in range(TIMES):
        step()
        now = wrappers()
        before, more = now, now - before
        if not more:
            break
    return more


def wrappers() -> Counter[str]:
    """Every wrapper of one of Qt's objects that something holds, by class."""
    settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    held = (each for each in gc.get_objects() if isinstance(each, QObject) and not _goes_by_itself(each))
    return Counter(type(each).__name__ for each in held)


def _goes_by_itself(each: QObject) -> bool:
    """Tell whether Qt keeps it until it has called once: ``QTimer.singleShot``, of a window closed early."""
    if not isinstance(each, QTimer) or not shiboken6.isValid(each):
        return False
    return each.isSingleShot() and each.isActive() and each.parent() is None


def test_no_page_leaves_anything_behind(window: Window) -> None:
    def go_round() -> None:
        for place in (*actions.PLACES, "guide", "sources"):
            window.go(place)
            window.places.make_anew()
            settle()

    assert left_by(go_round) == Counter()


def test_no_import_leaves_anything_behind(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    asked, plain = tmp_path / "Spurt.csv", tmp_path / "Salg.csv"
    asked.write_text("Dato;Salg\n01/02/2025;41\n02/03/2025;43\n03/04/2025;44\n", encoding="utf-8")
    plain.write_text("Måned;Salg;Kunder\n2025-01;41;7\n2025-02;43;9\n", encoding="utf-8")

    def look_at_both() -> None:
        for path in (asked, plain):
            window.go("import", path)
            page = window.page()
            assert isinstance(page, ImportPage)
            qtbot.waitUntil(lambda page=page: page.found is not None)
            settle()
            page.show_read()
            page.go_back()

    assert left_by(look_at_both) == Counter()


def test_a_window_made_anew_leaves_nothing_behind(window: Window) -> None:
    assert left_by(window.rebuild) == Counter()


def test_a_window_that_is_closed_leaves_neither_itself_nor_what_it_might_have_waited_for(
    bakery_file: Path, tmp_path: Path, theme: Theme, settings: QSettings, home: Home, clock: Clock, qtbot: QtBot
) -> None:
    """The window and all of its file would be kept by whoever was to wait for last changes, if any."""
    settings.setValue("author", "Kari Solberg")
    path = Path(shutil.copy(bakery_file, tmp_path / "Bakeri.kpidesk"))
    assert left_by(lambda: opened_window(path, theme, settings, home, clock, qtbot).close()) == Counter()
    assert wrappers()["Patient"] == 0


def test_no_dialog_leaves_anything_behind(window: Window) -> None:
    """All of them together; when something is left, one after the other, to tell which leaves it."""

    def open_and_close(*names: str) -> None:
        for name, make in shown(window):
            if name in names:
                dialog = make()
                dialog.show()
                settle()
                dialog.reject()
                if shiboken6.isValid(dialog):
                    dialog.deleteLater()

    names = [name for name, _make in shown(window)]
    if left := left_by(lambda: open_and_close(*names)):
        found = {name: left_by(lambda name=name: open_and_close(name)) for name in names}
        raise AssertionError({name: each for name, each in found.items() if each} or left)
