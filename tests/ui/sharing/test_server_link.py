"""Trips to the team server: when they are made, what becomes of what they bring, and how they end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from kpidesk.commands import goals
from kpidesk.domain.entities import Objective
from kpidesk.errors import UserError
from kpidesk.hub import passwords
from kpidesk.hub.address import Address
from kpidesk.hub.exchanged import Exchanged, HubRefused, HubUnreachable, Stuck
from kpidesk.text import msg
from kpidesk.workspace import ServerState, Workspace
from tests.ui.sharing.courier import NINE, Recorded
from ui.sharing.server import trips
from ui.sharing.server.link import ServerLink

FIRM = Address("db.firma.no", "kpidesk", "ola")
AWAY = HubUnreachable(msg("The team server does not answer."))
NO = HubRefused(msg("The password is wrong."), password=True)
Join = Callable[[Recorded], ServerLink]


@pytest.fixture
def join(workspace: Workspace, qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Join]:
    monkeypatch.setattr(passwords, "kept", lambda _address: "out of the keyring")
    made: list[ServerLink] = []
    keeper = QObject()

    def joined(courier: Recorded) -> ServerLink:
        workspace.server.belong(FIRM)
        link = ServerLink(workspace, keeper)
        link._make = lambda address, password: courier.asked.append(f"{address.user} {password}") or courier
        link.begin()
        made.append(link)
        qtbot.waitUntil(lambda: workspace.server.state != ServerState())
        return link

    yield joined
    for link in made:
        link.stop()


def rename(ws: Workspace, title: str) -> None:
    goals.rename(ws, ws.all(Objective)[0].uid, title)


def test_an_edit_goes_at_once_and_news_are_fetched(workspace: Workspace, join: Join, qtbot) -> None:
    courier = Recorded()
    join(courier)
    assert courier.asked[:2] == ["ola out of the keyring", "trip"] and workspace.server.state.problem is None
    rename(workspace, "Straks")
    qtbot.waitUntil(lambda: courier.trips == 2)
    courier.news()
    qtbot.waitUntil(lambda: courier.trips == 3)


def test_what_comes_is_shown_and_goes_to_the_file_too(workspace: Workspace, join: Join, qtbot) -> None:
    courier, heard = Recorded(), []

    class Listener:
        def hear(self, changes: object) -> None:
            heard.append(changes)

    def bring() -> None:
        with workspace_again(workspace) as other:
            rename(other, "Fra serveren")

    join(courier)
    workspace.sharing.publisher = lambda: None
    workspace.sharing.pending = False
    listener = Listener()
    workspace.changed.connect(listener.hear)
    courier.before = bring
    courier.news()
    # The file has it as soon as the courier's thread wrote it; the window has it when it was told.
    qtbot.waitUntil(lambda: bool(heard) and workspace.sharing.pending)
    courier.before = lambda: None
    assert workspace.all(Objective)[0].title == "Fra serveren", "the next look shares it by the file as well"


def workspace_again(ws: Workspace) -> Workspace:
    """A second handle, in the thread of the courier."""
    return ws.handles.beside(lambda: False)


def test_a_server_that_is_away_is_asked_again_at_longer_intervals(
    workspace: Workspace, join: Join, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trips, "FIRST_PAUSE", 0.01)
    courier = Recorded(Exchanged(), *[Exchanged(problem=AWAY)] * 3, Exchanged())
    link = join(courier)
    shared = workspace.server.state.at
    failed: list[int] = []
    link.back.connect(lambda told: failed.append(link.failed))
    rename(workspace, "Uten nett")
    qtbot.waitUntil(lambda: len(failed) == 4)
    assert failed == [1, 2, 3, 0] and courier.trips == 5
    assert workspace.server.state.since is None and workspace.server.state.at > shared


def test_who_comes_back_to_the_program_does_not_wait_for_a_server_that_was_away(
    workspace: Workspace, join: Join, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pauses are so long here that none of them ends by itself."""

    def comes_back() -> None:
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    monkeypatch.setattr(trips, "FIRST_PAUSE", 3600)
    monkeypatch.setattr(trips, "LONGEST_PAUSE", 3600)
    courier = Recorded(Exchanged(problem=AWAY), Exchanged(problem=NO))
    link = join(courier)
    made = link._trips
    qtbot.waitUntil(lambda: made._away_since is not None)
    comes_back()
    assert not made._stirred.is_set() and courier.trips == 1, "it was asked just now"
    monkeypatch.setattr(trips, "JUST_NOW", 0)
    link._on_application(Qt.ApplicationState.ApplicationInactive)
    assert not made._stirred.is_set()
    comes_back()
    qtbot.waitUntil(lambda: workspace.server.state.problem is NO)
    qtbot.waitUntil(lambda: made._away_since is None)
    comes_back()
    assert not made._stirred.is_set() and courier.trips == 2, "one that says no is left alone"


