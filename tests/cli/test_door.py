"""The program as a process: streams that close early or know few letters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpidesk.cli import display, main
from kpidesk.domain.passphrase import is_weak
from kpidesk.store.files import snapshot
from tests.table import table

ROOT = Path(__file__).resolve().parents[2]


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "kpidesk", *words]


def test_a_reader_that_stops_early_is_no_fault(tmp_path):
    file = str(tmp_path / "a.kpidesk")
    surroundings = {**os.environ, "KPIDESK_HOME": str(tmp_path / "home")}
    subprocess.run(command("new", file, "--name", "A"), cwd=ROOT, env=surroundings, check=True, capture_output=True)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command("show", file, "--json"), cwd=ROOT, env=surroundings, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_letters_that_the_terminal_does_not_know_are_no_fault(tmp_path):
    surroundings = {**os.environ, "KPIDESK_HOME": str(tmp_path / "home"), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        command("new", str(tmp_path / "ærlig.kpidesk"), "--name", "Ærlig Øl"),
        cwd=ROOT, env=surroundings, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ærlig" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("words", "near"),
    [(("shwo",), "kpidesk show"), (("Show", "a.kpidesk"), "kpidesk show"), (("kpi-shet",), "kpidesk kpi-sheet"),
     (("qqqq",), "--help")],
)  # fmt: skip
def test_what_is_no_command_opens_no_window_and_names_the_nearest(words, near, capsys, monkeypatch):
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    assert main(list(words), lambda _path: pytest.fail("a window")) == 2
    assert near in capsys.readouterr().err


def test_the_name_of_a_file_that_is_misspelt_or_begun_leads_to_the_file(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    for name in ("bakery", "My shop"):
        (tmp_path / f"{name}.kpidesk").write_text("")
    monkeypatch.chdir(tmp_path)
    for word, near in (
        ("bakery", "“kpidesk bakery.kpidesk”"), ("bakery.kpidsk", "bakery.kpidesk"), ("qq.kpidsk", "--help"),
        ("my shop", '“kpidesk "My shop.kpidesk"”'),
    ):  # fmt: skip
        assert main([word], lambda _path: pytest.fail("a window")) == 2
        assert near in capsys.readouterr().err, word


def test_what_may_be_a_file_opens_a_window(tmp_path, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    (tmp_path / "show-me").write_text("")
    monkeypatch.chdir(tmp_path)
    asked = []
    for path in ("missing.kpidesk", "folder/missing", "show-me"):
        assert main([path], lambda each: asked.append(each) or 0) == 0
    assert asked == ["missing.kpidesk", "folder/missing", "show-me"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
def test_without_a_screen_a_sentence_is_said_instead_of_a_crash(tmp_path):
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    bare |= {"KPIDESK_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "xcb", "KPIDESK_LANGUAGE": "en"}
    misled = {"WAYLAND_DISPLAY": "wayland-9876", "QT_QPA_PLATFORM": ""}  # only Qt itself finds out
    for more in ({}, {"DISPLAY": ":9876"}, {"QT_QPA_PLATFORM": ""}, misled):
        done = subprocess.run(command("a.kpidesk"), cwd=ROOT, env=bare | more, capture_output=True, check=False)
        assert done.returncode == 1
        assert "no screen" in done.stderr.decode()


def test_a_screen_elsewhere_is_believed():
    assert display.reachable({"DISPLAY": "far:0"})
    assert display.reachable({"WAYLAND_DISPLAY": "wayland-0"})
    assert display.reachable({"QT_QPA_PLATFORM": "offscreen"})
    assert not display.reachable({"DISPLAY": ""})


def test_a_number_that_is_kept_here_only_is_said_so_on_stderr(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    file = str(tmp_path / "a.kpidesk")
    assert main(["new", file, "--name", "A"]) == 0
    define = ["kpi", "define", file, "--name", "Visits", "--unit", "count", "--frequency", "monthly"]
    assert main([*define, "--direction", "increase"]) == 0
    assert capsys.readouterr().err == ""

    def full(*_given, **_more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "write_snapshot", full)
        assert main(["set", file, "visits", "2026-01", "7"]) == 0
    told = capsys.readouterr().err
    assert "not shared yet" in told
    assert "the disk that the file lies on is full" in told
    assert main(["show", file]) == 0
    assert "7" in capsys.readouterr().out


def test_a_new_file_on_a_full_disk_says_which_disk(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")

    def full(*_given, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot, "write_snapshot", full)
    assert main(["new", str(tmp_path / "a.kpidesk"), "--name", "A"]) == 1
    assert "the disk of its folder is full" in capsys.readouterr().err


@table(
    "password, weak",
    [("", True), ("blåbær", True), ("aaaaaaaaaaaa", True), ("korrekt hest", False), ("en to tre fire", False),
     ("a b c d", False), ("ni tegn!9", True), ("ti tegn!10", False)],
)  # fmt: skip
def test_ten_characters_or_four_words_are_not_weak(password, weak):
    assert is_weak(password) is weak


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01"])
def test_a_day_that_no_period_knows_is_refused_by_name(day, capsys, monkeypatch):
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    assert main(["show", "a.kpidesk", "--as-of", day]) == 2
    assert f"{day} is not a day between 1900-01-01 and 2199-12-31" in capsys.readouterr().err
