"""The goal of each period, from the targets that somebody set (rules, sections 5 and 6).

A target with a path runs straight from ``path_from`` before its first period to ``value`` in its
last: of n periods the k-th aims for ``path_from + (value − path_from)·k/n``. Over a longer period
targets combine as the KPI does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from kpidesk.domain.entities import Combine, Direction, Target
from kpidesk.domain.period import Frequency, Period, between
from kpidesk.domain.rollup import combine, parts_of
from kpidesk.domain.status import Goal, make_goal

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

    def __bool__(self) -> bool:
        return bool(self._targets)

    def at(self, period: Period) -> Goal | None:
        """The goal of a period of any frequency; empty where there is none."""
        if not self._targets:
            return None
        if period not in self._memo:
            self._memo[period] = self._find(period)
        return self._memo[period]

    def _find(self, period: Period) -> Goal | None:
        if period.frequency is self._frequency:
            return self._own(period)
        parts = parts_of(period, self._frequency)
        if parts:
            return self._combined([self._own(part) for part in parts])
        if self._rule is Combine.SUM:
            return None  # a part of a sum has no goal of its own
        return self._own(period)

    def _own(self, period: Period) -> Goal | None:
        target = self._in_force(period)
        if target is None or target.value is None:
            return None
        if target.path_from is None:
            if target.uid not in self._level:
                self._level[target.uid] = make_goal(
                    target.value, self._direction, target.high, target.red_flag, target.red_high
                )
            return self._level[target.uid]
        value = _on_path(target, period)
        red = target.red_flag
        if red is not None:
            red += value - target.value  # the flag keeps its distance along the path
        return make_goal(value, self._direction, target.high, red, target.red_high)

    def _in_force(self, period: Period) -> Target | None:
        """The newest target that has begun and not ended by the period's deciding day."""
        day, found = period.anchor, None
        for target in self._targets:
            if target.start is not None and target.start > day:
                break
            if target.end is None or day <= target.end:
                found = target
        return found

    def _combined(self, goals: list[Goal | None]) -> Goal | None:
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
        )

    def _over(self, values: Sequence[float | None]) -> float | None:
        if any(value is None for value in values):
            return None
        rule = Combine.MEAN if self._rule in (Combine.WEIGHTED_MEAN, Combine.NONE) else self._rule
        return combine(values, rule).value


def _on_path(target: Target, period: Period) -> float:
    assert target.value is not None
    if target.path_from is None or target.start is None or target.end is None:
        return target.value
    steps = _path(target.start, target.end, period)
    if period not in steps:
        return target.value
    return target.path_from + (target.value - target.path_from) * steps[period] / len(steps)


def _path(start: dt.date, end: dt.date, like: Period) -> dict[Period, int]:
    return _path_steps(start, end, like.frequency, like.first.month)


@lru_cache(maxsize=1024)
def _path_steps(start: dt.date, end: dt.date, frequency: Frequency, month: int) -> dict[Period, int]:
    """The place (1 … n) of each period whose deciding day lies from ``start`` to ``end``."""
    first = Period.containing(start, frequency, month)
    last = Period.containing(end, frequency, month)
    inside = [p for p in between(first.previous(), last.next()) if start <= p.anchor <= end]
    return {period: k for k, period in enumerate(inside, start=1)}
