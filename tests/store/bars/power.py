"""The power is cut at any moment: a recorded run is replayed up to there, as a disk may have kept it.

What was synced is kept. Of what was not, a random part arrives: whole writes, torn ones in pieces of 512
bytes, and a random prefix of the changes to folders. The shared-memory index of the write-ahead log is
not kept at all; SQLite makes it anew. Needs ``strace``, which records what the program asks of the disk.
"""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpidesk.domain.entities import Input, Objective
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.store.db.database import Database
from kpidesk.store.files import verify, vet
from kpidesk.store.log.row_ids import RowIds
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.store.bars import power_child
from tests.store.bars.budget import Budget
from tests.store.bars.power_child import LAST

ROOT = Path(__file__).resolve().parents[3]
TRACED = "openat,close,pwrite64,write,fsync,fdatasync,unlink,rename,ftruncate,newfstatat,stat"
SECTOR = 512
Event = tuple[Any, ...]


@dataclass
class Cut:
    """How it went: cuts, files damaged, acknowledged edits lost."""

    cuts: int = 0
    corrupt: int = 0
    lost: int = 0
    rolled_back: int = 0

    def __str__(self) -> str:
        return f"{self.cuts} power cuts: {self.corrupt} corrupt, {self.lost} acknowledged edits lost"

    @property
    def failures(self) -> int:
        return self.corrupt + self.lost


def available() -> bool:
    """Tell whether runs can be recorded here."""
    return shutil.which("strace") is not None


def power_cuts(folder: Path, budget: Budget, dice: random.Random) -> Cut:
    """Cut the power so often at any moment of one recorded run, and look at what is left."""
    found = Cut()
    root = folder / "recorded"
    start, events = record(root)
    first, last = events.index(("mark", 0)), events.index(("mark", LAST))
    left = folder / "left"
    for _n in budget:
        files, acknowledged = cut(start, events[: dice.randint(first, last)], dice)
        shutil.rmtree(left, ignore_errors=True)
        for name, content in files.items():
            (left / name).parent.mkdir(parents=True, exist_ok=True)
            (left / name).write_bytes(content)
        look(left, acknowledged, found)
        found.cuts += 1
    return found


def look(left: Path, acknowledged: int, found: Cut) -> None:
    (working,) = (left / "home" / "work").glob("*.work")
    try:
        database = Database(working)
        try:
            number = int(database.one("SELECT f_title FROM s_objective"))
            found.corrupt += verify.problems(database, RowIds(database)) != []
        finally:
            database.close()
        vet.vet(left / "shop.kpidesk", left / "shop.kpidesk")
    except (sqlite3.Error, UserError):
        found.corrupt += 1
        return
    found.lost += number < (power_child.EDITS if acknowledged == LAST else acknowledged)


# ---- recording ---------------------------------------------------------------------------------------


def record(root: Path) -> tuple[dict[str, bytes], list[Event]]:
    """Run the child once; give every file before, and what it asked of the disk."""
    root.mkdir()
    ws = Workspace.create(root / "shop.kpidesk", company="Shop", home=Home(root / "home"))
    with ws, ws.transaction(msg("add")) as change:
        change.add(Objective(new_uid(), title="0"))
        change.add(Input(new_uid(), key="sales"))
    trace = root.with_suffix(".trace")
    start = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "tests.store.bars.power_child", str(root / "shop.kpidesk"), str(root / "home")]
    strace = ["strace", "-f", "-xx", "-s", "4000000", "-e", f"trace={TRACED}", "-o", str(trace)]
    subprocess.run([*strace, *command], check=True, cwd=ROOT)
    return start, list(_Reader(root).events(trace))


class _Reader:
    """Turns a trace into events on files under one folder."""

    def __init__(self, root: Path) -> None:
        self._root = f"{root}/"
        self._open: dict[str, str] = {}
        self._rules: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Event | None]]] = [
            (re.compile(r'openat\(AT_FDCWD, "([^"]*)", ([A-Z_|]+).*\) = (\d+)'), self._opened),
            (re.compile(r"close\((\d+)\)"), self._closed),
            (re.compile(r'pwrite64\((\d+), "([^"]*)", \d+, (\d+)\) = '), self._written),
            (re.compile(r"f(?:data)?sync\((\d+)\)"), self._synced),
            (re.compile(r'unlink\("([^"]*)"\)\s+= 0'), lambda found: self._named("unlink", found[1])),
            (re.compile(r'rename\("([^"]*)", "([^"]*)"\)\s+= 0'), self._renamed),
            (re.compile(r"ftruncate\((\d+), (\d+)\)"), self._shortened),
            (re.compile(r'(?:stat|newfstatat)\((?:AT_FDCWD, )?"([^"]*)"'), self._marked),
        ]

    def events(self, trace: Path) -> Iterator[Event]:
        with trace.open(errors="replace") as lines:
            for line in lines:
                for pattern, rule in self._rules:
                    found = pattern.match(line.partition(" ")[2].lstrip())
                    if found:
                        event = rule(found)
                        if event is not None:
                            yield event
                        break

    def _inside(self, path: str) -> str | None:
        return path[len(self._root) :] if path.startswith(self._root) else None

    def _named(self, what: str, hexed: str) -> Event | None:
        name = self._inside(_text(hexed))
        return (what, name) if name else None

    def _opened(self, found: re.Match[str]) -> Event | None:
        self._open[found[3]] = _text(found[1])
        return self._named("create", found[1]) if "O_CREAT" in found[2] else None

    def _closed(self, found: re.Match[str]) -> None:
        self._open.pop(found[1], None)

    def _written(self, found: re.Match[str]) -> Event | None:
        name = self._inside(self._open.get(found[1], ""))
        return ("write", name, int(found[3]), _bytes(found[2])) if name else None

    def _synced(self, found: re.Match[str]) -> Event | None:
        path = self._open.get(found[1], "")
        if f"{path}/" == self._root:
            return ("folder", "")
        name = self._inside(path)
        return None if name is None else ("sync" if "." in Path(name).name else "folder", name)

    def _renamed(self, found: re.Match[str]) -> Event | None:
        old, new = (self._inside(_text(hexed)) for hexed in found.groups())
        return ("rename", old, new) if old and new else None

    def _shortened(self, found: re.Match[str]) -> Event | None:
        name = self._inside(self._open.get(found[1], ""))
        return ("truncate", name, int(found[2])) if name else None

    def _marked(self, found: re.Match[str]) -> Event | None:
        path = _text(found[1])
        return ("mark", int(path[6:])) if path.startswith("/MARK_") else None


