"""Texts of questions that peewee has worded in an earlier start, kept on this machine as Python keeps compiled modules.

To load peewee and to word what a page asks for takes a quarter of a start. What has been worded once is written down in
the private folder, a line for each question, under the marks of the source files that it was made from: where one of
them has changed, or peewee has, nothing that was kept is found, and all is worded anew. A line that the disk has spoilt
is passed over, and where nothing can be written nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import CodeType
from typing import Any

from kpidesk import disk
from kpidesk.errors import FileRefused

PROGRAM = Path(__file__).parents[2]
ROOMS = ("", "domain", "store")
"""Folders of the program with all that words a question; the first is looked at without what is below it."""
PLAIN = (str, int, float, type(None))
MOST = 16_000_000
"""Bytes; many times what all questions of the program take."""
OTHERS = 3
"""So many files of other states of the program stay."""


class Texts:
    """What has been kept in one folder, read when it is first asked for."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, list[Any]]] | None = None
        self._file: Path | None = None

    def find(self, key: str) -> tuple[str, list[Any]] | None:
        """A text with what goes into its places, if it has been kept."""
        with self._lock:
            if self._known is None:
                self._known = self._read()
            return self._known.get(key)

    def keep(self, key: str, text: str, places: Sequence[Any]) -> None:
        """Write a text down for the next start."""
        if self._file is None or not all(_is_plain(place) for place in places):
            return
        line = json.dumps([key, text, list(places)], ensure_ascii=False).encode()
        with self._lock, contextlib.suppress(OSError):
            if not self._file.exists():
                self._begin(self._file)
            disk.add_to(_signed(line), self._file)

    def _read(self) -> dict[str, tuple[str, list[Any]]]:
        made_from = fingerprint() if self.folder else None
        if self.folder is None or made_from is None:
            return {}
        self._file = self.folder / made_from
        try:
            lines = disk.read(self._file, MOST).splitlines()
        except FileNotFoundError:
            return {}
        except (OSError, FileRefused):
            with contextlib.suppress(OSError):  # it would only grow, and never be read
                self._file.unlink()
            return {}
        return {key: (text, places) for key, text, places in _sound(lines)}

    def _begin(self, file: Path) -> None:
        """Make the file, and drop those of programs that have long gone: two versions may be used in turns.

        Raises ``OSError`` where the private folder itself is no longer there, as after the example: it stays away.
        """
        file.parent.parent.stat()
        disk.private_folder(file.parent)
        others = sorted(file.parent.iterdir(), key=lambda other: other.lstat().st_mtime, reverse=True)
        for other in others[OTHERS:]:
            with contextlib.suppress(OSError):  # somebody may have it open
                other.unlink()
        disk.private_file(file)


def _signed(line: bytes) -> bytes:
    return b"%08x %b\n" % (zlib.crc32(line), line)


def _sound(lines: Iterable[bytes]) -> Iterator[Any]:
    """What the lines say that are as they were written."""
    for each in lines:
        line = each[9:]
        if _signed(line).rstrip(b"\n") == each:
            yield json.loads(line)


def _is_plain(place: Any) -> bool:
    """Whether what goes into a place comes back the same from JSON."""
    return isinstance(place, int) or all(isinstance(part, PLAIN) for part in place)


_texts = Texts(None)


def keep_in(folder: Path) -> None:
    """Look in this folder for what has been worded before, and keep there what comes."""
    global _texts
    if _texts.folder != folder:
        _texts = Texts(folder)


def worded(key: str | None, word: Callable[[], tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    """A text by its key: as it was kept, or worded and kept; without a key it is worded."""
    if key is None:
        return word()
    texts = _texts
    found = texts.find(key)
    if found is None:
        found = word()
        texts.keep(key, *found)
    return found


def key_of(
    build: Callable[..., Any], slots: int, rooms: Mapping[int, Sequence[Any] | int], fixed: Mapping[str, Any]
) -> str | None:
    """What a text is known by; ``None`` where more goes into it than can be told: other values, a whole list."""
    code = getattr(build, "__code__", None)
    named = [_named(value) for value in fixed.values()]
    if code is None or code.co_freevars or build.__defaults__ or None in named:
        return None
    if not all(isinstance(room, int) for room in rooms.values()):
        return None
    return f"{build.__module__}:{code.co_firstlineno} {_mark_of(code)} {slots} {sorted(rooms.items())} {named}"


def _mark_of(code: CodeType) -> str:
    """What tells two questions of one line apart."""
    said = code.co_code, code.co_names, [each for each in code.co_consts if not isinstance(each, CodeType)]
    return f"{zlib.crc32(repr(said).encode()):08x}"


def _named(value: Any) -> str | None:
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    return repr(value) if isinstance(value, PLAIN) else None


def fingerprint() -> str | None:
    """The marks of all that words a question; ``None`` where the program's files can't be seen."""
    if getattr(sys, "frozen", False):
        files: list[str | os.DirEntry[str]] = [sys.executable]
    else:
        peewee = find_spec("peewee")
        files = [*_sources(), *([peewee.origin] if peewee and peewee.origin else [])]
    try:
        marks = sorted(_mark(file) for file in files)
    except OSError:
        return None
    if not marks:
        return None
    return hashlib.blake2b(repr((sqlite3.sqlite_version, marks)).encode(), digest_size=16).hexdigest()


def _sources() -> Iterator[os.DirEntry[str]]:
    waiting = [(PROGRAM / room, room != "") for room in ROOMS]
    while waiting:
        folder, deep = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    yield entry
                elif deep and "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    waiting.append((Path(entry.path), True))


def _mark(file: str | os.DirEntry[str]) -> tuple[str, int, int, int]:
    """What changes with a file: as Python does for compiled modules, and when it was put where it is."""
    found = os.stat(file) if isinstance(file, str) else file.stat()
    return os.fspath(file), found.st_mtime_ns, found.st_ctime_ns, found.st_size
