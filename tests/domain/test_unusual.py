"""Which numbers deserve a second look."""

from __future__ import annotations

import pytest

from kpidesk.domain.entities import NOT_APPLICABLE
from kpidesk.domain.period import Period
from kpidesk.domain.series.possible import Edges
from kpidesk.domain.unusual import (
    Known,
    Oddity,
    comparable,
    is_unusual,
    nearest,
    told_beside,
    usual_band,
    why_unusual,
)

VISITS = [4341.0, 4387, 4500, 4327, 4277, 4390]


def test_the_usual_band_is_the_natural_limits_of_the_newest_six():
    low, high = usual_band([9999.0, *VISITS])
    assert (round(low), round(high)) == (4107, 4634), "mean 4370.3 ± 2.66 × mean moving range 99"


def test_limits_are_themselves_usual():
    low, high = usual_band(VISITS)
    assert not is_unusual(low, VISITS)
    assert not is_unusual(high, VISITS)
    assert is_unusual(high + 0.1, VISITS)
    assert is_unusual(low - 0.1, VISITS)


def test_under_six_numbers_nothing_is_unusual():
    assert not is_unusual(42, [462, 483, 441, 441, 462])
    assert is_unusual(42, [462, 462, 483, 441, 441, 462])
    assert usual_band([462, 483, 441, 441, 462]) is None


def test_something_counted_below_0_is_asked_about_at_once_where_none_was():
    assert why_unusual(-9, [], "count") is why_unusual(-9, [5.0, 0, 7], "hours") is Oddity.BELOW
    assert not any((is_unusual(-9, [5.0, -1], "count"), is_unusual(-9, [5.0], "currency"), is_unusual(9, [], "count")))


@pytest.mark.parametrize(("value", "far"), [(501, True), (500, False), (20, False), (19, True), (-100, True)])
def test_five_times_or_a_fifth_of_the_median(value, far):
    steady = [100.0] * 8
    assert is_unusual(value, steady) is far, "numbers that never vary have no limits to be outside of"


def test_what_has_been_seen_before_is_not_far_away():
    contracts = [1.0, 0, 2, 0, 1, 1]
    assert not is_unusual(0, contracts)
    assert not is_unusual(3, contracts)
    assert is_unusual(30, contracts)


def test_a_number_inside_the_usual_band_is_asked_about_for_the_other_reason():
    cash = [-2_000_000.0, -900_000, -100_000, -1_500_000, -40_000, -800_000]
    low, high = usual_band(cash)
    assert low < -2600 < high
    assert why_unusual(-2600, cash) is Oddity.FAR
    assert why_unusual(high + 1, cash) is Oddity.OUTSIDE
    assert why_unusual(-900_000, cash) is None


@pytest.mark.parametrize("value", [0, 1])
def test_a_small_count_may_be_one_less_than_it_ever_was(value: int) -> None:
    counts = [4, 11, 6, 10, 6, value + 1, 12, 7, 6]
    assert why_unusual(value, counts) is None
    assert why_unusual(60, counts) is not None
    assert why_unusual(value + 0.0, [each + 0.5 for each in counts]) is Oddity.FAR, "no count"


def test_numbers_on_both_sides_of_zero_have_no_median_to_be_many_times_of():
    """A shop's cash flow: 37 thousand is 0.6 times its median below zero, and no farther out than any other month."""
    flow = [-61_767.93, 30_031.11, -57_900.0, 12_400.5, -60_100.0, -8_300.0, -44_000.0]
    assert not is_unusual(37_470.50, flow)
    assert is_unusual(374_705.0, flow), "a digit too many is outside of what is usual all the same"


def test_a_median_of_zero_makes_nothing_far_away():
    assert not is_unusual(3, [0.0, 0, 0, 0, 0, 0])


def test_a_quantity_that_grows_is_not_unusual_every_week():
    growing = [100.0 + 2 * n + (5 if n % 2 else -5) for n in range(40)]
    assert not is_unusual(100 + 2 * 40 + 5, growing), "outside the limits of the last 24, inside those of the last six"
    assert is_unusual(100 + 2 * 60, growing)


def test_six_calm_weeks_are_not_all_there_is():
    lively = [100.0, 140, 90, 150, 80, 130, 100, 120, 101, 100, 101, 100, 101, 100]
    assert not is_unusual(125, lively)
    assert is_unusual(400, lively)


