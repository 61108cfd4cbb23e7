"""Decimals that show what a sentence says."""

from __future__ import annotations

import pytest

from kpidesk.domain.rounding import decimals_beyond


@pytest.mark.parametrize(
    ("first", "second", "most", "places"),
    [
        (12.0, 8.0, 3.0, 0), (12.3, 8.6, 3.2, 1), (12.34, 9.14, 3.19, 2), (8.6, 12.3, 3.2, 1), (12.0, 9.0, 3.0, 0),
        (float("inf"), 0.0, 1.0, 0), (0.4, -2.8, 3.0, 1),
    ],
)  # fmt: skip
def test_a_step_larger_than_the_usual_one_looks_larger(first: float, second: float, most: float, places: int) -> None:
    assert decimals_beyond(first, second, most, 0) == places
