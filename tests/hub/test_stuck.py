"""What goes wrong with one session stops that session, is named, and lets everything else go on."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from kpidesk.domain.entities import Kpi, Objective
from kpidesk.hub import pull
from kpidesk.hub.courier import Courier
from kpidesk.hub.exchanged import Exchanged
from kpidesk.hub.joining import NewFile, join
from kpidesk.hub.wire import body, payload
from kpidesk.store.db import schema
from kpidesk.store.log.digest import Content, digest
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.hub.conftest import Hub
from tests.hub.test_courier import same
from tests.store.conftest import Desk, add_objective, rename

ROW = "a1" * 16


def shared(hub: Hub, ws: Workspace) -> Workspace:
    """A workspace on two machines."""
    hub.place(ws)
    add_objective(ws, "one")
    hub.trip(ws, hub.courier(ws))
    return hub.join(ws)


def own(ws: Workspace) -> bytes:
    """The session that writes here."""
    return ws._file.session.uid


def content_of(ws: Workspace, n: int, session: bytes | None = None) -> Content:
    """A transaction that could be the next of this machine's session."""
    file = ws._file
    stamp = (int(ws.now().timestamp() * 1000) << 16) + n
    made = Content((session or own(ws)).hex(), n, stamp, 5, 0, "x", file.session.who)
    made.ops = [(ROW, 8, "objective.title", "forged", None), (ROW, 8, "objective.life", "", None)]
    return made


def squat(hub: Hub, ws: Workspace, data: bytes, at: tuple[bytes, int, int]) -> None:
    """Somebody with the right to write puts something there by hand."""
    with hub.bare("ola") as connection:
        connection.execute(
            "INSERT INTO kpidesk.hub_run(space, session, first, last, payload) VALUES (%s, %s, %s, %s, %s)",
            (bytes.fromhex(ws.sharing.identity), *at, data),
        )


def packed(content: Content, seal: bytes | None = None) -> bytes:
    """A payload of one transaction."""
    return payload.shut(body.packed(content, digest(content) if seal is None else seal).ljust(30), None, b"")


def test_another_under_my_number_is_named_and_everything_else_goes_on(hub: Hub, ws: Workspace) -> None:
    other = shared(hub, ws)
    kari, ola = hub.courier(ws), hub.courier(other, "ola")
    hub.trip(ws, kari)
    forged = content_of(ws, own_end(ws) + 1)
    squat(hub, ws, packed(forged), (own(ws), forged.n, forged.n))
    mine = add_objective(ws, "mine")
    told = hub.trip(ws, kari)
    (stuck,) = told.contested
    assert (stuck.who, stuck.user, told.sent) == ("kari", "ola", 0)
    theirs = add_objective(other, "theirs")
    hub.trip(other, ola)
    told = hub.trip(ws, kari)
    assert ws.get(Objective, theirs).title == "theirs" and len(told.contested) == 1
    with hub.bare() as owner:
        owner.execute("DELETE FROM kpidesk.hub_run WHERE session = %s AND last = %s", (own(ws), forged.n))
    told = hub.trip(ws, kari)
    assert (told.contested, told.sent) == ((), 1)
    assert ws.get(Objective, mine).title == "mine"


