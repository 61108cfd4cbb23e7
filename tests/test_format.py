"""Numbers, dates and periods in both languages."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.domain.period import Period
from kpidesk.domain.rounding import decimals_apart, rounded
from kpidesk.domain.score import grade
from tests.table import table


@pytest.fixture(autouse=True)
def _language_afterwards() -> Iterator[None]:
    before = text.language()
    yield
    text.use(before)


@table(
    "language, value, unit, decimals, shown",
    [
        ("nb", 1284500, "currency", 0, "1 284 500 kr"),
        ("en", 1284500, "currency", 0, "1,284,500 kr"),
        ("nb", 2.5, "percent", 1, "2,5 %"),
        ("en", 2.5, "percent", 1, "2.5%"),
        ("nb", -0.4, "hours", 1, "−0,4 t"),
        ("en", -0.4, "hours", 1, "−0.4 h"),
        ("nb", 46, "score", 0, "46"),
        ("nb", 12, "kg", 0, "12 kg"),
        ("nb", -0.04, "percent", 1, "0,0 %"),
    ],
)
def test_a_number_is_written_as_its_language_does(language, value, unit, decimals, shown):
    text.use(language)
    assert fmt.with_unit(value, unit, decimals) == shown.replace(" ", fmt.NBSP)


@table(
    "value, decimals, shown",
    [
        (42.5, 0, "43"), (43.5, 0, "44"), (44.5, 0, "45"), (1234.5, 0, "1 235"), (0.125, 2, "0,13"),
        (2.675, 2, "2,68"), (-0.5, 0, "−1"), (-2.675, 2, "−2,68"), (1.005, 2, "1,01"), (-0.004, 2, "0,00"),
        (57 / 200 * 100, 0, "29"), (0.1 + 0.2, 1, "0,3"), (123456789012.345, 2, "123 456 789 012,35"),
        (123456789012345.67, 2, "123 456 789 012 345,67"), (1e15, 0, "1 000 000 000 000 000"), (-0.005, 2, "−0,01"),
    ],
)  # fmt: skip
def test_halves_go_away_from_zero_on_the_decimal_text(value, decimals, shown):
    text.use("nb")
    assert fmt.number(value, decimals) == shown.replace(" ", fmt.NBSP)


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_every_half_goes_away_from_zero(whole, decimals):
    text.use("en")
    half = float(f"{whole}5e-{decimals + 1}")
    away = (abs(whole) + 1) * (-1 if whole < 0 else 1)
    shown = fmt.number(half, decimals).replace(",", "").replace(fmt.MINUS, "-")
    assert float(shown) == (float(f"{away}e-{decimals}"))


@table(
    "value, goal, unit, decimals, places, gap",
    [
        (79.96, 80, "percent", 0, 2, "−0,04 pp"), (79.6, 80, "percent", 0, 1, "−0,4 pp"),
        (79.4, 80, "percent", 0, 0, "−1 pp"), (80, 80, "percent", 0, 0, "0 pp"),
        (80 - 1e-10, 80, "percent", 0, 0, "0 pp"), (46, 50, "score", 0, 0, "−4 poeng"),
        (51, 50, "score", 0, 0, "+1 poeng"), (999_999, 1_000_000, "currency", 0, 0, "−0,0001 %"),
        (75, 50, "currency", 0, 0, "+50,0 %"), (-0.4, 0, "currency", 0, 1, "−0,4 kr"),
    ],
)  # fmt: skip
def test_two_unequal_numbers_and_their_gap_look_unequal(value, goal, unit, decimals, places, gap):
    text.use("nb")
    assert decimals_apart(value, goal, decimals) == places
    assert fmt.gap(value, goal, unit, decimals) == gap.replace(" ", fmt.NBSP)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(0, 3))
def test_a_gap_of_nothing_is_told_only_of_equal_numbers(value, goal, decimals):
    text.use("nb")
    alike = fmt.number(value, decimals_apart(value, goal, decimals)) == fmt.number(
        goal, decimals_apart(value, goal, decimals)
    )
    near = abs(value - goal) < 1e-8
    assert alike == (near or abs(value - goal) <= 1e-9 * max(abs(value), abs(goal))) or near
    if abs(value - goal) > 1e-6:
        assert any(digit in "123456789" for digit in fmt.difference(value - goal, "score", 9))


@table(
    "score, decimals, shown",
    [(0.699, 2, "0,699"), (0.7, 2, "0,70"), (0.996, 2, "0,996"), (0.66, 1, "0,66"), (0.61, 1, "0,6"),
     (0.395, 2, "0,395"), (1.0, 1, "1,0"), (0.7 - 1e-12, 2, "0,70"), (0.7004, 2, "0,70"), (0.4004, 1, "0,4")],
)  # fmt: skip
def test_a_score_is_never_written_as_a_band_that_it_has_not_reached(score, decimals, shown):
    text.use("nb")
    assert fmt.score(score, decimals) == shown


def test_numbers_too_near_for_any_decimals_keep_their_own():
    text.use("nb")
    assert decimals_apart(1e-12, 3e-12, 2) == 2
    assert fmt.share(1e-12) == f"0,0{fmt.NBSP}%"
    assert fmt.share(1e-6) == f"+0,0001{fmt.NBSP}%"


def test_less_than_the_whole_is_never_a_hundred_percent():
    text.use("nb")
    assert fmt.percent(0.996) == f"99,6{fmt.NBSP}%"
    assert fmt.percent(1.0) == f"100{fmt.NBSP}%"
    assert fmt.percent(0.285) == f"29{fmt.NBSP}%"


@table(
    "language, value, shown",
    [
        ("nb", 999_999_999, "1,00 mrd. kr"), ("nb", 999_994_000, "999,99 mill. kr"), ("nb", 999_999.6, "1,00 mill. kr"),
        ("nb", 999_999.4, "999 999 kr"), ("nb", 995_000, "995 000 kr"), ("nb", -999_999_999, "−1,00 mrd. kr"),
        ("nb", -4_012_000, "−4,01 mill. kr"), ("nb", 999_999_999_999, "1,00 bill. kr"), ("nb", 1e12, "1,00 bill. kr"),
        ("en", 999_999_999, "1.00 bn kr"), ("en", -1_284_500, "−1.28 m kr"), ("en", 999_999_999_999, "1.00 tn kr"),
    ],
)  # fmt: skip
def test_a_large_amount_goes_over_to_the_next_word(language, value, shown):
    text.use(language)
    assert fmt.compact(value) == shown.replace(" ", fmt.NBSP)


@table(
    "language, value, decimals, unit, shown",
    [
        ("nb", 1, 0, "days", "1 dag"), ("en", 1, 0, "days", "1 day"), ("nb", 2, 0, "days", "2 dager"),
        ("en", -1, 0, "days", "−1 day"), ("en", 1, 1, "days", "1.0 days"), ("en", 0, 0, "days", "0 days"),
        ("nb", 21, 0, "days", "21 dager"), ("en", 1, 0, "hours", "1 h"),
    ],
)  # fmt: skip
def test_one_of_a_unit_is_singular(language, value, decimals, unit, shown):
    text.use(language)
    assert fmt.with_unit(value, unit, decimals) == shown.replace(" ", fmt.NBSP)


@pytest.mark.parametrize(
    ("score", "one", "two"),
    [
        (0.14999999999999, "0.2", "0.15"), (0.1499, "0.1", "0.1499"), (0.15, "0.2", "0.15"),
        (0.849999, "0.8", "0.849999"), (0.25, "0.3", "0.25"), (0.2504, "0.3", "0.25"),
        (0.34, "0.3", "0.34"), (1.0, "1.0", "1.00"),
    ],
)  # fmt: skip
def test_a_score_never_reads_as_another_grade_than_its_own(score, one, two):
    with text.using("en"):
        assert (fmt.score(score, 1), fmt.score(score, 2)) == (one, two)
        for shown in (one, two):
            assert grade(float(shown)) == grade(score)


def test_a_difference_of_scores_is_told_in_points_with_a_singular():
    text.use("en")
    assert fmt.difference(1, "score") == f"+1{fmt.NBSP}point"
    assert fmt.difference(-4, "score") == f"−4{fmt.NBSP}points"
    assert fmt.difference(-4, "currency") == f"−4{fmt.NBSP}kr"


@pytest.mark.parametrize(
    ("value", "decimals"), [(12.0, 0), (1.5, 1), (0.00025, 5), (-0.005, 3), (1.0005, 4), (46 / 7, 3), (0.1 + 0.2, 1)]
)
def test_a_number_as_it_was_typed_keeps_its_decimals(value, decimals):
    assert fmt.fitting_decimals(value) == decimals


@pytest.mark.parametrize(("value", "shown"), [(1284500.25, "1 284 500,25"), (0.0001, "0,0001"), (12.0, "12")])
def test_a_number_told_exactly_keeps_every_digit(value, shown):
    text.use("nb")
    assert fmt.exact(value) == shown.replace(" ", fmt.NBSP)


def test_large_amounts_and_signs():
    text.use("nb")
    assert fmt.compact(4_012_000) == "4,01 mill. kr".replace(" ", fmt.NBSP)
    assert fmt.signed(0.0, 1) == "0,0"
    assert fmt.signed(-0.01, 1) == "0,0"
    assert fmt.signed(3, 0) == "+3"
    assert fmt.percent(0.43) == f"43{fmt.NBSP}%"


def test_dates_in_words():
    day = dt.date(2026, 3, 12)
    text.use("nb")
    assert fmt.day(day) == f"12.{fmt.NBSP}mars 2026"
    assert fmt.day_short(day, dt.date(2026, 12, 1)) == f"12.{fmt.NBSP}mars"
    assert fmt.day_brief(day, day) == f"12.{fmt.NBSP}mars"
    assert fmt.day_brief(dt.date(2026, 12, 5), dt.date(2027, 1, 1)) == f"5.{fmt.NBSP}des.{fmt.NBSP}26"
    assert fmt.weekday_day(dt.date(2026, 3, 16)) == f"mandag 16.{fmt.NBSP}mars"
    text.use("en")
    assert fmt.day(day) == f"12{fmt.NBSP}March 2026"


@table(
    "language, key, fiscal_start, name",
    [
        ("nb", "2026-W11", 1, "uke 11"), ("en", "2026-W11", 1, "week 11"),
        ("nb", "2026-03", 1, "mars 2026"), ("en", "2026-03", 1, "March 2026"),
        ("nb", "2026-Q1", 1, "1. kvartal 2026"), ("en", "2026-Q1", 1, "Q1 2026"),
        ("en", "2026-Q1", 7, "Q1 2026/27"), ("nb", "2026", 1, "2026"),
    ],
)  # fmt: skip
def test_periods_in_words(language, key, fiscal_start, name):
    text.use(language)
    shown = fmt.period_name(Period.parse(key, fiscal_start), fiscal_start)
    assert shown.replace(fmt.NBSP, " ") == name


def test_the_days_of_a_week():
    text.use("nb")
    assert fmt.period_span(Period.parse("2026-W11")).replace(fmt.NBSP, " ") == "9.–15. mars"
    assert fmt.period_span(Period.parse("2026-W09")).replace(fmt.NBSP, " ") == "23. feb.–1. mars"


@pytest.mark.parametrize(("typed", "code"), [("%", "percent"), ("NOK", "currency"), ("timer", "hours"), ("kg", "kg")])
def test_units_as_typed(typed, code):
    assert fmt.unit_code(typed) == code


def test_a_stored_amount_shows_its_øre_two_by_two() -> None:
    assert fmt.stored_decimals(268_808.1, "currency") == 2
    assert fmt.stored_decimals(268_808.0, "currency") == 0
    assert fmt.stored_decimals(268_808.125, "currency") == 3
    assert fmt.stored_decimals(7.5, "hours") == 1
    assert fmt.stored_decimals(7.0, "hours", 1) == 1


def test_names_are_sorted_by_the_alphabet_of_the_language() -> None:
    names = ["Åse", "Øl", "ærlig", "Zoo", "ål", "aa"]
    with text.using("nb"):
        assert sorted(names, key=fmt.alphabetical) == ["aa", "Zoo", "ærlig", "Øl", "ål", "Åse"]
    with text.using("en"):
        assert sorted(["b", "A", "C"], key=fmt.alphabetical) == ["A", "b", "C"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_message_without_words_says_nothing(language: str) -> None:
    text.use(language)
    assert str(text.Message("", {"unit": "kr"})) == ""


@given(
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False),
        st.integers(-(10**9), 10**9).flatmap(lambda n: st.integers(0, 8).map(lambda places: n / 10**places)),
        st.integers(-(10**7), 10**7).map(lambda n: n / 7),
    )
)
def test_the_decimals_that_a_number_needs_are_those_of_its_decimal_text(value: float) -> None:
    slowly = next(
        (n for n in range(7) if math.isclose(value, rounded(value, n), rel_tol=1e-14, abs_tol=1e-12)), 3
    )  # fmt: skip
    assert fmt.fitting_decimals(value) == slowly
