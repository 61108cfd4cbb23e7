"""A start shows the window at once, and then what is in the file: never anything in between that is not so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QToolButton

from kpidesk import text
from kpidesk.settings import Home
from ui.app.frame.late_signatures import LATE
from ui.app.frame.rail_frame import PlaceButton, RailFrame
from ui.app.frame.window_frame import WindowFrame
from ui.app.menu_bar import Menus
from ui.app.rail import Rail
from ui.app.welcome import welcome_page
from ui.app.window import Window
from ui.app.windows import Windows
from ui.base.memory import Memory

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def windows(theme, settings, tmp_path: Path, clock, qtbot) -> Iterator[Windows]:
    settings.setValue("language", "nb")
    made = Windows(theme, settings, Home(tmp_path / "home"), clock)
    yield made
    for window in made.all():
        window.close()


@pytest.fixture
def file(bakery_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(bakery_file, tmp_path / "bakery.kpidesk"))


def places(window: Window) -> list[tuple[str, int, int]]:
    """The places in view by name, with where they stand."""
    return [(each.text(), each.y(), each.height()) for each in window.findChildren(PlaceButton) if each.isVisible()]


def test_the_frame_is_there_before_the_file_and_stays_where_it_is(windows: Windows, file: Path, qtbot) -> None:
    window = windows.begin(str(file))
    assert window.isVisible() and window.session is None and type(window.side) is RailFrame
    menus, before = [each.text() for each in window.menuBar().actions()], places(window)
    assert len(before) == 6
    qtbot.waitUntil(lambda: window.session is not None and window.page() is not None)
    assert isinstance(window.side, Rail)
    QApplication.processEvents()
    assert [each.text() for each in window.menuBar().actions()] == menus
    assert [each[0] for each in places(window)] == [each[0] for each in before]


def test_the_figures_are_begun_on_whatever_page(windows, file, settings, qtbot) -> None:
    settings.setValue("place", "goals")
    window = windows.begin(str(file))
    qtbot.waitUntil(lambda: window.session is not None and not window.session.figured.book.missing())
    assert window.places.place == "goals"


@pytest.mark.parametrize("wide", [1440, 900])
def test_nothing_moves_when_the_file_comes(windows: Windows, file: Path, wide: int, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(WindowFrame, "_begin_once", lambda _self: None)
    window = windows.begin(str(file))
    window.resize(wide, 800)
    QApplication.processEvents()
    before = places(window)
    monkeypatch.undo()
    window._begin_once()
    QApplication.processEvents()
    assert places(window) == before


def test_no_question_which_file_is_made_on_the_way_to_a_file(windows: Windows, file: Path, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(welcome_page, "WelcomePage", lambda *_args: pytest.fail("a welcome page"))
    window = windows.begin(str(file))
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.page() is not None and window.coming is None


def test_without_a_file_the_question_which_one_comes(windows: Windows, qtbot) -> None:
    window = windows.begin("")
    qtbot.waitUntil(lambda: bool(window.findChildren(welcome_page.WelcomePage)))
    assert window.side is None and window.session is None


def test_a_file_that_is_refused_says_what_it_always_says(windows: Windows, tmp_path, qtbot) -> None:
    (bad := tmp_path / "bad.kpidesk").write_bytes(b"no workspace at all")
    window = windows.begin(str(bad))
    qtbot.waitUntil(lambda: window.coming is None)
    assert window.findChildren(welcome_page.WelcomePage) and not window.side.isVisible()
    ready = windows.open("")
    ready.open_file(str(bad))
    said, expected = (notices(each) for each in (window, ready))
    assert said and said == expected
    assert window.standing.line.file.text() == ready.standing.line.file.text() and window.standing.line.file.isVisible()
    window.standing.show_conflicts(2)


def notices(window: Window) -> list[str]:
    return [each.text() for each in window.notices.findChildren(QLabel) if each.text()]


def test_a_window_that_nobody_sees_opens_its_file_too(theme, settings, tmp_path, clock, file, qtbot) -> None:
    window = Window(theme, settings, home=Home(tmp_path / "home"), clock=clock, coming=str(file))
    qtbot.waitUntil(lambda: window.session is not None)
    window.close()


def test_what_is_typed_before_the_page_is_there_reaches_it(windows: Windows, file: Path, qtbot, monkeypatch) -> None:
    window = windows.begin(str(file))
    seen: list[int] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            taker = QApplication.focusWidget() or window.focusWidget()  # a busy machine makes it active later
            if event.type() is QEvent.Type.KeyPress and watched is taker:
                seen.append(event.key())  # type: ignore[attr-defined]
            return False

    buttons = window.side.findChildren(QToolButton)
    assert len(buttons) == 8 and {each.focusPolicy() for each in buttons} == {Qt.FocusPolicy.NoFocus}
    QTest.keyClick(window, Qt.Key.Key_Down)
    QTest.keyClick(window, Qt.Key.Key_Up)
    assert window.session is None
    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    qtbot.waitUntil(lambda: window.coming is None)
    window.activateWindow()
    qtbot.waitUntil(lambda: seen[:2] == [Qt.Key.Key_Down, Qt.Key.Key_Up])
    QApplication.instance().removeEventFilter(watch)


def test_a_command_by_its_keys_before_the_file_is_there_leads_where_the_next_keys_go(
    windows: Windows, file: Path, qtbot
) -> None:
    window = windows.begin(str(file))
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window, "56")
    assert window.session is None
    qtbot.waitUntil(lambda: window.session is not None and window.place == "entry")
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), QLineEdit))
    editor = window.focusWidget()
    assert isinstance(editor, QLineEdit) and editor.text() == "56"


def test_a_window_that_is_closed_before_its_file_came_opens_nothing(windows: Windows, file: Path, qtbot) -> None:
    window = windows.begin(str(file))
    window.close()
    QApplication.processEvents()
    assert windows.all() == [] and not (file.parent / "home" / "work").exists()


def test_a_file_that_is_coming_is_not_opened_twice(windows: Windows, file: Path, qtbot) -> None:
    window = windows.begin(str(file))
    assert windows.open(str(file)) is window and windows.all() == [window]
    qtbot.waitUntil(lambda: window.session is not None)


def test_another_language_meanwhile_is_spoken_by_the_frame(windows: Windows, file: Path, qtbot, theme) -> None:
    window = windows.begin(str(file))
    text.use("en")
    theme.language_changed.emit()
    assert window.session is None and window.menuBar().actions()[0].text() == "&File"
    qtbot.waitUntil(lambda: window.session is not None)
    text.use("nb")


def test_a_start_begins_in_the_language_of_the_last_file(windows: Windows, file: Path, settings, qtbot) -> None:
    from ui.app.app import _chosen_language

    settings.remove("language")
    text.use("en")
    window = windows.begin(str(file))
    qtbot.waitUntil(lambda: window.session is not None)
    assert text.language() == "nb"
    assert _chosen_language(settings, str(file)) == "nb"
    settings.setValue("language", "en")
    assert _chosen_language(settings, str(file)) == "en"


def test_what_the_page_does_not_wait_for_comes_once_it_is_painted(windows: Windows, file: Path, qtbot) -> None:
    window = windows.begin(str(file))
    qtbot.waitUntil(
        lambda: window._equipped and window.lookout.news is not None and bool(window.rail and window.rail.missing)
    )
    assert window.coming is None and window.standing.line.backup.text()


def test_it_comes_too_where_nobody_sees_the_window(theme, settings, tmp_path, clock, file, qtbot) -> None:
    window = Window(theme, settings, home=Home(tmp_path / "home"), clock=clock, coming=str(file))
    qtbot.waitUntil(lambda: window._equipped and window.lookout.news is not None)
    window.close()


def test_a_menu_has_its_icons_when_it_opens(windows: Windows, file: Path, qtbot) -> None:
    window = windows.open(str(file))
    undo = window._menus.actions["undo"]
    menu = next(each for each in window._menus._bare if undo in [action for action, _icon in window._menus._bare[each]])
    assert undo.icon().isNull()
    menu.aboutToShow.emit()
    assert not undo.icon().isNull() and undo.isIconVisibleInMenu()


def test_menus_that_wait_are_filled_by_the_first_key(theme, settings, qtbot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = Menus(window.menuBar(), theme, Memory(settings), window)
    menus.name_all()
    menus.put_off({})
    names = [each.text() for each in window.menuBar().actions()]
    assert not menus.filled and not any(each.menu().actions() for each in window.menuBar().actions())
    asked: list[str] = []
    menus.asked.connect(asked.append)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert menus.filled and asked == ["new_window"]
    assert [each.text() for each in window.menuBar().actions()] == names


# ---- what is loaded ------------------------------------------------------------------------------------

FRAME = {
    "kpidesk", "kpidesk.assets", "kpidesk.clock", "kpidesk.disk", "kpidesk.errors", "kpidesk.faults", "kpidesk.forms",
    "kpidesk.log_file", "kpidesk.records", "kpidesk.settings", "kpidesk.text",
    "kpidesk.unbroken", "resources", "ui", "ui.app",
    "ui.app.app", "ui.app.application", "ui.app.faults", "ui.app.faults.crash", "ui.app.faults.failures",
    "ui.app.faults.fault", "ui.app.frame", "ui.app.frame.later", "ui.app.frame.rail_frame", "ui.app.frame.standing",
    "ui.app.frame.window_frame", "ui.app.frame.doors", "ui.app.frame.late_signatures", "ui.app.frame.quick_enums",
    "ui.app.reception", "ui.app.looks", "ui.app.menu_bar", "ui.app.window",
    "ui.app.windows", "ui.base", "ui.base.actions", "ui.base.breakpoints", "ui.base.dialog_frame",
    "ui.base.enter_key", "ui.base.garbage", "ui.base.keys", "ui.base.keys.menu_key", "ui.base.keys.order",
    "ui.base.keys.roving",
    "ui.base.look", "ui.base.look.contrast", "ui.base.look.in_memory", "ui.base.look.system_contrast",
    "ui.base.memory", "ui.base.page", "ui.base.reach",
    "ui.base.reach.accessible", "ui.base.reach.announcing", "ui.base.reach.order", "ui.base.scale",
    "ui.base.theme", "ui.base.typed",
}  # fmt: skip
"""All of ours that a painted frame needs."""
NEVER = {
    "asyncio", "ssl", "email", "reportlab", "numpy", "openpyxl", "xml", "lxml", "pyqtgraph", "http", "html",
    "statistics",
}  # fmt: skip
"""What neither the frame nor the first page has any use for."""
STARTED = """
import linecache, os, sys, ui
from ui.app import window, windows
from ui.app.frame import window_frame
window.AT_THE_LATEST_MS = window_frame.AT_THE_LATEST_MS = 10**7  # a slow machine loads no more
mark = sys.argv[1]
class Stopping(windows.Window):
    def paintEvent(self, event):
        if mark == "frame" or (self.session is not None and self.page() is not None):
            run = (name for name, module in sys.modules.items() if type(module).__name__ != "Late")
            print(*sorted(run), *(f"source:{each}" for each in linecache.cache), sep="\\n", flush=True)
            os._exit(0)
        super().paintEvent(event)
