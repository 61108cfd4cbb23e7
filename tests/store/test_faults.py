"""The program is killed, the disk is full: what was acknowledged is there, nothing is half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.domain.entities import Input, Objective, Person
from kpidesk.domain.period import Period
from kpidesk.errors import StorageFault
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.small_disk import mounted
from tests.store.conftest import Desk, add_input, add_objective, rename

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KPIDESK_KILLS", "8"))


def test_killed_at_any_moment_no_acknowledged_edit_is_lost(desk: Desk, ws: Workspace) -> None:
    uid, measured = add_objective(ws, "0"), add_input(ws)
    ws.close()
    dice, acknowledged = random.Random(11), 0
    for kill in range(KILLS):
        acknowledged = max(acknowledged, killed_after(desk, dice.uniform(0.0, 0.15), bool(kill % 2)))
        with desk.open() as again:
            number = int(again.get(Objective, uid).title)
            assert number in (acknowledged, acknowledged + 1)
            month = Period.parse("2000-01").next(number % 600)
            assert number == 0 or again.series(measured)[month] == number
            assert again.checking.problems() == []
            acknowledged = number
    assert acknowledged > 0
    ola = desk.open(machine="ola")
    assert ola.get(Objective, uid).title == str(acknowledged)


def killed_after(desk: Desk, seconds: float, edited: bool) -> int:
    """Let a child edit, kill it so long after it is ready, or after its first edit; give its last edit."""
    command = [sys.executable, "-m", "tests.store.killed_child", str(desk.path), str(desk.home().data)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout as stream:
        assert stream.readline() == "ready\n"
        first = [stream.readline().strip()] if edited else []
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        lines = [*first, *stream.read().split("\n")[:-1]]
    child.wait()
    return int(lines[-1]) if lines else 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path, megabytes=4) as disk:
        yield disk


def test_on_a_full_disk_the_edit_is_refused_and_nothing_is_lost(desk: Desk, small_disk: Path) -> None:
    path = desk.folder / "shop.kpidesk"
    ws = Workspace.create(path, company="Shop", home=Home(small_disk), clock=desk.clock)
    uid = add_objective(ws, "stored")
    with (small_disk / "filler").open("wb") as filler:
        fill(filler.fileno())
    with pytest.raises(StorageFault, match="full"):
        add_much(ws)
    assert ws.all(Person) == []
    assert ws.get(Objective, uid).title == "stored"
    (small_disk / "filler").unlink()
    rename(ws, uid, "again")
    assert ws.checking.problems() == []
    ws.close()
    assert desk.open(machine="ola").get(Objective, uid).title == "again"


def fill(handle: int) -> None:
    """Take all the room that is left."""
    while True:
        try:
            os.write(handle, b"x" * 4096)
        except OSError:
            return


def add_much(ws: Workspace) -> None:
    with ws.transaction(msg("much")) as change:
        for _n in range(3000):
            change.add(Person(new_uid(), name="x" * 500))


def import_much(ws: Workspace, uid: str) -> None:
    day = Period.parse("1990-01-01")
    with ws.transaction(msg("import")) as change:
        change.measure_many(uid, [(day.next(n), float(n)) for n in range(60_000)])
        for _n in range(400):
            change.add(Person(new_uid(), name="x" * 10_000))


def test_a_full_disk_under_the_shared_file_leaves_the_edit_local(desk: Desk, small_disk: Path) -> None:
    path = small_disk / "shop.kpidesk"
    ws = Workspace.create(path, company="Shop", home=desk.home(), clock=desk.clock)
    before = path.read_bytes()
    with (small_disk / "filler").open("wb") as filler:
        fill(filler.fileno())
    uid = add_objective(ws, "kept")
    assert ws.sharing.state().problem is not None
    assert path.read_bytes() == before
    assert sorted(file.name for file in small_disk.iterdir()) == ["filler", "shop.kpidesk"]
    (small_disk / "filler").unlink()
    ws.sharing.refresh()
    assert ws.sharing.state().problem is None
    ws.close()
    with Workspace.open(path, home=desk.home("ola")) as elsewhere:
        assert elsewhere.get(Objective, uid).title == "kept"


def test_an_import_on_a_full_disk_is_not_half_done(desk: Desk, small_disk: Path) -> None:
    ws = Workspace.create(desk.path, company="Shop", home=Home(small_disk), clock=desk.clock)
    uid = add_input(ws)
    with pytest.raises(StorageFault, match="full"):
        import_much(ws, uid)
    assert ws.series(uid) == {}
    assert ws.all(Person) == []
    assert ws.checking.problems() == []
    assert ws.find(Input, uid) is not None
    ws.close()
