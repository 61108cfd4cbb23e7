"""The user's file and the private working copy: several machines, several windows, trouble with the folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.store.files import snapshot
from kpidesk.text import msg
from kpidesk.workspace import Changes, PublishState, Workspace
from tests.store.conftest import Desk, add_input, add_objective, rename

ROOT = Path(__file__).resolve().parents[2]
MARCH = Period.parse("2026-03")


class Ear:
    def __init__(self) -> None:
        self.changes: list[Changes] = []
        self.states: list[PublishState] = []

    def hear(self, changes: Changes) -> None:
        self.changes.append(changes)

    def told(self, state: PublishState) -> None:
        self.states.append(state)


def titles(ws: Workspace) -> list[str]:
    return sorted(node.title for node in ws.all(Objective))


def test_the_file_is_a_plain_snapshot_with_every_edit(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "one")
    assert sorted(path.name for path in desk.folder.iterdir() if path.is_file()) == ["shop.kpidesk"]
    connection = sqlite3.connect(f"{desk.path.as_uri()}?mode=ro&immutable=1", uri=True)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert connection.execute("SELECT count(*) FROM local").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM s_objective").fetchone() == (1,)
    connection.close()
    assert titles(desk.open(machine="ola")) == ["one"]


def test_colleagues_on_one_file_lose_nothing(desk: Desk, ws: Workspace) -> None:
    ola = desk.open(machine="ola")
    add_objective(ws, "kari's")
    add_objective(ola, "ola's")
    ws.sharing.refresh()
    assert titles(ws) == titles(ola) == ["kari's", "ola's"]
    assert ws.checking.problems() == ola.checking.problems() == []


def test_refresh_tells_listeners_only_when_there_is_news(desk: Desk, ws: Workspace) -> None:
    ola, ear = desk.open(machine="ola"), Ear()
    ws.changed.connect(ear.hear)
    ws.sharing.refresh()
    assert ear.changes == []
    add_objective(ola, "news")
    ws.sharing.refresh()
    assert [changes.everything for changes in ear.changes] == [True]


def test_two_windows_share_one_working_copy(desk: Desk, ws: Workspace) -> None:
    other, ear = desk.open(), Ear()
    uid = add_objective(ws, "one")
    other.changed.connect(ear.hear)
    rename(other, uid, "two")
    assert ear.changes[0].everything, "the other window's edit was taken in first"
    ws.sharing.refresh()
    assert titles(ws) == titles(other) == ["two"]
    assert str(ws.undoing.label) == "rename", "both windows are the same person at the same desk"
    assert ws.checking.problems() == []


def test_an_old_copy_put_back_loses_nothing_on_this_machine(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "one")
    old = desk.folder / "old"
    shutil.copy(desk.path, old)
    add_objective(ws, "two")
    ws.close()
    shutil.copy(old, desk.path)
    again = desk.open()
    assert titles(again) == ["one", "two"]
    again.close()
    assert titles(desk.open(machine="ola")) == ["one", "two"], "and it is shared again"


def test_a_file_that_has_been_moved_is_not_made_anew(desk: Desk, ws: Workspace) -> None:
    ear = Ear()
    ws.sharing.published.connect(ear.told)
    desk.path.rename(desk.folder / "elsewhere.kpidesk")
    add_objective(ws, "kept")
    assert not desk.path.exists()
    assert ear.states[-1].problem is not None
    assert "shop.kpidesk" in str(ear.states[-1].problem)
    (desk.folder / "elsewhere.kpidesk").rename(desk.path)
    ws.sharing.refresh()
    assert ws.sharing.state().problem is None
    assert titles(desk.open(machine="ola")) == ["kept"]


def test_an_edit_in_a_folder_that_is_gone_is_safe_and_shared_later(desk: Desk) -> None:
    share = desk.folder / "share"
    share.mkdir()
    ws = desk.create(share / "shop.kpidesk")
    share.rename(desk.folder / "offline")
    add_objective(ws, "kept")
    assert ws.sharing.state().problem is not None
    ws.close()
    (desk.folder / "offline").rename(share)
    with desk.open(share / "shop.kpidesk") as again:
        assert titles(again) == ["kept"]
    assert titles(desk.open(share / "shop.kpidesk", machine="ola")) == ["kept"]


def test_a_folder_that_refuses_writing_keeps_edits_local(
    desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = desk.path.read_bytes()
    monkeypatch.setattr(snapshot.os, "replace", refuse)
    add_objective(ws, "kept")
    assert ws.sharing.state().problem is not None
    assert desk.path.read_bytes() == before
    assert [path.name for path in desk.folder.iterdir() if path.name.endswith(".tmp")] == []
    monkeypatch.undo()
    ws.sharing.refresh()
    assert ws.sharing.state().problem is None
    assert titles(desk.open(machine="ola")) == ["kept"]


def test_creating_where_nothing_can_be_written_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(snapshot.os, "replace", refuse)
    with pytest.raises(StorageFault):
        desk.create()
    assert list(desk.home().working_copies.glob("*.work*")) == []


def test_what_is_no_longer_ours_is_never_overwritten(desk: Desk, ws: Workspace) -> None:
    for foreign in (b"a text", b"SQLite format 3\x00" + b"\0" * 500):
        desk.path.write_bytes(foreign)
        add_objective(ws, "kept")
        assert desk.path.read_bytes() == foreign
        assert ws.sharing.state().problem is not None
    other = desk.create(desk.folder / "other.kpidesk", company="Other")
    shutil.copy(other.path, desk.path)
    ws.sharing.refresh()
    assert "another workspace" in ws.sharing.state().problem.text  # type: ignore[union-attr]


def test_a_version_published_between_pull_and_remember_is_seen_later(
    desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signature remembered is that of our own file, not of what lies there a moment later."""
    ola = desk.open(machine="ola")
    replace = os.replace

    def replace_and_lose_the_race(source: Path, target: Path) -> None:
        replace(source, target)
        monkeypatch.undo()
        add_objective(ola, "ola's")

    monkeypatch.setattr(snapshot.os, "replace", replace_and_lose_the_race)
    add_objective(ws, "kari's")
    ws.sharing.refresh()
    assert titles(ws) == ["kari's", "ola's"]


