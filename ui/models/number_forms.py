"""A number in more than one length, for places that have no room for all of its digits.

What is left when the end of a number is cut is another number; a larger unit that is said is the same one, coarser.
The longest form comes first; where no larger unit helps there is but one.
"""

from __future__ import annotations

from kpidesk import format as fmt

Forms = tuple[str, ...]


def forms(value: float, unit: str, decimals: int = 0) -> Forms:
    """A number with its unit: ``1 284 500,25 kr``, ``1,28 mill. kr``."""
    return _apart(fmt.with_unit(value, unit, decimals), fmt.compact(value, unit, decimals))


def change_forms(difference: float, unit: str = "", decimals: int = 0) -> Forms:
    """A difference with its sign: ``+12 345 678``, ``+12,35 mill.``."""
    full = fmt.difference(difference, unit, decimals)
    if abs(difference) < fmt.MILLION:
        return (full,)
    return full, ("+" if difference > 0 else "") + fmt.compact(difference, "")


def band_forms(low: float, high: float, unit: str, decimals: int = 0) -> Forms:
    """From one edge to the other: ``1 200 000–1 300 000 kr``, ``1,20 mill.–1,30 mill. kr``."""
    full = fmt.joined(fmt.between(low, high, decimals), unit)
    return _apart(full, f"{fmt.compact(low, '', decimals)}–{fmt.compact(high, unit, decimals)}")


def _apart(full: str, short: str) -> Forms:
    return (full, short) if len(short) < len(full) else (full,)
