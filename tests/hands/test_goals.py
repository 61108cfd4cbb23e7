"""A tree of goals, made and measured by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hands.office import Office
    from tests.hands.program import Program

KINDS = ("Hold a level", "Milestones", "Done or not done", "From a start to a target")


def plant(program: Program, objective: str, *results: str) -> None:
    """An objective with key results below, typed in one go."""
    program.key("Ctrl+N")
    program.type(f"{objective}\n\t" + "".join(f"{title}\n" for title in results))
    program.key("Esc")
    program.until(lambda tree: tree.find("tree item", lambda name: name.startswith(results[-1])), results[-1])


def test_the_measure_of_a_key_result_changes_to_every_kind(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
        plant(program, "Guests who come back", "NPS up from 38 to 50")
        for kind in KINDS:
            program.choose("Measured as", kind)
            program.until(lambda tree, kind=kind: tree.find("combo box", kind), kind)
        program.key("Ctrl+S")
        program.settle()
        told = json.loads(office.shown(file))["objectives"][0]["key_results"][0]
        assert (told["start"], told["target"]) == (38, 50)
