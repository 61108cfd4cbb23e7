"""A program that goes down leaves where it was, and the next start finds it; one that ends leaves nothing."""

from __future__ import annotations

import faulthandler
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.settings import Home
from ui.app.faults.crash import CrashWatch

ROOT = Path(__file__).resolve().parents[3]
BEGIN = (
    "import ctypes, os, sys; from pathlib import Path; from kpidesk.settings import Home; "
    "from ui.app.faults.crash import CrashWatch\n"
    "watch = CrashWatch(Home(Path(sys.argv[1]))); watch.begin()\n"
    "def secret(number): "
)


@pytest.fixture(autouse=True)
def nobody_else_watches() -> Iterator[None]:
    """The suite itself has crashes written to its own output."""
    faulthandler.disable()
    yield
    faulthandler.enable(sys.__stderr__)


def run(home: Path, last: str) -> int:
    call = f"{BEGIN}{last}\nsecret(1284500)"
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONFAULTHANDLER"}
    command = [sys.executable, "-c", call, str(home)]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, timeout=60).returncode


def test_a_crash_leaves_where_it_was_and_is_told_once(tmp_path: Path) -> None:
    assert run(tmp_path, "ctypes.string_at(0)") != 0
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "crash.txt").stat().st_mode) == 0o600
    watch = CrashWatch(Home(tmp_path))
    left = watch.left()
    assert "Segmentation fault" in left or "access violation" in left
    assert "in secret" in left and "__init__.py:" in left
    assert "1284500" not in left and str(ROOT) not in left and 'File "' not in left
    assert watch.left() == ""


@pytest.mark.parametrize("last", ["watch.end()", "os._exit(0)"])
def test_an_end_without_a_crash_leaves_nothing_to_tell(last: str, tmp_path: Path) -> None:
    """Also one without a word, as when the machine is switched off."""
    assert run(tmp_path, last) == 0
    assert CrashWatch(Home(tmp_path)).left() == ""


def test_where_nothing_can_be_written_the_program_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    watch = CrashWatch(Home(tmp_path / "home"))
    assert watch.left() == ""
    watch.begin()
    watch.end()


def test_whoever_has_crashes_written_elsewhere_keeps_them(tmp_path: Path) -> None:
    faulthandler.enable(sys.__stderr__)
    watch = CrashWatch(Home(tmp_path))
    watch.begin()
    watch.end()
    assert faulthandler.is_enabled() and not (tmp_path / "crash.txt").exists()
