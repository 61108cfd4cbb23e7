"""Numbers out of a workbook: three years in four clicks, and next month's file in two."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from tests.hands.office import Office

YEARS = 36
"""Months of history."""


def months_before(today: dt.date, count: int) -> list[dt.date]:
    """The first days of the months that are over, the oldest first."""
    found = [today.replace(day=1)]
    for _month in range(count):
        found.append((found[-1] - dt.timedelta(days=1)).replace(day=1))
    return found[:0:-1]


def workbook(path: Path, months: list[dt.date]) -> Path:
    """Sales by the month, as a shop keeps them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Sales by month"])
    sheet.append(["Month", "Net sales"])
    for place, month in enumerate(months):
        sheet.append([month, 120_000 + 1_500 * place])
    book.save(path)
    return path


def test_three_years_take_four_clicks_and_next_month_takes_two(office: Office) -> None:
    file = office.new_file()
    office.cli("kpi", "add", str(file), "net_sales")
    months = months_before(dt.datetime.now(tz=dt.UTC).astimezone().date(), YEARS + 1)
    path = workbook(office.folder / "Sales 1.xlsx", months[:-1])
    with office.sit_down(file, place="Entry") as program:
        program.go("Entry")  # 1
        program.click("push button", "From file …")  # 2
        program.until(lambda tree: tree.find("dialog"), "the dialog that asks which file")
        program.type(f"{path}\n")  # 3, or a click on it
        program.click("push button", f"Import {YEARS} numbers")  # 4
        imported = f"{YEARS} numbers imported"
        program.until(lambda tree: tree.find("label", lambda name: name.startswith(imported)), "the word that says so")
    assert values(office, file) == YEARS
    workbook(office.folder / "Sales 2.xlsx", months)
    with office.program(str(file)) as program:
        program.click("push button", "Import 1 number")  # in the notice that it lies ready
        program.until(lambda tree: tree.find("label", "Import numbers"), "the page")
        program.click("push button", "Import 1 number")
        taken = "1 number imported"
        program.until(lambda tree: tree.find("label", lambda name: name.startswith(taken)), "the word that says so")
        program.key("Ctrl+S")
        program.end()
    assert values(office, file) == YEARS + 1


def values(office: Office, file: Path) -> int:
    """How many numbers the only KPI has."""
    (kpi,) = json.loads(office.shown(file))["kpis"]
    return sum(each["value"] is not None for each in kpi["values"])
