"""A target set in its dialog, by keyboard and mouse."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hands.office import Office


def test_a_target_is_set_from_the_menu_of_the_kpis(office: Office) -> None:
    file = office.new_file()
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    last_month = (today.replace(day=1) - dt.timedelta(days=1)).strftime("%Y-%m")
    office.cli("kpi", "add", str(file), "net_sales")
    office.cli("set", str(file), "Net sales", last_month, "120000")
    with office.sit_down(file, place="KPIs") as program:
        program.go("KPIs")
        program.key("Home")
        program.click("menu item", "KPI")
        program.click("menu item", "Set target …")
        program.until(lambda tree: [each for each in tree.find("text", "Target") if each.has_keyboard], "the dialog")
        program.type("110 000")
        program.click("push button", "Set the target")
        program.until(lambda tree: not tree.find("dialog"), "the dialog gone")
        program.key("Ctrl+S")
        program.settle()
        told = json.loads(office.shown(file))["kpis"][0]
        assert (told["status"], told["values"][-1]["target"]) == ("on_track", 110_000)
