"""Other versions beside the file: found by id, told, merged, moved away."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.errors import FileRefused
from kpidesk.store.sync import conflict_copies
from kpidesk.workspace import Workspace
from tests.store.conftest import Desk, add_objective

NAMES = {
    "shop (Kari's conflicted copy 2026-03-12).kpidesk": "Dropbox",
    "shop-LAPTOP-7.kpidesk": "OneDrive",
    "shop (1).kpidesk": "Google Drive",
    "shop 2.kpidesk": "iCloud",
    "shop.sync-conflict-20260312-091500-ABCDEFG.kpidesk": "Syncthing",
    "shop (conflicted copy 2026-03-12 091500).kpidesk": "Nextcloud",
    "accounts.kpidesk": "",
}


@pytest.mark.parametrize(("name", "service"), NAMES.items())
def test_a_version_is_known_by_its_id_whatever_its_name(desk: Desk, ws: Workspace, name: str, service: str) -> None:
    fork = desk.folder / name
    shutil.copy(desk.path, fork)
    ola = desk.open(fork, machine="ola")
    add_objective(ola, "one")
    add_objective(ola, "two")
    ola.close()
    (found,) = ws.sharing.forks()
    assert (found.path, found.who, found.lacking, found.service) == (fork, "ola", 2, service)
    assert found.when is not None and found.when < desk.now


def test_neither_other_companies_nor_other_files_are_forks(desk: Desk, ws: Workspace) -> None:
    desk.create(desk.folder / "shop 2.kpidesk", company="Other")
    (desk.folder / "shop 3.kpidesk").write_text("hello")
    (desk.folder / "shop 4.kpidesk").mkdir()
    shutil.copy(desk.path, desk.folder / "shop 5.txt")
    shutil.copy(desk.path, desk.folder / ".shop.kpidesk.tmp.kpidesk")
    broken = desk.folder / "shop 6.kpidesk"
    broken.write_bytes(desk.path.read_bytes()[:5000])
    assert ws.sharing.forks() == []


def test_a_hostile_version_is_no_fork_and_does_no_harm(desk: Desk, ws: Workspace) -> None:
    fork = desk.folder / "shop 2.kpidesk"
    shutil.copy(desk.path, fork)
    connection = sqlite3.connect(fork)
    connection.execute("DROP TABLE txn")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x AS ord, 1 AS session FROM n"
    connection.execute(f"CREATE VIEW txn AS {endless}")
    connection.commit()
    connection.close()
    assert ws.sharing.forks() == []


def test_each_version_is_read_once_while_it_stays(desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    fork = desk.folder / "shop 2.kpidesk"
    shutil.copy(desk.path, fork)
    reads = []
    glance = conflict_copies.glance_at

    def counted(path: Path, *rest: Any) -> conflict_copies.Glance | None:
        reads.append(path)
        return glance(path, *rest)

    monkeypatch.setattr(conflict_copies, "glance_at", counted)
    ws.sharing.forks()
    ws.sharing.forks()
    assert len(reads) == 1
    ola = desk.open(fork, machine="ola")
    add_objective(ola, "one")
    assert ws.sharing.forks()[0].lacking == 1
    assert len(reads) == 2


def test_a_merged_version_is_moved_to_the_backups_and_an_unmerged_one_is_not(desk: Desk, ws: Workspace) -> None:
    fork = desk.folder / "shop 2.kpidesk"
    shutil.copy(desk.path, fork)
    ola = desk.open(fork, machine="ola")
    add_objective(ola, "ola's")
    ola.close()
    (found,) = ws.sharing.forks()
    with pytest.raises(FileRefused, match="Nothing was moved"):
        ws.sharing.put_away(found)
    assert fork.exists()
    ws.merging.merge(fork)
    assert ws.sharing.forks()[0].lacking == 0
    content = fork.read_bytes()
    kept = ws.sharing.put_away(found)
    assert not fork.exists() and kept.read_bytes() == content
    assert [backup.reason for backup in ws.backups.listed()][:1] == ["fork"]
    assert [node.title for node in ws.all(Objective)] == ["ola's"]
    assert ws.sharing.forks() == []


@pytest.mark.parametrize(
    "spoiled",
    [
        "UPDATE meta SET val = 1000000000000 WHERE key = 'workspace'",
        "UPDATE txn SET n = 'many'",
        "UPDATE txn SET wall = 'once'",
        "UPDATE session SET uid = 'x' || ord",
    ],
)
def test_one_spoiled_version_hides_no_other(desk: Desk, ws: Workspace, spoiled: str) -> None:
    good, bad = desk.folder / "shop 3.kpidesk", desk.folder / "shop 2.kpidesk"
    for path in (good, bad):
        shutil.copy(desk.path, path)
    with desk.open(good, machine="ola") as ola:
        add_objective(ola, "one")
    shutil.copy(good, bad)
    connection = sqlite3.connect(bad)
    connection.execute("PRAGMA ignore_check_constraints = 1")
    connection.execute("PRAGMA writable_schema = 1")
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' STRICT', '') WHERE type = 'table'")
    connection.commit()
    connection.close()
    connection = sqlite3.connect(bad)
    connection.execute("PRAGMA ignore_check_constraints = 1")
    connection.execute(spoiled)
    connection.commit()
    connection.close()
    assert [fork.path for fork in ws.sharing.forks()] == [good]
