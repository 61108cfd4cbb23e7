"""A trend chart on paper, from the same ChartSpec as the window's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box, Spot
from kpidesk.report.drawing.marks import runs, status_shape
from kpidesk.report.drawing.style import EDGE, HAIRLINE, RING, RULE, SMALL, SMALL_STRONG, TICK, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import whole
from kpidesk.text import _
from kpidesk.viz.chart import ChartSpec
from kpidesk.viz.scale import push_labels
from kpidesk.viz.spec import EndLabel
from kpidesk.viz.tokens import PAPER

LABEL, LABEL_STRONG = SMALL, SMALL_STRONG
AXIS, AXIS_STRONG, AXIS_WORD = Face("regular", 6.8), Face("semibold", 6.8), Face("italic", 6.8)
LATEST = Face("semibold", 8.5)
NUMBER, LONG_NUMBER = Face("semibold", 6.8), Face("semibold", 5.6)
"""A note's number in its ring, with one digit or two."""
SERIES, LAST_YEAR = Pen(PAPER.accent, 1.6), Pen(PAPER.previous, 0.9)
PROVISIONAL, TO_PROVISIONAL = Pen(PAPER.accent, 0.9), Pen(PAPER.accent, 0.9, (2, 1.6))
"""Around a number that lacks parts, and from it to what is next to it."""
FORECAST, FORECAST_POINT, HATCH = Pen(PAPER.accent, 1.2, (2.4, 1.8)), Pen(PAPER.accent, 0.8), Pen(PAPER.secondary, 0.2)
TARGET, SUGGESTED = Pen(PAPER.ink, 0.8), Pen(PAPER.ink, 0.8, (0.8, 1.6))
DOTTED = Pen(PAPER.secondary, 0.45, (0.9, 1.5))
"""The red flag, and where something else begins: a definition, the forecast."""
MEAN, LIMIT = Pen(PAPER.tertiary, 0.4), Pen(PAPER.tertiary, 0.4, (3, 2.4))
TO_NOTE, MISSING = Pen(PAPER.secondary, 0.45), Pen(PAPER.secondary, 0.6, (1, 1))
SIGNAL, AROUND_LATEST = Pen(PAPER.signal, 0.9), Pen(PAPER.paper, 0.9)
GRID, GRID_ON_BANDS = HAIRLINE, Pen(PAPER.paper, 0.35)
LEAST_LEFT = 30.0
STEP = 0.8
SLANT = 4
"""Points between the places where a hatch is looked at, and of these from one stroke to the next."""
Point = tuple[float, float]
GAP = 8.5
"""The least distance between end labels."""


@dataclass(frozen=True)
class Plot:
    """The rectangle inside the axes and the way from numbers to points."""

    left: float
    top: float
    width: float
    height: float
    count: int
    low: float
    high: float

    @classmethod
    def of(cls, spec: ChartSpec, box: Box) -> Plot:
        """The plot of a chart that fills a place on the page."""
        return cls(box.x, box.y, box.w, box.h, len(spec.values), spec.y_low, spec.y_high)

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The axis."""
        return self.top + self.height

    def x(self, index: float) -> float:
        """Where a period's middle (or an edge, at ±0.5) lies."""
        return self.left + (index + 0.5) / max(self.count, 1) * self.width

    def y(self, value: float) -> float:
        """Where a number lies, kept inside the plot."""
        at = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.bottom - min(max(at, 0.0), 1.0) * self.height

    def spot(self, point: tuple[float, float]) -> Spot:
        """A point of the chart on the page."""
        return self.x(point[0]), self.y(point[1])


def axis_room(spec: ChartSpec) -> float:
    """How much room the numbers to the left of the plot need."""
    words = [text for _value, text in spec.y_ticks]
    return max([LEAST_LEFT, *(AXIS.width(text) + 7 for text in (*words, spec.x_label))])


