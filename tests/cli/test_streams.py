"""What a command prints and where it goes: quietly, to a full disk, stopped half-way, or as a copy in a pipe."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpidesk import disk
from kpidesk.cli import commands, main, opening
from kpidesk.cli.codes import REFUSED, STOPPED, USAGE
from kpidesk.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "nb")
    path = tmp_path / "salong.kpidesk"
    with Workspace.create(path, company="Salong", author="Kari Solberg") as ws:
        ws.sharing.publish()
    return str(path)


def test_a_full_disk_behind_the_output_is_said_in_the_file_s_language(file: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a disk that is always full")
    with open("/dev/full", "w", encoding="utf-8") as full:
        run = subprocess.run(
            [sys.executable, "-m", "kpidesk", "show", file], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert run.returncode == REFUSED
    assert (
        run.stderr.decode().startswith("Utdataene kunne ikke skrives: Disken er full") and run.stderr.count(b"\n") == 1
    )


def test_a_command_that_is_stopped_says_so_in_a_line(file: str, monkeypatch, capsys) -> None:
    def stop(_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "check", stop)
    assert main(["check", file]) == STOPPED
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("Stanset.") and err.count("\n") == 1


def test_quiet_leaves_errors_alone(file: str, capsys) -> None:
    assert main(["show", file, "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["show", file, "-q", "--kpi", "Besøk"]) == REFUSED
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("Ingen KPI heter «Besøk»")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--vresion"], "Mente du «--version»?"),
        (["-v"], "Mente du «-V»?"),
        (["show", "a.kpidesk", "--kip", "x"], "Mente du «--kpi»?"),
        (["kpi", "tarket"], "Mente du «target»?"),
        (["company", "a.kpidesk", "--fiscal-year-start", "13"], "Det går fra 1 til 12."),
        (["import", "a.kpidesk"], "mangler: DATA\n"),
        (["undo", "a.kpidesk", "abc"], "«abc» er ikke et helt tall"),
        (["show", "a.kpidesk", "b"], "«b» er ett argument for mye."),
    ],
)
def test_a_mistake_is_told_with_what_was_meant_and_where_help_is(words, told, file: str, capsys) -> None:
    assert main(words) == USAGE
    out, err = capsys.readouterr()
    assert out == "" and told in err and "Traceback" not in err and "--help» forteller mer. Ingenting er gjort." in err


def test_a_copy_goes_through_a_pipe_and_is_merged_from_it(file: str, tmp_path: Path, monkeypatch, capsysbinary) -> None:
    assert main(["backup", file, "--output", "-"]) == 0
    copy = capsysbinary.readouterr().out
    there = tmp_path / "kopi.kpidesk"
    there.write_bytes(copy)
    define = ["kpi", "define", str(there), "--name", "Besøk", "--unit", "count", "--frequency", "monthly"]
    assert main([*define, "--direction", "increase", "--author", "Ola Moe"]) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(there.read_bytes())))
    assert main(["merge", file, "-"]) == 0
    assert "Ola Moe" in capsysbinary.readouterr().out.decode()
    assert not list((tmp_path / "home" / "work").glob("send-*")), "nothing of it is left"


def test_a_change_is_signed_with_the_name_that_the_system_knows(file: str, monkeypatch) -> None:
    monkeypatch.delenv("KPIDESK_AUTHOR", raising=False)
    monkeypatch.setattr(opening, "full_name", lambda: "Åse Ødegård")
    assert main(["new", file.replace("salong", "ny"), "--name", "Ny"]) == 0
    with Workspace.open(file.replace("salong", "ny")) as ws:
        assert ws.history.entries()[0].author == "Åse Ødegård"


def test_help_is_asked_for_in_either_way(capsys) -> None:
    assert main(["help", "set"]) == 0
    asked = capsys.readouterr().out
    assert main(["set", "--help"]) == 0
    assert capsys.readouterr().out == asked
    assert main(["-V"]) == 0 and capsys.readouterr().out.startswith("KPI Desk ")


def test_a_full_disk_on_this_machine_is_told_in_the_language_of_the_file(file: str, monkeypatch, capsys) -> None:
    monkeypatch.delenv("KPIDESK_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "C")

    def full(*_given: object, **_more: object) -> None:
        raise OSError(28, "No space left on device", "copy")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "copy", full)
        assert main(["show", file]) == REFUSED
    assert "disken" in capsys.readouterr().err.casefold()
    assert main(["show", file.replace("salong", "borte")]) == REFUSED
    assert "is not there" in capsys.readouterr().err, "of a file that is not there nobody knows the language"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_place_of_a_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.kpidesk")
    command = [sys.executable, "-m", "kpidesk", "check", str(tmp_path / "pipe.kpidesk")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # else it waits for ever
    assert ended.returncode == REFUSED and "pipe.kpidesk" in ended.stderr


def test_a_name_orders_no_terminal_about(file: str, capsys) -> None:
    calls = (
        ["show", "a\x1b[31m.kpidesk"],
        ["sh\x1b[31mow"],
        ["show", file, "--kpi", "\x1b[2Jx"],
        ["show", file, "\x1b[2J"],
        ["show", file, "--kpi", "\u202ex"],
    )
    for words in calls:
        assert main(words) in (REFUSED, USAGE)
        assert not {"\x1b", "\u202e"} & {*"".join(capsys.readouterr())}
