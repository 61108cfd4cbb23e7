"""An objective of the year is seen in its other quarters, and the next one is planned and started by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.hands.goal_hands import plant, row, stored

if TYPE_CHECKING:
    from tests.hands.office import Office

OTHER, BACK = ("Ctrl+PgDown", "Ctrl+PgUp") if dt.datetime.now(dt.UTC).month <= 9 else ("Ctrl+PgUp", "Ctrl+PgDown")
"""To a quarter of the same year, and back."""


def test_an_objective_of_the_year_is_seen_in_its_quarters_and_the_next_one_is_planned_and_started(
    office: Office,
) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Goals") as program:
        plant(program, "Sell more", "Net sales from 0 to 100")
        program.click("tree item", row("Sell more"))
        program.until(lambda tree: any("Sell more" in each.text for each in tree.find("text", "Title")), "its title")
        program.choose("Runs")
        program.find("tree item", row("Sell more, all of "))
        program.key(OTHER)
        program.find("tree item", row("Sell more, all of "))
        program.key(BACK)
        program.key("Ctrl+PgDown")
        plant(program, "Hotels on regular delivery", "Contracts from 0 to 16")
        program.find("tree item", lambda name: name.startswith("Contracts from 0 to 16") and "Planned" in name)
        program.click("push button", "Start the quarter now")
        program.find("tree item", lambda name: name.startswith("Contracts from 0 to 16") and "Not started" in name)
        told = {each["title"]: each["cycle"]["state"] for each in stored(office, program, file)}
        assert told == {"Sell more": "running", "Hotels on regular delivery": "running"}
