"""A measure of a file put into the periods and the unit of where it goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from kpidesk.domain.entities import Combine
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import combine
from kpidesk.exchange.intake.edges import CutOff, cut_off
from kpidesk.exchange.tables.understood import Measure

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
HUNDREDTHS = {"percent": 100, "ratio": 1}


@dataclass(frozen=True)
class Rule:
    """How the destination is measured."""

    frequency: Frequency
    combine: Combine
    unit: str


@dataclass(frozen=True)
class Day:
    """Where and how the taking happens: the company's fiscal year, today, and whether the sign is turned (−1)."""

    fiscal_start: int
    today: dt.date
    sign: int = 1


@dataclass(frozen=True)
class Fitted:
    """The numbers by the periods of the destination, in order, and what of the measure has no place there.

    ``lines`` are the rows in the file behind each period. ``cut`` are weeks and months that the file does not hold
    whole, ``partial`` longer periods: a year so far is told as what it is, a month without its last week misleads.
    ``many`` those of which several numbers speak where the rule puts none together; ``foreign`` those that the company
    has not or that are longer than the destination's.
    """

    numbers: Mapping[Period, float]
    lines: Mapping[Period, tuple[int, ...]]
    cut: tuple[CutOff, ...] = ()
    many: tuple[Period, ...] = ()
    foreign: tuple[Period, ...] = ()
    partial: tuple[CutOff, ...] = ()
    none: tuple[Period, ...] = ()
    """The periods of the destination of which the file says that there is no number to be told."""


def converts(measure: Measure, unit: str) -> bool:
    """Tell whether a measure's numbers can be told in a unit: a length of time is none of kroner."""
    return measure.unit not in SECONDS or unit in SECONDS


def factor(unit: str, wanted: str) -> float:
    """What a number of one unit is multiplied by to be one of another: 90 seconds are 1.5 minutes, 0.5 is 50 %."""
    for scale in (SECONDS, {code: 1 / n for code, n in HUNDREDTHS.items()}):
        if unit in scale and wanted in scale:
            return scale[unit] / scale[wanted]
    return 1.0


def fits(frequency: Frequency, wanted: Frequency) -> bool:
    """Tell whether periods of one frequency can be put into those of another."""
    return frequency.divides(wanted)


def fitted(measure: Measure, rule: Rule, day: Day) -> Fitted:
    """Put a measure into the periods of its destination, by its rule: days add up, “last” takes the latest date."""
    scale = day.sign * factor(measure.unit, rule.unit)
    if _as_they_are(measure, rule):
        numbers = {period: value * scale + 0.0 for period, (value,) in sorted(measure.numbers.items(), key=_first_day)}
        return Fitted(numbers, measure.lines, none=tuple(sorted(measure.none)))
    groups, foreign = _grouped(measure, rule, day)
    numbers = {}
    many: list[Period] = []
    for period in sorted(groups):
        values = [value for part in groups[period] for value in measure.numbers[part]]
        value = combine(values, rule.combine).value if rule.combine is not Combine.WEIGHTED_MEAN else _only(values)
        if value is None:
            many.append(period)
        else:
            numbers[period] = value * scale + 0.0  # no zero has a sign
    placed = sorted(part for parts in groups.values() for part in parts)
    edges = tuple(cut_off(placed, rule.frequency, day.fiscal_start, day.today, rule.combine))
    long = rule.frequency.months > 1
    lines = {
        period: tuple(line for part in parts for line in measure.lines.get(part, ()))
        for period, parts in groups.items()
    }
    none = [
        each for each in sorted(measure.none) if each.frequency is rule.frequency and each.on_grid(day.fiscal_start)
    ]
    return Fitted(numbers, lines, () if long else edges, tuple(many), foreign, edges if long else (), tuple(none))


def _as_they_are(measure: Measure, rule: Rule) -> bool:
    """Tell whether each number has a period of the destination to itself, in every company."""
    if measure.frequency is not rule.frequency or measure.frequency.months > 1:
        return False
    return all(len(values) == 1 for values in measure.numbers.values())


def _first_day(numbers: tuple[Period, tuple[float, ...]]) -> dt.date:
    return numbers[0].first


def _only(values: list[float]) -> float | None:
    return values[0] if len(values) == 1 else None


def _grouped(measure: Measure, rule: Rule, day: Day) -> tuple[dict[Period, list[Period]], tuple[Period, ...]]:
    """The measure's periods, in order, by those of the destination in which they lie; and those that lie in none."""
    groups: dict[Period, list[Period]] = {}
    foreign: list[Period] = []
    for period in sorted(measure.numbers):
        if not period.on_grid(day.fiscal_start) or not fits(period.frequency, rule.frequency):
            foreign.append(period)
        elif period.frequency is rule.frequency:
            groups[period] = [period]
        else:
            groups.setdefault(period.within(rule.frequency, day.fiscal_start), []).append(period)
    return groups, tuple(foreign)
