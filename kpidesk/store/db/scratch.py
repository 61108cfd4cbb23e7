"""Temporary files in the private folder: known to be of a program that runs, or else swept away.

Each process holds a lock of its own for as long as it lives; its token is in the names of its temporary files.
A token whose lock can be had is of a program that was killed: what it left behind goes.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import time
from pathlib import Path

from kpidesk import disk
from kpidesk.forms import Form
from kpidesk.store.db.file_lock import Busy, FileLock

ALIVE = ".alive"
TURN_SECONDS = 5
OLD_SECONDS = 3600
"""What names no process is of an earlier version of the program; after an hour nobody uses it any more."""
_NAMED = Form(r"[a-z]+-([0-9a-f]{8})-[0-9a-f]{16}\.tmp")
_OURS = Form(r"(read|send|past|preview)-[0-9a-f-]+\.tmp|.+\.adopting|\..+\.[0-9a-f]{8}\.tmp")
MOST_FOLDERS = 4
"""A process has one private folder; tests have many, and each holds a file open."""
_held: dict[Path, tuple[int, str, FileLock]] = {}


def place(folder: Path, what: str) -> Path:
    """A path for a temporary file in the private ``folder``; whoever asked for it removes it."""
    disk.private_folder(folder)
    return folder / f"{what}-{_token(folder)}-{os.urandom(8).hex()}.tmp"


def sweep(folder: Path) -> None:
    """Take away what killed programs have left in the private ``folder``, and close it to others."""
    disk.private_folder(folder)
    own = _token(folder)
    with contextlib.suppress(Busy, OSError), FileLock(folder / "sweep.lock"):
        for path in folder.iterdir():
            disk.keep_private(path)
        dead = _dead(folder, own)
        for path in folder.iterdir():
            if _is_left(path, own, dead):
                with contextlib.suppress(OSError):
                    path.unlink()
        for token in dead:
            with contextlib.suppress(OSError):
                (folder / f"{token}{ALIVE}").unlink()


def _is_left(path: Path, own: str, dead: set[str]) -> bool:
    bare = re.sub(r"-(wal|shm|journal)$", "", path.name)
    if not _OURS.fullmatch(bare):
        return False
    named = _NAMED.fullmatch(bare)
    if named is not None:
        token = named[1]
        return token in dead or (token != own and not path.with_name(f"{token}{ALIVE}").exists())
    try:
        return time.time() - path.lstat().st_mtime > OLD_SECONDS
    except OSError:
        return False


def _dead(folder: Path, own: str) -> set[str]:
    """The tokens of processes that live no longer."""
    found = set()
    for path in folder.glob(f"*{ALIVE}"):
        if path.stem != own:
            with contextlib.suppress(Busy, OSError), FileLock(path):
                found.add(path.stem)
    return found


def _token(folder: Path) -> str:
    """This process's token in a folder, with its lock held."""
    known = _held.get(folder)
    if known is not None and known[0] == os.getpid() and (folder / f"{known[1]}{ALIVE}").exists():
        return known[1]
    token = os.urandom(4).hex()
    lock = FileLock(folder / f"{token}{ALIVE}")
    with contextlib.suppress(Busy, OSError), FileLock(folder / "sweep.lock", TURN_SECONDS):
        lock.acquire()
    _held[folder] = (os.getpid(), token, lock)
    for other in list(_held)[:-MOST_FOLDERS]:
        _give_back(other)
    return token


def leave() -> None:
    """Give the tokens back at the end of the process; nothing of ours is left then."""
    for folder in list(_held):
        _give_back(folder)


def _give_back(folder: Path) -> None:
    process, token, lock = _held.pop(folder)
    if process == os.getpid():
        with contextlib.suppress(OSError):
            lock.release()
            (folder / f"{token}{ALIVE}").unlink(missing_ok=True)


atexit.register(leave)
