"""Several windows of one program, and files one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hands.goal_hands import plant, row

if TYPE_CHECKING:
    from tests.hands.office import Office


def test_a_second_window_is_closed_and_the_first_goes_on_with_another_file_and_back(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
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
        program.find("frame", "Blåbær & Sønn – KPI Desk")
        program.go("Goals")
        program.find("tree item", row("NPS up from 38 to 50"))
