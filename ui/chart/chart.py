"""The trend chart: draws a ``ChartSpec`` with pyqtgraph, and listens to the pointer and the keys.

What the chart says is decided in ``kpidesk.viz``; paper draws the same spec. Layers can be shown and hidden. A hair
line follows the pointer and the keys and tells about the period under it. Ctrl and the wheel change how much
time is shown, dragging looks back in time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from kpidesk.viz.chart import ChartSpec
from kpidesk.viz.number_table import NumberTable, chart_table
from ui.base import scale
from ui.base.keys.pressed import meaning
from ui.base.reach import pictures
from ui.base.reach.announcing import announce
from ui.base.theme import Theme
from ui.chart.chart_frame import Frame, frame_of
from ui.chart.chart_items import Hair, Still
from ui.chart.chart_layer import Layer
from ui.chart.chart_layers import Layers
from ui.chart.reading import Reading

NOTCH = 120
"""A wheel's step."""
SLACK = 4
"""Pixels that a click may tremble before it is a drag."""


class Look(NamedTuple):
    """What a drawing depends on besides its spec and its size: theme, size of text, pixels of the screen for each."""

    theme: str
    factor: float
    ratio: float


class Chart(pg.GraphicsView):  # type: ignore[misc]
    """One KPI over time; ``frame`` is measured in pixels of the ordinary size of text.

    ``pointed`` tells the index under the hair line, or -1; ``picked`` the one that was clicked or reached with the
    arrows; ``chosen`` asks for a note. ``zoomed`` asks for more (+1) or fewer (−1) periods, ``panned`` to go so many
    periods back in time, ``homed`` for the newest ones again.

    Where there are more points than pixels those that look the same are drawn (``thinned``). What stands still is
    painted once for each spec, size, theme and sharpness of the screen; following the pointer paints only the hair
    line and what is said beside it.
    """

    pointed = Signal(int)
    picked = Signal(int)
    chosen = Signal(int)
    zoomed = Signal(int)
    panned = Signal(int)
    homed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, thinned: bool = True) -> None:
        super().__init__(parent, background=theme.color("page"))
        self._theme, self._thinned = theme, thinned
        self.spec: ChartSpec | None = None
        self.frame: Frame | None = None
        self.hidden: set[str] = set()
        self._at, self._pin = -1, -1
        self._by_mouse = False
        self._pressed: float | None = None
        self._dragged = 0
        self._scrolled = 0
        self.setMouseTracking(True)
        # Qt has the keyboard stop at what a graphics view shows as well, which hands it back: Tab would stay for ever.
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._layers = Layers(theme)
        self.still, self._hair = Still(self.layers.values()), Hair()
        self.addItem(self.still)
        self.addItem(self._hair)
        self._drawn_for = self._look()
        self.reading = Reading(self)
        pictures.picture(self, self._numbers)

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
        pictures.tell(self, spec.name, spec.told)

    def _numbers(self) -> NumberTable | None:
        return None if self.spec is None else chart_table(self.spec)

    def show_layer(self, name: str, shown: bool) -> None:
        """Show or hide a layer."""
        (self.hidden.discard if shown else self.hidden.add)(name)
        self._apply_hidden()

    def _draw(self) -> None:
        spec = self.spec
        if spec is None:
            return
        self._drawn_for = self._look()
        with scale.ordinary():
            fonts = self._theme.font("caption"), self._theme.font("caption_strong")
            wide, high = self.width() / self._drawn_for.factor, self.height() / self._drawn_for.factor
            frame = self.frame = frame_of(spec, wide, high, *fonts)
            sharpness = self._drawn_for.factor * self._drawn_for.ratio
            self._layers.draw(spec, frame, sharpness if self._thinned else None)
        self._apply_hidden()

    def _look(self) -> Look:
        return Look(self._theme.colors, scale.factor(), self.devicePixelRatioF())

    def _apply_hidden(self) -> None:
        for name, layer in self.layers.items():
            layer.shown = name not in self.hidden
        self.still.renew(QRectF(self.rect()), self._theme.color("page"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the words around the plot keep their room, the plot takes the rest."""
        super().resizeEvent(event)
        if "spec" in vars(self):  # the base class resizes itself while it is being made
            self._draw()
            self._show_hair()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: on a screen of another sharpness, and in another theme, it is drawn anew."""
        if self._drawn_for != self._look():
            self.setBackground(self._theme.color("page"))
            self._draw()
            self._show_hair()
        super().paintEvent(event)
        if self.hasFocus() and not self._by_mouse:
            self._paint_frame()

    def _paint_frame(self) -> None:
        """Say where the keyboard is."""
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the frame comes with the keyboard, and not where the mouse brought it."""
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: and goes with it."""
        super().focusOutEvent(event)
        self.viewport().update()

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
        if frame is None or at < 0:
            self._hair.hide()
            self.reading.hide()
            return
        self._hair.stand_at(frame.px(at), frame.top, frame.axis, self._theme.color("limit"))
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
            announce(self.reading.text())

    # ---- the keys --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what the keys mean on the chart; from now on it is seen where the keyboard is."""
        if self._by_mouse:
            self._by_mouse = False
            self.viewport().update()
        doing = self._doing(meaning("chart", event)) if self.spec is not None else None
        if doing is None:
            event.ignore()
        else:
            doing()

    def _doing(self, name: str) -> Callable[[], object] | None:
        """What is done by a gesture; nothing where it means nothing now."""
        known: dict[str, Callable[[], object]] = {
            "earlier": partial(self._step, -1), "later": partial(self._step, 1), "first": partial(self._pick, 0),
            "newest": self._go_home, "closer": partial(self.zoomed.emit, -1), "wider": partial(self.zoomed.emit, 1),
        }  # fmt: skip
        if self._at >= 0:
            known |= {"note": partial(self.chosen.emit, self._at), "leave": partial(self.pin, -1)}
        return known.get(name)

    def _go_home(self) -> None:
        """The newest periods again, and the newest number among them read."""
        self.homed.emit()
        values = self.spec.values if self.spec is not None else ()
        self._pick(max((at for at, value in enumerate(values) if value is not None), default=-1))

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
