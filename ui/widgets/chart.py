"""The trend chart: draws a ``ChartSpec`` with pyqtgraph, layer by layer, in the theme's colours.

What the chart says is decided in ``kpidesk.viz``; paper draws the same spec. Layers can be shown and hidden. A hair
line follows the mouse and the arrow keys and announces the period under it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGraphicsPolygonItem, QWidget

from kpidesk.viz.chart import ChartSpec, push_labels
from ui.theme import Theme

LABEL_GAP = 15
LABEL_ROOM = 128
"""Pixels: least distance between end labels, and the room to the right of the plot for them."""
LAYERS = ("values", "target", "zones", "limits", "signals", "forecast", "last_year", "notes")
NAN = float("nan")


class Chart(pg.PlotWidget):  # type: ignore[misc]
    """One KPI over time. ``pointed`` tells the index under the hair line, or -1; ``chosen`` asks for a note."""

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=theme.color("page"))
        self._theme = theme
        self.spec: ChartSpec | None = None
        self.hidden: set[str] = set()
        self.layers: dict[str, list[object]] = {}
        self._labels: list[tuple[pg.TextItem, float]] = []
        self._at = -1
        self.setAntialiasing(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.getViewBox().setMouseEnabled(False, False)
        item.getViewBox().setDefaultPadding(0)
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(pg.mkPen(None if side == "left" else theme.color("line_strong")))
            axis.setTextPen(theme.color("text3"))
            axis.setStyle(tickFont=theme.font("caption"), tickLength=0 if side == "left" else 4)
        self._hair = pg.InfiniteLine(angle=90, pen=pg.mkPen(theme.color("limit"), width=1))
        self._hair.hide()
        item.addItem(self._hair, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._on_mouse)

    # ---- drawing ---------------------------------------------------------------------------------

    def show_spec(self, spec: ChartSpec) -> None:
        """Draw a chart."""
        self.spec = spec
        item = self.getPlotItem()
        for items in self.layers.values():
            for each in items:
                item.removeItem(each)
        self.layers = {name: [] for name in ("frame", *LAYERS)}
        self._labels = []
        self._at = -1
        self._hair.hide()
        self._draw_zones(spec)
        self._draw_frame(spec)
        self._draw_limits(spec)
        self._draw_last_year(spec)
        self._draw_target(spec)
        self._draw_notes(spec)
        self._draw_values(spec)
        self._draw_signals(spec)
        self._draw_forecast(spec)
        self._draw_end_labels(spec)
        self._set_axes(spec)
        self._apply_hidden()
        self.setAccessibleName(spec.description)
        self.setAccessibleDescription(spec.description)

    def show_layer(self, name: str, shown: bool) -> None:
        """Show or hide a layer."""
        (self.hidden.discard if shown else self.hidden.add)(name)
        self._apply_hidden()

    def _apply_hidden(self) -> None:
        for name, items in self.layers.items():
            for each in items:
                each.setVisible(name not in self.hidden)  # type: ignore[attr-defined]

    def _add(self, layer: str, item: object) -> None:
        self.getPlotItem().addItem(item, ignoreBounds=True)
        self.layers[layer].append(item)

    def _line(self, layer: str, points: Iterable[tuple[float, float]], pen: QPen) -> None:
        xs, ys = zip(*points, strict=True) if points else ((), ())
        self._add(layer, pg.PlotDataItem(list(xs), list(ys), pen=pen, connect="finite"))

    def _pen(self, token: str, width: float = 1.0, dash: list[float] | None = None) -> QPen:
        pen: QPen = pg.mkPen(self._theme.color(token), width=width)
        if dash:
            pen.setDashPattern(dash)
        return pen

    def _draw_zones(self, spec: ChartSpec) -> None:
        for polygons, token, share in ((spec.good_zone, "ok", 0.06), (spec.amber_zone, "risk", 0.13)):
            for polygon in polygons:
                shape = QGraphicsPolygonItem(QPolygonF([QPointF(x, y) for x, y in polygon]))
                shape.setPen(pg.mkPen(None))
                shape.setBrush(self._theme.color(token, share))
                self._add("zones", shape)

    def _draw_frame(self, spec: ChartSpec) -> None:
        last = len(spec.periods) - 0.5
        for value, _text in spec.y_ticks:
            self._line("frame", [(-0.5, value), (last, value)], self._pen("line"))
        for start, _end, _name in spec.x_groups[1:]:
            self._line("frame", [(start, spec.y_low), (start, spec.y_high)], self._pen("line_strong"))

    def _draw_limits(self, spec: ChartSpec) -> None:
        for segment in spec.limits:
            for value, dash in ((segment.mean, None), (segment.lower, [5.0, 4.0]), (segment.upper, [5.0, 4.0])):
                ends = [(segment.x0, value), (segment.x1, value)]
                self._line("limits", ends, self._pen("limit", dash=dash))

    def _draw_last_year(self, spec: ChartSpec) -> None:
        values = [NAN if value is None else value for value in spec.last_year]
        if any(value is not None for value in spec.last_year):
            self._line("last_year", list(enumerate(values)), self._pen("prev", 1.25))

    def _draw_target(self, spec: ChartSpec) -> None:
        for line in (*spec.target, *spec.target_high):
            self._line("target", list(line), self._pen("ink", 1.5))
        for line in spec.red_flag:
            self._line("target", list(line), self._pen("limit", 1, [1.0, 3.0]))
        if spec.target_end is not None:
            last = len(spec.periods) - 0.5
            end = last + len(spec.periods) * 0.012
            self._line("target", [(last, spec.target_end), (end, spec.target_end)], self._pen("ink", 3))

    def _draw_values(self, spec: ChartSpec) -> None:
        values = [NAN if value is None else value for value in spec.values]
        wide = len(values) <= 1000
        self._line("values", list(enumerate(values)), self._pen("accent", 2 if wide else 1))
        known = [(x, value) for x, value in enumerate(spec.values) if value is not None]
        if known and len(known) <= 120:
            self._points("values", known, 5, None, "accent")
        if spec.missing and known:
            level = known[-1][1]
            ring = self._pen("none", 1.5, [1.5, 1.5])
            self._points("values", [(x, level) for x in spec.missing[-3:]], 9, ring, None)

    def _points(
        self, layer: str, points: list[tuple[int, float]], size: float, pen: QPen | None, brush: str | None
    ) -> None:
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        fill = pg.mkBrush(self._theme.color(brush)) if brush else pg.mkBrush(None)
        scatter = pg.ScatterPlotItem(xs, ys, size=size, pen=pen or pg.mkPen(None), brush=fill)
        self._add(layer, scatter)

    def _draw_signals(self, spec: ChartSpec) -> None:
        points = [(x, value) for x in spec.signals if (value := spec.values[x]) is not None]
        if points:
            self._points("signals", points, 10.4, self._pen("signal", 1.75), "page")
            self._points("signals", points, 4.4, None, "signal")
        span = spec.y_high - spec.y_low
        for run in spec.runs[:2]:
            y = spec.y_low + span * 0.05
            path = [(run.x0, y + span * 0.012), (run.x0, y), (run.x1, y), (run.x1, y + span * 0.012)]
            self._line("signals", path, self._pen("signal", 1.5))
            self._text("signals", run.text, (run.x0 + run.x1) / 2, y, "signal_text", (0.5, 0))

    def _draw_forecast(self, spec: ChartSpec) -> None:
        if not spec.forecast:
            return
        last = max((x for x, value in enumerate(spec.values) if value is not None), default=0)
        start = [(last, spec.values[last] or 0.0)]
        pen = self._pen("accent", 2, [0.5, 2.0])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._line("forecast", [*start, *((mark.x, mark.value) for mark in spec.forecast)], pen)
        end = spec.forecast[-1]
        self._line("forecast", [(end.x, end.low), (end.x, end.high)], self._pen("accent", 1.5))
        self._points("forecast", [(end.x, end.value)], 7, self._pen("accent", 1.75), "page")

    def _draw_notes(self, spec: ChartSpec) -> None:
        top, span = spec.y_high, spec.y_high - spec.y_low
        for note in spec.notes:
            value = spec.values[note.x]
            height = top + span * (0.12 if note.row == 0 else 0.075)
            self._line(
                "notes", [(note.x, value if value is not None else top), (note.x, height)], self._pen("line_strong")
            )
            words = note.text if len(note.text) <= 30 else note.text[:29].rstrip() + "…"
            self._text("notes", words, note.x, height, "text2", (0.5, 1))

    def _text(self, layer: str, words: str, x: float, y: float, token: str, anchor: tuple[float, float]) -> pg.TextItem:
        item = pg.TextItem(words, color=self._theme.color(token), anchor=anchor)
        item.setFont(self._theme.font("caption"))
        item.setPos(x, y)
        self._add(layer, item)
        return item

    def _draw_end_labels(self, spec: ChartSpec) -> None:
        layers = {
            "path": "target",
            "flag": "target",
            "limit": "limits",
            "previous": "last_year",
            "forecast": "forecast",
        }
        tokens = {"path": "text", "forecast": "accent"}
        for label in spec.end_labels:
            x = len(spec.periods) - 0.5 + len(spec.periods) * 0.018
            item = self._text(
                layers.get(label.role, "frame"), label.text, x, label.y, tokens.get(label.role, "text3"), (0, 0.5)
            )
            if label.role in tokens:
                item.setFont(self._theme.font("caption_strong"))
            self._labels.append((item, label.y))

    # ---- fitting ---------------------------------------------------------------------------------

    def _set_axes(self, spec: ChartSpec) -> None:
        item = self.getPlotItem()
        item.getAxis("left").setTicks([list(spec.y_ticks)])
        item.getAxis("bottom").setTicks([list(spec.x_ticks)])
        span = spec.y_high - spec.y_low
        for start, end, name in spec.x_groups:
            self._text("frame", name, (start + end) / 2, spec.y_high + span * 0.02, "text3", (0.5, 1))
        item.getAxis("bottom").setHeight(24)
        item.getAxis("left").setWidth(44)
        self._fit()

    def _fit(self) -> None:
        spec = self.spec
        if spec is None:
            return
        box = self.getPlotItem().getViewBox()
        n, width = len(spec.periods), max(200.0, box.width() or 600.0)
        room = n * LABEL_ROOM / max(80.0, width - LABEL_ROOM) if spec.end_labels else 0.5
        span = spec.y_high - spec.y_low
        height = max(100.0, box.height() or 300.0)
        share, pixels = (0.18, 52) if spec.notes else (0.08, 22)
        top = spec.y_high + span * max(share, pixels / height)
        box.setRange(xRange=(-0.6, n - 0.4 + room), yRange=(spec.y_low, top), padding=0)
        self._push_labels(spec, top)

    def _push_labels(self, spec: ChartSpec, top: float) -> None:
        height = max(100.0, self.getPlotItem().getViewBox().height() or 300.0)
        unit = (top - spec.y_low) / height
        places = push_labels([y for _item, y in self._labels], LABEL_GAP * unit, spec.y_low, top)
        for (item, _y), place in zip(self._labels, places, strict=True):
            item.setPos(item.pos().x(), place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: labels keep their distance."""
        super().resizeEvent(event)
        if "spec" in vars(self):  # the base class resizes itself while it is being made
            self._fit()

    # ---- the hair line ---------------------------------------------------------------------------

    def _on_mouse(self, place: object) -> None:
        if self.spec is None:
            return
        point = self.getPlotItem().getViewBox().mapSceneToView(place)
        inside = self.sceneBoundingRect().contains(place) if hasattr(self, "sceneBoundingRect") else True
        self.point_at(round(point.x()) if inside else -1)

    def point_at(self, index: int) -> None:
        """Put the hair line on a period; outside the chart it goes away."""
        count = len(self.spec.periods) if self.spec else 0
        index = index if 0 <= index < count else -1
        if index == self._at:
            return
        self._at = index
        self._hair.setVisible(index >= 0)
        self._hair.setPos(max(0, index))
        self.pointed.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows move the hair line, Enter asks for a note."""
        if self.spec is None:
            return
        count = len(self.spec.periods)
        start = self._at if self._at >= 0 else count
        moves = {Qt.Key.Key_Left: max(0, start - 1), Qt.Key.Key_Right: min(count - 1, start + 1)}
        if event.key() in moves:
            self.point_at(moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)