def test_since_when_nothing_is_shared_stands_still(workspace: Workspace) -> None:
    told = []

    class Listener:
        def hear(self, state: ServerState) -> None:
            told.append(state)

    listener = Listener()
    workspace.server.told.connect(listener.hear)
    workspace.server.note(Exchanged(at=NINE, contested=(Stuck("Kari", "pc-7"),)))
    for _trip in range(3):
        workspace.server.note(Exchanged(problem=AWAY))
    states = [(state.at is not None, state.problem, len(state.contested)) for state in told]
    assert states == [(True, None, 1), (True, AWAY, 1)], "told once, and nothing is forgotten"


@pytest.mark.parametrize("problem", [NO, UserError(msg("No."))], ids=["refused", "failed"])
def test_a_server_that_says_no_is_asked_when_somebody_wants_it(
    workspace: Workspace, join: Join, qtbot, monkeypatch: pytest.MonkeyPatch, problem: UserError
) -> None:
    monkeypatch.setattr(trips, "FIRST_PAUSE", 0.01)
    courier = Recorded(Exchanged(problem=problem), Exchanged())
    link = join(courier)
    if problem is NO:
        assert courier.trips == 1 and workspace.server.state.problem is NO
        link.begin("typed")
    qtbot.waitUntil(lambda: workspace.server.state.problem is None)
    assert ("ola typed" in courier.asked) == (problem is NO)


def test_a_fault_on_the_way_is_told_and_tried_again(
    workspace: Workspace, join: Join, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trips, "FIRST_PAUSE", 0.01)
    courier = Recorded()
    faults = [RuntimeError("a"), RuntimeError("b")]
    courier.before = lambda: (_ for _ in ()).throw(faults.pop()) if faults else None
    join(courier)
    qtbot.waitUntil(lambda: workspace.server.state.problem is None)
    assert courier.trips >= 1


def test_closing_sends_what_was_changed_just_now_and_nothing_twice(workspace: Workspace, join: Join, qtbot) -> None:
    courier = Recorded()
    link = join(courier)
    qtbot.waitUntil(lambda: courier.asked[-1] == "wait")
    link.stop()
    assert courier.trips == 1 and courier.asked[-1] == "close"
    again = Recorded()
    link = join(again)
    qtbot.waitUntil(lambda: again.asked[-1] == "wait")
    rename(workspace, "Rett før lukking")
    link.stop()
    assert again.trips == 2 and again.asked[-1] == "close"


def test_closing_while_it_connects_waits_for_nobody_and_loses_nothing(
    workspace: Workspace, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that is silent, met by a real courier: nobody waits for libpq, and the edit stays in the file."""
    connects, silent = threading.Event(), threading.Event()

    def never(_address: Address, _password: str) -> None:
        connects.set()
        silent.wait()
        raise AWAY

    monkeypatch.setattr(passwords, "kept", lambda _address: "")
    monkeypatch.setattr("kpidesk.hub.courier.connect", never)
    workspace.server.belong(FIRM)
    keeper = QObject()
    link = ServerLink(workspace, keeper)
    link.begin()
    assert connects.wait(60)
    rename(workspace, "Rett før lukking")
    made, waits = link._trips, list[object]()
    link.stop(waits.append)
    assert made is not None and made.ended(60) and waits == [], "its thread has let go of the file"
    assert workspace.all(Objective)[0].title == "Rett før lukking"
    silent.set()


def test_what_is_waited_for_after_an_outage(
    workspace: Workspace, join: Join, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def rest(self: trips.Trips, _told: Exchanged, pause: float) -> None:
        pauses.append(pause)
        if len(pauses) in (2, 3):
            self._stirred.set()  # somebody has changed something

    monkeypatch.setattr(trips.Trips, "_rest", rest)
    courier = Recorded(*[Exchanged(problem=AWAY)] * 8, Exchanged(), Exchanged(problem=AWAY))
    link = join(courier)
    qtbot.waitUntil(lambda: len(pauses) > 10)
    link.stop()
    assert pauses[:8] + pauses[9:11] == [3, 6, 6, 6, 12, 24, 30, 30, 3, 6], "who works on is no reason to wait longer"


def test_a_server_that_hangs_holds_nobody_up(workspace: Workspace, join: Join, qtbot) -> None:
    courier, hangs = Recorded(), threading.Event()
    link = join(courier)
    courier.before = hangs.wait
    rename(workspace, "Henger")
    link.stop(lambda _job: None)
    assert courier.asked[-1] == "shut"
    hangs.set()


def test_leaving_ends_the_trips_and_keeps_everything(workspace: Workspace, join: Join, qtbot) -> None:
    courier = Recorded()
    link = join(courier)
    link.leave()
    assert workspace.server.address is None and workspace.server.state == ServerState()
    qtbot.waitUntil(lambda: courier.asked[-1] == "close")
    before = courier.trips
    rename(workspace, "For meg selv")
    assert courier.trips == before and workspace.all(Objective)[0].title == "For meg selv"