def label_room(spec: ChartSpec, least: float) -> float:
    """How much room the names at the lines' ends need, to the right of the plot; half as much again at most."""
    return min(max([least, *(_face(e).width(e.text) for e in spec.end_labels)]), least * 1.5)


def _face(label: EndLabel) -> Face:
    return LABEL_STRONG if label.role in ("path", "forecast") else LABEL


def paint(surface: Surface, spec: ChartSpec, plot: Plot, latest: str, label_room: float) -> None:
    """Everything of the chart, back to front; call it inside a figure."""
    _bands(surface, spec, plot)
    _grid(surface, spec, plot)
    _axes(surface, spec, plot)
    _limits(surface, spec, plot)
    for run in runs(spec.last_year):
        if len(run) > 1:
            surface.polyline([plot.spot(p) for p in run], LAST_YEAR)
    _targets(surface, spec, plot)
    _forecast(surface, spec, plot)
    _note_rail(surface, spec, plot)
    _breaks(surface, spec, plot)
    _series(surface, spec, plot)
    _signals(surface, spec, plot)
    _latest(surface, spec, plot, latest)
    _end_labels(surface, spec, plot, label_room)


def _bands(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    for zone, color in (
        (spec.red_zone, PAPER.band_red),
        (spec.amber_zone, PAPER.band_amber),
        (spec.good_zone, PAPER.band_green),
    ):
        for polygon in zone:
            surface.polygon([plot.spot(p) for p in polygon], color)


def _grid(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    pen = GRID_ON_BANDS if spec.good_zone else GRID
    for value, text in spec.y_ticks:
        y = plot.y(value)
        surface.line((plot.left, y), (plot.right, y), pen)
        surface.text((plot.left - 5, y + 2.3), text, AXIS, PAPER.secondary, align="right")


def _axes(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    base = plot.bottom
    surface.line((plot.left, base), (plot.right, base), RING)
    free = -1e9
    if spec.x_label:
        surface.text((plot.left - 5, base + 9), spec.x_label, AXIS, PAPER.secondary, align="right")
    for index, text in spec.x_ticks:
        x, half = plot.x(index), AXIS.width(text) / 2
        if x - half < free or x + half > plot.right + 6:
            continue
        surface.text((x, base + 9), text, AXIS, PAPER.secondary, align="center")
        free = x + half + 5
    for x0, x1, text in spec.x_groups:
        left, right = plot.x(x0), plot.x(x1)
        surface.line((left, base), (left, base + 2.6), TICK)
        surface.line((left, base + 11.6), (left, base + 19), RULE)
        if AXIS_STRONG.width(text) + 5 < right - left:
            surface.text((left + 3, base + 18), text, AXIS_STRONG, PAPER.secondary)
    if spec.reviewed is not None:
        first, last = plot.x(spec.reviewed[0] - 0.5), plot.x(spec.reviewed[1] + 0.5)
        surface.rect(Box(first, base - 0.6, last - first, 2.4), fill=PAPER.ink)


def _limits(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    for segment in spec.limits:
        x0, x1 = plot.x(segment.x0), plot.x(segment.x1)
        surface.line((x0, plot.y(segment.mean)), (x1, plot.y(segment.mean)), MEAN)
        for edge in (e for e in (segment.lower, segment.upper) if plot.low <= e <= plot.high):
            surface.line((x0, plot.y(edge)), (x1, plot.y(edge)), LIMIT)


def _targets(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    for line in spec.red_flag:
        surface.polyline([plot.spot(p) for p in line], DOTTED)
    for line in (*spec.target, *spec.target_high):
        surface.polyline([plot.spot(p) for p in line], SUGGESTED if spec.suggested else TARGET)


def _breaks(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    """Where a changed definition starts, with the words for it at the foot of the plot."""
    for mark in spec.breaks:
        x = plot.x(mark.x - 0.5)
        surface.line((x, plot.top), (x, plot.bottom), DOTTED)
        surface.text((x + 3, plot.bottom - 4), mark.text, AXIS, PAPER.secondary)


def _note_rail(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    """Numbered circles above the plot, pushed apart, each with a line down to its point."""
    if not spec.notes:
        return
    wanted = [plot.x(n.x) for n in spec.notes]
    places = push_labels(wanted, 11, plot.left, plot.right)
    y = plot.top - 8
    for number, (note, x) in enumerate(zip(spec.notes, places, strict=True), 1):
        value = spec.values[note.x]
        end = plot.y(value) - 2 if value is not None else plot.bottom
        surface.polyline([(x, y + 4.6), (plot.x(note.x), plot.top), (plot.x(note.x), end)], TO_NOTE)
        number_circle(surface, number, x, y)


def number_circle(surface: Surface, number: int, x: float, y: float) -> None:
    """A note's number in a ring."""
    surface.circle((x, y), 4.6, fill=PAPER.paper, pen=RING)
    surface.text((x, y + 2.3), str(number), NUMBER if number < 10 else LONG_NUMBER, PAPER.ink, align="center")


def _series(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    whole = tuple(None if i in spec.provisional else v for i, v in enumerate(spec.values))
    for run in runs(whole, tuple(mark.x for mark in spec.breaks)):
        spots = [plot.spot(p) for p in run]
        if len(spots) > 1:
            surface.polyline(spots, SERIES)
        else:
            surface.circle(spots[0], 1.3, fill=PAPER.accent)
    if spec.reviewed is not None:
        for i in range(spec.reviewed[0], spec.reviewed[1] + 1):
            value = whole[i]
            if value is not None:
                surface.circle(plot.spot((i, value)), 1.7, fill=PAPER.accent)
    _provisional(surface, spec, plot)
    for i in spec.missing:
        surface.circle((plot.x(i), plot.bottom - 5), 2, pen=MISSING)
    for i in spec.masked:
        status_shape(surface, "hidden", plot.x(i) - 3, plot.bottom - 5, 6)


def _provisional(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    """Numbers that lack parts: hollow, and a thin dashed line to what is next to them."""
    values = spec.values
    hollow = [(x, value) for x in spec.provisional if (value := values[x]) is not None]
    for x, value in hollow:
        for other in (x - 1, x + 1):
            beside = values[other] if 0 <= other < len(values) else None
            if beside is not None and not (other in spec.provisional and other > x):
                surface.line(plot.spot((x, value)), plot.spot((other, beside)), TO_PROVISIONAL)
    for spot in hollow:
        surface.circle(plot.spot(spot), 1.7, fill=PAPER.paper, pen=PROVISIONAL)


def _forecast(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    """Dashed with hollow points from the last known value, over a hatched range."""
    known = [(i, v) for i, v in enumerate(spec.values) if v is not None]
    if not spec.forecast or not known:
        return
    x0, y0 = known[-1]
    surface.line((plot.x(x0 + 0.5), plot.top), (plot.x(x0 + 0.5), plot.bottom), DOTTED)
    _forecast_word(surface, plot, plot.x(x0 + 0.5))
    lows = [(x0, y0), *((f.x, f.low) for f in spec.forecast)]
    highs = [(x0, y0), *((f.x, f.high) for f in spec.forecast)]
    _hatch(surface, plot, lows, highs)
    spots = [plot.spot((x0, y0)), *(plot.spot((f.x, f.value)) for f in spec.forecast)]
    surface.polyline(spots, FORECAST)
    for spot in spots[1:]:
        surface.circle(spot, 1.5, fill=PAPER.paper, pen=FORECAST_POINT)


def _forecast_word(surface: Surface, plot: Plot, border: float) -> None:
    """The word at the top, to the right of the border where there is room, else to its left."""
    word = _("Forecast")
    if border + 3 + AXIS_WORD.width(word) <= plot.right:
        surface.text((border + 3, plot.top + 7), word, AXIS_WORD, PAPER.secondary)
    else:
        surface.text((border - 3, plot.top + 7), word, AXIS_WORD, PAPER.secondary, align="right")


def _hatch(surface: Surface, plot: Plot, lows: Sequence[Point], highs: Sequence[Point]) -> None:
    """Slanting strokes between two lines that begin and end together, cut where they leave the range."""
    left, right = plot.x(lows[0][0]), plot.x(lows[-1][0])
    columns = [left + STEP * i for i in range(int((right - left) / STEP) + 1)]
    floor, roof = _heights(plot, lows, columns), _heights(plot, highs, columns)
    lowest = max(floor)
    rise = int((lowest - min(roof)) / STEP)
    for first in range(-rise, len(columns), SLANT):
        inside = [
            i for i in range(max(first, 0), min(first + rise + 2, len(columns)))
            if roof[i] <= lowest - (i - first) * STEP <= floor[i]
        ]  # fmt: skip
        for run in _together(inside):
            ends = [(columns[i], lowest - (i - first) * STEP) for i in (run[0], run[-1])]
            surface.line(ends[0], ends[1], HATCH)


def _together(numbers: Sequence[int]) -> list[list[int]]:
    """Runs of numbers that follow each other, those of a single one left out."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [run for run in found if len(run) > 1]


def _heights(plot: Plot, line: Sequence[Point], columns: Sequence[float]) -> list[float]:
    """Where a line through chart points lies on the page at each of ``columns``, from left to right within it."""
    places = [plot.x(x) for x, _value in line]
    found, part = [], 0
    for x in columns:
        while part < len(line) - 2 and x > places[part + 1]:
            part += 1
        low, high = line[part][1], line[part + 1][1]
        at = (x - places[part]) / (places[part + 1] - places[part])
        found.append(plot.y(low + (high - low) * min(at, 1.0)))
    return found


def _signals(surface: Surface, spec: ChartSpec, plot: Plot) -> None:
    for i in spec.signals:
        value = spec.values[i]
        if value is not None:
            surface.circle(plot.spot((i, value)), 3.1, fill=PAPER.paper, pen=SIGNAL)
            surface.circle(plot.spot((i, value)), 1.3, fill=PAPER.signal)


def _latest(surface: Surface, spec: ChartSpec, plot: Plot, text: str) -> None:
    """The last known point, with its number on the side where the line is not."""
    known = [(i, v) for i, v in enumerate(spec.values) if v is not None]
    if not known:
        return
    i, value = known[-1]
    x, y = plot.spot((i, value))
    if i in spec.provisional:
        surface.circle((x, y), 2.4, fill=PAPER.paper, pen=EDGE)
    elif i not in spec.signals:
        surface.circle((x, y), 2.6, fill=PAPER.ink, pen=AROUND_LATEST)
    if not text:
        return
    rising = len(known) < 2 or known[-2][1] <= value
    roof = plot.top + (10 if spec.forecast else 0)
    above = (rising and y - 14 > roof) or y + 15 > plot.bottom
    base = y - 6 if above else y + 12.5
    wide = LATEST.width(text)
    left = min(max(x - wide / 2, plot.left + 2), plot.right - wide - 1)
    surface.rect(Box(left - 1.5, base - 7, wide + 3, 9), fill=PAPER.paper)
    surface.text((left, base), text, LATEST, PAPER.ink)


def _end_labels(surface: Surface, spec: ChartSpec, plot: Plot, room: float) -> None:
    shown = [e for e in spec.end_labels if plot.low <= e.y <= plot.high]
    places = push_labels([plot.y(e.y) for e in shown], GAP, plot.top + 2, plot.bottom)
    for label, y in zip(shown, places, strict=True):
        face = _face(label)
        color = PAPER.ink if face is LABEL_STRONG else PAPER.tertiary
        surface.text((plot.right + 5, y + 2.4), label.text, whole(label.text, face, room), color)
