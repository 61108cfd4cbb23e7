"""A workspace on a machine of its own, with a clock that stands still until it is moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.domain.entities import Input, Objective
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid


@dataclass
class Desk:
    """A folder that several machines see, each with its own private home and clock."""

    folder: Path
    now: dt.datetime = dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)
    open_ones: list[Workspace] = field(default_factory=list)

    def clock(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now

    @property
    def path(self) -> Path:
        return self.folder / "shop.kpidesk"

    def home(self, machine: str = "kari") -> Home:
        return Home(self.folder / f"home-{machine}")

    def create(self, path: Path | None = None, company: str = "Shop", machine: str = "kari") -> Workspace:
        ws = Workspace.create(
            path or self.path, company=company, author=machine, home=self.home(machine), clock=self.clock
        )
        return self._kept(ws)

    def open(self, path: Path | None = None, machine: str = "kari") -> Workspace:
        ws = Workspace.open(path or self.path, author=machine, home=self.home(machine), clock=self.clock)
        return self._kept(ws)

    def _kept(self, ws: Workspace) -> Workspace:
        self.open_ones.append(ws)
        return ws


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared in the language of their ids."""
    before = text.language()
    text.use("en")
    yield
    text.use(before)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    for ws in made.open_ones:
        ws.sharing.pending = False
        ws.close()


@pytest.fixture
def ws(desk: Desk) -> Workspace:
    return desk.create()


def add_objective(ws: Workspace, title: str, parent: str | None = None, order: str = "a0") -> str:
    with ws.transaction(msg("add")) as change:
        return change.add(Objective(new_uid(), title=title, parent=parent, order=order))


def add_input(ws: Workspace, key: str = "sales") -> str:
    with ws.transaction(msg("add")) as change:
        return change.add(Input(new_uid(), key=key))


def rename(ws: Workspace, uid: str, title: str) -> None:
    with ws.transaction(msg("rename")) as change:
        change.set(Objective, uid, title=title)
