"""Formulas typed with the names that stand on screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.formula import in_keys, is_share, named_in, parse
from tests.table import table

INPUTS = [("Nettosalg", "net_sales"), ("Antall besøk", "sessions"), ("Antall", "count"), ("Sum", "total")]


@table(
    "typed, stored",
    [
        ("nettosalg / antall besøk", "net_sales / sessions"),
        ("NETTOSALG/Antall  Besøk", "net_sales/sessions"),
        ("100 * Net_Sales / antall", "100 * net_sales / count"),
        ("sum_over(nettosalg, 4) / sum", "sum_over(net_sales, 4) / total"),
        ("sum (antall)", "sum (count)"),
        ("nettosalget / antallet", "nettosalget / antallet"),
        ("2 * (antall + 1)", "2 * (count + 1)"),
        ("", ""),
    ],
)
def test_names_become_keys_whatever_their_case_the_longest_first(typed, stored):
    assert in_keys(typed, INPUTS).text == stored


def test_the_inputs_that_a_formula_names_are_found_each_once_in_their_order():
    assert named_in("antall besøk / Nettosalg + ANTALL BESØK + noe", INPUTS) == ("sessions", "net_sales")
    assert named_in("antall besøk", []) == named_in("", INPUTS) == ()


def test_what_could_mean_something_else_is_left_as_it_is_typed():
    two = [("Salg", "a"), ("salg", "b"), ("Salg - retur", "c"), ("2024", "d")]
    assert in_keys("Salg - retur + 2024", two).text == "Salg - retur + 2024"


def test_a_place_in_the_stored_formula_is_found_in_what_was_typed():
    spelled = in_keys("nettosalg / x", INPUTS)
    place = spelled.text.index("x")
    assert (spelled.origin[place], spelled.origin[len(spelled.text)]) == (12, 13)
    assert spelled.origin[0] == 0


@given(st.text(alphabet="Nettosalg antBesøkuSum0123+*/()., \n", max_size=60))
def test_any_text_keeps_its_ends_and_a_second_time_changes_nothing(typed):
    once = in_keys(typed, INPUTS)
    assert len(once.origin) == len(once.text) + 1
    assert list(once.origin) == sorted(once.origin)
    assert once.origin[-1] == len(typed)
    assert in_keys(once.text, INPUTS).text == once.text


@pytest.mark.parametrize(
    ("formula", "share"),
    [("a / b", True), ("(a + b) / c", True), ("100 * a / b", False), ("a / b * 100", False), ("a / 2", False),
     ("a + b", False), ("abs(a / b)", False)],
)  # fmt: skip
def test_a_share_divides_and_is_not_scaled(formula, share):
    assert is_share(parse(formula, "abc")) is share
