"""A lock between processes: one holds it, the others wait, and it goes with whoever held it."""

from __future__ import annotations

import errno
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kpidesk import disk
from kpidesk.errors import StorageFault
from kpidesk.settings import Home
from kpidesk.store.db.file_lock import Busy, FileLock
from kpidesk.workspace import Workspace
from tests.store.conftest import Desk

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys, pathlib
from kpidesk.store.db.file_lock import FileLock
lock = FileLock(pathlib.Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def held_elsewhere(path: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until its standard input ends."""
    made = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert made.stdout is not None and made.stdout.readline() == "held\n"
    return made


def test_two_of_one_process_exclude_each_other(tmp_path):
    path = tmp_path / "a.lock"
    with FileLock(path):
        with pytest.raises(Busy):
            FileLock(path).acquire()
        FileLock(tmp_path / "b.lock").acquire()
    with FileLock(path):
        pass


def test_what_another_process_holds_is_busy_until_it_is_killed(tmp_path):
    path = tmp_path / "a.lock"
    with held_elsewhere(path) as other:
        with pytest.raises(Busy):
            FileLock(path, 0.1).acquire()
        other.kill()
        other.communicate()
    with FileLock(path):
        pass


def test_who_waits_gets_it_when_it_is_given_back(tmp_path):
    first, second, got = FileLock(tmp_path / "a.lock"), FileLock(tmp_path / "a.lock", 60), threading.Event()
    first.acquire()
    waiting = threading.Thread(target=lambda: (second.acquire(), got.set()))
    waiting.start()
    assert not got.is_set()
    first.release()
    waiting.join()
    assert got.is_set()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can’t be taken away there")
def test_a_lock_on_a_file_that_has_been_taken_away_excludes_nobody_and_is_not_kept(tmp_path, monkeypatch):
    from kpidesk.store.db import file_lock

    path, real = tmp_path / "a.lock", file_lock._take
    taken = []

    def take(handle):
        if not taken:
            path.unlink()  # by whoever held it, between our opening it and our getting it
        taken.append(handle)
        real(handle)

    monkeypatch.setattr(file_lock, "_take", take)
    with FileLock(path, 10):
        assert len(taken) == 2
        with pytest.raises(Busy):
            FileLock(path).acquire()


@pytest.mark.skipif(sys.platform == "win32", reason="its files have no such mode")
def test_the_file_is_for_its_owner_only(tmp_path):
    with FileLock(tmp_path / "a.lock"):
        assert stat.S_IMODE((tmp_path / "a.lock").stat().st_mode) == 0o600


def test_a_place_where_no_file_can_be_made_is_told_and_nothing_is_held(tmp_path):
    lock = FileLock(tmp_path / "nowhere" / "a.lock")
    with pytest.raises(OSError, match="nowhere"):
        lock.acquire()
    lock.release()


def test_giving_back_twice_is_as_good_as_once(tmp_path):
    lock = FileLock(tmp_path / "a.lock")
    lock.acquire()
    lock.release()
    lock.release()


def test_a_lock_that_can_not_be_made_is_said_of_the_programs_own_folder(desk: Desk, ws: Workspace) -> None:
    ws.close()
    lock = next(desk.home().working_copies.glob("*.work.lock"))
    lock.unlink()
    lock.mkdir()
    with pytest.raises(StorageFault, match="keeps its own files") as refused:
        desk.open()
    assert str(lock.parent) in str(refused.value)
    lock.rmdir()
    desk.open()


def test_a_private_folder_that_can_not_be_made_is_said_of_it_and_nothing_is_made(tmp_path):
    (tmp_path / "taken").write_text("")
    home, new = Home(tmp_path / "taken" / "private"), tmp_path / "new.kpidesk"
    with pytest.raises(StorageFault, match="keeps its own files") as refused:
        Workspace.create(new, company="A", home=home)
    assert str(home.data) in str(refused.value)
    assert not new.exists()
    Workspace.create(new, company="A", home=Home(tmp_path / "private")).close()
    with pytest.raises(StorageFault, match="keeps its own files"):
        Workspace.open(new, home=home)


@pytest.mark.parametrize("fault", [PermissionError(errno.EACCES, ""), FileNotFoundError(errno.ENOENT, "")])
def test_a_private_folder_that_takes_nothing_is_not_said_of_the_file(
    desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch, fault: OSError
) -> None:
    ws.close()

    def refuse(_source: Path, target: Path, _most: int) -> None:
        fault.filename = str(target)
        raise fault

    monkeypatch.setattr(disk, "copy", refuse)
    with pytest.raises(StorageFault, match="keeps its own files"):
        desk.open()
