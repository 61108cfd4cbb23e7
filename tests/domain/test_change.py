"""Change between two numbers, by the published examples."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.change import change, comparable, fair_change, relative_change
from kpidesk.domain.period import Period

VECTORS = Path(__file__).parents[2] / "../shared/data/vectors/scoring.json"


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside the project")
def test_published_changes():
    vectors = json.loads(VECTORS.read_text())
    cases = [case for case in vectors["change_pct_abs_base"] if case[0] != "src"]
    assert len(cases) == 9
    for value, base, expected in cases:
        assert relative_change(value, base) == pytest.approx(expected)
    case = vectors["change_pp"]
    found = change(100 * case["value"], 100 * case["base"], "percent")
    assert found.difference == pytest.approx(case["pp"])
    assert found.points
    assert found.relative is None


def test_no_base_no_change():
    assert relative_change(3, 0) is None
    assert change(3.0, None, "count") is None
    assert change(None, 3.0, "count") is None


def test_from_zero_there_is_a_difference_but_no_share():
    found = change(3.0, 0.0, "count")
    assert found.difference == 3
    assert found.relative is None
    assert found.up


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_change_is_finite_or_nothing(value, base):
    found = change(value, base, "count")
    assert found is None or (abs(found.difference) < float("inf") and abs(found.relative or 0) < float("inf"))


def test_equal_numbers_do_not_differ():
    found = change(0.1 + 0.2, 0.3, "count")
    assert (found.difference, found.relative, found.up) == (0.0, 0.0, False)
    assert change(3.0, 1284500.25 - 1284500.2 - 0.05, "count").relative is None


def test_percentages_and_scores_differ_in_points():
    for unit in ("percent", "score"):
        found = change(37.0, 41.0, unit)
        assert (found.points, found.difference, found.relative) == (True, -4.0, None)
    assert not change(37.0, 41.0, "currency").points


@dataclass(frozen=True)
class Number:
    value: float | None
    have: int
    of: int


WHOLE, HALF = Number(10.0, 3, 3), Number(6.0, 2, 3)
Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")


@pytest.mark.parametrize(
    ("now", "base", "fair"),
    [
        (WHOLE, WHOLE, True),
        (HALF, WHOLE, False),
        (WHOLE, HALF, False),
        (HALF, HALF, True),
        (HALF, Number(4.0, 1, 3), False),
        (WHOLE, Number(8.0, 2, 2), True),  # a month that did not apply makes a quarter no less whole
        (HALF, Number(8.0, 2, 2), False),
    ],
)
def test_only_whole_or_equally_partial_numbers_are_compared(now, base, fair):
    assert comparable(now, base) is fair
    found = fair_change(now, Q2, base, Q1, "count")
    assert (found is not None) is fair
    if found is not None:
        assert (found.difference, found.base_period) == (now.value - base.value, Q1)


def test_nothing_is_compared_across_a_changed_definition():
    assert fair_change(WHOLE, Q2, WHOLE, Q1, "count", [Period.parse("2026-05")]) is None
    assert fair_change(WHOLE, Q2, WHOLE, Q1, "count", [Period.parse("2026-Q2")]) is None
    assert fair_change(WHOLE, Q2, WHOLE, Q1, "count", [Period.parse("2026-Q1"), Period.parse("2026-07")]) is not None
