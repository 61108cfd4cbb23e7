"""How fast a chart follows the hand, held against pyqtgraph plotting the same points in the same run:

    python tests/benchmarks/bench_chart.py [FOLDER]

A redraw is what is said of the periods shown, the drawing and the painting; the points themselves are known. The hover
is one step of the pointer with what is said of the period under it. A million days are a history of so many, of which
the most that a chart shows are in view, looked through day by day.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from kpidesk import figures
from kpidesk.domain.entities import Input, Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.viz.chart import Axis, chart_spec
from kpidesk.workspace import Workspace, new_uid
from tests.benchmarks.table import Row, against, cpu, lines, median, p95
from ui.base.garbage import Garbage
from ui.base.session import Session
from ui.base.theme import Theme
from ui.chart.chart import Chart
from ui.kpis.kpi_chart import MOST, KpiChart
from ui.kpis.kpi_page import KpiPage

DAYS, MANY = 3_650, 1_000_000
WIDE, HIGH = 1200, 500
RUNS = 15


def daily(ws: Workspace) -> Kpi:
    """A KPI with ten years of days until yesterday, three of a hundred missing, and a target."""
    dice = random.Random(1)
    today = Period.containing(ws.today(), Frequency.DAY)
    days = [today.previous(DAYS - n) for n in range(DAYS)]
    with ws.transaction(msg("fill")) as change:
        uid = change.add(Input(new_uid(), "k", "Guests", frequency=Frequency.DAY, order="a1"))
        change.measure_many(uid, [(day, round(dice.gauss(4_300, 400))) for day in days if dice.random() > 0.03])
        kpi = change.add(Kpi(new_uid(), "Guests", frequency=Frequency.DAY, inputs=(("k", uid),), order="a1"))
        change.add(Target(new_uid(), kpi=kpi, value=4_400.0))
    return ws.get(Kpi, kpi)


@dataclass(frozen=True)
class Day:
    """A day of a long history."""

    period: Period
    value: float | None
    target: float | None = 0.0
    high: float | None = None
    red_flag: float | None = -1.0
    red_high: float | None = None
    suggested: bool = False
    not_applicable: bool = False
    signal: bool = False
    masked: bool = False
    provisional: bool = False


@dataclass(frozen=True)
class History:
    """What a chart is made from."""

    kpi: Kpi
    points: Sequence[Day]
    frequency: Frequency = Frequency.DAY
    segments: Sequence[object] = ()
    breaks: Sequence[Period] = ()
    rules: RuleSet = RuleSet.WHEELER
    signals: Sequence[object] = ()
    sentence: None = None


def long_history() -> History:
    """A million days, as a walk of small steps."""
    steps = np.random.default_rng(2).normal(0, 1, MANY).cumsum().tolist()
    first = dt.date(1, 1, 1).toordinal()
    points = [
        Day(Period(Frequency.DAY, dt.date.fromordinal(first + n)), value) for n, value in enumerate(steps)
    ]  # fmt: skip
    return History(Kpi(new_uid(), "Steps", frequency=Frequency.DAY), points)


def plotted(values: Sequence[float | None]) -> tuple[pg.PlotWidget, pg.PlotDataItem, np.ndarray, np.ndarray]:
    """The floor: the same points in a plot of the same size."""
    plot = pg.PlotWidget()
    plot.resize(WIDE, HIGH)
    plot.show()
    xs, ys = np.arange(len(values), dtype=float), np.array(values, dtype=float)
    return plot, plot.plot(xs, ys), xs, ys


def moved(chart: Chart, x: float) -> None:
    """Move the pointer over a chart."""
    spot, none = QPointF(x, 200), Qt.MouseButton.NoButton
    chart.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, spot, spot, none, none, Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    QApplication.processEvents()


def repaint(chart: Chart) -> None:
    """Paint a chart as one that has not been painted."""
    assert chart.spec is not None
    chart.show_spec(chart.spec)
    chart.viewport().repaint()


def ten_years(ws: Workspace, theme: Theme) -> Iterator[Row]:
    """Redraw, pan and hover with ten years of days in view."""
    found = figures.kpi_figures(ws, daily(ws), ws.today())
    trend = KpiChart(Session(ws, theme))
    trend.resize(WIDE, HIGH)
    trend.show()
    trend.show_figures(found, {})
    trend.zoom(99)
    plot, item, xs, ys = plotted([point.value for point in found.points])
    steps = itertools.cycle([1, -1])
    places = itertools.cycle(range(100, WIDE - 300, 17))

    def floor() -> None:
        item.setData(xs, ys)
        plot.viewport().repaint()
        QApplication.processEvents()

    def pan() -> None:
        trend.pan(next(steps))
        trend.chart.viewport().repaint()
        QApplication.processEvents()

    floor(), pan()
    yield Row(f"chart, {DAYS} days shown: redraw (a step in time)", *against(floor, pan, RUNS), 4.0)
    yield Row(
        f"chart, {DAYS} days shown: hover", *against(floor, lambda: moved(trend.chart, next(places)), RUNS), 8.0
    )  # fmt: skip


def a_million(theme: Theme) -> Iterator[Row]:
    """Pan through a million days, as many in view as a chart shows; and all of them at once in another size."""
    history, chart = long_history(), Chart(theme)
    chart.resize(WIDE, HIGH)
    chart.show()
    skips = itertools.count(MANY // 2)

    def pan() -> None:
        chart.show_spec(chart_spec(history, Axis(count=MOST, skip=next(skips))))
        chart.viewport().repaint()
        QApplication.processEvents()

    pan()
    yield Row("chart, 1M points: pan, frames a second", None, 1 / median(pan, RUNS), 30, "/s", least=True)
    chart.show_spec(chart_spec(history, Axis(count=MANY)))
    widths = itertools.cycle([WIDE - 2, WIDE])

    def redraw() -> None:
        chart.resize(next(widths), HIGH)
        QApplication.processEvents()

    redraw()
    yield Row("chart, 1M points in view: drawn in another size", None, 1000 * median(redraw, 5), 1000 / 30, "ms")


def pages(files: Path, name: str, folder: Path, theme: Theme) -> Iterator[Row]:
    """From one KPI's page to the next."""
    shutil.copy(files / f"{name}.kpidesk", folder / f"{name}.kpidesk")
    with Workspace.open(folder / f"{name}.kpidesk", author="Bench", home=Home(folder / "home")) as ws:
        page = KpiPage(Session(ws, theme))
        page.resize(WIDE, 800)
        page.show()
        kpis = [kpi.uid for kpi in ws.all(Kpi)][:41]
        charts: list[float] = []
        show_figures = page.trend.show_figures
        page.trend.show_figures = lambda *of: charts.append(cpu(lambda: show_figures(*of)))  # type: ignore[method-assign]

        def switch(uid: str) -> None:
            page.show_argument(uid)
            QApplication.processEvents()

        switch(kpis[0])
        times = [cpu(lambda uid=uid: switch(uid)) for uid in kpis[1:]]
        yield Row(f"KPI page, {name}: another KPI, complete (p95)", None, 1000 * p95(times), 50, "ms")
        part = statistics.median(charts) + median(lambda: repaint(page.trend.chart), RUNS)
        yield Row(f"KPI page, {name}: the chart's part of it", None, 1000 * part, 25, "ms")
        page.close()


def rows(files: Path) -> Iterator[Row]:
    """The rows of the chart."""
    application = QApplication.instance() or QApplication([])
    theme = Theme(application)
    theme.apply("light")
    Garbage(application).start()  # as in a window: nothing is collected in the middle of a gesture
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with Workspace.create(folder / "days.kpidesk", company="Bench", home=Home(folder / "home")) as ws:
            yield from ten_years(ws, theme)
        yield from a_million(theme)
        for name in ("small", "large"):
            yield from pages(files, name, folder, theme)


if __name__ == "__main__":
    from tests.benchmarks.files import ensure

    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    ensure(where, "small", "large")
    for line in lines(rows(where)):
        print(line)
