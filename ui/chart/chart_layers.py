"""The layers of the trend chart, drawn from a ``ChartSpec`` back to front."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from math import floor

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPen

from kpidesk.viz.chart import ChartSpec, push_labels
from kpidesk.viz.zones import cut_line
from ui.base.theme import Theme
from ui.chart.chart_frame import END_GAP, HEAD, ROW, TICK_GAP, Frame, first_line, note_places
from ui.chart.chart_layer import Dot, Layer, Words
from ui.chart.thinning import Numbers, Places, bars, marks, numbers, runs
from ui.parts.painters import cut

SUGGESTED, SUGGESTED_TICK = [1.0, 2.0], [0.7, 0.7]
"""The dots of a target that nobody has confirmed: its line, and the tick at the line's end."""
LAYERS = ("zones", "frame", "limits", "last_year", "target", "notes", "values", "forecast", "signals")
"""From back to front."""
LABEL_GAP = 15
"""Pixels: least distance between the names at the lines' ends."""
LABEL_LAYERS = {"path": "target", "flag": "target", "limit": "limits", "previous": "last_year", "forecast": "forecast"}
LABEL_TOKENS = {"path": "text", "forecast": "accent"}
TICK, CAP = 10, 4
"""Pixels: the tick at the target's end, and half a cap of the forecast's range."""
LEAST_NAME = 20
"""Pixels: no name of a group fits into fewer."""
MOST_POINTS, MOST_THICK = 150, 1000
"""Above the first the points are not marked, above the second their line is thin."""
NAN = float("nan")


