"""Monday morning by keyboard alone: the numbers, a word on the goal, what stands out, and one decision."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from kpidesk.commands import check_ins, cycles, entry, goals, people
from kpidesk.domain.entities import Kpi, ReviewNote
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hands.office import Office
    from tests.hands.program import Program

KEY_SECONDS, LOOK_SECONDS = 0.28, 5.0
"""What a key takes, and a look at a step (the keystroke-level model)."""
A_WEEK = dt.timedelta(days=7)


class Counted:
    """Keys pressed and things done."""

    def __init__(self, program: Program) -> None:
        self.program, self.keys, self.actions = program, 0, 0

    def key(self, keys: str) -> None:
        self.program.key(keys)
        self.keys, self.actions = self.keys + 1, self.actions + 1

    def say(self, words: str) -> None:
        """Type and press Enter."""
        self.program.type(f"{words}\n")
        self.keys, self.actions = self.keys + len(words) + 1, self.actions + 2


def test_a_round_of_ones_own_is_left_resumed_and_ended_by_keyboard_alone(office: Office) -> None:
    file = a_workshop(office.folder)
    with office.sit_down(file, place="Goals") as program:
        hands = Counted(program)
        hands.key("Ctrl+U")
        field(program, "Customers in ")
        program.key("Alt+Right")
        field(program, "Repairs in ")
        program.key("Alt+Left")
        field(program, "Customers in ")
        hands.say("38")
        field(program, "Repairs in ")
        program.type("9")
        hands.key("Esc")  # the telephone
        program.until(lambda tree: not tree.find("push button", "Save, next"), "the page before")
        hands.key("Ctrl+U")
        field(program, "Repairs in ", "9")
        program.key("End")
        hands.say("")
        shows(program, "We are short of bicycles")
        hands.say("3\t4New bicycles have come")
        shows(program, "Take it to the decision", "check box")
        hands.key("B")
        hands.key("Enter")
        shows(program, "One thing is enough. You brought Customers.")
        hands.say("Call the supplier")
        shows(program, "The weekly round is done: 2 numbers, 1 check-in, 1 decision.")
        hands.key("Enter")
        assert hands.actions <= 16
        assert hands.keys * KEY_SECONDS + 6 * LOOK_SECONDS < 60
        program.key("Ctrl+S")
        program.settle()
        told = json.loads(office.shown(file))
        newest = {kpi["name"]: kpi["values"][-1]["value"] for kpi in told["kpis"]}
        assert newest == {"Customers": 38, "Repairs": 9}
        assert decided(file, office.folder) == ["Call the supplier"]


def a_workshop(folder: Path) -> Path:
    """A file that has been used for weeks: last week's numbers are missing, and a goal is behind."""
    file, today = folder / "Sykkelverkstedet.kpidesk", dt.datetime.now(tz=dt.UTC).astimezone()
    last = Period.containing(today.date(), Frequency.WEEK).previous()
    made = Workspace.create(
        file, company="Sykkelverkstedet", language="en", author="Kari", home=Home(folder / "before"),
        clock=lambda: today - 6 * A_WEEK,
    )  # fmt: skip
    with made as ws, ws.sharing.holding():
        kari = people.ensure_person(ws, "Kari")
        customers = own_kpis.define(ws, name="Customers", frequency=Frequency.WEEK, target=100.0, red_flag=50.0)
        repairs = own_kpis.define(ws, name="Repairs", frequency=Frequency.WEEK)
        for back in range(1, 5):
            entry.set_value(ws, ws.get(Kpi, customers).inputs[0][1], last.previous(back), 40.0 + back)
            entry.set_value(ws, ws.get(Kpi, repairs).inputs[0][1], last.previous(back), 8.0)
        cycle = cycles.ensure_cycle(ws, Period.containing(today.date(), Frequency.QUARTER))
        top = goals.add_objective(ws, "More people on bicycles", cycle=cycle, owner=kari)
        result = goals.add_key_result(ws, "Courses from 0 to 10", parent=top, start=0.0, target=10.0, owner=kari)
        check_ins.check_in_as(ws, "Kari", result, confidence=3, note="We are short of bicycles", day=last.first)
    return file


def decided(file: Path, folder: Path) -> list[str]:
    """The decisions in the file, as a colleague's machine reads them."""
    with Workspace.open(file, author="", home=Home(folder / "reader")) as ws:
        return [note.text for note in ws.all(ReviewNote)]


def field(program: Program, name: str, text: str = "") -> None:
    """Wait until a field of a number has the keyboard."""
    program.until(
        lambda tree: next(
            (each for each in tree.find("text")
             if each.has_keyboard and each.name.startswith(name) and text in (each.text or "")), None
        ),
        f"the field {name}",
    )  # fmt: skip


def shows(program: Program, words: str, role: str = "label") -> None:
    """Wait until some words can be read."""
    program.until(lambda tree: tree.find(role, lambda name: words in name), words)
