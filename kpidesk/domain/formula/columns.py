"""A formula over many periods at once, where it reads nothing but numbers of the period itself.

Each operation is the one that ``evaluate`` makes period by period, in the same order, so that the values are the same
to the last bit. Why there is none in a period is for ``evaluate`` to tell.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence

from kpidesk.domain.formula.evaluate import apply
from kpidesk.domain.formula.tree import Binary, Name, Negative, Node, Number
from kpidesk.text import Message

Values = Sequence[float | None]
OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def goes_by_columns(node: Node) -> bool:
    """Tell whether a formula adds, subtracts, multiplies and divides numbers of one period, and no more."""
    match node:
        case Name() | Number():
            return True
        case Negative(of):
            return goes_by_columns(of)
        case Binary(_, left, right):
            return goes_by_columns(left) and goes_by_columns(right)
        case _:
            return False


def evaluate_columns(node: Node, columns: Mapping[str, Values], length: int) -> Values:
    """The values of such a formula in each of ``length`` periods, from those of its inputs; empty where it has none."""
    match node:
        case Name(key):
            return columns[key]
        case Number(value):
            return [value] * length
        case Negative(of):
            return [None if value is None else -value for value in evaluate_columns(of, columns, length)]
        case Binary(sign, left, right):
            return _applied(sign, evaluate_columns(left, columns, length), evaluate_columns(right, columns, length))
    raise TypeError(type(node).__name__)


def _applied(sign: str, left: Values, right: Values) -> Values:
    """In one step where each period has both numbers and a result that can be held."""
    try:
        found: list[float] = list(map(OPERATIONS[sign], left, right))  # type: ignore[arg-type]  # a blank raises
    except (TypeError, ZeroDivisionError):
        return list(map(_one(sign), left, right))
    return found if math.isfinite(sum(found)) else list(map(_one(sign), left, right))


def _one(sign: str) -> Callable[[float | None, float | None], float | None]:
    def one(left: float | None, right: float | None) -> float | None:
        if left is None or right is None:
            return None
        found = apply(sign, left, right)
        return None if isinstance(found, Message) else found

    return one