def _bytes(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))


def _text(hexed: str) -> str:
    return _bytes(hexed).decode("utf-8", "replace")


# ---- replaying ---------------------------------------------------------------------------------------


@dataclass
class _Content:
    """A file's bytes on the disk, and what was written and not yet synced."""

    durable: bytearray
    pending: list[Event] = field(default_factory=list)


class _Disk:
    """Files by name, as the program sees them and as a cut would leave them."""

    def __init__(self, start: dict[str, bytes]) -> None:
        self.seen = {name: _Content(bytearray(content)) for name, content in start.items()}
        self.kept = dict(self.seen)
        self.folders: list[tuple[str, str, _Content | None]] = []
        """Changes to folders that are not yet durable: folder, name, content or nothing."""

    def _named(self, name: str, content: _Content | None) -> None:
        if content is None:
            self.seen.pop(name, None)
        else:
            self.seen[name] = content
        self.folders.append((str(Path(name).parent), name, content))

    def _keep(self, name: str, content: _Content | None) -> None:
        if content is None:
            self.kept.pop(name, None)
        else:
            self.kept[name] = content

    def do(self, event: Event) -> None:
        match event:
            case ("create", name):
                if name not in self.seen:
                    self._named(name, _Content(bytearray()))
            case ("write" | "truncate", name, *_rest):
                self.seen[name].pending.append(event)
            case ("sync", name):
                self._sync(self.seen[name])
            case ("unlink", name):
                self._named(name, None)
            case ("rename", old, new):
                content = self.seen[old]
                self._named(old, None)
                self._named(new, content)
            case ("folder", name):
                self._settle(str(Path(name)) if name else ".")

    def _sync(self, content: _Content) -> None:
        for event in content.pending:
            _apply(content.durable, event)
        content.pending.clear()
        waiting = [change for change in self.folders if change[2] is content and change[1] not in self.kept]
        for change in waiting[:1]:
            # Syncing a new file makes its first name durable too.
            self._keep(change[1], content)
            self.folders.remove(change)

    def _settle(self, folder: str) -> None:
        for place, name, content in [change for change in self.folders if change[0] == folder]:
            self._keep(name, content)
            self.folders.remove((place, name, content))

    def left(self, dice: random.Random) -> dict[str, bytes]:
        """What a cut leaves: a prefix of the changes to folders, and of each file some of what was pending."""
        for _folder, name, content in self.folders[: dice.randint(0, len(self.folders))]:
            self._keep(name, content)
        files = {name: _arrived(content, dice) for name, content in self.kept.items()}
        return {name: content for name, content in files.items() if not name.endswith("-shm")}


def _apply(content: bytearray, event: Event) -> None:
    if event[0] == "truncate":
        del content[event[2] :]
        content.extend(bytes(max(0, event[2] - len(content))))
        return
    place, data = event[2], event[3]
    content.extend(bytes(max(0, place - len(content))))
    content[place : place + len(data)] = data


def _arrived(content: _Content, dice: random.Random) -> bytes:
    found = bytearray(content.durable)
    for event in content.pending:
        fate = dice.random()
        if fate < 0.5:
            continue
        if event[0] == "write" and fate < 0.6 and len(event[3]) > SECTOR:
            for at in range(0, len(event[3]), SECTOR):
                if dice.random() < 0.5:
                    _apply(found, ("write", event[1], event[2] + at, event[3][at : at + SECTOR]))
        else:
            _apply(found, event)
    return bytes(found)


def cut(start: dict[str, bytes], events: list[Event], dice: random.Random) -> tuple[dict[str, bytes], int]:
    """The files after a cut behind the last of ``events``, and the last edit acknowledged by then."""
    disk, acknowledged = _Disk(start), 0
    for event in events:
        if event[0] == "mark":
            acknowledged = event[1]
        else:
            disk.do(event)
    return disk.left(dice), acknowledged
