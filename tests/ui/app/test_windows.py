"""Several windows on several files; the same file twice, in one program and in two."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalServer
from PySide6.QtTest import QTest

from kpidesk import disk
from kpidesk.commands import goals
from kpidesk.domain.entities import Objective
from kpidesk.settings import Home
from ui.app.frame.doors import door, is_private, may_be_open
from ui.app.hand_over import hand_over
from ui.app.reception import Reception
from ui.app.windows import Windows, is_same_file

ROOT = Path(__file__).resolve().parents[3]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


# ---- in one program ----------------------------------------------------------------------------------


@pytest.fixture
def home() -> Iterator[Home]:
    """A private folder with a short path, whatever the folder of the test is called: a socket's path is limited."""
    with tempfile.TemporaryDirectory(prefix="kd") as folder:
        yield Home(Path(folder) / "home")


@pytest.fixture
def files(bakery_file: Path, workspace, tmp_path: Path) -> tuple[Path, Path]:
    """Two files of two companies."""
    bakery = tmp_path / "bakery.kpidesk"
    shutil.copy(bakery_file, bakery)
    workspace.sharing.publish()
    return workspace.path, bakery


@pytest.fixture
def windows(theme, settings, home: Home, clock, qtbot) -> Iterator[Windows]:
    settings.setValue("language", "nb")
    settings.setValue("author", "Kari Solberg")
    made = Windows(theme, settings, home, clock)
    yield made
    for window in made.all():
        window.close()


def titles(windows: Windows) -> list[str]:
    return [each.windowTitle() for each in windows.all()]


def test_each_file_has_its_own_window(windows: Windows, files: tuple[Path, Path]) -> None:
    first, second = windows.open(str(files[0])), windows.open(str(files[1]))
    assert first is not second and len(windows.all()) == 2
    uid = first.files.session.ws.all(Objective)[0].uid
    first.files.session.perform(goals.rename, uid, "Bare her")
    assert second.files.session.ws.find(Objective, uid) is None
    second.close()
    assert windows.all() == [first]
    assert first.files.session.ws.get(Objective, uid).title == "Bare her", "the other window lives on"


def test_the_same_file_twice_brings_its_window_to_the_front(
    windows: Windows, files: tuple[Path, Path], tmp_path: Path, qtbot
) -> None:
    first, second = windows.open(str(files[0])), windows.open(str(files[1]))
    qtbot.waitUntil(second.isActiveWindow)
    link = tmp_path / "snarvei.kpidesk"
    link.symlink_to(files[0])
    odd = f"{tmp_path}/home/../{files[0].name}"
    for spelling in (str(files[0]), str(link), odd):
        second.activateWindow()
        qtbot.waitUntil(second.isActiveWindow)
        assert windows.open(spelling) is first
        qtbot.waitUntil(first.isActiveWindow)
    assert len(windows.all()) == 2
    second.activateWindow()
    assert not second.open_file(str(link)), "also from the menu of the other window"
    qtbot.waitUntil(first.isActiveWindow)
    assert second.files.session.ws.path == files[1]
    assert windows.open("").files.session is None
    assert len(windows.all()) == 3


def test_a_minimised_window_comes_up_again(windows: Windows, files: tuple[Path, Path]) -> None:
    first = windows.open(str(files[0]))
    windows.open(str(files[1]))
    first.showMinimized()
    windows.open(str(files[0]))
    assert not first.isMinimized()


def test_a_window_without_a_file_is_used_first(windows: Windows, files: tuple[Path, Path]) -> None:
    empty = windows.open("")
    assert windows.open(str(files[0])) is empty


def test_by_keys_a_new_window_and_closing_one(windows: Windows, files: tuple[Path, Path], qtbot) -> None:
    first = windows.open(str(files[0]))
    qtbot.waitUntil(first.isActiveWindow)
    QTest.keyClick(first, Qt.Key.Key_N, CONTROL | SHIFT)
    assert len(windows.all()) == 2
    second = windows.all()[1]
    assert second.files.session is None and (second.x(), second.y()) != (first.x(), first.y())
    room, frame = second.screen().availableGeometry(), second.frameGeometry()
    if second.size() != second.minimumSize():  # a screen smaller than that can't hold it
        assert room.right() >= frame.right() and room.bottom() >= frame.bottom()
    qtbot.waitUntil(second.isActiveWindow)
    QTest.keyClick(second, Qt.Key.Key_W, CONTROL)
    assert windows.all() == [first]


def test_another_language_is_spoken_in_every_window(windows: Windows, files: tuple[Path, Path]) -> None:
    first, second = windows.open(str(files[0])), windows.open(str(files[1]))
    first.looks.speak("en")
    assert [each.menuBar().actions()[0].text() for each in (first, second)] == ["&File", "&File"]
    second.looks.speak("nb")
    assert [each.menuBar().actions()[0].text() for each in (first, second)] == ["&Fil", "&Fil"]


