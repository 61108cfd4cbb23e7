"""Evaluating a formula in a period: a number, or the reason why there is none.

No formula raises: a zero denominator, a missing number, a window that is not complete and a result
too large to hold all give a ``Message``.
"""

from __future__ import annotations

import math
from typing import Protocol

from kpidesk.domain.formula.tree import (
    Binary,
    Days,
    Earlier,
    Formula,
    Function,
    Name,
    Negative,
    Node,
    Number,
    Rolling,
)
from kpidesk.domain.period import Period
from kpidesk.text import Message, msg

Outcome = float | Message
"""A value, or why there is none."""

TOO_LARGE = msg("The result is too large to calculate with.").coded("too_large")
ZERO = msg("The calculation divides by 0.").coded("divides_by_zero")


class Reader(Protocol):
    """Where a formula finds its inputs and its calendar."""

    def amount(self, name: str, period: Period, beside: Period | None) -> Outcome:
        """The value of an input in a period, which is looked back at from ``beside`` where that is given."""
        ...

    def days(self, period: Period, beside: Period | None) -> int:
        """Calendar days in a period, likewise."""
        ...

    def last_own(self, period: Period) -> Period | None:
        """The last period of the KPI's own frequency in ``period``; empty where there is none."""
        ...


def evaluate(formula: Formula, period: Period, reader: Reader) -> Outcome:
    """The value of a formula in ``period``, or the reason why there is none."""
    return _Evaluation(reader).of(formula.root, period)


class _Evaluation:
    """One evaluation, which remembers what windows have in common."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._memo: dict[tuple[int, Period, Period | None], Outcome] = {}

    def of(self, node: Node, period: Period, beside: Period | None = None) -> Outcome:
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Name):
            return self._reader.amount(node.key, period, beside)
        key = (id(node), period, beside)
        if key not in self._memo:
            self._memo[key] = self._work_out(node, period, beside)
        return self._memo[key]

    def _work_out(self, node: Node, period: Period, beside: Period | None) -> Outcome:
        match node:
            case Days():
                return float(self._reader.days(period, beside))
            case Negative(of):
                inner = self.of(of, period, beside)
                return inner if isinstance(inner, Message) else -inner
            case Binary(sign, left, right):
                return apply(sign, self.of(left, period, beside), self.of(right, period, beside))
            case Function(name, of):
                return _function(name, [self.of(part, period, beside) for part in of])
            case Earlier(of, n):
                return self._earlier(of, n, period, beside or period)
            case Rolling(mean, of, n):
                return self._rolling(mean, of, n, period, beside)
        raise TypeError(type(node).__name__)

    def _earlier(self, node: Node, n: int, period: Period, beside: Period) -> Outcome:
        try:
            earlier = period.previous(n) if n else period.last_year()
        except (ValueError, OverflowError):  # before the calendar begins
            return msg("The calculation looks too far back.").coded("looks_too_far_back")
        return self.of(node, earlier, beside)

    def _rolling(self, mean: bool, node: Node, n: int, period: Period, beside: Period | None) -> Outcome:
        own = self._reader.last_own(period)
        if own is None:
            return msg("The calculation needs whole periods of the KPI’s own length.").coded("needs_whole_periods")
        values: list[float] = []
        try:
            window = [own.previous(back) for back in range(n)]
        except (ValueError, OverflowError):
            return msg("The calculation looks too far back.").coded("looks_too_far_back")
        for part in window:  # of one that ends earlier, its end is what stands beside the period looked back from
            found = self.of(node, part, beside if part == period else None)
            if isinstance(found, Message):
                return found
            values.append(found)
        return _checked(sum(values) / n if mean else sum(values))


def apply(sign: str, left: Outcome, right: Outcome) -> Outcome:
    """Two parts with ``+``, ``-``, ``*`` or ``/`` between them; the reason of the first that has no value."""
    if isinstance(left, Message):
        return left
    if isinstance(right, Message):
        return right
    match sign:
        case "+":
            return _checked(left + right)
        case "-":
            return _checked(left - right)
        case "*":
            return _checked(left * right)
        case _:
            return ZERO if right == 0 else _checked(left / right)


def _function(name: str, values: list[Outcome]) -> Outcome:
    numbers: list[float] = []
    for value in values:
        if isinstance(value, Message):
            return value
        numbers.append(value)
    if name == "abs":
        return abs(numbers[0])
    return min(numbers) if name == "min" else max(numbers)


def _checked(value: float) -> Outcome:
    return value if math.isfinite(value) else TOO_LARGE
