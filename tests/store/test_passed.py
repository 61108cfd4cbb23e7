"""A file that has passed is not looked over again while every byte of it is the same, and at any other it is."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import kpidesk
from kpidesk.errors import FileRefused
from kpidesk.store.db import encryption
from kpidesk.store.files import passed, vet
from tests.store.conftest import Desk, add_objective, rename


class Looks:
    """Counts how often a file is looked over, and how often its digests are."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.content = self.digests = 0
        content, digests = vet._check_content, vet._check_digests

        def looked(*of):
            self.content += 1
            return content(*of)

        def verified(*of):
            self.digests += 1
            return digests(*of)

        monkeypatch.setattr(vet, "_check_content", looked)
        monkeypatch.setattr(vet, "_check_digests", verified)

    def since(self) -> tuple[int, int]:
        """Both, from now on counted anew."""
        found = self.content, self.digests
        self.content = self.digests = 0
        return found


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    return Looks(monkeypatch)


@pytest.fixture
def path(desk: Desk) -> Path:
    """A file that ola opens for the first time."""
    ws = desk.create()
    add_objective(ws, "zebra")
    ws.close()
    return desk.path


def reopened(desk: Desk, looks: Looks) -> tuple[int, int]:
    looks.since()
    desk.open(machine="ola").close()
    return looks.since()


def mark(desk: Desk) -> Path:
    return next(desk.home("ola").working_copies.glob("*.passed"))


def test_a_file_is_looked_over_once_when_it_is_first_opened_and_not_when_it_is_opened_again(
    desk: Desk, path: Path, looks: Looks
) -> None:
    assert reopened(desk, looks) == (1, 1)
    assert [reopened(desk, looks) for _time in range(2)] == [(0, 0), (0, 0)]
    ws = desk.open(machine="ola")
    rename(ws, add_objective(ws, "second"), "third")
    ws.close()
    assert reopened(desk, looks)[0] == 1, "what has been published since has not passed yet"
    assert reopened(desk, looks) == (0, 0)


def test_what_the_mark_says_of_a_file_is_what_the_look_says(desk: Desk, path: Path) -> None:
    desk.open(machine="ola").close()
    folder = desk.home("ola").working_copies
    known = passed.look(path, path, folder, encryption.NO_KEYS)
    assert known.marked and known.whole and known.vetted == vet.vet(path, path)


def flip(path: Path) -> None:
    """Change the letters of a title, which SQLite does not notice; size and time stay."""
    before, found = path.stat(), path.read_bytes()
    assert b"zebra" in found
    path.write_bytes(found.replace(b"zebra", b"zabre"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size and path.stat().st_mtime_ns == before.st_mtime_ns


def plant(path: Path) -> None:
    """Put a trigger in, as a hostile file has it."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON txn BEGIN DELETE FROM op; END")
    connection.commit()
    connection.close()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


@pytest.mark.parametrize("spoil", [plant, cut])
def test_a_file_that_was_spoiled_since_it_passed_is_refused(
    desk: Desk, path: Path, spoil: Callable[[Path], None]
) -> None:
    desk.open(machine="ola").close()
    spoil(path)
    with pytest.raises(FileRefused):
        desk.open(machine="ola")


def test_a_byte_that_was_changed_behind_the_same_size_and_time_is_looked_at(
    desk: Desk, path: Path, looks: Looks
) -> None:
    desk.open(machine="ola").close()
    flip(path)
    assert reopened(desk, looks)[0] == 1
    for working in desk.home("ola").working_copies.glob("*.work*"):
        working.unlink()
    with pytest.raises(FileRefused, match="damaged"):
        desk.open(machine="ola")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[:20],
        lambda text: "[]",
        lambda text: json.dumps({**json.loads(text), "workspace": 7}),
        lambda text: json.dumps({**json.loads(text), "sum": "0" * 64}),
        lambda text: "x" * 100_000,
        lambda text: "[" * 4000,
        lambda text: json.dumps({**json.loads(text), "min_reader": 1e999}),
    ],
)
def test_a_mark_that_is_none_counts_for_nothing(
    desk: Desk, path: Path, looks: Looks, spoil: Callable[[str], str]
) -> None:
    desk.open(machine="ola").close()
    mark(desk).write_text(spoil(mark(desk).read_text()))
    assert reopened(desk, looks)[0] == 1
    assert reopened(desk, looks) == (0, 0)


def test_another_version_looks_for_itself(
    desk: Desk, path: Path, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(machine="ola").close()
    monkeypatch.setattr(kpidesk, "__version__", "99.0")
    assert reopened(desk, looks)[0] == 1
    monkeypatch.setattr(passed, "RULES", passed.RULES + 1)
    assert reopened(desk, looks)[0] == 1


def test_a_look_without_the_digests_is_completed_when_a_working_copy_is_made_anew(
    desk: Desk, path: Path, looks: Looks
) -> None:
    ws = desk.open(machine="ola")
    add_objective(ws, "second")
    ws.close()
    assert reopened(desk, looks) == (1, 0)
    for working in desk.home("ola").working_copies.glob("*.work*"):
        working.unlink()
    assert reopened(desk, looks) == (0, 1)
    for working in desk.home("ola").working_copies.glob("*.work*"):
        working.unlink()
    assert reopened(desk, looks) == (0, 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no owner-only mode")
def test_the_mark_is_the_owners_alone(desk: Desk, path: Path) -> None:
    desk.open(machine="ola").close()
    assert mark(desk).stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not encryption.available(), reason="the optional SQLCipher is not installed")
def test_a_file_with_a_password_has_no_mark(desk: Desk, path: Path) -> None:
    from kpidesk.workspace import Workspace
    from kpidesk.workspace.opening import change_password

    desk.open(machine="ola").close()
    assert mark(desk).exists()
    change_password(path, "secret", home=desk.home("ola"), clock=desk.clock)
    Workspace.open(path, home=desk.home("ola"), clock=desk.clock, passwords=["secret"]).close()
    assert not list(desk.home("ola").working_copies.glob("*.passed"))
