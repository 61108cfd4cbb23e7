"""Edits without end until it is killed; says after each edit that it is stored."""

from __future__ import annotations

import sys
from pathlib import Path

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace


def edit_for_ever(path: Path, home: Path) -> None:
    ws = Workspace.open(path, home=Home(home))
    objective, measured = ws.all(Objective)[0].uid, ws.all(Input)[0].uid
    number = int(ws.get(Objective, objective).title)
    print("ready", flush=True)
    while True:
        number += 1
        with ws.transaction(msg("edit")) as change:
            change.set(Objective, objective, title=str(number))
            change.measure(measured, Period.parse("2000-01").next(number % 600), float(number))
        print(number, flush=True)


if __name__ == "__main__":
    edit_for_ever(Path(sys.argv[1]), Path(sys.argv[2]))
