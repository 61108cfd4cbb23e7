"""Natural limits and signals, against published charts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.signals import (
    FAR,
    Band,
    Found,
    Rule,
    RuleSet,
    find_signals,
    jumps,
    moving_ranges,
    natural_limits,
    near_limit,
    outside,
    ringed,
    runs,
    trends,
    two_of_three,
    two_of_three_flags,
    without_echoes,
    zones_of,
)

VECTORS = Path(__file__).parents[2] / "../shared/data/vectors/xmr.json"
CASES = {c["id"]: c for c in json.loads(VECTORS.read_text())["cases"]} if VECTORS.exists() else {}
published = pytest.mark.skipif(not CASES, reason="the shared vectors are not beside the project")

FLAT = Band(10.0, 4.0, 16.0, 7.5, 20)


def spans(found):
    return [(f.first, f.last, f.side) for f in found]


@published
@pytest.mark.parametrize("name", ["wheeler-verify", "statprocon-readme", "statprocon-tiny"])
def test_published_limits(name):
    case = CASES[name]
    band = natural_limits(case["values"], fewest=2)
    want = case["published"]
    assert band.mean == pytest.approx(want["mean"], rel=1e-3)
    assert band.upper == pytest.approx(want["unpl"], rel=1e-3)
    assert band.lower == pytest.approx(want["lnpl"], rel=1e-3)
    assert band.range_limit == pytest.approx(want["url"], rel=1e-3)


@published
def test_wheelers_own_check():
    case = CASES["wheeler-verify"]
    values, derived = case["values"], case["derived"]
    band = natural_limits(values)
    assert moving_ranges(values) == case["published"]["mr"]
    assert [f.first for f in outside(zones_of(values, band))] == derived["wheeler_rule1"]
    assert [f.first for f in jumps(values, band)] == derived["mr_above_url"]
    assert runs(zones_of(values, band), 8) == derived["wheeler_rule2_run8"]
    assert near_limit(zones_of(values, band)) == derived["wheeler_rule3_3of4"]
    assert [f.rule for f in find_signals(values, band)] == [Rule.OUTSIDE]
    screened = natural_limits(values, screened=True)
    assert [screened.upper, screened.lower] == pytest.approx(derived["nhs_screened_limits"], rel=1e-3)
    assert [f.first for f in outside(zones_of(values, screened))] == derived["nhs_screened_outside"]


@published
def test_screening_of_ranges():
    case = CASES["nhs-outlier"]
    screened, want = natural_limits(case["values"], screened=True), case["published"]["screened"]
    assert (screened.mean, screened.upper, screened.lower) == pytest.approx(
        (want["mean"], want["upl"], want["lpl"]), abs=0.01
    )
    plain, want = natural_limits(case["values"]), case["published"]["making_data_count_excel_not_screened"]
    assert (plain.mean, plain.upper, plain.lower) == pytest.approx((want["mean"], want["upl"], want["lpl"]), abs=0.01)
    found = find_signals(case["values"], screened, RuleSet.NHS)
    assert [f.first for f in found if f.rule is Rule.OUTSIDE] == case["published"]["special_cause_improvement"]


@published
def test_limits_frozen_on_a_base():
    case = CASES["montgomery-6.5"]
    first, last = case["baseline"]
    band = natural_limits(case["values"][first:last])
    want = case["published"]
    assert (band.mean, band.upper, band.lower) == pytest.approx((want["mean"], want["ucl"], want["lcl"]), rel=1e-3)
    assert band.range_limit == pytest.approx(want["mr_ucl"], rel=1e-3)
    assert [f.first for f in outside(zones_of(case["values"], band))] == want["outside"]


@published
def test_runs_and_trends_of_seven():
    want = CASES["nhs-unit-vectors"]["published"]
    for case in want["run7_flag_at_end"]:
        ends = {i for f in runs(bytes(sign + 3 for sign in case["signs"]), 7) for i in range(f.first + 6, f.last + 1)}
        assert ends == {i for i, flag in enumerate(case["flags"]) if flag}
    for case in want["trend7_flag_at_end"]:
        ends = {i: f.side for f in trends(case["y"], 7) for i in range(f.first + 6, f.last + 1)}
        assert ends == {i: flag for i, flag in enumerate(case["flags"]) if flag}


@published
def test_two_in_three_needs_one_side():
    for case in CASES["nhs-unit-vectors"]["published"]["two_in_three_same_side_only"]:
        marked = {i for f in two_of_three_flags(case["close"], case["side"]) for i in range(f.first, f.last + 1)}
        assert marked == {i for i, flag in enumerate(case["flags"]) if flag}


def test_equal_to_a_limit_is_inside():
    assert outside(zones_of([16.0, 4.0], FLAT)) == []
    assert spans(outside(zones_of([16.1, 10.0, 3.9], FLAT))) == [(0, 0, 1), (2, 2, -1)]


def test_eight_in_a_row_and_a_point_on_the_mean_ends_it():
    assert spans(find_signals([11.0] * 8, FLAT)) == [(0, 7, 1)]
    assert find_signals([11.0] * 7, FLAT) == []
    assert find_signals([11.0] * 4 + [10.0] + [11.0] * 4, FLAT) == []


def test_three_of_four_near_the_limit():
    assert spans(near_limit(zones_of([10.0, 14.0, 14.0, 9.0, 14.0, 10.0], FLAT))) == [(1, 4, 1)]
    assert [f.rule for f in find_signals([10.0, 14.0, 14.0, 9.0, 14.0, 10.0], FLAT)] == [Rule.NEAR_LIMIT]
    assert near_limit(zones_of([14.0, 6.0, 14.0, 6.0, 14.0], FLAT)) == []
    assert near_limit(zones_of([13.0, 13.0, 13.0, 13.0], FLAT)) == []
    assert spans(near_limit(zones_of([5.0, 5.0, 5.0], FLAT))) == []


def test_two_of_three_beyond_two_thirds():
    assert spans(two_of_three(zones_of([14.5, 11.0, 14.5, 9.0], FLAT, FAR))) == [(0, 2, 1)]
    assert two_of_three(zones_of([14.5, 9.0, 14.5], FLAT, FAR)) == []


def test_a_large_step_is_a_jump():
    found = find_signals([14.0, 14.0, 6.0, 6.5], FLAT)
    assert [(f.rule, f.first, f.side) for f in found] == [(Rule.JUMP, 2, -1)]
    assert ringed(found) == {2}


def test_limits_need_six_and_are_provisional_under_twelve():
    assert natural_limits([1.0, 2.0] * 2 + [1.0]) is None
    assert natural_limits([1.0, 2.0] * 3).provisional
    assert not natural_limits([1.0, 2.0] * 6).provisional


def test_nothing_from_absurd_numbers():
    assert natural_limits([1e308, -1e308] * 6) is None
    assert natural_limits([]) is None


def test_constant_values_have_no_signals():
    band = natural_limits([5.0] * 20)
    assert (band.lower, band.upper) == (5.0, 5.0)
    assert find_signals([5.0] * 20, band) == []
    assert find_signals([5.0] * 20, band, RuleSet.NHS) == []


def test_an_echo_is_left_out():
    near = Found(Rule.NEAR_LIMIT, 2, 5, 1)
    run = Found(Rule.RUN, 0, 9, 1)
    assert without_echoes([near, run]) == [run]
    assert without_echoes([near, Found(Rule.RUN, 0, 9, -1)])[0] == near


values_ = st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=40)


@given(values_, st.sampled_from(RuleSet))
def test_signals_do_not_depend_on_the_unit(values, rules):
    rounded = [round(v, 1) for v in values]
    band = natural_limits(rounded)
    scaled = Band(*(x * 2.0 for x in (band.mean, band.lower, band.upper, band.range_limit)), band.count)
    assert find_signals([v * 2.0 for v in rounded], scaled, rules) == find_signals(rounded, band, rules)


@given(values_, st.sampled_from(RuleSet))
def test_signals_lie_within_the_values(values, rules):
    for found in find_signals(values, natural_limits(values), rules):
        assert 0 <= found.first <= found.last < len(values)
        assert found.side in (1, -1)
