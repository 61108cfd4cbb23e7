"""A line on which packets vanish, as where somebody pulls a plug: nobody is told, and it is noticed all the same."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.hub import address as addresses
from kpidesk.hub.address import Address, Tls
from kpidesk.hub.joining import NewFile, join
from kpidesk.hub.line.connection import connect
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.hub import cluster as clusters
from tests.hub.cluster import OWNER, Cluster
from tests.hub.conftest import prepare
from tests.store.bars import forked
from tests.store.conftest import add_objective

SERVER, CLIENT, OTHERS = "10.203.77.1", "10.203.77.2", "10.203.77.0/24"
NEW_NET = 0x40000000
"""How the kernel calls a network of its own."""
SILENT, CONNECT = 3, 2
"""Seconds that a silent line is waited for here, and for a connection; the program waits ten times as long."""
LONG = 60.0


@contextlib.contextmanager
def cable() -> Iterator[tuple[Path, str]]:
    """A network of its own, and the end of the cable to it that is plugged in here."""
    name, ours, theirs = f"kd{os.getpid()}", f"kda{os.getpid()}", f"kdb{os.getpid()}"
    if shutil.which("ip") is None or os.getuid() != 0:
        pytest.skip("only root makes networks, by means of ip")
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no networks can be made here: {made.stderr.strip()}")
    try:
        _ip("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", name)
        _ip("address", "add", f"{SERVER}/24", "dev", ours)
        _ip("link", "set", ours, "up")
        _ip("-n", name, "address", "add", f"{CLIENT}/24", "dev", theirs)
        _ip("-n", name, "link", "set", theirs, "up")
        yield Path("/run/netns") / name, ours
    finally:
        _ip("netns", "del", name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def entered(net: Path) -> None:
    """From now on this process is in that network and in no other."""
    with net.open() as opened:
        assert ctypes.CDLL(None, use_errno=True).setns(opened.fileno(), NEW_NET) == 0, os.strerror(ctypes.get_errno())


def working(path: Path, home: Home, address: Address, net: Path, say: forked.Say) -> None:
    """Somebody who enters something again and again, and tells each time how much, and since when it is not shared."""
    entered(net)
    with Workspace.open(path, author="ola", home=home) as ws:
        courier, many = ws.server.courier(address, ""), 0
        while True:
            many += 1
            add_objective(ws, f"of ola {many}")
            ws.server.note(courier.trip())
            say(f"{many} {'shared' if ws.server.state.since is None else 'waits'}")
            courier.wait_for_news(0.1)


class Told:
    """What a child says, line by line."""

    def __init__(self, pipe: int) -> None:
        self._pipe, self._rest = pipe, ""

    def until(self, how: str) -> int:
        """Wait until it says so; gives how much it has entered by then."""
        end = time.monotonic() + LONG
        while True:
            while "\n" not in self._rest:
                assert select.select([self._pipe], [], [], max(0.0, end - time.monotonic()))[0], f"never {how}"
                found = os.read(self._pipe, 4096).decode()
                assert found, "it has ended"
                self._rest += found
            line, _end, self._rest = self._rest.partition("\n")
            many, state = line.split()
            if state == how:
                return int(many)


def listening(cluster: Cluster) -> None:
    """Let a server be met in the network too."""
    rules = cluster.folder / "rules"
    rules.write_text(f"local all all trust\nhost all all {OTHERS} trust\n")
    rules.chmod(0o644)
    cluster.more = ("-c", f"listen_addresses={SERVER}", "-c", f"hba_file={rules}")
    cluster.stop()
    cluster.start()


@pytest.mark.long
def test_a_line_that_falls_silent_is_noticed_and_everything_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clusters.found_or_skipped()
    monkeypatch.setattr(addresses, "SILENT_SECONDS", SILENT)
    monkeypatch.setattr(addresses, "CONNECT_SECONDS", CONNECT)
    path, home = tmp_path / "ola.kpidesk", Home(tmp_path / "ola")
    with clusters.running() as cluster, cable() as (net, plug):
        prepare(cluster)
        listening(cluster)
        near = partial(Address, str(cluster.folder), cluster.database("hub"), tls=Tls.OFF)
        kari = tmp_path / "kari.kpidesk"
        with Workspace.create(kari, company="Shop", author="kari", home=Home(tmp_path / "kari")) as ws:
            ws.server.put_there(near(user=OWNER), "", ("kari", "ola"))
            with contextlib.closing(ws.server.courier(near(user="kari"), "")) as courier:
                assert courier.trip().problem is None
            space = bytes.fromhex(ws.sharing.identity)
        with connect(near(user="ola"), None) as connection:
            join(connection, space, NewFile(path, home), lambda *_at: None, lambda: False)
        there = replace(near(user="ola"), host=SERVER)
        child, pipe = forked.start(lambda say: working(path, home, there, net, say))
        try:
            told = Told(pipe)
            told.until("shared")
            _ip("link", "set", plug, "down")
            begun = time.monotonic()
            first = told.until("waits")
            assert time.monotonic() - begun < SILENT + CONNECT + 10, "a line that is open and dead is noticed soon"
            assert told.until("waits") > first, "work goes on"
            _ip("link", "set", plug, "up")
            many = told.until("shared")
        finally:
            forked.kill(child, pipe)
        with connect(near(user="ola"), None) as connection:
            new = NewFile(tmp_path / "new.kpidesk", Home(tmp_path / "new"))
            join(connection, space, new, lambda *_at: None, lambda: False)
        with Workspace.open(new.path, home=new.home) as joined:
            titles = [each.title for each in joined.all(Objective)]
    assert set(titles) >= {f"of ola {at}" for at in range(1, many + 1)} and len({*titles}) == len(titles)
