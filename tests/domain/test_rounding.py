"""A band in a sentence is calm, and says of no number that it lies elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.rounding import CalmBand, decimals_beyond, outward


@pytest.mark.parametrize(
    ("low", "high", "decimals", "calm"),
    [
        (41_237, 58_919, 0, CalmBand(41_000, 59_000, 0)), (41_237.456, 58_919.99, 2, CalmBand(41_000, 59_000, 0)),
        (-58_919, -41_237, 0, CalmBand(-59_000, -41_000, 0)), (4.112, 4.633, 1, CalmBand(4.112, 4.633, 1)),
        (4.1123, 4.6331, 3, CalmBand(4.11, 4.64, 2)), (0, 17.4, 0, CalmBand(0, 17.4, 0)),
        (0.3 - 0.1, 1.7, 2, CalmBand(0.2, 1.7, 1)), (5, 5, 0, CalmBand(5, 5, 0)),
        (1_234_567_890, 1_234_567_990, 0, CalmBand(1_234_567_890, 1_234_567_990, 0)),
    ],
)  # fmt: skip
def test_a_band_is_rounded_outward_to_two_digits_of_its_width(low, high, decimals, calm) -> None:
    assert outward(low, high, decimals) == calm


def test_a_number_outside_is_never_taken_in() -> None:
    assert outward(41_237, 58_919, 0, beyond=58_990) == CalmBand(41_237, 58_919, 0)
    assert outward(41_237, 58_819, 0, beyond=58_950) == CalmBand(41_200, 58_900, 0)
    assert outward(41_237, 58_919, 0, beyond=60_000) == CalmBand(41_000, 59_000, 0)


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9), st.integers(0, 6), st.floats(1e-9, 1e3))
def test_the_rounded_band_holds_the_band_and_nothing_that_was_outside(low, width, decimals, over) -> None:
    high = low + width
    beyond = high + over
    calm = outward(low, high, decimals, beyond=beyond)
    slack = 1e-9 * max(abs(low), abs(high), 1e-300)
    assert calm.low <= low + slack and calm.high >= high - slack
    assert calm.high == high or beyond > calm.high


@pytest.mark.parametrize(
    ("first", "second", "most", "places"),
    [
        (12.0, 8.0, 3.0, 0), (12.3, 8.6, 3.2, 1), (12.34, 9.14, 3.19, 2), (8.6, 12.3, 3.2, 1), (12.0, 9.0, 3.0, 0),
        (float("inf"), 0.0, 1.0, 0), (0.4, -2.8, 3.0, 1),
    ],
)  # fmt: skip
def test_a_step_larger_than_the_usual_one_looks_larger(first: float, second: float, most: float, places: int) -> None:
    assert decimals_beyond(first, second, most, 0) == places
