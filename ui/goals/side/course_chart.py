"""The small chart of a goal's progress, painted directly: no chart library, no time to load."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk.text import _
from kpidesk.viz.course import GRID, HEIGHT, STRIP, WIDTH, CourseSpec, Spots
from kpidesk.viz.scale import push_labels
from ui.base.reach import pictures
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters

TOP, AXIS, GAP, LINE = 8, 22, 6, 15
"""Pixels over the chart, under it for its axis, between words and lines, and between words one under the other."""
DOT, BAR, BARS = 3.5, 8, 16
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class CourseChart(QWidget):
    """Paints a ``CourseSpec``; what is seen in it is its accessible description."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._spec = theme, CourseSpec()
        pictures.picture(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_spec(self, spec: CourseSpec) -> None:
        """Show another course."""
        self._spec = spec
        pictures.tell(self, _("Progress over time"), spec.sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the chart and the strip under it."""
        return QSize(px(WIDTH), px(HEIGHT + STRIP))

    def minimumSizeHint(self) -> QSize:
        """Qt: it narrows with the panel."""
        return QSize(px(WIDTH // 2), px(HEIGHT + STRIP))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it; nothing while it is worked out."""
        if self._spec.empty:
            return
        with painters.smoothly(self) as (painter, rect):
            painter.setFont(self._theme.font("caption"))
            self._paint(painter, rect)

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        spec, metrics = self._spec, QFontMetricsF(painter.font())
        left = max(metrics.horizontalAdvance(words) for words in (spec.x_name, "100")) + GAP
        strong = QFontMetricsF(self._theme.font("caption_strong"))
        right = max(strong.horizontalAdvance(words) for words in (spec.now, spec.goal, spec.sure)) + GAP + 2
        plot = QRectF(left, TOP, rect.width() - left - right, HEIGHT - TOP - AXIS)
        self._paint_axes(painter, plot, metrics)
        self._paint_line(painter, plot, spec.expected, "ink", 1.4)
        self._paint_line(painter, plot, spec.progress, "accent", 2)
        painter.setPen(QPen(self._theme.color("sunken"), 1))
        painter.setBrush(self._theme.color("accent"))
        for spot in spec.dots:
            painter.drawEllipse(_at(plot, *spot), DOT, DOT)
        self._paint_ends(painter, plot, rect)
        if spec.confidence:
            self._paint_strip(painter, plot, rect)

    def _paint_axes(self, painter: QPainter, plot: QRectF, metrics: QFontMetricsF) -> None:
        for level in GRID:
            y = _at(plot, 0, level).y()
            painter.setPen(QPen(self._theme.color("line_strong" if level == 0 else "line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            self._write(painter, QRectF(0, y - LINE / 2, plot.left() - GAP, LINE), RIGHT, f"{100 * level:.0f}")
        top, edge = plot.bottom() + GAP, plot.left() - GAP
        self._write(painter, QRectF(0, top, edge, LINE), RIGHT, self._spec.x_name)
        for at, words in self._spec.x_ticks:
            wide = metrics.horizontalAdvance(words)
            x = _at(plot, at, 0).x() - wide / 2
            if x > edge:
                self._write(painter, QRectF(x, top, wide + 1, LINE), LEFT, words)
                edge = x + wide + GAP

    def _paint_line(self, painter: QPainter, plot: QRectF, spots: Spots, color: str, width: float) -> None:
        pen = QPen(self._theme.color(color), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([_at(plot, *spot) for spot in spots]))

    def _paint_ends(self, painter: QPainter, plot: QRectF, rect: QRectF) -> None:
        """What is aimed for and what has been reached, apart from one another."""
        spec = self._spec
        ends = [(spec.goal, 1.0, "text"), (spec.now, spec.progress[-1][1], "accent")]
        told = [each for each in ends if each[0]]
        placed = push_labels([_at(plot, 1, y).y() for _words, y, _color in told], LINE, plot.top(), plot.bottom())
        painter.setFont(self._theme.font("caption_strong"))
        for (words, _y, color), y in zip(told, placed, strict=True):
            self._write(painter, self._beside(plot, rect, y - LINE / 2), LEFT, words, color)

    def _paint_strip(self, painter: QPainter, plot: QRectF, rect: QRectF) -> None:
        base = rect.height() - 2
        painter.fillRect(QRectF(plot.left(), base, plot.width(), 1), self._theme.color("line"))
        painter.setFont(self._theme.font("caption"))
        for at, sure in self._spec.confidence:
            x = min(max(_at(plot, at, 0).x() - BAR / 2, plot.left()), plot.right() - BAR)
            high = BARS * sure / 10
            painter.fillRect(QRectF(x, base - high, BAR, high), self._theme.color("bar"))
        self._write(painter, self._beside(plot, rect, base - LINE + 2), LEFT, self._spec.sure)

    def _beside(self, plot: QRectF, rect: QRectF, top: float) -> QRectF:
        """A line of words to the right of the chart."""
        return QRectF(plot.right() + GAP + 2, top, rect.right() - plot.right() - GAP, LINE)

    def _write(
        self, painter: QPainter, area: QRectF, side: Qt.AlignmentFlag, words: str, color: str = "text2"
    ) -> None:  # fmt: skip
        painter.setPen(self._theme.color(color))
        painter.drawText(area, side | MIDDLE, words)


def _at(plot: QRectF, x: float, y: float) -> QPointF:
    """Where two fractions lie."""
    return QPointF(plot.left() + x * plot.width(), plot.bottom() - min(max(y, 0.0), 1.0) * plot.height())
