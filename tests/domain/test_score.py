"""Progress, roll-up, pace and grade, by the published examples and the rules."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpidesk.domain import score as rules
from kpidesk.domain.score import GradeBand, from_to, hold, roll_up
from kpidesk.domain.status import Status
from tests.table import table

DATA = Path(__file__).parents[2] / "../shared/data"
VECTORS = DATA / "vectors/scoring.json"
SCORING = json.loads(VECTORS.read_text()) if VECTORS.exists() else {}
published = pytest.mark.skipif(not SCORING, reason="the shared data is not beside the project")


def rows(name):
    path = DATA / "okr" / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def number(text):
    return float(text) if text else None


@published
def test_published_progress():
    for case in SCORING["from_to_progress"]:
        expected = case["raw"] / 100
        found = from_to(case["s"], case["t"], case["c"])
        assert found.raw == pytest.approx(expected)
        assert found.score == pytest.approx(min(1.0, max(0.0, case.get("clamped", case["raw"]) / 100)))


@published
@pytest.mark.parametrize("row", rows("oslo_keyresult_percent_cases.csv"), ids=str)
def test_peer_cases(row):
    """The peer answers 0 % for start = target; our rule refuses that on entry and gives no score."""
    start, target = float(row["start"]), float(row["target"])
    found = from_to(start, target, number(row["current"]))
    if start == target:
        assert found.score is None
    elif not row["current"]:
        assert found.raw == 0  # not started counts as the start (figures/README: Progress)
    else:
        assert found.raw == pytest.approx(float(row["percent_expected_unclamped"]) / 100)


@published
@pytest.mark.parametrize("row", rows("scored_examples_web.csv"), ids=str)
def test_scores_printed_elsewhere(row):
    if not row["start"]:
        assert roll_up([(0.8, 1), (0.5, 1), (0.7, 1)]).score == pytest.approx(float(row["computed"]), abs=1e-6)
        return
    found = from_to(float(row["start"]), float(row["target"]), float(row["actual"]))
    assert found.score == pytest.approx(float(row["computed"]), abs=1e-6)
    assert found.score == pytest.approx(float(row["published_score"]), abs=0.0051)


@published
def test_published_hold():
    case = SCORING["hold_between"]
    values = case["values"]
    to_date = [hold(values[: i + 1], case["lo"], case["hi"]).score for i in range(len(values))]
    assert [round(100 * s) for s in to_date] == case["share_to_date_pct"]
    whole = [hold(values[: i + 1], case["lo"], case["hi"], len(values)).score for i in range(len(values))]
    assert [round(100 * s) for s in whole] == case["share_of_whole_cycle_pct"]
    band = SCORING["hold_tolerance"]
    met = [250.0] * band["met"] + [300.0] * (band["due"] - band["met"])
    assert round(100 * hold(met, *band["band"]).score) == band["pct_rounded"]


def test_hold_with_one_edge_and_nothing_due():
    assert hold([99.9, 99.95, 99.8], 99.9, None).score == pytest.approx(2 / 3)
    assert hold([3.0, 7.0], None, 5.0).score == 0.5
    assert hold([], 4.0, 5.0).score is None
    assert hold([1.0], None, None).score is None


@published
def test_published_rollup():
    for case in SCORING["rollup"]:
        if "p" in case:
            found = roll_up([(p / 100, w) for p, w in zip(case["p"], case["w"], strict=True)])
            assert 100 * found.score == pytest.approx(case["expect"])


def test_unscored_children_are_counted_and_left_out():
    found = roll_up([(0.5, 1), (None, 1), (1.5, 1)])
    assert found.score == 0.75
    assert found.unscored == 1
    assert found.contributions == (25.0, None, 50.0)
    assert roll_up([]).score is None
    assert roll_up([(0.5, 0)]).score is None


@example([(0.5, 5e-324)])
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0, 100)), min_size=1, max_size=8))
def test_a_rollup_stays_within_its_children(children):
    found = roll_up(children)
    if found.score is None:
        assert sum(w for _p, w in children) == 0
        return
    clamped = [rules.clamp(p) for p, _w in children]
    assert min(clamped) - 1e-9 <= found.score <= max(clamped) + 1e-9
    assert sum(found.contributions) == pytest.approx(100 * found.score)


@given(*[st.floats(-1e9, 1e9)] * 3, st.floats(0.001, 1000))
def test_scores_are_clamped_and_do_not_depend_on_the_unit(start, target, current, scale):
    found = from_to(start, target, current)
    assert found.score is None or 0 <= found.score <= 1
    scaled = from_to(start * scale, target * scale, current * scale)
    if found.raw is not None and scaled.raw is not None and abs(target - start) > 1e-3:
        assert scaled.raw == pytest.approx(found.raw, rel=1e-3, abs=1e-3)


@given(*[st.floats(allow_nan=False, allow_infinity=False)] * 3)
def test_progress_is_finite_or_absent(start, target, current):
    found = from_to(start, target, current)
    assert found.raw is None or abs(found.raw) < float("inf")


def test_milestones():
    assert rules.milestones([(1, True), (2, True), (1, False)]).score == 0.75
    assert rules.milestones([]).score is None


@published
def test_published_pace():
    assert SCORING["pace"]["expected_pct"] == 50
    assert rules.expected(dt.date(2026, 4, 1), dt.date(2026, 4, 30), dt.date(2026, 4, 15)) == 0.5


def test_pace_is_held_within_the_cycle():
    first, last = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
    assert rules.expected(first, last, dt.date(2025, 12, 1)) == 0
    assert rules.expected(first, last, dt.date(2026, 3, 16)) == pytest.approx(75 / 90)
    assert rules.expected(first, last, dt.date(2026, 6, 1)) == 1


@table(
    "score, pace, confidence, status",
    [
        (0.50, 0.60, None, Status.ON_TRACK),
        (0.49, 0.60, None, Status.AT_RISK),
        (0.30, 0.60, 8, Status.AT_RISK),
        (0.29, 0.60, 8, Status.OFF_TRACK),
        (0.60, 0.60, 4, Status.AT_RISK),
        (0.60, 0.60, 5, Status.ON_TRACK),
        (0.00, None, 9, Status.ON_TRACK),
        (0.00, None, 4, Status.AT_RISK),
        (None, 0.60, 9, Status.NO_TARGET),
    ],
)
def test_status_from_pace_and_confidence(score, pace, confidence, status):
    assert rules.pace_status(score, pace, confidence) is status


def test_a_check_in_is_in_time_until_its_rhythm_has_passed():
    assert rules.check_in_due(dt.date(2026, 3, 2)) == dt.date(2026, 3, 16)
    assert rules.check_in_due(dt.date(2026, 3, 2), 7) == dt.date(2026, 3, 9)


def test_a_grade_set_by_hand_counts_and_needs_a_reason_once_it_lies_apart():
    assert (rules.counting(0.4, None), rules.counting(0.4, 0.7), rules.counting(None, 0.0)) == (0.4, 0.7, 0.0)
    assert [rules.differs(grade, 0.62) for grade in (0.6, 0.66, 0.67, 0.5)] == [False, False, True, True]
    assert rules.differs(0.1, None) and not rules.differs(0.0, None)


def test_grades():
    assert [rules.grade(s) for s in (0.05, 0.25, 0.649, 0.95, 1.7, -1)] == [0.1, 0.3, 0.6, 1.0, 1.0, 0.0]
    bands = [rules.grade_band(s) for s in (0.39999, 0.4, 0.69999, 0.7, 1.0)]
    assert bands == [GradeBand.MISSED, GradeBand.PARTLY, GradeBand.PARTLY, GradeBand.GOOD, GradeBand.FULL]
    assert rules.passes(0.7, committed=False)
    assert not rules.passes(0.99, committed=True)
    assert rules.too_safe([0.9, 0.9])
    assert not rules.too_safe([0.85, 0.85])
    assert not rules.too_safe([])


@published
def test_published_distance_from_a_limit():
    """“At most t” from others, 2 − c/t, is our from–to with twice the limit as the start; it is clamped like all."""
    case = SCORING["distance_at_most"]
    for current, percent in case["pairs"]:
        found = from_to(2.0 * case["target"], case["target"], current)
        assert found.raw == pytest.approx(percent / 100)
        assert found.score == pytest.approx(min(1.0, percent / 100))


@published
def test_published_zones():
    """The edges of others' zones, 0.3, 0.7 and 1, are met exactly."""
    edges = {"fail": (0.0, 0.3), "commit": (0.3, 0.7), "target": (0.7, 1.0), "stretch": (1.0, 9.9)}
    for case in SCORING["zones_0.3_0.7_1"]:
        if "zone" in case:
            low, high = edges[case["zone"]]
            assert low <= from_to(case["s"], case["t"], case["c"]).raw < high
