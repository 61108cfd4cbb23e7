"""The goal of each period."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.entities import Combine, Direction, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.targets import Targets, first_period, last_period
from tests.table import table

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


# ---- seasons -------------------------------------------------------------------------------------

YEAR = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)}


def season(*numbers, **more):
    """A season of the months of 2026, from January on."""
    cells = tuple((Period.parse(f"2026-{n:02}").code(), number) for n, number in enumerate(numbers, 1))
    mean = sum(numbers) / len(numbers)
    return {"value": mean, "season": cells, **YEAR, **more}


def monthly(*targets, direction=Direction.INCREASE, rule=Combine.SUM):
    return goals(*targets, frequency=Frequency.MONTH, direction=direction, rule=rule)


def test_each_period_of_a_season_has_its_own_number():
    found = monthly(season(*range(100, 112)))
    assert [at(found, f"2026-{n:02}").value for n in (1, 6, 12)] == [100, 105, 111]


def test_outside_its_year_a_season_says_nothing():
    found = monthly(season(*range(100, 112)))
    assert at(found, "2025-12") is None
    assert at(found, "2027-01") is None
    with_older = monthly({"value": 90.0}, season(*range(100, 112)))
    assert at(with_older, "2025-12").value == 90
    assert at(with_older, "2027-01").value == 90


def test_a_blank_period_of_a_season_falls_back_to_the_target_below():
    assert at(monthly(season(100.0, 110.0)), "2026-03") is None
    assert at(monthly({"value": 90.0}, season(100.0, 110.0)), "2026-03").value == 90
    assert at(monthly({"value": 90.0}, season(100.0, 110.0)), "2026-02").value == 110


@pytest.mark.parametrize(
    ("rule", "quarter", "year"),
    [(Combine.SUM, 303.0, 1266.0), (Combine.MEAN, 101.0, 105.5), (Combine.LAST, 102.0, 111.0),
     (Combine.MIN, 100.0, 100.0), (Combine.MAX, 102.0, 111.0), (Combine.WEIGHTED_MEAN, 101.0, 105.5)],
)  # fmt: skip
def test_a_season_combines_as_the_kpi(rule, quarter, year):
    found = monthly(season(*range(100, 112)), rule=rule)
    assert at(found, "2026-Q1").value == pytest.approx(quarter)
    assert at(found, "2026").value == pytest.approx(year)


def test_a_season_of_a_sum_with_a_blank_month_has_no_goal_for_the_year():
    assert at(monthly(season(100.0, 110.0)), "2026-Q1") is None
    assert at(monthly(season(100.0, 110.0), rule=Combine.MEAN), "2026-Q1").value == 105


def test_the_red_flag_keeps_its_distance_in_a_season():
    found = monthly(season(80.0, 120.0, red_flag=90.0))
    assert [at(found, month).red_flag for month in ("2026-01", "2026-02")] == [70, 110]
    assert at(found, "2026-01").value - at(found, "2026-01").red_flag == 10


def test_the_default_red_flag_of_a_season_lies_ten_percent_off_each_number():
    assert at(monthly(season(80.0, 120.0)), "2026-02").red_flag == pytest.approx(108)
    falling = monthly(season(80.0, 120.0), direction=Direction.DECREASE)
    assert at(falling, "2026-01").red_flag == pytest.approx(88)


def test_a_band_moves_as_a_whole_with_its_season():
    held = monthly(season(80.0, 120.0, high=110.0, red_flag=95.0, red_high=130.0), direction=Direction.MAINTAIN)
    first = at(held, "2026-01")
    assert (first.value, first.high, first.red_flag, first.red_high) == (80, 90, 75, 110)


def test_a_part_of_a_seasons_month_takes_the_months_number():
    means = monthly(season(100.0, 110.0), rule=Combine.MEAN)
    assert at(means, "2026-02-14").value == 110
    assert at(monthly(season(100.0, 110.0)), "2026-02-14") is None


def test_a_season_of_another_rhythm_says_nothing():
    assert at(goals({"value": 90.0}, season(100.0, 110.0), frequency=Frequency.QUARTER), "2026-Q1").value == 90


def test_a_season_of_weeks_reaches_from_the_first_to_the_last_week_of_the_year():
    weeks = Period.parse("2026").parts(Frequency.WEEK)
    cells = tuple((week.code(), 10.0 + n) for n, week in enumerate(weeks, 1))
    found = goals({"value": 36.5, "season": cells, **YEAR})
    assert (at(found, "2026-W01").value, at(found, "2026-W53").value) == (11, 63)
    assert at(found, "2025-W52") is None
    assert at(found, "2027-W01") is None


def test_a_season_of_a_fiscal_year():
    year = Period.parse("2026", 7)
    quarters = year.parts(Frequency.QUARTER)
    cells = tuple((quarter.code(), float(n)) for n, quarter in enumerate(quarters, 1))
    found = goals({"value": 2.5, "season": cells, "start": year.first, "end": year.last}, frequency=Frequency.QUARTER)
    assert [found.at(quarter).value for quarter in quarters] == [1, 2, 3, 4]
    assert found.at(year).value == 10
    assert found.at(year.next()) is None


@table(
    "junk",
    [("x", 1.0), (None, 1.0), (7, 1.0), (10**12, 1.0), (1.5, 2.0), ([], 1.0), (), "ab", 5, None, (1, 2, 3),
     (Period.parse("2026-01").code(), None), (Period.parse("2026-01").code(), "many"),
     (Period.parse("2026-01").code(), float("nan")), (Period.parse("2026-01").code(), float("inf"))],
)  # fmt: skip
def test_a_season_from_elsewhere_that_makes_no_sense_is_passed_over(junk):
    whole = {**season(100.0, 110.0), "season": (junk, (Period.parse("2026-02").code(), 110.0))}
    found = monthly({"value": 90.0}, whole)
    assert at(found, "2026-01").value == 90
    assert at(found, "2026-02").value == 110


def test_a_path_from_the_beginning_to_the_end_of_time_is_no_path():
    endless = {"value": 330.0, "path_from": 285.0, "start": dt.date.min, "end": dt.date.max}
    assert at(goals(endless), "2026-W01").value == 330


def test_the_edges_of_a_band_keep_their_distance_along_a_path():
    path = goals(
        {"value": 10.0, "path_from": 0.0, "high": 12.0, "red_flag": 9.0, "red_high": 14.0, **YEAR},
        frequency=Frequency.QUARTER,
        direction=Direction.MAINTAIN,
    )
    half = at(path, "2026-Q2")
    assert (half.value, half.high, half.red_flag, half.red_high) == (5, 7, 4, 9)


# ---- what holds for any targets ------------------------------------------------------------------

NUMBERS = st.lists(st.integers(-(10**6), 10**6).map(float), min_size=12, max_size=12)


@given(NUMBERS)
def test_the_year_of_a_sum_is_what_its_quarters_and_its_months_come_to(numbers):
    found = monthly(season(*numbers))
    quarters = [at(found, f"2026-Q{n}").value for n in range(1, 5)]
    assert at(found, "2026").value == pytest.approx(sum(numbers))
    assert sum(quarters) == pytest.approx(sum(numbers))


@given(NUMBERS, st.sampled_from([0.001, 0.5, 60.0, 1000.0]), st.sampled_from(list(Direction)), st.floats(1, 1e5))
def test_another_unit_scales_every_edge(numbers, factor, direction, gap):
    mean = sum(numbers) / 12
    flag = mean + gap if direction is Direction.DECREASE else mean - gap
    edges = {"red_flag": flag} | ({"high": mean + gap} if direction is Direction.MAINTAIN else {})
    scaled = {name: edge * factor for name, edge in edges.items()}
    one = monthly(season(*numbers, **edges), direction=direction, rule=Combine.MEAN)
    other = monthly(season(*(n * factor for n in numbers), **scaled), direction=direction, rule=Combine.MEAN)
    for text in ("2026-03", "2026-Q2", "2026"):
        a, b = at(one, text), at(other, text)
        assert (b.value, b.red_flag) == pytest.approx((a.value * factor, a.red_flag * factor), abs=1e-6)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_the_order_in_which_targets_were_set_does_not_matter(numbers, chance):
    rows = [
        {"value": 90.0},
        season(*numbers),
        {"value": 7.0, "start": dt.date(2026, 5, 1)},
        {"value": 9.0, "path_from": 3.0, **Q1},
    ]
    made = [Target(str(n), **row) for n, row in enumerate(rows)]
    shuffled = list(made)
    chance.shuffle(shuffled)
    one, other = (Targets(each, Frequency.MONTH, Direction.INCREASE, Combine.SUM) for each in (made, shuffled))
    for text in ("2025-12", "2026-01", "2026-04", "2026-06", "2026-Q1", "2026", "2027-01"):
        assert at(one, text) == at(other, text)


@given(st.integers(0, 11), st.floats(-1e6, 1e6))
def test_a_season_of_equal_numbers_is_one_number(month, number):
    flat = monthly({"value": number, **YEAR}, rule=Combine.MEAN)
    seasonal = monthly(season(*[number] * 12, value=number), rule=Combine.MEAN)
    text = f"2026-{month + 1:02}"
    assert at(seasonal, text) == at(flat, text)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        (dt.date(2026, 3, 10), dt.date(2026, 3, 26), "2026-W11", "2026-W13"),
        (dt.date(2026, 3, 13), dt.date(2026, 3, 25), "2026-W12", "2026-W12"),
        (dt.date(2025, 12, 29), dt.date(2027, 1, 3), "2026-W01", "2026-W53"),
    ],
)
def test_the_periods_of_a_target_are_those_it_is_in_force_for(start, end, first, last):
    target = Target("t", value=1.0, start=start, end=end)
    found = Targets([target], Frequency.WEEK, Direction.INCREASE, Combine.MEAN)
    edges = first_period(target, Frequency.WEEK), last_period(target, Frequency.WEEK)
    assert edges == (Period.parse(first), Period.parse(last))
    assert all(found.at(period) is not None for period in edges)
    assert found.at(edges[0].previous()) is None
    assert found.at(edges[1].next()) is None