def test_a_window_that_is_closed_is_not_made_anew(windows: Windows, files: tuple[Path, Path], theme) -> None:
    _kept, closed = windows.open(str(files[0])), windows.open(str(files[1]))
    before = closed.centralWidget()
    closed.close()
    theme.changed.emit()
    assert shiboken6.isValid(closed), "it deletes itself in a later turn"
    assert closed.centralWidget() is before


def test_another_name_in_the_settings_signs_in_every_window(windows: Windows, files: tuple[Path, Path]) -> None:
    first, second = windows.open(str(files[0])), windows.open(str(files[1]))
    first.settings.setValue("author", "Per Vik")
    first.commands.apply_settings()
    for each in (first, second):
        ws = each.files.session.ws
        each.files.session.perform(goals.rename, ws.all(Objective)[0].uid, "Ny")
        assert ws.history.entries(limit=1)[0].author == "Per Vik"


def test_a_file_that_has_gone_is_still_known_by_its_name(tmp_path: Path) -> None:
    assert is_same_file(tmp_path / "a" / ".." / "x.kpidesk", tmp_path / "x.kpidesk")
    assert not is_same_file(tmp_path / "y.kpidesk", tmp_path / "x.kpidesk")


# ---- in two programs ---------------------------------------------------------------------------------


class Program:
    """One start of the program, in a process of its own."""

    def __init__(self, home: Home, *arguments: str) -> None:
        settings = {"XDG_CONFIG_HOME": str(home.data / "config"), "KPIDESK_HOME": str(home.data)}
        surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **settings}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.app.window_child", *arguments], cwd=ROOT, env=surroundings, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def shows(self) -> list[str]:
        self.say("which")
        found: list[str] = json.loads(self.line())
        return found

    def until_shown(self, names: set[str]) -> None:
        """Wait for just these files to be open; each takes its time."""
        while set(self.shows()) != names:
            time.sleep(0.02)

    def until_in_front(self, name: str) -> None:
        """Wait for a file's window to be in front; the system does that in its own time."""
        while self.shows()[:1] != [name]:
            time.sleep(0.02)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()


@pytest.fixture
def programs(home: Home) -> Iterator[list[Program]]:
    started: list[Program] = []
    yield started
    for program in started:
        program.end()


def test_a_second_start_hands_its_file_over_and_ends(
    programs: list[Program], home: Home, files: tuple[Path, Path], tmp_path: Path
) -> None:
    first = Program(home, str(files[0]))
    programs.append(first)
    assert first.line() == "ready"
    link = tmp_path / "snarvei.kpidesk"
    link.symlink_to(files[0])
    for again, shown in ((link, {files[0].name}), (files[1], {files[0].name, files[1].name})):
        second = Program(home, str(again))
        programs.append(second)
        assert second.process.wait() == 0
        first.until_shown(shown)
    first.until_in_front(files[1].name)
    assert hand_over(home, str(files[0]))
    first.until_in_front(files[0].name)
    first.say("quit")
    assert first.process.wait() == 0
    assert not hand_over(home, None), "nobody is there any more"


def test_a_program_that_was_killed_is_in_nobodys_way(programs: list[Program], home: Home, files) -> None:
    first = Program(home, str(files[0]))
    programs.append(first)
    assert first.line() == "ready"
    first.until_shown({files[0].name})
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    second = Program(home, str(files[0]))
    programs.append(second)
    assert second.line() == "ready"
    second.until_shown({files[0].name})


def test_what_a_stranger_says_at_the_door_is_not_heard(home: Home, qtbot) -> None:
    reception = Reception(home)
    heard: list[str] = []
    reception.asked.connect(heard.append)
    assert reception.open(None)
    reception.listen()
    from PySide6.QtNetwork import QLocalSocket

    odd = (b"hello\n", b"[]\n", b'{"open": 3}\n', b"x" * 20_000, b"[" * 9_000 + b"\n", b'{"open": "a\\u0000"}\n')
    for words in (*odd, b'{"open": "\\ud800"}\n', b"\xff\xfe\n"):
        line = QLocalSocket()
        line.connectToServer(door(home))
        assert line.waitForConnected(-1)
        line.write(words)
        line.flush()
        qtbot.waitUntil(lambda: line.state() is QLocalSocket.LocalSocketState.UnconnectedState)  # noqa: B023
    assert heard == []
    reception.close()


def test_a_door_left_by_a_crash_is_swept_away(home: Home) -> None:
    disk.private_folder(home.data)
    place = Path(door(home))
    assert place.is_absolute()
    place.write_bytes(b"")
    reception = Reception(home)
    assert reception.open(None)
    reception.listen()
    assert reception.listener is not None and reception.listener.server.isListening()
    reception.close()
    QLocalServer.removeServer(door(home))


