"""Sheets that owners make themselves: merged heads, two years side by side, weeks across, sums and notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpidesk.errors import BadInput
from kpidesk.exchange.sheets.book import Merged, Percent
from kpidesk.exchange.tables.cells.units import unit_of_heading
from kpidesk.exchange.tables.saying import answered, changed, with_role
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Known, Role, Said, Shape
from tests.exchange.tables.sheets import KNOWN, TODAY, by_name, questions, read, workbook
from tests.table import table


def test_two_years_side_by_side_with_months_down() -> None:
    found = read("Måned;2024;2025\njan;1;2\nfeb;3;4\nSum;4;6\n", name="Salg.csv")
    assert by_name(found) == {"Salg": {"2024-01": 1, "2024-02": 3, "2025-01": 2, "2025-02": 4}}
    assert {each.key for each in found.left_out} == {"row:Sum", "words"}


def test_years_down_and_months_across() -> None:
    found = read("År;jan;feb;Sum\n2024;1;2;3\n2025;4;5;9\n", name="Salg.csv")
    assert by_name(found) == {"Salg": {"2024-01": 1, "2024-02": 2, "2025-01": 4, "2025-02": 5}}


def test_years_over_months_in_merged_heads() -> None:
    rows = [(None, 2024.0, None, 2025.0, None), (None, "jan", "feb", "jan", "feb"), ("Salg", 1.0, 2.0, 3.0, 4.0)]
    found = understand(workbook(rows), Said(), KNOWN)
    assert by_name(found) == {"Salg": {"2024-01": 1, "2024-02": 2, "2025-01": 3, "2025-02": 4}}
    assert found.area.headings == 2


def test_measures_over_months_in_merged_heads() -> None:
    found = read(";Omsetning;;Kunder;\n;jan.24;feb.24;jan.24;feb.24\nOslo;1;2;3;4\nBergen;5;6;7;8\n")
    assert by_name(found) == {
        "Oslo · Omsetning": {"2024-01": 1, "2024-02": 2}, "Oslo · Kunder": {"2024-01": 3, "2024-02": 4},
        "Bergen · Omsetning": {"2024-01": 5, "2024-02": 6}, "Bergen · Kunder": {"2024-01": 7, "2024-02": 8},
    }  # fmt: skip


def test_years_that_stand_alone_above_their_months() -> None:
    found = read("Måned;Salg\n2024;\njanuar;10\nfebruar;20\n2025;\njanuar;30\nfebruar;40\n")
    assert by_name(found) == {"Salg": {"2024-01": 10, "2024-02": 20, "2025-01": 30, "2025-02": 40}}


def test_weeks_across_with_the_year_in_the_title() -> None:
    found = read("Omsetning per uke 2025\n\nUke;1;2;3\nSalg;10;20;30\n")
    assert by_name(found) == {"Salg": {"2025-W01": 10, "2025-W02": 20, "2025-W03": 30}}


def test_months_that_go_on_into_the_next_year() -> None:
    text = ";sep;okt;nov;des;jan;feb\nSalg;1;2;3;4;5;6\n"
    assert questions(read(text)) == ["year"]
    found = by_name(read(text, answered(Said(), "year", "2025")))["Salg"]
    assert list(found) == ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_total_of_the_other_rows_is_left_out_and_can_be_taken() -> None:
    text = "Butikk;jan.26;feb.26\nSentrum;10;11\nTorget;5;6\nTotalt;15;17\n"
    assert set(by_name(read(text))) == {"Sentrum", "Torget"}
    assert by_name(read(text, changed(Said(), "take:total:Totalt")))["Totalt"] == {"2026-01": 15, "2026-02": 17}
    assert list(by_name(read(text, changed(Said(), "as:rows", "sum"))).values()) == [{"2026-01": 15, "2026-02": 17}]


def test_amounts_in_thousands_and_millions_are_whole_and_it_is_said() -> None:
    found = read("Nøkkeltall (MNOK);2023;2024\nOmsetning;12,4;13,1\nMargin (%);9,7;6,9\nAntall ansatte;12;14\n")
    assert by_name(found)["Omsetning"] == {"2023": 12_400_000, "2024": 13_100_000}
    assert by_name(found)["Margin (%)"] == {"2023": 9.7, "2024": 6.9}
    assert by_name(found)["Antall ansatte"] == {"2023": 12, "2024": 14}
    assert "as:scale:1000000" in {each.key for each in found.guesses}
    plain = read("Måned;Salg (tNOK);Kunder\n2026-01;12,4;10\n", changed(Said(), "as:scale:1000", "as"))
    assert by_name(plain) == {"Salg (tNOK)": {"2026-01": 12.4}, "Kunder": {"2026-01": 10}}


def test_a_month_that_is_there_twice_is_asked_about_with_the_results() -> None:
    text = "Måned;Nettosalg;Kunder\naug.24;1052000;8901\nsep.24;1090400;9508\nokt.24;1104200;9412\nokt.24;33200;312\n"
    found = read(text)
    question = found.open_questions[0]
    assert (question.key, question.lines) == ("twice:2024-10", (4, 5))
    assert [(each.key, str(each.result)) for each in question.answers] == [
        ("add", "1\u00a0137\u00a0400"), ("row:4", "1\u00a0104\u00a0200"), ("row:5", "33\u00a0200"),
    ]  # fmt: skip
    assert "2024-10" not in by_name(found)["Nettosalg"]
    both = read(text, answered(Said(), "twice:2024-10", "add"))
    assert (by_name(both)["Nettosalg"]["2024-10"], by_name(both)["Kunder"]["2024-10"]) == (1_137_400, 9724)
    one = read(text, answered(Said(), "twice:2024-10", "row:5"))
    assert (by_name(one)["Nettosalg"]["2024-10"], by_name(one)["Kunder"]["2024-10"]) == (33_200, 312)


def test_a_row_that_is_exactly_like_another_counts_once_where_there_is_one_for_each_month() -> None:
    text = "Måned;Salg\n2026-01;10\n2026-02;20\n2026-02;20\n2026-03;30\n"
    assert by_name(read(text)) == {"Salg": {"2026-01": 10, "2026-02": 20, "2026-03": 30}}
    assert "as:alike" in {each.key for each in read(text).guesses}


def test_the_sum_of_the_year_is_no_month_and_can_be_taken_as_the_year() -> None:
    text = "Måned;Salg\njan.23;10\nfeb.23;20\nSum 2023;30\njan.24;5\nfeb.24;6\nSum 2024;11\n"
    found = read(text)
    assert by_name(found) == {"Salg": {"2023-01": 10, "2023-02": 20, "2024-01": 5, "2024-02": 6}}
    out = next(each for each in found.left_out if each.key == "longer:yearly")
    assert out.lines == (4, 7)
    told = read(text, changed(Said(), "take:longer:yearly"))
    assert [list(each.numbers.values()) for each in told.measures][1] == [(30,), (11,)]


def test_a_running_month_and_coming_months_are_left_out_and_marked() -> None:
    found = read("Måned;Salg\nokt.26;10\nnov.26;4\ndes.26;7\n")
    assert by_name(found) == {"Salg": {"2026-10": 10}}
    assert {each.key for each in found.left_out if each.can_be_taken} == {"now", "coming"}
    assert set(found.marks) == {0, 2, 3}


def test_typed_dates_of_a_workbook_that_are_the_first_of_each_month_are_months() -> None:
    rows = [("Måned", "Salg"), *((dt.date(2026, n, 1), 100.0 * n) for n in (1, 2, 3))]
    found = understand(workbook(rows), Said(), KNOWN)
    assert by_name(found) == {"Salg": {"2026-01": 100, "2026-02": 200, "2026-03": 300}}
    days = understand(workbook(rows), changed(Said(), "as:steps", "days"), KNOWN)
    assert set(by_name(days)["Salg"]) == {"2026-01-01", "2026-02-01", "2026-03-01"}


def test_a_number_that_can_group_or_begin_decimals_is_asked_about_unless_another_column_tells() -> None:
    assert questions(read("Måned;Salg\n2026-01;12.500\n2026-02;13.250\n")) == ["decimal"]
    told = read("Måned;Salg;Pris\n2026-01;12.500;9,90\n2026-02;13.250;9,50\n")
    assert questions(told) == []
    assert by_name(told)["Salg"] == {"2026-01": 12_500, "2026-02": 13_250}
    assert "decimal" in {each.key for each in told.guesses}
    assert questions(read('date,value\n2026-01,"1,250"\n2026-02,"2,125"\n')) == ["decimal"]


def test_dates_that_leave_day_and_month_open_are_asked_about_with_what_comes_of_it() -> None:
    text = "Date,Net sales\n" + "".join(f"02/{n:02}/2025,{n}.5\n" for n in range(1, 13))
    question = read(text).open_questions[0]
    assert [each.key for each in question.answers] == ["dmy", "mdy"]
    assert set(by_name(read(text, answered(Said(), "order", "mdy")))["Net sales"]) == {
        f"2025-02-{n:02}" for n in range(1, 13)
    }
    same = read("Date,Sales\n01/01/2025,1.5\n02/02/2025,2.5\n03/03/2025,2.5\n")
    assert questions(same) == []


def test_lengths_of_time_that_can_be_minutes_are_asked_about() -> None:
    text = "Måned;Svartid\n2026-01;1:35\n2026-02;2:10\n"
    assert questions(read(text)) == ["clock"]
    assert by_name(read(text, answered(Said(), "clock", "hours"))) == {"Svartid": {"2026-01": 5700, "2026-02": 7800}}
    assert by_name(read(text, answered(Said(), "clock", "minutes"))) == {"Svartid": {"2026-01": 95, "2026-02": 130}}


def test_a_column_can_be_given_another_role() -> None:
    text = "Måned;Salg;Ordrenr\n2026-01;10;500\n2026-02;20;600\n"
    assert set(by_name(read(text))) == {"Salg"}
    assert set(by_name(read(text, with_role(Said(), 2, Role.NUMBER)))) == {"Salg", "Ordrenr"}
    assert set(by_name(read(text, with_role(Said(), 1, Role.LEFT_OUT)))) == set()


def test_headings_can_be_told() -> None:
    text = "2026-01;10\n2026-02;20\n"
    found = read(text)
    assert found.area.headings == 0
    assert list(by_name(found).values()) == [{"2026-01": 10, "2026-02": 20}]
    assert list(by_name(read(text, Said(headings=1))).values()) == [{"2026-02": 20}]


def test_several_sheets_with_about_as_many_numbers_are_asked_about() -> None:
    rows = [("Måned", "Salg"), ("2026-01", 1.0), ("2026-02", 2.0)]
    two = [("Måned", "Salg"), ("2025-01", 3.0), ("2025-02", 4.0)]
    book = workbook(rows, "Butikk")
    book = type(book)(
        book.name, book.kind, (*book.sheets, *workbook(two, "Nett").sheets, *workbook([("Notat",)], "N").sheets)
    )
    assert questions(understand(book, Said(), KNOWN)) == ["sheet"]
    assert understand(book, Said(), KNOWN).measures == ()
    assert by_name(understand(book, answered(Said(), "sheet", "Nett"), KNOWN)) == {"Salg": {"2025-01": 3, "2025-02": 4}}
    assert by_name(understand(book, changed(Said(), "sheet", "Butikk"), KNOWN)) == {
        "Salg": {"2026-01": 1, "2026-02": 2}
    }


TWO_TABLES = (
    "Salg per måned;\nMåned;Salg\n2026-01;100\n2026-02;200\n\nTimer per uke;\nUke;Timer\n2026-W01;10\n2026-W02;20\n"
)


def test_several_tables_on_a_sheet_with_about_as_many_numbers_are_asked_about_by_their_titles() -> None:
    found = read(TWO_TABLES)
    assert questions(found) == ["table"] and found.measures == ()
    assert [str(each.words) for each in found.questions[0].answers] == [
        "Salg per måned, fra rad 2", "Timer per uke, fra rad 7",
    ]  # fmt: skip
    told = read(TWO_TABLES, answered(Said(), "table", "1"))
    assert by_name(told) == {"Timer": {"2026-W01": 10, "2026-W02": 20}}
    assert [str(each.words) for each in told.guesses if each.key == "table"] == [
        "Arket har 2 tabeller. Denne er brukt: Timer per uke, fra rad 7."
    ]
    assert by_name(read(TWO_TABLES, changed(answered(Said(), "table", "1"), "table", "0"))) == {
        "Salg": {"2026-01": 100, "2026-02": 200}
    }


def test_a_sheet_of_two_tables_is_not_taken_for_one_of_the_first_alone() -> None:
    alone = TWO_TABLES.partition("\n\n")[0] + "\n"
    both = read(TWO_TABLES)
    assert both.fingerprint != read(alone).fingerprint
    assert both.fingerprint == read(TWO_TABLES.replace("100", "101")).fingerprint


def test_a_much_smaller_table_is_not_asked_about() -> None:
    rows = "".join(f"2025-{n:02};{n}\n" for n in range(1, 13))
    found = read(f"Måned;Salg\n{rows}\nMåned;Mål\n2025-01;5\n2025-02;6\n")
    assert questions(found) == [] and found.tables == 2 and len(by_name(found)["Salg"]) == 12


def test_another_table_of_a_sheet_that_was_answered_for_is_on_that_sheet() -> None:
    said = changed(answered(Said(), "sheet", "Nett"), "table", "1")
    assert (said.sheet, said.table) == ("Nett", 1)


def test_a_file_without_periods_or_numbers_is_refused_in_words() -> None:
    with pytest.raises(BadInput):
        read("Navn;By\nKari;Oslo\nOla;Bergen\n")
    with pytest.raises(BadInput):
        understand(workbook([]), Said(), KNOWN)


def test_the_fingerprint_is_the_same_next_month_and_another_for_another_form() -> None:
    first = read("KPI;jan.26;feb.26\nSalg;1;2\n")
    second = read("KPI;jan.26;feb.26;mar.26\nSalg;1;2;3\n")
    other = read("Navn;jan.26;feb.26\nSalg;1;2\n")
    assert first.fingerprint == second.fingerprint != other.fingerprint
    assert first.shape is Shape.WIDE
    assert first.measures[0].key == second.measures[0].key


def test_a_fiscal_year_that_is_the_calendars_asks_nothing() -> None:
    assert questions(read("Kvartal;Salg\n2026-Q1;1\n2026-Q2;2\n", known=Known(TODAY, fiscal_start=1))) == []
    assert questions(read("Måned;Salg\n2026-01;1\n2026-02;2\n", known=Known(TODAY, fiscal_start=9))) == []


def test_what_came_in_and_went_out_by_a_word_is_plus_and_minus() -> None:
    text = "Dato;Type;Beløp\n01.09.2026;Inn;1000,00\n02.09.2026;Ut;200,00\n02.09.2026;Inn;500,50\n03.09.2026;Ut;99,00\n"
    assert by_name(read(text)) == {"Beløp": {"2026-09-01": 1000, "2026-09-02": 300.5, "2026-09-03": -99}}
    plain = read(text, changed(Said(), "as:sign", "plus"))
    assert by_name(plain)["Beløp"]["2026-09-03"] == 99


def test_what_a_column_has_come_to_so_far_is_left_out() -> None:
    text = "Dato;Omsetning;Akkumulert\n01.09.2026;100;100\n02.09.2026;200;300\n03.09.2026;50;350\n"
    assert set(by_name(read(text))) == {"Omsetning"}
    assert set(by_name(read(text, changed(Said(), "take:derived:Akkumulert")))) == {"Omsetning", "Akkumulert"}


def test_a_star_behind_a_number_or_a_year_refers_to_a_note() -> None:
    found = read("Region;2022;2023;2024*\nOslo;10;11;12*\n\n* foreløpige tall\n")
    assert by_name(found) == {"Oslo": {"2022": 10, "2023": 11, "2024": 12}}


def test_months_with_short_years_are_read_where_the_heading_says_that_they_are_months() -> None:
    assert by_name(read("Måned;Salg\n01/26;100\n02/26;120\n")) == {"Salg": {"2026-01": 100, "2026-02": 120}}


@pytest.mark.parametrize("line", ["Periode: mars 2026", "Periode;01.03.2026 - 31.03.2026", "For 2026-03"])
def test_a_report_for_one_period_has_it_from_the_line_above(line: str) -> None:
    found = read(f"Resultatrapport\n{line}\n\nKonto;Navn;Beløp\n3000;Salg;-100 000,00\n4000;Varekjøp;40 000,00\n")
    assert by_name(found) == {"Salg": {"2026-03": -100_000}, "Varekjøp": {"2026-03": 40_000}}


def test_shares_that_a_workbook_shows_as_percent_are_percent() -> None:
    rows = [("Måned", "Sykefravær"), ("2026-01", Percent(0.051)), ("2026-02", Percent(0.06))]
    found = understand(workbook(rows), Said(), KNOWN)
    assert by_name(found) == {"Sykefravær": {"2026-01": 5.1, "2026-02": 6}}
    assert found.measures[0].unit == "percent"


def test_a_merged_cell_is_meant_beside_each_of_its_rows() -> None:
    rows = [
        ("Måned", "Butikk", "Salg"),
        ("2026-01", "Oslo", 1.0),
        (None, "Bergen", 2.0),
        ("2026-02", "Oslo", 3.0),
        (None, "Bergen", 4.0),
    ]
    book = workbook(rows)
    sheet = replace(book.sheets[0], merged=(Merged(1, 2, 0, 0), Merged(3, 4, 0, 0)))
    assert by_name(understand(replace(book, sheets=(sheet,)), Said(), KNOWN)) == {"Salg": {"2026-01": 3, "2026-02": 7}}


def test_a_hidden_sheet_is_read_only_where_there_is_no_other() -> None:
    shown = workbook([("Måned", "Salg"), ("2026-01", 1.0)], "Vist").sheets[0]
    hidden = replace(workbook([("Måned", "Salg"), ("2026-01", 9.0), ("2026-02", 9.0)], "Skjult").sheets[0], hidden=True)
    book = workbook([])
    both = understand(replace(book, sheets=(hidden, shown)), Said(), KNOWN)
    assert (both.sheet, questions(both), by_name(both)) == (1, [], {"Salg": {"2026-01": 1}})
    assert understand(replace(book, sheets=(hidden,)), Said(), KNOWN).sheet == 0


def test_sums_that_stand_where_the_accounts_numbers_do_are_no_accounts_of_one_name() -> None:
    """A report of results writes “Sum varekostnad” in the column of account numbers, and leaves the names' empty."""
    text = (
        "Konto;Kontonavn;Januar 2026;Februar 2026;Hittil i år\n"
        "3000;Salg med avgift;-120;-98;-218\n3100;Salg uten avgift;-10;0;-10\nSum salg;;-130;-98;-228\n"
        "4300;Varekjøp;40;35;75\n4400;Frakt;2;1;3\nSum varekostnad;;42;36;78\n"
    )
    assert {name: values["2026-01"] for name, values in by_name(read(text)).items() if "Sum" not in name} == {
        "Salg med avgift": -120, "Salg uten avgift": -10, "Varekjøp": 40, "Frakt": 2,
    }  # fmt: skip
    assert all(len(numbers) == 1 for each in read(text).measures for numbers in each.numbers.values())


