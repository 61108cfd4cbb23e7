"""A figure for the year, spread over its periods."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk import text
from kpidesk.domain.entities import Combine
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import combine
from kpidesk.domain.spread import (
    LastYear,
    Spread,
    Yearly,
    as_last_year,
    by_working_days,
    even,
    shares,
    spread,
    year_cells,
)
from kpidesk.domain.workdays import working_days
from kpidesk.errors import RuleBroken
from tests.table import table

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any)
TOTALS = st.decimals(-(10**9), 10**9, places=3).map(float)
PARTS = {
    Frequency.WEEK: 53, Frequency.MONTH: 12, Frequency.QUARTER: 4, Frequency.TERTIAL: 3, Frequency.HALF_YEAR: 2,
    Frequency.YEAR: 1, Frequency.DAY: 365,
}  # fmt: skip


def months(year=2026):
    return year_cells(Period.parse(str(year)), Frequency.MONTH)


def exact_sum(numbers):
    return sum(Decimal(repr(number)) for number in numbers)


def test_what_rounding_leaves_goes_to_the_largest_fractions():
    assert shares(100, [1, 1, 1]) == [34, 33, 33]
    assert shares(10, [1, 2, 4]) == [1, 3, 6]
    assert shares(-10, [1, 2, 4]) == [-1, -3, -6]
    assert shares(1, [1, 1, 1], 2) == [0.34, 0.33, 0.33]
    assert shares(0, [1, 2]) == [0, 0]


def test_a_total_keeps_its_own_decimals():
    assert shares(100.5, [1, 1]) == [50.3, 50.2]


def test_a_huge_total_is_divided_in_what_a_float_holds():
    assert sum(shares(1e15, [1, 1, 1], 6)) == 1e15


@given(TOTALS, WEIGHTS, st.integers(0, 4))
def test_the_sum_is_kept(total, weights, decimals):
    found = shares(total, weights, decimals)
    assert exact_sum(found) == Decimal(repr(total))
    assert len(found) == len(weights)


@given(TOTALS, WEIGHTS, st.integers(0, 2))
def test_a_heavier_weight_never_gets_less(total, weights, decimals):
    found = shares(abs(total), weights, decimals)
    pairs = sorted(zip(weights, found, strict=True))
    for (light, less), (heavy, more) in itertools.pairwise(pairs):
        assert light == heavy or less <= more
    assert all(share == 0 for weight, share in zip(weights, found, strict=True) if weight == 0)


@given(TOTALS, WEIGHTS, st.integers(1, 1000))
def test_only_the_shape_of_the_weights_matters(total, weights, factor):
    assert shares(total, weights) == shares(total, [weight * factor for weight in weights])


@given(TOTALS, WEIGHTS)
def test_no_share_is_further_off_than_one_unit(total, weights):
    for weight, share in zip(weights, shares(total, weights, 3), strict=True):
        ideal = Fraction(repr(total)) * weight / sum(weights)
        assert abs(Fraction(repr(share)) - ideal) < Fraction(1, 1000)


@table("fiscal", [1, 7])
@table("frequency", list(Frequency))
def test_every_rhythm_fills_its_year(frequency, fiscal):
    year = Period.parse("2026", fiscal)
    cells = even(Yearly(100_001.0, Combine.SUM), year_cells(year, frequency))
    assert len(cells) == PARTS[frequency] - (frequency is Frequency.WEEK and fiscal == 7)
    assert sum(cells.values()) == 100_001
    assert max(cells.values()) - min(cells.values()) <= 1
    assert {period.within(Frequency.YEAR, fiscal) for period in cells} == {year}


@pytest.mark.parametrize(("year", "weeks"), [(2025, 52), (2026, 53)])
def test_a_year_has_52_or_53_weeks(year, weeks):
    cells = by_working_days(Yearly(5200.0, Combine.SUM), year_cells(Period.parse(str(year)), Frequency.WEEK))
    assert len(cells) == weeks
    assert sum(cells.values()) == 5200


def test_what_is_not_added_up_keeps_its_number():
    assert set(even(Yearly(92.5, Combine.MEAN), months()).values()) == {92.5}
    assert set(even(Yearly(92.5, Combine.LAST), months()).values()) == {92.5}


def test_working_days():
    cells = by_working_days(Yearly(253_000.0, Combine.SUM), months())
    assert [cells[Period.parse(f"2026-{month}")] for month in ("01", "04", "05")] == [21_000, 19_000, 18_000]


@given(TOTALS)
def test_more_working_days_never_give_less(total):
    cells = by_working_days(Yearly(abs(total), Combine.SUM, 3), months())
    ordered = sorted(cells, key=lambda period: (working_days(period), cells[period]))
    assert [cells[period] for period in ordered] == sorted(cells.values())
    assert exact_sum(cells.values()) == Decimal(repr(abs(total)))


def test_a_weekend_has_no_working_day():
    days = by_working_days(Yearly(253.0, Combine.SUM), year_cells(Period.parse("2026"), Frequency.DAY))
    assert days[Period.parse("2026-03-14")] == 0
    assert days[Period.parse("2026-05-18")] == 1
    assert set(days.values()) == {0, 1}


def test_working_days_are_for_sums():
    with text.using("en"), pytest.raises(RuleBroken, match="added up"):
        by_working_days(Yearly(92.5, Combine.MEAN), months())


def last_year(*numbers):
    return {period.last_year(): float(n) for period, n in zip(months(), numbers, strict=False)}


def test_as_last_year():
    cells = as_last_year(Yearly(240.0, Combine.SUM), months(), LastYear(last_year(*[10] * 11, 50)))
    assert list(cells.values()) == [15] * 11 + [75]


@given(st.lists(st.integers(0, 10**6), min_size=12, max_size=12).filter(any), TOTALS)
def test_the_sum_of_last_years_shape_is_the_figure(numbers, total):
    cells = as_last_year(Yearly(total, Combine.SUM, 2), months(), LastYear(last_year(*numbers)))
    assert exact_sum(cells.values()) == Decimal(repr(total))


@given(
    st.sampled_from([Combine.MEAN, Combine.WEIGHTED_MEAN, Combine.NONE, Combine.LAST, Combine.MIN, Combine.MAX]),
    st.lists(st.integers(1, 1000), min_size=12, max_size=12),
    st.integers(1, 10**6),
)
def test_what_is_not_added_up_combines_to_the_figure(rule, numbers, figure):
    cells = as_last_year(Yearly(float(figure), rule, 2), months(), LastYear(last_year(*numbers)))
    used = Combine.MEAN if rule in (Combine.WEIGHTED_MEAN, Combine.NONE) else rule
    assert combine(list(cells.values()), used).value == pytest.approx(figure, rel=1e-12)


@given(st.lists(st.integers(1, 1000), min_size=12, max_size=12), st.integers(2, 9))
def test_a_doubled_last_year_gives_the_same_shape(numbers, factor):
    once = as_last_year(Yearly(12_345.0, Combine.SUM), months(), LastYear(last_year(*numbers)))
    assert once == as_last_year(
        Yearly(12_345.0, Combine.SUM), months(), LastYear(last_year(*[n * factor for n in numbers]))
    )


def test_week_53_takes_the_shape_of_week_52():
    weeks = year_cells(Period.parse("2026"), Frequency.WEEK)
    values = dict.fromkeys(year_cells(Period.parse("2025"), Frequency.WEEK), 10.0)
    cells = as_last_year(Yearly(530.0, Combine.SUM), weeks, LastYear(values))
    assert cells[Period.parse("2026-W53")] == 10


@table(
    "numbers, reason",
    [
        ([10] * 11, "no number for December 2025"),
        ([10] * 3 + [-1] + [10] * 8, "below 0 in April 2025"),
        ([0] * 12, "was 0 in every period"),
    ],
)
@table("rule", [Combine.SUM, Combine.MEAN, Combine.LAST])
def test_last_year_gives_no_pattern(numbers, reason, rule):
    with text.using("en"), pytest.raises(RuleBroken, match=reason):
        as_last_year(Yearly(100.0, rule), months(), LastYear(last_year(*numbers)))


@pytest.mark.parametrize("how", list(Spread))
@pytest.mark.parametrize("figure", [math.inf, math.nan])
def test_what_is_no_number_is_refused(how, figure):
    with pytest.raises(RuleBroken):
        spread(how, Yearly(figure, Combine.SUM), months(), LastYear(last_year(*[1] * 12)))


@pytest.mark.parametrize("how", list(Spread))
def test_each_way_is_reached_by_name(how):
    cells = spread(how, Yearly(1200.0, Combine.SUM), months(), LastYear(last_year(*[1] * 12)))
    assert sum(cells.values()) == 1200
