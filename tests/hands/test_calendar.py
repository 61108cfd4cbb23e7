"""What waits is told to a script and put into a calendar, and neither asks any more once the number is in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpidesk.commands import entry
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.hands.test_entry import cell_with_keyboard

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hands.office import Office
    from tests.hands.program import Program

WAITS, DONE = 4, 0


def test_what_waits_ends_a_script_with_four_and_its_days_are_updated_in_the_calendar(office: Office) -> None:
    file = a_flower_shop(office.folder)
    assert office.run("due", str(file))[0] == WAITS
    with office.sit_down(file, place="Entry") as program:
        first = add_to_calendar(program, office.folder / "first.ics")
        program.key("Ctrl+4")
        cell_with_keyboard(program)
        program.type("41\n")
        program.key("Ctrl+S")
        program.settle()
        assert office.run("due", str(file))[0] == DONE
        second = add_to_calendar(program, office.folder / "second.ics")
        assert first and set(first) == set(second)
        assert all(second[each] > sequence for each, sequence in first.items())


def a_flower_shop(folder: Path) -> Path:
    """A file made weeks ago: last week's number is missing."""
    file, today = folder / "Blomsterbua.kpidesk", dt.datetime.now(tz=dt.UTC).astimezone()
    made = Workspace.create(
        file, company="Blomsterbua", language="en", author="Liv", home=Home(folder / "before"),
        clock=lambda: today - dt.timedelta(weeks=6),
    )  # fmt: skip
    with made as ws, ws.sharing.holding():
        bouquets = ws.get(Kpi, own_kpis.define(ws, name="Bouquets", frequency=Frequency.WEEK))
        last = Period.containing(today.date(), Frequency.WEEK).previous()
        for back in (2, 1):
            entry.set_value(ws, bouquets.inputs[0][1], last.previous(back), 30.0 + back)
    return file


def add_to_calendar(program: Program, path: Path) -> dict[str, int]:
    """Save the days as a file; gives the sequence of each event by its UID."""
    program.go("Overview")
    program.click("push button", "Add to my calendar …")
    program.click("push button", "Save as file …")
    program.until(lambda tree: tree.find("dialog"), "where to")
    program.type(f"{path}\n")
    program.find("label", lambda words: words.startswith(f"“{path.name}” is saved."))
    lines = path.read_bytes().replace(b"\r\n ", b"").decode().splitlines()
    uids, sequences = ([line.partition(":")[2] for line in lines if line.startswith(name)] for name in ("UID", "SEQ"))
    return dict(zip(uids, map(int, sequences), strict=True))
