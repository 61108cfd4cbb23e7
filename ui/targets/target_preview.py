"""The latest numbers against the target that is being set: small, painted directly, at once."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk.viz.chart import ChartSpec
from kpidesk.viz.number_table import NumberTable, chart_table
from kpidesk.viz.zones import Line
from ui.base import scale
from ui.base.reach import pictures
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.whole import widest

LEFT, RIGHT, TOP, BOTTOM = 46.0, 10.0, 20.0, 18.0
HEIGHT = 120


class TargetPreview(QWidget):
    """Draws the zones, the target, its red flag and the numbers of a ``ChartSpec``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.spec: ChartSpec | None = None
        self._left, self._area = LEFT, QRectF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(HEIGHT))
        pictures.picture(self, self._numbers)

    def sizeHint(self) -> QSize:
        """Qt: wide and low."""
        return QSize(px(480), px(HEIGHT))

    def show_spec(self, spec: ChartSpec) -> None:
        """Draw another chart."""
        self.spec = spec
        with scale.ordinary():
            caption = self._theme.font("caption")
        self._left = max(LEFT, widest(caption, (words for _y, words in spec.y_ticks)) + 6.0 + 1)
        pictures.tell(self, spec.name, spec.told)
        self.update()

    def _numbers(self) -> NumberTable | None:
        return None if self.spec is None else chart_table(self.spec)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it, back to front."""
        if self.spec is None or not self.spec.periods:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with painters.enlarged(painter, self.rect()) as self._area:
            self._paint_zones(painter, self.spec)
            self._paint_axes(painter, self.spec)
            self._paint_lines(painter, self.spec)
            self._paint_values(painter, self.spec)

    def _at(self, x: float, y: float) -> QPointF:
        spec = self.spec
        assert spec is not None
        width, height = self._area.width() - self._left - RIGHT, self._area.height() - TOP - BOTTOM
        share = (y - spec.y_low) / ((spec.y_high - spec.y_low) or 1.0)
        return QPointF(self._left + (x + 0.5) / len(spec.periods) * width, TOP + (1 - share) * height)

    def _polygon(self, line: Line) -> QPolygonF:
        return QPolygonF([self._at(x, y) for x, y in line])

    def _paint_zones(self, painter: QPainter, spec: ChartSpec) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for fields, token, share in ((spec.good_zone, "ok", 0.06), (spec.amber_zone, "risk", 0.13)):
            painter.setBrush(self._theme.color(token, share))
            for field in fields:
                painter.drawPolygon(self._polygon(field))

    def _paint_axes(self, painter: QPainter, spec: ChartSpec) -> None:
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("text3"))
        painter.drawText(QRectF(0, 0, self._area.width(), 16), Qt.AlignmentFlag.AlignLeft, spec.unit_label)
        every = max(1, -(-len(spec.y_ticks) // 4))
        for value, words in spec.y_ticks[::every]:
            end = self._at(-0.5, value)
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawLine(end, self._at(len(spec.periods) - 0.5, value))
            painter.setPen(self._theme.color("text3"))
            area = QRectF(0, end.y() - 8, self._left - 6, 16)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        self._paint_periods(painter, spec)

    def _paint_periods(self, painter: QPainter, spec: ChartSpec) -> None:
        base, free = self._area.height() - BOTTOM + 2, self._left - 20.0
        painter.setPen(self._theme.color("text3"))
        for x, words in spec.x_ticks:
            wide = painter.fontMetrics().horizontalAdvance(words)
            left = self._at(x, spec.y_low).x() - wide / 2
            if left > free and left + wide < self._area.width():
                painter.drawText(QRectF(left, base, wide + 1, 16), Qt.AlignmentFlag.AlignCenter, words)
                free = left + wide + 8

    def _paint_lines(self, painter: QPainter, spec: ChartSpec) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.save()
        painter.setClipRect(
            QRectF(self._left, TOP - 2, self._area.width() - self._left - RIGHT, self._area.height() - TOP - BOTTOM + 4)
        )
        flag = QPen(self._theme.color("limit"), 1)
        flag.setDashPattern([1.0, 3.0])
        ink = QPen(self._theme.color("ink"), 1.5)
        for pen, lines in ((flag, spec.red_flag), (ink, (*spec.target, *spec.target_high))):
            painter.setPen(pen)
            for line in lines:
                painter.drawPolyline(self._polygon(line))
        painter.restore()

    def _paint_values(self, painter: QPainter, spec: ChartSpec) -> None:
        painter.setPen(QPen(self._theme.color("accent"), 1.5))
        run: list[QPointF] = []
        known = [None if value is None else self._at(x, value) for x, value in enumerate(spec.values)]
        for point in (*known, None):
            if point is not None:
                run.append(point)
            elif run:
                painter.drawPolyline(QPolygonF(run))
                run = []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        size = 2.0 if len(known) < 60 else 1.2
        for point in known:
            if point is not None:
                painter.drawEllipse(point, size, size)
