"""A tree of goals, made, measured, renamed and moved by hand.

Each choice beside a goal is made beside one kind of goal; ``--long`` makes it beside all that have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import long
from tests.hands.goal_hands import plant, row, stored, titles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hands.office import Office
    from tests.hands.program import Program

WHOLE = {
    "Guests who come back": ("NPS up from 38 to 50", "Regulars up from 12 to 20", "A card for regulars in use"),
    "Less waste": ("Bread thrown away, down from 9 to 5", "Cold room between 2 and 4 degrees", "Leftovers sold"),
    "A calmer shop": ("Queue of at most 5 minutes", "Two people at noon", "A new till"),
}
SMALL = {
    "Guests who come back": ("NPS up from 38 to 50", "A card for regulars in use"),
    "Less waste": ("Leftovers sold", "Queue of at most 5 minutes"),
}
"""What the choices in the short form are made beside."""
EVERY = {
    "Guests who come back": ("", ("Owner", "Department")),
    "NPS up from 38 to 50": ("Hold a level", ("Owner", "Reads", "Ambition", "KPI")),
    "A card for regulars in use": ("Done or not", ("Owner", "Ambition")),
    "Cold room between 2 and 4 degrees": ("Hold a level", ("Owner", "KPI", "Reads", "KPI")),
    "Leftovers sold": ("Milestones", ("Owner", "Ambition")),
    "Queue of at most 5 minutes": ("From a start to a target", ("KPI", "Reads", "Owner", "Ambition")),
}
"""How a goal is measured, and what is chosen beside it."""
ONCE = {
    "Guests who come back": ("", ("Department",)),
    "NPS up from 38 to 50": ("Hold a level", ("Reads", "KPI")),
    "A card for regulars in use": ("Done or not", ("Owner",)),
    "Leftovers sold": ("Milestones", ("Ambition",)),
    "Queue of at most 5 minutes": ("From a start to a target", ()),
}
"""Each kind once, and each choice beside one of them."""
TREE, CHOICES = long.either((SMALL, ONCE), (WHOLE, EVERY))


def test_a_tree_of_every_kind_of_key_result_and_every_choice_beside_it(office: Office) -> None:
    with office.program() as program:
        file = make_empty_file(program, "Blåbær & Sønn", "Kari Øvrebø")
        office.cli("kpi", "add", str(file), "nps", "csat")
        program.key("F5")
        program.go("Goals")
        for objective, results in TREE.items():
            plant(program, objective, *results)
        for title, (kind, labels) in CHOICES.items():
            program.click("tree item", row(title))
            program.until(lambda tree, title=title: title in [each.text for each in tree.find("text", "Title")], title)
            if kind:
                program.choose("Measured as", kind)
                program.until(lambda tree, kind=kind: tree.find("combo box", kind), kind)
            for label in labels:
                chosen = program.choose(label)
                program.until(lambda tree, chosen=chosen: tree.find("combo box", chosen), chosen)
        assert titles(stored(office, program, file)) == {each: list(results) for each, results in TREE.items()}
        office.get_up(program, file, "Goals", None)


def make_empty_file(program: Program, company: str, person: str) -> Path:
    """On the page that welcomes whoever has no file."""
    program.until(lambda tree: any(each.has_keyboard for each in tree.find("text")), "the name of the company")
    program.type(f"{company}\t\t{person}")  # past the trade: nothing chosen there is an empty file
    program.click("push button", "Create file")
    program.find("frame", f"{company} – KPI Desk")
    return next(each for each in program.home.rglob("*.kpidesk") if "private" not in each.parts)


def test_goals_are_renamed_in_their_row_and_beside_the_tree_and_dragged_elsewhere(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
        plant(program, "Guests who come back", "NPS up from 38 to 50", "Regulars up from 12 to 20")
        plant(program, "Less waste", "Waste down from 9 to 5")
        rename_in_its_row(program, "Guests who come back", "Regular guests")
        program.type("nz")
        assert list(titles(stored(office, program, file))) == ["Regular guests", "Less waste"], "whatever is typed next"
        program.click("tree item", row("NPS up"))
        program.until(lambda tree: any("NPS up" in each.text for each in tree.find("text", "Title")), "its title")
        program.click("text", "Title")
        program.key("Ctrl+A")
        program.type("Recommended, up from 38 to 50\n")
        program.find("tree item", row("Recommended, up from 38 to 50"))
        program.type("\t")
        drag(program, "Regulars up", "Less waste")
        assert titles(stored(office, program, file)) == {
            "Regular guests": ["Recommended, up from 38 to 50"],
            "Less waste": ["Waste down from 9 to 5", "Regulars up from 12 to 20"],
        }


def rename_in_its_row(program: Program, title: str, other: str) -> None:
    program.click("tree item", row(title))
    program.key("F2")
    program.key("Ctrl+A")
    program.type(f"{other}\n")
    program.find("tree item", row(other))


def drag(program: Program, title: str, onto: str) -> None:
    start = program.find("tree item", row(title)).middle
    program.desktop.drag(start, program.find("tree item", row(onto)).middle)
    program.settle()


def test_a_goal_is_typed_as_a_sentence_and_corrected_in_its_reading(office: Office) -> None:
    file = office.new_file()
    office.cli("kpi", "add", str(file), "nps")
    with office.sit_down(file, place="Goals") as program:
        program.go("Goals")
        program.key("Ctrl+N")
        program.type("Guests who come back\n\tNPS up from 38 to 50\n")
        program.find("tree item", row("NPS up from 38 to 50"))
        program.type("Regular guests from 12 to 20\t\t")
        program.key("Up")
        program.type("\n")
        program.key("Esc")
        program.find("tree item", row("Regular guests from 12 to 21"))
        (objective,) = stored(office, program, file)
        told = [(each["title"], each["start"], each["target"]) for each in objective["key_results"]]
        assert told == [("NPS up from 38 to 50", 38, 50), ("Regular guests from 12 to 21", 12, 21)]
