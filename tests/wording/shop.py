"""A small company of one's own for the words: a clock that stands until it is moved, and colleagues by name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from kpidesk.settings import Home
from kpidesk.workspace import Workspace

NOON = dt.datetime(2026, 3, 12, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@dataclass
class Shop:
    """A folder that several people see; everybody reads the same clock, which a read moves by a second."""

    folder: Path
    now: dt.datetime = NOON
    opened: list[Workspace] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The file of the company."""
        return self.folder / "butikken.kpidesk"

    def clock(self) -> dt.datetime:
        """The time, a second later each time."""
        self.now += dt.timedelta(seconds=1)
        return self.now

    def create(self, author: str = "Kari Solberg") -> Workspace:
        """The file, made by somebody."""
        home = Home(self.folder / "home")
        made = Workspace.create(self.path, company="Butikken", author=author, home=home, clock=self.clock)
        self.opened.append(made)
        return made

    def open(self, path: Path, author: str) -> Workspace:
        """A file as somebody else has it, on a machine of their own."""
        home = Home(self.folder / f"home-{author.split()[0]}")
        made = Workspace.open(path, author=author, home=home, clock=self.clock)
        self.opened.append(made)
        return made

    def close(self) -> None:
        """Close whatever is open."""
        for ws in self.opened:
            ws.sharing.pending = False
            ws.close()
