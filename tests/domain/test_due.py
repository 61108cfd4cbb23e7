"""Due and overdue."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.due import days_over, deadline, next_due
from kpidesk.domain.period import Period

WEEK11, WEEK10 = Period.parse("2026-W11"), Period.parse("2026-W10")


def test_a_week_is_due_on_monday_and_overdue_after_three_days():
    due = next_due(WEEK10, WEEK11, dt.date(2026, 3, 16))
    assert (due.period, due.opens, due.date) == (WEEK11, dt.date(2026, 3, 16), dt.date(2026, 3, 18))
    assert due.is_due
    assert due.overdue is None
    assert days_over(WEEK11, dt.date(2026, 3, 18)) is None
    assert days_over(WEEK11, dt.date(2026, 3, 19)) == 1


def test_monthly_figures_with_their_own_grace():
    february = Period.parse("2026-02")
    assert deadline(february, 10) == dt.date(2026, 3, 10)
    due = next_due(Period.parse("2026-01"), february, dt.date(2026, 3, 16), 10)
    assert due.overdue == 6
    assert due.missing == 1


def test_nothing_missing_points_to_the_coming_period():
    due = next_due(WEEK11, WEEK11, dt.date(2026, 3, 16))
    assert due.period == WEEK11.next()
    assert not due.is_due
    assert due.missing == 0


def test_several_missing_and_none_at_all():
    assert next_due(Period.parse("2025-W50"), WEEK11, dt.date(2026, 3, 16)).missing == 13
    assert next_due(Period.parse("2025-Q1"), Period.parse("2025-Q4"), dt.date(2026, 3, 16)).missing == 3
    assert next_due(None, WEEK11, dt.date(2026, 3, 16)).period == WEEK11
