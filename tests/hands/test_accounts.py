"""A year of accounts: from a new file to economy KPIs with their history in four clicks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.exchange.accounts.saft_made import A, L, Made, V

if TYPE_CHECKING:
    from tests.hands.office import Office

ACCOUNTS = [A("1460", "80000"), A("1500", "12500"), A("1920", "100000"), A("2000", "-172500"), A("2400", "-20000"),
            A("2700"), A("2710"), A("3000"), A("4300")]  # fmt: skip


def accounts(path: Path) -> Path:
    """Each month sells on credit and buys goods; a kiosk has an account that no chart knows."""
    vouchers = [V("99", "2025-12-20", [L("1920", "500"), L("30105", "-500")])]
    for month in range(1, 13):
        day, sold = f"2025-{month:02}-15", 100_000 + 1_000 * month
        vouchers += [
            V(f"{month}1", day, [L("1500", f"{sold * 5 // 4}"), L("3000", f"-{sold}"), L("2700", f"-{sold // 4}")]),
            V(f"{month}2", day, [L("4300", "60000"), L("2710", "15000"), L("2400", "-75000")]),
            V(f"{month}3", day, [L("1920", f"{sold}"), L("1500", f"-{sold}")]),
        ]
    return Made(ACCOUNTS, vouchers).write(path)


def test_a_year_of_accounts_takes_four_clicks_and_one_undo(office: Office) -> None:
    file = office.new_file()
    path = accounts(office.folder / "SAF-T 2025.xml")
    with office.sit_down(file, place="Entry") as program:
        program.go("Entry")  # 1
        program.click("push button", "From file …")  # 2
        program.until(lambda tree: tree.find("dialog"), "the dialog that asks which file")
        program.type(f"{path}\n")  # 3, or a click on it
        program.until(lambda tree: tree.find("radio button", lambda name: name.startswith("Sales")), "the question")
        program.click("push button", "Import 156 numbers")  # 4
        taken = "156 numbers imported"
        program.until(lambda tree: tree.find("label", lambda name: name.startswith(taken)), "the word that says so")
    kpis = json.loads(office.shown(file))["kpis"]
    assert {kpi["name"] for kpi in kpis} == {
        "Gross sales", "Net sales", "Number of returns", "Working capital", "Growth on the previous period",
        "Cash conversion cycle", "Operating cash flow ratio",
    }  # fmt: skip
    (sales,) = [kpi for kpi in kpis if kpi["name"] == "Net sales"]
    assert sum(each["value"] or 0 for each in sales["values"]) == 12 * 100_000 + 78_000 + 500
