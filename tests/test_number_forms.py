"""A written number in a larger unit is the same number, coarser."""

from __future__ import annotations

import pytest

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.number_forms import band_forms, change_forms, forms, is_number, shorter
from tests.table import table

VALUES = (123_456_789_012.34, -12_345_678.0, 1_284_500.25, 408_197.42, -427_953.24, -0.005, 999_999.99)


@table("language", ["nb", "en"])
@table("unit", ["currency", "percent", "count", "hours", "days"])
@table("value", VALUES)
def test_a_written_number_is_told_from_words_and_shortens_as_the_number_itself_would(language, unit, value) -> None:
    with text.using(language):
        full, *short = forms(value, unit, 2)
        assert is_number(full)
        assert shorter(full) == (short[0] if short else "")


@pytest.mark.parametrize(
    "words", ["NPS opp fra 38 til 50", "12 nye kunder i uken fra butikken", "uke 11", "", "–", "kr", "3.5.2026 til nå"]
)
def test_words_that_mention_a_number_are_no_number(words) -> None:
    assert not is_number(words)


def test_a_change_keeps_its_sign_in_the_larger_unit() -> None:
    with text.using("nb"):
        assert change_forms(12_345_678.0, decimals=2) == ("+12\u00a0345\u00a0678,00", "+12,35\u00a0mill.")
        assert change_forms(-12_345_678.0)[1] == f"{fmt.MINUS}12,35\u00a0mill."
        assert shorter("+12\u00a0345\u00a0678,00") == "+12,35\u00a0mill."


def test_a_band_says_the_unit_once() -> None:
    with text.using("nb"):
        full, short = band_forms(1_200_000, 1_300_000, "currency", 2)
        assert full == "1\u00a0200\u00a0000,00–1\u00a0300\u00a0000,00\u00a0kr"
        assert short == "1,20\u00a0mill.–1,30\u00a0mill.\u00a0kr"
        assert is_number(full)
        assert shorter(full) == short


def test_a_band_below_zero_is_told_with_a_word_for_a_dash_and_a_minus_would_be_taken_for_one() -> None:
    with text.using("nb"):
        full, short = band_forms(-12_632_715.01, -11_811_727.43, "currency", 2)
        assert full.replace(fmt.NBSP, " ") == "−12 632 715,01 til −11 811 727,43 kr"
        assert short.replace(fmt.NBSP, " ") == "−12,63 mill. til −11,81 mill. kr"
        assert is_number(full)
        assert shorter(full) == short
        assert fmt.between(-3, -1) == "−3\u00a0til\u00a0−1"
        assert fmt.between(-3, 1) == "−3–1"


def test_a_change_of_points_keeps_its_word_in_the_larger_unit() -> None:
    with text.using("nb"):
        assert change_forms(12_345_678.0, "percent")[1] == "+12,35\u00a0mill.\u00a0pp"
        assert change_forms(-12_345_678.0, "score")[1] == f"{fmt.MINUS}12,35\u00a0mill.\u00a0poeng"
