"""The program's files are placed for one person, and taken away exactly."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.installing import files, user
from kpidesk.settings import Home
from tests import small_disk
from tests.architecture.test_system_files import ENTRY, said

MANUALS = {"en": ".TH KPIDESK 1", "nb": ".TH KPIDESK 1"}
COMPLETIONS = {"bash": "complete", "zsh": "#compdef kpidesk", "fish": "complete"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with text.using("en"):
        yield


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_installed_is_there_and_goes_again_without_a_trace(home: Home, tmp_path: Path) -> None:
    share = tmp_path / "share"
    (share / "applications").mkdir(parents=True)
    (share / "applications" / "other.desktop").write_text("[Desktop Entry]")
    wanted = files.all_files(MANUALS, COMPLETIONS, ("/opt/kpi desk/kpidesk",))
    placed = user.place(wanted, share, home)
    assert {each.relative_to(share).as_posix() for each in placed} == set(wanted) and all(map(Path.is_file, placed))
    assert user.place(wanted, share, home) == placed, "once more changes nothing"
    done = user.remove(home)
    assert (set(done.removed), done.kept) == (set(placed), ())
    left = {name for name in tree(share) if not name.startswith("mime/") and not name.endswith(".cache")}
    assert left == {"applications/other.desktop"}
    assert not [name for name in tree(share) if "kpidesk" in name.lower()], "nothing of ours in the indexes either"
    assert user.remove(home).removed == ()


def test_an_index_of_nothing_goes_with_what_it_was_of(home: Home, tmp_path: Path) -> None:
    share = tmp_path / "share"
    user.place(files.all_files(MANUALS, COMPLETIONS), share, home)
    (share / "mime" / "globs2").write_text("# made by update-mime-database")
    (share / "applications" / "mimeinfo.cache").write_text("[MIME Cache]")
    (share / "icons" / "mine.png").write_bytes(b"")
    user.remove(home)
    assert set(tree(share)) == {"icons/mine.png"}


def test_a_file_of_somebody_else_is_never_replaced(home: Home, tmp_path: Path) -> None:
    share = tmp_path / "share"
    own = share / files.ENTRY
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    with pytest.raises(FileRefused, match="is there already"):
        user.place(files.all_files(MANUALS, COMPLETIONS), share, home)
    assert tree(share) == {files.ENTRY: b"mine"}


def test_what_somebody_has_changed_since_is_left(home: Home, tmp_path: Path) -> None:
    share = tmp_path / "share"
    user.place(files.all_files(MANUALS, COMPLETIONS), share, home)
    (share / files.ENTRY).write_text("mine")
    assert user.remove(home).kept == (share / files.ENTRY,)
    assert (share / files.ENTRY).read_text() == "mine"


def test_another_version_takes_away_what_it_has_not(home: Home, tmp_path: Path) -> None:
    share = tmp_path / "share"
    user.place({"icons/old.png": b"1", "icons/both.png": b"1"}, share, home)
    user.place({"icons/both.png": b"2"}, share, home)
    assert tree(share) == {"icons/both.png": b"2"}
    user.remove(home)
    assert tree(share) == {}


def test_another_folder_of_data_is_moved_to(home: Home, tmp_path: Path) -> None:
    user.place({"icons/a.png": b"1"}, tmp_path / "one", home)
    user.place({"icons/a.png": b"1"}, tmp_path / "two", home)
    assert (tree(tmp_path / "one"), tree(tmp_path / "two")) == ({}, {"icons/a.png": b"1"})


def test_a_list_that_can_not_be_read_takes_nothing_away(home: Home, tmp_path: Path) -> None:
    user.place({"icons/a.png": b"1"}, tmp_path / "share", home)
    (home.data / "installed.json").write_text("{")
    with pytest.raises(FileRefused, match="list of what was installed"):
        user.remove(home)
    assert tree(tmp_path / "share") == {"icons/a.png": b"1"}


def test_a_list_leads_to_no_file_elsewhere(home: Home, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"1")
    user.place({"icons/a.png": b"1"}, tmp_path / "share", home)
    told = (home.data / "installed.json").read_text()
    (home.data / "installed.json").write_text(told.replace("icons/a.png", "../victim"))
    assert user.remove(home).removed == () and victim.exists()


@pytest.mark.parametrize("chosen", ["", "relative/folder"])
def test_a_folder_of_data_that_is_not_absolute_counts_for_nothing(chosen: str) -> None:
    assert user.data_folder({"XDG_DATA_HOME": chosen}) == Path.home() / ".local" / "share"


@pytest.mark.parametrize("command", [("/usr/bin/kpidesk",), ('/o dd/"$HOME`\\/100 %/python', "-m", "kpidesk")])
def test_the_entry_starts_the_program_by_its_own_path(command: tuple[str, ...], tmp_path: Path) -> None:
    """However the path is written: read back by the rules of the specification."""
    entry = tmp_path / "no.kpidesk.KpiDesk.desktop"
    entry.write_text(files.started_by(ENTRY.read_text(encoding="utf-8"), command), encoding="utf-8")
    assert said("desktop-file-validate", entry) == ""
    line = next(each for each in entry.read_text(encoding="utf-8").splitlines() if each.startswith("Exec="))
    value = line.removeprefix("Exec=").replace("\\\\", "\\")
    words = [re.sub(r"\\(.)", r"\1", each.strip('"')) for each in re.findall(r'"(?:[^"\\]|\\.)*"|\S+', value)]
    assert words == [*(each.replace("%", "%%") for each in command), "%f"]
    tried = next(each for each in entry.read_text(encoding="utf-8").splitlines() if each.startswith("TryExec="))
    assert tried.removeprefix("TryExec=").replace("\\\\", "\\") == command[0]


def test_a_folder_that_can_not_be_written_to_is_told(home: Home, tmp_path: Path) -> None:
    (tmp_path / "share").write_text("a file where the folder should be")
    with pytest.raises(StorageFault, match="can’t be written to"):
        user.place({"icons/a.png": b"1"}, tmp_path / "share", home)
    assert os.listdir(home.data) == ["installed.json"]
    assert user.remove(home).removed == ()


# ---- stopped half-way ------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from kpidesk.installing import files, user
from kpidesk.settings import Home

share, home, left, deed = Path(sys.argv[1]), Home(Path(sys.argv[2])), int(sys.argv[3]), sys.argv[4]
put, unlink = user._put, Path.unlink


def counted(done):
    def doing(*arguments, **options):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*arguments, **options)

    return doing


user._put = counted(put)
if deed == "place":
    user.place(files.all_files({"en": "new", "nb": "new"}, {}), share, home)
else:
    Path.unlink = counted(unlink)
    user.remove(home)
"""


