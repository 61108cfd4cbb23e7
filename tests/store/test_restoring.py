"""Going back: to a moment, to a backup, for one value; and making a damaged file anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpidesk.domain.entities import KINDS, Input, Kpi, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, FileRefused
from kpidesk.store import schema
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.store.conftest import Desk, add_input, add_objective, rename

MARCH = Period.parse("2026-03")
DAY = dt.timedelta(days=1)


def shown(ws: Workspace) -> list[object]:
    return [*(ws.all(kind) for kind in KINDS), [ws.series(found.uid) for found in ws.all(Input)]]


def worked(desk: Desk, ws: Workspace) -> tuple[list[object], dt.datetime]:
    """A file with a past: what it showed, and when."""
    root = add_objective(ws, "root")
    child, gone, measured = add_objective(ws, "child", root), add_objective(ws, "gone later"), add_input(ws)
    with ws.transaction(msg("measure")) as change:
        change.measure_many(measured, [(MARCH, 1.0), (MARCH.next(1), 2.0)])
    was, moment = shown(ws), desk.now
    desk.now += DAY
    with ws.transaction(msg("turn round")) as change:
        change.move(child, None, "a1")
        change.move(root, child, "a0")
    with ws.transaction(msg("more")) as change:
        change.delete(Objective, gone)
        change.set(Objective, root, title="renamed", description="new")
        change.measure_many(measured, [(MARCH, 9.0), (MARCH.next(1), None), (MARCH.next(2), 3.0)])
        change.add(Kpi(new_uid(), name="new"))
        change.set(Input, measured, opening=5.0, opening_period=MARCH.code())
    return was, moment


def test_the_file_goes_back_to_a_moment_in_one_change_and_forth_again(desk: Desk, ws: Workspace) -> None:
    was, moment = worked(desk, ws)
    now, length = shown(ws), len(ws.history())
    preview = ws.restore_preview(moment)
    assert shown(ws) == now, "a preview writes nothing"
    assert preview.later == 2
    fields = {(change.field, change.before, change.after) for change in preview.changes if change.kind is not Input}
    assert {("title", "renamed", "root"), ("life", False, True), ("life", True, False)} <= fields
    measured = {(change.before, change.after) for change in preview.changes if change.period}
    assert measured == {(9.0, 1.0), (None, 2.0), (3.0, None)}
    done = ws.restore(moment)
    assert shown(ws) == was and done.skipped == 0
    assert len(ws.history()) == length + 1 and ws.history()[0].kind == schema.RESTORE
    assert [backup.reason for backup in ws.backups()][:1] == ["restore"]
    assert ws.check() == [] and ws.restore_preview(moment).changes == ()
    ws.undo()
    assert shown(ws) == now and ws.check() == []
    ws.redo()
    assert shown(ws) == was


def test_the_file_goes_back_to_a_backup(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "one")
    ws.backup("daily")
    was = shown(ws)
    worked(desk, ws)
    (backup, *_older) = ws.backups()
    assert ws.restore_preview(backup).later == len(ws.history()) - 2
    ws.restore(backup)
    assert shown(ws) == was and ws.check() == []


def test_one_can_look_around_in_the_past(desk: Desk, ws: Workspace) -> None:
    was, moment = worked(desk, ws)
    now = shown(ws)
    with ws.looking_back(moment) as then:
        assert shown(then) == was and then.read_only
    assert shown(ws) == now and not list(desk.home().working_copies.glob("*.tmp"))


def test_before_the_file_there_was_nothing(desk: Desk, ws: Workspace) -> None:
    with pytest.raises(BadInput, match="did not exist"):
        ws.restore(desk.now - DAY)


def test_what_a_merge_brought_later_was_not_here_then(desk: Desk, ws: Workspace) -> None:
    copy = desk.folder / "sent.kpidesk"
    ws.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    add_objective(ola, "ola's")
    desk.now += DAY
    moment, was = desk.now, shown(ws)
    desk.now += DAY
    ws.merge(copy)
    ws.restore(moment)
    assert shown(ws) == was


def test_a_value_tells_its_own_history(desk: Desk, ws: Workspace) -> None:
    uid, measured = add_objective(ws, "first"), add_input(ws)
    rename(ws, uid, "second")
    with desk.open(machine="ola") as ola:
        with ola.transaction(msg("measure")) as change:
            change.measure(measured, MARCH, 4.0)
        rename(ola, uid, "third")
    ws.refresh()
    with ws.transaction(msg("measure")) as change:
        change.measure(measured, MARCH, None)
    titles = ws.history_of(uid, "title")
    assert [(change.author, change.before, change.after) for change in titles] == [
        ("ola", "second", "third"), ("kari", "first", "second"), ("kari", "", "first"),
    ]  # fmt: skip
    assert ws.changes_of(titles[1].ref)[0].after == "second"
    numbers = ws.history_of(measured, MARCH)
    assert [(change.author, change.before, change.after) for change in numbers] == [
        ("kari", 4.0, None), ("ola", None, 4.0),
    ]  # fmt: skip
    assert ws.history_of(measured, MARCH.next(1)) == ws.history_of("ab" * 16, "title") == []


def test_just_one_old_change_is_taken_back(desk: Desk, ws: Workspace) -> None:
    one, two = add_objective(ws, "1"), add_objective(ws, "2")
    with ws.transaction(msg("both")) as change:
        change.set(Objective, one, title="both 1")
        change.set(Objective, two, title="both 2")
    ref = ws.history()[0].ref
    rename(ws, two, "since")
    done = ws.revert(ref)
    assert (done.done, done.skipped) == (1, 1)
    assert done.left == ((two, "title"),), "what was left is named"
    assert ws.history_of(*done.left[0])[0].after == "since"
    assert {node.title for node in ws.all(Objective)} == {"1", "since"}
    assert str(done.label) == "both"


# ---- a damaged file ----------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["cut", "zeroes", "empty"])
def test_a_damaged_file_is_made_anew_and_kept_aside(desk: Desk, ws: Workspace, damage: str) -> None:
    add_objective(ws, "kept")
    ws.close()
    content = desk.path.read_bytes()
    bad = {"cut": content[:6000], "zeroes": bytes(len(content)), "empty": b""}[damage]
    desk.path.write_bytes(bad)
    with pytest.raises(FileRefused):
        desk.open()
    assert desk.path.read_bytes() == bad
    assert Workspace.can_rescue(desk.path, home=desk.home())
    again = Workspace.rescue(desk.path, home=desk.home(), clock=desk.clock)
    assert [node.title for node in again.all(Objective)] == ["kept"] and again.check() == []
    again.close()
    (aside,) = [path for path in desk.folder.iterdir() if ".damaged-" in path.name]
    assert aside.read_bytes() == bad
    assert [node.title for node in desk.open(machine="ola").all(Objective)] == ["kept"]


def test_a_damaged_working_copy_and_a_damaged_file_leave_the_newest_sound_backup(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "kept")
    ws.backup("daily")
    broken = ws.backup("daily")
    ws.close()
    broken.write_bytes(broken.read_bytes()[:5000])
    desk.path.write_bytes(b"")
    (working,) = desk.home().working_copies.glob("*.work")
    working.write_bytes(b"\0" * 8192)
    with Workspace.rescue(desk.path, home=desk.home(), clock=desk.clock) as again:
        assert [node.title for node in again.all(Objective)] == ["kept"] and again.check() == []
    assert len(list(working.parent.glob("*.damaged-*"))) == 1


def test_without_anything_to_make_it_from_nothing_is_changed(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "strange.kpidesk"
    path.write_bytes(b"broken")
    assert not Workspace.can_rescue(path, home=desk.home())
    with pytest.raises(FileRefused, match="no backup"):
        Workspace.rescue(path, home=desk.home())
    assert path.read_bytes() == b"broken"


def test_an_upgrade_is_preceded_by_a_backup(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "kept")
    ws._database.run("UPDATE meta SET val = 'older' WHERE key = 'state'")
    ws.close()
    again = desk.open()
    assert "upgrade" in [backup.reason for backup in again.backups()]
    again.close()
    assert [backup.reason for backup in desk.open().backups()].count("upgrade") == 1
