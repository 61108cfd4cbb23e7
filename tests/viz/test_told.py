"""What a picture of numbers says in words, and its numbers as a table, in both languages."""

from __future__ import annotations

import pytest

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.domain.period import Period
from kpidesk.text import language
from kpidesk.viz.chart import Axis, Beside, chart_spec
from kpidesk.viz.course import CourseRow, CourseSpec
from kpidesk.viz.number_table import MOST, chart_table, course_table, known_table, kpi_table
from kpidesk.viz.spark import SparkSpec
from kpidesk.viz.told import course_told, spark_told
from tests.viz.test_chart import weeks


@pytest.fixture(params=["en", "nb"], autouse=True)
def either(request: pytest.FixtureRequest):
    with text.using(request.param):
        yield


def in_words(english: str, norwegian: str) -> str:
    return english if language() == "en" else norwegian


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_a_line_says_where_it_goes_and_how_low_and_high_it_has_been() -> None:
    assert course_told([38, 36, None, 52], fmt.number) == in_words(
        "Up from 38 to 52. Lowest 36, highest 52.", "Opp fra 38 til 52. Lavest 36, høyest 52."
    )
    assert course_told([52, 38], fmt.number).startswith(in_words("Down from 52 to 38.", "Ned fra 52 til 38."))
    assert course_told([5, 9, 5], fmt.number).startswith(in_words("The same at the end", "Det samme til slutt"))


def test_what_differs_in_unseen_decimals_is_told_as_the_same() -> None:
    assert course_told([5.01, 5.02], fmt.number).startswith(in_words("The same", "Det samme"))


def test_nothing_and_one_number_are_no_line() -> None:
    assert course_told([None, None], fmt.number) == in_words("No numbers yet.", "Ingen tall ennå.")
    assert course_told([None, 0.0], fmt.number) == in_words("One number: 0.", "Ett tall: 0.")


def test_a_sparkline_says_gaps_signals_what_is_usual_and_the_target() -> None:
    spec = SparkSpec((None, 4, None, 6, 9), True, (3, 7), 8, (), (4,), 0, 10)
    assert spark_told(spec, fmt.number) == in_words(
        "Up from 4 to 9. Lowest 4, highest 9. 2 numbers are missing. 1 signal. Normal variation 3 to 7. Target 8.",
        "Opp fra 4 til 9. Lavest 4, høyest 9. 2 tall mangler. 1 signal. Vanlig variasjon fra 3 til 7. Målverdi 8.",
    )


def test_a_chart_is_named_with_its_periods_and_tells_more_than_on_paper() -> None:
    spec = chart_spec(weeks([300_000, None, 318_400], target=330_000, marked=(2,)))
    assert spec.name == in_words("Nettosalg, week 1 – week 3", "Nettosalg, uke 1 – uke 3")
    assert spec.told.startswith(spec.description)
    assert plain(in_words("Lowest 300,000 kr (week 1)", "Lavest 300 000 kr (uke 1)")) in plain(spec.told)
    assert "1 signal." in spec.told


def test_the_table_of_a_chart_has_the_newest_first_and_leaves_out_what_there_is_none_of() -> None:
    table = chart_table(chart_spec(weeks([300_000, None, 318_400])))
    assert table.heads == in_words(("Period", "Value"), ("Periode", "Verdi"))  # type: ignore[arg-type]
    assert [row[0] for row in table.rows] == in_words(["Week 3", "Week 2", "Week 1"], ["Uke 3", "Uke 2", "Uke 1"])
    assert table.rows[1][1] == in_words("no number", "ikke noe tall")


def test_targets_signals_and_hidden_numbers_stand_in_the_table() -> None:
    figures = weeks([300_000, 310_000, 318_400], target=330_000, marked=(2,), masked=(1,))
    table = kpi_table(figures, None)
    assert table.heads[2:] == in_words(("Target", "Signal"), ("Målverdi", "Signal"))  # type: ignore[arg-type]
    assert [row[3] for row in table.rows] == [in_words("Yes", "Ja"), "", ""]


def test_numbers_of_periods_to_come_stand_in_the_table_too() -> None:
    figures = weeks([300_000])
    coming = Period.parse("2026-W02")
    spec = chart_spec(figures, Axis(until=coming.last), Beside(ahead=((coming, 5_000.0),)))
    assert "5" in chart_table(spec).rows[0][1]


def test_the_table_of_a_goal_has_no_empty_columns() -> None:
    rows = (CourseRow("1.4.", "", "10 %", "40", ""), CourseRow("8.4.", "", "20 %", "", ""))
    table = course_table("NPS", CourseSpec(rows=rows))
    assert table is not None
    assert len(table.heads) == 3
    assert table.rows == (("1.4.", "10 %", "40"), ("8.4.", "20 %", ""))
    assert course_table("NPS", CourseSpec()) is None


def test_the_numbers_of_an_input_are_the_newest_that_are_known() -> None:
    first = Period.parse("2026-W01")
    figures = weeks([])
    table = known_table("Kunder", [(first.next(n), float(n)) for n in range(MOST + 2)], figures.kpi)
    assert len(table.rows) == MOST
    assert table.rows[0][1] == fmt.with_unit(MOST + 1, "currency", 0)
    assert len(table.heads) == 2
