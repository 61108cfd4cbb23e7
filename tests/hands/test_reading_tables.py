"""Tables, and what is open in their cells, as a screen reader reaches them: heads, values, the field to type in; and
what happens there: a number stored, its undo, a refusal, and what a colleague has done in the shared file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hands.test_entry import cell_with_keyboard

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hands.office import Office
    from tests.hands.program import Program
    from tests.hands.reading import Widget


def test_what_is_typed_into_and_what_stands_in_a_table_is_heard(office: Office) -> None:
    file = office.new_file()
    office.cli("kpi", "add", str(file), "net_sales", "nps")
    with office.program(str(file)) as program:
        the_line_for_a_new_goal(program)
        a_title_that_is_changed(program)
        the_field_of_a_number(program)
        a_number_with_its_heads(program)
        a_row_that_is_chosen(program)
        what_happens(office, program, file)
        program.end()


def typed_into(program: Program, name: str) -> Widget:
    """The field of a name, once the keyboard is in it, where it is found from above."""
    field = program.until(
        lambda tree: next((each for each in tree.find("text", name) if "focused" in each.states), None), name
    )
    assert field.found_from_above
    return field


def the_line_for_a_new_goal(program: Program) -> None:
    program.go("Goals")
    program.key("Ctrl+N")
    typed_into(program, "Title of the new objective")
    program.type("Regulars")
    field = typed_into(program, "Title of the new objective")
    assert (field.text, field.caret) == ("Regulars", 8)
    program.type("\n")
    program.key("Esc")
    program.until(lambda tree: not tree.find("text", "Title of the new objective"), "the line closed")


def a_title_that_is_changed(program: Program) -> None:
    program.click("tree item", lambda name: name.startswith("Regulars"))
    program.key("F2")
    field = typed_into(program, "Title")
    assert field.text == "Regulars"
    program.key("Esc")


def the_field_of_a_number(program: Program) -> None:
    program.key("Ctrl+4")
    cell = program.until(
        lambda tree: next((each for each in tree.find("cell") if "focused" in each.states), None), "a cell to type in"
    )
    row, column = cell.heads
    assert cell.name.startswith("blank") and row and column
    program.type("12")
    field = typed_into(program, f"{row}, {column.partition(', ')[0]}")
    assert (field.text, field.caret) == ("12", 2)
    program.type("\n")
    program.until(lambda tree: [each for each in tree.find("cell", "12") if each.heads == (row, column)], "the number")


def a_number_with_its_heads(program: Program) -> None:
    program.go("KPIs")
    owner = program.until(
        lambda tree: [each for each in tree.find("cell") if each.heads[1] == "Next number"], "the table of KPIs"
    )
    assert all(each.name and each.heads[0] and each.heads[0] not in each.name for each in owner)


def a_row_that_is_chosen(program: Program) -> None:
    """Qt lets a reader choose a row; Enter then opens it."""
    names = program.until(lambda tree: [each for each in tree.find("cell") if each.heads[1] == "KPI"], "the KPIs")
    wanted = next(each for each in names if each.heads[0] and "selected" not in each.states)
    title = wanted.heads[0]
    assert wanted.act()
    program.until(
        lambda tree: [each for each in tree.find("cell") if each.name == wanted.name and "selected" in each.states],
        "the row chosen",
    )
    program.key("Enter")
    program.until(lambda tree: tree.find("label", title) and not tree.find("table", "KPIs"), f"the page of {title}")


def what_happens(office: Office, program: Program, file: Path) -> None:
    """Heard at once only where it keeps somebody from going on."""
    from tests.hands.listening import Ear

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
    office.cli("kpi", "add", str(file), "csat")  # a colleague, on another machine
    program.key("F5")
    assert not ear.hear("has changed the shared file").at_once
    ear.close()
