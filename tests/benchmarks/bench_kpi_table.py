"""What one edit costs the KPI table, printed beside showing it the first time; run on demand:

    python tests/benchmarks/bench_kpi_table.py

500 KPIs of 10 years of weeks. An edit is one number typed; the table hears of it, renews the KPI that it touches
and repaints that row.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from bench_figures import RUNS, TODAY, fill
from PySide6.QtWidgets import QApplication

from kpidesk.domain.entities import Input
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Changes, Workspace
from ui.base.session import Session
from ui.base.theme import Theme
from ui.kpis.kpis_page import KpisPage


def best(action: Callable[[], object]) -> float:
    """Seconds of work of the fastest of several runs."""
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Build the workspace, show the table and tell of an edit again and again."""
    application = QApplication([])
    theme = Theme(application)
    theme.apply("light")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        with Workspace.create(Path(folder) / "bench.kpidesk", company="Bench", home=home) as ws:
            fill(ws)
            session = Session(ws, theme)
            page = KpisPage(session)
            page.resize(1256, 800)
            page.show()
            first = best(lambda: page.refresh(None))
            paint = best(lambda: page.view.grab())
            source = ws.all(Input)[7].uid
            week = Period.containing(TODAY, Frequency.WEEK).previous()
            edit = best(lambda: page.refresh(Changes(measurements={source: {week}})))
            search = best(lambda: (page.filters.search.setText("k42"), page.filters.search.clear()))
    print(f"everything anew   {first * 1000:7.1f} ms")
    print(f"painting it       {paint * 1000:7.1f} ms")
    print(f"after one edit    {edit * 1000:7.1f} ms  {first / edit:5.1f} × faster")
    print(f"search and back   {search * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
