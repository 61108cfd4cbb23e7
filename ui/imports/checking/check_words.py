"""Numbers, periods and people as page 21 says them."""

from __future__ import annotations

import datetime as dt

from kpidesk import format as fmt
from kpidesk.domain.entities import NOT_APPLICABLE, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import _, ngettext
from kpidesk.wording.merges import first_name


def plain(value: Value | None, unit: str, decimals: int) -> str:
    """A number as a cell shows it, whole; “n/a” for what is marked so."""
    if value is None:
        return ""
    if value is NOT_APPLICABLE:
        return fmt.not_applicable()
    assert isinstance(value, float | int)
    return fmt.number(value, fmt.stored_decimals(value, unit, decimals))


def with_unit(value: Value | None, unit: str, decimals: int) -> str:
    """A number with its unit."""
    if not isinstance(value, float | int):
        return plain(value, unit, decimals)
    return fmt.with_unit(value, unit, fmt.stored_decimals(value, unit, decimals))


def who_when(who: str, when: dt.datetime | None, today: dt.date) -> str:
    """``Ola, today 08:12`` or ``Kari, 9 January``: who wrote what stands there."""
    name = first_name(who) if who else ""
    if when is None:
        return name
    told = fmt.moment_short(when, today) if when.date() == today else fmt.day_short(when.date(), today)
    return ", ".join(filter(None, (name, told)))


def cell_name(name: str, period: Period, fiscal_start: int) -> str:
    """``Net sales, December 2025``; a week with its year, since a file may hold several."""
    told = fmt.period_name(period, fiscal_start)
    return f"{name}, {told} {period.anchor.year}" if period.frequency is Frequency.WEEK else f"{name}, {told}"


def head_of(period: Period, fiscal_start: int) -> tuple[str, str]:
    """The two lines above a column of numbers: ``Feb`` and ``2026``, ``11`` and ``2026`` of a week."""
    if period.frequency is Frequency.YEAR:
        return period.year_text(fiscal_start), ""
    if period.frequency is Frequency.WEEK:
        return _("week {n}").format(n=fmt.period_short(period, fiscal_start)), str(period.anchor.year)
    year = period.year_text(fiscal_start) if period.frequency.months > 1 else str(period.first.year)
    return fmt.period_short(period, fiscal_start), year


def shown_of(shown: int, n: int, frequency: Frequency) -> str:
    """``6 of 38 months``."""
    words = {
        Frequency.DAY: ngettext("{shown} of {n} day", "{shown} of {n} days", n),
        Frequency.WEEK: ngettext("{shown} of {n} week", "{shown} of {n} weeks", n),
        Frequency.MONTH: ngettext("{shown} of {n} month", "{shown} of {n} months", n),
        Frequency.QUARTER: ngettext("{shown} of {n} quarter", "{shown} of {n} quarters", n),
        Frequency.TERTIAL: ngettext("{shown} of {n} tertial", "{shown} of {n} tertials", n),
        Frequency.HALF_YEAR: ngettext("{shown} of {n} half-year", "{shown} of {n} half-years", n),
        Frequency.YEAR: ngettext("{shown} of {n} year", "{shown} of {n} years", n),
    }[frequency]
    return words.format(shown=fmt.number(shown), n=fmt.number(n))
