"""When two numbers count as equal, and which of two is the greater (figures/README: Equal numbers).

Computed numbers carry dust: 0.3 − 0.1 is a hair less than 0.2, and the mean of eight times 7.7 is not 7.7. So
everything that judges (a goal, a red flag, a band, a natural limit, a mean, a pass mark) compares here. Values
within 1e-9 of the greater one's size are equal. Around 0 there is no such size; there a difference below 1e-9
is dust, and ``scale`` may name the size of the numbers that a value was made from.
"""

from __future__ import annotations

import math

TOLERANCE = 1e-9
"""Relative to the greater of the two, or to the scale."""
DUST = 1e-9
"""What sums that come to nothing may leave; no quantity of a business is as small."""


def tolerance(scale: float) -> float:
    """How far apart two numbers of the size ``scale`` may lie and still be equal."""
    return max(DUST, TOLERANCE * abs(scale))


def close(a: float, b: float, scale: float = 0.0) -> bool:
    """Tell whether two numbers count as equal; an infinite one equals only itself."""
    return math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=tolerance(scale))


def same(a: float | None, b: float | None) -> bool:
    """Tell whether both count as equal, or both are missing."""
    return a is b if a is None or b is None else close(a, b)


def above(a: float, b: float, scale: float = 0.0) -> bool:
    """Tell whether ``a`` is greater than ``b`` and not equal to it."""
    return a > b and not close(a, b, scale)


def below(a: float, b: float, scale: float = 0.0) -> bool:
    """Tell whether ``a`` is less than ``b`` and not equal to it."""
    return a < b and not close(a, b, scale)


def at_least(a: float, b: float, scale: float = 0.0) -> bool:
    """Tell whether ``a`` is greater than ``b`` or equal to it."""
    return a >= b or close(a, b, scale)


def at_most(a: float, b: float, scale: float = 0.0) -> bool:
    """Tell whether ``a`` is less than ``b`` or equal to it."""
    return a <= b or close(a, b, scale)


def side(a: float, b: float, scale: float = 0.0) -> int:
    """+1 where ``a`` is above ``b``, −1 where it is below, 0 where they are equal."""
    return 0 if close(a, b, scale) else (a > b) - (a < b)
