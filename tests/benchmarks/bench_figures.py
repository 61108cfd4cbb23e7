"""Speed of the KPI table's figures, printed as a ratio; run on demand:

    python tests/benchmarks/bench_figures.py

500 KPIs of 10 years of weeks: status, signals, limits and the sparkline of each. The floor
is reading the same raw rows with sqlite3. Each figure is the best of several runs.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kpidesk.domain.entities import Input, Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import all_figures
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.viz.spark import spark_spec
from kpidesk.workspace import Workspace, new_uid

RUNS, KPIS, WEEKS = 9, 500, 520
TODAY = dt.date(2026, 3, 16)


def best(action: Callable[[], object]) -> float:
    """Seconds of work of the fastest of several runs; waiting for other programs does not count."""
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def fill(ws: Workspace) -> None:
    """Define the KPIs and enter their numbers, in one change."""
    dice = random.Random(1)
    weeks = [Period.containing(TODAY, Frequency.WEEK).previous(WEEKS - i) for i in range(WEEKS)]
    with ws.transaction(msg("fill")) as change:
        for n in range(KPIS):
            source = change.add(Input(new_uid(), key=f"k{n}", frequency=Frequency.WEEK, order=f"a{n:04}1"))
            change.measure_many(source, [(week, 100 + dice.gauss(0, 10)) for week in weeks])
            kpi = Kpi(new_uid(), name=f"k{n}", frequency=Frequency.WEEK, inputs=((f"k{n}", source),), order=f"a{n:04}1")
            change.add(Target(new_uid(), kpi=change.add(kpi), value=100.0))


def main() -> None:
    """Build the workspace and print the ratio to the floor."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        with Workspace.create(Path(folder) / "bench.kpidesk", company="Bench", home=home) as ws:
            fill(ws)
            table = best(lambda: [spark_spec(figures.glance(13)) for figures in all_figures(ws, TODAY)])
            read = best(lambda: ws.series_many([item.uid for item in ws.all(Input)]))
        raw = sqlite3.connect(Path(folder) / "bench.kpidesk")
        floor = best(lambda: raw.execute("SELECT input, period, val FROM meas ORDER BY input, period").fetchall())
        raw.close()
    print(f"raw rows with sqlite3     {floor:6.3f} s")
    print(f"series of all inputs      {read:6.3f} s  {read / floor:5.1f} × the floor")
    print(f"figures of the KPI table  {table:6.3f} s  {table / floor:5.1f} × the floor")


if __name__ == "__main__":
    main()
