"""Every door to the disk: what is no ordinary file is refused at once, and nothing is written over it."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpidesk import disk, text
from kpidesk.cli import main
from kpidesk.errors import FileRefused, StorageFault, UserError
from kpidesk.exchange import reply_sheet
from kpidesk.exchange.sheets.read import read_book
from kpidesk.settings import Home
from kpidesk.store.db import scratch
from kpidesk.store.files import backups, snapshot
from kpidesk.store.sync import conflict_copies, presence
from kpidesk.workspace import Workspace, opening

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and links of this kind")
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with text.using("en"):
        yield


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listener(path: Path) -> None:
    made = socket.socket(socket.AF_UNIX)
    before = Path.cwd()
    os.chdir(path.parent)  # a socket's path is at most some hundred letters
    try:
        made.bind(path.name)
    finally:
        os.chdir(before)
        made.close()


def folder(path: Path) -> None:
    path.mkdir()


def loop(path: Path) -> None:
    path.symlink_to(path.with_name("other"))
    path.with_name("other").symlink_to(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


ODD: tuple[Callable[[Path], None], ...] = (pipe, listener, folder, loop, device)


@pytest.fixture(params=ODD, ids=lambda make: make.__name__)
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "odd.kpidesk"
    request.param(path)
    return path


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "shop.kpidesk", company="Shop", home=Home(tmp_path / "home")) as made:
        yield made


def kind(path: Path) -> int:
    return stat.S_IFMT(os.lstat(path).st_mode)


# ---- reading -------------------------------------------------------------------------------------------


def test_nothing_but_an_ordinary_file_is_read(odd: Path) -> None:
    for read in (lambda: disk.read(odd, 100), lambda: disk.head(odd, 4), lambda: read_book(odd)):
        with pytest.raises(UserError):
            read()


def test_nothing_but_an_ordinary_file_is_opened_as_a_company(odd: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with pytest.raises(UserError):
        Workspace.open(odd, home=home)
    with pytest.raises(UserError):
        Workspace.create(odd, company="Shop", home=home)
    with pytest.raises(UserError):
        opening.change_password(odd, "long enough", home=home)
    assert opening.needs_password(odd) is False


def test_nothing_but_an_ordinary_file_is_merged_or_taken_for_a_reply(odd: Path, ws: Workspace) -> None:
    for act in (ws.merging.preview, ws.merging.merge, lambda path: reply_sheet.read(ws, path)):
        with pytest.raises(UserError):
            act(odd)


def test_what_lies_beside_the_file_stops_nobody(odd: Path, ws: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f".{ws.path.name}.abcd.here")
    assert ws.sharing.others() == []
    assert list(conflict_copies.candidates(ws.path, ws._file.database.keys)) == []
    assert snapshot.signature(odd) == "" or kind(odd) != stat.S_IFREG


def test_a_heartbeat_is_not_written_into_a_pipe_or_a_link(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    for name in ("pipe", "link"):
        with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
            disk.write_over("{}", tmp_path / name)
    assert not (tmp_path / "target").exists()


def test_reading_stops_at_the_limit_by_what_was_read_not_by_what_the_file_says(tmp_path: Path) -> None:
    growing = Path("/proc/self/maps")  # its size is 0 by st_size
    if not growing.exists():
        pytest.skip("no such file on this system")
    assert growing.stat().st_size == 0
    with pytest.raises(FileRefused, match="larger"):
        disk.read(growing, 10)
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert disk.read(path, 5) == b"12345"
    with pytest.raises(FileRefused, match="larger"):
        disk.read(path, 4)


@pytest.mark.timeout(20)
def test_a_file_that_becomes_a_pipe_between_the_look_and_the_opening_is_refused_at_once(
    odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody writes at the other end of the pipe: whoever waits for it waits for ever."""
    monkeypatch.setattr(disk, "_refuse_other_than_file", lambda path: None)
    with pytest.raises((UserError, OSError)):
        disk.opened(odd)


def test_a_copy_is_made_where_nothing_is_yet_be_it_a_link(tmp_path: Path) -> None:
    source, taken, link = tmp_path / "a", tmp_path / "taken", tmp_path / "link"
    source.write_bytes(b"private")
    taken.write_bytes(b"theirs")
    link.symlink_to(tmp_path / "elsewhere")
    for target in (taken, link):
        with pytest.raises(FileExistsError):
            disk.copy(source, target, 100)
    assert taken.read_bytes() == b"theirs" and not (tmp_path / "elsewhere").exists()


def test_a_private_file_is_not_made_through_somebody_elses_link(tmp_path: Path) -> None:
    link = tmp_path / "shop.work"
    link.symlink_to(tmp_path / "elsewhere")
    disk.private_file(link)
    assert not (tmp_path / "elsewhere").exists()


