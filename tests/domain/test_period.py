"""Periods: text forms, codes, parts, and the week that belongs where its Thursday lies."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.period import BadPeriod, Frequency, Period, between
from tests.table import table

days = st.dates(dt.date(1902, 1, 1), dt.date(2197, 12, 31))
frequencies = st.sampled_from(Frequency)
fiscal_starts = st.integers(1, 12)


@given(days, frequencies, fiscal_starts)
def test_the_text_form_reads_back(day, frequency, fiscal_start):
    period = Period.containing(day, frequency, fiscal_start)
    assert Period.parse(period.key(fiscal_start), fiscal_start) == period


@given(days, frequencies, fiscal_starts)
def test_the_code_reads_back_and_sorts(day, frequency, fiscal_start):
    period = Period.containing(day, frequency, fiscal_start)
    assert Period.from_code(period.code()) == period
    assert period.code() < period.next().code()
    assert hash(Period.from_code(period.code())) == hash(period)


@given(days, frequencies, fiscal_starts)
def test_a_period_contains_its_day_and_touches_the_next(day, frequency, fiscal_start):
    period = Period.containing(day, frequency, fiscal_start)
    assert period.contains(day)
    assert period.next().first == period.last + dt.timedelta(days=1)
    assert period.days == (period.last - period.first).days + 1


@given(days, frequencies, fiscal_starts, st.integers(-60, 60))
def test_next_and_previous_undo_each_other(day, frequency, fiscal_start, n):
    period = Period.containing(day, frequency, fiscal_start)
    if 1902 <= day.year + n <= 2197:
        assert period.next(n).previous(n) == period


@given(days, frequencies, frequencies, fiscal_starts)
def test_parts_fill_the_period(day, short, long, fiscal_start):
    period = Period.containing(day, long, fiscal_start)
    if not short.divides(long):
        with pytest.raises(ValueError, match="does not divide"):
            period.parts(short)
        return
    parts = period.parts(short)
    assert all(b == a.next() for a, b in itertools.pairwise(parts))
    assert all(part.within(long, fiscal_start) == period for part in parts)
    if short is not Frequency.WEEK:
        assert (parts[0].first, parts[-1].last) == (period.first, period.last)


@given(days, st.sampled_from([f for f in Frequency if f.months]), fiscal_starts)
def test_a_week_belongs_where_its_thursday_lies(day, frequency, fiscal_start):
    week = Period.containing(day, Frequency.WEEK)
    assert week.within(frequency, fiscal_start).contains(week.first + dt.timedelta(days=3))


@given(days, frequencies)
def test_last_year_is_the_same_number_a_year_before(day, frequency):
    period = Period.containing(day, frequency)
    before = period.last_year()
    assert before.year() == period.year() - 1
    if frequency is Frequency.WEEK:
        assert before.number() == min(period.number(), 52 + (before.first.isocalendar()[1] == 53))
    elif frequency is not Frequency.DAY:
        assert before.number() == period.number() - (frequency is Frequency.YEAR)


@table(
    "text",
    ["2026-W54", "2025-W53", "2026-W00", "2026-02-30", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-T4",
     "2026-H3", "0000", "9999", "1899", "2200", "2026-1", "26", "", "2026-W", "2026-03-12-1", "x", "２０２６-W9²",
     "2026-X1", "2026Q", "9" * 1000]
)  # fmt: skip
def test_what_does_not_exist_is_refused(text):
    with pytest.raises(BadPeriod):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026-w5", "2026-W05"),
        ("2026W11", "2026-W11"),
        ("2026-K3", "2026-Q3"),
        (" 2026 ", "2026"),
        ("2020-W53", "2020-W53"),
    ],
)
def test_other_spellings(text, key):
    assert Period.parse(text).key() == key


def test_fiscal_years():
    july = 7
    assert Period.parse("2025-Q1", july).first == dt.date(2025, 7, 1)
    assert Period.parse("2025-Q4", july).first == dt.date(2026, 4, 1)
    assert Period.containing(dt.date(2026, 3, 16), Frequency.YEAR, july).key(july) == "2025"
    assert Period.containing(dt.date(2026, 3, 16), Frequency.HALF_YEAR, july).key(july) == "2025-H2"


@given(st.integers())
def test_a_code_is_a_period_or_refused(code):
    try:
        period = Period.from_code(code)
    except BadPeriod:
        return
    assert period.code() == code


def test_the_last_years_week_of_a_long_year():
    assert Period.parse("2020-W53").last_year().key() == "2019-W52"
    assert Period.parse("2024-02-29").last_year().key() == "2023-02-28"


def test_between_and_order():
    first = Period.parse("2026-W01")
    assert [p.number() for p in between(first, first.next(3))] == [1, 2, 3, 4]
    assert list(between(first, first.previous())) == []
    assert sorted([first.next(), first]) == [first, first.next()]


@given(st.lists(st.tuples(days, frequencies, fiscal_starts), min_size=2, max_size=8))
def test_periods_sort_by_their_first_day_and_then_from_short_to_long(found):
    periods = [Period.containing(day, frequency, start) for day, frequency, start in found]

    def place(period):
        return period.first, list(Frequency).index(period.frequency)

    assert [place(each) for each in sorted(periods)] == sorted(map(place, periods))
    for one, other in itertools.product(periods, repeat=2):
        assert (one < other, one <= other, one > other, one >= other, one == other) == (
            place(one) < place(other), place(one) <= place(other), place(one) > place(other),
            place(one) >= place(other), place(one) == place(other),
        )  # fmt: skip


def test_comparing_and_hashing_stay_out_of_python():
    for question in ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__hash__"):
        assert getattr(Period, question) is getattr(tuple, question)


@given(days, frequencies, fiscal_starts, st.integers(-30, 30))
def test_what_is_remembered_of_a_period_is_what_a_calendar_counts(day, frequency, fiscal_start, n):
    period = Period.containing(day, frequency, fiscal_start)
    if not 1902 <= day.year + n <= 2197:
        return
    stepped = period.next(n)
    assert stepped is Period(period.frequency, period.first).next(n)
    if frequency.months:
        assert (stepped.first.year - period.first.year) * 12 + stepped.first.month - period.first.month == (
            n * frequency.months
        )
    else:
        assert (stepped.first - period.first).days == n * (7 if frequency is Frequency.WEEK else 1)


def test_a_copy_of_a_period_is_the_same_period():
    period = Period.parse("2026-W11")
    assert copy.deepcopy(period) == pickle.loads(pickle.dumps(period)) == period
    assert (period.frequency, period.first) == (Frequency.WEEK, dt.date(2026, 3, 9))