def test_the_mode_of_the_file_is_kept_and_a_link_followed(desk: Desk, ws: Workspace) -> None:
    desk.path.chmod(0o660)
    add_objective(ws, "one")
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o660
    link = desk.folder / "link.kpidesk"
    link.symlink_to(desk.path)
    with desk.open(link) as linked:
        add_objective(linked, "two")
    assert link.is_symlink()
    ws.sharing.refresh()
    assert titles(ws) == ["one", "two"]


def test_a_large_file_is_published_on_close(desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpidesk.workspace.sharing.PUBLISH_AT_ONCE", 0)
    before = desk.path.read_bytes()
    add_objective(ws, "later")
    assert desk.path.read_bytes() == before
    ws.close()
    assert titles(desk.open(machine="ola")) == ["later"]


@pytest.mark.parametrize("homes", [("kari", "kari"), ("kari", "ola")], ids=["one machine", "two machines"])
def test_programs_at_work_at_the_same_time_lose_nothing(desk: Desk, ws: Workspace, homes: tuple[str, str]) -> None:
    ws.close()
    command = [sys.executable, "-m", "tests.store.busy_child", str(desk.path)]
    children = [
        subprocess.Popen([*command, str(desk.home(home).data), f"{n}", "15"], cwd=ROOT) for n, home in enumerate(homes)
    ]
    assert [child.wait() for child in children] == [0, 0]
    for home in homes:
        with desk.open(machine=home) as settled:
            settled.sharing.publish()
    expected = sorted(f"{n} {number}" for n in range(2) for number in range(15))
    found = desk.open(machine=homes[0])
    assert titles(found) == expected
    assert found.checking.problems() == []


# ---- merging a copy ----------------------------------------------------------------------------------


def test_a_merge_is_told_before_and_after(desk: Desk, ws: Workspace) -> None:
    uid, measured = add_objective(ws, "old"), add_input(ws)
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    rename(ola, uid, "ola's")
    with ola.transaction(msg("measure")) as change:
        change.measure(measured, MARCH, 5.0)
    rename(ws, uid, "kari's")
    preview = ws.merging.merge(copy, dry_run=True)
    assert titles(ws) == ["kari's"]
    assert ws.series(measured) == {}
    report = ws.merging.merge(copy)
    assert preview == report
    assert (report.authors, report.transactions, report.operations, report.measurements) == (("ola",), 2, 1, 1)
    assert [(change.before, change.after) for change in report.changes if change.period] == [(None, 5.0)]
    (conflict,) = report.conflicts
    assert {head.value for head in conflict.heads} == {"ola's", "kari's"}
    assert ws.merging.merge(copy).transactions == 0
    assert [backup.reason for backup in ws.backups.listed()].count("merge") == 1, "nothing new needs no backup"


def test_a_choice_in_a_conflict_travels(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "old")
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    rename(ola, uid, "ola's")
    rename(ws, uid, "kari's")
    ws.merging.merge(copy)
    (conflict,) = ws.merging.conflicts()
    chosen = next(head for head in conflict.heads if head.value == "ola's")
    ws.merging.resolve(conflict, chosen.ref)
    assert (titles(ws), ws.merging.conflicts()) == (["ola's"], [])
    ola.merging.merge(desk.path)
    assert (titles(ola), ola.merging.conflicts()) == (["ola's"], [])
    ws.undo()
    assert ws.checking.problems() == []


def test_an_edit_beats_a_delete_whatever_the_clocks(desk: Desk, ws: Workspace) -> None:
    uid, measured = add_objective(ws, "kept"), add_input(ws)
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    rename(ola, uid, "edited")
    with ola.transaction(msg("measure")) as change:
        change.measure(measured, MARCH, 1.0)
    with ws.transaction(msg("delete")) as change:
        change.delete(Objective, uid)
        change.delete(Input, measured)
    report = ws.merging.merge(copy)
    assert set(report.revived) == {(Objective, uid), (Input, measured)}
    assert titles(ws) == ["edited"]
    with ws.transaction(msg("delete")) as change:
        change.delete(Objective, uid)
    ola.merging.merge(desk.path)
    assert titles(ola) == [], "a later delete deletes"


def test_a_clock_ahead_is_told_and_an_absurd_one_refused(desk: Desk, ws: Workspace) -> None:
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    now = desk.now
    desk.now = now.replace(year=now.year + 1)
    add_objective(ola, "next year")
    desk.now = now
    report = ws.merging.merge(copy, dry_run=True)
    assert report.clock_ahead is not None
    assert report.clock_ahead.days == 364 or report.clock_ahead.days == 365
    desk.now = now.replace(year=now.year + 11)
    add_objective(ola, "in eleven years")
    desk.now = now
    with pytest.raises(FileRefused, match="ten years"):
        ws.merging.merge(copy)


def test_another_company_is_refused(desk: Desk, ws: Workspace) -> None:
    other = desk.create(desk.folder / "other.kpidesk", company="Other")
    with pytest.raises(FileRefused, match="another workspace"):
        ws.merging.merge(other.path)
    assert ws.company.name == "Shop"
