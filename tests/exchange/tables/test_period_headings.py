"""What a heading says of its column: weeks that look like months, months in two spellings, lengths of time, rates."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kpidesk.exchange.sheets.book import Merged
from kpidesk.exchange.tables.saying import answered
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Said
from tests.exchange.tables.sheets import KNOWN, by_name, questions, read, workbook
from tests.table import table


@table("heading", ["Uke", "Uke nr", "Week", "År-uke", "Ukenummer"])
@table("cell", ["2026-{:02}", "2026{:02}", "{:02}/2026", "{}-2026"])
def test_a_year_and_a_number_under_week_are_a_week_and_never_a_month(heading: str, cell: str) -> None:
    found = read("\n".join([f"{heading};Salg", *(f"{cell.format(n)};{n}" for n in (8, 9, 10))]))
    assert by_name(found) == {"Salg": {"2026-W08": 8, "2026-W09": 9, "2026-W10": 10}}


def test_weeks_after_the_twelfth_are_read_like_those_before() -> None:
    found = read("Uke;Salg\n2026-40;1\n2026-41;2\n")
    assert by_name(found) == {"Salg": {"2026-W40": 1, "2026-W41": 2}}


def test_a_year_and_a_number_under_quarter_are_a_quarter() -> None:
    found = read("Kvartal;Salg\n2026-1;1\n2026-2;2\n")
    assert by_name(found) == {"Salg": {"2026-Q1": 1, "2026-Q2": 2}}


def test_a_year_and_a_number_under_month_stay_a_month() -> None:
    assert by_name(read("Måned;Salg\n2026-01;1\n2026-02;2\n")) == {"Salg": {"2026-01": 1, "2026-02": 2}}


def test_dates_of_the_first_among_months_in_words_are_months() -> None:
    rows = [("Måned", "Salg"), (dt.date(2026, 1, 1), 1.0), (dt.date(2026, 2, 1), 2.0), ("mars 2026", 3.0)]
    found = understand(workbook(rows), Said(), KNOWN)
    assert by_name(found) == {"Salg": {"2026-01": 1, "2026-02": 2, "2026-03": 3}}


def test_days_with_the_sum_of_their_month_below_stay_days() -> None:
    rows = [("Dato", "Salg"), (dt.date(2026, 1, 1), 1.0), (dt.date(2026, 1, 2), 2.0), ("januar 2026", 3.0)]
    found = understand(workbook(rows), Said(), KNOWN)
    assert by_name(found) == {"Salg": {"2026-01-01": 1, "2026-01-02": 2}}


def test_tables_beside_each_other_keep_their_own_periods() -> None:
    text = "Uke;Besøk;;Måned;Medlemmer\nuke 1 2026;1;;jan 2026;5\nuke 2 2026;2;;feb 2026;6\nuke 3 2026;3;;;\n"
    found = read(text)
    assert questions(found) == ["table"] and found.tables == 2
    assert [str(each.words) for each in found.questions[0].answers] == [
        "Uke og Besøk, fra rad 1", "Måned og Medlemmer, fra rad 1",
    ]  # fmt: skip
    assert by_name(read(text, answered(Said(), "table", "0"))) == {
        "Besøk": {"2026-W01": 1, "2026-W02": 2, "2026-W03": 3}
    }
    assert by_name(read(text, Said(table=1))) == {"Medlemmer": {"2026-01": 5, "2026-02": 6}}


def test_a_column_apart_without_periods_belongs_to_the_table() -> None:
    assert by_name(read("Uke;Salg;;Kunder\nuke 1 2026;1;;5\nuke 2 2026;2;;6\n")) == {
        "Salg": {"2026-W01": 1, "2026-W02": 2},
        "Kunder": {"2026-W01": 5, "2026-W02": 6},
    }


def test_a_heading_that_says_hours_settles_what_a_colon_stands_between() -> None:
    found = read("Dato;Timer\n13.10.26;7:30\n14.10.26;5:00\n")
    assert questions(found) == []
    assert list(by_name(found)["Timer"].values()) == [27_000, 18_000]


def test_a_heading_stands_over_the_cells_that_the_workbook_merged_and_no_others() -> None:
    heads = [(None, "Butikk", None, "Nett", None, None), ("Måned", "Salg", "Kunder", "Salg", "Kunder", "Svinn")]
    plain = workbook([*heads, ("jan 2026", 1.0, 2.0, 3.0, 4.0, 5.0), ("feb 2026", 2.0, 3.0, 4.0, 5.0, 6.0)])
    book = replace(plain, sheets=(replace(plain.sheets[0], merged=(Merged(0, 0, 1, 2), Merged(0, 0, 3, 4))),))
    names = list(by_name(understand(book, Said(), KNOWN)))
    assert names == ["Butikk Salg", "Butikk Kunder", "Nett Salg", "Nett Kunder", "Svinn"]


def test_a_rate_in_a_name_is_not_what_its_numbers_count() -> None:
    found = read("Konto;jan 2026;feb 2026\nSalg varer 25 %;6818,72;7294,50\nSvinn %;1,5;2,5\n")
    assert {each.name: each.unit for each in found.measures} == {"Salg varer 25 %": "", "Svinn %": "percent"}


def test_the_number_of_a_receipt_is_no_amount() -> None:
    found = read("Dato;Kvittering;Beløp\n13.10.2026;1001;50\n13.10.2026;1002;70\n")
    assert by_name(found) == {"Beløp": {"2026-10-13": 120}}
