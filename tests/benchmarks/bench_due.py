"""What entering numbers costs: the page shown for the first time, a key, Enter, undo and an edit from elsewhere.

    python tests/benchmarks/bench_due.py [FOLDER OF FILES]

A gesture is all that the window's thread does for it, with the painting that follows; what is published afterwards is
written by another thread and holds no hand up. The files are those of ``files.py``.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from files import ensure
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from table import Row, lines, p95

from kpidesk import disk
from kpidesk.clock import Clock, system_clock
from kpidesk.commands import entry
from kpidesk.settings import Home
from ui.app.window import Window
from ui.base.theme import Theme
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_view import EntryView

CALM = 3
"""Milliseconds that the event loop takes at rest in the time of one look."""
EDITS, KEYS, MOVES = 40, "1234", 60
FIRST_BARS = {"sample": (100, 100), "small": (100, 100), "large": (150, 300)}
"""Milliseconds within which a first visit is to be painted, and complete."""
_theme: list[Theme] = []
_painted: list[list[float]] = []


def spent(action: Callable[[], object]) -> float:
    """Milliseconds of this thread's work for an action and the painting that follows it."""
    start = time.thread_time()
    action()
    QApplication.processEvents()
    return 1000 * (time.thread_time() - start)


def theme() -> Theme:
    """The look of the application, which is made once."""
    if not _theme:
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        _theme.append(Theme(application))
        _theme[0].apply("light")
    return _theme[0]


def next_week() -> dt.datetime:
    """A day on which each KPI of weeks waits for one number, and nothing was imported."""
    return system_clock() + dt.timedelta(days=8)


def opened(path: Path, folder: Path, clock: Clock = next_week) -> Window:
    """A window with a copy of a file, on the goals: no other page has been made."""
    copy = Path(shutil.copy(path, folder / path.name))
    _know_what_was_worded(path.parent, folder)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    for key, value in (("language", "nb"), ("author", "Kari Solberg"), ("place", "goals")):
        settings.setValue(key, value)
    window = Window(theme(), settings, home=Home(folder / "home"), clock=clock)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    assert window.open_file(str(copy))
    while calm() > CALM:  # what is loaded ahead of need has nothing to do with the page
        pass
    return window


def _know_what_was_worded(files: Path, folder: Path) -> None:
    """Share between all windows what questions are worded as: modules have been compiled once and for all, too."""
    texts = Home(folder / "home").texts
    disk.private_folder(texts.parent)
    Home(files).texts.mkdir(exist_ok=True)
    if not texts.exists():
        texts.symlink_to(Home(files).texts, target_is_directory=True)


def calm() -> float:
    """Let what is put off happen; gives the milliseconds of work that it takes."""
    start = time.thread_time()
    for _round in range(20):
        QApplication.processEvents()
        time.sleep(0.005)
    return 1000 * (time.thread_time() - start)


def watched() -> list[float]:
    """When the rows of a sheet have been painted, by this thread's work; PySide takes a patch for good."""
    if not _painted:
        paint = EntryView.paintEvent
        _painted.append([])

        def painted(view: EntryView, event: QPaintEvent) -> None:
            paint(view, event)
            _painted[0].append(time.thread_time())

        EntryView.paintEvent = painted  # type: ignore[method-assign]
    _painted[0].clear()
    return _painted[0]


def first_visit(window: Window) -> tuple[float, float]:
    """Milliseconds until the rows of the sheet are painted, and until nothing more comes."""
    times, start = watched(), time.thread_time()
    whole = spent(lambda: window.go("entry")) + calm()
    return 1000 * (times[0] - start), whole


def page_of(window: Window) -> EntryPage:
    """The page of numbers."""
    page = window.page()
    assert isinstance(page, EntryPage)
    return page


def typed(page: EntryPage, text: str) -> list[float]:
    """Each key of a number that is typed into the current cell."""
    found = []
    for key in text:
        at = field(page)
        found.append(spent(partial(QTest.keyClick, at, key)))
    return found


def field(page: EntryPage) -> QWidget:
    """Where a key goes: the field that is open, else the block with the caret."""
    view = page.current_view()
    assert view is not None
    return view.typing.editor() or view


def entered(window: Window) -> dict[str, list[float]]:
    """Numbers typed where they wait, one after the other, each taken back again every third time."""
    page, found = page_of(window), {"key": [], "Enter": [], "undo": []}
    assert window.session is not None
    for n in range(EDITS):
        found["key"] += typed(page, f"{n + 1}{KEYS}")
        found["Enter"].append(spent(lambda: QTest.keyClick(field(page), Qt.Key.Key_Return)))
        calm()
        if n % 3 == 2:
            found["undo"].append(spent(window.session.undo))
            calm()
    return found


def edited(window: Window) -> list[float]:
    """Numbers that come from elsewhere while the page is open."""
    page, found = page_of(window), []
    assert window.session is not None
    sources = page.sheet.sources[:: max(1, len(page.sheet.sources) // 20)][:20]
    for n, source in enumerate(sources):
        newest = next(reversed(window.session.ws.series(source.uid)))
        act = window.session.perform
        found.append(spent(lambda s=source, at=newest, n=n, act=act: act(entry.set_value, s.uid, at, 77.0 + n)))
        calm()
    return found


def hovered(page: EntryPage) -> list[float]:
    """The pointer over the cells."""
    view = page.views[0].viewport()
    inside: QWidget = page.sheet.viewport()
    places = [QPoint(40 + 17 * n % inside.width(), 60 + 11 * n % max(1, inside.height() - 60)) for n in range(MOVES)]
    return [spent(lambda at=at: QTest.mouseMove(view, at)) for at in places]


def rows(files: Path) -> Iterator[Row]:
    """Every figure of the page of numbers."""
    for name, path in ensure(files, *FIRST_BARS).items():
        with tempfile.TemporaryDirectory() as folder:
            yield from rows_of(name, opened(path, Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        window = opened(ensure(files, "small")["small"], Path(folder), system_clock)
        window.go("entry")
        calm()
        times = entered(window)
        yield Row("Entry, Enter, p95, small, on the day of its import", None, p95(times["Enter"]), 50)
        yield Row("Entry, undo, p95, small, on the day of its import", None, p95(times["undo"]), 50)
        window.close()


def rows_of(name: str, window: Window) -> Iterator[Row]:
    """The figures on one file."""
    painted, complete = first_visit(window)
    bars = FIRST_BARS[name]
    yield Row(f"Entry, first visit, painted, {name}", None, painted, bars[0])
    yield Row(f"Entry, first visit, complete, {name}", None, complete, bars[1])
    again = [spent(lambda: (window.go("goals"), window.go("entry"))) for _n in range(5)]
    yield Row(f"Entry, shown again, {name}", None, statistics.median(again), 50)
    yield Row(f"Entry, pointer moved, p95, {name}", None, p95(hovered(page_of(window))), 16)
    times = entered(window)
    yield Row(f"Entry, key, p95, {name}", None, p95(times["key"]), 16)
    yield Row(f"Entry, Enter, p95, {name}", None, p95(times["Enter"]), 50)
    yield Row(f"Entry, Enter, median, {name}", None, statistics.median(times["Enter"]), 50)
    yield Row(f"Entry, undo, p95, {name}", None, p95(times["undo"]), 50)
    yield Row(f"Entry, number from elsewhere, p95, {name}", None, p95(edited(window)), 50)
    window.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        print("\n".join(lines(rows(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made)))))
