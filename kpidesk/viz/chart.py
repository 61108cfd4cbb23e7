"""What a trend chart says, for screen and paper alike: one frozen value with everything in place.

x is the index of the period (0 … n−1), a period reaches from i − 0.5 to i + 0.5; y is the number
itself. The surface decides pixels, colours and fonts, never what is shown.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from kpidesk import format as fmt
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import Direction
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rounding import decimals_apart
from kpidesk.domain.status import make_goal
from kpidesk.text import _
from kpidesk.viz import axes
from kpidesk.viz.extent import extent
from kpidesk.viz.labels import Lines, end_labels, limits_text, target_end
from kpidesk.viz.reads import Aim, Axis, Beside, ChartFigures, ForecastPoint
from kpidesk.viz.scale import decimals_for, nice_ticks, push_labels
from kpidesk.viz.spec import BreakMark, ChartSpec, EndLabel, ForecastMark, LimitSegment, Note, NoteMark, RunBracket
from kpidesk.viz.told import counts_told, course_told, say_of, usual_told
from kpidesk.viz.window import WINDOWS, Window, of_part, window_of
from kpidesk.viz.zones import Goalposts, zones

__all__ = [
    "ALONE",
    "WINDOWS",
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
    "of_part",
    "push_labels",
]

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
    window = window_of(figures, axis, aim)
    periods = window.periods
    previous = tuple(map(beside.last_year, periods))
    limits = _limits(figures, window)
    ahead = _forecast(beside.forecast, window)
    later = tuple((x, value) for period, value in beside.ahead if (x := window.place_of(period)) is not None)
    low, high = extent(figures.kpi, window, [*previous, *(value for _x, value in later)], limits, ahead)
    lines = zones(window.posts, figures.kpi.direction, low, high)
    chosen = _own_flag(window.goals, figures.kpi.direction)
    flags = tuple(line for line in lines.red_flag if chosen and any(low <= y <= high for _x, y in line))
    last = window.posts[-1] if window.posts else Goalposts()
    divisor = axes.divisor(figures.kpi.unit, max(abs(low), abs(high)))
    return ChartSpec(
        unit_label=axes.unit_label(figures.kpi.unit, figures.frequency, divisor),
        periods=periods,
        values=window.values,
        missing=window.missing,
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
        signals=window.signals,
        runs=_runs(figures, window),
        notes=_notes(beside.notes, window),
        end_labels=end_labels(
            Lines(replace(lines, red_flag=flags), limits, previous, ahead),
            last,
            partial(axes.short_value, divided_by=divisor, decimals=figures.kpi.decimals),
        ),
        reviewed=_reviewed(periods, axis.reviewed),
        description=_description(figures, window, axis.fiscal_start),
        fiscal_start=axis.fiscal_start,
        decimals=figures.kpi.decimals,
        divisor=divisor,
        forecast=ahead,
        targets=tuple(each.target for each in window.posts),
        masked=window.masked,
        provisional=window.provisional,
        breaks=_breaks(figures, window),
        limits_text=limits_text(limits, figures.rules),
        x_label=_("Week") if figures.frequency is Frequency.WEEK else "",
        suggested=last.suggested,
        ahead=later,
        unit=figures.kpi.unit,
        name=_name(figures, window, axis.fiscal_start),
        told=_told(figures, window, limits, axis.fiscal_start),
    )


def _limits(figures: ChartFigures, window: Window) -> tuple[LimitSegment, ...]:
    """The stretches with limits of their own that lie in the window; each ends where the next begins."""
    if not window.periods:
        return ()
    found = []
    for number, segment in enumerate(figures.segments):
        after = figures.segments[number + 1].first if number + 1 < len(figures.segments) else None
        start = max(-0.5, _place(window, segment.first) - 0.5)
        end = len(window.periods) - 0.5
        if after is not None:
            end = min(end, _place(window, after) - 0.5)
        elif segment.last is not None:
            end = min(end, _place(window, segment.last) + 0.5)
        if start < end:
            own = segment.limits
            lower, upper = figures.possible(own.lower), figures.possible(own.upper)
            found.append(LimitSegment(start, end, own.mean, lower, upper, own.provisional))
    return tuple(found)


def _place(window: Window, period: Period) -> int:
    """Where a period lies in the window; before its beginning and after its end counted on by one."""
    return window.place_from(period.first) - (period.first < window.periods[0].first)


def _breaks(figures: ChartFigures, window: Window) -> tuple[BreakMark, ...]:
    places = (window.place_of(period) for period in figures.breaks)
    return tuple(BreakMark(place, _("new calculation")) for place in places if place)


def _own_flag(goals: Iterable[Goalposts], direction: Direction) -> bool:
    """Tell whether a red flag was chosen: the one that nobody has chosen is told by the field alone."""
    return any(
        each.target is not None and each.red_flag is not None and not _is_usual(each, direction) for each in goals
    )


def _is_usual(posts: Goalposts, direction: Direction) -> bool:
    """Tell whether the flag lies where it does by itself (figures/README: Status), by the one rule of ties."""
    usual = None if posts.target is None else make_goal(posts.target, direction, posts.high).red_flag
    return usual is not None and posts.red_flag is not None and close(posts.red_flag, usual)


def _y_ticks(low: float, high: float, divisor: float) -> tuple[tuple[float, str], ...]:
    ticks = nice_ticks(low / divisor, high / divisor, 6)
    decimals = decimals_for(ticks, 4)
    return tuple((t * divisor, fmt.number(t, decimals)) for t in ticks)


def _runs(figures: ChartFigures, window: Window) -> tuple[RunBracket, ...]:
    found = []
    for run in figures.signals:
        last = window.place_of(run.last) if run.first != run.last else None
        if last is not None:
            text = str(run.sentence).rstrip(".")
            found.append(RunBracket(window.place_of(run.first) or 0, last, text))
    return tuple(found)


def _notes(notes: Iterable[Note], window: Window) -> tuple[NoteMark, ...]:
    """Notes in their places; a note on a shorter period stands at the one that holds it."""
    places = ((window.holding(note.period.anchor), note) for note in notes)
    placed = sorted(((x, note) for x, note in places if x is not None), key=lambda pair: pair[0])
    return tuple(NoteMark(x, note.text, note.author, note.day) for x, note in placed)


def _forecast(forecast: Iterable[ForecastPoint], window: Window) -> tuple[ForecastMark, ...]:
    """The forecasts that lie after the last known value."""
    places = ((window.place_of(each.period), each) for each in forecast)
    return tuple(
        ForecastMark(x, each.value, each.low, each.high) for x, each in places if x is not None and x > window.latest
    )


def _reviewed(periods: Sequence[Period], days: tuple[dt.date, dt.date] | None) -> tuple[int, int] | None:
    if days is None:
        return None
    first = bisect_left(periods, days[0], key=lambda period: period.anchor)
    last = bisect_right(periods, days[1], key=lambda period: period.anchor) - 1
    return (first, last) if first <= last else None


def _name(figures: ChartFigures, window: Window, fiscal_start: int) -> str:
    """The KPI, and from which period to which it is shown."""
    if not window.periods:
        return figures.kpi.name
    first, last = (fmt.period_name(window.periods[place], fiscal_start) for place in (0, -1))
    return f"{figures.kpi.name}, {first} – {last}"


def _told(figures: ChartFigures, window: Window, limits: Sequence[LimitSegment], fiscal_start: int) -> str:
    """All that is to be seen, in sentences."""
    said = [_description(figures, window, fiscal_start)]
    if window.latest >= 0:
        say = say_of(figures.kpi)

        def when(place: int) -> str:
            return fmt.period_name(window.periods[place], fiscal_start)

        usual = usual_told(limits[-1].lower, limits[-1].upper, say) if limits else ""
        counts = counts_told(len(window.missing), len(window.signals))
        said += [course_told(window.values, say, when), counts, usual]
    return " ".join(part for part in said if part)


def _description(figures: ChartFigures, window: Window, fiscal_start: int) -> str:
    """The signal sentence, the last number and the target, in words."""
    kpi = figures.kpi
    value = window.values[window.latest] if window.latest >= 0 else None
    if value is None:
        return _("{name}: no numbers yet.").format(name=kpi.name)
    posts = window.posts[window.latest]
    places = kpi.decimals if posts.target is None else decimals_apart(value, posts.target, kpi.decimals)
    parts = [
        _("{name}: {value} in {period}.").format(
            name=kpi.name,
            value=fmt.with_unit(value, kpi.unit, places),
            period=fmt.period_name(window.periods[window.latest], fiscal_start),
        )
    ]
    if posts.target is not None:
        target = fmt.with_unit(posts.target, kpi.unit, places)
        words = _("Suggested target {value}.") if posts.suggested else _("Target {value}.")
        parts.append(words.format(value=target))
    if figures.sentence is not None:
        parts.append(f"{figures.sentence}.")
    return " ".join(parts)
