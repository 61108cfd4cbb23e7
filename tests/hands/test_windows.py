"""Several windows of one program, and files one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hands.goal_hands import plant, row
from tests.hands.test_entry import cell_with_keyboard

if TYPE_CHECKING:
    from tests.hands.office import Office
    from tests.hands.program import Program
    from tests.hands.reading import Widget

FIRST, SECOND = "Blåbær & Sønn – KPI Desk", "Blåbær & Sønn – 2 – KPI Desk"


def test_a_second_window_is_closed_and_what_is_typed_in_one_of_two_shows_in_the_other(office: Office) -> None:
    file = office.new_file()
    office.cli("kpi", "add", str(file), "net_sales")
    with office.sit_down(file, place="Entry") as program:
        closed_and_the_first_goes_on_with_another_file_and_back(program)
        typed_in_one_and_the_other_goes_on_alone(program)


def closed_and_the_first_goes_on_with_another_file_and_back(program: Program) -> None:
    plant(program, "Guests who come back", "NPS up from 38 to 50")
    program.key("Ctrl+Shift+N")
    program.until(lambda tree: len(tree.find("frame")) == 2, "a second window")
    program.front()
    program.key("Ctrl+W")
    program.until(lambda tree: len(tree.find("frame")) == 1, "one window")
    program.front()
    program.click("menu item", "File")
    program.click("menu item", "New file …")
    program.find("text", "The company is called")
    program.click("push button", lambda name: name.startswith("Blåbær"))
    program.find("frame", FIRST)
    program.go("Goals")
    program.find("tree item", row("NPS up from 38 to 50"))


def typed_in_one_and_the_other_goes_on_alone(program: Program) -> None:
    program.go("Entry")
    program.key("Ctrl+Shift+D")
    program.find("frame", SECOND)
    program.front()
    cell_with_keyboard(program)
    program.type("1234\n")
    program.until(lambda tree: len(shown(tree, "1,234")) == 2, "the number in both windows")
    program.desktop.raise_window(program.desktop.windows(program.process.pid)[0])
    program.until(lambda tree: "active" in frame(tree, FIRST).states, "the first window in front")
    program.key("Ctrl+W")
    program.until(lambda tree: [each.name for each in tree.find("frame")] == [FIRST], "the other window alone")
    program.front()
    cell_with_keyboard(program)
    program.type("555\n")
    program.until(lambda tree: shown(tree, "555"), "another number")
    program.key("Ctrl+Z")
    program.until(lambda tree: not shown(tree, "555") and shown(tree, "1,234"), "what was done last undone")
    program.key("Ctrl+Shift+Z")
    program.until(lambda tree: shown(tree, "555"), "it done again")


def frame(tree: Widget, name: str) -> Widget:
    return next(each for each in tree.find("frame") if each.name == name)


def shown(tree: Widget, number: str) -> list[Widget]:
    """The cells that say a number, in all windows."""
    return tree.find("cell", lambda name: name.partition(", ")[0] == number)
