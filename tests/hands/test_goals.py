"""A tree of goals, made, measured, renamed and moved by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hands.goal_hands import plant, row, stored, titles

if TYPE_CHECKING:
    from tests.hands.office import Office

KINDS = ("Hold a level", "Milestones", "Done or not done", "From a start to a target")


def test_the_measure_of_a_key_result_changes_to_every_kind(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
        plant(program, "Guests who come back", "NPS up from 38 to 50")
        for kind in KINDS:
            program.choose("Measured as", kind)
            program.until(lambda tree, kind=kind: tree.find("combo box", kind), kind)
        told = stored(office, program, file)[0]["key_results"][0]
        assert (told["start"], told["target"]) == (38, 50)


def test_a_goal_renamed_in_its_row_keeps_its_name_whatever_is_typed_next(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
        plant(program, "Guests who come back", "NPS up from 38 to 50")
        program.click("tree item", row("Guests who come back"))
        program.key("F2")
        program.key("Ctrl+A")
        program.type("Regular guests\n")
        program.find("tree item", row("Regular guests"))
        program.type("nz")
        assert list(titles(stored(office, program, file))) == ["Regular guests"]


def test_a_title_typed_beside_the_tree_is_kept(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
        plant(program, "Guests who come back", "NPS up from 38 to 50")
        program.click("text", "Title")
        program.key("Ctrl+A")
        program.type("Recommended, up from 38 to 50\n")
        program.find("tree item", row("Recommended, up from 38 to 50"))
        program.type("\t")
        assert titles(stored(office, program, file)) == {"Guests who come back": ["Recommended, up from 38 to 50"]}


def test_a_key_result_is_dragged_to_another_objective(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
        plant(program, "Guests who come back", "NPS up from 38 to 50", "Regulars up from 12 to 20")
        plant(program, "Less waste", "Waste down from 9 to 5")
        start = program.find("tree item", row("Regulars up")).middle
        program.desktop.drag(start, program.find("tree item", row("Less waste")).middle)
        program.settle()
        assert titles(stored(office, program, file)) == {
            "Guests who come back": ["NPS up from 38 to 50"],
            "Less waste": ["Waste down from 9 to 5", "Regulars up from 12 to 20"],
        }
