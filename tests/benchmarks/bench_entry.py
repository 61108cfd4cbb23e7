"""How fast the entry sheet scrolls, printed as milliseconds a frame; run on demand:

    python tests/benchmarks/bench_entry.py

500 inputs × 120 periods, a third of the rows computed. A frame is one step of the scroll bar and the painting that
follows. Sixty frames a second leave 16.7 ms for each. The floor is a bare QTableView on a QStandardItemModel of the
same shape.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QScrollArea,
    QScrollBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kpidesk import figures
from kpidesk.commands import entry
from kpidesk.domain.entities import Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from ui.base.session import Session
from ui.base.theme import Theme
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_painter import CELL
from ui.entry.sheet.entry_view import EntryView

INPUTS, PERIODS, FRAMES = 500, 120, 120
TODAY = dt.datetime(2026, 3, 16, 8, 41, tzinfo=dt.UTC)
WIDTH, HEIGHT = 1200, 760


def clock() -> dt.datetime:
    """The day on which everything happens."""
    return TODAY


def fill(ws: Workspace) -> None:
    """Half of the KPIs are plain, half are formulas over two inputs."""
    dice = random.Random(1)
    weeks = [Period.containing(TODAY.date(), Frequency.WEEK).previous(PERIODS - n) for n in range(PERIODS)]
    with ws.transaction(msg("fill")) as change:
        uids = []
        for n in range(INPUTS):
            uid = change.add(
                Input(new_uid(), f"k{n}", f"Input number {n}", frequency=Frequency.WEEK, order=f"a{n:04}1")
            )
            change.measure_many(uid, [(week, round(dice.gauss(4300, 90))) for week in weeks])
            uids.append(uid)
        for n in range(0, INPUTS, 4):
            a, b, c, d = uids[n : n + 4]
            bound = ((f"k{n}", a), (f"k{n + 1}", b))
            formula = f"100 * k{n} / k{n + 1}"
            rows = [
                Kpi(new_uid(), f"Share {n}", frequency=Frequency.WEEK, formula=formula, inputs=bound, order=f"b{n:04}1")
            ]
            rows += [
                Kpi(
                    new_uid(),
                    f"Plain {uid}",
                    frequency=Frequency.WEEK,
                    inputs=((f"k{n}", uid),),
                    order=f"b{n:04}{uid}1",
                )
                for uid in (c, d)
            ]
            for kpi in rows:
                change.add(kpi)


def scrolled(application: QApplication, area: QAbstractScrollArea, bar: QScrollBar, step: int) -> list[float]:
    """Milliseconds of each frame while scrolling by ``step``."""
    times = []
    bar.setValue(0)
    application.processEvents()
    for _frame in range(FRAMES):
        if bar.value() in (bar.minimum(), bar.maximum()):
            step = abs(step) if bar.value() == bar.minimum() else -abs(step)
        start = time.perf_counter()
        bar.setValue(bar.value() + step)
        area.viewport().repaint()
        application.processEvents()
        times.append(1000 * (time.perf_counter() - start))
    return times


def in_area(view: QWidget) -> QScrollArea:
    """A view of full height in a scroll area, as on the page."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    content = QWidget()
    column = QVBoxLayout(content)
    column.addWidget(view)
    area.setWidget(content)
    area.resize(WIDTH, HEIGHT)
    area.show()
    return area


def bare() -> QTableView:
    """The floor."""
    view = QTableView()
    model = QStandardItemModel(INPUTS, PERIODS + 2, view)
    for row in range(INPUTS):
        for column in range(PERIODS + 2):
            model.setItem(row, column, QStandardItem(f"{row * column}"))
    view.setModel(model)
    view.verticalHeader().setDefaultSectionSize(28)
    for column in range(PERIODS + 2):
        view.setColumnWidth(column, CELL)
    return view


def report(words: str, times: list[float]) -> None:
    """Print the median and the worst twentieth."""
    ordered = sorted(times)
    print(
        f"{words:44} {statistics.median(ordered):6.2f} ms a frame, 95 % within {ordered[int(len(ordered) * 0.95)]:6.2f}"
    )


def main() -> None:
    """Scroll the sheet and the bare table, down and across."""
    application = QApplication([])
    theme = Theme(application)
    theme.apply("light")
    with tempfile.TemporaryDirectory() as folder:
        ws = Workspace.create(Path(folder) / "b.kpidesk", company="B", home=Home(Path(folder) / "home"), clock=clock)
        with ws:
            fill(ws)
            measure(application, theme, ws)


def measure(application: QApplication, theme: Theme, ws: Workspace) -> None:
    """Print every figure."""
    session = Session(ws, theme)
    ledger = Ledger(session)
    start = time.perf_counter()
    block = figures.entry_blocks(ws)[0]
    grid = EntryGrid(session, ledger, Frequency.WEEK)
    last = Period.containing(TODAY.date(), Frequency.WEEK).previous()
    grid.show(block.rows, [last.previous(PERIODS - 1 - n) for n in range(PERIODS)], set())
    view = EntryView(grid, theme)
    view.fit_rows()
    area = in_area(view)
    application.processEvents()
    print(f"{len(grid.rows)} rows × {PERIODS} periods shown after {time.perf_counter() - start:.2f} s")
    floor = bare()
    floor_area = in_area(floor)
    floor.setMinimumHeight(view.height())
    application.processEvents()
    cases: list[tuple[str, Callable[[], list[float]]]] = []
    for step in (28, 112, 700):
        cases += [
            (f"sheet, down {step} px a frame", lambda s=step: scrolled(application, area, area.verticalScrollBar(), s)),
            (f"bare table, down {step} px a frame",
             lambda s=step: scrolled(application, floor_area, floor_area.verticalScrollBar(), s)),
        ]  # fmt: skip
    cases.append(("sheet, across", lambda: scrolled(application, view, view.horizontalScrollBar(), 1)))
    cases.append(("bare table, across", lambda: scrolled(application, floor, floor.horizontalScrollBar(), 1)))
    for words, case in cases:
        report(words, case())
    row = block.sources[0].uid
    start = time.perf_counter()
    entry.set_value(ws, row, last, 4321.0)
    stored = time.perf_counter()
    ledger.numbers.forget([row])
    grid.follow({row})
    application.processEvents()
    print(
        f"one edit: stored in {1000 * (stored - start):.1f} ms, shown in {1000 * (time.perf_counter() - stored):.1f} ms"
    )


if __name__ == "__main__":
    main()
