"""One layer of the trend chart: fields, strokes, dots and words in pixels, painted in that order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from pyqtgraph import functions
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui.chart.thinning import Numbers

JOINED = 12
"""A line of more corners is painted stroke by stroke: as one outline it takes a hundred times as long."""
DRAWN = 30
"""More dots that look alike are stamped."""
LEAST_BAR = 0.5
"""Pixels above and below a bar's middle."""


@dataclass(frozen=True)
class Dot:
    """A disc or ring of ``size`` pixels across."""

    at: QPointF
    size: float
    pen: QPen | None
    fill: QColor | None


@dataclass(frozen=True)
class Words:
    """A line of text; ``across`` and ``down`` tell which part of it stands at the spot, from 0 to 1."""

    text: str
    at: QPointF
    font: QFont
    color: QColor
    across: float = 0.0
    down: float = 0.0


class Layer:
    """What a layer shows, in pixels of the ordinary size of text."""

    def __init__(self) -> None:
        self.shown = True
        self.fields: list[tuple[QPolygonF, QColor]] = []
        self.strokes: list[tuple[QPolygonF, QPen]] = []
        self.hairlines: list[tuple[Sequence[QPointF], QPen]] = []
        self.bars: list[tuple[QPainterPath, QPen]] = []
        self.dots: list[Dot] = []
        self.words: list[Words] = []

    def clear(self) -> None:
        """Forget everything."""
        for found in (self.fields, self.strokes, self.hairlines, self.bars, self.dots, self.words):
            found.clear()

    def line(self, points: Iterable[tuple[float, float]], pen: QPen) -> None:
        """Add a line; an upright or level hairline stands on the middle of its pixels, not blurred over two."""
        spots = list(points)
        if len(spots) == 2 and pen.widthF() <= 1:
            spots = _sharp(*spots)
        self.strokes.append((QPolygonF([QPointF(x, y) for x, y in spots]), pen))

    def uprights(self, xs: Sequence[float], foot: float, top: float, pen: QPen) -> None:
        """Add upright hairlines, each on the middle of its pixels: however many there are, they are painted at once."""
        if not len(xs):
            return
        across = np.repeat(np.floor(xs) + 0.5, 2)
        ends = functions.arrayToQPolygonF(across, np.tile([foot, top], len(xs)))
        self.hairlines.append((ends, pen))

    def bar(self, xs: Numbers, tops: Numbers, bottoms: Numbers, width: float, color: QColor) -> None:
        """Add upright bars, each at least a pixel high."""
        ends = np.stack([tops - LEAST_BAR, bottoms + LEAST_BAR], axis=1).ravel()
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        path = functions.arrayToQPath(np.repeat(xs, 2), ends, connect="pairs", finiteCheck=False)
        self.bars.append((path, pen))

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to see."""
        return not (self.fields or self.strokes or self.hairlines or self.bars or self.dots or self.words)

    def paint(self, painter: QPainter) -> None:
        """Paint it."""
        pixels = painter.paintEngine().type() is QPaintEngine.Type.Raster
        painter.setPen(Qt.PenStyle.NoPen)
        for polygon, color in self.fields:
            painter.setBrush(color)
            painter.drawPolygon(polygon)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line, pen in self.strokes:
            if pixels and line.count() > JOINED and pen.style() is Qt.PenStyle.SolidLine:
                _paint_strokes(painter, line, pen)
            else:
                painter.setPen(pen)
                painter.drawPolyline(line)
        for ends, pen in self.hairlines:
            painter.setPen(pen)
            painter.drawLines(ends)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for path, pen in self.bars:
            painter.strokePath(path, pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for _look, alike in groupby(self.dots, key=lambda dot: (dot.size, id(dot.pen), id(dot.fill))):
            dots = list(alike)
            (_stamp_dots if pixels and len(dots) > DRAWN else _paint_dots)(painter, dots)
        for words in self.words:
            _write(painter, words)


def _paint_dots(painter: QPainter, dots: Sequence[Dot]) -> None:
    painter.setPen(dots[0].pen or Qt.PenStyle.NoPen)
    painter.setBrush(dots[0].fill or Qt.BrushStyle.NoBrush)
    for dot in dots:
        painter.drawEllipse(dot.at, dot.size / 2, dot.size / 2)


def _stamp_dots(painter: QPainter, dots: Sequence[Dot]) -> None:
    """Paint many dots that look alike: one of them, put down where each stands."""
    ratio, half = painter.deviceTransform().m11(), dots[0].size / 2 + 2
    stamp = QPixmap(QSizeF(2 * half * ratio, 2 * half * ratio).toSize())
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    own = QPainter(stamp)
    own.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_dots(own, [replace(dots[0], at=QPointF(half, half))])
    own.end()
    for dot in dots:
        painter.drawPixmap(dot.at - QPointF(half, half), stamp)


def _paint_strokes(painter: QPainter, line: QPolygonF, pen: QPen) -> None:
    """Paint a line piece by piece; square ends fill the corners between the pieces."""
    pen = QPen(pen)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    ends = np.repeat(functions.ndarray_from_qpolygonf(line), 2, axis=0)[1:-1]
    painter.drawLines(functions.arrayToQPolygonF(ends[:, 0], ends[:, 1]))


def _sharp(a: tuple[float, float], b: tuple[float, float]) -> list[tuple[float, float]]:
    if a[1] == b[1]:
        y = math.floor(a[1]) + 0.5
        return [(a[0], y), (b[0], y)]
    if a[0] == b[0]:
        x = math.floor(a[0]) + 0.5
        return [(x, a[1]), (x, b[1])]
    return [a, b]


def _write(painter: QPainter, words: Words) -> None:
    metrics = QFontMetricsF(words.font)
    left = words.at.x() - metrics.horizontalAdvance(words.text) * words.across
    top = words.at.y() - metrics.height() * words.down
    painter.setFont(words.font)
    painter.setPen(words.color)
    painter.drawText(QPointF(round(left), round(top + metrics.ascent())), words.text)
