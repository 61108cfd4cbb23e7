"""What a sparkline shows; painted by the window's delegates and by the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kpidesk.viz.scale import padded_range


class SparkPoint(Protocol):
    """The part of a figure's point that a sparkline reads."""

    @property
    def value(self) -> float | None:
        """The number, or None where there is none."""

    @property
    def target(self) -> float | None:
        """What was aimed for in that period."""

    @property
    def suggested(self) -> bool:
        """Whether nobody has confirmed that target."""

    @property
    def signal(self) -> bool:
        """Whether the point is a statistical signal."""


@dataclass(frozen=True)
class SparkSpec:
    """A word-sized chart: x is the index, a None breaks the line, y runs from ``low`` to ``high``.

    ``last_missing`` asks for a dashed ring at the end: the newest number is due but absent.
    ``band`` holds the natural limits, ``targets`` what was aimed for in each period; ``suggested`` tells that
    nobody has confirmed the last of them.
    """

    values: tuple[float | None, ...]
    last_missing: bool
    band: tuple[float, float] | None
    target: float | None
    targets: tuple[float | None, ...]
    signals: tuple[int, ...]
    low: float
    high: float
    suggested: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is neither a number nor a target to draw."""
        return all(each is None for each in (*self.values, *self.targets))


def spark_spec(
    points: Sequence[SparkPoint],
    *,
    count: int = 13,
    band: tuple[float, float] | None = None,
    last_missing: bool | None = None,
) -> SparkSpec:
    """A sparkline of the last ``count`` points; ``last_missing`` is read from them when not given.

    A lone number stands at its place in all of ``count`` periods: near the end, where others have their newest.
    """
    shown = list(points[max(0, len(points) - count) :])
    known = [p.value for p in shown]
    before = [None] * (count - len(shown) if len(known) - known.count(None) == 1 else 0)
    values, targets = (*before, *known), (*before, *[p.target for p in shown])
    target = targets[-1] if targets else None
    extent = [v for v in (*values, *targets, *(band or ())) if v is not None]
    low, high = padded_range(extent, pad=0.02)
    return SparkSpec(
        values=values,
        last_missing=bool(values) and values[-1] is None if last_missing is None else last_missing,
        band=band,
        target=target,
        targets=targets,
        signals=tuple([i for i, p in enumerate(shown, start=len(before)) if p.signal]),
        low=low,
        high=high,
        suggested=bool(shown) and shown[-1].suggested,
    )
