"""Adds so many goals to a file, each in a transaction of its own, beside others who do the same."""

from __future__ import annotations

import sys
from pathlib import Path

from kpidesk.domain.entities import Objective
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid


def add_goals(path: Path, home: Path, name: str, count: int) -> None:
    with Workspace.open(path, author=name, home=Home(home)) as ws:
        for number in range(count):
            with ws.transaction(msg("add")) as change:
                change.add(Objective(new_uid(), title=f"{name} {number}"))


if __name__ == "__main__":
    add_goals(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