class Layers:
    """Fills the layers of a chart; they belong to whoever shows them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.items: dict[str, Layer] = {name: Layer() for name in LAYERS}
        self._frame: Frame | None = None
        self._sharpness: float | None = None
        self._spec: ChartSpec | None = None
        self._numbers, self._last = numbers(()), numbers(())
        self._metrics = QFontMetricsF(theme.font("caption"))

    def draw(self, spec: ChartSpec, frame: Frame, sharpness: float | None = None) -> None:
        """Draw a chart into a frame; with ``sharpness``, the screen's pixels to one of ours, thinned to these."""
        self._frame, self._sharpness = frame, sharpness
        self._metrics = QFontMetricsF(self._theme.font("caption"))
        if spec is not self._spec:
            self._spec, self._numbers, self._last = spec, numbers(spec.values), numbers(spec.last_year)
            self._last = self._last if np.isfinite(self._last).any() else numbers(())
        for layer in self.items.values():
            layer.clear()
        self._zones(spec, frame)
        self._grid(spec, frame)
        self._periods(spec, frame)
        self._limits(spec, frame)
        self._last_year()
        self._target(spec, frame)
        self._notes(spec, frame)
        self._breaks(spec, frame)
        self._values(spec)
        self._forecast(spec, frame)
        self._signals(spec, frame)
        self._end_labels(spec, frame)

    # ---- the parts ---------------------------------------------------------------------------------

    def _zones(self, spec: ChartSpec, frame: Frame) -> None:
        for polygons, token, share in ((spec.good_zone, "ok", 0.06), (spec.amber_zone, "risk", 0.13)):
            color = self._theme.color(token, share)
            for polygon in polygons:
                xs, ys = np.array(polygon).T
                shape = arrayToQPolygonF(frame.px(np.clip(xs, frame.x_low, frame.x_high)), frame.py(ys))
                self.items["zones"].fields.append((shape, color))

    def _grid(self, spec: ChartSpec, frame: Frame) -> None:
        for value, words in spec.y_ticks:
            self._line("frame", [(frame.x_low, value), (frame.x_high, value)], self._pen("line"))
            self._text("frame", words, frame.x(frame.left - TICK_GAP), value, "text3", (1, 0.5))
        low = frame.y(frame.axis)
        self._line("frame", [(frame.x_low, low), (frame.x_high, low)], self._pen("line_strong"))
        self._text("frame", spec.unit_label, frame.x(frame.margin), frame.y(HEAD), "text3", (0, 0))

    def _periods(self, spec: ChartSpec, frame: Frame) -> None:
        low, below = frame.y(frame.axis), frame.y(frame.axis + 4)
        for x, words in spec.x_ticks:
            self._line("frame", [(x, low), (x, below)], self._pen("line_strong"))
            self._text("frame", words, x, frame.y(frame.axis + 6), "text3", (0.5, 0))
        if spec.x_label:
            self._text("frame", spec.x_label, frame.x(frame.margin), frame.y(frame.axis + 6), "text3", (0, 0))
        self._groups(spec, frame)

    def _groups(self, spec: ChartSpec, frame: Frame) -> None:
        """The longer periods, each with a line where it begins and its name where that has room."""
        borders = np.array([(start, end) for start, end, _name in spec.x_groups], dtype=np.float64).reshape(-1, 2)
        begins = _apart(frame.px(borders[:, 0]), frame.px(frame.x_low))
        self.items["frame"].uprights(begins, frame.axis + 8 + 2 * ROW, frame.top, self._pen("line_strong"))
        borders = borders.clip(frame.x_low, frame.x_high)
        rooms = (borders[:, 1] - borders[:, 0]) * frame.per_x
        for at in np.flatnonzero(rooms > LEAST_NAME).tolist():
            name = spec.x_groups[at][2]
            if self._width(name) + 6 < rooms[at]:
                middle = float(borders[at].mean())
                self._text("frame", name, middle, frame.y(frame.axis + 8 + ROW), "text2", (0.5, 0))

    def _limits(self, spec: ChartSpec, frame: Frame) -> None:
        for segment in spec.limits:
            first, last = max(segment.x0, frame.x_low), min(segment.x1, frame.x_high)
            mean, edge = ([8.0, 3.0], [2.0, 3.0]) if segment.provisional else (None, [5.0, 4.0])
            for value, dash in ((segment.mean, mean), (segment.lower, edge), (segment.upper, edge)):
                if not spec.y_low <= value <= spec.y_high:
                    continue
                self._line("limits", [(first, value), (last, value)], self._pen("limit", dash=dash))

    def _last_year(self) -> None:
        self._curve("last_year", self._last, self._pen("prev", 1.25))

    def _target(self, spec: ChartSpec, frame: Frame) -> None:
        for line in (*spec.target, *spec.target_high):
            pen = self._pen("ink", 1.5, SUGGESTED if spec.suggested else None)
            self._line("target", cut_line(line, frame.x_low, frame.x_high), pen)
        for line in spec.red_flag:
            self._line("target", cut_line(line, frame.x_low, frame.x_high), self._pen("limit", 1, [1.0, 3.0]))
        if spec.target_end is not None and spec.targets[-1] is not None:
            end = [(frame.x_high, spec.target_end), (frame.x(frame.right + TICK), spec.target_end)]
            self._line("target", end, self._pen("ink", 3, SUGGESTED_TICK if spec.suggested else None))

    def _values(self, spec: ChartSpec) -> None:
        width = 2 if len(spec.values) <= MOST_THICK else 1
        values = self._numbers
        if spec.provisional:
            values = values.copy()
            values[list(spec.provisional)] = NAN
        for first, end in itertools.pairwise([0, *(mark.x for mark in spec.breaks), len(values)]):
            self._curve("values", values[first:end], self._pen("accent", width), first)
        known = np.flatnonzero(np.isfinite(values))
        if len(known) <= MOST_POINTS:
            self._points("values", list(zip(known.tolist(), values[known].tolist(), strict=True)), 5, None, "accent")
        self._provisional(spec)
        self._points("values", spec.ahead, 6, self._pen("none", 1.25), "page")
        self._points("values", _levels(spec, self._numbers), 9, self._pen("none", 1.5, [1.5, 1.5]), None)

    def _provisional(self, spec: ChartSpec) -> None:
        """Numbers that lack parts: hollow, and a thin dashed line to what is next to them."""
        values = spec.values
        hollow = [(x, value) for x in spec.provisional if (value := values[x]) is not None]
        for x, value in hollow:
            for other in (x - 1, x + 1):
                beside = values[other] if 0 <= other < len(values) else None
                if beside is not None and not (other in spec.provisional and other > x):
                    self._line("values", [(x, value), (other, beside)], self._pen("accent", 1.25, [3.0, 3.0]))
        if hollow:
            self._points("values", hollow, 6, self._pen("accent", 1.5), "page")

    def _signals(self, spec: ChartSpec, frame: Frame) -> None:
        points = [(x, value) for x in spec.signals if (value := spec.values[x]) is not None]
        if points:
            self._points("signals", points, 10.4, self._pen("signal", 1.75), "page")
            self._points("signals", points, 4.4, None, "signal")
        low, high = frame.y(frame.bottom + 12), frame.y(frame.bottom + 7)
        free = frame.right
        for run in reversed(spec.runs[-2:]):
            path = [(run.x0, high), (run.x0, low), (run.x1, low), (run.x1, high)]
            self._line("signals", path, self._pen("signal", 1.5))
            words = run.text[:1].lower() + run.text[1:]
            wide = self._width(words)
            left = min(max(frame.px((run.x0 + run.x1) / 2) - wide / 2, frame.left), frame.right - wide)
            if left + wide <= free:  # the newer of two runs is named where there is no room for both
                self._text("signals", words, frame.x(left), frame.y(frame.bottom + 14), "signal_text", (0, 0))
                free = left - ROW

    def _forecast(self, spec: ChartSpec, frame: Frame) -> None:
        if not spec.forecast:
            return
        last = next((x for x in range(len(spec.values) - 1, -1, -1) if spec.values[x] is not None), 0)
        pen = self._pen("accent", 2, [0.5, 2.0])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._line("forecast", [(last, spec.values[last] or 0.0), *((m.x, m.value) for m in spec.forecast)], pen)
        end, cap = spec.forecast[-1], CAP / frame.per_x
        self._line("forecast", [(end.x, end.low), (end.x, end.high)], self._pen("accent", 1.5))
        for level in (end.low, end.high):
            self._line("forecast", [(end.x - cap, level), (end.x + cap, level)], self._pen("accent", 1.5))
        self._points("forecast", [(end.x, end.value)], 7, self._pen("accent", 1.75), "page")

    def _notes(self, spec: ChartSpec, frame: Frame) -> None:
        metrics = self._metrics
        for place in note_places(spec, frame, self._theme.font("caption")):
            note = spec.notes[place.note]
            more = f"  +{place.more}" if place.more else ""
            room = place.width - metrics.horizontalAdvance(more)
            words = cut(metrics, first_line(note.text), room) + more
            top = HEAD + place.row * ROW
            self._text("notes", words, frame.x(place.left), frame.y(top), "text2", (0, 0))
            value = spec.values[note.x]
            foot = value if value is not None else frame.y_low
            line = [(note.x, foot), (note.x, frame.y(top + ROW + 1))]
            self._line("notes", line, self._pen("limit"))

    def _breaks(self, spec: ChartSpec, frame: Frame) -> None:
        for mark in spec.breaks:
            x = mark.x - 0.5
            self.items["frame"].uprights([frame.px(x)], frame.bottom, frame.top, self._pen("limit", dash=[2.0, 3.0]))
            self._text("frame", mark.text, frame.x(frame.px(x) + 5), frame.y(frame.top + 4), "text3", (0, 0))

    def _end_labels(self, spec: ChartSpec, frame: Frame) -> None:
        x = frame.x(frame.right + END_GAP)
        floor = frame.axis - (len(spec.limits_text) + 0.5) * ROW if spec.limits_text else frame.axis
        shown = [label for label in spec.end_labels if spec.y_low <= label.y <= spec.y_high]
        wanted = [floor - min(max(frame.py(label.y), frame.top), floor) for label in shown]
        places = push_labels(wanted, LABEL_GAP, 0.0, max(floor - 6, 1.0))
        for label, place in zip(shown, places, strict=True):
            layer, token = LABEL_LAYERS.get(label.role, "frame"), LABEL_TOKENS.get(label.role, "text3")
            style = "caption_strong" if label.role in LABEL_TOKENS else "caption"
            self._text(layer, label.text, x, frame.y(floor - place), token, (0, 0.5), style=style)
        for row, words in enumerate(reversed(spec.limits_text)):
            self._text("limits", words, x, frame.y(frame.axis + 4 - row * ROW), "text3", (0, 1))

    # ---- strokes -----------------------------------------------------------------------------------

    def _spot(self, x: float, y: float) -> QPointF:
        assert self._frame is not None
        return QPointF(self._frame.px(x), self._frame.py(y))

    def _line(self, layer: str, points: Iterable[tuple[float, float]], pen: QPen) -> None:
        frame = self._frame
        assert frame is not None
        self.items[layer].line([(frame.px(x), frame.py(y)) for x, y in points], pen)

    def _curve(self, layer: str, values: Numbers, pen: QPen, first: int = 0) -> None:
        """The line through the numbers of the periods from ``first`` on, broken at gaps; a lone number is a dot."""
        frame = self._frame
        assert frame is not None
        if self._sharpness is not None and len(values):
            ends = frame.px(first), frame.px(first + len(values) - 1)
            columns = np.arange(floor(ends[0] * self._sharpness), floor(ends[1] * self._sharpness) + 1)
            begins = np.ceil(frame.x(columns / self._sharpness) - first).astype(np.intp).clip(0, len(values) - 1)
            crowd = bars(values, begins)
            if crowd is not None:
                middles = np.divide(columns[crowd.columns] + 0.5, self._sharpness, dtype=np.float64)
                reach = frame.py(crowd.high), frame.py(crowd.low)
                self.items[layer].bar(middles, *reach, 1 / self._sharpness, pen.color())
                return
        for places in runs(values):
            across, down = frame.px((first + places).astype(np.float64)), frame.py(values[places])
            if len(places) > 1:
                self.items[layer].strokes.append((arrayToQPolygonF(across, down), pen))
            else:
                self.items[layer].dots.append(Dot(QPointF(across[0], down[0]), pen.widthF(), None, pen.color()))

    def _points(
        self, layer: str, points: Sequence[tuple[int, float]], size: float, pen: QPen | None, brush: str | None
    ) -> None:
        fill = self._theme.color(brush) if brush else None
        columns = self._columns(numbers([x for x, _y in points]))
        if columns is not None:
            points = [points[at] for at in marks(numbers([y for _x, y in points]), columns)]
        self.items[layer].dots.extend(Dot(self._spot(x, y), size, pen, fill) for x, y in points)

    def _columns(self, xs: Numbers) -> Places | None:
        """In which column of the screen's pixels places among the periods lie; empty where nothing is thinned."""
        assert self._frame is not None
        return None if self._sharpness is None else np.floor(self._frame.px(xs) * self._sharpness).astype(np.intp)

    def _text(
        self, layer: str, words: str, x: float, y: float, token: str, anchor: tuple[float, float], *,
        style: str = "caption",
    ) -> None:  # fmt: skip
        font, color = self._theme.font(style), self._theme.color(token)
        self.items[layer].words.append(Words(words, self._spot(x, y), font, color, *anchor))

    def _pen(self, token: str, width: float = 1.0, dash: list[float] | None = None) -> QPen:
        pen = QPen(self._theme.color(token), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            pen.setDashPattern(dash)
        return pen

    def _width(self, words: str) -> float:
        return self._metrics.horizontalAdvance(words)


def _apart(pixels: Numbers, left: float) -> list[float]:
    """Of places from the left to the right those that lie more than a pixel after the one taken before."""
    found = []
    for pixel in pixels.tolist():
        if pixel - left > 1:
            left = pixel
            found.append(pixel)
    return found


def _levels(spec: ChartSpec, values: Numbers) -> list[tuple[int, float]]:
    """The periods whose number is missing, each at the height of the known number before it, else after it."""
    known = np.flatnonzero(np.isfinite(values)) if spec.missing else np.arange(0)
    if not known.size:
        return []
    before = np.maximum(np.searchsorted(known, np.array(spec.missing, dtype=np.intp)) - 1, 0)
    return list(zip(spec.missing, values[known[before]].tolist(), strict=True))
