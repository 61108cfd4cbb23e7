"""Every file of the cases from the field comes out with its right numbers, or is asked about; nothing in silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from kpidesk.domain.period import Frequency
from kpidesk.exchange.tables.saying import answered
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Known, Said, Understanding
from tests.exchange.tables.sheets import KNOWN, TODAY, by_name, questions, shared
from tests.table import table

D, W, M, Q = Frequency.DAY, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER
Numbers = Mapping[str, Mapping[str, float]]


def case(name: str, said: Said = Said(), known: Known = KNOWN) -> Understanding:  # noqa: B008
    return understand(shared("cases", name), said, known)


def left(found: Understanding) -> dict[str, str]:
    return {each.key: str(each.why) for each in found.left_out if each.key != "words"}


STRAIGHT: list[tuple[str, Frequency, Numbers]] = [
    ("us_dates.csv", D, {"Sales": {
        "2026-01-05": 100, "2026-02-02": 200, "2026-03-13": 300, "2026-04-06": 400, "2025-12-28": 500,
    }}),
    ("paren_negative.csv", M, {"Resultat": {"2026-01": 1234.5, "2026-02": -1234.5, "2026-03": -500}}),
    ("euro.csv", M, {"Umsatz": {"2026-01": 1355.9, "2026-02": 900}}),
    ("dollar.csv", M, {"Revenue": {"2026-01": 1200.5, "2026-02": 900, "2026-03": -50}}),
    ("trailing_separator.csv", M, {"Beløp": {"2026-01": 5, "2026-02": 6, "2026-03": 7}}),
    ("sep_line.csv", D, {"Beløp": {"2026-02-01": 5}}),
    ("google_trends_sunday_weeks.csv", W, {"frisør: (Norway)": {"2026-W01": 40, "2026-W02": 45, "2026-W04": 60}}),
    ("preamble_short.csv", M, {"Salg": {"2026-01": 10, "2026-02": 12, "2026-03": 14}}),
    ("ga4_nth_day.csv", D, {"Active users": {"2026-01-01": 12, "2026-01-02": 14, "2026-01-03": 9}}),
    ("resultatrapport2.csv", M, {"Salgsinntekt": {"2026-01": 100_000, "2026-02": 120_000, "2026-03": 90_000}}),
    ("slash_iso.csv", D, {"Salg": {"2026-01-05": 5, "2026-02-12": 6}}),
    ("real_ga_us_short.csv", D, {"Sessions": {"2015-03-20": 0, "2015-03-21": 4, "2015-03-22": 7, "2015-04-01": 10}}),
    ("real_nordea.csv", D, {"Beløp": {"2026-09-03": -300, "2026-08-28": 15_000, "2026-08-20": -980.5}}),
    ("real_sparebanken.csv", D, {
        "Inn på konto − Ut av konto": {"2026-03-15": -2500, "2026-03-16": 1500, "2026-03-17": -50},
    }),
    ("real_shopify_sheet.csv", D, {
        "Orders": {"2026-08-01": 50, "2026-08-13": 10}, "Total sales": {"2026-08-01": 1000, "2026-08-13": 500},
    }),
    ("wide_jan_24.csv", M, {
        "Performance Score": {"2024-01": 72, "2024-02": 74, "2024-03": 76, "2024-04": 78},
        "Compliance Rate": {"2024-01": 80, "2024-02": 81, "2024-03": 82, "2024-04": 83},
    }),
    ("wide_q1_2024.csv", Q, {
        "Product Revenue": {"2024-Q1": 100_000, "2024-Q2": 110_000, "2024-Q3": 120_000, "2024-Q4": 130_000},
    }),
    ("wide_excel_mmm_yy.csv", M, {"Omsetning": {
        "2026-01": 1000.5, "2026-02": 2000, "2026-03": 3000, "2026-04": 4000, "2026-05": 5000, "2026-06": 6000,
    }}),
    ("mmm_yy.csv", M, {"Salg": {"2026-01": 2, "2026-02": 3}}),
    ("wide_five_labels.csv", M, {
        "Omsetning": {"2026-01": 10, "2026-02": 20, "2026-03": 30, "2026-04": 40},
        "NPS": {"2026-01": 38, "2026-02": 39, "2026-03": 40, "2026-04": 41},
    }),
    ("wide_many_kpis.csv", M, {
        "Omsetning": {"2026-01": 1000, "2026-02": 2000, "2026-03": 3000, "2026-04": 4000},
        "NPS": {"2026-01": 38, "2026-02": 39, "2026-03": 40, "2026-04": 41},
        "Sykefravær": {"2026-01": 5, "2026-02": 6, "2026-03": 7, "2026-04": 8},
    }),
    ("ssb_week.csv", W, {"Omsetning": {"2026-W01": 100, "2026-W02": 110}}),
    ("ssb_wide_contents.csv", M, {
        "0 Hele landet · Omsetning": {"2026-01": 100e6, "2026-02": 110e6, "2026-03": 120e6},
        "03 Oslo · Omsetning": {"2026-01": 10e6, "2026-02": 11e6, "2026-03": 12e6},
    }),
    ("year_week_words.csv", W, {"Omsetning": {"2026-W01": 100, "2026-W02": 110}}),
    ("year_quarter_words.csv", Q, {"Omsetning": {"2026-Q1": 100, "2026-Q2": 110, "2026-Q3": 5}}),
    ("uke_12_2026.csv", W, {"Salg": {"2026-W12": 2, "2026-W13": 3}}),
    ("kvartal_words.csv", Q, {"Salg": {"2026-Q1": 2, "2026-Q2": 3}}),
    ("fiscal_year_quarter_columns.csv", Q, {"v": {"2026-Q1": 100, "2026-Q2": 200}}),
    ("norwegian_datetime.csv", D, {"Salg": {"2026-01-31": 2, "2026-02-01": 3}}),
    ("two_digit_year.csv", D, {"Salg": {"2026-01-05": 5, "2026-02-12": 6}}),
    ("excel_serial.csv", M, {"Salg": {"2026-01": 5, "2026-02": 6}}),
    ("excel_text_formula.csv", M, {"Salg": {"2026-01": 1200, "2026-02": 1300}}),
    ("simple.xlsx", M, {"Salg": {"2026-01": 1000.5, "2026-02": 2001, "2026-03": 3001.5, "2026-04": 4002}}),
    ("excel_errors.csv", M, {"Andel": {"2026-01": 12.5, "2026-04": 13}}),
    ("quoted_decimal_comma3.csv", M, {"value": {"2026-01": 1.25, "2026-02": 0.875, "2026-03": 2.125}}),
    ("subtotal_rows.csv", M, {"Salg": {"2026-01": 10, "2026-02": 20, "2026-03": 30, "2026-04": 5}}),
    ("category_total.csv", D, {"Salg": {"2026-01-01": 11}}),
    ("future_zeros.csv", M, {"sales": {"2026-09": 105, "2026-10": 120}}),
    ("resultatrapport.csv", M, {
        "Salgsinntekt": {"2026-01": -100_000, "2026-02": -120_000, "2026-03": -90_000},
        "Varekjøp": {"2026-01": 40_000, "2026-02": 50_000, "2026-03": 35_000},
        "Sum driftsinntekter": {"2026-01": -100_000, "2026-02": -120_000, "2026-03": -90_000},
    }),
    ("metrics_long_no_where.csv", D, {
        "MRR": {"2024-04-01": 12500, "2024-04-08": 11900}, "Churn Rate": {"2024-04-01": 0.045, "2024-04-08": 0.051},
        "NPS": {"2024-04-01": 38, "2024-04-08": 31}, "Support Tickets": {"2024-04-01": 240, "2024-04-08": 295},
    }),
    ("person_kpi_week.csv", W, {
        "Follow-ups · Target": {"2026-W02": 5, "2026-W03": 5}, "Follow-ups · Actual": {"2026-W02": 4, "2026-W03": 5},
        "Updates · Target": {"2026-W02": 3}, "Updates · Actual": {"2026-W02": 3},
    }),
    ("birite.csv", M, {
        "New Accounts": {"2024-01": 0, "2024-02": 0, "2024-03": 91},
        "Total Accounts Ordered": {"2024-01": 154, "2024-02": 154, "2024-03": 141},
    }),
]  # fmt: skip


@table("name, frequency, numbers", STRAIGHT)
def test_a_file_that_leaves_nothing_open_comes_out_right(name: str, frequency: Frequency, numbers: Numbers) -> None:
    found = case(name)
    assert questions(found) == []
    assert by_name(found) == numbers
    assert {each.frequency for each in found.measures} == {frequency}


ASKED: list[tuple[str, str, str, Numbers]] = [
    ("dot_thousands.csv", "decimal", ",", {
        "Umsatz": {"2026-01": 1234, "2026-02": 987, "2026-03": 12500, "2026-04": 2100},
    }),
    ("dot_thousands.csv", "decimal", ".", {
        "Umsatz": {"2026-01": 1.234, "2026-02": 987, "2026-03": 12.5, "2026-04": 2.1},
    }),
    ("wide_month_names.csv", "year", "2025", {
        "Omsetning": {f"2025-{n:02}": n for n in range(1, 13)}, "NPS": {f"2025-{n:02}": n for n in range(1, 13)},
    }),
    ("week_no_year.csv", "year", "2026", {"Omsetning": {"2026-W01": 100, "2026-W02": 110, "2026-W03": 120}}),
    ("mailchimp.csv", "decimal", ".", {
        "Total Recipients": {"2026-01-05": 120, "2026-02-02": 130}, "Opens": {"2026-01-05": 1204, "2026-02-02": 55},
    }),
    ("real_toggl.csv", "date", "7", {
        "Duration": {"2026-01-05": 6300, "2026-02-03": 91800}, "Amount (USD)": {"2026-01-05": 0, "2026-02-03": 0},
    }),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key", "answer", "numbers"), ASKED, ids=[f"{e[0]} {e[2]}" for e in ASKED])
def test_a_file_that_can_be_read_in_two_ways_is_asked_about(name: str, key: str, answer: str, numbers: Numbers) -> None:
    found = case(name)
    assert questions(found) == [key]
    told = case(name, answered(Said(), key, answer))
    assert questions(told) == []
    assert by_name(told) == numbers


def test_lengths_of_time_are_in_seconds() -> None:
    found = case("real_toggl.csv", answered(Said(), "date", "7"))
    assert found.measures[0].unit == "seconds"


def test_every_spelling_of_a_period_is_read_when_the_year_and_the_order_are_told() -> None:
    said = answered(answered(Said(), "order", "dmy"), "year", "2026")
    found = case("period_spellings.csv", said)
    lost = [each.lines for each in found.left_out if each.faulty]
    assert lost == [(10,)], "only 46054 among words is no period"


def test_quarters_of_a_company_with_another_year_are_asked_about() -> None:
    known = Known(TODAY, fiscal_start=2)
    found = case("fiscal_year_quarter_columns.csv", known=known)
    assert questions(found) == ["calendar_quarters"]
    told = case("fiscal_year_quarter_columns.csv", answered(Said(), "calendar_quarters", "calendar"), known)
    assert [each.first.month for each in told.measures[0].numbers] == [1, 4]
    told = case("fiscal_year_quarter_columns.csv", answered(Said(), "calendar_quarters", "fiscal"), known)
    assert [each.first.month for each in told.measures[0].numbers] == [2, 5]


def test_money_in_every_spelling_is_read_and_a_percentage_among_it_is_listed() -> None:
    found = case("money_spellings.csv")
    assert by_name(found) == {"Beløp": {
        "2026-01": -500, "2026-02": 1200, "2026-03": 1200, "2026-04": 1200.5, "2026-05": 1200.5, "2026-06": -1200,
        "2026-07": -500, "2026-08": -500, "2026-10": 1234,
    }}  # fmt: skip
    assert [each.lines for each in found.left_out if each.faulty] == [(10,)]


def test_subtotals_are_listed_as_sums_of_the_months() -> None:
    found = case("subtotal_rows.csv")
    assert left(found) == {
        "longer:quarterly": "Summer av de kortere periodene",
        "longer:yearly": "Summer av de kortere periodene",
    }
    told = case("subtotal_rows.csv", Said(take=frozenset({"longer:yearly"})), Known(dt.date(2027, 1, 15)))
    assert by_name(told)["Salg"]  # the months stay what they are
    assert [list(each.numbers.values()) for each in told.measures if each.frequency is Frequency.YEAR] == [[(65.0,)]]


def test_what_is_still_to_come_is_listed() -> None:
    assert set(left(case("future_zeros.csv"))) == {"now", "zeros"}
    told = case("future_zeros.csv", Said(take=frozenset({"now"})))
    assert by_name(told) == {"sales": {"2026-09": 105, "2026-10": 120, "2026-11": 0}}


def test_totals_of_shops_are_never_added_to_them() -> None:
    assert "category_total" in left(case("category_total.csv"))
    apart = case("category_total.csv", answered(Said(), "as:groups", "each"))
    assert by_name(apart) == {"Oslo": {"2026-01-01": 5}, "Bergen": {"2026-01-01": 6}}
    one = case("category_total.csv", answered(Said(), "as:groups", "only:Oslo"))
    assert by_name(one) == {"Salg": {"2026-01-01": 5}}
    one = case("category_total.csv", Said(where=(("Avdeling", "Bergen"),)))
    assert by_name(one) == {"Salg": {"2026-01-01": 6}}


def test_each_record_type_of_a_settlement_is_a_table_of_its_own() -> None:
    found = case("real_vipps_settlement.csv")
    assert found.tables == 2
    assert by_name(found)["Net"] == {"2018-04-12": 0.98, "2018-04-13": 0.98}
    other = case("real_vipps_settlement.csv", Said(table=1))
    assert questions(other) == ["date"]
    told = case("real_vipps_settlement.csv", answered(Said(table=1), "date", "1"))
    assert by_name(told)["Gross"] == {"2018-04-11": 1, "2018-04-13": 1}


def test_what_came_in_and_what_went_out_can_be_kept_apart() -> None:
    found = case("real_sparebanken.csv", answered(Said(), "as:net", "each"))
    assert by_name(found) == {
        "Ut av konto": {"2026-03-15": 2500, "2026-03-17": 50},
        "Inn på konto": {"2026-03-16": 1500},
    }