windows.Window = Stopping
from ui.app.app import run
run(sys.argv[2])
"""


def loaded(mark: str, file: Path) -> set[str]:
    """The modules of a program that has just painted its frame, or its content."""
    with tempfile.TemporaryDirectory(prefix="kd") as folder:
        surroundings = {
            **os.environ, "QT_QPA_PLATFORM": "offscreen", "KPIDESK_HOME": f"{folder}/home", "XDG_CONFIG_HOME": folder,
        }  # fmt: skip
        run = subprocess.run(
            [sys.executable, "-c", STARTED, mark, str(file)],
            cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return set(run.stdout.split())


def ours(modules: set[str]) -> set[str]:
    return {each for each in modules if each.split(".")[0] in ("kpidesk", "ui", "resources")}


def test_the_frame_is_painted_with_nothing_but_what_it_needs(file: Path) -> None:
    found = loaded("frame", file)
    assert ours(found) == FRAME
    assert {each.split(".")[0] for each in found} & (NEVER | {"peewee", "sqlite3"}) == set()


def test_no_module_is_read_a_second_time_as_source(file: Path) -> None:
    ours = tuple(f"source:{ROOT / folder}" for folder in ("kpidesk", "ui", "resources"))
    assert not {each for each in loaded("content", file) if each.startswith(ours)}


def test_the_first_page_is_painted_without_what_only_other_pages_need(file: Path) -> None:
    found = loaded("content", file)
    assert not found & LATE, "what Qt's functions take is read when somebody asks"
    assert "PySide6.QtNetwork" not in found, "a second start is listened for once the page has been painted"
    assert {each.split(".")[0] for each in found} & NEVER == set()
    rooms = {f"{'.'.join(each.split('.')[:2])}" for each in ours(found)}
    assert rooms & {"kpidesk.report", "kpidesk.cli", "kpidesk.viz", "ui.paper", "ui.kpis", "ui.entry", "ui.review"} <= {
        "kpidesk.viz"
    }
    assert "kpidesk.viz.spec" not in found and "kpidesk.library" not in found
    assert {each for each in ours(found) if each.startswith("kpidesk.reading")} == {
        "kpidesk.reading", "kpidesk.reading.goals",
    }, "typed texts are read when somebody has typed"  # fmt: skip
    assert not any(each.startswith(("kpidesk.exchange.sheets", "kpidesk.exchange.intake")) for each in found)
    assert len(ours(found)) <= 277
