"""Combining values into longer periods (figures/README: KPIs over time).

Blank is not zero: a part without a value lowers the count, and the result is provisional
(“2 of 3”). A part marked not applicable leaves the count altogether.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kpidesk.domain.entities import Combine, Input, Mark, Value
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.domain.series.column import Column, Series
from kpidesk.records import record


@record(frozen=True)
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
    return Combined(by_rule(known, rule), len(known), applying)


def by_rule(known: Sequence[float], rule: Combine) -> float | None:
    """The known parts of a period, one at least, combined by any rule but a weighted mean."""
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
    weight_sum = _total([w for _v, w in pairs])
    weighted = _total([v * w for v, w in pairs])
    if not pairs or not weight_sum or weighted is None:
        return Combined(None, len(pairs), applying)
    return Combined(_finite(weighted / weight_sum), len(pairs), applying)


def _total(values: Iterable[float]) -> float | None:
    try:
        return _finite(math.fsum(values))
    except (OverflowError, ValueError):  # beyond what a float holds, or inf − inf
        return None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


class InputSeries:
    """The values of one input as of a day, at its own frequency and combined into longer periods.

    ``numbers`` are in the order of their periods. Those of periods that begin after ``day`` are left out of
    ``values`` and of everything combined from them; ``reaches_beyond`` tells that there are some. Without a day
    every number counts. ``weights`` is the series of the input that weighs a weighted mean. An opening balance
    is known to whoever looks back at its period, and is no value of the input itself.
    """

    def __init__(
        self,
        about: Input,
        numbers: Series,
        weights: InputSeries | None = None,
        day: dt.date | None = None,
    ) -> None:
        self.about = about
        self.values = numbers if day is None else begun(numbers, day)
        self.reaches_beyond = len(self.values) < len(numbers)
        self.weights = weights
        self.frequency = about.frequency
        self.opening = _opening(about, day)
        self._memo: dict[Period, Combined] = {}

    @property
    def carries(self) -> bool:
        """Tell whether the newest part stands for the whole period (a balance, a head count)."""
        return self.about.combine is Combine.LAST

    def at(self, period: Period) -> Combined:
        """The input's value in ``period``, from all its parts."""
        found = self._memo.get(period)
        if found is None:
            own = period.frequency is self.frequency
            found = self._own(period) if own else self.over(parts_of(period, self.frequency))
            self._memo[period] = found
        return found

    def _own(self, period: Period) -> Combined:
        """The number of a period of the input's own: it stands as it is, whatever it weighs in a longer one."""
        return combine([self.known(period)], Combine.LAST)

    def over(self, parts: Sequence[Period]) -> Combined:
        """The input's value over the given parts of its own frequency."""
        cells = [self.known(part) for part in parts]
        if self.about.combine is not Combine.WEIGHTED_MEAN:
            return combine(cells, self.about.combine)
        return combine(cells, self.about.combine, [self._weight(part) for part in parts])

    def counts(self, part: Period) -> bool:
        """Tell whether nothing is missing of a part: neither its number nor, in a weighted mean, the weight of it."""
        if part not in self.values:
            return False
        return self.about.combine is not Combine.WEIGHTED_MEAN or self._weight(part) is not None

    def known(self, part: Period) -> Cell:
        """What is known of one part: its cell, or the opening balance."""
        cell = self.values.get(part)
        if cell is None and self.opening is not None and part == self.opening[0]:
            return self.opening[1]
        return cell

    def told(self) -> Iterable[Period]:
        """The periods of which anything is known: a cell, or the opening balance."""
        return self.values if self.opening is None else [*self.values, self.opening[0]]

    def _weight(self, part: Period) -> Cell:
        if self.weights is None or self.weights is self:
            return None
        if self.weights.frequency is part.frequency:
            return self.weights.known(part)
        found = self.weights.at(part)
        return found.value if found.complete else None


def begun(numbers: Series, day: dt.date) -> Series:
    """The numbers of the periods that have begun on ``day``; the same object where that is all of them."""
    if isinstance(numbers, Column):
        return numbers.begun(day)
    if not numbers or next(reversed(numbers)).first <= day:
        return numbers
    return {period: number for period, number in numbers.items() if period.first <= day}


def _opening(about: Input, day: dt.date | None) -> tuple[Period, float] | None:
    """The opening balance of an input and its period, if there is a usable one that is known on ``day``."""
    if about.opening is None or about.opening_period is None:
        return None
    try:
        period = Period.from_code(about.opening_period)
    except BadPeriod:  # written by somebody else's program
        return None
    known = period.frequency is about.frequency and (day is None or period.first <= day)
    return (period, about.opening) if known else None


def total_of_members(about: Input, own: Mapping[Period, Value], members: Iterable[Mapping[Period, Value]]) -> dict[
    Period, Value
]:  # fmt: skip
    """The series of an input that is split by a dimension: what was entered as the total, else the members' sum.

    The sum counts only where each member that has begun is known or does not apply; a member begins with
    its first number. Members that don't add up leave only what was entered.
    """
    if not about.members_add:
        return dict(own)
    begun = [(min(series), series) for series in members if series]
    periods = sorted({period for _first, series in begun for period in series} | set(own))
    found: dict[Period, Value] = {}
    for period in periods:
        total = own.get(period)
        if total is None:
            total = _sum_of([series.get(period) for first, series in begun if first <= period])
        if total is not None:
            found[period] = total
    return found


def _sum_of(cells: Sequence[Cell]) -> Value | None:
    if None in cells:
        return None
    known = [cell for cell in cells if isinstance(cell, float | int)]
    return _total(known) if known else Mark.NOT_APPLICABLE
