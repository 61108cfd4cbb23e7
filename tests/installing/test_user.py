"""The program's files are placed for one person, and taken away exactly."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.installing import files, user
from kpidesk.settings import Home
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
