"""What is drawn of more points than the surface has pixels, with every extreme among them.

A chart of ten years of days has several in each column of pixels. There an upright bar from the least to the greatest
of a column looks as the line through all of them does. What the chart says is not thinned: paper, table, the reading
under the pointer and the words for those who cannot see have every number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
CROWDED = 1.5
"""With more points than this to a column there are bars instead of a line."""


@dataclass(frozen=True)
class Bars:
    """A bar in each column of pixels that has points: which column, counted from the first, and how far it reaches."""

    columns: Places
    low: Numbers
    high: Numbers


def numbers(values: Sequence[float | None]) -> Numbers:
    """The values as an array; what is not known is no number."""
    return np.array(values, dtype=np.float64)


def runs(values: Numbers) -> list[Places]:
    """The places of the points that a line goes through, one array for each unbroken run."""
    known = np.flatnonzero(np.isfinite(values))
    return np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if known.size else []


def bars(values: Numbers, begins: Places) -> Bars | None:
    """A bar in each column, where points are crowded; ``begins`` are the places of the first point in each.

    A bar reaches to the last number of the column before it, as a line would, unless there is a gap between them.
    """
    if values.size <= CROWDED * begins.size:
        return None
    low, high = np.fmin.reduceat(values, begins), np.fmax.reduceat(values, begins)
    shown = np.flatnonzero(np.isfinite(low))
    if np.count_nonzero(np.isfinite(values)) <= CROWDED * shown.size:
        return None
    before, later = values[begins[1:] - 1], begins[1:]
    reached = np.where(np.isfinite(values[later]), before, np.nan)
    low[1:], high[1:] = np.fmin(low[1:], reached), np.fmax(high[1:], reached)
    return Bars(shown, low[shown], high[shown])


def marks(values: Numbers, columns: Places) -> Places:
    """The places of the marks to draw: in a column of pixels that has several, the lowest and the highest."""
    begins = _begins(columns)
    if begins.size == values.size:
        return np.arange(values.size)
    sizes = np.diff(begins, append=values.size)
    column, found = np.repeat(np.arange(begins.size), sizes), []
    for extreme in (np.minimum, np.maximum):
        places = np.flatnonzero(values == np.repeat(extreme.reduceat(values, begins), sizes))
        found.append(places[_begins(column[places])])
    return np.unique(np.concatenate(found))


def _begins(columns: Places) -> Places:
    """Where each column begins."""
    return np.flatnonzero(np.diff(columns, prepend=-1)) if columns.size else np.arange(0)
