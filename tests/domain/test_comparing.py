"""When numbers count as equal: one rule for all that judges."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.comparing import above, at_least, at_most, below, close, side, tolerance
from tests.table import table


@table(
    "a, b",
    [
        (0.3 - 0.1, 0.2),
        (0.1 + 0.2, 0.3),
        (sum([7.7] * 8) / 8, 7.7),
        (sum([99.9] * 12) / 12, 99.9),
        (1284500.25 - 1284500.2 - 0.05, 0.0),
        (1e12, 1e12 + 900),
        (-5.0, -5.0 - 4e-9),
        (math.inf, math.inf),
    ],
)
def test_dust_makes_no_difference(a, b):
    assert close(a, b)
    assert close(b, a)
    assert at_least(a, b)
    assert at_most(a, b)
    assert not above(a, b)
    assert not below(a, b)
    assert side(a, b) == 0


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.2, 0.2000001), (1e12, 1e12 + 1100), (-1e-6, 0.0), (-math.inf, 5.0), (5.0, math.inf), (-3.0, 3.0)],
)
def test_a_real_difference_is_one(low, high):
    assert not close(low, high)
    assert below(low, high)
    assert above(high, low)
    assert at_least(high, low)
    assert at_most(low, high)
    assert not at_least(low, high)
    assert not at_most(high, low)
    assert (side(high, low), side(low, high)) == (1, -1)


def test_what_was_made_from_large_numbers_compares_at_their_size():
    left = 123456789012.34 - 123456789012.33 - 0.01
    assert not close(left, 0.0)
    assert close(left, 0.0, scale=123456789012.34)
    assert above(1000.0, 0.0, scale=123456789012.34)
    assert tolerance(-1e12) == pytest.approx(1000.0)


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_of_two_numbers_exactly_one_relation_holds(a, b):
    assert [above(a, b), below(a, b), close(a, b)].count(True) == 1
    assert at_least(a, b) == (not below(a, b))
    assert at_most(a, b) == (not above(a, b))
