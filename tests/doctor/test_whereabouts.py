"""What kind of place a file lies in, and what it is as far as can be seen from outside."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kpidesk.doctor import whereabouts
from kpidesk.doctor.findings import FINE, NOTE, TROUBLE
from kpidesk.settings import Home
from kpidesk.store.db import schema
from kpidesk.workspace import Workspace

HEADER = whereabouts.SQLITE.ljust(whereabouts.MARK_AT, b"\1")


def examined(file: Path) -> dict[str, str]:
    return {each.message.text: each.grade for each in whereabouts.examine(file)}


def grade(found: dict[str, str], words: str) -> str:
    return next(each for text, each in found.items() if words in text)


@pytest.mark.parametrize(
    ("content", "words", "expected"),
    [
        (HEADER + b"KPID", "is a KPI Desk file", FINE),
        (HEADER + b"\0\0\0\0", "database of another program", TROUBLE),
        (bytes(range(200)), "has a password, or is not a KPI Desk file", NOTE),
        (b"", "has a password, or is not a KPI Desk file", NOTE),
    ],
    ids=["ours", "another's", "encrypted", "empty"],
)
def test_a_file_is_known_from_outside_and_left_as_it_is(
    content: bytes, words: str, expected: str, tmp_path: Path
) -> None:
    file = tmp_path / "file.kpidesk"
    file.write_bytes(content)
    before = file.stat()
    assert grade(examined(file), words) == expected
    assert file.read_bytes() == content and file.stat().st_mtime_ns == before.st_mtime_ns


def test_a_file_of_the_program_is_known(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "Verksted.kpidesk", company="Verksted", home=Home(tmp_path / "home")).close()
    assert grade(examined(tmp_path / "Verksted.kpidesk"), "is a KPI Desk file") == FINE
    assert schema.APPLICATION_ID.to_bytes(4, "big") == whereabouts.MARK


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert grade(examined(tmp_path / "gone.kpidesk"), "There is no file") == TROUBLE
    assert grade(examined(tmp_path), "is not a file") == TROUBLE


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("OneDrive - Bakeri AS/tall", "OneDrive"), ("Dropbox", "Dropbox"), ("Min disk/KPI", "Google Drive"),
        ("Mobile Documents/com~apple~CloudDocs", "iCloud Drive"), ("Nextcloud2", "Nextcloud"),
    ],
)  # fmt: skip
def test_a_synced_folder_is_known_by_its_name(place: str, service: str, tmp_path: Path) -> None:
    file = tmp_path / place / "file.kpidesk"
    told = [each.message.params.get("service") for each in whereabouts.examine(file)]
    assert service in told
    assert service not in [each.message.params.get("service") for each in whereabouts.examine(tmp_path / "boks.db")]


def state(**known: Any) -> Any:
    return SimpleNamespace(**{"st_size": 100_000, "st_blocks": 200, **known})


def test_a_file_that_is_only_in_the_cloud_is_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert whereabouts.is_elsewhere(state(st_file_attributes=0x400000))
    assert whereabouts.is_elsewhere(state(st_blocks=0))
    assert not whereabouts.is_elsewhere(state()) and not whereabouts.is_elsewhere(state(st_size=10, st_blocks=0))
    monkeypatch.setattr("sys.platform", "darwin")
    assert whereabouts.is_elsewhere(state(st_flags=0x40000000))
    monkeypatch.undo()
    file = tmp_path / "file.kpidesk"
    os.truncate(os.open(file, os.O_CREAT | os.O_WRONLY), 100_000)  # nothing of it is on the disk
    monkeypatch.setattr("kpidesk.disk.head", lambda *_arguments: pytest.fail("it was read"))
    assert grade(examined(file), "kept in the cloud") == NOTE


def test_the_kind_of_disk_is_read_from_the_nearest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda / ext4 rw 0 0\n//nas/felles /mnt/felles\\040disk cifs rw 0 0\nstick /mnt vfat rw 0 0\nodd\n"
    )
    for file, kind in {"/mnt/felles disk/a/b": "cifs", "/mnt/b": "vfat", "/home/b": "ext4"}.items():
        assert whereabouts.file_system(Path(file), mounts) == kind
    assert whereabouts.file_system(tmp_path, tmp_path / "none") == ""


@pytest.mark.parametrize(
    ("kind", "words"), [("cifs", "network disk"), ("fuse.sshfs", "network disk"), ("vfat", "without permissions")]
)
def test_a_disk_of_another_kind_is_told(kind: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "file_system", lambda _file: kind)
    assert grade(examined(tmp_path / "a.kpidesk"), words) == NOTE
