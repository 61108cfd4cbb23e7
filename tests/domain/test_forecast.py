"""Forecasts: never from too little, straight or seasonal, and always with a range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.forecast import forecast
from kpidesk.domain.period import Period

NET = [262.4, 268.3, 281.7, 289.9, 296.2, 303.8, 331.9, 352.4, 312.1, 288.1, 321.6, 318.4]


def history(first, values):
    start = Period.parse(first)
    return {start.next(i): v for i, v in enumerate(values) if v is not None}


def test_to_the_end_of_the_quarter():
    found = forecast(history("2025-W52", NET), Period.parse("2026-W13"))
    assert [f.period.key() for f in found] == ["2026-W12", "2026-W13"]
    assert found[-1].value == pytest.approx(325, abs=1)
    assert found[-1].low < found[-1].value < found[-1].high


def test_a_straight_line_goes_on_and_has_no_range():
    found = forecast(history("2026-01", [1.0, 2.0, None, 4.0, 5.0, 6.0, 7.0]), Period.parse("2026-09"))
    assert [f.value for f in found] == pytest.approx([8.0, 9.0])
    assert found[0].low == pytest.approx(found[0].high)


def test_one_wild_value_does_not_turn_the_line():
    found = forecast(history("2026-01", [1.0, 2.0, 3.0, 400.0, 5.0, 6.0, 7.0, 8.0]), Period.parse("2026-09"))
    assert found[0].value == pytest.approx(9.0)


def test_two_years_of_months_repeat_their_season():
    year = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 60.0, 50.0, 40.0, 30.0, 20.0, 10.0]
    found = forecast(history("2024-01", [*year, *(v + 5 for v in year)]), Period.parse("2026-03"))
    assert [f.value for f in found] == pytest.approx([20.0, 30.0, 40.0])


def test_too_little_or_too_late():
    assert forecast(history("2026-01", [1.0] * 5), Period.parse("2026-12")) == ()
    assert forecast(history("2026-01", [1.0] * 6), Period.parse("2026-06")) == ()
    assert forecast({}, Period.parse("2026-06")) == ()


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.none(), min_size=6, max_size=30))
def test_a_forecast_is_finite_or_absent(values):
    for one in forecast(history("2024-01", values), Period.parse("2026-12")):
        assert abs(one.low) < float("inf")
        assert one.low <= one.value <= one.high


@given(st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=30))
def test_the_unit_does_not_matter(values):
    plain = forecast(history("2024-01", values), Period.parse("2026-07"))
    double = forecast(history("2024-01", [2 * v for v in values]), Period.parse("2026-07"))
    assert [f.value for f in double] == pytest.approx([2 * f.value for f in plain], abs=1e-6)
