"""The words along a chart's axes: units, periods, and the groups that periods fall in."""

from __future__ import annotations

from bisect import bisect_left

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rounding import decimals_apart, rounded
from kpidesk.text import _

LONGER = {Frequency.DAY: (Frequency.MONTH, Frequency.YEAR), Frequency.WEEK: (Frequency.QUARTER, Frequency.YEAR),
          Frequency.YEAR: ()}  # fmt: skip
"""What periods are grouped by; where the first makes too many groups by the next."""
MOST_GROUPS = 14


def divisor(unit: str, largest: float) -> float:
    """What axis numbers are divided by: large amounts are shown in thousands, millions or billions."""
    if unit not in ("currency", "count") or largest < 10_000:
        return 1.0
    steps = ((1e10, 1e9), (1e7, 1e6))
    return next((step for least, step in steps if largest >= least), 1_000.0)


def short_value(value: float, divided_by: float, decimals: int, goal: float | None = None) -> str:
    """A value in the axis' unit; whole thousands where that says enough, and tells it from a ``goal``."""
    scaled = value / divided_by
    if divided_by == 1:
        lost = decimals == 0 and abs(value) < 10 and abs(rounded(value) - value) > 0.005 * abs(value)
        places = decimals + 1 if lost else decimals
    else:
        places = 0 if abs(scaled) >= 100 else 1
    return fmt.number(scaled, places if goal is None else decimals_apart(scaled, goal / divided_by, places))


def unit_label(unit: str, frequency: Frequency, divided_by: float = 1.0) -> str:
    """As ``Thousand kroner per week``."""
    words = {
        "percent": _("Percent"),
        "currency": _("Kroner"),
        "count": _("Count"),
        "hours": _("Hours"),
        "days": _("Days"),
        "minutes": _("Minutes"),
        "seconds": _("Seconds"),
        "score": _("Points"),
        "ratio": _("Ratio"),
    }
    name = words.get(unit, unit)
    if divided_by == 1_000:
        name = _("Thousand kroner") if unit == "currency" else _("Thousands")
    elif divided_by == 1_000_000:
        name = _("Million kroner") if unit == "currency" else _("Millions")
    elif divided_by == 1_000_000_000:
        name = _("Billion kroner") if unit == "currency" else _("Billions")
    return f"{name} {per(frequency)}".strip()


def per(frequency: Frequency) -> str:
    """As ``per week``."""
    return {
        Frequency.DAY: _("per day"),
        Frequency.WEEK: _("per week"),
        Frequency.MONTH: _("per month"),
        Frequency.QUARTER: _("per quarter"),
        Frequency.TERTIAL: _("per four months"),
        Frequency.HALF_YEAR: _("per half-year"),
        Frequency.YEAR: _("per year"),
    }[frequency]


def x_ticks(periods: tuple[Period, ...], fiscal_start: int = 1, most: int = 14) -> tuple[tuple[int, str], ...]:
    """Labels under the axis, thinned to ``most``."""
    step = max(1, -(-len(periods) // most))
    return tuple((i, fmt.period_short(periods[i], fiscal_start)) for i in range(0, len(periods), step))


def x_groups(periods: tuple[Period, ...], fiscal_start: int = 1) -> tuple[tuple[float, float, str], ...]:
    """The longer periods above the shown ones: months of days, quarters of weeks, years of the rest.

    Where these would be too many to be named they are years, so that a long axis tells which ones it shows.
    """
    if not periods:
        return ()
    found: list[tuple[float, float, str]] = []
    for longer in LONGER.get(periods[0].frequency, (Frequency.YEAR,)):
        found = _groups(periods, longer, fiscal_start if longer is not Frequency.MONTH else 1)
        if len(found) <= MOST_GROUPS:
            break
    return tuple(found)


def _groups(periods: tuple[Period, ...], longer: Frequency, start: int) -> list[tuple[float, float, str]]:
    found, begin = list[tuple[float, float, str]](), 0
    while begin < len(periods):
        group = periods[begin].within(longer, start)
        end = bisect_left(periods, group.next().first, begin, key=lambda period: period.anchor)
        found.append((begin - 0.5, end - 0.5, group_word(group, start)))
        begin = end
    return found


def group_word(period: Period, fiscal_start: int = 1) -> str:
    """The name of a group: ``4. kvartal 2025``, ``mars 2026``, ``2026``."""
    return fmt.period_name(period, fiscal_start)
