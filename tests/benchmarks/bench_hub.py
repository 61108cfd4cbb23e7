"""Speed of the team server, against what PostgreSQL does by itself (hub/README: Bars). Run it by hand:

    python tests/benchmarks/bench_hub.py [thousands of measurements, default 1000] [seconds with many, default 20]

Times are by the clock on the wall, as half of the work is the server's; what is put beside a floor is taken in turns
with it. The server is one of its own, with a disk that it trusts (`tests/hub/cluster.py`).
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.hub.address import Address, Tls
from kpidesk.hub.courier import Courier
from kpidesk.hub.joining import NewFile, create_space, join
from kpidesk.hub.line.connection import connect
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.benchmarks.table import Row, lines, p95
from tests.hub import cluster as clusters
from tests.hub.cluster import OWNER, Cluster
from tests.hub.conftest import prepare
from tests.store.bars import forked

DAY = Period(Frequency.DAY, dt.date(1950, 1, 1))
INPUTS, GOALS, OPERATIONS, RUNS, UPLOADS, EDITS, MANY = 500, 1000, 10_000, 3, 9, 40, 50
MIRROR = (
    "CREATE TABLE numbers(session bytea, n int, input bytea, period int, val float8, prev_session bytea, prev_n int)"
)
COPY = "COPY numbers TO STDOUT (FORMAT binary)"
PLAIN = """CREATE TABLE plain(session bytea, n int, hlc bigint, wall bigint, kind int, label text, digest bytea,
    row bytea, name text, val text, prev_session bytea, prev_n int, PRIMARY KEY (session, n, row, name))"""
INSERT = f"INSERT INTO plain VALUES ({', '.join(['%s'] * 12)})"
"""An operation with everything that is sent of it."""


class Bench:
    """A server with one workspace on it, and a folder for machines."""

    def __init__(self, cluster: Cluster, folder: Path, cells: int) -> None:
        self.cluster, self.folder = cluster, folder
        self.database = cluster.database("hub")
        self.ws = Workspace.create(folder / "big.kpidesk", company="Big", author="kari", home=Home(folder / "kari"))
        self.ws.sharing._holding = 1  # publication is measured by itself
        self.ws._file.database.execute("PRAGMA synchronous = 0")  # thirty thousand edits are only there to be sent
        self._fill(cells // INPUTS)
        self.space = bytes.fromhex(self.ws.sharing.identity)
        with connect(self.address(OWNER), None) as owner:
            create_space(owner, self.ws._file.database, ("kari", "ola"))
        self.made = 0

    def _fill(self, each: int) -> None:
        with self.ws.transaction(msg("inputs")) as change:
            uids = [change.add(Input(new_uid(), key=f"i{n}")) for n in range(INPUTS)]
        periods = [DAY]
        for _n in range(each - 1):
            periods.append(periods[-1].next())
        with self.ws.transaction(msg("numbers")) as change:
            for uid in uids:
                change.measure_many(uid, [(period, 1.5 + at) for at, period in enumerate(periods)])

    def address(self, user: str) -> Address:
        """Where the server is."""
        return Address(str(self.cluster.folder), self.database, user, tls=Tls.OFF)

    def courier(self, ws: Workspace, user: str = "kari") -> Courier:
        """Who carries, as the program has it."""
        return ws.server.courier(self.address(user), "")

    def joined(self) -> Path:
        """A new file on a new machine."""
        self.made += 1
        new = NewFile(self.folder / f"n{self.made}.kpidesk", Home(self.folder / f"m{self.made}"))
        with connect(self.address("ola"), None) as connection:
            return join(connection, self.space, new, lambda *_at: None, lambda: False).path

    def opened(self, path: Path) -> Workspace:
        """A file that was joined last."""
        ws = Workspace.open(path, author="ola", home=Home(self.folder / f"m{self.made}"))
        ws.sharing._holding = 1
        return ws


def timed(act: Callable[[], object]) -> float:
    """Seconds by the clock on the wall."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def against(floor: Callable[[], object], ours: Callable[[], object]) -> tuple[float, float]:
    """Seconds of *floor* and of *ours*, taken in turns: the floor's median, and it times the median ratio."""
    pairs = [(timed(floor), timed(ours)) for _run in range(RUNS)]
    bare = statistics.median(first for first, _second in pairs)
    return bare, bare * statistics.median(second / first for first, second in pairs)


