"""Killed while editing, importing or merging: what was acknowledged is there, nothing is half done."""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import IMPORT, Workspace, new_uid
from tests.store.bars.budget import Budget
from tests.store.bars.forked import Say, killed_after

FIRST = Period.parse("2000-01")
DAY = Period.parse("1990-01-01")
ROUNDS_PER_FILE = 100
IMPORTED = 5000


@dataclass
class Killed:
    """How it went: rounds, edits acknowledged, edits lost, files damaged, changes half done."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    corrupt: int = 0
    half: int = 0
    done: int = 0

    def __str__(self) -> str:
        return (
            f"{self.rounds} kills, {self.acknowledged} acknowledged, {self.done} finished:"
            f" {self.corrupt} corrupt, {self.lost} lost, {self.half} half-done"
        )

    @property
    def failures(self) -> int:
        return self.lost + self.corrupt + self.half


# ---- edits -------------------------------------------------------------------------------------------


def during_edits(folder: Path, budget: Budget, dice: random.Random) -> Killed:
    """Kill a program that does nothing but edit; then open the file and look."""
    found = Killed()
    number, pace = 0, _pace(folder)
    for n in budget:
        if n % ROUNDS_PER_FILE == 0:
            number, path, home = 0, *_fresh(folder, n)
        lines = killed_after(lambda say, p=path, h=home: _edit_for_ever(p, h, say), dice.uniform(0.0, 4.0) * pace)
        acknowledged = int(lines[-1]) if lines else number
        found.acknowledged += acknowledged - number
        number = _look(path, home, acknowledged, found, thorough=n % 10 == 9)
        found.rounds += 1
    return found


def _pace(folder: Path) -> float:
    """How long opening and a first edit take now, on this machine: seconds."""
    path, home = _fresh(folder, -1)
    start = time.monotonic()
    with Workspace.open(path, home=home) as ws, ws.transaction(msg("edit")) as change:
        change.set(Objective, ws.all(Objective)[0].uid, title="1")
    return time.monotonic() - start


def _fresh(folder: Path, n: int) -> tuple[Path, Home]:
    place = folder / f"edits{n}"
    place.mkdir()
    home = Home(place / "home")
    with Workspace.create(place / "shop.kpidesk", company="Shop", home=home) as ws:
        with ws.transaction(msg("add")) as change:
            change.add(Objective(new_uid(), title="0"))
            change.add(Input(new_uid(), key="sales"))
        return ws.path, home


def _edit_for_ever(path: Path, home: Home, say: Say) -> None:
    ws = Workspace.open(path, home=home)
    objective, measured = ws.all(Objective)[0].uid, ws.all(Input)[0].uid
    number = int(ws.get(Objective, objective).title)
    while True:
        number += 1
        with ws.transaction(msg("edit")) as change:
            change.set(Objective, objective, title=str(number))
            change.measure(measured, FIRST.next(number % 600), float(number))
        say(str(number))


def _look(path: Path, home: Home, acknowledged: int, found: Killed, thorough: bool) -> int:
    with Workspace.open(path, home=home) as ws:
        number = int(ws.all(Objective)[0].title)
        found.lost += number < acknowledged
        found.half += number > 0 and ws.series(ws.all(Input)[0].uid).get(FIRST.next(number % 600)) != number
        found.corrupt += thorough and ws.checking.problems() != []
        return number


# ---- imports and merges ------------------------------------------------------------------------------


def during_imports_and_merges(folder: Path, budget: Budget, dice: random.Random) -> Killed:
    """Kill a program amid one large change; then it has happened, or it has not."""
    found = Killed()
    base = _prepared(folder)
    acts = {"import": _import, "merge": _merge}
    outcomes = {name: _outcomes(folder, base, act) for name, act in acts.items()}
    for n in budget:
        name = ("import", "merge")[n % 2]
        before, after, seconds = outcomes[name]
        place = _copied(base, folder / "now")
        lines = killed_after(lambda say, p=place, a=acts[name]: a(p, say), dice.uniform(0.0, 2.0) * seconds)
        with _opened(place) as ws:
            shown = _shown(ws)
            found.half += shown not in (before, after)
            found.lost += bool(lines) and shown != after
            found.corrupt += ws.checking.problems() != []
        found.acknowledged += bool(lines)
        found.done += shown == after
        found.rounds += 1
    return found


def _prepared(folder: Path) -> Path:
    """A file with something in it, and a colleague's copy with much more."""
    base = folder / "base"
    base.mkdir()
    with Workspace.create(base / "shop.kpidesk", company="Shop", home=Home(base / "home")) as ws:
        with ws.transaction(msg("add")) as change:
            uid = change.add(Input(new_uid(), key="sales", frequency=Frequency.DAY))
            goals = [change.add(Objective(new_uid(), title=f"{n}")) for n in range(40)]
            change.measure_many(uid, [(DAY.next(n), 0.5) for n in range(0, IMPORTED, 2)])
        ws.sharing.save_copy(base / "copy.kpidesk")
    ola = Workspace.open(base / "copy.kpidesk", author="ola", home=Home(base / "ola"))
    with ola, ola.sharing.holding():
        for goal in goals:
            with ola.transaction(msg("rename")) as change:
                change.set(Objective, goal, title="ola's")
        with ola.transaction(msg("measure")) as change:
            change.measure_many(uid, [(DAY.next(n), 2.0) for n in range(IMPORTED)])
    return base


def _copied(base: Path, place: Path) -> Path:
    """The same file in a place of its own; the working copy is made there on opening."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name in ("shop.kpidesk", "copy.kpidesk"):
        shutil.copy(base / name, place / name)
    _opened(place).close()
    return place


def _opened(place: Path) -> Workspace:
    return Workspace.open(place / "shop.kpidesk", author="kari", home=Home(place / "home"))


def _import(place: Path, say: Say) -> None:
    ws = _opened(place)
    with ws.transaction(msg("import"), kind=IMPORT) as change:
        change.measure_many(ws.all(Input)[0].uid, [(DAY.next(n), float(n)) for n in range(IMPORTED)])
        change.add(Objective("ab" * 16, title="imported"))
    say("done")


def _merge(place: Path, say: Say) -> None:
    ws = _opened(place)
    ws.merging.merge(place / "copy.kpidesk")
    say("done")


def _outcomes(folder: Path, base: Path, act: Any) -> tuple[Any, Any, float]:
    """What the file shows before and after, and how long it takes."""
    place = _copied(base, folder / "rehearsal")
    with _opened(place) as ws:
        before = _shown(ws)
    start = time.monotonic()
    act(place, lambda _words: None)
    seconds = time.monotonic() - start
    with _opened(place) as ws:
        return before, _shown(ws), seconds


def _shown(ws: Workspace) -> Any:
    recorded = sum(entry.kind == 6 for entry in ws.history.entries())
    return [ws.all(Objective), [(found, ws.series(found.uid)) for found in ws.all(Input)], recorded]
