"""Change between two numbers, by the published examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.change import change, relative_change

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
