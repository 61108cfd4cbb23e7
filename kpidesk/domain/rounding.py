"""Numbers rounded as a spreadsheet shows them: on their decimal text, halves away from zero.

See figures/README: Rounding.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from kpidesk.domain.comparing import close

SURE = 15
"""So many significant digits of a float are always those that were meant; what stands after them is binary dust."""
MOST = 9
"""No more decimals than these are shown, however near two numbers lie."""
CERTAIN = 1.5
"""Numbers that lie further apart than so many of the last decimal can't look alike: rounding moves each by a half."""
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)


def decimal_of(value: float, decimals: int = 0) -> Decimal:
    """``value`` with so many decimals: 42.5 is 43, 2.675 with two is 2.68, −0.5 is −1.

    The decimal text is the float's own; where its first fifteen digits are enough they decide, so that a quotient
    such as 57 / 200 · 100 (28.499999999999996) counts as the 28.5 that it is. What is no number stays so.
    """
    if not math.isfinite(value):
        return Decimal(value)
    return _WIDE.quantize(_text(value, decimals), _last(decimals))


def rounded(value: float, decimals: int = 0) -> float:
    """``decimal_of`` as a float; −0 becomes 0."""
    return float(decimal_of(value, decimals)) + 0.0


def own_decimals(value: float) -> int:
    """How many decimals a number has where it is written whole: 2 for 2.75, 0 for 300."""
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def decimals_apart(value: float, other: float, decimals: int) -> int:
    """The fewest decimals, from ``decimals`` up, with which unequal numbers and their difference look unequal.

    ``decimals`` themselves where the numbers are equal, or too small for that many decimals to tell them apart.
    """
    apart = abs(value - other)
    if apart > CERTAIN * 10.0**-decimals or close(value, other) or not math.isfinite(apart):
        return decimals
    for places in range(decimals, MOST + 1):
        if decimal_of(value, places) != decimal_of(other, places) and decimal_of(value - other, places):
            return places
    return decimals


def decimals_beyond(first: float, second: float, most: float, decimals: int) -> int:
    """The fewest decimals, from ``decimals`` up, with which the step between two numbers looks larger than ``most``.

    ``decimals`` themselves where it is not, or where no such decimals show it.
    """
    if not math.isfinite(first - second):
        return decimals
    for places in range(decimals, MOST + 1):
        if abs(decimal_of(first, places) - decimal_of(second, places)) > decimal_of(most, places):
            return places
    return decimals


def decimals_seen(value: float, decimals: int) -> int:
    """The fewest decimals, from ``decimals`` up, with which a number that is not 0 does not look like 0."""
    if value == 0 or not math.isfinite(value):
        return decimals
    return next((places for places in range(decimals, MOST + 1) if decimal_of(value, places)), decimals)


def all_sure(value: float, decimals: int) -> bool:
    """Tell whether every digit of a number written with so many decimals is the one that was meant.

    A float keeps fifteen of them: from 10 000 000 000 000,00 on an øre may be lost.
    """
    return abs(value) < 10.0 ** (SURE - max(0, decimals))


@cache
def _last(decimals: int) -> Decimal:
    """One of the last decimal shown."""
    return Decimal(1).scaleb(-max(0, decimals))


@cache
def _enough(decimals: int) -> float:
    """Below this so many decimals are among the digits that are sure, with one to round by."""
    return float(10.0 ** (SURE - 1 - max(0, decimals)))


def _text(value: float, decimals: int) -> Decimal:
    return Decimal(f"{value:.{SURE}g}" if abs(value) < _enough(decimals) else repr(float(value)))
