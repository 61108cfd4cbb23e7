"""The middle of some values. ``statistics`` says the same, and takes longer to load than a start has to give."""

from __future__ import annotations

from collections.abc import Iterable


def median(values: Iterable[float]) -> float:
    """The middle one, or the mean of the two in the middle; raises ``ValueError`` where there is none."""
    known = sorted(values)
    if not known:
        raise ValueError("nothing has a middle in it")
    half = len(known) // 2
    return known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2
