"""How the entry sheet writes numbers, days and deadlines, in the width of a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from kpidesk import format as fmt
from kpidesk.domain.due import deadline
from kpidesk.domain.entities import NOT_APPLICABLE, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import _, language


def caption_words(period: Period, graces: Sequence[int | None], today: dt.date, fiscal_start: int) -> tuple[str, str]:
    """The second line of a period's head and its colour: its days, or how the deadline stands.

    ``graces`` are the days that each number still missing may take.
    """
    if graces:
        first = min(deadline(period, grace) for grace in graces)
        over = (today - first).days
        if over > 0:
            return fmt.overdue(over), "off_text"
        if (today - period.last).days == 1:
            return _("due today"), "accent"
        return _("due {day}").format(day=short_date(first)), "accent"
    if period.frequency in (Frequency.WEEK, Frequency.DAY):
        return short_days(period), "text3"
    if period.frequency is Frequency.YEAR:
        return f"{fmt.month_short(period.first)}–{fmt.month_short(period.last)}", "text3"  # the head says the year
    return period.year_text(fiscal_start), "text3"


def written(value: Value | None, decimals: int) -> str:
    """A number with at least so many decimals, and as many more as it has."""
    if value is NOT_APPLICABLE:
        return "–"
    if not isinstance(value, (int, float)):
        return ""
    return fmt.number(value, max(decimals, fmt.fitting_decimals(value)))


def exact(value: Value | None) -> str:
    """A number with every decimal that it has, so that editing loses none."""
    if not isinstance(value, (int, float)):
        return written(value, 0)
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return fmt.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def short_days(period: Period) -> str:
    """The days of a period in the width of a cell: ``9.–15.3.``, ``23.2.–1.3.``, ``9–15 Mar``."""
    if language() != "nb":
        return fmt.period_span(period)
    first, last = period.first, period.last
    if first == last:
        return f"{first.day}.{first.month}."
    if first.month == last.month:
        return f"{first.day}.–{last.day}.{last.month}."
    return f"{first.day}.{first.month}.–{last.day}.{last.month}."


def short_date(day: dt.date) -> str:
    """A day in the width of a cell: ``19.3.``, ``19 Mar``."""
    return short_days(Period(Frequency.DAY, day))
