"""Backups: made before a merge and once a day, thinned out with age, never too large."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.errors import StorageFault
from kpidesk.settings import Home
from kpidesk.store.files import backups
from kpidesk.store.files.backups import Backup
from kpidesk.workspace import Workspace
from tests.store.conftest import Desk, add_objective


def made(count: int, step: dt.timedelta, size: int = 1000) -> list[Backup]:
    """So many backups, the newest first."""
    newest = dt.datetime(2026, 3, 12, 12, tzinfo=dt.UTC)
    return [Backup(Path(f"{n}"), newest - n * step, "daily", size) for n in range(count)]


def kept(all_of_them: list[Backup]) -> list[Backup]:
    gone = backups.superfluous(all_of_them)
    return [backup for backup in all_of_them if backup not in gone]


def test_a_few_are_all_kept() -> None:
    assert len(kept(made(10, dt.timedelta(minutes=1)))) == 10


def test_two_years_of_days_leave_days_weeks_and_months() -> None:
    left = kept(made(730, dt.timedelta(days=1)))
    newest = left[0].when
    assert [(newest - backup.when).days for backup in left[:12]] == list(range(12))
    assert len(left) <= 12 + 10 + 12
    assert (newest - left[-1].when).days > 300


def test_an_hour_of_merges_does_not_push_the_days_out() -> None:
    often = made(60, dt.timedelta(minutes=1))
    days = [Backup(Path(f"day{n}"), often[0].when - dt.timedelta(days=n), "daily", 1000) for n in range(1, 12)]
    left = kept([*often, *days])
    assert set(days) <= set(left)
    assert len(left) == 10 + 11


def test_large_ones_are_limited_by_size_but_the_newest_stays() -> None:
    hundred = 100 * 1024 * 1024
    assert len(kept(made(10, dt.timedelta(days=1), hundred))) == 5
    assert len(kept(made(3, dt.timedelta(days=1), 7 * hundred))) == 1


def test_a_day_has_one_backup_and_it_can_be_opened(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "kept")
    ws.close()
    for _again in range(3):
        desk.open().close()
    ws = desk.open()
    (backup,) = ws.backups.listed()
    assert backup.reason == "daily"
    (backup.path.parent / "notes.kpidesk").write_text("not ours")
    assert len(ws.backups.listed()) == 1
    ws.close()
    desk.now += dt.timedelta(days=1)
    assert len(desk.open().backups.listed()) == 2
    restored = Workspace.open(backup.path, home=Home(desk.folder / "elsewhere"), clock=desk.clock)
    assert [node.title for node in restored.all(Objective)] == ["kept"]
    restored.close()


def test_without_a_backup_there_is_no_merge(desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    add_objective(ola, "ola's")

    def refuse(*_given: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "make", refuse)
    with pytest.raises(StorageFault, match="backup"):
        ws.merging.merge(copy)
    assert ws.all(Objective) == []
