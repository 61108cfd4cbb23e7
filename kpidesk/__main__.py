"""``python -m kpidesk``: the headless door, and the only place that leads to the window."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys

from kpidesk import cli

ORDINARY = gc.get_threshold()
MANY = 200_000
"""New objects, more than a short command makes, before cycles are looked for: the many looks of Python's own measure
take a twentieth of its time and find nothing."""


def open_window(path: str | None) -> int:
    """Open the window; Qt is loaded only here."""
    from ui.app.app import run

    gc.freeze()  # what is loaded stays, and is not looked through by the first collection of an ordinary measure
    gc.set_threshold(*ORDINARY)
    atexit.unregister(gc.freeze)  # widgets go in their order
    return run(path)


def test_itself(*, as_json: bool) -> int:
    """Go through the whole program, window and all, and tell what works."""
    from ui.selftest.run import run

    gc.set_threshold(*ORDINARY)
    atexit.unregister(gc.freeze)
    return run(as_json=as_json)


def main() -> int:
    """Run what the command line asks for; a reader that stops early, as ``head`` does, is no fault."""
    atexit.register(gc.freeze)  # the process ends: to look for cycles first takes a tenth of a command's time
    gc.set_threshold(MANY, *ORDINARY[1:])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = cli.main(None, open_window, test_itself)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:  # while what a command needs is loaded
        from kpidesk.cli.codes import STOPPED

        code = STOPPED
    except BrokenPipeError:
        # What is still buffered would complain again while the interpreter stops.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    return code


if __name__ == "__main__":
    sys.exit(main())