def test_who_is_in_a_hurry_puts_nothing_on_top_of_what_another_has_put_there(hub: Hub, ws: Workspace) -> None:
    shared(hub, ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    forged = content_of(ws, own_end(ws) + 1)
    squat(hub, ws, packed(forged), (own(ws), forged.n, forged.n))
    add_objective(ws, "mine")
    add_objective(ws, "more")
    kari._rested = time.monotonic() + 60
    kari.wake()
    assert kari.wait_for_news(60)
    told = hub.trip(ws, kari)
    assert (told.sent, [stuck.user for stuck in told.contested]) == (0, ["ola"])


def own_end(ws: Workspace) -> int:
    """The last number of this machine's session."""
    return ws._file.session.n


def test_who_finds_his_next_number_taken_begins_a_session_anew(hub: Hub, ws: Workspace) -> None:
    shared(hub, ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    taken = content_of(ws, own_end(ws) + 1)
    squat(hub, ws, packed(taken), (own(ws), taken.n, taken.n))
    hub.trip(ws, kari)
    before = own(ws)
    uid = add_objective(ws, "mine")
    assert own(ws) != before and ws.get(Objective, uid).title == "mine"
    assert hub.trip(ws, kari).sent == 1


def _flipped(data: bytes) -> bytes:
    return data[:-1] + bytes((data[-1] ^ 1,))


def _other(change: Callable[[Content], None]) -> Callable[[Content], bytes]:
    def made(content: Content) -> bytes:
        change(content)
        return packed(content)

    return made


def _set(name: str, value: object) -> Callable[[Content], bytes]:
    return _other(lambda content: setattr(content, name, value))


def _op(*op: object) -> Callable[[Content], bytes]:
    return _other(lambda content: content.ops.append(op))  # type: ignore[arg-type]


BAD: dict[str, Callable[[Content], bytes]] = {
    "noise": lambda _content: bytes(range(200)),
    "of a newer program": lambda content: bytes((2,)) + packed(content)[1:],
    "with flags of a newer program": lambda content: bytes((1, 128)) + packed(content)[2:],
    "a flipped bit": lambda content: _flipped(packed(content)),
    "a wrong digest": lambda content: packed(content, b"12345678"),
    "a bomb": lambda _content: payload.shut(bytes(70 << 20), None, b""),
    "a head cut off": lambda _content: payload.shut(b"\xff\xff\xff\x7f" + b"[" * 40, None, b""),
    "deep": lambda _content: payload.shut(b"\x00\x00\x01\x00" + b"[" * 65536, None, b""),
    "something left over": lambda content: payload.shut(body.packed(content, digest(content)) + b"more" * 9, None, b""),
    "a part": _set("kind", schema.REDACTED),
    "no time": _set("wall", -1),
    "a stamp of no time": _set("hlc", -1),
    "a stamp in ten years": _set("hlc", 1 << 61),
    "a reference to nothing": _set("undo_of", ("77" * 8, 3)),
    "a reference ahead": _set("undo_of", ("77" * 8, 2**40)),
    "a value that no field holds": _op(ROW, 8, "objective.weight", "heavy", None),
    "a value out of bounds": _op(ROW, 8, "objective.title", "x" * 20_000, None),
    "a truth for a number": _op(ROW, 8, "objective.parked", True, None),
    "a list": _op(ROW, 8, "objective.x", [1], None),
    "two values for a cell": _op(ROW, 8, "objective.title", "again", None),
    "one row of two kinds": _op(ROW, 9, "keyresult.title", "x", None),
    "no row": _op("short", 8, "objective.title", "x", None),
    "a number of no input": _other(lambda content: content.measured.update({"b2" * 16: [(5917410, 1.0, None)]})),
    "a period of no time": _other(lambda content: content.measured.update({ROW: [(4, 1.0, None)]})),
    "a number that is none": _other(lambda content: content.measured.update({ROW: [(5917410, float("inf"), None)]})),
    "a whole number": _other(lambda content: content.measured.update({ROW: [(5917410, "many", None)]})),
    "a number twice": _other(
        lambda content: content.measured.update({ROW: [(5917410, 1.0, None), (5917410, 2.0, None)]})
    ),
    "an acknowledgement of nothing": _other(
        lambda content: content.acks.append((ROW, "objective.title", ("77" * 8, 1)))
    ),
}


def test_what_cannot_be_read_stops_its_session_and_no_other(hub: Hub, ws: Workspace) -> None:
    """A hostile member, or a hostile server: each fault in a session of its own, and a good one behind them all."""
    other = shared(hub, ws)
    ola = hub.courier(other, "ola")
    hub.trip(other, ola)
    space, kari = bytes.fromhex(ws.sharing.identity), hub.courier(ws)
    names: dict[bytes, str] = {}
    with hub.bare("ola") as connection:
        for at, (what, make) in enumerate(BAD.items()):
            session = at.to_bytes(8, "big")
            names[session] = what
            info = payload.info((what, "d", "h", "a"), 5, None, b"")
            connection.execute("INSERT INTO kpidesk.hub_session VALUES (%s, %s, %s)", (space, session, info))
            content = content_of(ws, 1, session)
            content.who = (what, "d", "h", "a")
            squat(hub, ws, make(content), (session, 1, 1))
    good = add_objective(other, "good")
    hub.trip(other, ola)
    told = hub.trip(ws, kari)
    assert [stuck.who for stuck in told.unreadable] == sorted(BAD, key=list(BAD).index)
    assert {stuck.user for stuck in told.unreadable} == {"ola"}
    assert ws.get(Objective, good).title == "good"
    assert ws.find(Objective, ROW) is None
    _stay_where_they_are(hub, ws, kari, told)
    with hub.connect("kari") as connection:
        new = NewFile(hub.desk.folder / "new.kpidesk", hub.desk.home("new"))
        brought = join(connection, space, new, lambda *_at: None, lambda: False)
    assert {stuck.who for stuck in brought.unreadable} == {*BAD}
    joined = hub.desk.open(brought.path, machine="new")
    assert same(joined, ws) and joined.get(Objective, good).title == "good"


def _stay_where_they_are(hub: Hub, ws: Workspace, kari: Courier, told: Exchanged) -> None:
    """On the next trip the same are named, and none of it is fetched again."""
    fetched: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pull.Reader, "take", lambda _self, run: fetched.append(run))
        assert hub.trip(ws, kari).unreadable == told.unreadable
    assert fetched == []


def test_a_session_that_names_what_cannot_be_read_waits_without_blame(hub: Hub, ws: Workspace) -> None:
    shared(hub, ws)
    space, kari = bytes.fromhex(ws.sharing.identity), hub.courier(ws)
    with hub.bare("ola") as connection:
        for session, n in ((b"a" * 8, 1), (b"b" * 8, 1)):
            info = payload.info(("w", "d", "h", "a"), 5, None, b"")
            connection.execute("INSERT INTO kpidesk.hub_session VALUES (%s, %s, %s)", (space, session, info))
            content = content_of(ws, n, session)
            content.who = ("w", "d", "h", "a")
            if session == b"b" * 8:
                content.undo_of = ((b"a" * 8).hex(), 1)
                content.hlc += 5
            data = packed(content) if session == b"b" * 8 else packed(content, b"12345678")
            squat(hub, ws, data, (session, n, n))
    for _trip in range(2):
        told = hub.trip(ws, kari)
        assert len(told.unreadable) == 1 and told.news.transactions == 0
    good = content_of(ws, 1, b"a" * 8)
    good.who, good.ops = ("w", "d", "h", "a"), [("c3" * 16, 8, "objective.title", "healed", None)]
    with hub.bare() as owner:
        owner.execute("DELETE FROM kpidesk.hub_run WHERE session = %s", (b"a" * 8,))
    squat(hub, ws, packed(good), (b"a" * 8, 1, 1))
    told = hub.trip(ws, kari)
    assert (told.unreadable, told.news.transactions) == ((), 2), "the one that waited comes on the same trip"


def test_a_copy_without_the_sensitive_is_never_shared(hub: Hub, desk: Desk, ws: Workspace) -> None:
    hub.place(ws)
    with ws.transaction(msg("add")) as change:
        change.add(Kpi(new_uid(), name="pay", sensitive=True))
    copy = desk.folder / "thin.kpidesk"
    ws.sharing.save_copy(copy, without_sensitive=True)
    thin = desk.open(copy, machine="eve")
    told = hub.courier(thin).trip()
    assert "without the sensitive KPIs" in str(told.problem) and told.sent == 0
    with hub.bare() as owner:
        assert owner.execute("SELECT count(*) FROM kpidesk.hub_run").fetchall() == [(0,)]


def test_the_server_loses_its_tail_and_is_sent_it_again(hub: Hub, ws: Workspace) -> None:
    other = shared(hub, ws)
    uid = add_objective(ws, "two")
    kari, ola = hub.courier(ws), hub.courier(other, "ola")
    hub.trip(ws, kari)
    hub.trip(other, ola)
    rename(ws, uid, "three")
    hub.trip(ws, kari)
    with hub.bare() as owner:
        owner.execute("DELETE FROM kpidesk.hub_run WHERE session = %s AND last > 2", (own(ws),))
    assert hub.trip(other, ola).sent == 1, "whoever has the tail brings it"
    hub.trip(ws, kari)
    hub.trip(other, ola)
    assert other.get(Objective, uid).title == "three"
