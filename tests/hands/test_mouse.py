"""Whatever was done by the keyboard, the mouse works afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hands.office import Office


def test_after_going_to_a_place_by_its_name_and_after_the_settings_the_mouse_still_works(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
        program.key("Ctrl+N")
        program.type("More regular guests\n")
        program.key("Esc")
        program.key("Ctrl+K")
        program.find("dialog", "Go to")
        program.type("KPIs\n")
        program.until(lambda tree: not tree.find("dialog") and tree.find("label", "KPIs"), "the page of the KPIs")
        program.click("page tab", "Goals")
        program.click("tree item", lambda name: name.startswith("More regular guests"))
        program.find("text", "Title")
        program.key("Ctrl+,")
        program.find("dialog")
        program.key("Enter")
        program.until(lambda tree: not tree.find("dialog"), "the settings left by Enter, which ask for nothing else")
