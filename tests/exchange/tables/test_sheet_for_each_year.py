"""Workbooks with a sheet for each year or month: taken together where they go on from each other, else asked about."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.exchange.sheets.book import Book, Cell, Kind, Sheet
from kpidesk.exchange.tables.joined import ALL
from kpidesk.exchange.tables.saying import changed
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Said
from tests.exchange.tables.sheets import KNOWN, by_name, questions

Rows = Sequence[Sequence[Cell]]


def book(**sheets: Rows) -> Book:
    """A workbook; an underscore before a name lets it begin with a digit."""
    made = tuple(
        Sheet(name.lstrip("_").replace("_", " "), [tuple(row) for row in rows], range(1, len(rows) + 1))
        for name, rows in sheets.items()
    )
    return Book("bok.xlsx", Kind.XLSX, made)


def months(first: float, *more: Sequence[Cell]) -> Rows:
    return [("Måned", "Kurs", "Vaser"), ("Januar", first, 5.0), ("Februar", first + 1, 6.0), *more]


def test_a_sheet_for_each_year_is_one_history() -> None:
    found = understand(book(_2024=months(10), _2025=months(20)), Said(), KNOWN)
    assert questions(found) == []
    assert by_name(found)["Kurs"] == {"2024-01": 10, "2024-02": 11, "2025-01": 20, "2025-02": 21}
    assert [str(each.words) for each in found.guesses if each.key == "sheet"]


def test_months_across_with_a_year_on_each_sheet_are_one_history() -> None:
    def year(n: float) -> Rows:
        return [(None, "Jan", "Feb", "Sum"), ("Inntekter", n, n + 1, 2 * n + 1), ("Lønn", 7.0, 8.0, 15.0)]

    found = understand(book(Budsjett_2024=year(1), Budsjett_2025=year(3)), Said(), KNOWN)
    assert by_name(found)["Inntekter"] == {"2024-01": 1, "2024-02": 2, "2025-01": 3, "2025-02": 4}


def test_a_measure_that_is_new_in_the_last_year_comes_along() -> None:
    last = [("Måned", "Kurs", "Vaser", "Fat"), ("Januar", 20.0, 5.0, 1.0), ("Februar", 21.0, 6.0, 2.0)]
    found = by_name(understand(book(_2024=months(10), _2025=last), Said(), KNOWN))
    assert list(found["Kurs"]) == ["2024-01", "2024-02", "2025-01", "2025-02"]
    assert found["Fat"] == {"2025-01": 1, "2025-02": 2}


def test_one_sheet_can_be_chosen_and_all_of_them_again() -> None:
    sheets = book(_2024=months(10), _2025=months(20))
    one = changed(Said(), "sheet", "2024")
    alone = understand(sheets, one, KNOWN)
    assert list(by_name(alone)["Kurs"]) == ["2024-01", "2024-02"]
    assert ALL in [answer.key for each in alone.guesses if each.key == "sheet" for answer in each.others]
    assert len(by_name(understand(sheets, changed(one, "sheet", ALL), KNOWN))["Kurs"]) == 4


def test_what_is_left_out_of_another_sheet_is_told_by_its_name() -> None:
    sheets = book(_2024=months(10, ("Sum", 21.0, 11.0)), _2025=months(20, ("Mars", "rundt 9", 4.0)))
    found = understand(sheets, Said(), KNOWN)
    assert any(str(each.what).startswith("2024: ") and not each.lines for each in found.left_out)
    assert any(each.faulty and each.lines for each in found.left_out)


def test_sheets_that_speak_of_the_same_months_are_asked_about() -> None:
    rows = [("Måned", "Salg"), ("jan 2025", 1.0), ("feb 2025", 2.0)]
    found = understand(book(Versjon_2024=rows, Versjon_2025=[*rows[:2], ("feb 2025", 3.0)]), Said(), KNOWN)
    assert questions(found) == ["sheet"]


def test_sheets_of_other_measures_are_asked_about() -> None:
    other = [("Måned", "Besøk"), ("Januar", 1.0), ("Februar", 2.0)]
    assert questions(understand(book(_2024=months(10)[:3], _2025=other), Said(), KNOWN)) == ["sheet"]


def test_a_sheet_for_each_rhythm_of_other_measures_is_taken_together() -> None:
    weeks = [("KPI", "Enhet", "uke 1 2026", "uke 2 2026"), ("Kurs", "antall", 1.0, 2.0)]
    quarters = [("KPI", "Enhet", "1. kvartal 2026", "2. kvartal 2026"), ("Salg", "kr", 3.0, 4.0)]
    found = understand(book(Uker=weeks, Kvartaler=quarters), Said(), KNOWN)
    assert by_name(found) == {"Kurs": {"2026-W01": 1, "2026-W02": 2}, "Salg": {"2026-Q1": 3, "2026-Q2": 4}}


def test_the_same_measures_by_the_month_and_by_the_quarter_are_asked_about() -> None:
    months = [("KPI", "Enhet", "jan 2026", "feb 2026"), ("Salg", "kr", 1.0, 2.0)]
    quarters = [("KPI", "Enhet", "1. kvartal 2026", "2. kvartal 2026"), ("Salg", "kr", 3.0, 4.0)]
    assert questions(understand(book(Måneder=months, Kvartaler=quarters), Said(), KNOWN)) == ["sheet"]
