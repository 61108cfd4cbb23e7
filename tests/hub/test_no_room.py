"""The server's disk is full: nobody loses anything, everybody is told so, and it goes on when there is room again."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kpidesk.domain.period import Frequency, Period
from kpidesk.hub.exchanged import HubUnreachable
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import small_disk
from tests.hub import cluster as clusters
from tests.hub.cluster import Cluster
from tests.hub.conftest import Hub, prepare
from tests.hub.test_courier import same
from tests.store.conftest import Desk, add_input, add_objective

NUMBERS = 8000
"""Numbers by chance, which can't be packed: some 60 kB."""


@contextlib.contextmanager
def disk_of(cluster: Cluster, megabytes: int) -> Iterator[Path]:
    """A small disk that belongs to the server."""
    with small_disk.mounted(cluster.folder, megabytes) as disk:
        shutil.chown(disk, "postgres", "postgres")
        yield disk


def fill(disk: Path) -> Path:
    """Put something on a disk that takes all of its room."""
    rest = disk / "rest"
    with rest.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return rest


def add_numbers(ws: Workspace) -> str:
    """An input with many numbers, all in one change."""
    uid, days = add_input(ws), [Period.parse("2000-01-01")]
    assert days[0].frequency is Frequency.DAY
    while len(days) < NUMBERS:
        days.append(days[-1].next())
    with ws.transaction(msg("numbers")) as change:
        change.measure_many(uid, [(day, int.from_bytes(os.urandom(6)) / 7) for day in days])
    return uid


def test_what_finds_no_room_is_told_and_goes_there_when_there_is_some(hub: Hub, ws: Workspace) -> None:
    with disk_of(hub.cluster, 1) as disk, hub.bare() as owner:
        owner.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")  # type: ignore[call-overload]
        owner.execute("ALTER TABLE kpidesk.hub_run SET TABLESPACE small")
        try:
            _without_room(hub, ws, disk)
        finally:
            owner.execute("ALTER TABLE kpidesk.hub_run SET TABLESPACE pg_default")
            owner.execute("DROP TABLESPACE small")


def _without_room(hub: Hub, ws: Workspace, disk: Path) -> None:
    hub.place(ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    other = hub.join(ws)
    rest = fill(disk)
    add_objective(ws, "ahead")
    add_numbers(ws)
    for _again in range(2):
        told = kari.trip()
        assert isinstance(told.problem, HubUnreachable) and "disk is full" in str(told.problem)
        assert told.sent == 0 and told.at is None
    with hub.bare() as owner:
        assert owner.execute("SELECT count(*) FROM kpidesk.hub_run").fetchone() == (1,), "all of it or nothing"
    rest.unlink()
    assert hub.trip(ws, kari).sent == 3
    hub.trip(other, hub.courier(other, "ola"))
    assert same(other, ws)


def _with_owner(file: str, to: str) -> None:
    shutil.copy2(file, to)
    shutil.chown(to, "postgres", "postgres")


@pytest.mark.long
def test_a_server_that_dies_of_it_is_waited_for(desk: Desk) -> None:
    """Without room for its own log the server ends itself, and comes up again when there is some."""
    clusters.found_or_skipped()
    with clusters.running(careful=True) as cluster, disk_of(cluster, 64) as disk:
        prepare(cluster)
        cluster.stop()
        shutil.move(cluster.data / "pg_wal", disk / "wal", copy_function=_with_owner)
        for folder in (disk / "wal", *(disk / "wal").glob("*/")):
            shutil.chown(folder, "postgres", "postgres")
        (cluster.data / "pg_wal").symlink_to(disk / "wal")
        cluster.start()
        hub, ws = Hub(cluster, cluster.database("hub"), desk), desk.create()
        hub.place(ws)
        kari = hub.courier(ws)
        hub.trip(ws, kari)
        rest, problem = fill(disk), None
        while problem is None:  # until the log has come to the end of what it has laid out
            add_numbers(ws)
            with contextlib.suppress(psycopg.Error), hub.bare() as owner:
                owner.execute("SELECT pg_switch_wal()")
            problem = kari.trip().problem
        assert isinstance(problem, HubUnreachable), problem
        assert "PANIC" in (cluster.folder / "log").read_text()
        add_objective(ws, "meanwhile")
        assert isinstance(kari.trip().problem, HubUnreachable)
        rest.unlink()
        with contextlib.suppress(AssertionError):
            cluster.stop("immediate")
        cluster.start()
        hub.trip(ws, kari)
        assert same(hub.join(ws), ws)
        for each in hub.couriers:
            each.close()
