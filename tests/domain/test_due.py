"""Due and overdue."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.due import Asker, days_over, deadline, first_asked, next_due
from kpidesk.domain.period import Frequency, Period

WEEK11, WEEK10, WEEK09 = (Period.parse(f"2026-W{week}") for week in ("11", "10", "09"))


TODAY = dt.date(2026, 3, 16)
WEEKLY, MONTHLY = Asker(Frequency.WEEK), Asker(Frequency.MONTH, 10)


def test_a_week_is_due_on_monday_and_overdue_after_three_days():
    due = next_due(WEEK11, WEEK11, TODAY, WEEKLY)
    assert (due.period, due.opens, due.date) == (WEEK11, dt.date(2026, 3, 16), dt.date(2026, 3, 18))
    assert due.is_due
    assert due.overdue is None
    assert days_over(WEEK11, dt.date(2026, 3, 18)) is None
    assert days_over(WEEK11, dt.date(2026, 3, 19)) == 1


def test_monthly_figures_with_their_own_grace():
    february = Period.parse("2026-02")
    assert deadline(february, 10) == dt.date(2026, 3, 10)
    due = next_due(february, february, TODAY, MONTHLY)
    assert due.overdue == 6
    assert due.missing == 1


def test_nothing_missing_points_to_the_coming_period():
    due = next_due(WEEK11.next(), WEEK11, TODAY, WEEKLY)
    assert not due.is_due
    assert due.missing == 0


def test_several_missing():
    assert next_due(Period.parse("2025-W51"), WEEK11, TODAY, WEEKLY).missing == 13
    quarterly = Asker(Frequency.QUARTER)
    assert next_due(Period.parse("2025-Q2"), Period.parse("2025-Q4"), TODAY, quarterly).missing == 3


def asked(*known: str, made: dt.date | None = None) -> Period:
    return first_asked({Period.parse(text): 1.0 for text in known}, WEEK11, made, 1)


def test_an_input_waits_for_the_period_after_its_latest_number():
    assert asked("2026-W09") == WEEK10
    assert asked("2026-W11") == WEEK11.next()
    assert asked("2026-W11", "2026-W12") == WEEK11.next(2)  # the running week is in already


def test_without_any_number_it_waits_for_what_ended_last_but_for_nothing_from_before_it_was_made():
    assert asked() == WEEK11
    assert asked(made=dt.date(2026, 1, 5)) == WEEK11
    assert asked(made=TODAY) == WEEK11.next()
    assert asked(made=dt.date(2026, 3, 15)) == WEEK11  # made while the week ran


def test_nothing_is_asked_for_before_the_first_number_that_was_entered():
    assert asked("2026-W12", made=dt.date(2026, 1, 5)) == WEEK11.next(2)


def test_long_after_its_numbers_a_new_kpi_asks_for_the_period_that_had_ended_last_and_for_none_before():
    assert asked("2025-W52", made=TODAY) == WEEK11, "accounts of last year: the ten weeks since are not asked for"
    assert asked("2025-W52", made=dt.date(2026, 3, 4)) == WEEK09
    assert asked("2026-W08", made=TODAY) == WEEK09, "the three since are"
    assert asked("2026-W07", made=dt.date(2026, 2, 11)) == Period.parse("2026-W08"), "kept up here until then"


def test_old_accounts_ask_for_no_more_than_no_numbers_would():
    old = ("2016-W52", "2017-W52")
    assert asked(*old, made=TODAY) == asked(made=TODAY) == WEEK11.next()
    assert asked(*old, made=dt.date(2025, 6, 2)) == asked(made=dt.date(2025, 6, 2)) == WEEK11
    assert asked(*old) == Period.parse("2018-W01"), "left alone since, by whom nobody knows"
    assert asked(*old, made=dt.date(2026, 4, 1)) == Period.parse("2018-W01"), "seen from before it was made here"


def test_the_grace_counts_from_the_day_on_which_the_kpi_was_made_where_that_is_later():
    assert deadline(WEEK10, None, TODAY) == dt.date(2026, 3, 19)
    assert days_over(WEEK10, TODAY, 0, TODAY) is None
    assert days_over(WEEK10, TODAY, 0, dt.date(2026, 1, 1)) == 8


def test_a_month_that_only_a_quarterly_kpi_reads_is_due_with_the_quarter():
    january = Period.parse("2026-01")
    assert Asker(Frequency.QUARTER).deadline(january, 1) == dt.date(2026, 4, 3)
    assert Asker(Frequency.QUARTER).deadline(january, 2) == dt.date(2026, 2, 3)
    assert Asker(Frequency.WEEK).deadline(january, 1) == dt.date(2026, 2, 3)
