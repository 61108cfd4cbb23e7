"""Status against a goal, and the score for ordering."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.entities import Direction
from kpidesk.domain.status import Goal, Status, judge, lacks_flag, make_goal, score_against, score_for_order, weakest
from tests.table import table

VECTORS = Path(__file__).parents[2] / "../shared/data/vectors/scoring.json"
UP, DOWN, HOLD = Direction.INCREASE, Direction.DECREASE, Direction.MAINTAIN


@table(
    "value, goal, direction, expected",
    [
        (50, make_goal(50, UP), UP, Status.ON_TRACK),
        (49.9, make_goal(50, UP), UP, Status.AT_RISK),
        (45, make_goal(50, UP), UP, Status.AT_RISK),
        (44.9, make_goal(50, UP), UP, Status.OFF_TRACK),
        (5, make_goal(5, DOWN), DOWN, Status.ON_TRACK),
        (5.5, make_goal(5, DOWN), DOWN, Status.AT_RISK),
        (5.6, make_goal(5, DOWN), DOWN, Status.OFF_TRACK),
        (-105, make_goal(-100, UP), UP, Status.AT_RISK),
        (-111, make_goal(-100, UP), UP, Status.OFF_TRACK),
        (4.6, make_goal(5, HOLD, high=10), HOLD, Status.AT_RISK),
        (7, make_goal(5, HOLD, high=10), HOLD, Status.ON_TRACK),
        (11, make_goal(5, HOLD, high=10), HOLD, Status.AT_RISK),
        (11.1, make_goal(5, HOLD, high=10), HOLD, Status.OFF_TRACK),
        (4.4, make_goal(5, HOLD, high=10), HOLD, Status.OFF_TRACK),
        (12, make_goal(5, HOLD, high=10, red=3), HOLD, Status.AT_RISK),
        (12.1, make_goal(5, HOLD, high=10, red=3), HOLD, Status.OFF_TRACK),
        (600, make_goal(700, UP, red=500), UP, Status.AT_RISK),
        (499, make_goal(700, UP, red=500), UP, Status.OFF_TRACK),
        (500, make_goal(700, UP, red=500), UP, Status.AT_RISK),
        (6, make_goal(4, DOWN, red=6), DOWN, Status.AT_RISK),
        (6.01, make_goal(4, DOWN, red=6), DOWN, Status.OFF_TRACK),
        (-1000, make_goal(-100, DOWN), DOWN, Status.ON_TRACK),
        (-90, make_goal(-100, DOWN), DOWN, Status.AT_RISK),
        (-89, make_goal(-100, DOWN), DOWN, Status.OFF_TRACK),
        (0, make_goal(0, DOWN), DOWN, Status.ON_TRACK),
        (0.1, make_goal(0, DOWN, red=2), DOWN, Status.AT_RISK),
        (2.1, make_goal(0, DOWN, red=2), DOWN, Status.OFF_TRACK),
        (5, make_goal(5, HOLD, high=10), HOLD, Status.ON_TRACK),
        (10, make_goal(5, HOLD, high=10), HOLD, Status.ON_TRACK),
        (4.5, make_goal(5, HOLD, high=10), HOLD, Status.AT_RISK),
        (10, make_goal(10, HOLD), HOLD, Status.ON_TRACK),
        (10.1, make_goal(10, HOLD), HOLD, Status.AT_RISK),
        (8.9, make_goal(10, HOLD), HOLD, Status.OFF_TRACK),
        (14, make_goal(5, HOLD, high=10, red=3, red_high=14), HOLD, Status.AT_RISK),
        (14.1, make_goal(5, HOLD, high=10, red=3, red_high=14), HOLD, Status.OFF_TRACK),
        (2.9, make_goal(5, HOLD, high=10, red=3, red_high=14), HOLD, Status.OFF_TRACK),
        (-1, make_goal(0, UP), UP, Status.OFF_TRACK),
        (-90_000, make_goal(0, UP), UP, Status.OFF_TRACK),
        (50, make_goal(0, DOWN), DOWN, Status.OFF_TRACK),
        (50, make_goal(0, DOWN, red=60), DOWN, Status.AT_RISK),
        (1284500.25 - 1284500.2 - 0.05, make_goal(0, DOWN), DOWN, Status.ON_TRACK),
        (-1, make_goal(0, HOLD, high=10), HOLD, Status.OFF_TRACK),
        (10.5, make_goal(0, HOLD, high=10), HOLD, Status.AT_RISK),
        (-1, Goal(0), UP, Status.OFF_TRACK),
        (0.1 + 0.2, make_goal(0.3, DOWN), DOWN, Status.ON_TRACK),
        (0.3 - 0.1, make_goal(0.2, UP), UP, Status.ON_TRACK),
        (0.3 - 0.1, make_goal(1, UP, red=0.2), UP, Status.AT_RISK),
        (0.1 + 0.2, make_goal(0.2, DOWN, red=0.3), DOWN, Status.AT_RISK),
        (0.3 - 0.1, make_goal(0.2, HOLD, high=0.3), HOLD, Status.ON_TRACK),
        (0.1 + 0.2, make_goal(0.2, HOLD, high=0.3), HOLD, Status.ON_TRACK),
        (79.9999999, make_goal(80, UP), UP, Status.AT_RISK),
        (3, None, UP, Status.NO_TARGET),
    ],
)
def test_judge(value, goal, direction, expected):
    assert judge(value, goal, direction) is expected


def test_a_goal_of_zero_has_its_flag_on_itself_until_one_is_set():
    assert make_goal(0, UP) == Goal(0, None, 0)
    assert make_goal(0, DOWN) == Goal(0, None, 0)
    assert make_goal(0, HOLD, high=10) == Goal(0, 10, 0, 11)
    assert make_goal(0, DOWN, red=2) == Goal(0, None, 2)


def test_a_goal_of_zero_asks_for_its_flag():
    assert lacks_flag(0, UP, None)
    assert lacks_flag(0.0, DOWN, None)
    assert lacks_flag(-5, HOLD, None, 0)
    assert not lacks_flag(0, DOWN, 2)
    assert not lacks_flag(5, DOWN, None)
    assert not lacks_flag(None, DOWN, None)
    assert not lacks_flag(5, UP, None, 0)


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside the project")
def test_published_scores():
    case = json.loads(VECTORS.read_text())["goal_redflag_score_0_10"]["up"]
    for value, points in case["points"]:
        assert score_for_order(value, case["goal"], case["red"]) == pytest.approx(points, rel=1e-4)


def test_a_band_is_ordered_by_its_nearer_edge():
    band = make_goal(5, HOLD, high=10, red=4, red_high=13)
    expected = {2: 0, 4: 10 / 3, 5: 20 / 3, 6: 10, 10: 20 / 3, 13: 10 / 3, 16: 0, 100: 0}
    for value, points in expected.items():
        assert score_against(value, band) == pytest.approx(points, abs=1e-9)
    assert score_against(3, make_goal(0, UP)) is None
    assert score_against(700, make_goal(700, UP, red=500)) == pytest.approx(20 / 3)
    assert score_against(4, make_goal(4, DOWN, red=6)) == pytest.approx(20 / 3)


@given(st.floats(-1e6, 1e6), st.sampled_from([UP, DOWN, HOLD]), st.floats(1, 1e5), st.floats(0, 1e5))
def test_the_score_agrees_with_the_status(value, direction, goal, width):
    """From 6.67 on track, from 3.33 at risk, less is off track."""
    aim = make_goal(goal, direction, high=goal + width)
    points = score_against(value, aim)
    status = judge(value, aim, direction)
    if all(abs(points - edge) > 1e-6 for edge in (10 / 3, 20 / 3)):
        expected = Status.ON_TRACK if points > 20 / 3 else Status.AT_RISK if points > 10 / 3 else Status.OFF_TRACK
        assert status is expected


def test_score_for_other_directions_and_signs():
    assert score_for_order(4, 4, 6) == pytest.approx(20 / 3)
    assert score_for_order(6, 4, 6) == pytest.approx(10 / 3)
    assert score_for_order(0, 0, -10) == pytest.approx(20 / 3)
    assert score_for_order(-100, -100, -200) == pytest.approx(20 / 3)
    assert score_for_order(1, 2, 2) is None


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_the_score_stays_within_its_scale(value, goal, red):
    points = score_for_order(value, goal, red)
    assert points is None or 0 <= points <= 10


def test_weakest():
    assert weakest([Status.ON_TRACK, Status.OFF_TRACK, Status.AT_RISK]) is Status.OFF_TRACK
    assert weakest([Status.ACHIEVED, Status.NO_DATA]) is Status.NO_DATA
    assert weakest([]) is None
