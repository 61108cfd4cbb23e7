"""The example company without a mouse: a screen reader reads it from the title on and presses for them, and the menu of
what has the keyboard opens by the keys that desktops have for it, wherever the right button opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hands.by_keys import ByKeys

if TYPE_CHECKING:
    from tests.hands.office import Office
    from tests.hands.program import Program

PLACES = ("Ctrl+2", "Ctrl+3", "Enter", "Ctrl+4", "Ctrl+6")
"""The goals, the KPIs, the chart of the first of them, the numbers and the history."""


@pytest.mark.parametrize("keys", ["Shift+F10", pytest.param("Menu", marks=pytest.mark.long)])
def test_a_page_is_read_from_its_title_on_and_the_menu_of_what_has_the_keyboard_opens_by_keys(
    office: Office, keys: str
) -> None:
    file = office.folder / "Fjordbrød.kpidesk"
    office.cli("sample", str(file), "--language", "en")
    with office.program(str(file)) as program:
        hands = ByKeys(program)
        read_by_a_reader(program)
        for place in PLACES:
            hands.press(place)
            before = hands.here()
            hands.press(keys)
            program.until(lambda _tree: program.popups() == 1, f"the menu of {before}")
            hands.press("Esc")
            program.until(lambda _tree: program.popups() == 0, "the menu gone")
            assert hands.here() == before
        program.end()


def read_by_a_reader(program: Program) -> None:
    """It reads the overview from its title on, and presses one of its rows."""
    program.key("Ctrl+1")
    tree = program.until(lambda tree: tree if tree.find("heading", "Overview") else None, "the overview")
    assert tree.names("heading")[:2] == ["Overview", "Objectives"]
    buttons = tree.find("push button")
    assert all(each.name for each in buttons)
    next(each for each in buttons if each.name.startswith("NPS, ")).act()
    program.find("heading", "NPS")
    program.key("Ctrl+2")
    choices = program.until(lambda tree: tree.find("combo box"), "the goals, and what is chosen there")
    assert [each.name for each in choices if not each.purpose] == []
