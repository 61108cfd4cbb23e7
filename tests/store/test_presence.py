"""Who is there, lost races, and folders that are away: a courtesy that never stands in the way."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.store.files import snapshot
from kpidesk.store.sync import presence
from kpidesk.workspace import Unshared, Workspace
from tests.store.conftest import Desk, add_objective

MINUTE = dt.timedelta(minutes=1)


def small_files(desk: Desk) -> list[str]:
    return sorted(path.name for path in desk.folder.iterdir() if path.is_file() and path.name.startswith("."))


def test_a_colleague_is_told_until_they_leave(desk: Desk, ws: Workspace) -> None:
    ola = desk.open(machine="ola")
    assert ws.sharing.others() == []
    came = desk.now
    ola.sharing.announce()
    ws.sharing.announce()
    (there,) = ws.sharing.others()
    assert there.who == "ola" and came <= there.since <= desk.now
    assert [present.who for present in ola.sharing.others()] == ["kari"]
    ola.close()
    assert ws.sharing.others() == []
    ws.close()
    assert small_files(desk) == []


def test_a_heartbeat_that_stopped_is_stale_and_cleaned_up(desk: Desk, ws: Workspace) -> None:
    ola = desk.open(machine="ola")
    ola.sharing.announce()
    ws.sharing.announce()
    desk.now += 3 * MINUTE
    assert ws.sharing.others() == []
    desk.now += dt.timedelta(days=2)
    ws.sharing.others()
    assert len(small_files(desk)) == 1, "only our own is left"


def test_what_was_left_beside_another_file_of_this_name_is_nobody(desk: Desk, ws: Workspace) -> None:
    ola = desk.open(machine="ola")
    ola.sharing.announce()
    (left,) = [path for path in desk.folder.iterdir() if path.name.endswith(".here")]
    told = json.loads(left.read_text())
    left.write_text(json.dumps({**told, "file": "the one that lay here before"}))
    assert ws.sharing.others() == []
    left.write_text(json.dumps({key: each for key, each in told.items() if key != "file"}))
    assert [present.who for present in ws.sharing.others()] == ["ola"], "an older program does not say which file"


def test_a_clock_ten_minutes_off_does_not_hide_who_is_there(desk: Desk, ws: Workspace) -> None:
    ola = desk.open(machine="ola")
    for _beat in range(2):
        desk.now -= 10 * MINUTE
        ola.sharing.announce()
        desk.now += 10 * MINUTE + presence.HEARTBEAT
        told = ws.sharing.others()
    assert [present.who for present in told] == ["ola"], "it moves, so somebody is there"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"who": 1}', '{"who": "x", "machine": "", "since": "now"}'])
def test_odd_heartbeats_are_nobody(desk: Desk, ws: Workspace, content: str) -> None:
    (desk.folder / ".shop.kpidesk.0000.here").write_text(content)
    assert ws.sharing.others() == []


def test_a_hostile_heartbeat_is_only_a_short_plain_name(desk: Desk, ws: Workspace) -> None:
    now = desk.now.isoformat()
    told = {"who": "x\n\x1b[31m" + "y" * 5000, "machine": "m", "device": "d", "since": now, "beat": now}
    path = desk.folder / ".shop.kpidesk.0000.here"
    path.write_text(json.dumps(told))
    assert ws.sharing.others() == [], "too long to be ours"
    path.write_text(json.dumps({**told, "who": "x\n\x1b[31m" + "y" * 500}))
    (there,) = ws.sharing.others()
    assert there.who == "x[31m" + "y" * (presence.MOST_LETTERS - 5)


def test_a_folder_that_can_not_be_written_bears_it(desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(presence.disk, "write_over", refuse)
    ws.sharing.announce()
    assert ws.sharing.others() == [] and small_files(desk) == []


def test_colleagues_publish_in_turn_and_nobody_waits_for_ever(desk: Desk, ws: Workspace) -> None:
    waits: list[float] = []
    place = desk.folder / ".shop.kpidesk.lease"
    with presence.lease(desk.path):
        assert place.exists()
        with presence.lease(desk.path, waits.append):
            assert sum(waits) == pytest.approx(1.0)
    assert not place.exists()
    place.write_text("")
    os.utime(place, (0, 0))
    with presence.lease(desk.path, waits.append):
        assert place.exists(), "a lease left behind is taken over"
    assert not place.exists()


# ---- after a publication -----------------------------------------------------------------------------


def test_a_publication_is_looked_at_again_once(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "one")
    wait = ws.sharing.confirm(delay=MINUTE)
    assert wait is not None and dt.timedelta(0) < wait <= MINUTE
    desk.now += wait
    assert ws.sharing.confirm() is None
    assert ws.sharing.confirm() is None


def test_a_version_that_has_not_seen_ours_is_merged_and_published_again(desk: Desk, ws: Workspace) -> None:
    old = desk.folder / "old"
    shutil.copy(desk.path, old)
    add_objective(ws, "one")
    shutil.copy(old, desk.path)
    desk.now += 3 * MINUTE
    assert ws.sharing.confirm() is not None
    assert [node.title for node in desk.open(machine="ola").all(Objective)] == ["one"]
    desk.now += MINUTE
    assert ws.sharing.confirm() is None
    assert ws.sharing.state().problem is None


def test_after_five_lost_races_it_is_not_yet_shared(desk: Desk, ws: Workspace) -> None:
    old = desk.folder / "old"
    shutil.copy(desk.path, old)
    add_objective(ws, "one")
    for lost in range(6):
        assert ws.sharing.state().problem is None, lost
        shutil.copy(old, desk.path)
        desk.now += MINUTE
        ws.sharing.confirm()
    assert ws.sharing.state().why is Unshared.BUSY
    add_objective(ws, "two")
    assert ws.sharing.state().problem is None, "the next edit tries again"


def test_an_old_version_put_back_while_open_is_brought_up_to_date(desk: Desk, ws: Workspace) -> None:
    old = desk.folder / "old"
    shutil.copy(desk.path, old)
    add_objective(ws, "one")
    shutil.copy(old, desk.path)
    ws.sharing.refresh()
    assert [node.title for node in desk.open(machine="ola").all(Objective)] == ["one"]


@pytest.mark.parametrize(("where", "why"), [("folder", Unshared.OFFLINE), ("file", Unshared.MOVED)])
def test_since_when_nothing_is_shared_is_told_once(desk: Desk, where: str, why: Unshared) -> None:
    share = desk.folder / "share"
    share.mkdir()
    ws = desk.create(share / "shop.kpidesk")
    gone = share if where == "folder" else share / "shop.kpidesk"
    gone.rename(desk.folder / "away")
    desk.now = desk.now.replace(hour=10, minute=40)
    add_objective(ws, "kept")
    state = ws.sharing.state()
    assert state.why is why and state.problem is not None
    assert str(state.problem).startswith("Not shared since 10:40")
    desk.now += 5 * MINUTE
    add_objective(ws, "kept too")
    assert ws.sharing.state() == state
    (desk.folder / "away").rename(gone)
    ws.sharing.refresh()
    assert ws.sharing.state().problem is None and ws.sharing.state().since is None


def test_a_file_held_by_another_program_is_tried_again_for_a_moment() -> None:
    waits: list[float] = []

    def held() -> str:
        if len(waits) < 3:
            error = PermissionError(13, "in use")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return "done"

    assert snapshot.patiently(held, waits.append) == "done"
    assert waits == [0.05, 0.1, 0.2]
    with pytest.raises(PermissionError):
        snapshot.patiently(_locked_for_ever, waits.append)
    assert sum(waits) < 3


def _locked_for_ever() -> None:
    error = PermissionError(13, "in use")
    error.winerror = 32  # type: ignore[attr-defined]
    raise error


def test_a_folder_without_permission_is_not_waited_for() -> None:
    waits: list[float] = []

    def refuse() -> None:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        snapshot.patiently(refuse, waits.append)
    assert waits == []