def test_numbers_below_zero_may_come_where_they_have_been():
    low, _high = usual_band([2.0, 1, 3, 0, 2, 1])
    assert low == 0
    low, _high = usual_band([2.0, -1, 3, 0, 2, 1])
    assert low < 0


def test_absurd_numbers_raise_nothing():
    assert not is_unusual(1e308, [1e308, -1e308] * 4)
    assert usual_band([1e308, -1e308] * 4) is None


def test_a_number_is_held_against_those_before_it():
    periods = [Period.parse(f"2026-W{week:02}") for week in range(1, 11)]
    series = dict(zip(periods, [1.0, 2, 3, 4, 5, 6, NOT_APPLICABLE, 8, 9, 10], strict=True))
    assert comparable(Known.of(series), periods[7]) == [1, 2, 3, 4, 5, 6]
    assert comparable(Known.of(series), periods[2]) == [10, 9, 8, 6, 5, 4], (
        "too few before it: those after it, the nearest last"
    )
    assert nearest(Known.of(series), periods[2]) == [4, 5, 6, 8, 9, 10]
    assert comparable(Known.of(series), periods[4]) == [1, 2, 3, 4, 6, 8, 9, 10], "too few on either side"
    assert nearest(Known.of(series), periods[7]) == [1, 2, 3, 4, 5, 6]
    long = {Period.parse("2020-01").next(n): float(n) for n in range(60)}
    assert comparable(Known.of(long), Period.parse("2020-01").next(60)) == [float(n) for n in range(36, 60)]


def test_a_number_on_a_limit_is_usual_whatever_its_last_digit():
    known = [0.1, 0.3] * 12
    low, high = usual_band(known)
    assert not is_unusual(high * (1 + 1e-12), known)
    assert is_unusual(high * 1.01, known)
    assert not is_unusual(0.1 + 0.2, [0.3] * 12)
    assert low < 0.1


@pytest.mark.parametrize("step", [50, -50])
def test_a_year_that_climbs_by_as_much_each_month_is_usual(step):
    year = [10_000.0 + step * month + (month % 3) for month in range(24)]
    assert [month for month in range(24) if is_unusual(year[month], year[:month])] == []
    assert is_unusual(year[-1] + 6 * step, year[:-1]), "a jump on the way is not"


def test_the_first_months_of_a_climb_that_is_all_there_are_usual():
    months = [Period.parse("2023-01").next(n) for n in range(36)]
    series = {month: 0.02 + n / 1000 for n, month in enumerate(months)}
    assert [month for month in months if is_unusual(series[month], comparable(Known.of(series), month))] == []


def test_numbers_that_fall_by_tenths_and_stand_still_in_between_are_all_as_usual():
    months = [Period.parse(f"{2025 + n // 12}-{n % 12 + 1:02}") for n in range(18)]
    days = [1.4, 1.4, 1.3, 1.3, 1.2, 1.2, 1.2, 1.1, 1.1, 1.0, 1.0, 1.0, 0.9, 0.9, 0.8, 0.8, 0.8, 0.7]
    known = Known.of(dict(zip(months, days, strict=True)))
    odd = [day for month, day in zip(months, days, strict=True) if is_unusual(day, comparable(known, month))]
    assert odd == []
    assert is_unusual(0.3, days[-7:]), "a fall of four steps at once"


def test_what_is_usual_goes_no_further_than_a_number_can_and_keeps_the_decimals_of_what_is_measured():
    in_time = [98.4, 99.2, 98.8, 99.6, 99.0, 99.5]
    assert usual_band(in_time)[1] > 100
    assert usual_band(in_time, unit="percent")[1] == usual_band(in_time, Edges(0.0, 100.0))[1] == 100.0
    assert usual_band([*in_time, 104.0], unit="percent")[1] > 100, "it can be more"
    assert told_beside(4634.0, (4107.2, 4633.6), 0) == (4107.0, 4633.0), "never as the number that it is told beside"
    assert told_beside(4107.0, (4107.2, 4633.6), 0) == (4108.0, 4634.0)
    assert told_beside(9000.0, (4107.2, 4633.6), 0) == (4107.0, 4634.0)
    assert told_beside(4.2, (4.12, 4.18), 1) == (4.1, 4.1)
