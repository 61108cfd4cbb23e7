"""Forecasts: never from too little, straight or seasonal, and always with a range."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.forecast import forecast
from kpidesk.domain.period import Period

NET = [262.4, 268.3, 281.7, 289.9, 296.2, 303.8, 331.9, 352.4, 312.1, 288.1, 321.6, 318.4]


def ahead(known, end, now=None):
    """The forecast as seen right after the latest value."""
    latest = max(known).next() if known else Period.parse("2026-01")
    return forecast(known, Period.parse(end), Period.parse(now) if now else latest)


def history(first, values):
    start = Period.parse(first)
    return {start.next(i): v for i, v in enumerate(values) if v is not None}


def test_to_the_end_of_the_quarter():
    found = ahead(history("2025-W52", NET), "2026-W13")
    assert [f.period.key() for f in found] == ["2026-W12", "2026-W13"]
    assert found[-1].value == pytest.approx(325, abs=1)
    assert found[-1].low < found[-1].value < found[-1].high


def test_a_straight_line_goes_on_and_has_no_range():
    found = ahead(history("2026-01", [1.0, 2.0, None, 4.0, 5.0, 6.0, 7.0]), "2026-09")
    assert [f.value for f in found] == pytest.approx([8.0, 9.0])
    assert found[0].low == pytest.approx(found[0].high)


def test_one_wild_value_does_not_turn_the_line():
    found = ahead(history("2026-01", [1.0, 2.0, 3.0, 400.0, 5.0, 6.0, 7.0, 8.0]), "2026-09")
    assert found[0].value == pytest.approx(9.0)


def test_two_years_of_months_repeat_their_season():
    year = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 60.0, 50.0, 40.0, 30.0, 20.0, 10.0]
    found = ahead(history("2024-01", [*year, *(v + 5 for v in year)]), "2026-03")
    assert [f.value for f in found] == pytest.approx([20.0, 30.0, 40.0])


def test_too_little_or_too_late():
    assert ahead(history("2026-01", [1.0] * 5), "2026-12") == ()
    assert ahead(history("2026-01", [1.0] * 6), "2026-06") == ()
    assert ahead(history("2026-01", [1.0] * 6), "2026-03") == ()
    assert ahead({}, "2026-06") == ()


YEARS = {
    "2024-01": ([10.0, 20, 30, 40, 50, 60, 60, 50, 40, 30, 20, 10], 2, "2026-12"),
    "2024-Q1": ([10.0, 50, 90, 20], 2, "2026-Q4"),
    "2024-T1": ([10.0, 90, 40], 2, "2026-T3"),
    "2023-H1": ([10.0, 90], 3, "2026-H2"),  # two years of half-years are too few numbers
    "2024-W01": ([100.0 + (n * 7) % 31 for n in range(52)], 2, "2026-W52"),
}


@pytest.mark.parametrize("first", YEARS)
def test_two_seasons_repeat_themselves_at_every_frequency(first):
    year, seasons, end = YEARS[first]
    known = history(first, [value + 10 * n for n in range(seasons) for value in year])
    found = ahead(known, end)
    assert [each.value for each in found] == pytest.approx([value + 10 * seasons for value in year])
    assert all(each.low == pytest.approx(each.high) for each in found)


def test_two_years_of_days_repeat_their_weekdays():
    week = [5.0, 1, 2, 3, 4, 9, 0]
    known = history("2024-01-01", [week[n % 7] for n in range(2 * 364)])
    last = max(known)
    found = forecast(known, last.next(7), last.next())
    assert [each.value for each in found] == pytest.approx(week)


def test_a_day_that_is_always_closed_is_not_forecast():
    open_days = [5.0, 1, 2, 3, 4, 9, None]
    known = history("2024-01-01", [open_days[n % 7] for n in range(2 * 364 + 7)])
    last = max(known)
    found = forecast(known, last.next(8), last.next())
    assert [each.period.first.isoweekday() for each in found] == [1, 2, 3, 4, 5, 6]


def test_under_two_seasons_there_is_none():
    year = [10.0, 20, 30, 40, 50, 60, 60, 50, 40, 30, 20, 10]
    found = ahead(history("2024-02", [*year[1:], *year]), "2026-01")
    assert found[0].value < 15  # the fall goes on


def test_a_gap_a_year_ago_is_answered_by_the_year_before_it():
    year = [10.0, 20, 30, 40, 50, 60, 60, 50, 40, 30, 20, 10]
    values = [value + 5 * n for n in range(3) for value in year]
    values[24] = None  # January of the third year
    (found,) = ahead(history("2023-01", values), "2026-01")
    assert found.value == pytest.approx(25)


def test_week_53_is_held_against_week_52():
    known = history("2024-W01", [float(n % 52) for n in range(104)])  # no week 53 in these two years
    found = ahead(known, "2026-W53")
    assert [found[-2].period.key(), found[-1].period.key()] == ["2026-W52", "2026-W53"]
    assert [found[-2].value, found[-1].value] == [51, 51]


@pytest.mark.parametrize(
    ("last", "gone"),
    [
        ("2026-06", "2026-09"),
        ("2026-Q1", "2026-Q4"),
        ("2026-W20", "2026-W23"),
        ("2025", "2028"),
        ("2026-T1", "2027-T1"),
    ],
)
def test_old_numbers_make_no_forecast(last, gone):
    known = history(Period.parse(last).previous(7).key(), [1.0, 2, 3, 4, 5, 6, 7, 8])
    end = Period.parse(gone).next(2).key()
    assert ahead(known, end, gone) == ()
    assert ahead(known, end, Period.parse(gone).previous().key())[0].value == pytest.approx(9)


def test_numbers_from_long_before_a_gap_say_nothing_of_today():
    known = history("2020-01", [1.0, 2, 3, 4, 5, 6, 7]) | history("2026-05", [100.0])
    assert ahead(known, "2026-09") == ()


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.none(), min_size=6, max_size=30))
def test_a_forecast_is_finite_or_absent(values):
    for one in ahead(history("2024-01", values), "2026-12"):
        assert abs(one.low) < float("inf")
        assert one.low <= one.value <= one.high


@given(st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=30))
def test_the_unit_does_not_matter(values):
    plain = ahead(history("2024-01", values), "2026-07")
    double = ahead(history("2024-01", [2 * v for v in values]), "2026-07")
    assert [f.value for f in double] == pytest.approx([2 * f.value for f in plain], abs=1e-6)


def test_the_range_of_a_line_widens_as_the_prediction_interval_of_a_regression():
    known = history("2026-01", [10.0, 12.0, 9.0, 13.0, 8.0, 12.0, 10.0, 11.0])
    found = ahead(known, "2027-12")
    places = range(8)
    middle = sum(places) / 8
    spread = sum((x - middle) ** 2 for x in places)

    def factor(x):
        return (1 + 1 / 8 + (x - middle) ** 2 / spread) ** 0.5

    near, far = found[0], found[-1]
    assert (far.high - far.value) / (near.high - near.value) == pytest.approx(factor(23) / factor(8))
    assert far.low < min(known.values()) < max(known.values()) < far.high


@pytest.mark.parametrize("distance", [1, 5, 34])
def test_most_numbers_of_a_steady_process_come_to_lie_in_the_range_however_far_ahead(distance):
    dice, start = random.Random(5), Period.parse("2026-01-01")
    held = 0
    for _time in range(300):
        known = {start.next(n): dice.gauss(100, 10) for n in range(30)}
        there = forecast(known, start.next(29 + distance), start.next(30))[-1]
        held += there.low <= dice.gauss(100, 10) <= there.high
    assert held / 300 > 0.65
