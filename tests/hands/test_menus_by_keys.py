"""The menu of what has the keyboard opens by the keys that desktops have for it, wherever the right button opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hands.by_keys import ByKeys

if TYPE_CHECKING:
    from tests.hands.office import Office

PLACES = ("Ctrl+2", "Ctrl+3", "Enter", "Ctrl+4", "Ctrl+6")
"""The goals, the KPIs, the chart of the first of them, the numbers and the history."""


@pytest.mark.parametrize("keys", ["Shift+F10", pytest.param("Menu", marks=pytest.mark.long)])
def test_the_menu_of_what_has_the_keyboard_opens_by_keys_and_gives_it_back(office: Office, keys: str) -> None:
    with office.program(language="en") as program:
        hands = ByKeys(program)
        hands.focus_is("text", "The company is called")
        program.click("push button", "Try the example")
        program.find("frame", "Fjordbrød Bakery – KPI Desk")
        for place in PLACES:
            hands.press(place)
            before = hands.here()
            hands.press(keys)
            program.until(lambda _tree: program.popups() == 1, f"the menu of {before}")
            hands.press("Esc")
            program.until(lambda _tree: program.popups() == 0, "the menu gone")
            assert hands.here() == before
        program.end()
