"""A fault in words that can be sent to whoever mends it: where and of what kind, and nothing of what is in a file.

What an exception says of itself may be a number or a name that somebody has typed. So it is left out where it can be:
the line of the program that was being run stands in the trace anyway. Paths keep their last part.
"""

from __future__ import annotations

import os
import re
import traceback
from pathlib import Path
from types import TracebackType

from kpidesk.errors import UserError
from kpidesk.forms import Form

OWN = ("kpidesk", "ui", "resources")
SPEAKS_OF_CODE = (AttributeError, ImportError, NameError, RecursionError, TypeError, ZeroDivisionError)
"""What the interpreter itself says in these names types and attributes, never values."""
SPEAKS_OF_TABLES = ("sqlite3", "sqlcipher3", "peewee")
"""What SQLite says names tables and columns."""
FOLDERS = Form(r"(?:\b[A-Za-z]:)?[\\/](?:[^\s\\/:'\"“”«»]+[\\/])+")
"""The folders of a path in a text."""
MOST_LETTERS = 20_000
"""Of a trace: one that has gone in circles is told by its beginning and its end."""


def told(error: BaseException) -> str:
    """The trace of an exception, with those that led to it."""
    parts, seen = [], set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(f"{trace(current.__traceback__)}{named(current)}\n")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    whole = "\n".join(reversed(parts))
    half = MOST_LETTERS // 2
    return whole if len(whole) <= MOST_LETTERS else f"{whole[:half]}\n…\n{whole[-half:]}"


def trace(begin: TracebackType | None) -> str:
    """The calls that led to a fault, the last one last."""
    if begin is None:
        return ""
    lines = [f"  {place(frame.filename)}:{frame.lineno} in {frame.name}\n    {frame.line}\n" for frame in _calls(begin)]
    return "".join(["Traceback (most recent call last):\n", *lines])


def named(error: BaseException) -> str:
    """The kind of an exception, with what it says where that can't be anything of a file."""
    kind = type(error).__name__
    words = _words(error)
    return f"{kind}: {words}" if words else kind


def place(file: str) -> str:
    """A file of the program from its package on; of others its last part."""
    parts = Path(file).parts
    if "site-packages" in parts:
        return "/".join(parts[len(parts) - parts[::-1].index("site-packages") :])
    known = [n for n, part in enumerate(parts[:-1]) if part in OWN]
    return "/".join(parts[known[-1] :]) if known else parts[-1] if parts else ""


def short(text: str) -> str:
    """A text whose paths keep their last part."""
    return FOLDERS.sub("", text)


def _calls(begin: TracebackType) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(begin))


def _words(error: BaseException) -> str:
    if isinstance(error, UserError):
        cause = f" ({named(error.__cause__)})" if error.__cause__ is not None else ""
        return f"{error.message.text}{cause}"  # the sentence, with the names of what it speaks of left open
    if isinstance(error, OSError) and error.errno is not None:
        file = f": {os.path.basename(os.fsdecode(error.filename))}" if isinstance(error.filename, (str, bytes)) else ""
        return f"[Errno {error.errno}] {os.strerror(error.errno)}{file}"
    if isinstance(error, SPEAKS_OF_CODE) and not _raised_by_hand(error):
        return short(str(error))
    if type(error).__module__.split(".")[0] in SPEAKS_OF_TABLES:
        return re.sub(r"([\"'`]).*\1", "…", short(str(error)), flags=re.DOTALL)
    return ""


def _raised_by_hand(error: BaseException) -> bool:
    """Whether the line that failed raises it, with words of its own."""
    calls = traceback.extract_tb(error.__traceback__)
    return not calls or (calls[-1].line or "").startswith("raise ")
