"""What a walk through the window costs: pages shown first and again, an edit under them, search, sort, pointer, lists.

    python tests/benchmarks/bench_pages.py [FOLDER OF FILES]

A gesture is all that the window's thread does for it, with the painting that follows. A first visit is *painted* when
the page stands, and *complete* when nothing more comes. The files are those of ``files.py``.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import os
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from bench_due import calm, opened, spent, theme
from files import ensure, write_numbers
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from table import Row, lines, p95

from kpidesk.commands import entry
from kpidesk.domain.entities import Kpi
from kpidesk.figures.kpi_rows import Column
from kpidesk.settings import Home
from ui.app.go_to import GoTo
from ui.app.window import Window
from ui.base.garbage import Garbage
from ui.base.session import Session
from ui.kpis.kpis_page import KpisPage
from ui.library.library_dialog import LibraryDialog

PAGES = ("overview", "kpis", "guide", "review", "history")
"""The numbers and the goals are measured in files of their own."""
FIRST_BARS = {"sample": (100, 100), "small": (100, 100), "large": (150, 300)}
"""Milliseconds within which a first visit is to be painted, and complete."""
GESTURE, AT_ONCE, EDITS = 50, 16, 20
WORDS = ("4", "42", "4", "", "f", "fi", "fig", "figure 1", "")


def session_of(window: Window) -> Session:
    """The open file."""
    assert window.session is not None
    return window.session


def first_visit(window: Window, place: str) -> tuple[float, float]:
    """Milliseconds until a page is painted, and until nothing more comes; what the window does by itself is over."""
    calm()
    idle = calm()
    painted = spent(lambda: window.go(place))
    rest = 0.0
    while session_of(window).figured.book.missing():
        rest += spent(lambda: None)
    return painted, painted + rest + max(0.0, calm() - idle)


def edited(window: Window) -> tuple[list[float], list[float]]:
    """Numbers typed elsewhere while a page is open, and each taken back."""
    session, done, undone = session_of(window), [], []
    kpis = session.ws.all(Kpi)
    for n, kpi in zip(range(EDITS), itertools.cycle(kpis[:: max(1, len(kpis) // EDITS)]), strict=False):
        source = kpi.inputs[0][1]
        newest = next(reversed(session.ws.series(source)))
        done.append(spent(partial(session.perform, entry.set_value, source, newest, 77.0 + n)))
        calm()
        undone.append(spent(session.undo))
        calm()
    return done, undone


def typed(field: QLineEdit, words: Iterable[str] = WORDS) -> list[float]:
    """Letters that come into a field."""
    return [spent(partial(field.setText, each)) for each in words]


def hovered(view: QAbstractItemView) -> list[float]:
    """The pointer over the rows."""
    inside = view.viewport()
    places = [QPoint(40 + 31 * n % inside.width(), 20 + 53 * n % inside.height()) for n in range(40)]
    return [spent(partial(QTest.mouseMove, inside, at)) for at in places]


def rows(files: Path) -> Iterator[Row]:
    """Every figure, file by file; then how they grow. Garbage is collected as in the program: between the gestures."""
    theme()
    garbage = Garbage(QApplication.instance())
    garbage.start()
    found = ensure(files, *FIRST_BARS)
    for name, path in found.items():
        with tempfile.TemporaryDirectory() as folder:
            yield from rows_of(name, path, Path(folder))
    yield from growth(found["large"])


def rows_of(name: str, path: Path, folder: Path) -> Iterator[Row]:
    """The figures on one file."""
    window = opened(path, folder)
    bars = FIRST_BARS[name]
    for place in PAGES:
        painted, complete = first_visit(window, place)
        yield Row(f"{place}, first visit, painted, {name}", None, painted, bars[0])
        yield Row(f"{place}, first visit, complete, {name}", None, complete, bars[1])
    for place in PAGES:
        again = [spent(partial(window.go, each)) for each in ("goals", place) * 5][1::2]
        yield Row(f"{place}, shown again, {name}", None, statistics.median(again), GESTURE)
    for place in ("overview", "kpis"):
        window.go(place)
        calm()
        done, undone = edited(window)
        yield Row(f"edit with {place} open, p95, {name}", None, p95(done), GESTURE)
        yield Row(f"undo with {place} open, p95, {name}", None, p95(undone), GESTURE)
    yield from table_rows(window, name)
    yield from kpi_rows(window, name)
    yield from list_rows(window, name)
    window.close()
    yield from again_rows(name, path, folder, bars)


def again_rows(name: str, path: Path, folder: Path, bars: tuple[int, int]) -> Iterator[Row]:
    """The overview of a file that has been opened on this machine before."""
    window = opened(path, folder)
    first_visit(window, "overview")
    window.go("goals")  # where it begins the next time
    window.close()
    window = opened(path, folder)
    painted, complete = first_visit(window, "overview")
    window.close()
    yield Row(f"overview, opened before, painted, {name}", None, painted, bars[0])
    yield Row(f"overview, opened before, complete, {name}", None, complete, bars[1])


def table_rows(window: Window, name: str) -> Iterator[Row]:
    """The KPI table under the hand."""
    window.go("kpis")
    calm()
    page = window.page()
    assert isinstance(page, KpisPage)
    columns = (Column.LATEST, Column.STATUS, Column.OWNER) * 3
    sorted_by = [spent(partial(page.view.sorted_by.emit, column)) for column in columns]
    yield Row(f"kpis, sort, p95, {name}", None, p95(sorted_by), GESTURE)
    yield Row(f"kpis, search, a letter, p95, {name}", None, p95(typed(page.filters.search)), GESTURE)
    yield Row(f"kpis, pointer moved, p95, {name}", None, p95(hovered(page.view)), AT_ONCE)
    keys = [spent(partial(QTest.keyClick, page.view, Qt.Key.Key_Down)) for _n in range(20)]
    yield Row(f"kpis, arrow, median, {name}", None, statistics.median(keys), AT_ONCE)


def kpi_rows(window: Window, name: str) -> Iterator[Row]:
    """One KPI after the other on the page of a KPI."""
    uids = [kpi.uid for kpi in session_of(window).ws.all(Kpi)]
    yield Row(
        f"kpi, first visit, painted, {name}", None, spent(partial(window.go, "kpi", uids[0])), FIRST_BARS[name][0]
    )
    calm()
    switched = []
    for uid in uids[1:21]:
        switched.append(spent(partial(window.go, "kpi", uid)))
        calm()
    yield Row(f"kpi, another one, p95, {name}", None, p95(switched), GESTURE)
    yield Row(f"kpi, another one, median, {name}", None, statistics.median(switched), GESTURE)


def list_rows(window: Window, name: str) -> Iterator[Row]:
    """Ctrl+K and the library."""
    window.go("kpis")
    opening = []
    for _n in range(5):
        opening.append(spent(partial(window.commands.run, "go_to")))
        palette = window.findChildren(GoTo)[-1]
        letters = typed(palette.field)
        palette.reject()
        calm()
    yield Row(f"Ctrl+K, opened, median, {name}", None, statistics.median(opening), GESTURE)
    yield Row(f"Ctrl+K, a letter, p95, {name}", None, p95(letters), GESTURE)
    opening = []
    for _n in range(3):
        made: list[LibraryDialog] = []
        opening.append(spent(lambda made=made: show_library(window, made)))
        letters = typed(made[0].search, ("k", "ku", "kun", "kund", "kunde", "kun", "", "s", "sa", "sal", "salg", ""))
        made[0].reject()
        calm()
    yield Row(f"library, opened, median, {name}", None, statistics.median(opening), GESTURE)
    yield Row(f"library, a letter, p95, {name}", None, p95(letters), AT_ONCE)


def show_library(window: Window, made: list[LibraryDialog]) -> None:
    """Open the library over the window."""
    made.append(LibraryDialog(session_of(window), window))
    made[0].open()


def growth(large: Path) -> Iterator[Row]:
    """How much more 500 KPIs take than 10, as a power of how many more there are."""
    with tempfile.TemporaryDirectory() as place:
        few = Path(place) / "few.kpidesk"
        write_numbers(few, Home(Path(place) / "home"), kpis=10, years=10, today=dt.datetime.now().astimezone().date())
        costs = [overview_costs(few), overview_costs(large)]
    for what, ten, many in zip(("first visit, complete", "edit"), *costs, strict=True):
        yield Row(
            f"overview, {what}: growth from 10 to 500 KPIs", None, math.log(many / ten) / math.log(50), 1.0, "exp"
        )


def overview_costs(path: Path) -> tuple[float, float]:
    """Milliseconds of a first visit to the Overview, complete, and of an edit under it."""
    with tempfile.TemporaryDirectory() as folder:
        window = opened(path, Path(folder))
        complete = first_visit(window, "overview")[1]
        done, _undone = edited(window)
        window.close()
        return complete, statistics.median(done)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        print("\n".join(lines(rows(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made)))))
