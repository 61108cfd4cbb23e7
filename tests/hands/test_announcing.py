"""What happens is heard: a number stored, its undo, a refusal, and what a colleague has done in the shared file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hands.test_entry import cell_with_keyboard

if TYPE_CHECKING:
    from tests.hands.office import Office


def test_what_happens_is_announced(office: Office) -> None:
    from tests.hands.listening import Ear

    file = office.new_file()
    office.cli("kpi", "add", str(file), "net_sales")
    with office.program(str(file)) as program:
        ear = Ear(office.desktop)
        program.key("Ctrl+4")
        cell_with_keyboard(program)
        program.type("1000\n")
        assert not ear.hear("Saved: ").at_once
        program.key("Ctrl+Z")
        assert not ear.hear("Undone: ").at_once
        program.type("many\n")
        assert ear.hear("not a number").at_once
        program.key("Esc")
        program.key("Ctrl+S")
        assert not ear.hear("All changes saved").at_once
        office.cli("kpi", "add", str(file), "nps")  # a colleague, on another machine
        program.key("F5")
        assert not ear.hear("has changed the shared file").at_once
        ear.close()
        program.end()
