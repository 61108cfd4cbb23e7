"""Combining values into longer periods (rules, section 5).

Blank is not zero: a part without a value lowers the count, and the result is provisional
(“2 of 3”). A part marked not applicable leaves the count altogether.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kpidesk.domain.entities import Combine, Input, Mark, Value
from kpidesk.domain.period import Frequency, Period


@dataclass(frozen=True)
class Combined:
    """The value of a longer period, from ``have`` of the ``of`` parts that apply."""

    value: float | None
    have: int
    of: int

    @property
    def not_applicable(self) -> bool:
        """Tell whether no part applies."""
        return self.of == 0

    @property
    def complete(self) -> bool:
        """Tell whether no part is missing."""
        return self.have == self.of and self.value is not None


Cell = Value | None


@lru_cache(maxsize=65536)
def parts_of(period: Period, frequency: Frequency) -> tuple[Period, ...]:
    """The shorter periods of a longer one, remembered; empty where they do not fill it."""
    if not frequency.divides(period.frequency):
        return ()
    return period.parts(frequency)


def combine(cells: Sequence[Cell], rule: Combine, weights: Sequence[Cell] | None = None) -> Combined:
    """Combine the parts of a period, in their order, by ``rule``.

    ``last`` carries the newest known part forward. A weighted mean counts a part only when its
    weight is known too. ``none`` gives a value for a single part only. No result is ever infinite.
    """
    applying = sum(1 for cell in cells if not isinstance(cell, Mark))
    if rule is Combine.WEIGHTED_MEAN:
        return _weighted(cells, weights or [None] * len(cells), applying)
    known = [cell for cell in cells if cell is not None and not isinstance(cell, Mark)]
    if not known or (rule is Combine.NONE and len(cells) > 1):
        return Combined(None, len(known), applying)
    return Combined(_by_rule(known, rule), len(known), applying)


def _by_rule(known: list[float], rule: Combine) -> float | None:
    if len(known) == 1:
        return known[0]
    match rule:
        case Combine.SUM:
            return _total(known)
        case Combine.MEAN:
            total = _total(known)
            return None if total is None else total / len(known)
        case Combine.MIN:
            return min(known)
        case Combine.MAX:
            return max(known)
        case _:
            return known[-1]


def _weighted(cells: Sequence[Cell], weights: Sequence[Cell], applying: int) -> Combined:
    pairs = [
        (cell, weight)
        for cell, weight in zip(cells, weights, strict=True)
        if isinstance(cell, float | int) and isinstance(weight, float | int)
    ]
    if len(cells) == 1 and isinstance(cells[0], float | int):
        return Combined(cells[0], 1, 1)
    weight_sum = _total([w for _v, w in pairs])
    weighted = _total([v * w for v, w in pairs])
    if not pairs or not weight_sum or weighted is None:
        return Combined(None, len(pairs), applying)
    return Combined(_finite(weighted / weight_sum), len(pairs), applying)


def _total(values: list[float]) -> float | None:
    try:
        return _finite(math.fsum(values))
    except (OverflowError, ValueError):  # beyond what a float holds, or inf − inf
        return None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


class InputSeries:
    """The values of one input, at its own frequency and combined into longer periods.

    ``weights`` is the series of the input that weighs a weighted mean.
    """

    def __init__(self, about: Input, values: dict[Period, Value], weights: InputSeries | None = None) -> None:
        self.about = about
        self.values = values
        self.weights = weights
        self._memo: dict[Period, Combined] = {}

    @property
    def frequency(self) -> Frequency:
        """How often the input is measured."""
        return self.about.frequency

    @property
    def carries(self) -> bool:
        """Tell whether the newest part stands for the whole period (a balance, a head count)."""
        return self.about.combine is Combine.LAST

    def at(self, period: Period) -> Combined:
        """The input's value in ``period``, from all its parts."""
        found = self._memo.get(period)
        if found is None:
            found = self._memo[period] = self.over(parts_of(period, self.frequency))
        return found

    def over(self, parts: Sequence[Period]) -> Combined:
        """The input's value over the given parts of its own frequency."""
        cells = [self.values.get(part) for part in parts]
        if self.about.combine is not Combine.WEIGHTED_MEAN:
            return combine(cells, self.about.combine)
        return combine(cells, self.about.combine, [self._weight(part) for part in parts])

    def _weight(self, part: Period) -> Cell:
        if self.weights is None or self.weights is self:
            return None
        if self.weights.frequency is part.frequency:
            return self.weights.values.get(part)
        found = self.weights.at(part)
        return found.value if found.complete else None
