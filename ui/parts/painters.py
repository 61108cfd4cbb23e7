"""The shapes that the program draws itself: status, signal, progress, avatar, ruler.

All by QPainter, in the theme's colours, on whole pixels where a line must be sharp.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import takewhile

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kpidesk.domain.status import JUDGED, UNMEASURED, Status
from kpidesk.forms import Form
from kpidesk.viz import status_shapes
from ui.base import scale
from ui.base.theme import Theme

SHAPE = 12
"""Pixels on each side of a status shape."""
FRAME = 1.5
"""Pixels of the frame around what has the keyboard."""
NUMBER = Form(r"[+\u2212-]?\d(?:\d|[.,](?=\d)|[ \u00a0\u202f](?=\d{3}(?!\d)))*")
"""A number in a text, with its sign and its groups of thousands."""
SHARED = 12
"""So many letters that all values begin with are worth leaving out where there is no room for them."""
TOKENS = {
    Status.ON_TRACK: "ok",
    Status.AT_RISK: "risk",
    Status.OFF_TRACK: "off",
    Status.ACHIEVED: "ok",
    **dict.fromkeys(set(Status) - JUDGED, "none"),
}


def enlarged(painter: QPainter, area: QRect | QRectF) -> AbstractContextManager[QRectF]:
    """Draw as at the ordinary size in the rectangle given; on the screen it fills ``area`` in the size in force."""
    return _Enlarged(painter, QRectF(area))


class _Enlarged(AbstractContextManager[QRectF]):
    """Around each cell that is drawn: a generator would take longer than some of these."""

    def __init__(self, painter: QPainter, whole: QRectF) -> None:
        self._painter, self._whole = painter, whole
        self._measures: AbstractContextManager[None] | None = None

    def __enter__(self) -> QRectF:
        painter, whole, factor = self._painter, self._whole, scale.factor()
        painter.save()
        if factor == 1.0:
            return whole
        painter.translate(whole.topLeft())
        painter.scale(factor, factor)
        painter.translate(-whole.topLeft())
        self._measures = scale.ordinary()
        self._measures.__enter__()
        return QRectF(whole.left(), whole.top(), whole.width() / factor, whole.height() / factor)

    def __exit__(self, *_raised: object) -> None:
        if self._measures is not None:
            self._measures.__exit__(None, None, None)
        self._painter.restore()


@contextmanager
def smoothly(widget: QWidget) -> Iterator[tuple[QPainter, QRectF]]:
    """Draw a widget with smooth edges, as at the ordinary size; gives the painter and the widget's room."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    with enlarged(painter, widget.rect()) as rect:
        yield painter, rect
    painter.end()


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
    _paint_shape(painter, theme, status.value, TOKENS[status], x, y, ground)


