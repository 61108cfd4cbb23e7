"""A year of numbers: typed month by month by keyboard alone, and another one pasted as a column."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hands.office import Office
    from tests.hands.program import Program
    from tests.hands.reading import Widget


def test_a_year_is_typed_month_by_month_and_the_year_before_pasted_as_a_column(office: Office) -> None:
    file = office.new_file()
    office.cli("kpi", "add", str(file), "net_sales")
    year = dt.datetime.now(tz=dt.UTC).astimezone().year - 1
    typed = [1000 + 10 * month for month in range(12)]
    pasted = [2000 + month for month in range(12)]
    with office.sit_down(file, place="Entry") as program:
        program.key("Ctrl+4")
        cell_with_keyboard(program)
        copy_a_column(program, pasted)
        program.click("radio button", "Year")
        program.key("Alt+PgUp")
        program.key("Home")
        cell_with_keyboard(program, f"January {year}")
        program.type("1000")
        program.key("Right")  # stores as Enter does, and joins nothing
        program.type("".join(f"{number}\n" for number in typed[1:6]))
        program.type("1000+60\n")
        program.type("".join(f"{number}\n" for number in typed[7:]))
        cell_with_keyboard(program, f"January {year + 1}")  # December led on into the next year
        program.key("Alt+PgUp")
        program.key("Alt+PgUp")
        program.click_on(lambda: cell_of(program, f"December {year - 1}"))
        program.key("Ctrl+V")
        program.click("push button", lambda name: name.startswith("Paste 12 numbers"))
        program.until(lambda tree: tree.find("cell", "2,000"), "the first number pasted")
        assert cell_of(program, f"January {year - 1}").name == "2,000"
        program.key("Ctrl+S")
        program.settle()
        assert stored(office, file, year) == typed
        assert stored(office, file, year - 1) == pasted


def cell_with_keyboard(program: Program, period: str = "") -> None:
    """Wait until a cell of the sheet, of a period, has the keyboard."""
    program.until(
        lambda tree: next((each for each in tree.find("cell") if each.has_keyboard and period in each.heads[1]), None),
        f"a cell {period} to type in",
    )


def cell_of(program: Program, period: str) -> Widget:
    """The cell of the only row in a period."""
    return program.until(
        lambda tree: next((each for each in tree.find("cell") if each.heads[1].startswith(period)), None), period
    )


def copy_a_column(program: Program, numbers: list[int]) -> None:
    """Have a column on the clipboard, cut out of the note's field."""
    program.key("Shift+F2")
    program.until(
        lambda tree: next((each for each in tree.find("text") if each.has_keyboard), None), "the note's field"
    )
    program.type("\n".join(map(str, numbers)))
    for keys in ("Ctrl+A", "Ctrl+X", "Esc"):
        program.key(keys)
    cell_with_keyboard(program)


def stored(office: Office, file: Path, year: int) -> list[float]:
    """The numbers of a year, in order."""
    (kpi,) = json.loads(office.shown(file))["kpis"]
    return [each["value"] for each in kpi["values"] if each["period"].startswith(str(year)) and each["value"]]
