"""Weeks, months and quarters with a year of two digits: taken where only one reading can be meant, else asked."""

from __future__ import annotations

import pytest

from kpidesk.exchange.tables.saying import answered, changed
from kpidesk.exchange.tables.understood import Said
from tests.exchange.tables.sheets import by_name, questions, read
from tests.table import table

WEEKS = {"2026-W37": 1, "2026-W38": 2, "2026-W39": 3}


@table("form", ["26-{n}", "{n}-26", "26/{n}", "{n}/26", "2026-{n}", "{n}-2026", "26 {n}"])
@table("heading", ["Uke", "Week"])
def test_a_week_and_a_year_under_a_heading_of_weeks(form: str, heading: str) -> None:
    rows = [f"{form.format(n=36 + n)};{n}" for n in (1, 2, 3)]
    assert by_name(read("\n".join([f"{heading};Salg", *rows]) + "\n")) == {"Salg": WEEKS}


def test_it_is_said_how_they_are_read_with_the_other_way() -> None:
    text = "Uke;Salg\n25-26;1\n26-26;2\n27-24;3\n"
    assert questions(read(text)) == ["as:year_place"]
    assert by_name(read(text, answered(Said(), "as:year_place", "last")))["Salg"]["2026-W25"] == 1
    assert by_name(read(text, answered(Said(), "as:year_place", "first")))["Salg"]["2025-W26"] == 1


def test_weeks_that_follow_on_are_meant_and_can_be_read_otherwise() -> None:
    text = "Uke;Salg\n25-26;1\n26-26;2\n"
    found = read(text)
    assert by_name(found) == {"Salg": {"2026-W25": 1, "2026-W26": 2}}
    (guess,) = [each for each in found.guesses if each.key == "as:year_place"]
    assert [each.key for each in guess.others] == ["first"]
    other = read(text, changed(Said(), "as:year_place", "first"))
    assert by_name(other) == {"Salg": {"2025-W26": 1, "2026-W26": 2}}


def test_a_span_of_weeks_is_no_week_far_ahead() -> None:
    assert by_name(read("Uke;Salg\n36-38;1\n39-41;2\n")) == {}


@pytest.mark.parametrize(
    "rows", [("25-11", "25-12", "26-01"), ("11-25", "12-25", "01-26"), ("11/25", "12/25", "01/26")]
)
def test_months_with_the_year_on_either_side(rows: tuple[str, ...]) -> None:
    text = "\n".join(["Måned;Salg", *(f"{month};{n}" for n, month in enumerate(rows, 1))]) + "\n"
    assert by_name(read(text)) == {"Salg": {"2025-11": 1, "2025-12": 2, "2026-01": 3}}


def test_quarters_with_a_short_year() -> None:
    text = "Kvartal;Salg\n25-3;1\n25-4;2\n26-1;3\n"
    assert by_name(read(text)) == {"Salg": {"2025-Q3": 1, "2025-Q4": 2, "2026-Q1": 3}}
