"""Axes: round tick values and labels that do not collide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_step(span: float, count: int) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that cuts ``span`` in about ``count``."""
    if span <= 0 or not math.isfinite(span):
        return 1.0
    raw = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    for step in _STEPS:
        if raw <= step * power * (1 + 1e-9):
            return step * power
    return 10 * power


def nice_ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round values from ``low`` to ``high``, about ``count`` of them, never outside."""
    if not (math.isfinite(low) and math.isfinite(high)) or high < low:
        return ()
    if high == low:
        return (low,)
    step = nice_step(high - low, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(_tidy(i * step, step) for i in range(first, last + 1))


def decimals_for(ticks: Sequence[float], most: int = 6) -> int:
    """The fewest decimals that tell all ``ticks`` apart exactly."""
    for decimals in range(most):
        if all(abs(round(t, decimals) - t) < 1e-9 * max(1.0, abs(t)) for t in ticks):
            return decimals
    return most


def padded_range(values: Iterable[float], *, zero: bool = False, pad: float = 0.08) -> tuple[float, float]:
    """A range that holds every value with some air; a single value gets a range of its own size."""
    known = list(filter(math.isfinite, values))
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    if zero and low >= 0 and low < 0.6 * high:
        return 0.0, high * (1 + pad)
    span = high - low
    if span <= max(abs(high), abs(low)) * 1e-6:
        span = abs(high) * 0.2 or 1.0
        return low - span / 2, high + span / 2
    return low - span * pad, high + span * pad


def push_labels(ys: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels as little as possible so that neighbours are ``gap`` apart, within ``low``–``high``.

    Keeps their order and the order of the list. Where there is not room for all they are spread
    evenly over the range.
    """
    if not ys:
        return []
    order = sorted(range(len(ys)), key=lambda i: (ys[i], i))
    if gap * (len(ys) - 1) > high - low:
        step = (high - low) / max(len(ys) - 1, 1)
        placed = [low + step * i for i in range(len(ys))]
    else:
        placed = _spread([min(max(ys[i], low), high) for i in order], gap, low, high)
    found = [0.0] * len(ys)
    for position, index in zip(placed, order, strict=True):
        found[index] = position
    return found


def _spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Join colliding labels into blocks centred on what they wanted (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []  # mean of (wanted - own offset), size
    for i, y in enumerate(wanted):
        blocks.append((y - gap * i, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m), (b, n) = blocks[-2:]
            blocks[-2:] = [((a * m + b * n) / (m + n), m + n)]
    bases = [base for base, size in blocks for _ in range(size)]
    top = high - gap * (len(wanted) - 1)
    return [min(max(base, low), top) + gap * i for i, base in enumerate(bases)]


def _tidy(value: float, step: float) -> float:
    return round(value, max(0, 1 - math.floor(math.log10(step)))) + 0.0
