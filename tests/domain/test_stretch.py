"""Periods in a row that nobody writes out."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.period import Frequency, Period, between
from kpidesk.domain.stretch import Stretch

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
CASES = st.tuples(st.sampled_from(Frequency), st.integers(1, 12), DAYS, st.integers(0, 40))


@given(CASES, DAYS)
def test_a_stretch_holds_what_is_written_out_in_every_respect(case, day):
    frequency, fiscal_start, start, more = case
    first = Period.containing(start, frequency, fiscal_start)
    written = tuple(between(first, first.next(more)))
    stretch = Stretch.between(first, first.next(more))
    assert tuple(stretch) == written and len(stretch) == more + 1
    assert [stretch[n] for n in range(-len(written), len(written))] == [*written, *written]
    assert [stretch.place(period) for period in written] == list(range(len(written)))
    assert tuple(stretch[3:]) == written[3:] and tuple(stretch[::-2]) == written[::-2]
    assert stretch.until(day) == sum(1 for period in written if period.first <= day)
    other = Period.containing(day, frequency, fiscal_start)
    assert (other in stretch) == (other in written)
    if other in written:
        assert stretch[stretch.place_of(day)] == other and stretch.index(other) == written.index(other)


def test_what_ends_before_it_begins_is_empty():
    month = Period.parse("2026-03")
    assert not Stretch.between(month, month.previous()) and list(Stretch.between(month, month.previous(5))) == []


def test_a_quarter_of_another_fiscal_year_is_in_no_stretch():
    """A floor would put a quarter from February in the place of the one from January."""
    stretch = Stretch.between(Period.parse("2025-Q1"), Period.parse("2026-Q4"))
    stray = Period.parse("2025-02..2025-04")
    assert stretch.place(stray) is None and stray not in stretch
    assert stretch.place(Period.parse("2025-04")) is None, "a month is no quarter"
    with pytest.raises(ValueError, match="not in the stretch"):
        stretch.index(stray)


def test_no_place_is_made_outside_a_stretch():
    stretch = Stretch.between(Period.parse("2026-01"), Period.parse("2026-03"))
    for place in (3, -4):
        with pytest.raises(IndexError):
            stretch[place]


def test_a_stretch_goes_on_beyond_the_last_day_that_a_number_can_have():
    """A target may reach to the end of 2199, and its preview a period further."""
    stretch = Stretch(Period.parse("2199-11"), 4)
    assert stretch[-1].first == dt.date(2200, 2, 1)
