"""Speed of the store as ratios to a floor (store/README: Bars). Run it by hand:

python tests/benchmarks/bench_store.py [thousands of measurements, default 1000]
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import peewee

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.store.log import fold
from kpidesk.store.merge.union import take_in
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.benchmarks.table import Row

DAY = Period(Frequency.DAY, dt.date(1950, 1, 1))
INPUTS = 500


def timed(act: Callable[[], Any]) -> float:
    """Seconds of work that ``act`` takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def best(act: Callable[[], Any], times: int = 5) -> float:
    """The shortest of several runs."""
    return min(timed(act) for _n in range(times))


def show(what: str, seconds: float, floor: float | None, bar: str) -> None:
    ratio = f"{seconds / floor:6.2f} × floor of {floor * 1000:9.2f} ms" if floor else " " * 32
    print(f"{what:<44}{seconds * 1000:10.2f} ms  {ratio}   bar {bar}", flush=True)


def opened(folder: Path, name: str, machine: str) -> Workspace:
    ws = Workspace.open(folder / name, author=machine, home=Home(folder / machine))
    ws.sharing._holding = 1  # publication is measured by itself
    return ws


def bench_import(folder: Path, cells: int) -> Workspace:
    """A file with so many measurements, and how long it took to store them."""
    ws, seconds = imported(folder, cells)
    show(f"import of {cells:,} measurements", seconds, raw_import(folder, cells // INPUTS), "2 ×")
    return ws


def imported(folder: Path, cells: int) -> tuple[Workspace, float]:
    ws = Workspace.create(folder / "big.kpidesk", company="Big", home=Home(folder / "kari"))
    ws.sharing._holding = 1
    per_input = cells // INPUTS
    with ws.transaction(msg("inputs")) as change:
        uids = [change.add(Input(new_uid(), key=f"i{n}")) for n in range(INPUTS)]
    series = [(DAY.next(n), float(n)) for n in range(per_input)]

    def bring_in() -> None:
        with ws.transaction(msg("import")) as change:
            for uid in uids:
                change.measure_many(uid, series)

    return ws, timed(bring_in)


def raw_import(folder: Path, per_input: int) -> float:
    connection = sqlite3.connect(folder / "raw.sqlite")
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute(
        "CREATE TABLE m(input INTEGER, period INTEGER, txn INTEGER, val ANY, prev INTEGER,"
        " PRIMARY KEY(input, period)) STRICT, WITHOUT ROWID"
    )
    rows = ((i, p, 1, float(p), None) for i in range(INPUTS) for p in range(per_input))

    def insert() -> None:
        connection.executemany("INSERT INTO m VALUES(?, ?, ?, ?, ?)", rows)
        connection.commit()

    seconds = timed(insert)
    connection.close()
    return seconds


def bench_edit(folder: Path) -> None:
    ws = Workspace.create(folder / "log.kpidesk", company="Log", home=Home(folder / "kari"))
    ws.sharing._holding = 1
    with ws.transaction(msg("goals")) as change:
        uids = [change.add(Objective(new_uid(), order="a0")) for _n in range(1500)]
    for batch in range(25):
        with ws.transaction(msg("edits")) as change:
            for n in range(10_000):
                change._writer.begin()
                row = change._writer.names.row(uids[n % 1500])
                name = f"objective.{('title', 'description', 'dropped', 'x1', 'x2', 'x3', 'x4')[n // 1500]}"
                change._writer.write(row or 0, name, f"{batch} {n}")
    total = ws._file.database.one("SELECT count(*) FROM op")
    ws._file.book.forget()
    ws.children(None)
    numbers = iter(range(10_000))

    def edit() -> None:
        with ws.transaction(msg("edit")) as change:
            change.set(Objective, uids[7], title=f"edit {next(numbers)}")

    show(f"one edit on a log of {total:,} operations", best(edit, 30), plain_save(folder), "2 ×")

    def rebuild() -> None:
        with ws._file.database.transaction():
            fold.rebuild(ws._file.database, ws._file.names)

    show("state rebuilt from that log", timed(rebuild), None, "")
    show("that file published", timed(ws.sharing.publish), None, "")
    ws.close()


def plain_save(folder: Path) -> float:
    pragmas = {"journal_mode": "wal", "synchronous": "full"}
    database = peewee.SqliteDatabase(folder / "plain.sqlite", pragmas=pragmas)

    class Row(peewee.Model):
        title = peewee.TextField()

        class Meta:
            pass

    database.bind([Row])
    database.create_tables([Row])
    row = Row.create(title="")
    numbers = iter(range(1000))

    def save() -> None:
        row.title = str(next(numbers))
        row.save()

    seconds = best(save, 30)
    database.close()
    return seconds


def bench_dashboard(ws: Workspace) -> None:
    """How long the newest months of many inputs take."""
    show(f"dashboard {INPUTS} × 24", dashboard(ws), None, "30 ms")


def dashboard(ws: Workspace) -> float:
    uids = [entity.uid for entity in ws.all(Input)]
    with ws.transaction(msg("months")) as change:
        fresh = [change.add(Input(new_uid(), key=f"m{n}")) for n in range(INPUTS)]
        months = [(Period.parse("2024-01").next(n), float(n)) for n in range(24)]
        for uid in fresh:
            change.measure_many(uid, months)
    ws.series_many(fresh)
    assert len(uids) == INPUTS
    return best(lambda: ws.series_many(fresh))


def bench_merge(folder: Path, ws: Workspace) -> None:
    show("merge of 5k + 5k edits, the engine alone", merged(folder, ws), None, "1 s")


def merge_seconds(folder: Path, cells: int) -> float:
    """How long the engine takes to merge 5k + 5k edits into a file with so many measurements."""
    ws = bench_import(folder, cells)
    try:
        return merged(folder, ws)
    finally:
        ws.sharing.pending = False
        ws.close()


def merged(folder: Path, ws: Workspace) -> float:
    ws.sharing.publish()
    shutil.copy(ws.path, folder / "copy.kpidesk")
    other = opened(folder, "copy.kpidesk", "ola")
    uids = sorted(entity.uid for entity in ws.all(Input))[:100]
    for side, value in ((ws, 1.5), (other, 2.5)):
        for start in range(50):
            with side.transaction(msg("edits")) as change:
                for uid in uids:
                    change.measure(uid, DAY.next(start), value)
    other.sharing.publish()
    show("publish of the large file", timed(ws.sharing.publish), None, "")
    taken = timed(lambda: take_in(ws._file.database, ws._file.names, other.path))
    other.close()
    return taken


def bench_tree(folder: Path) -> None:
    ws = Workspace.create(folder / "tree.kpidesk", company="Tree", home=Home(folder / "kari"))
    ws.sharing._holding = 1
    with ws.transaction(msg("goals")) as change:
        parents: list[str | None] = [None]
        for n in range(10_000):
            parents.append(change.add(Objective(new_uid(), parent=parents[n // 10], order=f"a{n % 10}")))
    ws._file.book.forget()
    show("10 000 goals read into memory", timed(lambda: ws.children(None)), None, "")
    show("all of them, sorted", best(lambda: ws.all(Objective)), None, "")
    ws.close()


def rows(_files: Path) -> Iterator[Row]:
    """Storing, reading and merging a million numbers, for the table of everything."""
    cells = 1_000_000
    with tempfile.TemporaryDirectory() as place:
        ws, seconds = imported(Path(place), cells)
        yield Row("1M numbers stored (executemany)", raw_import(Path(place), cells // INPUTS), seconds, 2)
        yield Row(f"newest 24 of {INPUTS} inputs read", None, dashboard(ws) * 1000, 30)
        yield Row("merge of 5k + 5k edits into 1M", None, merged(Path(place), ws), 1, "s")
        ws.sharing.pending = False
        ws.close()


def main(cells: int) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        ws = bench_import(folder, cells)
        bench_dashboard(ws)
        bench_merge(folder, ws)
        ws.sharing.pending = False
        ws.close()
        bench_edit(folder)
        bench_tree(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1] if len(sys.argv) > 1 else 1000) * 1000)
