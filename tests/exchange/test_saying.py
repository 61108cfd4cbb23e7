"""What somebody says of a file is kept as one value, whichever gesture said it."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.exchange.tables.saying import answered, changed, on_sheet, with_role
from kpidesk.exchange.tables.understood import Role, Said
from kpidesk.reading import Order
from tests.table import table


def test_an_answer_stands_beside_the_others_and_can_be_given_again() -> None:
    said = answered(answered(Said(), "twice", "sum"), "order", "dmy")
    assert answered(said, "twice", "first").answers == {"twice": "first", "order": "dmy"}


@table(
    "guess, answer, field, value",
    [
        ("order", "mdy", "order", Order.MDY),
        ("decimal", ",", "decimal", ","),
        ("headings", "2", "headings", 2),
        ("year", "2025", "year", 2025),
        ("start", "2026-01-05", "start", dt.date(2026, 1, 5)),
        ("calendar_quarters", "yes", "calendar_quarters", True),
        ("role:3", "left_out", "roles", {3: Role.LEFT_OUT}),
        ("where:Status", "paid", "where", (("Status", "paid"),)),
    ],
)
def test_another_reading_goes_to_its_field(guess: str, answer: str, field: str, value: object) -> None:
    assert getattr(changed(Said(), guess, answer), field) == value


def test_what_is_taken_is_no_longer_left_and_the_other_way_round() -> None:
    said = changed(changed(Said(), "take:sums"), "leave:sums")
    assert (said.take, said.leave) == (frozenset(), frozenset({"sums"}))
    assert changed(said, "take:sums").leave == frozenset()


def test_another_sheet_or_table_begins_anew_and_the_same_one_does_not() -> None:
    said = with_role(on_sheet(Said(decimal=","), "Sales"), 2, Role.UNIT)
    assert on_sheet(said, "Sales") == said
    assert on_sheet(said, "Notes") == Said(sheet="Notes")
    assert changed(said, "table", "1") == Said(sheet="Sales", table=1)


def test_without_a_text_all_rows_are_meant_again() -> None:
    assert changed(changed(Said(), "where:Status", "paid"), "where:Status").where == ()


def test_what_no_guess_is_called_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        changed(Said(), "colour", "red")
