"""The goal of each period."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.domain.entities import Combine, Direction, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.targets import Targets

Q1 = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 3, 31)}


def goals(*targets, frequency=Frequency.WEEK, direction=Direction.INCREASE, rule=Combine.SUM):
    return Targets([Target(str(i), **t) for i, t in enumerate(targets)], frequency, direction, rule)


def at(found, text):
    return found.at(Period.parse(text))


def test_a_straight_path_reaches_its_value_in_the_last_week():
    path = goals({"value": 330.0, "path_from": 285.0, **Q1})
    for week, expected in ((1, 288.5), (3, 295.4), (7, 309.2), (9, 316.2), (10, 319.6), (11, 323.1), (13, 330.0)):
        assert at(path, f"2026-W{week:02}").value == pytest.approx(expected, abs=0.05)
    assert at(path, "2026-W14") is None
    assert at(path, "2025-W52") is None


def test_the_path_of_a_sum_adds_up_over_the_quarter():
    assert at(goals({"value": 330.0, "path_from": 285.0, **Q1}), "2026-Q1").value == pytest.approx(4020.0)


def test_the_red_flag_keeps_its_distance_along_the_path():
    path = goals({"value": 330.0, "path_from": 285.0, "red_flag": 300.0, **Q1})
    first = at(path, "2026-W01")
    assert first.value - first.red_flag == pytest.approx(30.0)
    assert at(goals({"value": 330.0}), "2026-W01").red_flag == pytest.approx(297.0)


def test_a_step_plan_takes_the_newest_that_has_begun():
    steps = goals(
        {"value": 10.0}, {"value": 12.0, "start": dt.date(2026, 2, 1)}, {"value": 15.0, "start": dt.date(2026, 6, 1)}
    )
    assert [at(steps, w).value for w in ("2026-W05", "2026-W06", "2026-W30")] == [10.0, 12.0, 15.0]


def test_a_step_that_ends_gives_way_to_the_one_below():
    steps = goals({"value": 10.0}, {"value": 12.0, **Q1})
    assert [at(steps, w).value for w in ("2026-W13", "2026-W14")] == [12.0, 10.0]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(Combine.SUM, 60.0), (Combine.MEAN, 20.0), (Combine.LAST, 30.0), (Combine.WEIGHTED_MEAN, 20.0)],
)
def test_longer_periods_combine_as_the_kpi(rule, expected):
    steps = ({"value": v, "start": dt.date(2026, m, 1)} for m, v in ((1, 10.0), (2, 20.0), (3, 30.0)))
    assert at(goals(*steps, frequency=Frequency.MONTH, rule=rule), "2026-Q1").value == expected


def test_a_sum_without_a_goal_for_each_part_has_none():
    late = {"value": 10.0, "start": dt.date(2026, 2, 1)}
    assert at(goals(late, frequency=Frequency.MONTH), "2026-Q1") is None
    assert at(goals(late, frequency=Frequency.MONTH, rule=Combine.LAST), "2026-Q1").value == 10.0


def test_a_part_of_a_sum_has_no_goal_of_its_own():
    assert at(goals({"value": 10.0}), "2026-03-12") is None
    assert at(goals({"value": 10.0}, rule=Combine.MEAN), "2026-03-12").value == 10.0


def test_a_band():
    band = at(goals({"value": 4.0, "high": 5.0}, direction=Direction.MAINTAIN), "2026-W03")
    assert (band.value, band.high) == (4.0, 5.0)
    assert (band.red_flag, band.red_high) == (pytest.approx(3.6), pytest.approx(5.5))


def test_no_targets():
    assert not goals()
    assert at(goals(), "2026-W01") is None
    assert at(goals({"value": None}), "2026-W01") is None
