"""Filling the grid of a season from one figure for the year.

What is shared out is exact: the numbers, each rounded to the KPI's decimals, add up to the figure itself (for a KPI
that is added up), or combine to it as the KPI does. The rest that rounding leaves goes to the largest fractions first,
and to the earlier of two that are equal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction

from kpidesk.domain.entities import Combine
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import combine
from kpidesk.domain.rounding import own_decimals, rounded
from kpidesk.domain.wording import period_words
from kpidesk.domain.workdays import working_days
from kpidesk.errors import RuleBroken
from kpidesk.text import msg

DIGITS = 15
"""Decimal digits that a float holds for sure: finer shares are not tried."""
Cells = dict[Period, float]


class Spread(Enum):
    """How a yearly figure is spread over the year's periods."""

    EVEN = "even"
    LAST_YEAR = "last_year"
    WORKING_DAYS = "working_days"


def year_cells(year: Period, frequency: Frequency) -> tuple[Period, ...]:
    """The periods of a year's grid: 12 months, 52 or 53 weeks, four quarters …"""
    return year.parts(frequency)


@dataclass(frozen=True)
class Yearly:
    """The figure of a year, how its periods combine to it, and with how many decimals it is shown."""

    figure: float
    rule: Combine
    decimals: int = 0


@dataclass(frozen=True)
class LastYear:
    """What a KPI was last year, by its own periods, and the month in which the fiscal year starts."""

    values: Mapping[Period, float] = field(default_factory=dict)
    fiscal_start: int = 1


NOTHING_KNOWN = LastYear()


def spread(how: Spread, year: Yearly, periods: Sequence[Period], last_year: LastYear = NOTHING_KNOWN) -> Cells:
    """A number for each period from the figure of their year, by the rule of the KPI.

    Raises ``RuleBroken`` with the reason where the figure can't be spread this way.
    """
    if not math.isfinite(year.figure):
        raise RuleBroken(msg("This is not a number that can be spread over a year."))
    if how is Spread.EVEN:
        return even(year, periods)
    if how is Spread.WORKING_DAYS:
        return by_working_days(year, periods)
    return as_last_year(year, periods, last_year)


def even(year: Yearly, periods: Sequence[Period]) -> Cells:
    """Equal shares of a sum; for other KPIs the same number in every period."""
    if year.rule is not Combine.SUM:
        return dict.fromkeys(periods, year.figure)
    return dict(zip(periods, shares(year.figure, [1] * len(periods), year.decimals), strict=True))


def by_working_days(year: Yearly, periods: Sequence[Period]) -> Cells:
    """A share of the sum for each working day."""
    if year.rule is not Combine.SUM:
        raise RuleBroken(msg("Only what is added up over the year can be shared out by working days."))
    days = [working_days(period) for period in periods]
    if not any(days):
        raise RuleBroken(msg("There is no working day in these periods."))
    return dict(zip(periods, shares(year.figure, days, year.decimals), strict=True))


def as_last_year(year: Yearly, periods: Sequence[Period], last_year: LastYear) -> Cells:
    """The shape of last year's numbers, moved to the new figure: each is multiplied by the same factor."""
    figure, rule, decimals = year.figure, year.rule, year.decimals
    before = [_known(last_year.values, period.last_year(), last_year.fiscal_start) for period in periods]
    if rule is Combine.SUM:
        if not any(before):
            raise RuleBroken(msg("Last year was 0 in every period, so it gives no pattern."))
        return dict(zip(periods, shares(figure, before, decimals), strict=True))
    combined = combine(before, _longer(rule)).value
    if not combined:
        raise RuleBroken(msg("Last year was 0 in every period, so it gives no pattern."))
    if _longer(rule) is Combine.MEAN:
        places = _places(figure, decimals)
        total = float(Fraction(Decimal(repr(figure))) * len(before))
        return dict(zip(periods, shares(total, before, places), strict=True))
    return {
        period: rounded(figure * value / combined, _places(figure, decimals))
        for period, value in zip(periods, before, strict=True)
    }  # fmt: skip


def shares(total: float, weights: Sequence[float], decimals: int = 0) -> list[float]:
    """Divide a total by weights into numbers of so many decimals that add up to it exactly.

    A heavier weight never gets less. Weights must not be negative, nor all zero. A total with more decimals
    than asked for keeps them.
    """
    places = _places(total, decimals)
    units = int(Decimal(repr(float(total))).scaleb(places).to_integral_value(ROUND_HALF_UP))
    sign, left = (-1, -units) if units < 0 else (1, units)
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    ideal = [left * weight / whole for weight in exact]
    parts = [int(share) for share in ideal]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - ideal[n], n))
    for n in order[: left - sum(parts)]:
        parts[n] += 1
    return [float(Decimal(sign * part).scaleb(-places)) for part in parts]


def _places(figure: float, decimals: int) -> int:
    """Decimals for the shares of a figure: the KPI's, more if the figure has more, as far as a float reaches."""
    whole = len(str(int(abs(figure))))
    return max(0, min(max(decimals, own_decimals(figure)), DIGITS - whole))


def _known(values: Mapping[Period, float], period: Period, fiscal_start: int) -> float:
    value = values.get(period)
    where = period_words(period, fiscal_start)
    if value is None:
        raise RuleBroken(msg("Last year has no number for {period}, so it gives no pattern.", period=where))
    if value < 0:
        raise RuleBroken(msg("Last year was below 0 in {period}, so it gives no pattern.", period=where))
    return value


def _longer(rule: Combine) -> Combine:
    return Combine.MEAN if rule in (Combine.WEIGHTED_MEAN, Combine.NONE) else rule
