"""A team server that the tests of a process share, each with a database of its own, and desks around it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from kpidesk import text
from kpidesk.hub.address import Address, Tls
from kpidesk.hub.courier import Courier
from kpidesk.hub.exchanged import Exchanged
from kpidesk.hub.joining import NewFile, create_space, initialise, join
from kpidesk.hub.line.connection import HubConnection, connect
from kpidesk.store.db import encryption
from kpidesk.workspace import Workspace
from tests.hub import cluster as clusters
from tests.hub.cluster import OWNER, Cluster
from tests.store.conftest import Desk

PEOPLE = ("kari", "ola", "eve")
"""Who logs in at the server."""


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server, with a template of a database that is set up, and its people."""
    clusters.found_or_skipped()
    with clusters.running() as made:
        prepare(made)
        yield made


def prepare(made: Cluster) -> None:
    """Make the people and the template."""
    with made.connect() as connection:
        for name in PEOPLE:
            connection.execute(f"CREATE ROLE {name} LOGIN")  # type: ignore[call-overload]
        connection.execute("CREATE DATABASE hub")
    with connect(Address(str(made.folder), "hub", OWNER, tls=Tls.OFF), None) as owner:
        initialise(owner, PEOPLE)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared in the language of their ids."""
    before = text.language()
    text.use("en")
    yield
    text.use(before)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The true number of rounds takes a tenth of a second for each key; that it is right the store's tests show."""
    with monkeypatch.context() as patched:
        patched.setattr(encryption, "ROUNDS", 1000)
        yield


@dataclass
class Hub:
    """A database of the server, and who has opened something there."""

    cluster: Cluster
    database: str
    desk: Desk
    couriers: list[Courier] = field(default_factory=list)

    def address(self, user: str = "kari") -> Address:
        """Where a user finds it."""
        return Address(str(self.cluster.folder), self.database, user, tls=Tls.OFF)

    def connect(self, user: str = OWNER) -> HubConnection:
        """A connection as the program has it."""
        return connect(self.address(user), None)

    def bare(self, user: str = OWNER) -> psycopg.Connection[tuple[object, ...]]:
        """A connection as anybody may have it."""
        return self.cluster.connect(self.database, user)

    def place(self, ws: Workspace, members: tuple[str, ...] = ("kari", "ola")) -> None:
        """Give a workspace a place there."""
        with self.connect() as owner:
            create_space(owner, ws._file.database, members)

    def courier(self, ws: Workspace, user: str = "kari", address: Address | None = None) -> Courier:
        """Somebody who carries changes of a workspace."""
        file = ws._file
        made = Courier(file.database.again(), file.home, file.clock, address or self.address(user), None)
        self.couriers.append(made)
        return made

    def trip(self, ws: Workspace, courier: Courier) -> Exchanged:
        """One trip that goes well, and the workspace told of it."""
        told = courier.trip()
        assert told.problem is None, (told.problem, told.problem.details)
        ws._file.notice_others()
        return told

    def join(self, ws: Workspace, machine: str = "ola", passwords: tuple[str, ...] = ()) -> Workspace:
        """The workspace on another machine, from the server alone."""
        into = self.desk.folder / f"{machine}.kpidesk"
        home = self.desk.home(machine)
        with self.connect(machine) as connection:
            join(connection, bytes.fromhex(ws.sharing.identity), NewFile(into, home, passwords), _unseen, _never)
        opened = Workspace.open(into, author=machine, home=home, clock=self.desk.clock, passwords=passwords)
        self.desk.open_ones.append(opened)
        return opened


def _unseen(_done: int, _whole: int) -> None:
    """Nobody looks on."""


def _never() -> bool:
    return False


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A folder with several machines around it."""
    made = Desk(tmp_path)
    yield made
    for ws in made.open_ones:
        ws.sharing.pending = False
        ws.close()


@pytest.fixture
def hub(cluster: Cluster, desk: Desk) -> Iterator[Hub]:
    """A team server that nobody has put anything on."""
    made = Hub(cluster, cluster.database("hub"), desk)
    yield made
    for courier in made.couriers:
        with contextlib.suppress(Exception):
            courier.close()


@pytest.fixture
def ws(desk: Desk) -> Workspace:
    """A workspace on the first machine."""
    return desk.create()