def test_only_a_door_at_which_somebody_listens_has_a_start_load_what_speaks_there(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of killed programs go, also of other private folders; a file that only has such a name stays."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    disk.private_folder(home.data)
    own = Path(door(home))
    dead, plain = own.with_name(f"kpidesk-{'d' * 16}"), own.with_name(f"kpidesk-{'e' * 16}")
    plain.touch()
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(dead))
        killed.listen()
    assert (may_be_open(home), dead.exists(), plain.exists()) == (False, False, True)
    with socket.socket(socket.AF_UNIX) as living:
        living.bind(str(own))
        living.listen(0)
        assert [may_be_open(home) for _time in range(4)] == [True] * 4, "nor while more knock than are let in"
        assert own.exists()


def test_a_private_folder_that_can_not_be_made_keeps_no_window_away(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    reception = Reception(Home(tmp_path / "taken" / "private"))
    assert reception.open("a.kpidesk"), "the window is there to say it in"
    reception.close()


@pytest.mark.parametrize(
    "answer", [b"", b"taken", b"no\n", b"x" * 100_000, b"untaken\n"], ids=["none", "half", "no", "flood", "beside"]
)
def test_who_gives_no_honest_answer_is_not_waited_for(
    home: Home, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    disk.private_folder(home.data)
    monkeypatch.setattr("ui.app.hand_over.ANSWER_MS", 300)
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.bind(door(home))
        stranger.listen()

        def talk() -> None:
            line, _address = stranger.accept()
            with line, contextlib.suppress(OSError):
                line.sendall(answer)
                line.recv(1000)
                line.recv(1000)

        talker = threading.Thread(target=talk, daemon=True)
        talker.start()
        assert not hand_over(home, "a.kpidesk")
        talker.join(10)
    reception = Reception(home)
    assert reception.open("a.kpidesk"), "the program opens its own window"
    reception.close()


def test_another_user_is_not_spoken_to(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.private_folder(home.data)
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.bind(door(home))
        stranger.listen()
        monkeypatch.setattr("ui.app.hand_over.CREDENTIALS", Other())
        assert not hand_over(home, "secret.kpidesk")
        line, _address = stranger.accept()
        with line:
            assert line.recv(1000) == b""


class Other:
    """What the system would tell of a process of another user."""

    size = 12

    def unpack(self, _told: bytes) -> tuple[int, int, int]:
        return 1, os.getuid() + 1, 1


def test_the_door_is_in_the_runtime_folder_where_it_is_the_users_own(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = home.data.parent / "r"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    assert Path(door(home)).parent == runtime
    with monkeypatch.context() as patch:
        patch.setattr(os, "getuid", lambda: runtime.stat().st_uid + 1)
        assert not is_private(str(runtime)), "somebody else's"
    runtime.chmod(0o755)
    disk.private_folder(home.data)
    assert Path(door(home)).parent == home.data


@pytest.mark.skipif(os.name == "nt", reason="the door is no file on Windows")
def test_no_door_is_behind_a_link_among_everybodys_files(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    deep = _deep(home)
    common, mine = home.data.parent / "tmp", home.data.parent / "mine"
    common.mkdir()
    mine.mkdir(mode=0o700)
    monkeypatch.setattr("tempfile.tempdir", str(common))
    place = common / f"kpidesk-{os.getuid()}"
    place.symlink_to(mine)
    assert not Path(door(deep)).is_absolute(), "whoever made the link may point it elsewhere"
    place.unlink()
    place.write_text("a file is in the way")
    assert not Path(door(deep)).is_absolute()


@pytest.mark.skipif(os.name == "nt", reason="the door is no file on Windows")
def test_there_is_a_door_without_a_temporary_folder_and_for_a_user_without_a_name(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.gettempdir", missing)
    monkeypatch.setattr("getpass.getuser", nameless)
    assert door(_deep(home)).startswith("kpidesk-")


def _deep(home: Home) -> Home:
    deep = Home(home.data.parent / ("a" * 100))
    disk.private_folder(deep.data)
    return deep


def test_where_the_private_folder_has_a_long_path_the_door_is_in_another_private_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Home
) -> None:
    deep = Home(tmp_path / ("a" * 100))
    disk.private_folder(deep.data)
    monkeypatch.setattr("tempfile.tempdir", str(home.data.parent))
    place = Path(door(deep))
    assert place.parent.parent == home.data.parent
    assert place.parent.stat().st_mode & 0o777 == 0o700
    place.parent.chmod(0o755)
    assert not Path(door(deep)).is_absolute(), "a folder that others can look into is not used"


def test_each_file_that_comes_is_named_for_the_system_and_the_example_is_not(
    windows: Windows, files: tuple[Path, Path], qtbot
) -> None:
    named: list[str] = []
    windows.shown.connect(named.append)
    windows.open(str(files[0]))
    assert named == [str(files[0])]
    windows.open_example()
    qtbot.waitUntil(lambda: all(each.session is not None for each in windows.all()) and len(windows.all()) == 2)
    assert named == [str(files[0])]
