"""A child process that is killed without warning; forked, so that ten thousand of them take minutes."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable

Say = Callable[[str], None]


def start(act: Callable[[Say], None]) -> tuple[int, int]:
    """Run ``act`` in a child; give its process id and the end of the pipe on which it speaks."""
    reads, writes = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads; the child needs none
        pid = os.fork()
    if pid:
        os.close(writes)
        return pid, reads
    os.close(reads)
    code = 1
    try:
        act(lambda words: _say(writes, words))
        code = 0
    except BaseException:
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(code)


def _say(writes: int, words: str) -> None:
    os.write(writes, f"{words}\n".encode())


def kill(pid: int, reads: int) -> list[str]:
    """Kill a child; give every line that it has finished."""
    os.kill(pid, signal.SIGKILL)
    return ended(pid, reads)[0]


def ended(pid: int, reads: int) -> tuple[list[str], int]:
    """Wait for a child; give its lines and its exit status, negative for a signal."""
    with os.fdopen(reads, "rb") as stream:
        lines = stream.read().decode().split("\n")[:-1]
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return lines, status


def killed_after(act: Callable[[Say], None], seconds: float) -> list[str]:
    """Let a child work for a while, and give what it had said when it was killed."""
    pid, reads = start(act)
    time.sleep(seconds)
    return kill(pid, reads)
