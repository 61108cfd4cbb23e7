"""Public holidays and working days in Norway."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.period import Period
from kpidesk.domain.workdays import easter, holidays, working_days
from tests.table import table


@table(
    "year, month, day",
    [
        (1943, 4, 25), (1954, 4, 18), (1961, 4, 2), (1981, 4, 19), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24),
        (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2049, 4, 18), (2285, 3, 22),
    ],
)  # fmt: skip
def test_easter(year, month, day):
    assert easter(year) == dt.date(year, month, day)


def test_the_holidays_of_2026():
    days = ["01-01", "04-02", "04-03", "04-05", "04-06", "05-01", "05-14", "05-17", "05-24", "05-25", "12-25", "12-26"]
    assert sorted(holidays(2026)) == [dt.date.fromisoformat(f"2026-{day}") for day in days]


def test_two_holidays_on_one_day_count_once():
    assert easter(2008) + dt.timedelta(days=39) == dt.date(2008, 5, 1)
    assert len(holidays(2008)) == 11


@table(
    "period, days",
    [
        ("2026-01", 21), ("2026-04", 19), ("2026-05", 18), ("2026-12", 22), ("2026", 253), ("2024", 252),
        ("2026-W14", 3), ("2026-W15", 4), ("2026-W11", 5), ("2026-W53", 4), ("2026-04-04", 0), ("2026-04-07", 1),
        ("2026-Q2", 59), ("2026-T1", 82), ("2026-H2", 131),
    ],
)  # fmt: skip
def test_working_days(period, days):
    assert working_days(Period.parse(period)) == days
