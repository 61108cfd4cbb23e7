"""A lock between processes on this machine, held by the system: it goes with the process, however that ends.

The system's own lock on a small file that stays where it is: ``flock``, on Windows the first byte of it, as earlier
versions of the program take it. The libraries for this bring networking and mail with them, a third of the time that
a command takes.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from types import TracebackType

POLL_SECONDS = 0.05
CONTENDED = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _give_back(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class Busy(Exception):
    """Somebody else has held the lock for as long as was waited."""


class FileLock:
    """The lock of one file; another ``FileLock`` of the same file has to wait, in this process too.

    The file is made where there is none, for its owner only. Taking the lock raises ``Busy`` after ``seconds``, and
    ``OSError`` where the file can't be made or the disk knows no locks.
    """

    def __init__(self, path: Path, seconds: float = 0) -> None:
        self._path, self._seconds = path, seconds
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take it."""
        end = time.monotonic() + self._seconds
        while not self._taken():
            if time.monotonic() >= end:
                raise Busy(str(self._path))
            time.sleep(POLL_SECONDS)

    def release(self) -> None:
        """Give it back; nothing is done where it is not held."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            try:
                _give_back(handle)
            finally:
                os.close(handle)

    def _taken(self) -> bool:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(self._path, flags, 0o600)
        try:
            _take(handle)
            lost = os.fstat(handle).st_nlink == 0  # whoever held it has taken the file away: this lock excludes nobody
        except OSError as error:
            os.close(handle)
            if error.errno in CONTENDED:
                return False
            raise
        if lost:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def __enter__(self) -> FileLock:
        self.acquire()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.release()
