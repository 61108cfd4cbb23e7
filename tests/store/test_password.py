"""A workspace with a password: nothing of it in plain text anywhere, and never locked out by a crash."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.domain.entities import Objective
from kpidesk.domain.period import Period
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.store.db import encryption
from kpidesk.store.files import rekey
from kpidesk.workspace import Carried, EarlierPasswordNeeded, PasswordNeeded, Side, Workspace, opening
from tests import long
from tests.random import store_machine
from tests.store.conftest import Desk, add_input, add_objective, rename

pytestmark = pytest.mark.skipif(not encryption.available(), reason="sqlcipher3, an optional part, is not installed")

SECRET, OTHER = "blåbær på toppen", "kanelbolle"
NAMES = ("Fjordbakeriet Hemmelig", "Ukjent overskudd", "secret_sales")
MONTH = Period.parse("2026-01")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The true number of rounds takes a tenth of a second each time; one test uses it."""
    with monkeypatch.context() as patched:
        patched.setattr(encryption, "ROUNDS", 1000)
        yield


def opened(desk: Desk, *typed: str, machine: str = "kari", path: Path | None = None) -> Workspace:
    ws = Workspace.open(path or desk.path, author=machine, home=desk.home(machine), clock=desk.clock, passwords=typed)
    return desk._kept(ws)


@pytest.fixture
def locked(desk: Desk) -> Workspace:
    """A workspace with a password and something in it."""
    ws = Workspace.create(
        desk.path, company=NAMES[0], author="kari", home=desk.home(), clock=desk.clock, passwords=(SECRET,)
    )
    add_objective(desk._kept(ws), NAMES[1])
    uid = add_input(ws, NAMES[2])
    with ws.transaction("enter") as change:  # type: ignore[arg-type]
        change.measure(uid, MONTH, 7.0)
    return ws


def titles(ws: Workspace) -> set[str]:
    return {each.title for each in ws.all(Objective)}


def in_plain_text(folder: Path) -> list[str]:
    """Files below a folder in which one of the names can be read."""
    wanted = [name.encode() for name in NAMES]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(name in path.read_bytes() for name in wanted)]


# ---- what lies on the disk ---------------------------------------------------------------------------


