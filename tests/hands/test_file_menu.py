"""A file from the File menu alone: cleared and begun anew with undo, saved as, renamed, put in the trash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hands.office import Office
    from tests.hands.program import Program


def test_a_file_is_cleared_begun_anew_saved_as_renamed_and_put_in_the_trash(office: Office) -> None:
    file = office.new_file("Blomsterbua")
    office.cli("kpi", "add", str(file), "net_sales")
    office.cli("set", str(file), "Net sales", "2026-03", "42500.50")
    with office.program(str(file)) as program:
        program.go("KPIs")
        choose(program, "Clear numbers …", "Clear the numbers")
        program.key("Ctrl+S")
        program.settle()
        assert kept(office, file) == {"Net sales": []}
        program.key("Ctrl+Z")
        choose(program, "Start over …", "Start over")
        program.key("Ctrl+S")
        program.settle()
        assert kept(office, file) == {}
        program.key("Ctrl+Z")
        choose(program, "Save as …")
        program.until(lambda tree: tree.find("dialog"), "where to")
        program.type("Torget\n")
        program.find("label", "Torget.kpidesk")
        choose(program, "Rename the file …")
        program.until(lambda tree: [each for each in tree.find("text", "Name") if each.has_keyboard], "its name")
        program.type("Hjørnet\n")
        renamed = file.with_name("Hjørnet.kpidesk")
        program.find("label", renamed.name)
        assert renamed.exists()
        assert not file.with_name("Torget.kpidesk").exists()
        choose(program, "Delete the file …", "Move to the trash")
        program.find("label", "“Hjørnet.kpidesk” is in the trash.")
        program.end()
        assert [each.name for each in program.home.rglob("Hjørnet.kpidesk")] == ["Hjørnet.kpidesk"]
    assert not renamed.exists()
    assert kept(office, file) == {"Net sales": [42500.5]}


def choose(program: Program, command: str, answer: str = "") -> None:
    """Choose in the File menu, and answer the question with a button."""
    program.click("menu item", "File")
    program.click("menu item", command)
    if answer:
        program.click("push button", answer)


def kept(office: Office, file: Path) -> dict[str, list[float]]:
    """Each KPI with its numbers, as the file tells them."""
    kpis = json.loads(office.shown(file))["kpis"]
    return {kpi["name"]: [each["value"] for each in kpi["values"] if each["value"] is not None] for kpi in kpis}