def joining(bench: Bench, cells: int) -> Row:
    """A join of all numbers against a bare COPY of as many rows into tuples."""
    carried(bench.courier(bench.ws))
    with bench.cluster.connect(bench.database) as owner:
        owner.execute(MIRROR)
        owner.execute(
            "INSERT INTO numbers SELECT '\\x0102030405060708', 2, decode(lpad(to_hex(i), 32, '0'), 'hex'), p, 1.5 + p, "
            f"NULL, NULL FROM generate_series(1, {INPUTS}) i, generate_series(1, {cells // INPUTS}) p"
        )

        def copied() -> None:
            with owner.cursor() as cursor, cursor.copy(COPY) as rows:
                rows.set_types(["bytea", "int4", "bytea", "int4", "float8", "bytea", "int4"])
                assert sum(1 for _row in rows.rows()) == cells // INPUTS * INPUTS

        floor, ours = against(copied, bench.joined)
    return Row(f"join {cells:,} measurements, against COPY into tuples", floor, ours, 3)


def pushing(bench: Bench) -> Row:
    """An upload of transactions against as many bare inserts in one transaction.

    Between two runs both sides are emptied, so that each finds what the one before it found. The rows of the floor
    are made ahead of it; the first run of either, which finds nothing at hand yet, is not counted.
    """
    with bench.ws.transaction(msg("add")) as change:
        uids = [change.add(Objective(new_uid(), title="x")) for _each in range(GOALS)]
    courier = bench.courier(bench.ws)
    carry(courier)
    for at in range(OPERATIONS):
        with bench.ws.transaction(msg("rename")) as change:
            change.set(Objective, uids[at % GOALS], title=f"title {at}")
    values, pairs = plain_rows(), list[tuple[float, float]]()
    with bench.cluster.connect(bench.database) as owner:
        owner.execute(PLAIN)
        (begun,) = owner.execute("SELECT clock_timestamp()").fetchone() or ()

        def inserted() -> None:
            with owner.transaction(), owner.cursor() as cursor:
                cursor.executemany(INSERT, values)

        for _run in range(1 + UPLOADS):
            owner.execute("TRUNCATE plain")
            owner.execute("DELETE FROM kpidesk.hub_run WHERE arrived > %s", (begun,))
            owner.execute("VACUUM kpidesk.hub_run")
            pairs.append((timed(inserted), timed(lambda: carry(courier))))
            sent = owner.execute("SELECT sum(last - first + 1) FROM kpidesk.hub_run WHERE arrived > %s", (begun,))
            assert sent.fetchone() == (OPERATIONS,)
    courier.close()
    floor = statistics.median(first for first, _second in pairs[1:])
    ratio = statistics.median(second / first for first, second in pairs[1:])
    return Row(f"push {OPERATIONS:,} operations, against bare inserts", floor, floor * ratio, 2)


def plain_rows() -> list[tuple[object, ...]]:
    """The same operations as rows of a table."""
    at, mark, digest = time.time_ns() // 1_000_000, os.urandom(8), os.urandom(8)
    rows = [os.urandom(16) for _each in range(GOALS)]
    return [
        (mark, n, (at + n) << 16, at, 0, '["rename",{}]', digest, rows[n % GOALS], "objective.title", f"title {n}",
         mark, n - GOALS)
        for n in range(OPERATIONS)
    ]  # fmt: skip


def seeing(bench: Bench) -> list[Row]:
    """How long after an edit a colleague on the same machine can show it."""
    other = bench.opened(bench.joined())
    mine, theirs = bench.courier(bench.ws), bench.courier(other, "ola")
    carry(theirs)
    uid = new_uid()
    with bench.ws.transaction(msg("add")) as change:
        change.add(Objective(uid, title=""))
    carry(mine)
    carry(theirs)
    found = []
    for at in range(EDITS):
        start = time.perf_counter()
        with bench.ws.transaction(msg("rename")) as change:
            change.set(Objective, uid, title=str(at))
        carrying = threading.Thread(target=lambda: carry(mine))
        carrying.start()
        while title(other, uid) != str(at):
            theirs.wait_for_news(5)
            carry(theirs)
            other._file.notice_others()
        found.append(time.perf_counter() - start)
        carrying.join()
    for each in (mine, theirs):
        each.close()
    other.close()
    return [
        Row("edit to visible at a colleague, median", None, statistics.median(found) * 1000, 1000),
        Row("edit to visible at a colleague, 19 of 20", None, p95(found) * 1000, 1000),
    ]