def test_nothing_of_it_can_be_read_in_any_file(desk: Desk, locked: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    for name in ("replace", "unlink"):
        old: Callable[..., object] = getattr(os, name)

        def watched(*arguments: object, _old: Callable[..., object] = old, **keywords: object) -> object:
            seen.extend(in_plain_text(desk.folder))
            return _old(*arguments, **keywords)

        monkeypatch.setattr(os, name, watched)
    locked.backups.make("merge")
    copy = desk.folder / "copy.kpidesk"
    locked.sharing.save_copy(copy)
    locked.sharing.save_copy(desk.folder / "thin.kpidesk", without_sensitive=True)
    with opened(desk, SECRET, machine="ola", path=copy) as ola:
        add_objective(ola, "more")
    locked.merging.merge(copy)
    with locked.merging.trying(copy):
        assert in_plain_text(desk.folder) == []
    locked.time.as_it_was(desk.now)
    assert locked.checking.problems() == []
    locked.undo()
    assert seen == [] and in_plain_text(desk.folder) == []
    assert len(list(desk.folder.rglob("*.work*"))) >= 2, "working copies were looked at as well"


def test_a_plain_workspace_can_be_read_so_the_scan_sees_something(desk: Desk) -> None:
    ws = desk.create(company=NAMES[0])
    add_objective(ws, NAMES[1])
    assert desk.path.name in in_plain_text(desk.folder)


def test_any_program_with_sqlcipher_opens_it_by_the_password(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:  # one that ends with the test would end after `_quick`, and leave its rounds
        patched.setattr(encryption, "ROUNDS", 256_000)
        Workspace.create(desk.path, company="Shop", home=desk.home(), clock=desk.clock, passwords=(SECRET,)).close()
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(desk.path))
    connection.execute(f"PRAGMA key = '{SECRET}'")
    assert connection.execute("SELECT count(*) FROM txn").fetchone() == (1,)
    connection.close()


# ---- opening -----------------------------------------------------------------------------------------


def test_it_opens_by_its_password_and_by_no_other(desk: Desk, locked: Workspace) -> None:
    locked.close()
    with opened(desk, SECRET) as ws:
        assert titles(ws) == {NAMES[1]} and ws.lock.is_set
    with pytest.raises(PasswordNeeded, match="has a password") as asked:
        opened(desk)
    with pytest.raises(PasswordNeeded, match="the password is wrong, or the file is damaged") as wrong:
        opened(desk, OTHER)
    assert (asked.value.tried, wrong.value.tried) == (False, True)


def test_damage_and_a_wrong_password_share_one_message(desk: Desk, locked: Workspace) -> None:
    locked.close()
    with pytest.raises(PasswordNeeded) as wrong:
        opened(desk, OTHER)
    content = bytearray(desk.path.read_bytes())
    content[100] ^= 1
    desk.path.write_bytes(content)
    with pytest.raises(FileRefused) as damaged:
        opened(desk, SECRET)
    assert str(damaged.value) == str(wrong.value)


def test_a_flipped_bit_further_in_is_damage(desk: Desk, locked: Workspace) -> None:
    locked.close()
    content = bytearray(desk.path.read_bytes())
    content[len(content) // 2] ^= 1
    desk.path.write_bytes(content)
    with pytest.raises(FileRefused, match="damaged"):
        opened(desk, SECRET, machine="new")


def test_without_the_library_the_file_says_what_is_missing(
    desk: Desk, locked: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked.close()
    before = desk.path.read_bytes()
    monkeypatch.setattr(encryption, "available", lambda: False)
    with pytest.raises(FileRefused, match="not installed"):
        opened(desk, SECRET)
    assert desk.path.read_bytes() == before


def test_the_password_is_in_no_representation_and_in_no_file(desk: Desk, locked: Workspace) -> None:
    assert SECRET not in repr(locked._file.database.keys) and SECRET not in str(vars(locked))
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in path.read_bytes() for path in files)


# ---- everything else goes on as before ---------------------------------------------------------------


def test_history_undo_backups_and_restore_work_under_it(desk: Desk, locked: Workspace) -> None:
    uid = add_objective(locked, "first")
    rename(locked, uid, "second")
    locked.undo()
    assert titles(locked) == {NAMES[1], "first"}
    locked.backups.make("merge")
    backup = locked.backups.listed()[0]
    rename(locked, uid, "third")
    locked.time.restore(backup)
    assert titles(locked) == {NAMES[1], "first"}
    assert len(locked.history.entries()) > 3
    reader = locked.handles.apart()
    assert titles(reader) == titles(locked)
    reader.close()


def test_two_machines_share_it(desk: Desk, locked: Workspace) -> None:
    ola = opened(desk, SECRET, machine="ola")
    add_objective(ola, "by ola")
    locked.sharing.refresh()
    assert "by ola" in titles(locked)
    worker = locked.sharing.worker()
    add_objective(ola, "again")
    assert worker.carry(True).error is None
    worker.close()
    assert "again" in titles(locked.handles.apart())


def test_conflicts_are_found_and_settled_under_it(desk: Desk, locked: Workspace) -> None:
    uid = add_objective(locked, "one")
    copy = desk.folder / "usb.kpidesk"
    locked.sharing.save_copy(copy)
    ola = opened(desk, SECRET, machine="ola", path=copy)
    rename(ola, uid, "theirs")
    ola.close()
    rename(locked, uid, "mine")
    report = locked.merging.merge(copy, prefer=Side.THEIRS)
    assert len(report.conflicts) == 1 and "theirs" in titles(locked)


def test_another_version_beside_the_file_is_found(desk: Desk, locked: Workspace) -> None:
    fork = desk.folder / "shop-KONTOR.kpidesk"
    shutil.copy(desk.path, fork)
    with opened(desk, SECRET, machine="ola", path=fork) as ola:
        add_objective(ola, "on the fork")
    assert [found.path for found in locked.sharing.forks()] == [fork] and locked.sharing.forks()[0].lacking == 1


@pytest.mark.parametrize("ours", [True, False], ids=["into an encrypted file", "into a plain file"])
def test_a_copy_under_another_password_is_merged_once_it_is_known(desk: Desk, ours: bool) -> None:
    ws = desk.create()
    copy = desk.folder / "usb.kpidesk"
    ws.sharing.save_copy(copy)
    with opened(desk, machine="ola", path=copy) as ola:
        add_objective(ola, "by ola")
    opening.change_password(copy, OTHER, home=desk.home("ola"), clock=desk.clock)
    if ours:
        ws.close()
        opening.change_password(desk.path, SECRET, home=desk.home(), clock=desk.clock)
        ws = opened(desk, SECRET)
    with pytest.raises(PasswordNeeded):
        ws.merging.merge(copy)
    ws.lock.learn(OTHER)
    ws.merging.merge(copy)
    assert titles(ws) == {"by ola"}
    assert not list(desk.home().working_copies.glob("*.plain"))


def test_rescue_makes_a_damaged_file_anew_under_its_password(desk: Desk, locked: Workspace) -> None:
    locked.close()
    desk.path.write_bytes(os.urandom(8192))
    with pytest.raises(FileRefused):
        opened(desk, SECRET)
    ws = opening.rescue(desk.path, home=desk.home(), clock=desk.clock, passwords=(SECRET,))
    assert titles(desk._kept(ws)) == {NAMES[1]} and ws.lock.is_set


def test_whether_a_locked_file_can_be_made_anew_is_told_without_opening_a_backup(
    desk: Desk, locked: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each takes a second under a password, and whoever has mistyped theirs waits for the answer."""
    locked.backups.make("manual")
    locked.close()
    assert opening.lifeline(desk.path, home=desk.home()).backup is None
    assert not caplog.records, "a backup under a password is no fault"
    monkeypatch.setattr("kpidesk.store.files.vet.vet", refuse)
    assert opening.has_locked(desk.path, home=desk.home())
    assert not opening.has_locked(desk.path.with_name("other.kpidesk"), home=desk.home())


# ---- setting, changing, taking away ------------------------------------------------------------------


def filled(desk: Desk) -> None:
    """A plain file with an objective, a backup and a change that may be undone."""
    ws = desk.create(company=NAMES[0])
    add_objective(ws, NAMES[1])
    ws.backups.make("merge")
    ws.close()


def change(desk: Desk, new: str, *old: str, machine: str = "kari") -> None:
    opening.change_password(desk.path, new, passwords=old, home=desk.home(machine), clock=desk.clock)


def test_a_password_is_set_changed_and_taken_away(desk: Desk) -> None:
    filled(desk)
    change(desk, SECRET)
    assert in_plain_text(desk.folder) == []
    with opened(desk, SECRET) as ws:
        assert titles(ws) == {NAMES[1]} and ws.checking.problems() == []
        assert ws.undo() is not None, "what this machine did can still be undone"
        assert ws.redo() is not None
    change(desk, OTHER, SECRET)
    with pytest.raises(PasswordNeeded):
        opened(desk, SECRET)
    with opened(desk, OTHER) as ws:
        assert all(encryption.fits(backup.path, ws._file.database.key) for backup in ws.backups.listed())
        assert ws.time.preview(ws.backups.listed()[-1]).lost_here is not None
    change(desk, "", OTHER)
    with desk.open() as ws:
        assert titles(ws) == {NAMES[1]} and not ws.lock.is_set


CHANGES = (("", SECRET), (SECRET, OTHER), (OTHER, ""))
CRASHES = [(*CHANGES[n], step) for step in range(6) for n in long.either((step % 3, (step + 1) % 3), range(3))]
"""Each step of two of the three changes, and each change at four of the six steps; or all."""


@pytest.mark.parametrize(("old", "new", "step"), CRASHES)
def test_a_crash_at_any_step_leaves_a_file_that_opens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, old: str, new: str, step: int
) -> None:
    filled(desk)
    if old:
        change(desk, old)
    true_rewrite, true_reencode, calls = rekey.rewrite, encryption.reencode, []

    class Killed(BaseException):
        pass

    def rewrite(*arguments: object) -> None:
        calls.append("rewrite")
        if len(calls) == 2 * step // 2 + 1 and step % 2 == 0:
            raise Killed
        true_rewrite(*arguments)  # type: ignore[arg-type]

    def reencode(*arguments: object) -> None:
        true_reencode(*arguments)  # type: ignore[arg-type]
        if step % 2 == 1 and len(calls) == (step + 1) // 2:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(rekey, "rewrite", rewrite)
        patched.setattr(encryption, "reencode", reencode)
        try:
            change(desk, new, *[old] * bool(old))
        except Killed:
            calls.append("killed")
    opens = []
    for typed in ((old,), (new,), (new, old)):
        try:
            known = [each for each in typed if each]
            with Workspace.open(desk.path, home=desk.home(), clock=desk.clock, passwords=known, go_plain=not new) as ws:
                assert titles(ws) == {NAMES[1]} and ws.checking.problems() == []
                opens.append(typed)
        except FileRefused:
            continue
    assert opens, "neither password opens the file"
    if new and new in opens[-1] and (old,) not in opens:
        assert in_plain_text(desk.folder) == [], "what was left in plain text has followed"


def test_unshared_changes_under_an_earlier_password_are_asked_for(desk: Desk) -> None:
    filled(desk)
    change(desk, SECRET)
    kari = opened(desk, SECRET)
    kari.sharing._holding = 1
    add_objective(kari, "not shared yet")
    kari.sharing.pending = False
    kari.close()
    change(desk, OTHER, SECRET, machine="ola")
    with pytest.raises(EarlierPasswordNeeded, match="Type it to include that"):
        opened(desk, OTHER)
    with opened(desk, OTHER, SECRET) as ws:
        assert "not shared yet" in titles(ws)


def test_an_earlier_password_that_is_forgotten_does_not_keep_anybody_out(desk: Desk) -> None:
    filled(desk)
    change(desk, SECRET)
    opened(desk, SECRET).close()
    change(desk, OTHER, SECRET, machine="ola")
    ws = Workspace.open(desk.path, home=desk.home(), clock=desk.clock, passwords=(OTHER,), leave_earlier=True)
    assert titles(desk._kept(ws)) == {NAMES[1]}
    assert list(desk.home().working_copies.glob("*.locked-*")), "it is kept"


def test_a_password_set_by_a_colleague_is_not_overwritten(desk: Desk) -> None:
    filled(desk)
    kari = desk.open()
    change(desk, SECRET, machine="ola")
    locked_file = desk.path.read_bytes()
    add_objective(kari, "meanwhile")
    assert "Somebody else has set a password" in str(kari.sharing.state().problem)
    assert desk.path.read_bytes() == locked_file
    kari.close()
    with opened(desk, SECRET) as ws:
        assert "meanwhile" in titles(ws)
        ws.sharing.publish()
    assert in_plain_text(desk.folder) == []


def test_a_password_is_not_set_where_the_file_cannot_be_brought_up_to_date(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(desk)
    before = desk.path.read_bytes()
    monkeypatch.setattr("kpidesk.store.files.snapshot.write_snapshot", refuse)
    with pytest.raises(Exception, match="safe"):
        change(desk, SECRET)
    assert desk.path.read_bytes() == before


def refuse(*_arguments: object, **_keywords: object) -> None:
    raise OSError("the folder can’t be written to")


# ---- by chance ---------------------------------------------------------------------------------------


def test_random_histories_hold_under_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    created, reopened = Workspace.create, Workspace.open
    monkeypatch.setattr(Workspace, "create", lambda *a, **k: created(*a, passwords=(SECRET,), **k))
    monkeypatch.setattr(Workspace, "open", lambda *a, **k: reopened(*a, passwords=(SECRET,), **k))
    store_machine.SEEN.clear()
    store_machine.run_machines(3, 20, seed=11)
    assert store_machine.SEEN["merges"] > 3


def test_the_worker_carries_a_locked_file_under_its_password(desk: Desk, locked: Workspace) -> None:
    locked.sharing.publisher = lambda: None
    uid = add_objective(locked, "Ukjent overskudd nummer to")

    def carry() -> Carried:
        worker = locked.sharing.worker()
        try:
            return worker.carry(True)
        finally:
            worker.close()

    with ThreadPoolExecutor(1) as pool:
        locked.sharing.note(pool.submit(carry).result())
    assert locked.sharing.state().problem is None and not locked.sharing.pending
    assert in_plain_text(desk.folder) == []
    ola = opened(desk, SECRET, machine="ola")
    rename(ola, uid, "fra Ola")
    with ThreadPoolExecutor(1) as pool:
        locked.sharing.note(pool.submit(carry).result())
    assert locked.get(Objective, uid).title == "fra Ola"


# ---- whose the backups are ---------------------------------------------------------------------------


def kept(ws: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in ws.backups.folder.glob("*.kpidesk")}


def copied(desk: Desk) -> Path:
    copy = desk.folder / "copy.kpidesk"
    shutil.copyfile(desk.path, copy)
    return copy


def test_a_password_given_to_a_copy_leaves_the_backups_of_the_original_alone(desk: Desk) -> None:
    filled(desk)
    with desk.open() as ws:
        before = kept(ws)
    copy = copied(desk)
    opening.change_password(copy, SECRET, home=desk.home(), clock=desk.clock)
    with desk.open() as ws:
        assert kept(ws) == before and before, "byte for byte"
        assert ws.time.preview(ws.backups.listed()[0]).lost_here == 0
        own = ws.backups.folder
    with opened(desk, SECRET, path=copy) as ws:
        assert ws.backups.folder != own and kept(ws)
        assert all(encryption.fits(path, ws._file.database.key) for path in kept(ws))


def test_removing_the_password_of_a_copy_leaves_the_encrypted_backups_of_the_original(desk: Desk) -> None:
    filled(desk)
    change(desk, SECRET)
    copy = copied(desk)
    opening.change_password(copy, "", passwords=(SECRET,), home=desk.home(), clock=desk.clock)
    with opened(desk, SECRET) as ws:
        assert kept(ws) and all(encryption.fits(path, ws._file.database.key) for path in kept(ws))


def in_common(desk: Desk, ws: Workspace) -> Path:
    """The backups as earlier versions of the program kept them: in one folder for every copy of a workspace."""
    common = desk.home().backups / ws.sharing.identity
    common.mkdir()
    for path in kept(ws):
        path.replace(common / path.name)
    shutil.rmtree(ws.backups.folder)
    return common


def test_backups_of_an_earlier_version_become_those_of_the_only_copy(desk: Desk) -> None:
    filled(desk)
    with desk.open() as ws:
        count, common = len(ws.backups.listed()), in_common(desk, ws)
    with desk.open() as ws:
        assert len(ws.backups.listed()) >= count and not list(common.glob("*.kpidesk"))
    change(desk, SECRET)
    assert in_plain_text(desk.home().backups) == []


def test_backups_that_several_copies_share_are_listed_in_each_and_stay_as_they_are(desk: Desk) -> None:
    filled(desk)
    copy = copied(desk)
    desk.open(copy).close()
    with desk.open() as ws:
        common = in_common(desk, ws)
    before = {path.name: path.read_bytes() for path in common.iterdir()}
    opening.change_password(copy, SECRET, home=desk.home(), clock=desk.clock)
    assert {path.name: path.read_bytes() for path in common.iterdir()} == before
    with desk.open() as ws:
        assert {backup.path.name for backup in ws.backups.listed()} >= set(before)


def test_a_file_that_was_moved_takes_its_backups_along(desk: Desk) -> None:
    filled(desk)
    with desk.open() as ws:
        names = {backup.path.name for backup in ws.backups.listed()}
    moved = desk.folder / "moved.kpidesk"
    desk.path.rename(moved)
    with desk.open(moved) as ws:
        assert {path.name for path in kept(ws)} >= names
    opening.change_password(moved, SECRET, home=desk.home(), clock=desk.clock)
    assert in_plain_text(desk.home().backups) == []


def test_the_backups_of_a_file_that_is_gone_are_listed_in_a_copy_and_keep_their_key(desk: Desk) -> None:
    filled(desk)
    copy = copied(desk)
    desk.open(copy).close()
    with desk.open() as ws:
        before = kept(ws)
    desk.path.unlink()
    opening.change_password(copy, SECRET, home=desk.home(), clock=desk.clock)
    with opened(desk, SECRET, path=copy) as ws:
        assert {backup.path for backup in ws.backups.listed()} >= set(before)
    assert {path: path.read_bytes() for path in before} == before


def test_opening_says_nothing_of_a_backup_under_another_password(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    filled(desk)
    with desk.open() as ws:
        foreign = ws.backups.folder / "20250101T000000000000-daily.kpidesk"
    Workspace.create(
        desk.folder / "other.kpidesk", company="B", home=desk.home(), clock=desk.clock, passwords=(OTHER,)
    ).close()
    shutil.copyfile(desk.folder / "other.kpidesk", foreign)
    caplog.set_level("WARNING")
    desk.open().close()
    assert foreign.exists() and not caplog.records


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [("", SECRET, "has set a password"), (SECRET, OTHER, "changed by somebody"), (SECRET, "", "removed the password")],
)
def test_a_colleague_is_told_what_became_of_the_password(desk: Desk, first: str, then: str, words: str) -> None:
    filled(desk)
    if first:
        change(desk, first)
    ws = opened(desk, first)
    change(desk, then, first, machine="ola")
    add_objective(ws, "meanwhile")
    problem = ws.sharing.state().problem
    assert problem is not None and words in str(problem)


def test_a_file_that_the_machine_can_not_read_now_is_not_blamed_on_the_password(
    desk: Desk, locked: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked.close()

    def out_of_files(_uri: str, _key: str | None) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(encryption, "_keyed", out_of_files)
    with text.using("en"), pytest.raises(StorageFault, match="could not be read just now"):
        encryption.Keyring([SECRET]).key(desk.path, "a.kpidesk")
