"""A workspace under a password: the server holds nothing that can be read, moved, changed or put in the clear."""

from __future__ import annotations

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.wire import seal
from kpidesk.hub.wire.unreadable import Unreadable
from kpidesk.workspace import Workspace
from kpidesk.workspace.opening import change_password
from tests.hub.conftest import Hub
from tests.store.conftest import Desk, add_objective, rename

PASSWORD, LATER = "blåbær 1", "tyttebær 2"
pytest.importorskip("sqlcipher3")


@pytest.fixture
def ws(desk: Desk) -> Workspace:
    """A workspace under a password."""
    made = Workspace.create(
        desk.path, company="Hemmelig AS", author="kari", home=desk.home(), clock=desk.clock, passwords=(PASSWORD,)
    )
    desk.open_ones.append(made)
    return made


def everything(hub: Hub) -> bytes:
    """Every byte that the server holds of the workspaces."""
    found = b""
    with hub.bare() as owner:
        for table in ("hub_session", "hub_run", "hub_key"):
            for row in owner.execute(f"SELECT * FROM kpidesk.{table}").fetchall():  # type: ignore[call-overload]
                found += b"".join(bytes(each) for each in row if isinstance(each, bytes))
    return found


def test_the_server_reads_nothing_and_colleagues_everything(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    uid = add_objective(ws, "Hemmelig mål")
    kari = hub.courier(ws)
    assert hub.trip(ws, kari).sent == 2
    held = everything(hub)
    assert len(held) > 300
    assert not any(word in held for word in (b"Hemmelig", b"objective", b"kari", bytes.fromhex(uid)))
    with pytest.raises(HubRefused) as refused:
        hub.join(ws, "ola", ())
    assert refused.value.password
    other = hub.join(ws, "ola", ("feil", PASSWORD))
    assert other.get(Objective, uid).title == "Hemmelig mål"
    ola = hub.courier(other, "ola")
    rename(other, uid, "enda mer")
    assert hub.trip(other, ola).sent == 1
    assert hub.trip(ws, kari).news.authors == ("ola",)
    assert ws.get(Objective, uid).title == "enda mer"


def test_a_new_password_adds_a_wrapping_and_all_go_on(hub: Hub, desk: Desk, ws: Workspace) -> None:
    hub.place(ws)
    uid = add_objective(ws, "one")
    hub.trip(ws, hub.courier(ws))
    desk.open_ones.remove(ws)
    for courier in hub.couriers:
        courier.close()
    hub.couriers.clear()
    ws.close()
    change_password(desk.path, LATER, passwords=(PASSWORD,), author="kari", home=desk.home(), clock=desk.clock)
    again = Workspace.open(desk.path, author="kari", home=desk.home(), clock=desk.clock, passwords=(LATER,))
    desk.open_ones.append(again)
    rename(again, uid, "two")
    kari = hub.courier(again)
    assert hub.trip(again, kari).sent == 1
    with hub.bare() as owner:
        assert owner.execute("SELECT generation FROM kpidesk.hub_key ORDER BY 1").fetchall() == [(1,), (2,)]
    assert hub.join(again, "ola", (LATER,)).get(Objective, uid).title == "two"


@pytest.mark.parametrize("what", ["moved", "flipped", "in the clear"])
def test_a_server_that_tampers_is_found_out(hub: Hub, ws: Workspace, what: str) -> None:
    hub.place(ws)
    add_objective(ws, "one")
    hub.trip(ws, hub.courier(ws))
    other = hub.join(ws, "ola", (PASSWORD,))
    add_objective(ws, "two")
    add_objective(ws, "three")
    hub.trip(ws, hub.courier(ws))
    change = {
        "moved": "SELECT payload FROM kpidesk.hub_run WHERE last = 2",
        "flipped": "SELECT set_byte(payload, 40, get_byte(payload, 40) # 1) FROM kpidesk.hub_run WHERE last = 4",
        "in the clear": "SELECT set_byte(payload, 1, 1) FROM kpidesk.hub_run WHERE last = 4",
    }[what]
    with hub.bare() as owner:
        owner.execute(f"UPDATE kpidesk.hub_run SET payload = ({change}) WHERE last = 4")  # type: ignore[call-overload]
    told = hub.trip(other, hub.courier(other, "ola"))
    assert [stuck.who for stuck in told.unreadable] == ["kari"] and told.news.transactions == 0


def test_a_file_with_a_password_never_goes_where_all_lies_in_the_clear(hub: Hub, desk: Desk) -> None:
    plain = desk.create()
    hub.place(plain)
    hub.trip(plain, hub.courier(plain))
    desk.open_ones.remove(plain)
    for courier in hub.couriers:
        courier.close()
    hub.couriers.clear()
    plain.close()
    change_password(desk.path, PASSWORD, author="kari", home=desk.home(), clock=desk.clock)
    locked = Workspace.open(desk.path, author="kari", home=desk.home(), clock=desk.clock, passwords=(PASSWORD,))
    desk.open_ones.append(locked)
    add_objective(locked, "secret")
    told = hub.courier(locked).trip()
    assert "has none. Nothing was sent" in str(told.problem) and told.sent == 0


def test_a_wrapping_opens_by_its_password_and_at_its_place_only() -> None:
    key, space, salt = seal.new_data_key(), b"s" * 16, b"t" * 16
    wrapped = seal.wrap(key, b"k" * 32, space, salt)
    assert len(wrapped) == 60 and seal.unwrap(wrapped, b"k" * 32, space, salt) == key
    for other in ((b"K" * 32, space, salt), (b"k" * 32, b"S" * 16, salt), (b"k" * 32, space, b"T" * 16)):
        with pytest.raises(Unreadable):
            seal.unwrap(wrapped, *other)
