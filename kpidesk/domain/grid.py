"""The grid of a company's periods: which quarters, tertials, half-years and years it has, and where they move.

Days, weeks and months are the same everywhere. Longer periods count from the month in which the fiscal year
starts, so a company whose year starts in February has no quarter January–March. Two starts give the same
quarters when they lie whole quarters apart, as January and April do: then only their names differ.

A change of the start moves each number to the period of the new grid that shares most months with its own. Where
two share as many the number goes the way in which the start went, so that changing back brings it back.
"""

from __future__ import annotations

from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.wording import MONTHS, period_words, span_words
from kpidesk.text import Message, msg

LONG = tuple(frequency for frequency in Frequency if frequency.months > 1)
"""The lengths of which a company has its own periods."""


def shift(frequency: Frequency, old_start: int, new_start: int) -> int:
    """How many months periods move when the fiscal year starts in another month; 0 where none does."""
    months = frequency.months
    if months <= 1:
        return 0
    later = (new_start - old_start) % months
    earlier = later - months
    if later * 2 == months:
        return later if new_start > old_start else earlier
    return later if later < -earlier else earlier


def moved(period: Period, months: int) -> Period:
    """A quarter or longer so many months later."""
    month = Period(Frequency.MONTH, period.first).next(months)
    return Period(period.frequency, month.first)


def nearest(period: Period, fiscal_start: int) -> Period:
    """The company's own period that shares most months with this one; itself where it is one."""
    return moved(period, shift(period.frequency, period.first.month, fiscal_start))


def not_ours(period: Period, fiscal_start: int) -> Message:
    """The refusal of a period that the company has not, with the one that is nearest."""
    return msg("{reason} Nothing was changed.", reason=off_grid(period, fiscal_start))


def off_grid(period: Period, fiscal_start: int) -> Message:
    """Why a period is none of the company's, and the one that is nearest."""
    near = nearest(period, fiscal_start)
    return msg(
        "{period} isn’t one of the company’s periods, since its fiscal year starts in {month}. The nearest is "
        "{nearest}, which is {months}.",
        period=span_words(period),
        month=MONTHS[fiscal_start - 1],
        nearest=period_words(near, fiscal_start),
        months=span_words(near),
    )
