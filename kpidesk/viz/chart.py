"""What a trend chart says, for screen and paper alike: one frozen value with everything in place.

x is the index of the period (0 … n−1), a period reaches from i − 0.5 to i + 0.5; y is the number
itself. The surface decides pixels, colours and fonts, never what is shown.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import _
from kpidesk.viz import axes
from kpidesk.viz.reads import ChartFigures, ForecastPoint
from kpidesk.viz.scale import decimals_for, nice_ticks, padded_range, push_labels
from kpidesk.viz.zones import Goalposts, Line, Zones, zones

__all__ = [
    "ChartSpec",
    "EndLabel",
    "LimitSegment",
    "Note",
    "NoteMark",
    "RunBracket",
    "chart_spec",
    "push_labels",
]

WINDOWS = {
    Frequency.DAY: 30,
    Frequency.WEEK: 26,
    Frequency.MONTH: 15,
    Frequency.QUARTER: 9,
    Frequency.TERTIAL: 9,
    Frequency.HALF_YEAR: 8,
    Frequency.YEAR: 5,
}
"""How many periods a chart shows when nobody asks for another number."""


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
    """A note in its place; ``row`` 0 is the upper of two staggered rows."""

    x: int
    text: str
    row: int
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
class EndLabel:
    """A line's name at the right edge; ``role``: path, flag, limit, previous or forecast."""

    y: float
    text: str
    role: str


