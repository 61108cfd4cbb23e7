"""Who has the file open, told by small files beside it. A courtesy, never the safety.

Each window writes a heartbeat beside the shared file every thirty seconds; one that has not moved for
two minutes is stale. Clocks of two machines may differ, so a heartbeat also counts while it is seen to
move. A short lease lets colleagues publish in turn. A folder that can't be written to has none of it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.records import record

HEARTBEAT = dt.timedelta(seconds=30)
STALE = dt.timedelta(seconds=120)
LEFTOVER = dt.timedelta(days=1)
LEASE = dt.timedelta(seconds=5)
MOST_BYTES, MOST_LETTERS, MOST_FILES = 2000, 80, 50


@record(frozen=True)
class Present:
    """Somebody who has the file open elsewhere."""

    who: str
    machine: str
    since: dt.datetime


@record(frozen=True)
class _Seen:
    beat: str
    noticed: dt.datetime
    live: bool


class Presence:
    """This window's heartbeat, and those of others beside the same file.

    ``identity`` is the workspace's own: a heartbeat left beside a file that had this name before is nobody's here.
    """

    def __init__(self, file: Path, who: str, machine: str, device: str, identity: str) -> None:
        self._file, self._who, self._machine, self.device = file, who, machine, device
        self._identity = identity
        self._own = file.with_name(f".{file.name}.{os.urandom(4).hex()}.here")
        self._since: dt.datetime | None = None
        self._seen: dict[Path, _Seen] = {}

    def rename(self, who: str) -> None:
        """Say another name from the next heartbeat on."""
        self._who = who

    def beat(self, now: dt.datetime) -> None:
        """Say that this window is here."""
        self._since = self._since or now
        content = {
            "who": self._who, "machine": self._machine, "device": self.device,
            "since": self._since.isoformat(), "beat": now.isoformat(), "file": self._identity,
        }  # fmt: skip
        with contextlib.suppress(OSError):
            disk.write_over(json.dumps(content), self._own)

    def leave(self) -> None:
        """Take the heartbeat away."""
        if self._since is not None:
            with contextlib.suppress(OSError):
                self._own.unlink(missing_ok=True)
            self._since = None

    def forget(self) -> None:
        """Leave the heartbeat behind, to grow stale: the folder does not answer."""
        self._since = None

    def others(self, now: dt.datetime) -> list[Present]:
        """Who else has the file open, the earliest first; another window on this machine is not told."""
        found = []
        for path in beside(self._file, ".here"):
            told = _read(path)
            if path == self._own or told is None or told["device"] == self.device:
                continue
            if self._is_live(path, told["beat"], now) and told["file"] in ("", self._identity):
                found.append(Present(told["who"], told["machine"], dt.datetime.fromisoformat(told["since"])))
            elif _age(told["beat"], now) > LEFTOVER and self._since is not None:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
        return sorted(found, key=lambda present: present.since)

    def _is_live(self, path: Path, beat: str, now: dt.datetime) -> bool:
        before = self._seen.get(path)
        if before is None or before.beat != beat:
            self._seen[path] = _Seen(beat, now, before is not None or abs(_age(beat, now)) <= STALE)
        seen = self._seen[path]
        return seen.live and now - seen.noticed <= STALE


def beside(file: Path, ending: str) -> list[Path]:
    """Small hidden files of ours beside a file."""
    start = f".{file.name}."
    try:
        names = [name for name in os.listdir(file.parent) if name.startswith(start) and name.endswith(ending)]
    except OSError:
        return []
    return [file.with_name(name) for name in sorted(names)[:MOST_FILES]]


def _read(path: Path) -> dict[str, str] | None:
    """A heartbeat as somebody wrote it; anything odd is nobody."""
    try:
        told: Any = json.loads(disk.head(path, MOST_BYTES))
        found = {key: _plain(told[key]) for key in ("who", "machine", "device", "since", "beat")}
        found["file"] = _plain(told.get("file", ""))  # older programs do not say it
        moments = [dt.datetime.fromisoformat(found[key]) for key in ("since", "beat")]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, UserError):
        return None
    return found if all(moment.tzinfo is not None for moment in moments) else None


def _plain(text: Any) -> str:
    return "".join(letter for letter in str(text) if letter.isprintable())[:MOST_LETTERS]


def _age(beat: str, now: dt.datetime) -> dt.timedelta:
    return now - dt.datetime.fromisoformat(beat)


@contextlib.contextmanager
def lease(file: Path, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Publish in turn with colleagues who ask too; after a second of waiting go on without."""
    place = file.with_name(f".{file.name}.lease")
    taken = _take(place)
    for _n in range(10):
        if taken is not False:
            break
        sleep(0.1)
        taken = _take(place)
    try:
        yield
    finally:
        if taken:
            with contextlib.suppress(OSError):
                place.unlink(missing_ok=True)


def _take(place: Path) -> bool | None:
    """``False`` while somebody else holds the lease, ``None`` where there can be none."""
    try:
        if _left_behind(place):
            place.unlink(missing_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError:
        return False
    except OSError:
        return None
    return True


def _left_behind(place: Path) -> bool:
    try:
        return time.time() - place.stat().st_mtime > LEASE.total_seconds()
    except FileNotFoundError:
        return False
