"""The first five minutes: from a program that knows nobody to the first number, in bokmål."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hands.office import Office


def test_whoever_starts_for_the_first_time_makes_a_file_and_enters_the_first_number(office: Office) -> None:
    with office.program(language="nb") as program:
        program.until(lambda tree: any(each.has_keyboard for each in tree.find("text")), "the name of the company")
        program.type("Blåbær & Sønn\tKari Øvrebø")
        program.click("push button", "Lag filen")
        program.find("frame", "Blåbær & Sønn – KPI Desk")
        cells = (
            lambda tree: next((each for each in tree.find("cell") if each.has_keyboard), None),
            "a cell to type in",
        )
        entered = program.until(*cells).name.partition(":")[0] + ": 120\N{NO-BREAK SPACE}500"
        program.type("120500\n")
        program.find("cell", entered)
        file = next(each for each in program.home.rglob("*.kpidesk") if "private" not in each.parts)
        office.get_up(program, file, "Registrering", None)
