"""The goal of each period, from the targets that somebody set (figures/README: KPIs over time, Status).

A target with a path runs straight from ``path_from`` before its first period to ``value`` in its
last: of n periods the k-th aims for ``path_from + (value − path_from)·k/n``. A target with a season
aims for the number of the period; a period that the season leaves out has no goal from this target,
and the one set before it, if any, applies. Over a longer period targets combine as the KPI does.

``high``, ``red_flag`` and ``red_high`` belong to ``value``. Where the goal of a period differs from it,
on a path and in a season, they keep their distance: a season with the mean 100 and the red flag 90 has
it at 110 in the period that aims for 120.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kpidesk.domain.entities import Combine, Direction, Target
from kpidesk.domain.period import DAY_ONE, LAST_DAY, BadPeriod, Frequency, Period
from kpidesk.domain.rollup import combine, parts_of
from kpidesk.domain.status import Goal, make_goal
from kpidesk.domain.stretch import Stretch

Rows = tuple[Target, ...]
"""All targets of one KPI."""
EVERYTHING_BEFORE = dt.date.min


class Targets:
    """The goals of one KPI by period.

    ``frequency`` is the KPI's own; ``rule`` says how the KPI's values combine over longer periods.
    """

    def __init__(self, targets: Sequence[Target], frequency: Frequency, direction: Direction, rule: Combine) -> None:
        usable = (t for t in targets if t.value is not None)
        self._targets = sorted(usable, key=lambda t: (t.start or EVERYTHING_BEFORE, t.uid))
        self._frequency = frequency
        self._direction = direction
        self._rule = rule
        self._memo: dict[Period, Goal | None] = {}
        self._level: dict[str, Goal] = {}
        self._seasons: dict[str, dict[Period, float]] = {}
        self._always = self._flat(self._targets[0]) if self._alone() else None

    def __bool__(self) -> bool:
        return bool(self._targets)

    def at(self, period: Period) -> Goal | None:
        """The goal of a period of any frequency; empty where there is none."""
        if not self._targets:
            return None
        if self._always is not None and period.frequency is self._frequency:
            return self._always
        if period not in self._memo:
            self._memo[period] = self._find(period)
        return self._memo[period]

    def _alone(self) -> bool:
        """Tell whether one number is aimed for in every period there ever is, as most small businesses do."""
        if len(self._targets) != 1:
            return False
        only = self._targets[0]
        return only.start is None and only.end is None and only.path_from is None and not only.season

    def _find(self, period: Period) -> Goal | None:
        if period.frequency is self._frequency:
            return self._own(period)
        parts = parts_of(period, self._frequency)
        if parts:
            return self.combined([self._own(part) for part in parts])
        if self._rule is Combine.SUM:
            return None  # a part of a sum has no goal of its own
        return self._own(period)

    def _own(self, period: Period) -> Goal | None:
        """The goal of a period of the KPI's own frequency, or of a part of one."""
        for target in self._in_force(period):
            if target.season:
                number = self._seasonal(target, period)
                if number is not None:
                    return self._moved(target, number)
            elif target.path_from is not None:
                return self._moved(target, _on_path(target, period))
            else:
                return self._flat(target)
        return None

    def _flat(self, target: Target) -> Goal:
        assert target.value is not None
        if target.uid not in self._level:
            goal = make_goal(target.value, self._direction, target.high, target.red_flag, target.red_high)
            self._level[target.uid] = replace(goal, suggested=True) if target.suggested else goal
        return self._level[target.uid]

    def _moved(self, target: Target, value: float) -> Goal:
        """The goal where it differs from the target's ``value``: the other edges keep their distance."""
        assert target.value is not None
        by = value - target.value
        high, red, red_high = (
            None if edge is None else edge + by for edge in (target.high, target.red_flag, target.red_high)
        )
        return replace(make_goal(value, self._direction, high, red, red_high), suggested=target.suggested)

    def _seasonal(self, target: Target, period: Period) -> float | None:
        """What a season says of a period: its own number, or that of the one it is a part of."""
        season = self._seasons.get(target.uid)
        if season is None:
            whole = season_of(target).items()
            season = self._seasons[target.uid] = {p: n for p, n in whole if p.frequency is self._frequency}
        if period.frequency is self._frequency:
            return season.get(period)
        return next((number for whole, number in season.items() if whole.contains(period.anchor)), None)

    def _in_force(self, period: Period) -> Iterator[Target]:
        """The targets that have begun and not ended by the period's deciding day, the newest first."""
        day = period.anchor
        for target in reversed(self._targets):
            if (target.start is None or target.start <= day) and (target.end is None or day <= target.end):
                yield target

    def combined(self, goals: Sequence[Goal | None]) -> Goal | None:
        """The goal of some periods together, as the KPI combines; an amount has none where one of them has none."""
        known = [goal for goal in goals if goal is not None]
        if len(known) < len(goals) and self._rule is Combine.SUM:
            return None
        value = self._over([goal.value for goal in known])
        if value is None:
            return None
        return Goal(
            value,
            self._over([goal.high for goal in known]),
            self._over([goal.red_flag for goal in known]),
            self._over([goal.red_high for goal in known]),
            any(goal.suggested for goal in known),
        )

    def _over(self, values: Sequence[float | None]) -> float | None:
        if any(value is None for value in values):
            return None
        rule = Combine.MEAN if self._rule in (Combine.WEIGHTED_MEAN, Combine.NONE) else self._rule
        return combine(values, rule).value


def first_period(target: Target, frequency: Frequency, fiscal_start: int = 1) -> Period | None:
    """The first period that a target holds for; none where it always does."""
    if target.start is None:
        return None
    period = Period.containing(_known_day(target.start), frequency, fiscal_start)
    return period if period.anchor >= target.start else period.next()


def last_period(target: Target, frequency: Frequency, fiscal_start: int = 1) -> Period | None:
    """The last period that a target holds for; none where nobody has said."""
    if target.end is None:
        return None
    period = Period.containing(_known_day(target.end), frequency, fiscal_start)
    return period if period.anchor <= target.end else period.previous()


def _known_day(day: dt.date) -> dt.date:
    """The day, or the nearest that periods are made for."""
    return min(max(day, DAY_ONE), LAST_DAY)


def season_of(target: Target) -> dict[Period, float]:
    """The number of each period of a season; what is no period or no number is left out."""
    found = {}
    for entry in target.season:
        try:
            code, number = entry
            found[Period.from_code(code)] = float(number)
        except (BadPeriod, TypeError, ValueError, OverflowError):  # written by somebody else's program
            continue
    return {period: number for period, number in found.items() if math.isfinite(number)}


def _on_path(target: Target, period: Period) -> float:
    assert target.value is not None
    if target.path_from is None or target.start is None or target.end is None:
        return target.value
    if target.start < DAY_ONE or target.end > LAST_DAY:
        return target.value
    steps = _path(target.start, target.end, period.frequency, period.first.month)
    place = steps.place(period)
    if place is None:
        return target.value
    return target.path_from + (target.value - target.path_from) * (place + 1) / len(steps)


@lru_cache(maxsize=1024)
def _path(start: dt.date, end: dt.date, frequency: Frequency, month: int) -> Stretch:
    """The periods whose deciding day lies from ``start`` to ``end``."""
    first = Period.containing(start, frequency, month)
    last = Period.containing(end, frequency, month)
    first = first if first.anchor >= start else first.next()
    return Stretch.between(first, last if last.anchor <= end else last.previous())