def _paint_shape(
    painter: QPainter, theme: Theme, key: str, token: str, x: float, y: float, ground: str = "page"
) -> None:
    painter.save()
    painter.translate(x, y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for part in status_shapes.SHAPES[key]:
        _paint_part(painter, part, theme.color(token if part.ink == "status" else ground))
    painter.restore()


def _paint_part(painter: QPainter, part: status_shapes.Part, color: QColor) -> None:
    """Draw one stroke or filled form of a shape."""
    painter.setPen(_stroke(part, color) if part.width else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(Qt.BrushStyle.NoBrush if part.width else color)
    spots = [QPointF(*spot) for spot in part.points]
    if part.kind == "circle":
        radius = spots[1].x() - spots[0].x()
        painter.drawEllipse(spots[0], radius, radius)
    elif part.kind == "line":
        painter.drawPolyline(spots)
    elif part.corner:
        painter.drawRoundedRect(QPolygonF(spots).boundingRect(), part.corner, part.corner)
    else:
        painter.drawPolygon(spots)


def _stroke(part: status_shapes.Part, color: QColor) -> QPen:
    pen = QPen(color, part.width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if part.dash:
        pen.setDashPattern([length / part.width for length in part.dash])
    else:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def paint_signal(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Draw the ring with a dot that marks a signal, never good or bad in itself."""
    _paint_shape(painter, theme, "signal", "signal", x, y)


def paint_progress(
    painter: QPainter,
    theme: Theme,
    bar: QRectF,
    score: float | None,
    status: Status,
    expected: float | None,
    ground: QColor,
) -> None:
    """Draw a progress bar; the ink tick stands where one ought to be today. Of what nobody measured the track only."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = bar.height() / 2
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(bar, radius, radius)
    if score is not None and score > 0 and status not in UNMEASURED:
        filled = QRectF(bar.left(), bar.top(), max(bar.height(), bar.width() * min(score, 1.0)), bar.height())
        if status in (Status.NO_DATA, Status.CHECK_IN_OVERDUE):
            painter.setBrush(ground)
            dashed = QPen(theme.color("none"), 1)
            dashed.setDashPattern([2, 2])
            painter.setPen(dashed)
            filled.adjust(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setBrush(theme.color(bar_token(status)))
        painter.drawRoundedRect(filled, radius, radius)
    if expected is not None and status not in UNMEASURED:
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
    """Draw a hairline along the lower edge."""
    painter.fillRect(hairline(painter, rect, Qt.Edge.BottomEdge), theme.color(token))


def hairline(painter: QPainter, rect: QRectF, edge: Qt.Edge) -> QRectF:
    """A line inside an edge of a rectangle, of whole device pixels and equally thick wherever it lies.

    At 125 % a line of one logical pixel would be one device pixel here and two there, and change as it scrolls.
    """
    to = painter.deviceTransform()
    if edge in (Qt.Edge.LeftEdge, Qt.Edge.RightEdge):
        at, thick = _thin(rect.left(), rect.right(), to.m11(), to.dx(), first=edge is Qt.Edge.LeftEdge)
        return QRectF(at, rect.top(), thick, rect.height())
    at, thick = _thin(rect.top(), rect.bottom(), to.m22(), to.dy(), first=edge is Qt.Edge.TopEdge)
    return QRectF(rect.left(), at, rect.width(), thick)


def _thin(low: float, high: float, factor: float, shift: float, *, first: bool) -> tuple[float, float]:
    """Where the first or last whole device pixels between two edges begin, and how thick they are, for a painter."""
    thick = max(1, math.floor(factor))
    start = math.floor((low if first else high) * factor + shift + 0.5) - (0 if first else thick)
    return (start - shift) / factor, thick / factor


def paint_focus(painter: QPainter, theme: Theme, rect: QRectF, *, first: bool = True, last: bool = True) -> None:
    """Draw the frame of what has the keyboard; of a row in cells, the part in a cell, ``first`` or ``last`` of them."""
    color = theme.color("accent")
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), FRAME), color)
    painter.fillRect(QRectF(rect.left(), rect.bottom() - FRAME, rect.width(), FRAME), color)
    if first:
        painter.fillRect(QRectF(rect.left(), rect.top(), FRAME, rect.height()), color)
    if last:
        painter.fillRect(QRectF(rect.right() - FRAME, rect.top(), FRAME, rect.height()), color)


def elided(painter: QPainter, text: str, width: float) -> str:
    """A text cut on the right to fit, for the painter's font; see ``cut``."""
    return cut(QFontMetricsF(painter.font()), text, width)


def cut_name(metrics: QFontMetricsF, text: str, width: float) -> str:
    """A name with what is said of it after a comma, as the period of a number: where both lack room the name is cut.

    An end that would leave the name less than half of the room is cut as any text.
    """
    name, comma, end = text.rpartition(", ")
    room = width - metrics.horizontalAdvance(comma + end)
    return cut(metrics, name, room) + comma + end if comma and 2 * room >= width else cut(metrics, text, width)


def cut(metrics: QFontMetricsF, text: str, width: float) -> str:
    """A text cut on the right to fit, never inside a number: ``to 98 765 432`` becomes ``to …``, not ``to 98 …``."""
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))
    kept = len(shown) - 1
    if shown == text or kept <= 0:
        return shown
    inside = next((found.start() for found in NUMBER.finditer(text) if found.start() < kept < found.end()), None)
    return shown if inside is None else f"{text[:inside]}…"


def differing(values: Sequence[str]) -> list[str]:
    """Each value from the word on in which they differ, where they share a longer beginning."""
    shared = takewhile(lambda letters: len(set(letters)) == 1, zip(*values, strict=False))
    begins = "".join(letters[0] for letters in shared).rfind(" ") + 1
    return list(values) if begins < SHARED else [f"… {value[begins:]}" for value in values]


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
