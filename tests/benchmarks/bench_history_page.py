"""What looking through the history costs, and setting a target:

    python tests/benchmarks/bench_history_page.py [FOLDER OF FILES]

The file has its numbers from one change and some hundred changes after it. A gesture is all that is done for it with
the painting that follows; nothing is collected in the middle of one, as in a window.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.benchmarks.table import Row, cpu, lines, p95
from ui.base.garbage import Garbage
from ui.base.session import Session
from ui.base.theme import Theme
from ui.history.history_page import HistoryPage
from ui.targets.target_dialog import TargetDialog

CHANGES = 400
WORD = "figure 12"
FIRST = {"small": 100, "large": 300}
"""Milliseconds within which a first visit is complete."""


def done(act: Callable[[], object]) -> float:
    """Milliseconds of an action and the painting that follows."""
    return 1000 * cpu(lambda: (act(), QApplication.processEvents()))


def change(ws: Workspace, kpis: list[Kpi], count: int) -> None:
    """Correct numbers, one at a time."""
    week = Period.containing(ws.today(), Frequency.WEEK)
    for n in range(count):
        with ws.transaction(msg("Correct a number")) as writing:
            writing.measure(kpis[n % len(kpis)].inputs[0][1], week.previous(n % 40 + 1), float(n))


def history(name: str, session: Session) -> Iterator[Row]:
    """The page of what has changed."""
    made: list[HistoryPage] = []

    def visit() -> None:
        made.append(HistoryPage(session))
        made[-1].resize(1200, 800)
        made[-1].show()

    yield Row(f"history, {name}: first visit, complete", None, done(visit), FIRST[name])
    page = made[0]
    view = page.view.viewport()
    steps = [done(lambda: QTest.keyClick(page.view, Qt.Key.Key_Down)) for _step in range(25)]
    yield Row(f"history, {name}: the next change (p95)", None, p95(steps), 50)
    hovers = [done(lambda y=y: QTest.mouseMove(view, QPoint(200, y))) for y in range(40, 700, 20)]
    yield Row(f"history, {name}: hover (p95)", None, p95(hovers), 16)
    page.search.setFocus()
    letters, found = [], []
    for letter in WORD:
        letters.append(done(lambda letter=letter: QTest.keyClicks(page.search, letter)))
        found.append(done(page._filter))
    yield Row(f"history, {name}: a letter of a search (p95)", None, p95(letters), 16)
    yield Row(f"history, {name}: what the word finds (p95 but the first)", None, p95(found[1:]), 50)
    page.close()


def target(name: str, session: Session, kpis: list[Kpi]) -> Iterator[Row]:
    """The dialog in which a target is set."""
    made: list[TargetDialog] = []

    def open_for(kpi: Kpi) -> None:
        made.append(TargetDialog(session, kpi))
        made[-1].show()

    times = [done(lambda kpi=kpi: open_for(kpi)) for kpi in kpis[:9]]
    yield Row(f"target, {name}: the dialog, first", None, times[0], 100)
    yield Row(f"target, {name}: the dialog, again (median)", None, sorted(times[1:])[4], 50)
    dialog = made[-1]
    field = dialog.page.first_field()
    yield Row(
        f"target, {name}: a digit (p95)", None, p95(done(lambda d=d: QTest.keyClicks(field, d)) for d in "98765"), 16
    )
    yield Row(f"target, {name}: the drawing that follows", None, done(dialog.show_preview), 50)
    kinds = max(done(lambda key=key: dialog.show_kind(key)) for key in dialog.pages)
    yield Row(f"target, {name}: another kind of target", None, kinds, 50)


def rows(files: Path) -> Iterator[Row]:
    """The rows of history and targets."""
    application = QApplication.instance() or QApplication([])
    theme = Theme(application)
    theme.apply("light")
    Garbage(application).start()
    with tempfile.TemporaryDirectory() as place:
        for name in FIRST:
            path = Path(shutil.copy(files / f"{name}.kpidesk", Path(place) / f"{name}.kpidesk"))
            with Workspace.open(path, author="Bench", home=Home(Path(place) / "home")) as ws:
                kpis = [kpi for kpi in ws.all(Kpi) if kpi.frequency is Frequency.WEEK][:50]
                change(ws, kpis, CHANGES)
                session = Session(ws, theme)
                yield from history(name, session)
                yield from target(name, session, kpis)


if __name__ == "__main__":
    from tests.benchmarks.files import ensure

    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    ensure(where, *FIRST)
    for line in lines(rows(where)):
        print(line)
