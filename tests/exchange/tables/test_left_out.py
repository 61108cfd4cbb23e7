"""What is left out, and whether a number is missed without it: totals and words are named as such."""

from __future__ import annotations

import pytest

from kpidesk.domain.period import Frequency
from kpidesk.exchange.tables.saying import changed
from kpidesk.exchange.tables.understood import Said, Understanding
from tests.exchange.tables.sheets import by_name, read

QUARTERS = "Periode;Omsetning;Kunder\n2025 K1;100;1\n2025 K2;200;2\n2025 K3;300;3\n2025 K4;400;4\n"


def missed(found: Understanding) -> set[str]:
    """The keys of what holds numbers that are not taken."""
    return {each.key for each in found.left_out if each.missed}


@pytest.mark.parametrize("name", ["Hele 2025", "Hele året 2025", "Året 2025", "Full year 2025", "2025 totalt", "2025"])
def test_a_year_under_its_quarters_is_left_out_as_their_sum_and_can_be_taken(name: str) -> None:
    text = f"{QUARTERS}{name};1000;10\n"
    found = read(text)
    assert {each.key for each in found.left_out} == {"words", "longer:yearly"} and not missed(found)
    assert len(by_name(found)["Omsetning"]) == 4
    taken = read(text, changed(Said(), "take:longer:yearly"))
    years = [each for each in taken.measures if each.frequency is Frequency.YEAR]
    assert [list(each.numbers.values()) for each in years] == [[(1000.0,)], [(10.0,)]]


@pytest.mark.parametrize("name", ["Hele året", "Til sammen", "Summe", "Summa", "Full year"])
def test_a_total_without_a_period_is_a_total_and_no_row_without_one(name: str) -> None:
    found = read(f"{QUARTERS}{name};1000;10\n")
    assert {each.key for each in found.left_out} == {"words", "totals"} and not missed(found)


def test_a_row_that_adds_up_those_above_it_is_a_total_whatever_it_is_called() -> None:
    found = read(f"{QUARTERS}Resultat for butikken;1000;10\n")
    assert {each.key for each in found.left_out} == {"words", "totals"} and not missed(found)


def test_a_row_without_a_period_that_adds_up_nothing_is_missed() -> None:
    assert missed(read(f"{QUARTERS}Resultat for butikken;1000;11\n")) == {"no_period"}


def test_a_year_that_its_quarters_do_not_add_up_to_is_missed() -> None:
    assert missed(read(f"{QUARTERS}2024;900;10\n")) == {"longer:yearly"}


@pytest.mark.parametrize("word", ["stengt", "Stengt pga. ferie", "closed", "helligdag"])
def test_a_word_for_a_time_without_work_is_no_number_that_is_missed(word: str) -> None:
    found = read(f"Måned;Salg\n2025-01;10\n2025-02;{word}\n2025-03;12\n")
    (out,) = [each for each in found.left_out if each.key != "words"]
    assert (out.key, out.lines, out.faulty) == ("worded:1", (3,), False) and word in str(out.why)
    assert not missed(found)


def test_a_word_that_may_have_been_a_number_is_missed_beside_one_that_was_none() -> None:
    cells = ["10", "stengt", "syv", "stengt etter 12", "1", "2", "3", "4", "5"]
    found = read("\n".join(["Måned;Salg", *(f"2025-{n:02};{cell}" for n, cell in enumerate(cells, 1))]))
    assert {each.key: each.lines for each in found.left_out if each.key != "words"} == {
        "faulty:1": (4, 5), "worded:1": (3,),
    }  # fmt: skip
    assert missed(found) == {"faulty:1"}


def test_a_closed_month_in_a_wide_table_is_no_number_that_is_missed() -> None:
    found = read(";jan.25;feb.25;mars 25\nSalg;10;stengt;12\n")
    assert by_name(found) == {"Salg": {"2025-01": 10, "2025-03": 12}}
    assert not missed(found) and "worded:Salg" in {each.key for each in found.left_out}


def test_months_that_are_still_to_come_are_missed_and_their_zeros_are_not() -> None:
    assert missed(read("Måned;Salg\n2026-10;10\n2026-12;5\n")) == {"coming"}
    assert not missed(read("Måned;Salg\n2026-09;9\n2026-10;10\n2026-12;0\n"))


# ---- totals in columns -------------------------------------------------------------------------------

PERSONS = "Uke;Kari;Ola;Per;Sum timer\n2026-W01;10;20;5;35\n2026-W02;11;21;5;37\n2026-W03;12;20;6;38\n"


