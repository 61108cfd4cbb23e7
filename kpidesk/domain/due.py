"""When a number is due and when it is overdue (figures/README: Due).

A number is due when its period has ended, and overdue after a grace. The grace counts from the period's end or,
where that is later, from the day on which the KPI was made here: a KPI made today is never overdue today.
"""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.column import Series
from kpidesk.records import record

GRACE_DAYS = 3
"""Days after the end of a period before its number is overdue."""
ACCOUNTS_GRACE_DAYS = 20
"""The same for figures that come from monthly accounts, which take that long to be ready."""


MOST_DUE = 12
"""So many periods back are asked for; an input left alone for years does not ask for all of them."""

CAUGHT_UP = 3
"""So many periods are caught up with when a KPI is made; who lacks more goes on with the newest."""


@record(frozen=True)
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


@record(frozen=True)
class Asker:
    """A KPI as far as it asks for numbers: its rhythm, its grace in days (empty: the usual), when it was made here.

    ``made`` is empty where nobody knows, as for a KPI that is only being tried out.
    """

    frequency: Frequency
    grace_days: int | None = None
    made: dt.date | None = None

    def deadline(self, period: Period, fiscal_start: int) -> dt.date:
        """The last day on which an input's number for ``period`` is not overdue to this KPI."""
        shorter = period.frequency.rank < self.frequency.rank
        own = period.within(self.frequency, fiscal_start) if shorter else period
        return deadline(own, self.grace_days, self.made)


def deadline(period: Period, grace_days: int | None = None, made: dt.date | None = None) -> dt.date:
    """The last day on which the number for a period of a KPI made on ``made`` is not overdue."""
    counted_from = period.last if made is None else max(period.last, made)
    return counted_from + dt.timedelta(days=GRACE_DAYS if grace_days is None else grace_days)


def days_over(period: Period, today: dt.date, grace_days: int | None = None, made: dt.date | None = None) -> int | None:
    """Days since the deadline; empty until it has passed."""
    over = (today - deadline(period, grace_days, made)).days
    return over if over > 0 else None


def first_asked(numbers: Series, ended: Period, made: dt.date | None, fiscal_start: int) -> Period:
    """The first period whose number an input waits for: the one after the latest ended period that is known.

    ``numbers`` are those of periods that have begun, in order; ``ended`` is the latest period that has ended. An
    input without any number waits for that one, but for none that ended before the first KPI that asks for it was
    ``made``. One whose first number is that of the running period waits for none before it.

    Where all numbers are older than that KPI, as of accounts that were read in, what is missing until it was made is
    asked for if it is little. Is it more than ``CAUGHT_UP``, nobody has kept the numbers up: of those periods only the
    one that had ended last is asked for. Is it more than ``MOST_DUE``, they are history and ask for no more than none
    would.
    """
    here = None if made is None else Period.containing(made, ended.frequency, fiscal_start)
    latest = next((period for period in reversed(numbers) if period <= ended), None)
    if latest is None and numbers:
        period = next(iter(numbers))
    elif latest is None:
        period = ended if here is None else max(ended, here)
    else:
        history = here is not None and latest < here <= ended.next()  # on a day before it was made numbers alone tell
        period = _after_history(latest, ended, here) if here is not None and history else latest.next()
    while period in numbers:
        period = period.next()
    return period


def _after_history(latest: Period, ended: Period, here: Period) -> Period:
    """The same where the latest number is older than ``here``, the period in which the KPI was made."""
    missing = _steps(latest.next(), here.previous())
    if missing > MOST_DUE:
        return max(ended, here)
    return latest.next() if missing <= CAUGHT_UP else max(latest.next(), here.previous())


def next_due(period: Period, ended: Period, today: dt.date, asker: Asker) -> Due:
    """How ``period`` stands, the first that a KPI waits for; ``ended`` is the latest that has ended."""
    grace, made = asker.grace_days, asker.made
    opens, over = period.last + dt.timedelta(days=1), days_over(period, today, grace, made)
    return Due(period, opens, deadline(period, grace, made), over, _steps(period, ended), today)


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
