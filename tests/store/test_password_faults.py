"""A workspace with a password where things go wrong: other windows, damaged backups, other keyboards, old versions."""

from __future__ import annotations

import logging
import shutil
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.errors import StorageFault
from kpidesk.store.db import encryption
from kpidesk.store.files import snapshot
from kpidesk.workspace import EarlierPasswordNeeded, PasswordNeeded, Workspace, opening
from tests.store.conftest import Desk, add_objective

pytestmark = pytest.mark.skipif(not encryption.available(), reason="sqlcipher3, an optional part, is not installed")
SECRET, OTHER = "blåbær på toppen", "kanelbolle"
WINDOW = """
import sys
from pathlib import Path
from kpidesk.domain.entities import Objective
from kpidesk.settings import Home
from kpidesk.store.db import encryption
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
encryption.ROUNDS = 1000
ws = Workspace.open(Path(sys.argv[1]), home=Home(Path(sys.argv[2])), passwords=sys.argv[3:])
print("open", flush=True)
for line in sys.stdin:
    with ws.transaction(msg("edit")) as change:
        change.add(Objective(new_uid(), title=line.strip(), parent=None, order="a0"))
    print("stored", flush=True)
ws.close()
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(encryption, "ROUNDS", 1000)
        yield


def opened(desk: Desk, *typed: str, machine: str = "kari", path: Path | None = None) -> Workspace:
    ws = Workspace.open(path or desk.path, author=machine, home=desk.home(machine), clock=desk.clock, passwords=typed)
    return desk._kept(ws)


def change(desk: Desk, new: str, *old: str, machine: str = "kari") -> None:
    opening.change_password(desk.path, new, passwords=old, home=desk.home(machine), clock=desk.clock)


def filled(desk: Desk) -> None:
    with desk.create() as ws:
        add_objective(ws, "first")
        ws.backups.make("merge")


def titles(ws: Workspace) -> set[str]:
    return {each.title for each in ws.all(Objective)}


class OtherWindow:
    """The same file, open in another process of this machine."""

    def __init__(self, desk: Desk, *typed: str) -> None:
        words = [sys.executable, "-c", WINDOW, str(desk.path), str(desk.home().data), *typed]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.said() == "open"

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def store(self, title: str) -> None:
        assert self.process.stdin is not None
        print(title, file=self.process.stdin, flush=True)
        assert self.said() == "stored"

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def windows() -> Iterator[list[OtherWindow]]:
    made: list[OtherWindow] = []
    yield made
    for each in made:
        each.process.kill()
        each.process.communicate()


def test_nothing_is_written_anew_while_another_window_has_the_file_open(desk: Desk, windows: list[OtherWindow]) -> None:
    filled(desk)
    windows.append(OtherWindow(desk))
    with pytest.raises(StorageFault, match="another window"):
        change(desk, SECRET)
    assert not opening.needs_password(desk.path)
    windows[0].store("stored meanwhile")
    windows[0].close()
    change(desk, SECRET)
    with opened(desk, SECRET) as ws:
        assert titles(ws) == {"first", "stored meanwhile"}


def test_what_another_window_stores_while_a_colleague_sets_a_password_is_kept(
    desk: Desk, windows: list[OtherWindow]
) -> None:
    filled(desk)
    windows.append(OtherWindow(desk))
    change(desk, SECRET, machine="ola")
    with pytest.raises(StorageFault, match="another window"):
        opened(desk, SECRET)
    windows[0].store("not shared")
    windows[0].close()
    with opened(desk, SECRET) as ws:
        assert titles(ws) == {"first", "not shared"}


def test_a_window_of_the_same_program_is_seen_too(desk: Desk) -> None:
    filled(desk)
    ws = desk.open()
    with pytest.raises(StorageFault, match="another window"):
        change(desk, SECRET)
    add_objective(ws, "goes on")
    ws.close()
    with desk.open() as again:
        assert titles(again) == {"first", "goes on"}


@pytest.mark.parametrize("known", ["before", "after"])
def test_a_damaged_backup_keeps_nobody_out(desk: Desk, known: str) -> None:
    filled(desk)
    if known == "after":
        change(desk, OTHER)
    folder = desk.open(machine="kari").backups.folder if known == "before" else opened(desk, OTHER).backups.folder
    desk.open_ones.pop().close()
    backup = sorted(folder.glob("*-merge.kpidesk"))[0]
    content = bytearray(backup.read_bytes())
    content[4096:] = b"\x00" * (len(content) - 4096)
    backup.write_bytes(content)
    change(desk, SECRET, *([OTHER] if known == "after" else []))
    with opened(desk, SECRET) as ws:
        assert titles(ws) == {"first"}
    assert backup.read_bytes() == bytes(content), "what can’t be read stays as it is"


def test_a_full_disk_is_told_and_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    filled(desk)
    before = desk.path.read_bytes()

    def full(*_arguments: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(encryption, "reencode", full)
    with pytest.raises(StorageFault):
        change(desk, SECRET)
    monkeypatch.undo()
    assert not opening.needs_password(desk.path) and len(desk.path.read_bytes()) == len(before)
    assert not list(desk.folder.rglob("*.tmp"))


def test_a_damaged_working_copy_keeps_nobody_out_when_a_colleague_has_set_a_password(desk: Desk) -> None:
    filled(desk)
    working = next(desk.home().working_copies.glob("*.work"))
    change(desk, SECRET, machine="ola")
    content = bytearray(working.read_bytes())
    content[4096:] = b"\x00" * (len(content) - 4096)
    working.write_bytes(content)
    with opened(desk, SECRET) as ws:
        assert titles(ws) == {"first"} and ws.lock.is_set
    aside = next(path for path in working.parent.iterdir() if ".damaged-" in path.name)
    assert aside.read_bytes() == bytes(content), "it is kept"


def test_who_may_read_the_file_stays_as_it_was(desk: Desk) -> None:
    filled(desk)
    for mode in (0o600, 0o664):
        desk.path.chmod(mode)
        change(desk, SECRET if mode == 0o600 else OTHER, SECRET)
        assert stat.S_IMODE(desk.path.stat().st_mode) == mode


def test_the_same_letters_typed_on_another_system_open_it(desk: Desk) -> None:
    filled(desk)
    change(desk, unicodedata.normalize("NFD", SECRET))
    with opened(desk, unicodedata.normalize("NFC", SECRET)) as ws:
        assert ws.lock.is_set
    change(desk, OTHER + "\udce5", SECRET)  # bytes of another encoding in the environment
    with opened(desk, OTHER + "\udce5") as ws:
        assert ws.lock.is_set


def test_a_page_half_written_by_a_power_cut_is_left_to_sqlite(desk: Desk) -> None:
    filled(desk)
    change(desk, SECRET)
    ws = opened(desk, SECRET)
    working = snapshot.working_path(desk.home().working_copies, bytes.fromhex(ws.sharing.identity), desk.path)
    add_objective(ws, "second")
    ws.close()
    with working.open("ab") as stream:
        stream.write(b"\x07" * 100)
    with opened(desk, SECRET) as again:
        assert titles(again) == {"first", "second"}
    assert not list(working.parent.glob("*damaged*"))


def test_a_plain_version_in_place_of_a_locked_one_is_told_as_what_it_may_be(desk: Desk) -> None:
    filled(desk)
    old = desk.folder / "old.bin"
    shutil.copy(desk.path, old)
    change(desk, SECRET)
    shutil.copy(old, desk.path)
    for typed in ([], [SECRET]):
        with pytest.raises(EarlierPasswordNeeded, match="older version"):
            opened(desk, *typed)
    working = next(desk.home().working_copies.glob("*.work"))
    assert encryption.encrypted(working), "nothing was opened up"
    with Workspace.open(desk.path, home=desk.home(), clock=desk.clock, passwords=(SECRET,), go_plain=True) as agreed:
        assert titles(agreed) == {"first"} and not agreed.lock.is_set


def test_a_wrong_password_is_in_no_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    filled(desk)
    change(desk, SECRET)
    with caplog.at_level(logging.DEBUG), pytest.raises(PasswordNeeded) as caught:
        opened(desk, OTHER)
    with opened(desk, SECRET) as ws:
        key = str(ws._file.database.key)
    said = caplog.text + repr(caught.value) + str(caught.value) + str(caught.value.details)
    assert not [word for word in (SECRET, OTHER, key, key[2:34]) if word in said]


def test_a_lone_look_at_an_open_working_copy_drops_no_lock(desk: Desk, windows: list[OtherWindow]) -> None:
    """Closing a plain handle on a file would drop SQLite's locks on it: others would take themselves for alone."""
    filled(desk)
    ws = desk.open()
    desk.open().close()
    encryption.encrypted(ws._file.database.path)
    windows.append(OtherWindow(desk))
    windows[0].close()
    log = ws._file.database.path.with_name(ws._file.database.path.name + "-wal")
    assert log.exists(), "the other process has not folded in a log that is in use"