def killed(share: Path, home: Home, after: int, deed: str) -> None:
    """Place a newer version, or take it away, in a program that is killed after so many files."""
    words = (sys.executable, "-c", KILLED, str(share), str(home.data), str(after), deed)
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL


def menu_is_whole(share: Path) -> bool:
    """What is in the menu has its icon; nothing there is fine."""
    icons = list((share / "icons").rglob("no.kpidesk.KpiDesk.svg")) if (share / "icons").is_dir() else []
    return not (share / files.ENTRY).exists() or bool(icons)


@pytest.mark.skipif(os.name == "nt", reason="nothing is placed there")
@pytest.mark.parametrize("after", [0, 1, 5, 12])
@pytest.mark.parametrize("earlier", [False, True])
def test_killed_between_two_files_it_can_go_on_or_be_taken_back(
    home: Home, tmp_path: Path, after: int, earlier: bool
) -> None:
    share = tmp_path / "share"
    if earlier:
        user.place(files.all_files({"en": "old", "nb": "old"}, COMPLETIONS), share, home)
    killed(share, home, after, "place")
    assert menu_is_whole(share)
    wanted = files.all_files({"en": "new", "nb": "new"}, {})
    user.place(wanted, share, home)
    assert {name: content for name, content in tree(share).items() if name in wanted} == wanted
    assert not set(files.COMPLETIONS.values()) & set(tree(share)), "what the newer one has not is gone"
    killed(share, home, after, "remove")
    assert menu_is_whole(share)
    assert user.remove(home).kept == ()
    assert not [name for name in tree(share) if "kpidesk" in name.lower()]


def test_a_full_disk_leaves_a_menu_that_works_and_can_be_cleared(home: Home, tmp_path: Path) -> None:
    wanted = files.all_files(MANUALS, COMPLETIONS)
    with small_disk.mounted(tmp_path, 1) as disk:
        (disk / "filler").write_bytes(b"x" * (1024 * 1024 - 64 * 1024))
        with pytest.raises(StorageFault, match=r"full|written"):
            user.place(wanted, disk / "share", home)
        assert menu_is_whole(disk / "share") and not list((disk / "share").rglob("*.tmp"))
        assert user.remove(home).kept == ()
        assert tree(disk / "share") == {}


def test_a_list_of_an_earlier_version_with_one_mark_for_each_file_is_read(home: Home, tmp_path: Path) -> None:
    placed = user.place(files.all_files(MANUALS, COMPLETIONS), tmp_path / "share", home)
    told = json.loads((home.data / "installed.json").read_text())
    told["files"] = {name: mark for name, (mark,) in told["files"].items()}
    (home.data / "installed.json").write_text(json.dumps(told))
    assert set(user.remove(home).removed) == set(placed)
