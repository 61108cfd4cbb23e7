"""The program's log on this machine: what went wrong, without anything of a file, and never longer than two pages hold.

Window and commands write to the same one, each line by itself, so that none of them holds it open.
"""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import disk, faults

if TYPE_CHECKING:
    from kpidesk.settings import Home

MOST_BYTES = 500_000
"""Of the log; what was written before goes to one file beside it, and what was there goes."""


class Careful(logging.Formatter):
    """Writes what happened and where; exceptions by kind and place, files by their last part."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """logging: one record."""
        safe = logging.makeLogRecord({**vars(record), "msg": _message(record), "args": None, "exc_info": None})
        safe.exc_text = safe.stack_info = None
        line = super().format(safe)
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        return line if error is None else f"{line}\n{faults.told(error)}"


def _message(record: logging.LogRecord) -> str:
    """What is said; of a library that we don't know the pattern alone, as its values may be anything."""
    pattern = str(record.msg)
    if record.name.split(".")[0] not in ("kpidesk", "ui") or not isinstance(record.args, tuple):
        return faults.short(pattern) if record.args else faults.short(pattern.split("\n")[0][:200])
    return pattern % tuple(_safe(each) for each in record.args)


def _safe(value: object) -> object:
    if isinstance(value, BaseException):
        return _Unquoted(faults.named(value))
    if isinstance(value, Path):
        return value.name
    return faults.short(value) if isinstance(value, str) else value


class _Unquoted(str):
    """A text that ``%r`` writes as it is."""

    def __repr__(self) -> str:
        return str(self)


class LogFile(logging.Handler):
    """Writes warnings and worse to the log, made when there is something to write; one that can't be written to spoils
    nothing.
    """

    def __init__(self, home: Home) -> None:
        super().__init__(logging.WARNING)
        self._file = home.log
        self.setFormatter(Careful())

    def emit(self, record: logging.LogRecord) -> None:
        """logging: one record."""
        try:
            line = f"{self.format(record)}\n".encode("utf-8", "replace")
        except Exception:
            self.handleError(record)
            return
        with contextlib.suppress(OSError):
            disk.private_folder(self._file.parent)
            self._turn(len(line))
            disk.private_file(self._file)
            disk.add_to(line, self._file)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name in logging
        """Nothing: standard error is for the one sentence that the user is to read."""

    def _turn(self, more: int) -> None:
        with contextlib.suppress(FileNotFoundError):
            if self._file.stat().st_size + more > MOST_BYTES:
                os.replace(self._file, earlier(self._file))


def earlier(log: Path) -> Path:
    """The page of the log before the present one."""
    return log.with_name(f"{log.name}.1")