@dataclass(frozen=True)
class ChartSpec:
    """A chart, ready to be painted.

    ``missing`` are indices whose number is due but absent (dashed ring). ``target``, ``red_flag``
    are polylines and the zones polygons in (x, y). ``reviewed`` is the first and last index of the
    period under review. ``description`` is the sentence for those who cannot see the chart.
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


def chart_spec(
    figures: ChartFigures,
    *,
    count: int | None = None,
    notes: Iterable[Note] = (),
    last_year: Mapping[Period, float] | None = None,
    until: dt.date | None = None,
    fiscal_start: int = 1,
    reviewed: tuple[dt.date, dt.date] | None = None,
    forecast: Iterable[ForecastPoint] = (),
) -> ChartSpec:
    """The chart of the last ``count`` periods (26 weeks, 15 months, 9 quarters, 5 years by default).

    ``last_year`` maps each shown period to the value one year before it. ``until`` carries the axis
    on to that day, with the target going on as it goes. ``reviewed`` marks the days under review.
    ``forecast`` is drawn where the axis reaches, after the last known value.
    """
    cells = _window(figures, count or WINDOWS[figures.frequency], until)
    periods = tuple(c.period for c in cells)
    previous = tuple((last_year or {}).get(p) for p in periods)
    limits = _limits(figures, periods)
    ahead = _forecast(forecast, cells)
    low, high = _extent(figures.kpi, cells, previous, limits, ahead)
    lines = zones([c.posts for c in cells], figures.kpi.direction, low, high)
    divisor = axes.divisor(figures.kpi.unit, max(abs(low), abs(high)))
    values = tuple(c.value for c in cells)
    return ChartSpec(
        unit_label=axes.unit_label(figures.kpi.unit, figures.frequency, divisor),
        periods=periods,
        values=values,
        missing=tuple(i for i, c in enumerate(cells) if c.missing),
        y_low=low,
        y_high=high,
        y_ticks=_y_ticks(low, high, divisor),
        x_ticks=axes.x_ticks(periods, fiscal_start),
        x_groups=axes.x_groups(periods, fiscal_start),
        target=lines.target,
        target_end=_target_end(lines.target) if lines.target else None,
        target_high=lines.high,
        red_flag=lines.red_flag,
        good_zone=lines.good,
        amber_zone=lines.amber,
        red_zone=lines.red,
        last_year=previous,
        limits=limits,
        signals=tuple(i for i, c in enumerate(cells) if c.signal),
        runs=_runs(figures, periods),
        notes=_notes(notes, periods),
        end_labels=_end_labels(lines, limits, previous, ahead, divisor, figures.kpi.decimals),
        reviewed=_reviewed(periods, reviewed),
        description=_description(figures, cells),
        decimals=figures.kpi.decimals,
        divisor=divisor,
        forecast=ahead,
    )


@dataclass(frozen=True)
class _Cell:
    period: Period
    value: float | None
    posts: Goalposts
    missing: bool
    signal: bool


def _window(figures: ChartFigures, count: int, until: dt.date | None) -> list[_Cell]:
    cells = [
        _Cell(
            p.period,
            p.value,
            Goalposts(p.target, p.high, p.red_flag),
            p.value is None and not p.not_applicable,
            p.signal,
        )
        for p in figures.points
    ]
    while cells and until is not None and cells[-1].period.next().anchor <= until and len(cells) < 10_000:
        cells.append(_Cell(cells[-1].period.next(), None, _carried_on(cells), False, False))
    return cells[-count:]


def _carried_on(cells: list[_Cell]) -> Goalposts:
    """The goal one period further: the same, or one step on where the last three lie on a line."""
    last = cells[-1].posts
    if len(cells) < 3:
        return last

    def on(name: str) -> float | None:
        a, b, c = (getattr(cell.posts, name) for cell in cells[-3:])
        if a is None or b is None or c is None or a == b:
            return getattr(last, name)  # type: ignore[no-any-return]
        straight = abs((c - b) - (b - a)) <= 1e-6 * max(abs(c), abs(b), 1e-12)
        return float(c + (c - b)) if straight else float(c)

    return Goalposts(on("target"), on("high"), on("red_flag"))


def _limits(figures: ChartFigures, periods: tuple[Period, ...]) -> tuple[LimitSegment, ...]:
    found = figures.limits
    if found is None or not periods:
        return ()
    return (LimitSegment(-0.5, len(periods) - 0.5, found.mean, found.lower, found.upper, found.provisional),)


def _extent(
    kpi: Kpi,
    cells: list[_Cell],
    previous: tuple[float | None, ...],
    limits: tuple[LimitSegment, ...],
    ahead: tuple[ForecastMark, ...],
) -> tuple[float, float]:
    """The values to make room for; the red flag joins only when it lies near the numbers."""
    shown = [v for c in cells for v in (c.value, c.posts.target, c.posts.high) if v is not None]
    shown += [v for v in previous if v is not None]
    shown += [v for s in limits for v in (s.lower, s.upper)]
    shown += [v for f in ahead for v in (f.low, f.high)]
    flags = [c.posts.red_flag for c in cells if c.posts.red_flag is not None]
    if shown and flags:
        span = (max(shown) - min(shown)) or abs(max(shown)) or 1.0
        shown += [f for f in flags if min(shown) - span <= f <= max(shown) + span]
    low, high = padded_range(shown, zero=kpi.unit == "count")
    numbers = [v for c in cells for v in (c.value, c.posts.target) if v is not None]
    if numbers and min(numbers) >= 0 > low:
        low = 0.0
    if kpi.unit == "percent" and numbers and max(numbers) <= 100 < high:
        high = 100.0 + (100.0 - low) * 0.03
    return low, high


def _y_ticks(low: float, high: float, divisor: float) -> tuple[tuple[float, str], ...]:
    ticks = nice_ticks(low / divisor, high / divisor, 6)
    decimals = decimals_for(ticks, 4)
    return tuple((t * divisor, fmt.number(t, decimals)) for t in ticks)


def _runs(figures: ChartFigures, periods: tuple[Period, ...]) -> tuple[RunBracket, ...]:
    index = {p: i for i, p in enumerate(periods)}
    found = []
    for run in figures.signals:
        if run.first == run.last or run.last not in index:
            continue
        text = str(run.sentence).rstrip(".")
        found.append(RunBracket(index.get(run.first, 0), index[run.last], text))
    return tuple(found)


def _notes(notes: Iterable[Note], periods: tuple[Period, ...]) -> tuple[NoteMark, ...]:
    """Notes in their places; a note on a shorter period stands at the one that holds it."""
    marks: list[NoteMark] = []
    placed = sorted(((i, n) for n in notes for i in _places(n.period, periods)), key=lambda pair: pair[0])
    for x, note in placed:
        near = bool(marks) and x - marks[-1].x <= max(2, len(periods) // 6)
        row = 1 - marks[-1].row if near else 0
        marks.append(NoteMark(x, note.text, row, note.author, note.day))
    return tuple(marks)


def _places(period: Period, periods: tuple[Period, ...]) -> list[int]:
    for i, shown in enumerate(periods):
        if shown.first <= period.anchor <= shown.last:
            return [i]
    return []


def _forecast(forecast: Iterable[ForecastPoint], cells: list[_Cell]) -> tuple[ForecastMark, ...]:
    index = {c.period: i for i, c in enumerate(cells)}
    last = max((i for i, c in enumerate(cells) if c.value is not None), default=-1)
    found = [ForecastMark(index[f.period], f.value, f.low, f.high) for f in forecast if f.period in index]
    return tuple(mark for mark in found if mark.x > last)


def _sloping(line: Line) -> bool:
    return any(a[0] != b[0] and a[1] != b[1] for a, b in itertools.pairwise(line))


def _target_end(lines: tuple[Line, ...]) -> float:
    """The target of the last period that has one; a path's line goes on for half a period more."""
    last = lines[-1]
    return last[-2][1] if _sloping(last[-2:]) else last[-1][1]


