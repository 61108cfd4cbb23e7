"""The shapes that the program draws itself: status, signal, progress, avatar, ruler.

All by QPainter, in the theme's colours, on whole pixels where a line must be sharp.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from kpidesk.domain.status import Status
from kpidesk.viz import status_shapes
from ui.theme import Theme

SHAPE = 12
"""Pixels on each side of a status shape."""
TOKENS = {
    Status.ON_TRACK: "ok",
    Status.AT_RISK: "risk",
    Status.OFF_TRACK: "off",
    Status.ACHIEVED: "ok",
    Status.NO_DATA: "none",
    Status.NO_TARGET: "none",
}


def status_word(status: Status) -> str:
    """The word that goes with a status shape."""
    return status_shapes.status_word(status.value)


def status_text_color(theme: Theme, status: Status) -> QColor:
    """The colour of the status word."""
    return theme.color(f"{TOKENS[status]}_text")


def bar_token(status: Status) -> str:
    """The colour of a progress bar: grey until it needs you."""
    return {Status.AT_RISK: "risk", Status.OFF_TRACK: "off"}.get(status, "bar")


def paint_status(painter: QPainter, theme: Theme, status: Status, x: float, y: float, ground: str = "page") -> None:
    """Draw a status shape with its upper left corner at ``x, y``."""
    painter.save()
    painter.translate(x, y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    color = theme.color(TOKENS[status])
    mark = QPen(theme.color(ground), 1.5)
    mark.setCapStyle(Qt.PenCapStyle.RoundCap)
    match status:
        case Status.ON_TRACK:
            painter.setBrush(color)
            painter.drawEllipse(QRectF(1.5, 1.5, 9, 9))
        case Status.AT_RISK:
            _paint_triangle(painter, color, mark)
        case Status.OFF_TRACK:
            painter.setBrush(color)
            painter.drawRoundedRect(QRectF(1, 1, 10, 10), 1.5, 1.5)
            painter.setPen(mark)
            painter.drawLine(QPointF(3.8, 3.8), QPointF(8.2, 8.2))
            painter.drawLine(QPointF(8.2, 3.8), QPointF(3.8, 8.2))
        case Status.ACHIEVED:
            painter.setBrush(color)
            painter.drawEllipse(QRectF(0.6, 0.6, 10.8, 10.8))
            painter.setPen(mark)
            painter.drawPolyline([QPointF(3.4, 6.2), QPointF(5.3, 8), QPointF(8.7, 4.3)])
        case Status.NO_DATA:
            ring = QPen(color, 1.5)
            ring.setDashPattern([1.5, 1.5])
            painter.setPen(ring)
            painter.drawEllipse(QRectF(1.6, 1.6, 8.8, 8.8))
        case Status.NO_TARGET:
            painter.setPen(QPen(color, 1.5))
            painter.drawLine(QPointF(3, 6), QPointF(9, 6))
    painter.restore()


def _paint_triangle(painter: QPainter, color: QColor, mark: QPen) -> None:
    path = QPainterPath()
    path.moveTo(6, 0.9)
    path.lineTo(11.6, 10.9)
    path.lineTo(0.4, 10.9)
    path.closeSubpath()
    painter.fillPath(path, color)
    painter.setPen(mark)
    painter.drawLine(QPointF(6, 4.2), QPointF(6, 7.2))
    painter.drawPoint(QPointF(6, 9.2))


def paint_signal(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Draw the ring with a dot that marks a signal, never good or bad in itself."""
    painter.save()
    painter.translate(x, y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("signal"), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(1.4, 1.4, 9.2, 9.2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("signal"))
    painter.drawEllipse(QRectF(4.3, 4.3, 3.4, 3.4))
    painter.restore()


def paint_progress(
    painter: QPainter,
    theme: Theme,
    bar: QRectF,
    score: float | None,
    status: Status,
    expected: float | None,
    ground: QColor,
) -> None:
    """Draw a progress bar; the ink tick stands where one ought to be today."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = bar.height() / 2
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(bar, radius, radius)
    if score is not None and score > 0:
        filled = QRectF(bar.left(), bar.top(), max(bar.height(), bar.width() * min(score, 1.0)), bar.height())
        if status is Status.NO_DATA:
            painter.setBrush(ground)
            dashed = QPen(theme.color("none"), 1)
            dashed.setDashPattern([2, 2])
            painter.setPen(dashed)
            filled.adjust(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setBrush(theme.color(bar_token(status)))
        painter.drawRoundedRect(filled, radius, radius)
    if expected is not None:
        _paint_tick(painter, theme, bar, expected, ground)
    painter.restore()


def _paint_tick(painter: QPainter, theme: Theme, bar: QRectF, expected: float, ground: QColor) -> None:
    x = bar.left() + round(bar.width() * min(max(expected, 0.0), 1.0))
    middle = bar.center().y()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRectF(x - 2, middle - 7, 4, 14), ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("ink"), 1.5))
    painter.drawLine(QPointF(x, middle - 7), QPointF(x, middle + 7))


def paint_avatar(
    painter: QPainter, theme: Theme, x: float, y: float, letters: str, *, size: int = 20, raised: bool = False
) -> None:
    """Draw somebody's initials in a disc; on a selected row the disc takes the page's colour."""
    disc = QRectF(x, y, size, size)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("page" if raised else "track"))
    painter.drawEllipse(disc)
    painter.setPen(theme.color("text2"))
    painter.setFont(theme.font("avatar"))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, letters)
    painter.restore()


def paint_hairline(painter: QPainter, theme: Theme, rect: QRectF, token: str = "line") -> None:
    """Draw a line of one device pixel along the lower edge."""
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color(token))


def elided(painter: QPainter, text: str, width: float) -> str:
    """A text cut on the right to fit, for the painter's font."""
    return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))


def paint_legend(painter: QPainter, theme: Theme, layer: str, x: float, middle: float) -> None:
    """Draw a sample of a chart's layer, 20 px wide, for the switch that shows it."""
    painter.save()
    end = x + 20
    if layer == "zones":
        painter.fillRect(QRectF(x, middle - 7, 20, 7), theme.color("ok", 0.25))
        painter.fillRect(QRectF(x, middle, 20, 7), theme.color("risk", 0.35))
    elif layer == "limits":
        for offset, dashed in ((-5, True), (0, False), (5, True)):
            pen = QPen(theme.color("limit"), 1)
            if dashed:
                pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, middle + offset), QPointF(end, middle + offset))
    elif layer == "signals":
        paint_signal(painter, theme, x + 4, middle - 6)
    elif layer == "values":
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawLine(QPointF(x, middle), QPointF(end, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(QPointF(x + 10, middle), 2.5, 2.5)
    elif layer == "notes":
        painter.drawPixmap(QPointF(x + 3, middle - 7), theme.pixmap("flag", "text3", 14))
    else:
        token, width = {"target": ("ink", 1.5), "forecast": ("accent", 2.0)}.get(layer, ("prev", 1.25))
        pen = QPen(theme.color(token), width)
        if layer == "forecast":
            pen.setDashPattern([0.5, 2])
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, middle + 3), QPointF(end, middle - 3))
    painter.restore()
