"""What a change costs in a long log, and what opening a large file costs, the first time and again:

    python tests/benchmarks/bench_log.py [FOLDER OF FILES]

The log has 253 000 operations, the other file a million numbers. The floor of a durable change is peewee saving one
row with the same pragmas. Opening is worked out in another thread while the window stays alive; here it is all CPU.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import peewee
from table import Row, against, cpu, lines

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid

CELLS = ("title", "description", "dropped", "x1", "x2", "x3", "x4")
FIRST_DAY = Period(Frequency.DAY, dt.date(1950, 1, 1))


def write_log(path: Path, home: Home) -> None:
    """Fifteen hundred goals whose cells have been changed a quarter of a million times."""
    with Workspace.create(path, company="Log", home=home) as ws:
        with ws.transaction(msg("goals")) as change:
            uids = [change.add(Objective(new_uid(), order="a0")) for _n in range(1500)]
        for batch in range(25):
            with ws.sharing.holding(), ws.transaction(msg("edits")) as change:
                change._writer.begin()
                for n in range(10_000):
                    row = change._writer.names.row(uids[n % 1500])
                    change._writer.write(row or 0, f"objective.{CELLS[n // 1500]}", f"{batch} {n}")


def write_numbers(path: Path, home: Home) -> None:
    """Five hundred inputs of two thousand days."""
    with Workspace.create(path, company="Big", home=home) as ws, ws.transaction(msg("import")) as change:
        for n in range(500):
            uid = change.add(Input(new_uid(), key=f"i{n}"))
            change.measure_many(uid, [(FIRST_DAY.next(day), float(day)) for day in range(2000)])


def made(files: Path, name: str, write: Callable[[Path, Home], None]) -> Path:
    """A file of these, made where it is missing."""
    path = files / f"{name}.kpidesk"
    if not path.exists():
        write(path, Home(files / "home"))
    return path


def saving(folder: Path) -> Callable[[], object]:
    """The floor: one row saved by peewee, durable as ours is."""
    database = peewee.SqliteDatabase(folder / "plain.sqlite", pragmas={"journal_mode": "wal", "synchronous": "full"})

    class Plain(peewee.Model):
        title = peewee.TextField()

    database.bind([Plain])
    database.create_tables([Plain])
    row, numbers = Plain.create(title=""), itertools.count()

    def save() -> None:
        row.title = str(next(numbers))
        row.save()

    return save


def changes(path: Path, folder: Path) -> Iterator[Row]:
    """Text edits, each of another goal, and their undo; publishing is for another thread."""
    copy = shutil.copy(path, folder / "log.kpidesk")
    with Workspace.open(copy, home=Home(folder / "changes")) as ws, ws.sharing.holding():
        goals, numbers, save = itertools.cycle(ws.all(Objective)), itertools.count(), saving(folder)

        def edit() -> None:
            with ws.transaction(msg("edit")) as change:
                change.set(Objective, next(goals).uid, title=f"edit {next(numbers)}")

        for _round in range(80):
            edit()
        yield Row("durable text edit, 253k operations", *against(save, edit, 60), 2.0, "×")
        yield Row("undo, 253k operations", *against(save, ws.undo, 60), 3.0, "×")


def openings(what: str, path: Path, folder: Path, first: float) -> Iterator[Row]:
    """Opened on a machine that has never seen the file, and again."""

    def opened() -> None:
        workspaces.append(Workspace.open(copy, home=Home(folder / what)))

    workspaces: list[Workspace] = []
    copy = Path(shutil.copy(path, folder / f"{what}.kpidesk"))
    times = []
    for _time in range(4):
        times.append(1000 * cpu(opened))
        workspaces.pop().close()
        time.sleep(0.05)
    yield Row(f"open {what}, first", None, times[0], first)
    yield Row(f"open {what}, again, nothing changed", None, sorted(times[1:])[1], 150)


def rows(files: Path) -> Iterator[Row]:
    """Every figure of the store at size."""
    log, numbers = made(files, "log", write_log), made(files, "numbers", write_numbers)
    with tempfile.TemporaryDirectory() as place:
        yield from changes(log, Path(place))
        yield from openings("253k operations", log, Path(place), 1800)
        yield from openings("1M numbers", numbers, Path(place), 2050)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print("\n".join(lines(rows(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(place)))))