def title(ws: Workspace, uid: str) -> str:
    """What an objective is called, if it is known."""
    found = ws.find(Objective, uid)
    return "" if found is None else found.title


def many(bench: Bench, seconds: float) -> list[Row]:
    """So many clients with an edit a second each: how late the server has them, and how many edits came of it.

    They begin when all have their file open and a line: what is measured is whether it is held. What is asked of
    the file has been worded by those who came before, as an earlier start has done for a program.
    """
    paths = {bench.joined(): bench.made for _client in range(MANY)}
    waits, begins = os.pipe()
    started = [
        forked.start(partial(working, bench, path, (number, seconds), (waits, begins)))
        for path, number in paths.items()
    ]
    for _pid, pipe in started:
        assert os.read(pipe, 1), "it has come so far"
    os.close(begins)
    for pid, pipe in started:
        os.waitpid(pid, 0)
        os.close(pipe)
    late = [float(each) for path in paths for each in lateness(path).read_text().split()]
    held = len(late) / (MANY * seconds)
    return [
        Row(f"{MANY} clients × 1 edit a second: edits a second each", None, held, 0.9, "/s", least=True),
        Row(f"{MANY} clients × 1 edit a second: acknowledged after, 19 of 20", None, p95(late) * 1000, 1000),
    ]


def lateness(path: Path) -> Path:
    """Where a client tells how late its edits were."""
    return path.with_suffix(".late")


def working(bench: Bench, path: Path, work: tuple[int, float], beginning: tuple[int, int], say: forked.Say) -> None:
    """A client: it edits once a second and carries whenever there is something, and tells how late each edit was."""
    number, seconds = work
    ws = Workspace.open(path, author=str(number), home=Home(bench.folder / f"m{number}"))
    ws.sharing._holding = 1
    courier = bench.courier(ws, "ola")
    carry(courier)
    say("open")
    os.close(beginning[1])
    os.read(beginning[0], 1)  # which ends when nobody holds the other end any more
    end, due, late = time.monotonic() + seconds, time.monotonic() + number % 10 / 10, list[float]()
    while time.monotonic() < end:
        if courier.wait_for_news(max(0.0, due - time.monotonic())):
            carry(courier)
        if time.monotonic() >= due:
            due += 1
            start = time.monotonic()
            with ws.transaction(msg("add")) as change:
                change.add(Objective(new_uid(), title="x"))
            courier.wake()
            courier.wait_for_news(1)  # which ends at once, as it does in the program
            carry(courier)
            late.append(time.monotonic() - start)
    lateness(path).write_text("\n".join(map(str, late)))


def carry(courier: Courier) -> None:
    """One trip that goes well."""
    told = courier.trip()
    assert told.problem is None, (told.problem, told.problem.details)


def carried(courier: Courier) -> None:
    """One trip, and let go."""
    carry(courier)
    courier.close()


def rows(_files: Path, cells: int = 1_000_000, seconds: float = 20) -> Iterator[Row]:
    """The bars of the team server; the first takes most of the time."""
    with clusters.running() as cluster, tempfile.TemporaryDirectory() as folder:
        prepare(cluster)
        bench = Bench(cluster, Path(folder), cells)
        yield joining(bench, cells)
        yield pushing(bench)
        yield from seeing(bench)
        bench.ws.close()
        small = Bench(cluster, Path(tempfile.mkdtemp(dir=folder)), INPUTS)
        carried(small.courier(small.ws))
        yield from many(small, seconds)


if __name__ == "__main__":
    thousands = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for line in lines(rows(Path(), thousands * 1000, float(sys.argv[2]) if len(sys.argv) > 2 else 20)):
        print(line, flush=True)