def test_months_as_figures_are_read_beside_a_row_that_names_none() -> None:
    found = read("Måned;Omsetning\n01.2026;1.234,50\n02.2026;-987,00\n03.2026;12.500,00\nKorreksjon;12,50\n")
    assert by_name(found) == {"Omsetning": {"2026-01": 1234.5, "2026-02": -987, "2026-03": 12500}}
    assert (5,) in [each.lines for each in found.left_out]


def test_the_time_of_day_behind_a_date_is_no_length_of_time() -> None:
    found = read("Dato;Tid;Totalt\n02.01.2026;08:15;120,50\n02.01.2026;09:40;80,00\n03.01.2026;10:05;99,00\n")
    assert not found.questions
    assert by_name(found) == {"Totalt": {"2026-01-02": 200.5, "2026-01-03": 99}}


def test_a_measure_can_be_left_out_and_taken_again() -> None:
    text = "KPI;jan.26;feb.26\nSalg;1;2\nKunder;3;4\n"
    without = changed(Said(), "leave:Salg")
    found = read(text, without)
    assert set(by_name(found)) == {"Kunder"}
    assert "Salg" in {each.key for each in found.left_out}
    assert set(by_name(read(text, changed(without, "take:Salg")))) == {"Salg", "Kunder"}


def test_fiscal_years_by_both_their_years_are_the_companys_own() -> None:
    text = "Regnskapsår;Salg\n2023/24;1\n2024/25;2\n"
    found = read(text, known=Known(TODAY, fiscal_start=9))
    assert questions(found) == []
    assert [period.first for period in found.measures[0].numbers] == [dt.date(2023, 9, 1), dt.date(2024, 9, 1)]
    asked = read("Kvartal;Salg\n2025K1;1\n2025K2;2\n", known=Known(TODAY, fiscal_start=9))
    assert questions(asked) == ["calendar_quarters"]


