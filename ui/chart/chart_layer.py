"""One layer of the trend chart: fields, strokes, dots and words in pixels, painted in that order by one item.

A chart has a dozen layers instead of a hundred small items, so that it follows the hand when time is dragged.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.base import scale


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


class Layer(pg.GraphicsObject):  # type: ignore[misc]
    """What a layer shows, in pixels of the ordinary size of text. Clear it, fill it, and it is painted anew."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.setZValue(depth)
        self._area = QRectF()
        self.fields: list[tuple[QPolygonF, QColor]] = []
        self.strokes: list[tuple[QPolygonF, QPen]] = []
        self.dots: list[Dot] = []
        self.words: list[Words] = []

    def clear(self, area: QRectF) -> None:
        """Forget everything; what comes lies in ``area``."""
        self.prepareGeometryChange()
        self._area = area
        for found in (self.fields, self.strokes, self.dots, self.words):
            found.clear()
        self.update()

    def line(self, points: Iterable[tuple[float, float]], pen: QPen) -> None:
        """Add a line; it is broken where a point is no number."""
        run: list[QPointF] = []
        for x, y in points:
            if math.isfinite(y):
                run.append(QPointF(x, y))
            elif run:
                self.strokes.append((QPolygonF(run), pen))
                run = []
        if run:
            self.strokes.append((QPolygonF(run), pen))

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to see."""
        return not (self.fields or self.strokes or self.dots or self.words)

    def boundingRect(self) -> QRectF:
        """Qt: the whole widget."""
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Qt: paint it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale.factor(), scale.factor())
        painter.setPen(Qt.PenStyle.NoPen)
        for polygon, color in self.fields:
            painter.setBrush(color)
            painter.drawPolygon(polygon)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line, pen in self.strokes:
            painter.setPen(pen)
            painter.drawPolyline(_sharp(line) if pen.widthF() <= 1 else line)
        for dot in self.dots:
            painter.setPen(dot.pen or Qt.PenStyle.NoPen)
            painter.setBrush(dot.fill or Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot.at, dot.size / 2, dot.size / 2)
        for words in self.words:
            _write(painter, words)


def _sharp(line: QPolygonF) -> QPolygonF:
    """A level or upright hairline on the middle of its pixels, so that it is not blurred over two."""
    if line.count() != 2:
        return line
    a, b = line.at(0), line.at(1)
    if a.y() == b.y():
        y = math.floor(a.y()) + 0.5
        return QPolygonF([QPointF(a.x(), y), QPointF(b.x(), y)])
    if a.x() == b.x():
        x = math.floor(a.x()) + 0.5
        return QPolygonF([QPointF(x, a.y()), QPointF(x, b.y())])
    return line


def _write(painter: QPainter, words: Words) -> None:
    metrics = QFontMetricsF(words.font)
    left = words.at.x() - metrics.horizontalAdvance(words.text) * words.across
    top = words.at.y() - metrics.height() * words.down
    painter.setFont(words.font)
    painter.setPen(words.color)
    painter.drawText(QPointF(round(left), round(top + metrics.ascent())), words.text)
