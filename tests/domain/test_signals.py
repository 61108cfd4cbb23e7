"""Natural limits and signals, against published charts."""

from __future__ import annotations

import itertools
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
from tests.table import table

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


@table("rules", RuleSet)
@table(
    "values",
    [[7.7] * 8, [99.9] * 12, [0.1] * 9, [1.1] * 8, [2.3] * 8, [0.1 + 0.2, 0.3] * 6, [1e12 / 3] * 20, [0.0] * 8],
)
def test_equal_numbers_are_no_signal(values, rules):
    band = natural_limits(values, screened=rules is RuleSet.NHS)
    assert find_signals(values, band, rules) == []


@pytest.mark.parametrize("dusty", [0.1 + 0.2, 0.3, 0.9 / 3])
def test_a_value_on_the_mean_breaks_a_run_whatever_its_last_digit(dusty):
    band = Band(0.3, 0.0, 0.6, 0.4, 20)
    assert runs(zones_of([0.35] * 7 + [dusty] + [0.35] * 7, band), 8) == []
    assert runs(zones_of([0.25] * 4 + [dusty] + [0.25] * 4, band), 8) == []


def test_a_value_on_a_limit_is_inside_whatever_its_last_digit():
    band = Band(0.2, 0.1, 0.3, 0.1, 20)
    assert outside(zones_of([0.1 + 0.2, 0.3 - 0.2], band)) == []
    assert spans(outside(zones_of([0.3001, 0.0999], band))) == [(0, 0, 1), (1, 1, -1)]
    assert jumps([0.3, 0.2 + 0.2 + 1e-12], band) == []
    assert near_limit(zones_of([0.25, 0.1 + 0.2 - 0.05, 0.15 + 0.1, 0.25], band)) == []


def test_two_values_that_differ_by_dust_break_a_trend():
    rising = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6]
    assert spans(trends(rising, 7)) == [(0, 6, 1)]
    assert trends([*rising[:3], rising[2] + 1e-13, *rising[3:6]], 7) == []


def test_a_range_equal_to_its_limit_is_not_screened_away():
    largest = 5 * 3.267 / (6 - 3.267)  # 3.267 times the mean of five ranges of 1 and itself
    kept = natural_limits([0.0] * 7, screened=True, ranges=[1.0] * 5 + [largest * (1 + 1e-12)])
    assert kept.range_limit == pytest.approx(largest)
    left_out = natural_limits([0.0] * 7, screened=True, ranges=[1.0] * 5 + [largest * 1.01])
    assert left_out.range_limit == pytest.approx(3.267)


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


ZONES = st.binary(max_size=60).map(lambda some: bytes(byte % 7 for byte in some))
CROWDED = st.lists(st.sampled_from([0, 1, 5, 6, 6, 5, 3]), max_size=60).map(bytes)


@given(ZONES | CROWDED)
def test_three_of_four_near_a_limit_are_found_as_by_looking_at_each_four(zones: bytes) -> None:
    for side, near in ((1, (5, 6)), (-1, (0, 1))):
        fours = [range(i, min(i + 4, len(zones))) for i in range(len(zones)) if zones[i] in near]
        threes = [[i for i in four if zones[i] in near][:3] for four in fours] if len(zones) >= 4 else []
        whole = {place for three in threes if len(three) == 3 for place in range(three[0], three[-1] + 1)}
        found = [each for each in near_limit(zones) if each.side == side]
        assert {place for each in found for place in range(each.first, each.last + 1)} == whole
        assert all(before.last < after.first for before, after in itertools.pairwise(found))


@given(ZONES | CROWDED, st.integers(2, 9))
def test_a_run_is_as_long_as_its_side_goes_on(zones: bytes, length: int) -> None:
    sides = [(zone > 3) - (zone < 3) for zone in zones]
    stretches = [(side, [place for place, _side in group])
                 for side, group in itertools.groupby(enumerate(sides), key=lambda pair: pair[1])]  # fmt: skip
    expected = [(places[0], places[-1], side) for side, places in stretches if side and len(places) >= length]
    assert [(each.first, each.last, each.side) for each in runs(zones, length)] == expected
