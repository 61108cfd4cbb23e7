"""A new file from the server alone: whole, vetted, with progress, and without a trace when it comes to nothing."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import FileRefused, UserError
from kpidesk.hub import joining, pull, statements
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.joining import Cancelled, NewFile, create_space, initialise, join, spaces
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.log_writer import LogWriter
from kpidesk.hub.wire.unreadable import Unreadable
from kpidesk.settings import Home
from kpidesk.store.files import snapshot, vet
from kpidesk.store.files.verify import problems
from kpidesk.store.log import fold
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import small_disk
from tests.hub.conftest import Hub
from tests.hub.test_courier import same
from tests.store.conftest import Desk, add_input, add_objective, rename
from tests.table import table

MARCH = Period.parse("2026-03")


@pytest.fixture
def full(hub: Hub, ws: Workspace) -> Workspace:
    """A workspace with history: numbers replaced by two people, in sessions that the server tells in another order."""
    hub.place(ws)
    uid, sales = add_objective(ws, "one"), add_input(ws)
    note(ws, sales, 1.0)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    other = hub.join(ws, "ola")
    note(other, sales, 2.0)
    note(ws, sales, 3.0)
    note(ws, sales, None)
    note(ws, sales, 4.0)
    rename(ws, uid, "two")
    rename(other, uid, "other")
    hub.trip(other, hub.courier(other, "ola"))
    hub.trip(ws, kari)
    return ws


def note(ws: Workspace, sales: str, value: float | None) -> None:
    """Enter a number."""
    with ws.transaction(msg("note")) as change:
        change.measure(sales, MARCH, value)


def left(home: Path, into: Path) -> list[str]:
    """What a join has left behind."""
    places = [path for path in home.rglob("*") if path.is_file() and path.suffix not in (".alive", ".lock")]
    return [path.name for path in places] + ([into.name] if into.exists() else [])


def wanted(desk: Desk, machine: str = "new") -> NewFile:
    """A file on a machine that has seen nothing yet."""
    return NewFile(desk.folder / f"{machine}.kpidesk", desk.home(machine))


def test_what_is_joined_is_what_a_single_fold_gives(hub: Hub, desk: Desk, full: Workspace) -> None:
    seen: list[tuple[int, int]] = []
    new = wanted(desk)
    with hub.connect("ola") as connection:
        join(connection, bytes.fromhex(full.sharing.identity), new, lambda *at: seen.append(at), lambda: False)
    joined = desk.open(new.path, machine="new")
    assert same(joined, full)
    assert seen[0][0] == 0 and seen[-1][0] == seen[-1][1] > 5
    told = hub.trip(joined, hub.courier(joined, "ola"))
    assert (told.sent, told.news.transactions) == (0, 0)


@table(
    "what, unreadable",
    [
        (what, unreadable)
        for what in (
            (pull, "writers"), (pull.Reader, "take"), (joining, "picked"), (LogWriter, "enter"), (fold, "rebuild"),
            (vet, "vet"), (snapshot, "write_new"),
        )
        for unreadable in (False, True)
        if unreadable or what[1] not in ("take", "picked")
    ],
)  # fmt: skip
def test_a_join_is_cancelled_at_every_stage_and_leaves_nothing(
    hub: Hub, desk: Desk, full: Workspace, what: tuple[Any, str], unreadable: bool
) -> None:
    """Also where a part of it can't be read, and what can be is taken."""
    stop, (where, name) = threading.Event(), what
    doing = getattr(where, name)

    def stopped(*given: Any, **named: Any) -> Any:
        stop.set()
        return doing(*given, **named)

    new = wanted(desk)
    with pytest.MonkeyPatch.context() as patch, hub.connect("ola") as connection:
        if unreadable:
            spoil(hub, "ola")
        patch.setattr(joining, "STEPS", 1)
        patch.setattr(where, name, stopped)
        with pytest.raises(Cancelled):
            join(connection, bytes.fromhex(full.sharing.identity), new, lambda *_at: None, stop.is_set)
        if unreadable:
            spoil(hub, "ola")  # which is mended by the same
    assert left(new.home.data, new.path) == []


def test_nobody_who_gives_up_waits_for_a_silent_server(hub: Hub, desk: Desk, full: Workspace) -> None:
    new, stop = wanted(desk), threading.Event()
    with hub.bare() as owner, hub.connect("ola") as connection, ThreadPoolExecutor(1) as pool, owner.transaction():
        owner.execute("LOCK TABLE kpidesk.hub_run IN ACCESS EXCLUSIVE MODE")
        space = bytes.fromhex(full.sharing.identity)
        going = pool.submit(join, connection, space, new, lambda *_at: None, stop.is_set)
        while not going.done() and not owner.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            time.sleep(0.005)  # until it waits for the server
        stop.set()
        with pytest.raises(Cancelled):
            going.result(60)
    assert left(new.home.data, new.path) == []


