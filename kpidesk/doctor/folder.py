"""How the folder of a file behaves: what sharing a file rests on, tried with files that go again.

The file itself is looked at, and neither opened for writing nor renamed.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kpidesk import disk
from kpidesk.doctor.findings import Finding, fine, note, trouble
from kpidesk.text import Message, msg

MAKER = "doctor-"
ODD_NANOSECONDS = 1_600_000_001_234_567_891
"""A moment that no rough clock can keep."""
ROUGH_SECONDS, SKEWED_SECONDS = 1.0, 5.0
CHILD_SECONDS = 30
HELD = 3
CHILD = f"""
import sys
file = open(sys.argv[1], "r+b")
try:
    if sys.platform == "win32":
        import msvcrt
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    sys.exit({HELD})
"""


def examine(folder: Path) -> Iterator[Finding]:
    """Whether files can be made, replaced whole, made once only, locked, and what their times are worth."""
    probe = disk.beside(folder / "kpidesk", MAKER)
    try:
        disk.private_file(probe)
    except OSError as error:
        yield trouble(
            "not_writable",
            msg("Nothing can be written in the folder {folder}: {why}.", folder=str(folder), why=_why(error)),
        )
        return
    try:
        for look in (_replaces, _makes_once, _locks, _times, _letters):
            yield _tried(look, probe)
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()


def _tried(look: Callable[[Path], Finding], probe: Path) -> Finding:
    try:
        return look(probe)
    except OSError as error:
        return trouble("refuses", msg("The folder {folder} refuses: {why}.", folder=str(probe.parent), why=_why(error)))


def _why(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _replaces(probe: Path) -> Finding:
    """A new state of a file is put over the old one in one step."""
    new = disk.beside(probe, MAKER)
    disk.private_file(new)
    try:
        disk.add_to(b"new", new)
        os.replace(new, probe)
        held = disk.read(probe, 100)
    except OSError:
        return trouble(
            "not_replaceable", msg("A file can’t be replaced by another here: nothing can be saved in this folder.")
        )
    finally:
        new.unlink(missing_ok=True)
    if held != b"new":
        return trouble(
            "shows_the_old",
            msg("A file that was replaced still shows what it held before: others may see old numbers."),
        )
    return fine("replaces", msg("A file is replaced whole, in one step."))


def _makes_once(probe: Path) -> Finding:
    """Colleagues who store take turns by a file that only one of them can make."""
    try:
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return fine("makes_once", msg("Of two who make the same file at once, one is refused."))
    return trouble(
        "makes_twice", msg("Two can make the same file at once here: those who save at the same time don’t take turns.")
    )


def _locks(probe: Path) -> Finding:
    if getattr(sys, "frozen", False):
        return note(
            "locks_untried", msg("Whether a lock holds between programs can be tried only where Python is installed.")
        )
    with open(probe, "r+b") as stream:
        if not _locked(stream.fileno()):
            return note(
                "no_locks", msg("The disk does not support locks. KPI Desk does without them in a shared folder.")
            )
        command = [sys.executable, "-I", "-c", CHILD, os.fspath(probe)]
        done = subprocess.run(command, capture_output=True, timeout=CHILD_SECONDS, check=False)  # noqa: S603 - our own
    if done.returncode == HELD:
        return fine("locks", msg("A lock of one program holds against another."))
    return note(
        "locks_do_not_hold",
        msg("A lock of one program does not hold against another. KPI Desk does without locks in a shared folder."),
    )


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _times(probe: Path) -> Finding:
    """How fine times are, and whether the clock of the disk goes with ours."""
    os.utime(probe, ns=(ODD_NANOSECONDS, ODD_NANOSECONDS))
    rough = abs(probe.stat().st_mtime_ns - ODD_NANOSECONDS) / 1e9
    os.utime(probe)
    disk.add_to(b".", probe)
    ahead = probe.stat().st_mtime - time.time()
    if abs(ahead) > SKEWED_SECONDS:
        return note("clock_off", _skewed(ahead))
    if rough >= ROUGH_SECONDS:
        return note(
            "rough_times",
            msg("File times are kept to {n} seconds only: a quick change may be noticed late.", n=round(rough)),
        )
    return fine(
        "fine_times",
        msg("File times are kept to a fraction of a second, by a clock that agrees with this machine’s."),
    )


def _skewed(ahead: float) -> Message:
    if ahead > 0:
        return msg("The clock of this disk is {n} seconds ahead of this machine’s.", n=round(ahead))
    return msg("The clock of this disk is {n} seconds behind this machine’s.", n=round(-ahead))


def _letters(probe: Path) -> Finding:
    if probe.with_name(probe.name.upper()).exists():
        return note("capitals_the_same", msg("Capital and small letters are the same in file names here."))
    return fine("capitals_apart", msg("Capital and small letters are told apart in file names here."))
