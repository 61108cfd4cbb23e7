"""What a trend chart says, for screen and paper alike: one frozen value with everything in place.

x is the index of the period (0 … n−1), a period reaches from i − 0.5 to i + 0.5; y is the number
itself. The surface decides pixels, colours and fonts, never what is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kpidesk import format as fmt
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import Direction, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rounding import decimals_apart
from kpidesk.domain.status import Goal, make_goal
from kpidesk.text import _
from kpidesk.viz import axes
from kpidesk.viz.labels import Lines, end_labels, limits_text, target_end
from kpidesk.viz.reads import Aim, Axis, Beside, ChartFigures, ChartPoint, ForecastPoint
from kpidesk.viz.scale import decimals_for, nice_ticks, padded_range, push_labels
from kpidesk.viz.spec import BreakMark, ChartSpec, EndLabel, ForecastMark, LimitSegment, Note, NoteMark, RunBracket
from kpidesk.viz.zones import Goalposts, zones

__all__ = [
    "Axis",
    "Beside",
    "BreakMark",
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
    Frequency.DAY: 60,
    Frequency.WEEK: 26,
    Frequency.MONTH: 15,
    Frequency.QUARTER: 9,
    Frequency.TERTIAL: 9,
    Frequency.HALF_YEAR: 8,
    Frequency.YEAR: 5,
}
"""How many periods a chart shows when nobody asks for another number."""
USUAL = Axis()
"""The newest periods, as many as is usual."""
ALONE = Beside()
"""Nothing beside the numbers."""


def chart_spec(
    figures: ChartFigures, axis: Axis = USUAL, beside: Beside = ALONE, *, aim: Aim | None = None
) -> ChartSpec:
    """The chart of the periods on an axis, with what stands ``beside`` the numbers.

    Where the axis goes on after the last number, ``aim`` tells the goals; without it the last one stays.
    """
    cells = _window(figures, axis, aim)
    periods = tuple(c.period for c in cells)
    previous = tuple(beside.last_year.get(p) for p in periods)
    limits = _limits(figures, periods)
    ahead = _forecast(beside.forecast, cells)
    places = {period: x for x, period in enumerate(periods)}
    later = tuple((places[period], value) for period, value in beside.ahead if period in places)
    low, high = _extent(figures.kpi, cells, [*previous, *(value for _x, value in later)], limits, ahead)
    lines = zones([c.posts for c in cells], figures.kpi.direction, low, high)
    flags = lines.red_flag if _own_flag(cells, figures.kpi.direction) else ()
    last = cells[-1].posts if cells else Goalposts()
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
        x_ticks=axes.x_ticks(periods, axis.fiscal_start),
        x_groups=axes.x_groups(periods, axis.fiscal_start),
        target=lines.target,
        target_end=target_end(lines.target) if lines.target else None,
        target_high=lines.high,
        red_flag=flags,
        good_zone=lines.good,
        amber_zone=lines.amber,
        red_zone=lines.red,
        last_year=previous,
        limits=limits,
        signals=tuple(i for i, c in enumerate(cells) if c.signal),
        runs=_runs(figures, periods),
        notes=_notes(beside.notes, periods),
        end_labels=end_labels(
            Lines(replace(lines, red_flag=flags), limits, previous, ahead),
            last,
            partial(axes.short_value, divided_by=divisor, decimals=figures.kpi.decimals),
        ),
        reviewed=_reviewed(periods, axis.reviewed),
        description=_description(figures, cells, axis.fiscal_start),
        fiscal_start=axis.fiscal_start,
        decimals=figures.kpi.decimals,
        divisor=divisor,
        forecast=ahead,
        targets=tuple(c.posts.target for c in cells),
        masked=tuple(i for i, c in enumerate(cells) if c.masked),
        provisional=tuple(i for i, c in enumerate(cells) if c.provisional),
        breaks=_breaks(figures, periods),
        limits_text=limits_text(limits, figures.rules),
        x_label=_("Week") if figures.frequency is Frequency.WEEK else "",
        suggested=last.suggested,
        ahead=later,
    )


@dataclass(frozen=True)
class _Cell:
    period: Period
    value: float | None
    posts: Goalposts
    missing: bool
    signal: bool
    masked: bool = False
    provisional: bool = False


def _window(figures: ChartFigures, axis: Axis, aim: Aim | None) -> list[_Cell]:
    count, skip, until = axis.count or WINDOWS[figures.frequency], axis.skip, axis.until
    cells = [
        _Cell(
            p.period,
            p.value,
            Goalposts(p.target, p.high, p.red_flag, p.red_high, p.suggested, of_part(p, aim)),
            p.value is None and not p.not_applicable and not p.masked,
            p.signal,
            p.masked,
            p.provisional,
        )
        for p in figures.points[-(count + skip) :]
    ]
    while cells and until is not None and cells[-1].period.next().anchor <= until and len(cells) < 10_000:
        period = cells[-1].period.next()
        cells.append(_Cell(period, None, cells[-1].posts if aim is None else _posts(aim(period)), False, False))
    shown = cells[: len(cells) - skip] if skip else cells
    return shown[-count:]


def of_part(point: ChartPoint, aim: Aim | None) -> bool:
    """Tell whether a point's goal is that of the parts that are in, and not the whole period's."""
    if not point.provisional or point.target is None:
        return False
    whole = None if aim is None else aim(point.period)
    return whole is None or not close(whole.value, point.target)


def _posts(goal: Goal | None) -> Goalposts:
    if goal is None:
        return Goalposts()
    return Goalposts(goal.value, goal.high, goal.red_flag, goal.red_high, goal.suggested)


def _limits(figures: ChartFigures, periods: tuple[Period, ...]) -> tuple[LimitSegment, ...]:
    """The stretches with limits of their own that lie in the window; each ends where the next begins."""
    if not periods:
        return ()
    found = []
    for number, segment in enumerate(figures.segments):
        after = figures.segments[number + 1].first if number + 1 < len(figures.segments) else None
        start = max(-0.5, _place(periods, segment.first) - 0.5)
        end = len(periods) - 0.5
        if after is not None or segment.last is not None:
            border = _place(periods, after) - 0.5 if after is not None else _place(periods, segment.last) + 0.5
            end = min(end, border)
        if start < end:
            own = segment.limits
            found.append(LimitSegment(start, end, own.mean, own.lower, own.upper, own.provisional))
    return tuple(found)


def _place(periods: tuple[Period, ...], period: Period | None) -> int:
    """Where a period lies in the window; before its beginning and after its end counted on by one."""
    if period is None or period.first > periods[-1].first:
        return len(periods)
    return next((i for i, shown in enumerate(periods) if shown.first >= period.first), len(periods)) - (
        period.first < periods[0].first
    )


def _breaks(figures: ChartFigures, periods: tuple[Period, ...]) -> tuple[BreakMark, ...]:
    index = {period: i for i, period in enumerate(periods)}
    return tuple(BreakMark(index[p], _("new calculation")) for p in figures.breaks if index.get(p, 0) > 0)


def _own_flag(cells: list[_Cell], direction: Direction) -> bool:
    """Tell whether a red flag was chosen: the one that nobody has chosen is told by the field alone."""
    return any(
        c.posts.target is not None and c.posts.red_flag is not None and not _is_usual(c.posts, direction) for c in cells
    )


def _is_usual(posts: Goalposts, direction: Direction) -> bool:
    """Tell whether the flag lies where it does by itself (figures/README: Status), by the one rule of ties."""
    usual = None if posts.target is None else make_goal(posts.target, direction, posts.high).red_flag
    return usual is not None and posts.red_flag is not None and close(posts.red_flag, usual)


def _extent(
    kpi: Kpi,
    cells: list[_Cell],
    others: Sequence[float | None],
    limits: tuple[LimitSegment, ...],
    ahead: tuple[ForecastMark, ...],
) -> tuple[float, float]:
    """The values to make room for; the red flag joins only when it lies near the numbers."""
    shown = [v for c in cells for v in (c.value, c.posts.target, c.posts.high) if v is not None]
    shown += [v for v in others if v is not None]
    shown += [v for s in limits for v in (s.lower, s.upper)]
    shown += [v for f in ahead for v in (f.low, f.high)]
    flags = [c.posts.red_flag for c in cells if c.posts.red_flag is not None]
    if shown and flags:
        span = (max(shown) - min(shown)) or abs(max(shown)) or 1.0
        shown += [f for f in flags if min(shown) - span <= f <= max(shown) + span]
    low, high = padded_range(shown, zero=kpi.unit == "count")
    numbers = [v for c in cells for v in (c.value, c.posts.target) if v is not None] + [f.low for f in ahead]
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
    placed = sorted(((i, n) for n in notes for i in _places(n.period, periods)), key=lambda pair: pair[0])
    return tuple(NoteMark(x, note.text, note.author, note.day) for x, note in placed)


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


def _reviewed(periods: tuple[Period, ...], days: tuple[dt.date, dt.date] | None) -> tuple[int, int] | None:
    if days is None:
        return None
    inside = [i for i, p in enumerate(periods) if days[0] <= p.anchor <= days[1]]
    return (inside[0], inside[-1]) if inside else None


def _description(figures: ChartFigures, cells: list[_Cell], fiscal_start: int) -> str:
    """The signal sentence, the last number and the target, in words."""
    known = [c for c in cells if c.value is not None]
    kpi = figures.kpi
    if not known:
        return _("{name}: no numbers yet.").format(name=kpi.name)
    last = known[-1]
    assert last.value is not None
    goal = last.posts.target
    places = kpi.decimals if goal is None else decimals_apart(last.value, goal, kpi.decimals)
    parts = [
        _("{name}: {value} in {period}.").format(
            name=kpi.name,
            value=fmt.with_unit(last.value, kpi.unit, places),
            period=fmt.period_name(last.period, fiscal_start),
        )
    ]
    if last.posts.target is not None:
        target = fmt.with_unit(last.posts.target, kpi.unit, places)
        words = _("Suggested target {value}.") if last.posts.suggested else _("Target {value}.")
        parts.append(words.format(value=target))
    if figures.sentence is not None:
        parts.append(str(figures.sentence))
    return " ".join(parts)
