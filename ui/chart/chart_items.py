"""What stands in the chart's scene: all that is still as one picture, and the hair line over it."""

from __future__ import annotations

from collections.abc import Collection
from math import ceil

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.base import scale
from ui.chart.chart_layer import Layer


class Still(pg.GraphicsObject):  # type: ignore[misc]
    """The layers of a chart. They are painted once and kept as a picture in the pixels of the surface.

    A surface that draws by shapes, as a file for another program does, is given the shapes. ``paintings`` counts how
    often the picture was made.
    """

    def __init__(self, layers: Collection[Layer]) -> None:
        super().__init__()
        self._layers, self._background = layers, QColor()
        self._area = QRectF()
        self._picture, self._stale = QPixmap(), True
        self.paintings = 0

    def renew(self, area: QRectF, background: QColor) -> None:
        """Forget the picture: the layers, or what is shown of them, have changed, and fill ``area``."""
        self._background = background
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area
        self._stale = True
        self.update()

    def boundingRect(self) -> QRectF:
        """Qt: the whole widget."""
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Qt: put the picture down, once there is one to be made."""
        if self._area.isEmpty():
            return
        if painter.paintEngine().type() is not QPaintEngine.Type.Raster:
            self._paint_layers(painter)
            return
        ratio = painter.deviceTransform().m11()
        if self._stale or self._picture.devicePixelRatio() != ratio:
            self._renew_picture(ratio)
        painter.drawPixmap(self._area.topLeft(), self._picture)

    def _renew_picture(self, ratio: float) -> None:
        size = QSize(ceil(self._area.width() * ratio), ceil(self._area.height() * ratio))
        if self._picture.size() != size:
            self._picture = QPixmap(size)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(self._background)
        painter = QPainter(self._picture)
        self._paint_layers(painter)
        painter.end()
        self._stale = False
        self.paintings += 1

    def _paint_layers(self, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale.factor(), scale.factor())
        for layer in self._layers:
            if layer.shown:
                layer.paint(painter)
        painter.restore()


class Hair(pg.GraphicsObject):  # type: ignore[misc]
    """The upright line on a period, so narrow that little beside it is painted anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(1)
        self._layer, self._area = Layer(), QRectF()
        self.hide()

    def stand_at(self, x: float, top: float, bottom: float, color: QColor) -> None:
        """Stand at a pixel of the ordinary size of text, from the top of the plot to its axis."""
        by = scale.factor()
        self.prepareGeometryChange()
        self._area = QRectF(x * by, top * by, 0, (bottom - top) * by).adjusted(-2 * by, -1, 2 * by, 1)
        self._layer.clear()
        self._layer.line([(x, top), (x, bottom)], QPen(color, 1))
        self.show()

    def boundingRect(self) -> QRectF:
        """Qt: the line and a little to both sides."""
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Qt: draw the line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale.factor(), scale.factor())
        self._layer.paint(painter)