def test_what_can_be_read_is_taken_of_what_has_come_once(
    hub: Hub, desk: Desk, full: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(hub, "ola")
    asked: list[str] = []
    execute = HubConnection.execute

    def counted(connection: HubConnection, text: str, values: Any = ()) -> Any:
        asked.append(text)
        return execute(connection, text, values)

    monkeypatch.setattr(HubConnection, "execute", counted)
    new = wanted(desk)
    with hub.connect("ola") as connection:
        brought = join(connection, bytes.fromhex(full.sharing.identity), new, lambda *_at: None, lambda: False)
    assert [asked.count(text) for text in (statements.RUNS, statements.INFOS, statements.VECTOR)] == [1, 1, 1]
    assert [stuck.who for stuck in brought.unreadable] == ["ola"]
    joined = desk.open(brought.path, machine="new")
    (sales,) = [each.uid for each in joined.all(Input)]
    assert joined.series(sales)[MARCH] == 4.0 and problems(joined._file.database, joined._file.names) == []


def spoil(hub: Hub, user: str) -> None:
    """Change what somebody has put on the server."""
    with hub.bare() as owner:
        spoilt = owner.execute(
            "UPDATE kpidesk.hub_run SET payload = set_byte(payload, 20, get_byte(payload, 20) # 1) WHERE by = %s",
            (user,),
        )
        assert spoilt.rowcount


def test_where_nothing_can_be_read_no_file_is_made(hub: Hub, desk: Desk, full: Workspace) -> None:
    with hub.bare() as owner:
        owner.execute("UPDATE kpidesk.hub_run SET payload = set_byte(payload, 20, get_byte(payload, 20) # 1)")
    new = wanted(desk)
    with hub.connect("ola") as connection, pytest.raises(HubRefused, match="can’t be read, so no file"):
        join(connection, bytes.fromhex(full.sharing.identity), new, lambda *_at: None, lambda: False)
    assert left(new.home.data, new.path) == []


@pytest.mark.parametrize("more", ["packed", "unpacked"])
def test_a_server_that_sends_more_than_any_workspace_holds_is_refused(
    hub: Hub, desk: Desk, full: Workspace, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    new = wanted(desk)
    with hub.bare() as owner:
        (packed,) = owner.execute("SELECT sum(length(payload)) FROM kpidesk.hub_run").fetchone() or ()
    monkeypatch.setattr(pull, "MOST_BYTES", int(str(packed)) - (more == "packed"))
    if more == "packed":
        monkeypatch.setattr(joining, "_fill", _unreadable)
    with hub.connect("ola") as connection, pytest.raises(HubRefused, match="more than any workspace"):
        join(connection, bytes.fromhex(full.sharing.identity), new, lambda *_at: None, lambda: False)
    assert left(new.home.data, new.path) == []


def _unreadable(*_given: object) -> None:
    raise Unreadable("the first of all")


def test_a_file_that_is_there_is_not_replaced(hub: Hub, desk: Desk, full: Workspace) -> None:
    new = NewFile(desk.path, desk.home("new"))
    before = desk.path.read_bytes()
    with hub.connect("ola") as connection, pytest.raises(FileRefused):
        join(connection, bytes.fromhex(full.sharing.identity), new, lambda *_at: None, lambda: False)
    assert desk.path.read_bytes() == before


def test_where_no_file_can_be_put_a_sentence_says_so_and_nothing_is_left(
    hub: Hub, desk: Desk, full: Workspace, tmp_path: Path
) -> None:
    with small_disk.mounted(tmp_path, 1) as small:
        (small / "rest").write_bytes(bytes((1 << 20) - (64 << 10)))
        for new, words in (
            (NewFile(small / "new.kpidesk", desk.home("new")), "the disk of its folder is full"),
            (NewFile(tmp_path / "none" / "new.kpidesk", desk.home("new")), "folder .* is not there"),
            (NewFile(tmp_path / "new.kpidesk", Home(small / "rest")), "can’t be used"),
        ):
            with hub.connect("ola") as connection, pytest.raises(UserError, match=words):
                join(connection, bytes.fromhex(full.sharing.identity), new, lambda *_at: None, lambda: False)
            assert left(new.home.data, new.path) == []
        assert [path.name for path in small.iterdir()] == ["rest"]


def test_only_the_owner_gives_a_workspace_a_place(hub: Hub, ws: Workspace) -> None:
    with hub.connect("kari") as member:
        assert not member.server.may_create and member.server.ready
        with pytest.raises(HubRefused, match="does not let this user do that"):
            create_space(member, ws._file.database)
        assert spaces(member) == []
    with hub.connect() as owner:
        assert owner.server.may_create
        create_space(owner, ws._file.database, ("kari",))
        create_space(owner, ws._file.database, ("kari",))
        with pytest.raises(HubRefused, match="already"):
            initialise(owner)
    with hub.connect("kari") as member:
        assert [space.uid.hex() for space in spaces(member)] == [ws.sharing.identity]


def test_a_workspace_of_a_newer_program_is_left_alone(hub: Hub, desk: Desk, full: Workspace) -> None:
    with hub.bare() as owner:
        owner.execute("UPDATE kpidesk.hub_space SET min_reader = 9")
    told = hub.courier(full).trip()
    assert "newer KPI Desk" in str(told.problem)
    with hub.connect("ola") as connection, pytest.raises(HubRefused, match="newer"):
        join(connection, bytes.fromhex(full.sharing.identity), wanted(desk), lambda *_at: None, lambda: False)


def test_a_database_that_is_no_team_server_says_so(hub: Hub, ws: Workspace) -> None:
    hub.database = "postgres"
    with hub.connect("kari") as connection:
        assert not connection.server.ready
        with pytest.raises(HubRefused, match="not set up"):
            spaces(connection)
    assert "not set up" in str(hub.courier(ws).trip().problem)


def test_numbers_that_stand_are_the_newest_whoever_is_told_first(hub: Hub, desk: Desk, full: Workspace) -> None:
    joined = hub.desk.open(_joined(hub, desk, full), machine="new")
    (sales,) = [each.uid for each in joined.all(Input)]
    assert joined.series(sales) == full.series(sales) != {}
    assert joined.all(Objective)[0].title == full.all(Objective)[0].title


def _joined(hub: Hub, desk: Desk, ws: Workspace) -> Path:
    new = wanted(desk)
    with hub.connect("ola") as connection:
        return join(connection, bytes.fromhex(ws.sharing.identity), new, lambda *_at: None, lambda: False).path
