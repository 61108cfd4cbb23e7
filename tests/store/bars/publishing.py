"""Three machines publish to one file without any common lock; they are killed, and old versions are put back."""

from __future__ import annotations

import os
import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from kpidesk.domain.entities import Objective
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.store.bars import forked
from tests.store.bars.forked import Say

MACHINES = 3


@dataclass
class Published:
    """How it went: edits acknowledged and lost, kills, old versions put back, copies that differ in the end."""

    acknowledged: int = 0
    lost: int = 0
    kills: int = 0
    put_back: int = 0
    damaged: int = 0

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} edits acknowledged by {MACHINES} machines, {self.kills} kills,"
            f" {self.put_back} old versions put back: {self.lost} lost, {self.damaged} damaged"
        )

    @property
    def failures(self) -> int:
        return self.lost + self.damaged


def publishing(folder: Path, seconds: float, dice: random.Random, enough: int = 11) -> Published:
    """Let three machines work on one file; in the end each must have every acknowledged edit.

    For so long, and longer where the machine is so busy that not ``enough`` has been acknowledged by then.
    """
    found = Published()
    path = folder / "shared" / "shop.kpidesk"
    path.parent.mkdir()
    with Workspace.create(path, company="Shop", home=Home(folder / "home0")):
        pass
    old = folder / "old"
    shutil.copy(path, old)
    acknowledged: set[str] = set()
    running = {n: _started(folder, path, n) for n in range(MACHINES)}
    end = time.monotonic() + seconds
    while time.monotonic() < end or not (found.kills and len(acknowledged) >= enough):
        time.sleep(dice.uniform(0.05, 0.4))
        n = dice.randrange(MACHINES)
        if dice.random() < 0.6:
            acknowledged |= set(forked.kill(*running[n]))
            running[n] = _started(folder, path, n)
            found.kills += 1
        elif dice.random() < 0.5:
            shutil.copy(path, old)
        else:
            put_back = path.with_name(".old")
            shutil.copy(old, put_back)
            os.replace(put_back, path)
            found.put_back += 1
    for pid, reads in running.values():
        acknowledged |= set(forked.kill(pid, reads))
    _settle(folder, path, acknowledged, found)
    found.acknowledged = len(acknowledged)
    return found


def _started(folder: Path, path: Path, n: int) -> tuple[int, int]:
    return forked.start(lambda say: _work(folder, path, n, say))


def _work(folder: Path, path: Path, n: int, say: Say) -> None:
    ws = Workspace.open(path, author=f"machine {n}", home=Home(folder / f"home{n}"))
    while True:
        title = new_uid()
        with ws.transaction(msg("add")) as change:
            change.add(Objective(new_uid(), title=title))
        say(title)
        ws.sharing.refresh()
        time.sleep(0.01)


def _settle(folder: Path, path: Path, acknowledged: set[str], found: Published) -> None:
    """Everybody opens the file twice; the second time they have seen all the others."""
    for _round in range(2):
        for n in range(MACHINES):
            with Workspace.open(path, home=Home(folder / f"home{n}")) as ws:
                ws.sharing.publish()
    for n in range(MACHINES):
        with Workspace.open(path, home=Home(folder / f"home{n}")) as ws:
            found.lost += len(acknowledged - {node.title for node in ws.all(Objective)})
            found.damaged += ws.checking.problems() != []
