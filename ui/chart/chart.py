"""The trend chart: draws a ``ChartSpec`` with pyqtgraph, and listens to the pointer and the keys.

What the chart says is decided in ``kpidesk.viz``; paper draws the same spec. Layers can be shown and hidden. A hair
line follows the pointer and the arrow keys and tells about the period under it. Ctrl and the wheel change how much
time is shown, dragging looks back in time, Home comes back.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kpidesk.viz.chart import ChartSpec
from ui.base import scale
from ui.base.scale import px
from ui.base.theme import Theme
from ui.chart.chart_frame import Frame, frame_of
from ui.chart.chart_layer import Layer
from ui.chart.chart_layers import LAYERS, Layers

NOTCH = 120
"""A wheel's step."""
SLACK = 4
"""Pixels that a click may tremble before it is a drag."""


class Chart(pg.GraphicsView):  # type: ignore[misc]
    """One KPI over time; ``frame`` is measured in pixels of the ordinary size of text.

    ``pointed`` tells the index under the hair line, or -1; ``picked`` the one that was clicked or reached with the
    arrows; ``chosen`` asks for a note. ``zoomed`` asks for more (+1) or fewer (−1) periods, ``panned`` to go so many
    periods back in time, ``homed`` for the newest ones again.
    """

    pointed = Signal(int)
    picked = Signal(int)
    chosen = Signal(int)
    zoomed = Signal(int)
    panned = Signal(int)
    homed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=theme.color("page"))
        self._theme = theme
        self.spec: ChartSpec | None = None
        self.frame: Frame | None = None
        self.hidden: set[str] = set()
        self._at, self._pin = -1, -1
        self._pressed: float | None = None
        self._dragged = 0
        self._scrolled = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._layers = Layers(theme)
        self._hair = Layer(len(LAYERS))
        for layer in (*self._layers.items.values(), self._hair):
            self.addItem(layer)
        self.reading = Reading(self)

    @property
    def layers(self) -> dict[str, Layer]:
        """What is drawn, by layer."""
        return self._layers.items

    # ---- drawing ---------------------------------------------------------------------------------

    def show_spec(self, spec: ChartSpec) -> None:
        """Draw a chart. The hair line stays on the period that it was on."""
        pinned = self._period(self._pin)
        self.spec = spec
        self._draw()
        self._at = -1
        self._pin = spec.periods.index(pinned) if pinned in spec.periods else -1
        self.point_at(self._pin)
        self.setAccessibleName(spec.description)
        self.setAccessibleDescription(spec.description)

    def show_layer(self, name: str, shown: bool) -> None:
        """Show or hide a layer."""
        (self.hidden.discard if shown else self.hidden.add)(name)
        self._apply_hidden()

    def _draw(self) -> None:
        spec = self.spec
        if spec is None:
            return
        room = QRectF(0, 0, self.width() / scale.factor(), self.height() / scale.factor())
        with scale.ordinary():
            fonts = self._theme.font("caption"), self._theme.font("caption_strong")
            frame = self.frame = frame_of(spec, room.width(), room.height(), *fonts)
            self._layers.draw(spec, frame, QRectF(self.rect()))
        self._apply_hidden()

    def _apply_hidden(self) -> None:
        for name, layer in self.layers.items():
            layer.setVisible(name not in self.hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the words around the plot keep their room, the plot takes the rest."""
        super().resizeEvent(event)
        if "spec" in vars(self):  # the base class resizes itself while it is being made
            self._draw()
            self._show_hair()

    # ---- the hair line ---------------------------------------------------------------------------

    @property
    def at(self) -> int:
        """The index under the hair line, or -1."""
        return self._at

    def _period(self, index: int) -> object:
        return self.spec.periods[index] if self.spec is not None and 0 <= index < len(self.spec.periods) else None

    def point_at(self, index: int) -> None:
        """Put the hair line on a period; outside the chart it goes away."""
        index = index if self._period(index) is not None else -1
        if index != self._at:
            self._at = index
            self.pointed.emit(index)
        self._show_hair()

    def pin(self, index: int) -> None:
        """Put the hair line on a period and leave it there."""
        self._pin = index if self._period(index) is not None else -1
        self.point_at(self._pin)

    def _show_hair(self) -> None:
        frame, at = self.frame, self._at
        self._hair.clear(QRectF(self.rect()))
        if frame is None or at < 0:
            self.reading.hide()
            return
        line = [(frame.px(at), frame.top), (frame.px(at), frame.axis)]
        self._hair.line(line, QPen(self._theme.color("limit"), 1))
        value = self.spec.values[at] if self.spec is not None else None
        self.reading.stand_at(frame, frame.px(at), None if value is None else frame.py(value))

    def _index_at(self, pixel: float) -> int:
        frame, at = self.frame, pixel / scale.factor()
        if frame is None or not frame.left - 12 <= at <= frame.right + 12:
            return -1
        return round(frame.x(at))

    # ---- the pointer -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click picks a period, a drag looks back in time."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position().x(), 0
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the hair line follows the pointer; with the button down the time does."""
        at = event.position().x()
        if self._pressed is None:
            self.point_at(self._index_at(at))
            return
        if self.frame is not None and abs(at - self._pressed) > SLACK:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            steps = round((at - self._pressed) / scale.factor() / self.frame.per_x)
            if steps != self._dragged:
                self.panned.emit(steps - self._dragged)
                self._dragged = steps

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: without a drag it was a click."""
        still = self._pressed is not None and abs(event.position().x() - self._pressed) <= SLACK
        self._pressed = None
        self.unsetCursor()
        if still:
            self._pick(self._index_at(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: a double-click writes a note."""
        index = self._index_at(event.position().x())
        self._pick(index)
        if self._at >= 0:
            self.chosen.emit(self._at)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the hair line goes back to where it was left."""
        super().leaveEvent(event)
        self.point_at(self._pin)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: with Ctrl more or less time; without, the page scrolls."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self._scrolled += event.angleDelta().y()
        steps = int(self._scrolled / NOTCH)
        if steps:
            self._scrolled -= steps * NOTCH
            self.zoomed.emit(-steps)
        event.accept()

    def _pick(self, index: int) -> None:
        self.pin(index)
        if self._at >= 0:
            self.picked.emit(self._at)

    # ---- the keys --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows move the hair line, Enter asks for a note, Home comes back, plus and minus zoom."""
        key = Qt.Key(event.key())
        if self.spec is None:
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if key is Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.chosen.emit(self._at)
        elif key is Qt.Key.Key_Home:
            self.homed.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoomed.emit(1 if key is Qt.Key.Key_Minus else -1)
        elif key is Qt.Key.Key_Escape and self._at >= 0:
            self.pin(-1)
        else:
            event.ignore()

    def _step(self, by: int) -> None:
        """One period on; beyond the edge the time moves instead."""
        count = len(self.spec.periods) if self.spec is not None else 0
        if self._at < 0:
            self._pick(count - 1)
        elif 0 <= self._at + by < count:
            self._pick(self._at + by)
        else:
            edge = self._at
            self.panned.emit(-by)
            self._pick(edge)


class Reading(QFrame):
    """What is known of the period under the hair line, beside the line and clear of the point."""

    ROOM = 240
    GAP = 10

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart)
        self.setProperty("look", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 7)
        column.setSpacing(1)
        self._title = _label("small_strong")
        self._lines = [_label("small"), _label("quiet")]
        for label in (self._title, *self._lines):
            column.addWidget(label)
        self.hide()

    def say(self, title: str, *lines: str) -> None:
        """Say what there is to say; the last line may be long."""
        self._title.setText(title)
        for label, words in zip(self._lines, (*lines, "", "")[: len(self._lines)], strict=True):
            label.setText(words)
            label.setVisible(bool(words))
            label.setWordWrap(len(words) > 40)
            label.setFixedWidth(px(self.ROOM - 20) if len(words) > 40 else label.sizeHint().width())
        self.adjustSize()

    def text(self) -> str:
        """All of it in one line."""
        return " · ".join(label.text() for label in (self._title, *self._lines) if label.text())

    def stand_at(self, frame: Frame, x: float, y: float | None) -> None:
        """Stand to the right of the line, or to its left where there is no room; away from the point's height."""
        wide, tall = self.width() / scale.factor(), self.height() / scale.factor()
        left = x + self.GAP if x + self.GAP + wide <= frame.right else x - self.GAP - wide
        high = y is not None and y < frame.top + tall + 24
        top = frame.bottom - tall - 6 if high else frame.top + 6
        self.move(QPoint(px(max(2, left)), px(top)))
        self.show()
        self.raise_()


def _label(look: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    return label