@table(
    "heading, unit",
    [
        ("Orders delivered on time", ""), ("Ordrer levert innen 3 dager", ""), ("Kunder per dag", ""),
        ("Sales per hour", ""), ("Sendt samme dag", ""), ("Omsetning pr. time", ""), ("Sykefravær dager", "days"),
        ("Lead time (days)", "days"), ("Svartid i timer", "hours"), ("Salg kr", "currency"), ("Energy (kWh)", "kWh"),
        ("Defects, ppm", "ppm"), ("Salg i tusen kr", "currency"), ("Tusen kr", "currency"), ("kWh", "kWh"), ("Uke", ""),
    ],
)  # fmt: skip
def test_the_last_word_of_a_heading_is_its_unit_unless_it_belongs_to_what_is_said(heading: str, unit: str) -> None:
    assert unit_of_heading(heading).code == unit


def test_amounts_in_another_currency_than_the_companys_have_it_as_their_unit() -> None:
    rows = ('01/31/2026,"$1,234.50",12,5.10,100 kr', "02/28/2026,$99.00,3,1.00,100 kr")
    text = "\n".join(("Month,Total sales,Orders,Fee (EUR),Rent", *rows))
    assert {each.name: each.unit for each in read(text).measures} == {
        "Total sales": "USD", "Orders": "", "Fee (EUR)": "EUR", "Rent": "currency",
    }  # fmt: skip
