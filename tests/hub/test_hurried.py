"""What is stored while news rest goes out by itself, by two questions: whatever ends between them, it is there once."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kpidesk.hub import statements
from kpidesk.hub.courier import Courier
from kpidesk.hub.exchanged import Exchanged, HubUnreachable
from kpidesk.hub.line.connection import HubConnection
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.hub.storm import HOLES
from tests.hub.test_courier import same
from tests.store.bars import forked
from tests.store.conftest import add_objective

LONG = 60.0
"""Seconds that no test waits for: something must happen before."""
Act = Callable[[HubConnection, Callable[[], Any]], Any]


def hurried(ws: Workspace, courier: Courier, title: str, at_second: Act) -> Exchanged:
    """Store something and send it in a hurry; what is done at the second question is given, and can ask it."""
    courier._rested = time.monotonic() + LONG
    courier.wake()
    assert courier.wait_for_news(LONG)
    add_objective(ws, title)
    asked, ask = list[str](), HubConnection.execute

    def execute(self: HubConnection, text: str, values: Any = ()) -> Any:
        asked.append(text)
        going = partial(ask, self, text, values)
        return at_second(self, going) if text is statements.SEND else going()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HubConnection, "execute", execute)
        told = courier.trip()
    assert asked[:2] == [statements.VECTOR, statements.SEND], "the first question, and nothing else before the second"
    return told


def whole(hub: Hub) -> object:
    """How many changes the server has; none is missing between two."""
    with hub.bare() as owner:
        assert owner.execute(HOLES).fetchone() == (0,)
        (count,) = owner.execute("SELECT sum(last - first + 1) FROM kpidesk.hub_run").fetchone() or ()
    return count


@pytest.mark.parametrize("arrives", [False, True])
def test_a_client_that_is_killed_there_brings_it_once(hub: Hub, ws: Workspace, arrives: bool) -> None:
    hub.place(ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    hub.join(ws).close()
    path = hub.desk.folder / "ola.kpidesk"

    def dies(_line: HubConnection, ask: Callable[[], Any]) -> None:
        if arrives:
            ask()
        signal.raise_signal(signal.SIGKILL)

    child = forked.start(lambda _say: _work(hub, path, dies))
    assert forked.ended(*child) == ([], -signal.SIGKILL)
    assert whole(hub) == 2 + arrives, "all of it or nothing"
    again = hub.desk.open(path, machine="ola")
    assert hub.trip(again, hub.courier(again, "ola")).sent == 1 - arrives
    assert whole(hub) == 3
    hub.trip(ws, kari)
    assert same(again, ws)


def _work(hub: Hub, path: Path, dies: Act) -> None:
    ws = Workspace.open(path, author="ola", home=hub.desk.home("ola"), clock=hub.desk.clock)
    courier = hub.courier(ws, "ola")
    add_objective(ws, "before")
    hub.trip(ws, courier)
    hurried(ws, courier, "in a hurry", dies)


@pytest.mark.parametrize("arrives", [False, True])
def test_a_server_that_ends_the_line_there_has_it_once(hub: Hub, ws: Workspace, arrives: bool) -> None:
    hub.place(ws)
    kari = hub.courier(ws)
    hub.trip(ws, kari)
    other = hub.join(ws)

    def ends(line: HubConnection, ask: Callable[[], Any]) -> Any:
        if arrives:
            ask()
        with hub.bare() as owner:
            owner.execute("SELECT pg_terminate_backend(%s, 5000)", (line._connection.info.backend_pid,))
        return ask()

    told = hurried(ws, kari, "in a hurry", ends)
    assert isinstance(told.problem, HubUnreachable) and told.sent == 0
    assert whole(hub) == 1 + arrives
    assert hub.trip(ws, kari).sent == 1 - arrives
    assert whole(hub) == 2
    hub.trip(other, hub.courier(other, "ola"))
    assert same(other, ws)
