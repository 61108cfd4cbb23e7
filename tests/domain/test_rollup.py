"""Combining parts into longer periods."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.entities import NOT_APPLICABLE, Combine, Input
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import Combined, InputSeries, combine, parts_of

VECTORS = Path(__file__).parents[2] / "../shared/data/vectors/scoring.json"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(Combine.SUM, 9.0), (Combine.MEAN, 3.0), (Combine.LAST, 4.0), (Combine.MIN, 2.0), (Combine.MAX, 4.0),
     (Combine.NONE, None)],
)  # fmt: skip
def test_rules(rule, expected):
    assert combine([2.0, 3.0, 4.0], rule) == Combined(expected, 3, 3)


def test_blank_is_not_zero_and_not_applicable_leaves_the_count():
    assert combine([2.0, None, 4.0], Combine.MEAN) == Combined(3.0, 2, 3)
    assert combine([2.0, 0.0, 4.0], Combine.MEAN) == Combined(2.0, 3, 3)
    assert combine([2.0, NOT_APPLICABLE, 4.0], Combine.MEAN) == Combined(3.0, 2, 2)
    assert combine([None, None], Combine.SUM) == Combined(None, 0, 2)
    assert combine([NOT_APPLICABLE], Combine.SUM).not_applicable


def test_last_carries_forward():
    assert combine([7.0, None, None], Combine.LAST) == Combined(7.0, 1, 3)


def test_weighted_mean():
    assert combine([2.0, 6.0], Combine.WEIGHTED_MEAN, [300.0, 100.0]) == Combined(3.0, 2, 2)
    assert combine([2.0, 6.0], Combine.WEIGHTED_MEAN, [300.0, None]) == Combined(2.0, 1, 2)
    assert combine([2.0, 6.0], Combine.WEIGHTED_MEAN, [0.0, 0.0]).value is None
    assert combine([2.0], Combine.WEIGHTED_MEAN, [0.0]).value is None


def test_nothing_becomes_infinite():
    assert combine([1e308, 1e308], Combine.SUM).value is None
    assert combine([1e308, 1e308], Combine.WEIGHTED_MEAN, [10.0, 10.0]).value is None


finite = st.floats(-1e12, 1e12)


@given(st.lists(st.lists(finite, min_size=3, max_size=3), min_size=2, max_size=4))
def test_one_long_period_equals_the_rollup_of_its_parts(quarters):
    flat = [v for quarter in quarters for v in quarter]
    for rule in (Combine.SUM, Combine.LAST, Combine.MIN, Combine.MAX, Combine.MEAN):
        steps = [combine(quarter, rule).value for quarter in quarters]
        assert math.isclose(combine(steps, rule).value, combine(flat, rule).value, rel_tol=1e-9, abs_tol=1e-3)


@given(st.lists(finite, min_size=1, max_size=12), st.permutations(range(12)))
def test_the_order_of_parts_matters_for_last_only(values, order):
    shuffled = [values[i] for i in order if i < len(values)]
    for rule in (Combine.SUM, Combine.MEAN, Combine.MIN, Combine.MAX):
        assert combine(shuffled, rule) == combine(values, rule)


@given(st.lists(finite, min_size=1, max_size=12), st.sampled_from(list(Combine)), st.floats(0.001, 1000))
def test_scaling_the_unit_scales_the_result(values, rule, scale):
    plain = combine(values, rule, [1.0] * len(values)).value
    scaled = combine([v * scale for v in values], rule, [1.0] * len(values)).value
    if plain is not None:
        assert scaled == pytest.approx(plain * scale, rel=1e-6, abs=1e-3)


def test_a_week_counts_where_its_thursday_lies():
    weeks = {Period.parse("2025-W52").next(i): 1.0 for i in range(20)}
    series = InputSeries(Input("i", frequency=Frequency.WEEK), weeks)
    assert series.at(Period.parse("2026-Q1")) == Combined(13.0, 13, 13)
    assert series.at(Period.parse("2026-01")) == Combined(5.0, 5, 5)
    assert series.at(Period.parse("2026-03")) == Combined(4.0, 4, 4)


def test_the_weight_may_be_measured_more_often():
    weight = InputSeries(
        Input("w", frequency=Frequency.WEEK), {Period.parse("2026-W02").next(i): 1.0 for i in range(8)}
    )
    about = Input("v", frequency=Frequency.MONTH, combine=Combine.WEIGHTED_MEAN, weight="w")
    months = {Period.parse("2026-01"): 10.0, Period.parse("2026-02"): 20.0}
    series = InputSeries(about, months, weight)
    assert series.at(Period.parse("2026-01")).value == 10.0
    quarter = series.at(Period.parse("2026-Q1"))
    assert quarter == Combined(20.0, 1, 3)  # January's weight lacks a week, March is blank


def test_parts_that_do_not_fill_are_none():
    assert parts_of(Period.parse("2026-T1"), Frequency.QUARTER) == ()


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside the project")
def test_published_ratios():
    for case in json.loads(VECTORS.read_text())["ratio_rollup"]:
        over = combine([float(v) for v in case["num"]], Combine.SUM).value
        under = combine([float(v) for v in case["den"]], Combine.SUM).value
        assert 100 * over / under == pytest.approx(case["correct_pct"], rel=1e-5)
        assert 100 * over / under != pytest.approx(case["wrong_avg_pct"], rel=1e-2)
