"""Two people before one shared file, each with a program of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hands.goal_hands import plant, row, stored, titles

if TYPE_CHECKING:
    from tests.hands.office import Office


def test_two_programs_on_one_file_take_in_what_the_other_does(office: Office) -> None:
    file = office.new_file()
    with office.program(str(file), home="kari") as kari, office.program(str(file), home="ola") as ola:
        kari.front()
        plant(kari, "Guests who come back", "NPS up from 38 to 50")
        kari.key("Ctrl+S")
        ola.front()
        ola.find("tree item", row("Guests who come back"))
        plant(ola, "Less waste", "Waste down from 9 to 5")
        ola.key("Ctrl+S")
        kari.front()
        kari.find("tree item", row("Less waste"))
        kari.click("tree item", row("Waste down"))
        kari.click("text", "Title")
        kari.key("Ctrl+A")
        kari.type("Bread thrown away, down from 9 to 5\n")
        kari.key("Ctrl+S")
        ola.front()
        ola.find("tree item", row("Bread thrown away"))
        ola.use_mouse()
        ola.end()
        kari.front()
        assert titles(stored(office, kari, file)) == {
            "Guests who come back": ["NPS up from 38 to 50"],
            "Less waste": ["Bread thrown away, down from 9 to 5"],
        }
        office.get_up(kari, file, "Goals", None)
