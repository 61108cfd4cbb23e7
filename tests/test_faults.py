"""What is told of a fault, in the log and in the details to copy, holds nothing of what is in a file."""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kpidesk import faults
from kpidesk.errors import BadInput
from kpidesk.log_file import MOST_BYTES, LogFile, earlier
from kpidesk.settings import Home
from kpidesk.text import msg

SECRET, NUMBER = "Lønn til Kari", "1284500.75"
GONE = f"/nowhere/{SECRET}/file.kpidesk"


def raised(act: Callable[[], object]) -> BaseException:
    try:
        act()
    except Exception as error:
        return error
    raise AssertionError("nothing went wrong")


def fail_with(error: Exception) -> None:
    raise error


def chained() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


FAULTS: dict[str, Callable[[], object]] = {
    "a number that is none": lambda: float(SECRET),
    "a key that is missing": lambda: {}[SECRET],
    "one that led to another": chained,
    "a sentence for the user": lambda: fail_with(BadInput(msg("“{text}” is no number.", text=SECRET))),
    "words of our own": lambda: fail_with(TypeError(f"no bounds for {SECRET} {NUMBER}")),
    "an assertion": lambda: fail_with(AssertionError((SECRET, NUMBER))),
    "an encoding": lambda: SECRET.encode("ascii"),
    "a value in a statement": lambda: sqlite3.connect(":memory:").execute(f"'{SECRET}'"),
    "a file": lambda: open(GONE),  # noqa: SIM115
}


@pytest.fixture
def log(tmp_path: Path) -> logging.Logger:
    """One that only the file hears of."""
    made = logging.Logger("kpidesk.tests")
    made.addHandler(LogFile(Home(tmp_path / "home")))
    return made


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("what", list(FAULTS))
def test_no_fault_tells_what_was_in_a_cell(what: str, log: logging.Logger, tmp_path: Path) -> None:
    error = raised(FAULTS[what])
    log.critical("It went wrong", exc_info=error)
    log.warning("Not read: %s (%r)", error, error)
    written = (tmp_path / "home" / "kpidesk.log").read_text(encoding="utf-8")
    for told in (faults.told(error), written):
        assert type(error).__name__ in told and "test_faults.py:" in told
        for word in (SECRET, "Kari", NUMBER, "1284500", str(tmp_path), "/nowhere"):
            assert word not in told, word


def test_what_helps_to_mend_it_is_told() -> None:
    told = faults.told(raised(lambda: None.append))  # type: ignore[attr-defined]
    assert "'NoneType' object has no attribute 'append'" in told
    assert "[Errno 2] No such file or directory: file.kpidesk" in faults.told(raised(FAULTS["a file"]))
    assert "“{text}” is no number." in faults.told(raised(FAULTS["a sentence for the user"]))
    assert "ValueError" in faults.told(raised(chained)) and "KeyError" in faults.told(raised(chained))


def test_a_fault_that_goes_in_circles_is_told_shortly() -> None:
    def deeper(n: int) -> int:
        return deeper(n + 1) + 1

    told = faults.told(raised(lambda: deeper(0)))
    assert len(told) < 25_000 and "RecursionError" in told


def test_files_are_named_by_their_last_part() -> None:
    assert faults.place("/home/kari/venv/lib/python3.11/site-packages/numpy/core.py") == "numpy/core.py"
    assert faults.place("/home/kari/kpidesk/ui/app/window.py") == "ui/app/window.py"
    assert faults.place("/usr/lib/python3.11/json/decoder.py") == "decoder.py"
    assert faults.short("at /home/kari/a b/c.txt or C:\\Users\\Kari\\x.txt") == "at a b/c.txt or x.txt"


def test_the_log_is_bounded_and_its_owners_alone(log: logging.Logger, tmp_path: Path) -> None:
    file = tmp_path / "home" / "kpidesk.log"
    line = "x" * 10_000
    for number in range(2 * MOST_BYTES // len(line) + 20):
        log.warning("%d %s", number, line)
        assert file.stat().st_size <= MOST_BYTES
    assert earlier(file).stat().st_size <= MOST_BYTES
    assert f" {number} x" in file.read_text(encoding="utf-8"), "the newest is kept"
    assert sorted(each.name for each in file.parent.iterdir()) == ["kpidesk.log", "kpidesk.log.1"]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_several_programs_write_to_one_log(tmp_path: Path) -> None:
    script = (
        "import logging, sys; from pathlib import Path; from kpidesk.log_file import LogFile; "
        "from kpidesk.settings import Home\n"
        "logging.getLogger().addHandler(LogFile(Home(Path(sys.argv[1]))))\n"
        "for n in range(200): logging.getLogger('kpidesk').warning('%s of %s', n, sys.argv[2])"
    )
    processes = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name]) for name in ("one", "other")]
    assert [each.wait(60) for each in processes] == [0, 0]
    lines = (tmp_path / "kpidesk.log").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 400 and all(" WARNING kpidesk: " in line for line in lines)


def test_a_library_is_heard_without_its_values(tmp_path: Path) -> None:
    other = logging.Logger("reportlab")
    other.addHandler(LogFile(Home(tmp_path)))
    other.warning("can't draw %s", SECRET)
    written = (tmp_path / "kpidesk.log").read_text(encoding="utf-8")
    assert "can't draw %s" in written and SECRET not in written


def test_a_log_that_can_not_be_written_to_spoils_nothing(tmp_path: Path, log: logging.Logger) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    log.error("it went wrong")


def test_what_goes_wrong_in_a_thread_comes_into_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.app import app

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    app.start_logging(Home(tmp_path))
    thread = threading.Thread(target=float, args=(SECRET,))
    thread.start()
    thread.join()
    written = (tmp_path / "kpidesk.log").read_text(encoding="utf-8")
    assert "A thread failed" in written and "ValueError" in written and SECRET not in written