# ---- writing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_nothing_is_written_over_what_is_no_ordinary_file(
    make: Callable[[Path], None], ws: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "odd.pdf"
    make(out)
    before = kind(out)
    with pytest.raises(UserError):
        disk.put(b"new", out)
    with pytest.raises(UserError):
        ws.sharing.save_copy(out)
    with pytest.raises(UserError):
        reply_sheet.write(ws, out, "Ola", [])
    assert kind(out) == before


def test_a_file_that_has_become_a_pipe_is_not_published_over(ws: Workspace) -> None:
    ws.path.unlink()
    os.mkfifo(ws.path)
    with pytest.raises(FileRefused):
        snapshot.write_snapshot(ws._file.database, ws.path)
    ws.sharing.publish()
    assert ws.sharing.state().problem is not None
    assert kind(ws.path) == stat.S_IFIFO


def test_a_link_stays_a_link_and_what_it_points_at_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "far" / "review.pdf", tmp_path / "review.pdf"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)
    disk.put(b"new", link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_who_could_read_the_old_file_can_read_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "review.pdf"
    path.write_bytes(b"old")
    path.chmod(0o640)
    disk.put(b"new", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0, 0o666)])
def test_a_new_file_is_for_those_whom_the_umask_lets_read_it(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        disk.put(b"new", tmp_path / "review.pdf")
    finally:
        assert os.umask(before) == mask, "the umask is left as it was"
    assert stat.S_IMODE((tmp_path / "review.pdf").stat().st_mode) == mode


def test_what_another_machine_left_half_written_goes_after_a_day(tmp_path: Path) -> None:
    path = tmp_path / "review.pdf"
    old, fresh, other = (tmp_path / f".{name}.0123abcd.tmp" for name in ("review.pdf", "review.pdf.f", "board.pdf"))
    for each in (old, fresh, other):
        each.write_bytes(b"half")
    for each in (old, other):
        os.utime(each, (0, 0))
    disk.put(b"new", path)
    assert not old.exists(), "nobody has touched it for a day"
    assert fresh.exists(), "somebody may be writing it now"
    assert other.exists(), "it is of another file"


@pytest.mark.parametrize("name", ["other.kpidesk", "OTHER.KPIDESK"])
def test_no_paper_takes_the_place_of_a_company(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"somebody's company")
    with pytest.raises(FileRefused, match="KPI Desk file"):
        disk.put(b"%PDF", path)
    assert path.read_bytes() == b"somebody's company"


@pytest.fixture
def door(ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    ws.close()
    return lambda *words: main([str(word) for word in words])


def test_an_output_never_replaces_the_file_it_is_made_from(
    door: Callable[..., int], ws: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ws.path.read_bytes()
    link, hard = tmp_path / "link.pdf", tmp_path / "hard.pdf"
    link.symlink_to(ws.path)
    os.link(ws.path, hard)
    for output in (ws.path, link, hard, tmp_path / "home" / ".." / "shop.kpidesk"):
        for command in ("review", "board"):
            assert door(command, ws.path, "--cycle", "2026-Q1", "--output", output) == 1
        assert door("review", ws.path, "--cycle", "2026-Q1", "--xlsx", output) == 1
        assert "in use" in capsys.readouterr().err
    assert ws.path.read_bytes() == before


def test_two_outputs_never_share_a_place(door: Callable[..., int], ws: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "both"
    assert door("review", ws.path, "--cycle", "2026-Q1", "--output", out, "--xlsx", out) == 1
    assert not out.exists()


def test_a_paper_for_standard_output_lies_on_no_disk(ws: Workspace, tmp_path: Path) -> None:
    environment = os.environ | {"KPIDESK_HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "nowhere")}
    command = [sys.executable, "-m", "kpidesk", "board", str(ws.path), "--cycle", "2026-Q1", "--output", "-"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert done.stdout.startswith(b"%PDF")


# ---- what is private -----------------------------------------------------------------------------------


def open_to_others(top: Path) -> list[Path]:
    return [path for path in (top, *top.rglob("*")) if stat.S_IMODE(path.lstat().st_mode) & 0o077]


def test_everything_private_is_closed_to_others_whatever_the_umask(tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = os.umask(0)
    try:
        ws = Workspace.create(tmp_path / "shop.kpidesk", company="Shop", home=Home(home))
        backups.make(ws._file.database, ws.backups.folder, ws.now(), "daily")
        with snapshot.private_copy(ws.path, home / "work"), ws.merging.trying(ws.path):
            assert open_to_others(home) == []
        ws.close()
        with Workspace.open(tmp_path / "shop.kpidesk", home=Home(home)):
            assert open_to_others(home) == []
    finally:
        os.umask(before)


def test_a_lease_on_a_shared_file_is_no_program(ws: Workspace) -> None:
    before = os.umask(0)
    try:
        with presence.lease(ws.path):
            (lease,) = ws.path.parent.glob(".*.lease")
            assert stat.S_IMODE(lease.stat().st_mode) == 0o666, "a colleague can take it over"
    finally:
        os.umask(before)


def test_what_an_earlier_version_left_open_is_closed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    Workspace.create(tmp_path / "shop.kpidesk", company="Shop", home=Home(home)).close()
    working = next((home / "work").glob("*.work"))
    working.chmod(0o644)
    (home / "work").chmod(0o755)
    with Workspace.open(tmp_path / "shop.kpidesk", home=Home(home)):
        assert stat.S_IMODE(working.stat().st_mode) == 0o600
        assert stat.S_IMODE((home / "work").stat().st_mode) == 0o700


def test_a_snapshot_is_unreadable_for_others_until_it_is_whole(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ws.path.chmod(0o644)
    seen: list[int] = []
    strip = snapshot.strip

    def looked_at(snapshot: Path, *given: object, **more: object) -> None:
        seen.append(stat.S_IMODE(snapshot.stat().st_mode))
        strip(snapshot, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshot, "strip", looked_at)
    snapshot.write_snapshot(ws._file.database, ws.path)
    assert seen == [0o600]
    assert stat.S_IMODE(ws.path.stat().st_mode) == 0o644


KILLED = """
import os, sys
from pathlib import Path
from kpidesk import disk
from kpidesk.settings import Home
from kpidesk.store.files import snapshot
from kpidesk.workspace import Workspace
file, home = Path(sys.argv[1]), Home(Path(sys.argv[2]))
ws = Workspace.open(file, home=home)
with snapshot.private_copy(file, home.working_copies):
    temporary = disk.beside(file, snapshot.maker(ws._file.database.path))
    ws._file.database.copy_to(temporary)
    os._exit(9)
"""


def test_a_killed_program_leaves_nothing_that_the_next_start_does_not_take_away(ws: Workspace, tmp_path: Path) -> None:
    ws.close()

    done = subprocess.run([sys.executable, "-c", KILLED, str(ws.path), str(tmp_path / "home")], cwd=ROOT, check=False)
    assert done.returncode == 9
    assert list(tmp_path.glob("home/work/read-*")) != []
    assert list(tmp_path.glob(".shop.kpidesk.*.tmp")) != []
    Workspace.open(ws.path, home=Home(tmp_path / "home")).close()
    assert list(tmp_path.glob("home/work/read-*")) == []
    assert list(tmp_path.glob(".shop.kpidesk.*.tmp")) == []


def test_what_another_program_is_using_is_left_alone(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kpidesk.store.db import scratch\n"
        "place = scratch.place(Path(sys.argv[1]), 'read'); place.write_text('x'); print(place, flush=True)\n"
        "sys.stdin.read()"
    )
    work = tmp_path / "work"
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(work)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    used = Path(child.stdout.readline().strip())
    scratch.sweep(work)
    assert used.exists()
    child.kill()
    child.communicate()
    scratch.sweep(work)
    assert not used.exists()


def test_a_full_disk_is_told_from_a_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageFault, match="no folder"):
        disk.put(b"x", tmp_path / "nowhere" / "x.pdf")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    source = tmp_path / "a"
    source.write_bytes(b"x")
    monkeypatch.setattr(disk, "copy", full)
    with pytest.raises(StorageFault, match="disk of this machine"), snapshot.private_copy(source, tmp_path / "work"):
        pass


def test_a_new_file_takes_no_name_that_is_taken_or_too_long(tmp_path: Path) -> None:
    disk.refuse_unless_new(tmp_path / "a.kpidesk")
    (tmp_path / "a.kpidesk").write_bytes(b"x")
    with pytest.raises(FileRefused, match="already exists"):
        disk.refuse_unless_new(tmp_path / "a.kpidesk")
    with pytest.raises(FileRefused, match="too long"):
        disk.refuse_unless_new(tmp_path / ("n" * 300))
    assert disk.ended(str(tmp_path / "a.KPIDESK"), (".kpidesk",), ".kpidesk") == tmp_path / "a.KPIDESK"
    assert disk.ended(str(tmp_path / "b.x"), (".kpidesk",), ".kpidesk") == tmp_path / "b.x.kpidesk"
    with pytest.raises(FileRefused, match="already exists"):
        disk.ended(str(tmp_path / "a"), (".kpidesk",), ".kpidesk")
    with pytest.raises(FileRefused, match="letter"):
        disk.refuse_unless_new(tmp_path / "\udcff.kpidesk")
    with pytest.raises(FileRefused, match=r"folder .* is not there"):
        disk.refuse_unless_new(tmp_path / "none" / "a.kpidesk")


def test_an_odd_heartbeat_is_nobody(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("[" * 1900)
    assert presence._read(tmp_path / "a") is None


def test_what_was_being_rewritten_when_the_program_was_killed_goes_after_an_hour(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    old, fresh, other = work / ".a.work.0123abcd.tmp", work / ".b.work.0123abcd.tmp", work / "a.work"
    for path in (old, fresh, other):
        path.write_text("x")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    scratch.sweep(work)
    assert not old.exists()
    assert fresh.exists() and other.exists()
