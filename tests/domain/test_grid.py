"""The grid of a company's periods: which it has, and where each goes when the fiscal year starts elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk import text
from kpidesk.domain import grid, regrid
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.domain.wording import period_words
from tests.table import table

days = st.dates(dt.date(1902, 1, 1), dt.date(2197, 12, 31))
starts = st.integers(1, 12)
long = st.sampled_from(grid.LONG)


def months(period: Period) -> set[tuple[int, int]]:
    return {(part.first.year, part.first.month) for part in period.parts(Frequency.MONTH)}


@given(days, st.sampled_from(Frequency), starts)
def test_every_period_found_by_a_day_lies_on_the_grid(day, frequency, start):
    assert Period.containing(day, frequency, start).on_grid(start)


def test_a_calendar_quarter_is_none_where_the_year_starts_in_february():
    calendar = Period.parse("2026-Q1")
    assert not calendar.on_grid(2) and calendar.on_grid(4) and calendar.on_grid(10)
    assert not Period.parse("2026").on_grid(4) and Period.parse("2026-03").on_grid(2)
    with text.using("en"):
        assert str(grid.not_ours(calendar, 2)) == (
            "January–March 2026 isn’t one of the company’s periods, since its fiscal year starts in February. "
            "The nearest is Q1 2026/27, which is February–April 2026. Nothing was changed."
        )


@given(days, long, starts, starts)
def test_a_period_off_the_grid_is_written_by_its_months_and_read_back(day, frequency, own, start):
    period = Period.containing(day, frequency, own)
    assert Period.parse(period.key(start), start) == period
    assert (".." in period.key(start)) is not period.on_grid(start)


@pytest.mark.parametrize("wrong", ["2026-01..2026-02", "2026-01..2026-13", "2026-13..2027-03", "2026-03..2026-01"])
def test_months_that_make_no_period_are_refused(wrong):
    with pytest.raises(BadPeriod):
        Period.parse(wrong)


@given(days, long, starts, starts)
def test_a_number_moves_to_the_period_that_shares_most_months(day, frequency, old, new):
    period = Period.containing(day, frequency, old)
    found = grid.moved(period, grid.shift(frequency, old, new))
    assert found.on_grid(new)
    shared = len(months(found) & months(period))
    assert shared >= len(months(found.previous()) & months(period))
    assert shared >= len(months(found.next()) & months(period))
    assert grid.moved(found, grid.shift(frequency, new, old)) == period, "changing back brings it back"


def test_the_same_quarters_move_nothing():
    assert grid.shift(Frequency.QUARTER, 1, 4) == 0 and grid.shift(Frequency.HALF_YEAR, 1, 7) == 0
    assert grid.shift(Frequency.YEAR, 1, 4) == 3 and grid.shift(Frequency.YEAR, 1, 9) == -4
    assert grid.shift(Frequency.MONTH, 1, 2) == 0 and grid.shift(Frequency.WEEK, 1, 2) == 0


@table(
    "language, key, start, words",
    [
        ("en", "2025-Q1", 2, "Q1 2025/26"), ("nb", "2025-Q1", 2, "1. kvartal 2025/26"), ("en", "2025", 4, "2025/26"),
        ("en", "2025-T2", 9, "tertial 2 of 2025/26"), ("en", "2025-Q1", 1, "Q1 2025"),
        ("en", "2026-03", 4, "March 2026"),
        ("nb", "2026-01..2026-03", 2, "januar–mars 2026"), ("en", "2025-11..2026-01", 1, "November 2025–January 2026"),
    ],
)  # fmt: skip
def test_sentences_tell_fiscal_years_and_foreign_periods_apart(language, key, start, words):
    with text.using(language):
        assert str(period_words(Period.parse(key, start), start)) == words


def test_a_stored_period_goes_where_its_period_goes_and_what_is_none_stays():
    quarter = Period.containing(dt.date(2026, 5, 1), Frequency.QUARTER, 1)
    goes = regrid.NewStart(1, 2).goes
    assert regrid.moved_code(quarter.code(), goes) == goes(quarter).code() != quarter.code()
    assert regrid.moved_code(None, goes) is None
    assert regrid.moved_code(7, goes) == 7, "written by somebody else's program"
