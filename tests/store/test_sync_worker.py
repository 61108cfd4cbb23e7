"""Publishing from another thread: nothing that is typed meanwhile is lost, and nobody is told of it twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.domain.period import Period
from kpidesk.store.files import snapshot
from kpidesk.text import msg
from kpidesk.workspace import Carried, Unshared, Workspace
from tests.store.conftest import Desk, add_input, add_objective, rename


def trip(ws: Workspace, *, publishing: bool, meanwhile: Callable[[], object] | None = None) -> Carried:
    """One trip of the worker in a thread of its own; ``meanwhile`` happens before anybody hears of it."""

    def carry() -> Carried:
        worker = ws.sharing.worker()
        try:
            return worker.carry(publishing)
        finally:
            worker.close()

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(carry).result()
    if meanwhile is not None:
        meanwhile()
    ws.sharing.note(told)
    return told


def in_background(ws: Workspace) -> list[int]:
    asked: list[int] = []
    ws.sharing.publisher = lambda: asked.append(1)
    return asked


def test_a_window_publishes_in_the_background(desk: Desk, ws: Workspace) -> None:
    asked = in_background(ws)
    uid = add_objective(ws, "one")
    assert asked == [1] and ws.sharing.pending
    assert desk.open(machine="eve").find(Objective, uid) is None
    assert trip(ws, publishing=True).published
    assert not ws.sharing.pending and ws.sharing.state().problem is None
    assert desk.open(machine="ola").get(Objective, uid).title == "one"


def test_what_is_typed_during_a_trip_is_still_to_be_shared(desk: Desk, ws: Workspace) -> None:
    in_background(ws)
    uid = add_objective(ws, "one")
    trip(ws, publishing=True, meanwhile=lambda: rename(ws, uid, "two"))
    assert ws.sharing.pending, "the trip has carried only what was there"
    trip(ws, publishing=True)
    assert not ws.sharing.pending
    assert desk.open(machine="ola").get(Objective, uid).title == "two"


def test_publishing_alone_makes_no_page_new(desk: Desk, ws: Workspace) -> None:
    in_background(ws)
    add_objective(ws, "one")
    heard: list[bool] = []

    def listen(changes: object) -> None:
        heard.append(changes.everything)  # type: ignore[attr-defined]

    ws.changed.connect(listen)
    trip(ws, publishing=True)
    trip(ws, publishing=False)
    assert heard == []
    add_objective(ws, "two")
    assert heard == [False]


def test_what_a_colleague_stored_is_told_once_with_names(desk: Desk, ws: Workspace) -> None:
    in_background(ws)
    sales = add_input(ws)
    trip(ws, publishing=True)
    heard: list[object] = []

    def listen(changes: object) -> None:
        heard.append(changes)

    ws.changed.connect(listen)
    ola = desk.open(machine="ola")
    with ola.transaction(msg("number")) as change:
        change.measure(sales, Period.parse("2026-03"), 4.0)
    told = trip(ws, publishing=False)
    assert (told.news.authors, told.news.numbers) == (("ola",), True)
    assert len(heard) == 1
    assert ws.series(sales) == {Period.parse("2026-03"): 4.0}
    assert trip(ws, publishing=False).news.transactions == 0 and len(heard) == 1


def test_an_edit_right_after_a_colleagues_change_still_tells_of_it(desk: Desk, ws: Workspace) -> None:
    in_background(ws)
    uid = add_objective(ws, "one")
    trip(ws, publishing=True)
    theirs = add_objective(desk.open(machine="ola"), "theirs")
    heard: list[bool] = []

    def listen(changes: object) -> None:
        heard.append(changes.everything)  # type: ignore[attr-defined]

    ws.changed.connect(listen)
    trip(ws, publishing=False, meanwhile=lambda: rename(ws, uid, "two"))
    assert True in heard
    assert {node.uid for node in ws.all(Objective)} == {uid, theirs}


def test_an_old_version_put_back_is_noticed_and_replaced(desk: Desk, ws: Workspace) -> None:
    in_background(ws)
    old = desk.folder / "old"
    shutil.copy(desk.path, old)
    uid = add_objective(ws, "one")
    trip(ws, publishing=True)
    os.replace(old, desk.path)
    told = trip(ws, publishing=False)
    assert told.behind and ws.sharing.pending
    trip(ws, publishing=True)
    assert desk.open(machine="ola").find(Objective, uid) is not None


def test_somebody_who_puts_old_versions_back_all_the_time_is_told_of(desk: Desk, ws: Workspace) -> None:
    in_background(ws)
    old = desk.folder / "old"
    shutil.copy(desk.path, old)
    add_objective(ws, "one")
    for _n in range(6):
        trip(ws, publishing=True)
        shutil.copy(old, desk.folder / "again")
        os.replace(desk.folder / "again", desk.path)
        trip(ws, publishing=False)
    assert ws.sharing.state().why is Unshared.BUSY


@pytest.mark.parametrize(
    ("fault", "why"),
    [(OSError(28, "No space left on device"), Unshared.FULL), (PermissionError(13, "no"), Unshared.LOCKED)],
)
def test_the_true_reason_is_told(
    desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch, fault: OSError, why: Unshared
) -> None:
    in_background(ws)
    add_objective(ws, "one")

    def refuse(*_given: object, **_more: object) -> None:
        raise fault

    monkeypatch.setattr(snapshot, "write_snapshot", refuse)
    trip(ws, publishing=True)
    state = ws.sharing.state()
    assert (state.why, state.details) == (why, str(fault)) and ws.sharing.pending
    monkeypatch.undo()
    trip(ws, publishing=True)
    assert ws.sharing.state().problem is None and not ws.sharing.pending


def test_the_worker_says_who_is_there(desk: Desk, ws: Workspace) -> None:
    ola = desk.open(machine="ola")
    ola.sharing.announce()
    assert [there.who for there in trip(ws, publishing=False).others] == ["ola"]


def test_another_name_signs_what_follows(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "one")
    ws.author = "Per"
    rename(ws, uid, "two")
    ws.author = "Per"
    rename(ws, uid, "three")
    assert [entry.author for entry in ws.history.entries(limit=3)] == ["Per", "Per", "kari"]
    ws.sharing.announce()
    assert [there.who for there in desk.open(machine="ola").sharing.others()] == ["Per"]
    assert ws.undo() is not None and ws.get(Objective, uid).title == "two"