def test_a_column_that_adds_up_those_of_persons_is_left_out_and_can_be_taken() -> None:
    found = read(PERSONS)
    assert set(by_name(found)) == {"Kari", "Ola", "Per"} and "derived:Sum timer" in {e.key for e in found.left_out}
    assert "Sum timer" in by_name(read(PERSONS, changed(Said(), "take:derived:Sum timer")))


def test_a_total_in_front_of_the_columns_is_one_too() -> None:
    text = "Uke;Sum timer;Kari;Ola;Per\n2026-W01;35;10;20;5\n2026-W02;37;11;21;5\n2026-W03;38;12;20;6\n"
    assert set(by_name(read(text))) == {"Kari", "Ola", "Per"}


def test_a_column_that_is_called_a_sum_and_is_none_is_a_measure() -> None:
    text = "Uke;Kari;Ola;Sum timer\n2026-W01;10;20;31\n2026-W02;11;21;32\n2026-W03;12;20;32\n"
    assert "Sum timer" in by_name(read(text))


def test_a_total_with_a_name_of_its_own_is_a_measure() -> None:
    text = "Måned;Butikk;Nett;Totalt salg\n2026-01;10;20;30\n2026-02;11;21;32\n2026-03;12;20;32\n"
    assert "Totalt salg" in by_name(read(text))


# ---- the words of the neighbours -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "months", "total"),
    [
        ("Monat;Umsatz", ("Januar 2026", "März 2026", "Mai 2026", "Dezember 2025"), "Summe"),
        ("Månad;Omsättning", ("januari 2026", "mars 2026", "maj 2026", "december 2025"), "Summa"),
        ("Måned;Omsætning", ("januar 2026", "marts 2026", "maj 2026", "december 2025"), "I alt"),
    ],
)
def test_german_swedish_and_danish_tables_are_read(head: str, months: tuple[str, ...], total: str) -> None:
    rows = [f"{month};{n}" for n, month in enumerate(months, 1)]
    found = read("\n".join([head, *rows, f"{total};10"]) + "\n")
    (series,) = by_name(found).values()
    assert series == {"2026-01": 1, "2026-03": 2, "2026-05": 3, "2025-12": 4} and not missed(found)


def test_weeks_and_quarters_of_the_neighbours_are_read() -> None:
    assert by_name(read("Woche;Umsatz\nKW 37 2026;1\nKW 38 2026;2\n")) == {"Umsatz": {"2026-W37": 1, "2026-W38": 2}}
    assert by_name(read("Quartal;Umsatz\n1. Quartal 2026;1\n2. Quartal 2026;2\n")) == {
        "Umsatz": {"2026-Q1": 1, "2026-Q2": 2}
    }


MARKED = """Måned;Besøk;Salg;Note
2026-01;100;5;-
2026-02;n/a;6;
2026-03;-;7;x
2026-04; - ;ikke aktuelt;
"""


def test_marks_for_no_number_are_listed_and_no_number_is_missed_for_them() -> None:
    found = {each.key: each for each in read(MARKED).left_out}
    assert {key: (each.lines, each.missed) for key, each in found.items() if key.startswith("mark:")} == {
        "mark:-": ((4, 5), False), "mark:n/a": ((3,), False),
    }  # fmt: skip
    assert str(found["mark:-"].what) == "2 celler i Besøk"
    assert str(found["mark:-"].why) == "Der står «-», ikke et tall"


def test_marks_in_a_table_with_its_periods_in_the_headings_are_listed_too() -> None:
    found = read("KPI;jan 2026;feb 2026;mar 2026\nBesøk;100;n/a;120\nSalg;5;6;-\n")
    assert {each.key: each.lines for each in found.left_out if each.key.startswith("mark:")} == {
        "mark:n/a": (2,), "mark:-": (3,),
    }  # fmt: skip


def test_a_column_of_words_in_which_one_number_stands_gives_that_and_lists_the_rest() -> None:
    found = read("Uke;Besøkende\nUke 40 2026;ca 60\nUke 41 2026;12\nUke 42 2026;ca 70\nUke 43 2026;ca 80\n")
    assert by_name(found) == {"Besøkende": {"2026-W41": 12}}
    (out,) = [each for each in found.left_out if each.faulty]
    assert out.lines == (2, 4, 5) and str(out.why) == "«ca 60» kan ikke leses som et tall"
