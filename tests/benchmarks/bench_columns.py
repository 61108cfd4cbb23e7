"""Many numbers worked out at once: the roll-up, all figures, the review and ``show`` of a large file.

    python tests/benchmarks/all.py --only columns

The roll-up stands beside polars, pandas and duckdb, where they are installed: each reads the same rows of the same
file, combines them by quarter, divides the parts of the ratios, and gives the same values, which is held. Which of them
are not installed is told beside the table. Where nothing else is said, the numbers kept in memory are dropped before
each run, so that they are read anew: from the rows of the file, or where it has been opened before from the columns
that were put down then. Cycles of objects are looked for as seldom as the command line does; the window does so between
two gestures only.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import importlib
import math
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

import bench_report
from files import ensure, write_numbers
from table import Row, against, lines, median

from kpidesk import figures, text
from kpidesk.__main__ import MANY, ORDINARY
from kpidesk.cli.document import written
from kpidesk.cli.show import report
from kpidesk.commands import cycles
from kpidesk.domain.entities import Cycle, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stretch import Stretch
from kpidesk.figures.kpi_rows import spark_of
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from kpidesk.report import pdf
from kpidesk.report.compose import gather, review_of
from kpidesk.settings import Home
from kpidesk.workspace import Workspace

RUNS = 5
ROWS = "SELECT input, period, val FROM meas ORDER BY input, period"
EPOCH = dt.date(1970, 1, 1).toordinal()
SHOWN = 5.0
"""Seconds that ``show`` may take of a large file: 66 MB come out of it."""
Values = dict[tuple[str, int], float]
"""The value of each KPI in each quarter, by the first day of the quarter."""
Bound = dict[str, list[int]]
"""The inputs of each KPI, as the file numbers them."""


def rows(files: Path) -> Iterator[Row]:
    """Every row of this part of the table."""
    gc.set_threshold(MANY, *ORDINARY[1:])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copy(files / "large.kpidesk", place / "large.kpidesk")
        with Workspace.open(place / "large.kpidesk", home=Home(place / "home")) as ws:
            yield from roll_ups(ws)
            yield from all_figures(ws)
            yield from review(ws)
        yield from growth(place)


def forgetful(ws: Workspace, act: Callable[[], object]) -> Callable[[], object]:
    """The same work, with every number read from the file."""

    def again() -> object:
        ws._file.columns.forget()
        return act()

    return again


# ---- roll-up -------------------------------------------------------------------------------------------


def roll_ups(ws: Workspace) -> Iterator[Row]:
    """Ours against each of the others, and whether all of them say the same."""
    path = str(ws.path)
    ours = forgetful(ws, lambda: rolled_up(ws))
    parts = {kpi.uid: [uid for _name, uid in kpi.inputs] for kpi in ws.all(Kpi)}
    numbers = {uid: ws._file.names.row(uid) for uid in (each.uid for each in ws.all(Input))}
    bound = {uid: [numbers[each] for each in inputs] for uid, inputs in parts.items()}
    for name, way in (("polars", by_polars), ("pandas", by_pandas), ("duckdb", by_duckdb)):
        what = f"quarterly roll-up of 500 KPIs × 10 years: {name}"
        try:
            importlib.import_module(name)
        except ImportError:
            print(f"{what}: not installed", file=sys.stderr)
            continue
        same(rolled_up(ws), way(path, bound))
        floor, taken = against(lambda way=way: way(path, bound), ours, RUNS)
        yield Row(what, floor, taken, 1.0, "s")


def rolled_up(ws: Workspace) -> Values:
    """Every quarter of every KPI as the program has it."""
    kpis = ws.all(Kpi)
    source, found = load(ws, kpis, ws.today()), {}
    for kpi in kpis:
        sheet = Sheet(kpi, source)
        together = sheet.rolled(Stretch.between(*sheet.known_span(Frequency.QUARTER)))
        for place in together.filled:
            found[kpi.uid, together.periods[place].first.toordinal()] = together.values[place]
    return found


def by_polars(path: str, bound: Bound) -> Values:
    """As somebody at home in polars would have it."""
    import polars as pl

    with contextlib.closing(sqlite3.connect(path)) as raw:
        frame = pl.DataFrame(raw.execute(ROWS).fetchall(), schema=["input", "period", "val"], orient="row")
    thursday = pl.from_epoch(pl.col("period") // 8 - EPOCH + 3, time_unit="d")
    quarters = frame.group_by("input", thursday.dt.truncate("1q").alias("quarter")).agg(pl.col("val").sum())
    known = {(row, day.toordinal()): value for row, day, value in quarters.iter_rows()}
    return divided(known, bound)


def by_pandas(path: str, bound: Bound) -> Values:
    """As somebody at home in pandas would have it."""
    import pandas as pd

    with contextlib.closing(sqlite3.connect(path)) as raw:
        frame = pd.DataFrame(raw.execute(ROWS).fetchall(), columns=["input", "period", "val"])
    thursday = pd.to_datetime(frame["period"] // 8 - EPOCH + 3, unit="D")
    quarters = frame.groupby(["input", thursday.dt.to_period("Q")])["val"].sum()
    starts = {period: period.start_time.toordinal() for period in quarters.index.get_level_values(1).unique()}
    known = {(row, starts[period]): value for (row, period), value in quarters.items()}
    return divided(known, bound)


def by_duckdb(path: str, bound: Bound) -> Values:
    """As somebody at home in duckdb would have it, given the rows as a table of Arrow."""
    import duckdb
    import pyarrow as pa

    with contextlib.closing(sqlite3.connect(path)) as raw:
        columns = zip(*raw.execute(ROWS).fetchall(), strict=True)
        numbers = pa.table([pa.array(column) for column in columns], names=["input", "period", "val"])
    day = f"date_trunc('quarter', DATE '1970-01-01' + CAST(period // 8 - {EPOCH} + 3 AS INTEGER))"
    with duckdb.connect(config={"threads": 1}) as made:
        made.register("numbers", numbers)
        found = made.execute(f"SELECT input, {day} AS quarter, sum(val) FROM numbers GROUP BY ALL").fetchall()
    return divided({(row, quarter.toordinal()): value for row, quarter, value in found}, bound)


def divided(known: dict[tuple[int, int], float], bound: Bound) -> Values:
    """The KPIs out of the inputs: each is one of them, or one divided by another."""
    by_input: dict[int, dict[int, float]] = {}
    for (row, day), value in known.items():
        by_input.setdefault(row, {})[day] = value
    found: Values = {}
    for uid, rows_of in bound.items():
        first = by_input[rows_of[0]]
        second = by_input[rows_of[1]] if len(rows_of) > 1 else None
        found.update({(uid, day): value if second is None else value / second[day] for day, value in first.items()})
    return found


def same(ours: Values, theirs: Values) -> None:
    """Stop where the answers differ by more than the last digits of a sum."""
    assert ours.keys() == theirs.keys(), (len(ours), len(theirs))
    worst = max(abs(ours[each] - theirs[each]) / max(abs(ours[each]), 1e-300) for each in ours)
    assert worst < 1e-12, worst
    print(f"{len(ours)} values, apart by {worst:.1e} at most", file=sys.stderr)


# ---- figures, review, show -----------------------------------------------------------------------------


def all_figures(ws: Workspace) -> Iterator[Row]:
    """What the table of KPIs shows, from the file and from memory."""
    with contextlib.closing(sqlite3.connect(ws.path)) as raw:

        def bare() -> object:
            return raw.execute(ROWS).fetchall()

        def ours() -> object:
            return [spark_of(each) for each in figures.all_figures(ws, ws.today())]

        yield Row("all figures + sparklines, rows of the file", *against(bare, forgetful(ws, ours), RUNS), 1.5, "s")
        ws._file.keep_numbers()
        yield Row("all figures + sparklines, opened before", *against(bare, forgetful(ws, ours), RUNS), 1.5, "s")
        yield Row("all figures + sparklines, numbers in memory", *against(bare, ours, RUNS), 1.5, "s")


def review(ws: Workspace) -> Iterator[Row]:
    """Composed and written, against the same operations on a bare canvas."""
    period = Period.containing(ws.today(), Frequency.QUARTER)
    cycle = ws.get(Cycle, cycles.ensure_cycle(ws, period))
    with text.using("nb"):
        surface = bench_report.recorded(review_of(gather(ws, cycle, ws.today())))

        def ours() -> object:
            return pdf.build(review_of(gather(ws, cycle, ws.today())))

        pair = against(lambda: bench_report.replay(surface), forgetful(ws, ours), 2)
    yield Row("review composed + PDF, 500 KPIs × 10 years", *pair, 1.2, "s")


def growth(place: Path) -> Iterator[Row]:
    """From 10 to 500 KPIs of ten years: by which power of their number the work of ``show`` and the review grows."""
    taken: dict[str, list[float]] = {}
    home, few = Home(place / "home"), place / "few.kpidesk"
    write_numbers(few, home, kpis=10, years=10, today=dt.datetime.now().astimezone().date())
    for path, runs in ((few, 5), (place / "large.kpidesk", 1)):
        with Workspace.open(path, home=home) as ws:
            cycle = ws.get(Cycle, cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER)))
            taken.setdefault("show", []).append(median(forgetful(ws, lambda ws=ws: shown(ws)), runs))
            act = forgetful(ws, lambda ws=ws, cycle=cycle: pdf.build(review_of(gather(ws, cycle, ws.today()))))
            taken.setdefault("review", []).append(median(act, runs))
    yield Row("show --json of 500 KPIs × 10 years", None, taken["show"][1], SHOWN, "s")
    for name, (little, much) in taken.items():
        yield Row(f"{name}: growth exponent, 10 → 500 KPIs", None, math.log(much / little) / math.log(50), 1.0, "")


def shown(ws: Workspace) -> str:
    """All that ``show --json`` does with an open file."""
    return written(report.everything(ws, None, report.Asked(ws.today())))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        ensure(Path(made), "large")
        for line in lines(rows(Path(made))):
            print(line)
