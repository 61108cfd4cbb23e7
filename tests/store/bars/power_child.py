"""Edits some times and says after each that it is stored, by asking for a file that is not there."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace

EDITS = 12
LAST = 99


def edit(path: Path, home: Path) -> None:
    ws = Workspace.open(path, home=Home(home))
    goal, measured = ws.all(Objective)[0].uid, ws.all(Input)[0].uid
    mark(0)
    for number in range(1, EDITS + 1):
        with ws.transaction(msg("edit")) as change:
            change.set(Objective, goal, title=str(number), description="x" * 200 * number)
            change.measure(measured, Period.parse("2026-01").next(number), float(number))
        mark(number)
    mark(LAST)
    os._exit(0)


def mark(number: int) -> None:
    with contextlib.suppress(OSError):
        os.stat(f"/MARK_{number}")


if __name__ == "__main__":
    edit(Path(sys.argv[1]), Path(sys.argv[2]))