def _end_labels(
    lines: Zones,
    limits: tuple[LimitSegment, ...],
    previous: tuple[float | None, ...],
    ahead: tuple[ForecastMark, ...],
    divisor: float,
    decimals: int,
) -> tuple[EndLabel, ...]:
    def label(y: float, words: str, role: str) -> EndLabel:
        return EndLabel(y, words.format(value=axes.short_value(y, divisor, decimals)), role)

    found = []
    if lines.target:
        words = _("Target path {value}") if _sloping(lines.target[-1]) else _("Target {value}")
        found.append(label(_target_end(lines.target), words, "path"))
    if ahead:
        found.append(label(ahead[-1].value, _("Forecast {value}"), "forecast"))
    if lines.high:
        found.append(label(lines.high[-1][-1][1], _("Highest {value}"), "path"))
    if lines.red_flag:
        found.append(label(lines.red_flag[-1][-1][1], _("Red flag {value}"), "flag"))
    for segment in limits:
        found.append(label(segment.upper, _("Upper limit {value}"), "limit"))
        found.append(label(segment.mean, _("Mean {value}"), "limit"))
        found.append(label(segment.lower, _("Lower limit {value}"), "limit"))
    if previous and previous[-1] is not None:
        found.append(label(previous[-1], _("Last year {value}"), "previous"))
    return tuple(found)


def _reviewed(periods: tuple[Period, ...], days: tuple[dt.date, dt.date] | None) -> tuple[int, int] | None:
    if days is None:
        return None
    inside = [i for i, p in enumerate(periods) if days[0] <= p.anchor <= days[1]]
    return (inside[0], inside[-1]) if inside else None


def _description(figures: ChartFigures, cells: list[_Cell]) -> str:
    """The signal sentence, the last number and the target, in words."""
    known = [c for c in cells if c.value is not None]
    kpi = figures.kpi
    if not known:
        return _("{name}: no numbers yet.").format(name=kpi.name)
    last = known[-1]
    assert last.value is not None
    parts = [
        _("{name}: {value} in {period}.").format(
            name=kpi.name,
            value=fmt.with_unit(last.value, kpi.unit, kpi.decimals),
            period=fmt.period_name(last.period),
        )
    ]
    if last.posts.target is not None:
        target = fmt.with_unit(last.posts.target, kpi.unit, kpi.decimals)
        parts.append(_("Target {value}.").format(value=target))
    if figures.sentence is not None:
        parts.append(str(figures.sentence))
    return " ".join(parts)
