"""Files made by chance from a good one: refused or harmless, never a crash, a hang, or another value."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpidesk.domain.entities import KINDS, Input, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.store.bars import forked
from tests.store.bars.budget import Budget
from tests.store.bars.forked import Say

BATCH = 50
LONGEST_SECONDS = 90
DAY = Period.parse("2026-01-01")
TABLES = ("meta", "session", "txn", "field", "row", "op", "meas", "meas_old", "ack")


@dataclass
class Hostile:
    """How it went: files refused and taken, crashes, hangs, and files that did harm."""

    files: int = 0
    refused: int = 0
    taken: int = 0
    crashes: int = 0
    hangs: int = 0
    damage: int = 0
    seeds: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        told = f", seeds {self.seeds[:5]}" if self.seeds else ""
        return (
            f"{self.files} files, {self.refused} refused, {self.taken} without effect on the data:"
            f" {self.crashes} crashes, {self.hangs} hangs, {self.damage} damage{told}"
        )

    @property
    def failures(self) -> int:
        return self.crashes + self.hangs + self.damage


def hostile(folder: Path, budget: Budget, dice: random.Random) -> Hostile:
    """Merge so many hostile files into a good workspace, and open them on a fresh machine."""
    found = Hostile()
    _prepare(folder)
    first = dice.randrange(2**32)
    while budget.done < budget.rounds and not budget.over:
        count = min(BATCH, budget.rounds - budget.done)
        seeds = range(first + budget.done, first + budget.done + count)
        _batch(folder, seeds, found)
        budget.done += count
    return found


def _prepare(folder: Path) -> None:
    with Workspace.create(folder / "shop.kpidesk", company="Shop", home=Home(folder / "home")) as ws:
        ws.sharing.save_copy(folder / "sent.kpidesk")
    with Workspace.open(folder / "sent.kpidesk", author="ola", home=Home(folder / "ola")) as ola:
        with ola.transaction(msg("add")) as change:
            root = change.add(Objective(new_uid(), title="root"))
            uid = change.add(Input(new_uid(), key="sales", frequency=Frequency.DAY))
            change.measure_many(uid, [(DAY.next(n), float(n)) for n in range(300)])
        for n in range(10):
            with ola.transaction(msg("edit {n}", n=n)) as change:
                change.add(Objective(new_uid(), title=f"child {n}", parent=root))
                change.measure(uid, DAY.next(n), -1.0)
        ola.undo()


def _batch(folder: Path, seeds: range, found: Hostile) -> None:
    """A child of its own for each batch, so that a crash is seen and told."""
    pid, reads = forked.start(lambda say: _try_all(folder, seeds, say))
    lines, status = forked.ended(pid, reads)
    told = [line.split() for line in lines]
    found.files += len(told)
    for seed, outcome in told:
        found.refused += outcome == "refused"
        found.taken += outcome == "taken"
        found.damage += outcome == "damage"
        if outcome == "damage":
            found.seeds.append(int(seed))
    if status != 0:
        found.files += 1
        found.seeds.append(seeds[len(told)])
        found.hangs += status == -signal.SIGALRM
        found.crashes += status != -signal.SIGALRM


def _try_all(folder: Path, seeds: range, say: Say) -> None:
    good = (folder / "sent.kpidesk").read_bytes()
    place = folder / f"try{os.getpid()}"
    place.mkdir()
    ws = Workspace.open(folder / "shop.kpidesk", home=Home(folder / "home"))
    expected = _shown_of(folder / "sent.kpidesk", place, "good")
    was = _shown(ws)
    for seed in seeds:
        signal.alarm(LONGEST_SECONDS)
        path = place / "hostile.kpidesk"
        make(path, good, random.Random(seed))
        say(f"{seed} {_try(ws, path, place, seed, was, expected)}")
        signal.alarm(0)


def _try(ws: Workspace, path: Path, place: Path, seed: int, was: Any, expected: Any) -> str:
    before = path.read_bytes()
    outcome = "refused"
    try:
        with ws.merging.trying(path) as (report, merged):
            if report.transactions and (_shown(merged) != expected or merged.checking.problems()):
                return "damage"
        outcome = "taken"
    except UserError:
        pass
    try:
        if _shown_of(path, place, f"{seed}") != expected:
            return "damage"
    except UserError:
        outcome = "refused"
    if _shown(ws) != was or path.read_bytes() != before:
        return "damage"
    return outcome


def _shown_of(path: Path, place: Path, name: str) -> Any:
    with Workspace.open(path, home=Home(place / f"home-{name}")) as ws:
        ws.sharing.pending = False
        shown = _shown(ws)
        if ws.checking.problems():
            return "a file that does not check"
    return shown


def _shown(ws: Workspace) -> Any:
    return [[ws.all(kind) for kind in KINDS], [ws.series(found.uid) for found in ws.all(Input)]]


# ---- making them -------------------------------------------------------------------------------------


def make(path: Path, good: bytes, dice: random.Random) -> None:
    """Write one hostile file; the same for the same dice."""
    way = dice.choice((_flipped, _flipped, _scribbled, _cut, _shuffled, _headed, _told, _told))
    content = way(bytearray(good), dice, path)
    if content is not None:
        path.write_bytes(content)


def _flipped(content: bytearray, dice: random.Random, _path: Path) -> bytes:
    for _n in range(dice.choice((1, 1, 1, 2, 10, 200))):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    return bytes(content)


def _scribbled(content: bytearray, dice: random.Random, _path: Path) -> bytes:
    start, length = dice.randrange(len(content)), dice.choice((1, 4, 16, 512, 4096))
    content[start : start + length] = dice.choice((dice.randbytes(length), bytes(length), b"\xff" * length))
    return bytes(content)


def _cut(content: bytearray, dice: random.Random, _path: Path) -> bytes:
    end = dice.randrange(len(content))
    return bytes(content[:end]) + dice.choice((b"", dice.randbytes(dice.randrange(5000))))


def _shuffled(content: bytearray, dice: random.Random, _path: Path) -> bytes:
    pages = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    one, two = dice.randrange(len(pages)), dice.randrange(len(pages))
    pages[one], pages[two] = pages[two], dice.choice((pages[one], pages[two]))
    return b"".join(pages)


def _headed(content: bytearray, dice: random.Random, _path: Path) -> bytes:
    for _n in range(dice.randrange(1, 6)):
        content[dice.randrange(16, 112)] = dice.choice((0, 1, 127, 255, dice.randrange(256)))
    return bytes(content)


def _told(content: bytearray, dice: random.Random, path: Path) -> None:
    """Changed by SQL, so that the file itself is in order."""
    path.write_bytes(content)
    connection = sqlite3.connect(path)
    try:
        for _n in range(dice.choice((1, 1, 2, 5))):
            _tell(connection, dice)
        connection.commit()
    finally:
        connection.close()


def _tell(connection: sqlite3.Connection, dice: random.Random) -> None:
    table = dice.choice(TABLES)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    value = dice.choice((None, 0, -1, 1, 2**62, -(2**63), 9e307, "", "x" * 5000, b"", b"\xff" * 16, dice.randrange(50)))
    some = f"abs(random()) % {dice.choice((1, 2, 20))} = 0"
    statements = (
        (f"UPDATE {table} SET {dice.choice(columns)} = ? WHERE {some}", (value,)),
        (f"DELETE FROM {table} WHERE {some}", ()),
        (f"INSERT INTO {table} VALUES({', '.join('?' for _ in columns)})", tuple(value for _ in columns)),
    )
    statement, given = dice.choice(statements)
    try:
        connection.execute(statement, given)
    except (sqlite3.Error, OverflowError):
        connection.execute("PRAGMA user_version = 77")
