"""Decimals that show what a sentence says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.comparing import close
from kpidesk.domain.rounding import MOST, decimal_of, decimals_apart, decimals_beyond


@pytest.mark.parametrize(
    ("first", "second", "most", "places"),
    [
        (12.0, 8.0, 3.0, 0), (12.3, 8.6, 3.2, 1), (12.34, 9.14, 3.19, 2), (8.6, 12.3, 3.2, 1), (12.0, 9.0, 3.0, 0),
        (float("inf"), 0.0, 1.0, 0), (0.4, -2.8, 3.0, 1),
    ],
)  # fmt: skip
def test_a_step_larger_than_the_usual_one_looks_larger(first: float, second: float, most: float, places: int) -> None:
    assert decimals_beyond(first, second, most, 0) == places


@given(st.floats(-1e9, 1e9), st.floats(-3.0, 3.0), st.integers(0, 4))
def test_numbers_far_apart_need_no_more_decimals_than_looking_at_each_says(
    value: float, step: float, decimals: int
) -> None:
    other = value + step * 10.0**-decimals
    slowly = next(
        (
            places
            for places in range(decimals, MOST + 1)
            if decimal_of(value, places) != decimal_of(other, places) and decimal_of(value - other, places)
        ),
        decimals,
    )
    assert decimals_apart(value, other, decimals) == (decimals if close(value, other) else slowly)
