"""Many machines at one server, and everything that may befall them: what was acknowledged is nowhere lost.

Machines are forked processes that edit and carry, each by a clock of its own. Every second shares a file with others
beside the server, so that several bring the same sessions. They are killed, their lines are cut by the server, and the
server itself goes down as if its machine had. Afterwards all of them meet, and a file is joined from the server alone.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kpidesk.domain.entities import Objective
from kpidesk.hub.address import Address, Tls
from kpidesk.hub.courier import Courier
from kpidesk.hub.joining import NewFile, create_space, join
from kpidesk.hub.line.connection import connect
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.hub.cluster import OWNER, Cluster
from tests.hub.test_courier import shown
from tests.store.bars import forked

HOLES = """SELECT count(*) FROM (
    SELECT first - 1 - COALESCE(lag(last) OVER (PARTITION BY session ORDER BY first), 0) AS gap FROM kpidesk.hub_run
) runs WHERE gap <> 0"""
SKEW = dt.timedelta(hours=5)


@dataclass
class Storm:
    """So many machines at a database of a server, in a folder."""

    cluster: Cluster
    folder: Path
    machines: int
    seed: int
    told: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.database = self.cluster.database("hub")
        self.running: dict[int, tuple[int, int]] = {}
        with Workspace.create(self.path(0), company="Shop", author="0", home=self.home(0)) as ws:
            self.space = bytes.fromhex(ws.sharing.identity)
            with connect(self.address(OWNER), None) as owner:
                create_space(owner, ws._file.database, ("kari", "ola"))
            carried(self.courier(ws, 0))
        for at in range(1, self.machines):
            if self.path(at) != self.path(0):
                self._join(self.path(at), at)

    def home(self, at: int) -> Home:
        """What is private on a machine."""
        return Home(self.folder / f"home{at}")

    def path(self, at: int) -> Path:
        """Its file; even ones share theirs."""
        return self.folder / (f"own{at}.kpidesk" if at % 2 else "shared.kpidesk")

    def journal(self, at: int) -> Path:
        """What was acknowledged there."""
        return self.folder / f"journal{at}"

    def address(self, user: str) -> Address:
        """Where the server is."""
        return Address(str(self.cluster.folder), self.database, user, tls=Tls.OFF)

    def courier(self, ws: Workspace, at: int) -> Courier:
        """Who carries for a machine."""
        file = ws._file
        address = self.address(("kari", "ola")[at % 2])
        return Courier(file.database.again(), file.home, file.clock, address, None)

    def _join(self, path: Path, at: int) -> None:
        with connect(self.address("ola"), None) as connection:
            join(connection, self.space, NewFile(path, self.home(at)), lambda *_at: None, lambda: False)

    def open(self, at: int) -> Workspace:
        """A machine's file, by its clock."""
        skew = SKEW * (at % 3 - 1)
        return Workspace.open(
            self.path(at), author=str(at), home=self.home(at), clock=lambda: dt.datetime.now(dt.UTC) + skew
        )

    # ---- the storm ---------------------------------------------------------------------------------------

    def rage(self, seconds: float) -> None:
        """Let all of it happen for so long."""
        end = time.monotonic() + seconds
        for at in range(self.machines):
            self._start(at)
        while time.monotonic() < end:
            time.sleep(self.chance.uniform(0.05, 0.3))
            self._befall()
        for at in list(self.running):
            self._kill(at)

    def _befall(self) -> None:
        what = self.chance.choices(("kill", "cut", "crash"), (10, 6, 1))[0]
        self.told[what] = self.told.get(what, 0) + 1
        if what == "kill":
            at = self.chance.choice(list(self.running))
            self._kill(at)
            self._start(at)
        elif what == "cut":
            with self.cluster.connect() as owner:
                owner.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN ('kari', 'ola') "
                    "ORDER BY random() LIMIT 2"
                )
        else:
            self.cluster.stop("immediate")
            self.cluster.start()

    def _start(self, at: int) -> None:
        self.running[at] = forked.start(lambda _say: self._work(at))

    def _kill(self, at: int) -> None:
        pid, pipe = self.running.pop(at)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(pipe)

    def _work(self, at: int) -> None:
        chance = random.Random(os.urandom(8))
        ws = self.open(at)
        ws.sharing.publisher = lambda: None
        courier = self.courier(ws, at)
        with self.journal(at).open("a") as journal:
            while True:
                with ws.transaction(msg("add")) as change:
                    uid = change.add(Objective(new_uid(), title=f"of {at}"))
                journal.write(f"{uid}\n")
                journal.flush()
                courier.trip()
                ws._file.notice_others()
                if at % 2 == 0 and chance.random() < 0.3:
                    ws.sharing.publish()
                if chance.random() < 0.5:
                    courier.wake()  # so that the next edit goes out ahead of what comes in
                courier.wait_for_news(chance.uniform(0, 0.3))

    # ---- afterwards --------------------------------------------------------------------------------------

    def acknowledged(self) -> set[str]:
        """What any machine was told is stored."""
        found: set[str] = set()
        for at in range(self.machines):
            if self.journal(at).exists():
                found |= {line for line in self.journal(at).read_text().splitlines() if len(line) == 32}
        return found

    def holes(self) -> int:
        """Places where a session on the server is not whole."""
        with self.cluster.connect(self.database) as owner:
            row = owner.execute(HOLES).fetchone()
        assert row is not None
        return int(str(row[0]))

    def ends(self) -> Iterator[tuple[set[str], dict[str, list[object]]]]:
        """Of every machine, and of one that joins now, what it holds and shows when all have met."""
        for _round in range(2):
            for at in range(self.machines):
                with self.open(at) as ws:
                    carried(self.courier(ws, at))
        last = self.machines + 1 - self.machines % 2
        self._join(self.path(last), last)
        for at in (*range(self.machines), last):
            with self.open(at) as ws:
                yield {each.uid for each in ws.all(Objective)}, shown(ws)


def carried(courier: Courier) -> None:
    """Carry everything, and let go."""
    try:
        told = courier.trip()
        assert told.problem is None, (told.problem, told.problem.details)
        assert told.at is not None and not told.contested and not told.unreadable
    finally:
        courier.close()
