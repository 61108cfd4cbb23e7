"""The program as a process: streams that close early or know few letters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
