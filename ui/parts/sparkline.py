"""Word-sized charts and meters, painted directly: no chart library, no time to load."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk.viz.spark import SparkSpec
from kpidesk.viz.told import Say, spark_told
from ui.base.reach import accessible, pictures
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters

LINE, DOT, RING = 1.35, 4.8, 7.2
TICK = (8, 2)


def paint_spark(painter: QPainter, theme: Theme, area: QRectF, spec: SparkSpec, ground: str = "page") -> None:
    """Draw a sparkline: natural limits as a band, the line with gaps, signals, the last point, the target tick."""
    n = len(spec.values)
    if n == 0 or all(value is None for value in spec.values):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = area.adjusted(4, 4, -12, -4)
    span = (spec.high - spec.low) or 1.0
    step = inner.width() / max(1, n - 1 + (1 if spec.last_missing and spec.values[-1] is not None else 0))

    def at(place: int, value: float) -> QPointF:
        return QPointF(inner.left() + place * step, inner.bottom() - (value - spec.low) / span * inner.height())

    if spec.band is not None:
        top, bottom = at(0, spec.band[1]).y(), at(0, spec.band[0]).y()
        painter.fillRect(QRectF(area.left(), top, inner.right() - area.left(), bottom - top), theme.color("nat"))
    pen = QPen(theme.color("spark"), LINE)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    run: list[QPointF] = []
    for place, value in enumerate((*spec.values, None)):
        if value is not None:
            run.append(at(place, value))
        elif run:
            painter.drawPolyline(QPolygonF(run))
            run = []
    known = [place for place, value in enumerate(spec.values) if value is not None]
    _paint_points(painter, theme, spec, [(place, at(place, spec.values[place] or 0.0)) for place in known], ground)
    if spec.last_missing:
        _paint_missing(painter, theme, QPointF(inner.right(), at(0, spec.values[known[-1]] or 0.0).y()))
    if spec.target is not None:
        y = at(0, spec.target).y()
        left, dot = area.right() - TICK[0], TICK[1]
        marks = [(left + 3 * n, dot) for n in range(TICK[0] // 3 + 1)] if spec.suggested else [(left, TICK[0])]
        for x, width in marks:
            painter.fillRect(QRectF(x, y - 1, width, TICK[1]), theme.color("ink"))
    painter.restore()


def _paint_points(
    painter: QPainter, theme: Theme, spec: SparkSpec, points: list[tuple[int, QPointF]], ground: str
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("spark"))
    last = points[-1][1]
    painter.drawEllipse(last, DOT / 2, DOT / 2)
    painter.setPen(QPen(theme.color("signal"), 1.5))
    painter.setBrush(theme.color(ground))
    for place, point in points:
        if place in spec.signals:
            painter.drawEllipse(point, RING / 2, RING / 2)
    if points[-1][0] in spec.signals:
        painter.setBrush(theme.color("signal"))
        painter.drawEllipse(last, 1.2, 1.2)


def _paint_missing(painter: QPainter, theme: Theme, point: QPointF) -> None:
    ring = QPen(theme.color("none"), 1.2)
    ring.setDashPattern([1.5, 1.5])
    painter.setPen(ring)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(point, 3.6, 3.6)


class Sparkline(QWidget):
    """A sparkline as a widget."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spec: SparkSpec | None = None
        self.setMinimumSize(px(60), px(24))
        pictures.picture(self)

    def show_spec(self, spec: SparkSpec | None, name: str, say: Say) -> None:
        """Show a sparkline: what it is of, and how its numbers are said."""
        self._spec = spec
        pictures.tell(self, name, "" if spec is None else spark_told(spec, say))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it."""
        if self._spec is not None:
            painter = QPainter(self)
            with painters.enlarged(painter, self.rect()) as rect:
                paint_spark(painter, self._theme, rect, self._spec, "sunken")
            painter.end()


class Squares(QWidget):
    """A meter of small squares: so many of so many; one too many is amber."""

    SIZE, GAP = 9, 3

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.filled, self._total, self._limit = 0, 0, 10_000
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        accessible.silent(self)  # the words beside it say how many

    def show_share(self, filled: int, total: int, limit: int = 10_000) -> None:
        """Fill ``filled`` of ``total`` squares; those beyond ``limit`` in amber."""
        shown = filled, max(filled, total), limit
        if shown != (self.filled, self._total, self._limit):
            self.filled, self._total, self._limit = shown
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Qt: as wide as the squares are."""
        return QSize(max(1, px(self._total * (self.SIZE + self.GAP))), px(self.SIZE + 2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw the squares."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        with painters.enlarged(painter, self.rect()):
            for place in range(self._total):
                token = "track" if place >= self.filled else "risk" if place >= self._limit else "bar"
                painter.setBrush(self._theme.color(token))
                painter.drawRoundedRect(QRectF(place * (self.SIZE + self.GAP), 1, self.SIZE, self.SIZE), 2, 2)
        painter.end()
