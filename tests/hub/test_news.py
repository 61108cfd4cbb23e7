"""Hearing of what others store, being woken, and going on without the server."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.hub.exchanged import Exchanged, HubUnreachable
from kpidesk.hub.line import news
from kpidesk.store.files.verify import problems
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.hub.test_courier import same
from tests.store.conftest import Desk, add_objective, rename

LONG = 60.0
"""Seconds that no test waits for: something must happen before."""


def test_who_waits_hears_of_a_colleague_and_not_of_himself(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    uid = add_objective(ws, "one")
    kari = hub.courier(ws)
    assert not kari.wait_for_news(LONG), "without a line nobody waits"
    hub.trip(ws, kari)
    other = hub.join(ws)
    ola = hub.courier(other, "ola")
    hub.trip(other, ola)
    rename(ws, uid, "mine")
    hub.trip(ws, kari)
    assert not kari.wait_for_news(0), "what one has put there oneself is no news"
    assert ola.wait_for_news(LONG)
    hub.trip(other, ola)
    assert other.get(Objective, uid).title == "mine"
    rename(other, uid, "theirs")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(kari.wait_for_news, LONG)
        hub.trip(other, ola)
        assert waiting.result()


def test_who_waits_can_be_woken_ahead_and_meanwhile(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    kari.wake()
    assert kari.wait_for_news(LONG), "woken ahead of it"
    waker = threading.Timer(0.05, kari.wake)
    waker.start()
    assert kari.wait_for_news(LONG)
    waker.join()
    assert not kari.wait_for_news(0)


def test_where_the_server_tells_no_news_it_is_asked_often(
    hub: Hub, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.place(ws)
    monkeypatch.setattr(news, "POLL_SECONDS", 0.01)
    monkeypatch.setattr("kpidesk.hub.line.connection.HubConnection.listen", lambda _self, _channel: False)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    assert kari.wait_for_news(LONG)


def test_without_the_server_work_goes_on_and_everything_follows(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    uid = add_objective(ws, "one")
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    other = hub.join(ws)
    with hub.cluster.connect() as owner:
        owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'kari'")
    rename(ws, uid, "away")
    told = kari.trip()
    assert isinstance(told.problem, HubUnreachable) and told.at is None
    assert not kari.wait_for_news(LONG)
    assert hub.trip(ws, kari).sent == 1
    hub.trip(other, hub.courier(other, "ola"))
    assert other.get(Objective, uid).title == "away"


def test_a_trip_that_hangs_is_ended_from_another_thread(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    add_objective(ws, "two")
    with hub.bare() as owner, ThreadPoolExecutor(1) as pool, owner.transaction():
        owner.execute("LOCK TABLE kpidesk.hub_run IN ACCESS EXCLUSIVE MODE")
        going = pool.submit(kari.trip)
        while not going.done() and not owner.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            time.sleep(0.005)  # until it waits for the server
        kari.shut()
        told: Exchanged = going.result(LONG)
    assert isinstance(told.problem, HubUnreachable) and told.sent == 0
    assert isinstance(kari.trip().problem, HubUnreachable), "nobody goes again"


def test_two_who_carry_the_same_sessions_do_it_once(hub: Hub, desk: Desk, ws: Workspace) -> None:
    """A file beside the server: both machines hold what either has written, and both bring all of it."""
    hub.place(ws)
    hub.trip(ws, hub.courier(ws))
    other = desk.open(machine="ola")
    uids = [add_objective(ws, f"mine {at}") for at in range(20)]
    other.sharing.refresh()
    mine = [add_objective(other, f"theirs {at}") for at in range(20)]
    ws.sharing.refresh()
    together = threading.Barrier(2)

    def carry(of: Workspace, user: str) -> Exchanged:
        courier = hub.courier(of, user)
        together.wait(LONG)
        return courier.trip()

    with ThreadPoolExecutor(2) as pool:
        told = [each.result() for each in (pool.submit(carry, ws, "kari"), pool.submit(carry, other, "ola"))]
    assert all(each.problem is None and each.at is not None for each in told)
    assert not any(each.contested or each.unreadable for each in told)
    with hub.bare() as owner:
        counted = owner.execute("SELECT sum(last - first + 1) FROM kpidesk.hub_run").fetchone()
    assert counted == (len(uids) + len(mine) + 1,)
    assert same(other, ws)
    assert problems(ws._file.database, ws._file.names) == []


def test_a_line_on_which_nobody_answers_is_cut_here(
    hub: Hub, ws: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Behind a proxy that acknowledges everything neither the driver nor the server ever gives up."""
    hub.place(ws)
    monkeypatch.setattr("kpidesk.hub.line.connection.LOOK_SECONDS", 0.01)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    add_objective(ws, "two")
    with hub.bare() as owner, ThreadPoolExecutor(1) as pool, owner.transaction():
        owner.execute("LOCK TABLE kpidesk.hub_run IN ACCESS EXCLUSIVE MODE")
        monkeypatch.setattr("kpidesk.hub.line.connection.SILENT_SECONDS", 0.05)
        told: Exchanged = pool.submit(kari.trip).result(LONG)
    assert isinstance(told.problem, HubUnreachable) and told.sent == 0
    assert "has been silent" in caplog.text
    monkeypatch.undo()
    assert hub.trip(ws, kari).sent == 1


def test_news_wait_while_this_machine_rests_and_the_alarm_does_not(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    other = hub.join(ws)
    ola = hub.courier(other, "ola")
    add_objective(other, "theirs")
    hub.trip(other, ola)
    kari._rested = time.monotonic() + LONG
    waker = threading.Timer(0.05, kari.wake)
    waker.start()
    assert kari.wait_for_news(LONG)
    waker.join()
    add_objective(ws, "mine")
    told = kari.trip()
    assert (told.problem, told.sent, told.news.transactions) == (None, 1, 0), "what is stored here went out by itself"
    assert told.at is not None, "when both held the same is remembered"
    kari._rested = 0.0
    assert kari.wait_for_news(0), "what was heard is not forgotten"
    assert hub.trip(ws, kari).news.transactions == 1


def test_nobody_sets_out_for_news_of_what_has_come_already(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    other = hub.join(ws)
    add_objective(other, "theirs")
    hub.trip(other, hub.courier(other, "ola"))
    assert hub.trip(ws, kari).news.transactions == 1
    kari._rested = 0.0
    assert not kari.wait_for_news(0)
    with hub.bare() as owner:
        for told in ("", "something else", f"{bytes(8).hex()}:1"):
            owner.execute("SELECT pg_notify(%s, %s)", (f"kd_{ws.sharing.identity}", told))
            assert kari.wait_for_news(LONG), told
            hub.trip(ws, kari)
            kari._rested = 0.0
