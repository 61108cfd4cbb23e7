"""Spellings from the field: each file of the cases gives its right numbers, or is asked about; and typed ones too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.domain.entities import Combine
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange import csv_import
from kpidesk.reading import Ambiguous, Calendar, NotUnderstood, Writing, likeliest, number, period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

CASES = Path(__file__).resolve().parents[2] / ".." / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not beside the project")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home"), language="nb") as made:
        yield made


M, W, Q, D = Frequency.MONTH, Frequency.WEEK, Frequency.QUARTER, Frequency.DAY
FILES = [
    ("us_dates", M, {}, {"2025-12": 500, "2026-01": 100, "2026-02": 200, "2026-03": 300, "2026-04": 400}),
    ("paren_negative", M, {}, {"2026-01": 1234.5, "2026-02": -1234.5, "2026-03": -500}),
    ("dot_thousands", M, {}, {"2026-01": 1234, "2026-02": 987, "2026-03": 12500, "2026-04": 2100}),
    ("euro", M, {}, {"2026-01": 1355.9, "2026-02": 900}),
    ("dollar", M, {}, {"2026-01": 1200.5, "2026-02": 900, "2026-03": -50}),
    ("money_spellings", M, {}, {
        "2026-01": -500, "2026-02": 1200, "2026-03": 1200, "2026-04": 1200.5, "2026-05": 1200.5, "2026-06": -1200,
        "2026-07": -500, "2026-08": -500, "2026-09": 12.5, "2026-10": 1234,
    }),
    ("norwegian_datetime", M, {}, {"2026-01": 2, "2026-02": 3}),
    ("two_digit_year", M, {}, {"2026-01": 5, "2026-02": 6}),
    ("mmm_yy", M, {}, {"2026-01": 2, "2026-02": 3}),
    ("kvartal_words", Q, {}, {"2026-Q1": 2, "2026-Q2": 3}),
    ("slash_iso", D, {}, {"2026-01-05": 5, "2026-02-12": 6}),
    ("uke_12_2026", W, {}, {"2026-W12": 2, "2026-W13": 3}),
    ("year_week_words", W, {}, {"2026-W01": 100, "2026-W02": 110}),
    ("year_quarter_words", Q, {}, {"2026-Q1": 100, "2026-Q2": 110, "2026-Q3": 5}),
    ("ssb_week", W, {}, {"2026-W01": 100, "2026-W02": 110}),
    ("excel_text_formula", M, {}, {"2026-01": 1200, "2026-02": 1300}),
    ("wide_jan_24", M, {"where": [("Metric", "Compliance Rate")]}, {
        "2024-01": 80, "2024-02": 81, "2024-03": 82, "2024-04": 83,
    }),
    ("wide_q1_2024", Q, {}, {"2024-Q1": 100000, "2024-Q2": 110000, "2024-Q3": 120000, "2024-Q4": 130000}),
    ("wide_excel_mmm_yy", M, {}, {
        "2026-01": 1000.5, "2026-02": 2000, "2026-03": 3000, "2026-04": 4000, "2026-05": 5000, "2026-06": 6000,
    }),
    ("real_nordea", M, {"date_column": "Bokføringsdato", "value_column": "Beløp"}, {"2026-08": 14019.5,
    "2026-09": -300}),
    ("real_shopify_sheet", M, {"value_column": "Total sales"}, {"2026-08": 1500}),
    ("real_ga_us_short", M, {"date_column": "Day Index"}, {"2015-03": 11, "2015-04": 10}),
    ("real_toggl", M, {"date_column": "Start date", "value_column": "Duration"}, {"2026-01": 105, "2026-02": 1530}),
    ("mailchimp", M, {"date_column": "Send Date", "value_column": "Opens"}, {"2026-01": 1204, "2026-02": 55}),
    ("quoted_decimal_comma3", M, {}, {"2026-01": 1.25, "2026-02": 0.875, "2026-03": 2.125}),
    ("excel_errors", M, {"value_column": "Andel"}, {"2026-01": 12.5, "2026-04": 13}),
]  # fmt: skip

UNITS = {"real_toggl": "minutes"}


@pytest.mark.parametrize(("name", "frequency", "options", "values"), FILES, ids=[row[0] for row in FILES])
def test_a_file_in_the_spelling_of_its_owner_gives_its_numbers(ws, name, frequency, options, values):
    source = own_kpis.add_input(ws, name, frequency=frequency, combine=Combine.SUM, unit=UNITS.get(name, "count"))
    plan = csv_import.read_plan(ws, source, CASES / f"{name}.csv", csv_import.AsWritten(**options))
    assert {when.key(): value for when, value in plan.values.items()} == values


def test_what_a_column_leaves_open_is_said(ws):
    source = own_kpis.add_input(ws, "Salg", frequency=M)
    assert csv_import.read_plan(ws, source, CASES / "dot_thousands.csv").reading == ("1.234", 1234.0)
    assert csv_import.read_plan(ws, source, CASES / "us_dates.csv").date_reading is None


PERIODS = {
    "jan. 26": "2026-01", "1. kvartal 2026": "2026-Q1", "Q1 2026": "2026-Q1", "Q1'26": "2026-Q1",
    "2026-W05": "2026-W05",
    "uke 5 2026": "2026-W05", "Uke 5, 2026": "2026-W05", "01.02.26": "2026-02-01", "2026/02/01": "2026-02-01",
    "1. februar 2026": "2026-02-01", "feb.26": "2026-02", "02/2026": "2026-02", "02.2026": "2026-02",
    "February 2026": "2026-02", "mars-26": "2026-03", "2026-2": "2026-02", "2026M2": "2026-02", "202602": "2026-02",
    "2026.02": "2026-02",
}  # fmt: skip


def test_every_period_of_the_file_of_spellings_is_read_or_told_why():
    lines = (CASES / "period_spellings.csv").read_text(encoding="utf-8").splitlines()[1:]
    spelled = [line.rsplit(";", 1)[0] for line in lines]
    assert len(spelled) == 22
    read = {each: period(each) for each in spelled}
    assert {each: found.value.key() for each, found in read.items() if hasattr(found, "value")} == PERIODS
    assert isinstance(read["01-02-2026"], Ambiguous)
    with text.using("en"):
        assert isinstance(read["Uke 12"], NotUnderstood) and "which year" in str(read["Uke 12"].why)
    assert isinstance(read["46054"], NotUnderstood)
    assert likeliest(period("46054", Calendar(serials=True)), None) == Period.parse("2026-02-01")


TYPED = {
    "(1 234)": ("currency", -1234), "500-": ("currency", -500), "€ 1 200": ("EUR", 1200), "1:35": ("hours",
    95 / 60),
    "$1,200.50": ("$", 1200.5), "1,5 mill": ("currency", 1.5e6), "2 MNOK": ("currency", 2e6),
    "00:12:30": ("minutes", 12.5), "#I/T": ("currency", None),
}  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_number_that_was_refused_when_typed_is_read_or_told_why(language):
    first, second = (CASES / "typed_numbers.txt").read_text(encoding="utf-8").splitlines()[:2]
    assert {each.strip() for each in first.split("->")[0].split("|")} == set(TYPED)
    for typed, (unit, value) in TYPED.items():
        assert likeliest(number(typed, Writing(language, unit=unit, sums=True)), None) == value, typed
    assert second.startswith("1.200,-") and likeliest(number("1.200,-", Writing("en")), None) == 1200
