"""A trend chart as one frozen value: what the window and the report paint.

x is the index of the period (0 … n−1), a period reaches from i − 0.5 to i + 0.5; y is the number
itself. The surface decides pixels, colours and fonts, never what is shown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kpidesk.domain.period import Period
from kpidesk.viz.zones import Line


@dataclass(frozen=True)
class Note:
    """A note on a period, as given to ``chart_spec``."""

    period: Period
    text: str
    author: str = ""
    day: dt.date | None = None


@dataclass(frozen=True)
class ForecastMark:
    """A forecast in its place, always drawn after the last known value."""

    x: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class NoteMark:
    """A note in its place."""

    x: int
    text: str
    author: str = ""
    day: dt.date | None = None


@dataclass(frozen=True)
class LimitSegment:
    """Natural limits from ``x0`` to ``x1``."""

    x0: float
    x1: float
    mean: float
    lower: float
    upper: float
    provisional: bool


@dataclass(frozen=True)
class RunBracket:
    """A run of points that signals together, with the words for it."""

    x0: int
    x1: int
    text: str


@dataclass(frozen=True)
class BreakMark:
    """Where a changed definition starts: the line is broken before ``x``."""

    x: int
    text: str


@dataclass(frozen=True)
class EndLabel:
    """A line's name at the right edge; ``role``: path, flag, limit, previous or forecast."""

    y: float
    text: str
    role: str


@dataclass(frozen=True)
class ChartSpec:
    """A chart, ready to be painted.

    ``missing`` are indices whose number is due but absent (dashed ring). ``target``, ``red_flag``
    are polylines and the zones polygons in (x, y); ``targets`` are the goals one by one. ``masked`` are
    indices whose number is hidden, ``provisional`` those that lack parts. ``reviewed`` is the first and
    last index of the period under review. ``limits_text`` says by which rules signals are found, and
    whether the limits are provisional.
    ``suggested`` tells that nobody has confirmed the target: its line is dotted and has no fields beside it.
    ``ahead`` are numbers of periods that have not begun, as (index, value); they belong to no line.
    ``description`` is the sentence for those who cannot see the chart. ``name`` names it with the periods that it
    shows, and ``told`` says more of it where that can be asked for: where it goes, lowest and highest, what lacks.
    """

    unit_label: str
    periods: tuple[Period, ...]
    values: tuple[float | None, ...]
    missing: tuple[int, ...]
    y_low: float
    y_high: float
    y_ticks: tuple[tuple[float, str], ...]
    x_ticks: tuple[tuple[int, str], ...]
    x_groups: tuple[tuple[float, float, str], ...]
    target: tuple[Line, ...]
    target_end: float | None
    target_high: tuple[Line, ...]
    red_flag: tuple[Line, ...]
    good_zone: tuple[Line, ...]
    amber_zone: tuple[Line, ...]
    red_zone: tuple[Line, ...]
    last_year: tuple[float | None, ...]
    limits: tuple[LimitSegment, ...]
    signals: tuple[int, ...]
    runs: tuple[RunBracket, ...]
    notes: tuple[NoteMark, ...]
    end_labels: tuple[EndLabel, ...]
    reviewed: tuple[int, int] | None
    description: str
    decimals: int = 0
    divisor: float = 1.0
    forecast: tuple[ForecastMark, ...] = ()
    targets: tuple[float | None, ...] = ()
    masked: tuple[int, ...] = ()
    provisional: tuple[int, ...] = ()
    breaks: tuple[BreakMark, ...] = ()
    limits_text: tuple[str, ...] = ()
    x_label: str = ""
    fiscal_start: int = 1
    suggested: bool = False
    ahead: tuple[tuple[int, float], ...] = ()
    unit: str = ""
    name: str = ""
    told: str = ""
