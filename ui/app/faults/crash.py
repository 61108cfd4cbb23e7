"""When the program itself goes down: where it was, for the next start to tell of calmly.

Python writes the places of all threads to a file as the process dies; nothing of what is in a KPI Desk file is among
them. A clean end takes the file away, so what is found at a start is of a crash.
"""

from __future__ import annotations

import contextlib
import faulthandler
from typing import TYPE_CHECKING, BinaryIO

from kpidesk import disk, faults
from kpidesk.errors import FileRefused
from kpidesk.forms import Form

if TYPE_CHECKING:
    from kpidesk.settings import Home

MOST_BYTES = 200_000
"""Of what is read: the beginning tells what happened."""
CALL = Form(r'File "(.*)", line (\d+) in (.*)')


class CrashWatch:
    """Stands by from the start of a window's process to its end."""

    def __init__(self, home: Home) -> None:
        self._file = home.data / "crash.txt"
        self._open: BinaryIO | None = None

    def left(self) -> str:
        """What the last process has left, or nothing; it is told once."""
        try:
            found = disk.head(self._file, MOST_BYTES).decode("utf-8", "replace")
            self._file.unlink()
        except (OSError, FileRefused):
            return ""
        return CALL.sub(lambda call: f"{faults.place(call[1])}:{call[2]} in {call[3]}", found).strip()

    def begin(self) -> None:
        """Have a crash written down; where somebody has asked for it elsewhere, or nothing can be written, not."""
        if faulthandler.is_enabled():
            return
        with contextlib.suppress(OSError):
            disk.private_folder(self._file.parent)
            disk.private_file(self._file)
            self._open = open(self._file, "wb")  # noqa: SIM115 - for as long as the process lives
            faulthandler.enable(self._open, all_threads=True)

    def end(self) -> None:
        """The process ends as it should."""
        if self._open is not None:
            faulthandler.disable()
            self._open.close()
            self._open = None
            with contextlib.suppress(OSError):
                self._file.unlink()
