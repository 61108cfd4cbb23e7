"""Somebody who sees nothing and has a screen reader: it reads a page from its title on, and presses for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hands.office import Office


def test_the_overview_is_read_from_its_title_on_and_one_of_its_rows_pressed_by_the_reader(office: Office) -> None:
    file = office.folder / "Fjordbrød.kpidesk"
    office.cli("sample", str(file), "--language", "en")
    with office.program(str(file)) as program:
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
