"""When a number is due and when it is overdue (rules, section 8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from kpidesk.domain.period import Period

GRACE_DAYS = 3
"""Days after the end of a period before its number is overdue."""
ACCOUNTS_GRACE_DAYS = 20
"""The same for figures that come from monthly accounts."""


@dataclass(frozen=True)
class Due:
    """The next number to enter.

    ``opens`` is the first day after the period, from which the number is due; ``date`` the last day
    before it is overdue; ``overdue`` whole days past that, empty when not; ``missing`` how many
    ended periods after the latest known one wait for their number.
    """

    period: Period
    opens: dt.date
    date: dt.date
    overdue: int | None
    missing: int
    today: dt.date

    @property
    def is_due(self) -> bool:
        """Tell whether the period has ended, so that its number can be entered."""
        return self.today >= self.opens


def deadline(period: Period, grace_days: int | None = None) -> dt.date:
    """The last day on which the period's number is not overdue."""
    return period.last + dt.timedelta(days=GRACE_DAYS if grace_days is None else grace_days)


def days_over(period: Period, today: dt.date, grace_days: int | None = None) -> int | None:
    """Days since the deadline; empty until it has passed."""
    over = (today - deadline(period, grace_days)).days
    return over if over > 0 else None


def last_ended(today: dt.date, containing: Callable[[dt.date], Period]) -> Period:
    """The latest period that ended before ``today``."""
    return containing(today).previous()


def next_due(latest: Period | None, ended: Period, today: dt.date, grace_days: int | None = None) -> Due:
    """What is to be entered next, after the ``latest`` known period.

    A KPI without any number waits for the period that ended last; it is overdue like any other.
    """
    period = latest.next() if latest is not None else ended
    missing = _steps(period, ended)
    opens = period.last + dt.timedelta(days=1)
    return Due(period, opens, deadline(period, grace_days), days_over(period, today, grace_days), missing, today)


def _steps(first: Period, last: Period) -> int:
    """How many periods from ``first`` to ``last``, both included; 0 when ``first`` is later."""
    if last.first < first.first:
        return 0
    months = first.frequency.months
    if months:
        apart = (last.first.year - first.first.year) * 12 + last.first.month - first.first.month
        return apart // months + 1
    length = first.days
    return (last.first - first.first).days // length + 1
