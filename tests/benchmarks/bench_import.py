"""Numbers from files: storing a million of them against SQLite's own inserts, and how long a look at a file takes.

``python tests/benchmarks/bench_import.py [thousands of numbers]``
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kpidesk.commands.intake import Existing, Series, Taking, take
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.intake.look import look
from kpidesk.exchange.sheets.read import read_book
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.benchmarks.bench_store import raw_import, show, timed
from tests.benchmarks.table import Row

FIRST = Period(Frequency.DAY, dt.date(1950, 1, 1))
INPUTS = 500
MEASURES, MONTHS = 500, 120


def company(folder: Path) -> Workspace:
    """A new company, whose file is put where others see it later."""
    ws = Workspace.create(folder / "a.kpidesk", company="A", home=Home(folder / "home"))
    ws.sharing._holding = 1
    return ws


def taken(folder: Path, numbers: int) -> float:
    """Seconds of the command that stores what a preview shows, backup and all."""
    with company(folder) as ws:
        days = [FIRST.next(n) for n in range(numbers // INPUTS)]
        inputs = [own_kpis.add_input(ws, f"C{n}", frequency=Frequency.DAY) for n in range(INPUTS)]
        cells, before = {day: float(n) for n, day in enumerate(days)}, dict.fromkeys(days)
        whole = Taking("a.csv", tuple(Series(uid, Existing(uid), cells, before) for uid in inputs))
        return timed(lambda: take(ws, whole))


def looked_at(folder: Path) -> tuple[float, float]:
    """Seconds in which a wide table is read, and in which it is understood and held against what stands there."""
    path = folder / "wide.csv"
    months = [f"{2016 + n // 12}-{n % 12 + 1:02}" for n in range(MONTHS)]
    rows = (";".join([f"M{n}", *(f"{1000 + (n * 7 + m * 13) % 97},5" for m in range(MONTHS))]) for n in range(MEASURES))
    path.write_text("\n".join([";".join(["Måling", *months]), *rows]), encoding="utf-8")
    with company(folder) as ws:
        start = time.process_time()
        book = read_book(path)
        read = time.process_time()
        looked = look(ws, book)
        seconds = time.process_time() - read
        assert len(looked.understanding.measures) == MEASURES
    return read - start, seconds


def rows(_files: Path) -> Iterator[Row]:
    """What the table of everything says of numbers from files."""
    numbers = 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        seconds = taken(Path(folder), numbers)
        yield Row(
            "1M numbers taken, with backup (executemany)", raw_import(Path(folder), numbers // INPUTS), seconds, 2
        )
    with tempfile.TemporaryDirectory() as folder:
        _read, looked = looked_at(Path(folder))
        yield Row(f"a file of {MEASURES} × {MONTHS} understood", None, looked, 3, "s")


def main(numbers: int) -> None:
    """Measure both in folders of their own."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = taken(Path(folder), numbers)
        show(f"taking {numbers:,} numbers", seconds, raw_import(Path(folder), numbers // INPUTS), "2 ×")
    with tempfile.TemporaryDirectory() as folder:
        read, looked = looked_at(Path(folder))
        show(f"reading {MEASURES} × {MONTHS}", read, None, "–")
        show(f"looking at {MEASURES} × {MONTHS}", looked, None, "3 s")


if __name__ == "__main__":
    main(int(sys.argv[1] if len(sys.argv) > 1 else 1000) * 1000)
