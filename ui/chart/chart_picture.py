"""The chart of a KPI as a picture for other programs: PNG or SVG, in the colours of paper, under its name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from kpidesk.viz.chart import ChartSpec
from ui.base.theme import Theme
from ui.chart.chart import Chart

WIDE, HIGH, HEAD = 1200, 520, 64
EDGE = 16
"""Pixels around it all."""
SHARP = 2
"""Pixels of a PNG for each of the chart."""
SVG = "image/svg+xml"


@dataclass(frozen=True)
class Titled:
    """A chart, the layers that are hidden in it, and the two lines above it."""

    spec: ChartSpec
    hidden: Collection[str]
    title: str
    caption: str


def as_png(theme: Theme, shown: Titled) -> bytes:
    """The bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(as_image(theme, shown))
    return bytes(buffer.data().data())


def as_image(theme: Theme, shown: Titled) -> QImage:
    """The picture for the clipboard."""
    image = QImage(WIDE * SHARP, HIGH * SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARP)
    painter = QPainter(image)
    _paint(painter, theme, shown)
    painter.end()
    return image


def as_svg(theme: Theme, shown: Titled) -> bytes:
    """The bytes of an SVG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(WIDE, HIGH))
    generator.setViewBox(QRect(0, 0, WIDE, HIGH))
    generator.setTitle(shown.title)
    generator.setDescription(shown.spec.description)
    painter = QPainter(generator)
    _paint(painter, theme, shown)
    painter.end()
    return bytes(buffer.data().data())


def for_clipboard(theme: Theme, shown: Titled) -> QMimeData:
    """The picture in both forms; whoever pastes takes the one it knows."""
    data = QMimeData()
    data.setImageData(as_image(theme, shown))
    data.setData(SVG, as_svg(theme, shown))
    data.setText(shown.spec.description)
    return data


def _paint(painter: QPainter, theme: Theme, shown: Titled) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    with theme.on_paper():
        painter.fillRect(QRectF(0, 0, WIDE, HIGH), theme.color("page"))
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("title"))
        painter.drawText(QPointF(EDGE, 30), shown.title)
        painter.setPen(theme.color("text2"))
        painter.setFont(theme.font("small"))
        painter.drawText(QPointF(EDGE, 50), shown.caption)
        chart = Chart(theme, thinned=False)
        chart.hidden = set(shown.hidden)
        chart.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        chart.resize(WIDE - 2 * EDGE, HIGH - HEAD - EDGE)
        chart.show_spec(shown.spec)
        chart.reading.hide()
        chart.render(painter, QRectF(EDGE, HEAD, chart.width(), chart.height()), chart.rect())
        chart.deleteLater()
