"""How the entry sheet writes periods, deadlines and numbers in the width of a cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpidesk import text
from kpidesk.domain.entities import NOT_APPLICABLE, Input
from kpidesk.domain.period import Period
from kpidesk.wording import entry
from tests.table import table

TODAY = dt.date(2026, 3, 16)
SOURCE = Input("i", decimals=1)


def said(language: str, tell, *about) -> str:
    with text.using(language):
        return tell(*about).replace("\u00a0", " ")


def caption(code: str, days: list[int]) -> str:
    return entry.caption_words(Period.parse(code), [TODAY + dt.timedelta(days=n) for n in days], TODAY, 1)[0]


@table(
    "code, days, bokmål, english",
    [
        ("2026-W11", [3], "frist 19.3.", "due 19 Mar"),
        ("2026-W11", [0], "frist i dag", "due today"),
        ("2026-W11", [-1, 3], "1 dag over", "1 day over"),
        ("2026-W11", [-2], "2 dager over", "2 days over"),
        ("2026-W12", [], "16.–22.3.", "16–22 Mar"),
        ("2026-W14", [], "ikke begynt", "not begun"),
        ("2026-W09", [], "23.2.–1.3.", "23 Feb–1 Mar"),
        ("2026-03-12", [], "uke 11", "week 11"),
        ("2025", [], "jan.–des.", "Jan–Dec"),
        ("2026-02", [], "2026", "2026"),
    ],
)
def test_the_second_line_of_a_head_tells_its_first_deadline_or_its_days(code, days, bokmål: str, english: str) -> None:
    assert (said("nb", caption, code, days), said("en", caption, code, days)) == (bokmål, english)


@pytest.mark.parametrize(("days", "colour"), [([-1], "off_text"), ([0], "accent"), ([3], "accent"), ([], "text3")])
def test_only_what_is_overdue_is_in_the_colour_of_it(days: list[int], colour: str) -> None:
    due = [TODAY + dt.timedelta(days=n) for n in days]
    assert entry.caption_words(Period.parse("2026-W11"), due, TODAY, 1)[1] == colour


@pytest.mark.parametrize(
    ("code", "bokmål", "english"),
    [
        ("2026-W11", "Uke 11", "Week 11"),
        ("2026-03-12", "tors. 12.3.", "Thu 12 Mar"),
        ("2026", "2026", "2026"),
        ("2026-02", "feb.", "Feb"),
        ("2026-Q1", "1. kv.", "Q1"),
    ],
)
def test_the_first_line_of_a_head_names_the_period(code: str, bokmål: str, english: str) -> None:
    period = Period.parse(code)
    assert (said("nb", entry.head_words, period, 1), said("en", entry.head_words, period, 1)) == (bokmål, english)


def test_where_two_amounts_are_held_together_both_have_their_oere_whole() -> None:
    assert said("nb", entry.in_full, 12345678.9, replace(SOURCE, unit="currency", decimals=0)) == "12 345 678,90"


@pytest.mark.parametrize(
    ("value", "cell", "full", "edited"),
    [
        (None, "", "", ""), (NOT_APPLICABLE, "–", "–", "–"), (0.0, "0,0", "0,0", "0"),
        (-1284500.25, "−1 284 500,3", "−1 284 500,25", "−1 284 500,25"), (3.0, "3,0", "3,0", "3"),
    ],
)  # fmt: skip
def test_a_cell_rounds_and_an_edited_one_shows_all_that_it_has(value, cell: str, full: str, edited: str) -> None:
    assert said("nb", entry.written, value, 1) == cell
    assert said("nb", entry.in_full, value, SOURCE) == full
    assert said("nb", entry.exact, value) == edited


@pytest.mark.parametrize(
    ("value", "bokmål", "english"),
    [(-1284500.25, "-1284500,25", "-1284500.25"), (1e6, "1000000", "1000000"), (0.1, "0,1", "0.1"), (0.0, "0", "0")],
)
def test_a_spreadsheet_gets_every_decimal_and_no_groups(value: float, bokmål: str, english: str) -> None:
    assert (said("nb", entry.bare, value), said("en", entry.bare, value)) == (bokmål, english)
