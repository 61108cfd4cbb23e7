"""How sure somebody is, from 1 to 10, in boxes that can all be read; the one said last is marked under its box."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kpidesk.text import _, pgettext
from ui.base.scale import px
from ui.base.theme import Theme
from ui.goals.goal_marks import STEPS, ConfidencePicker
from ui.parts import painters

BOX, HIGH, GAP, MARK = 36, 28, 4, 18
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RoundConfidence(ConfidencePicker):
    """``settled`` tells that a digit or a click has set it: the keyboard can go on. ``entered`` is Enter."""

    settled = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._last: int | None = None
        super().__init__(theme, parent)
        self.setFixedHeight(px(HIGH + MARK))
        self.setMaximumWidth(px(STEPS * (BOX + GAP)))

    def show_last(self, last: int | None) -> None:
        """Mark what was said last."""
        self._last = last
        self._name()
        self.update()

    def _name(self) -> None:
        super()._name()
        last = "" if self._last is None else _("last {n}").format(n=self._last)
        self.setAccessibleDescription(last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: digits set it and go on, arrows step, Enter is done."""
        if event.key() in ENTER:
            self.entered.emit()
            return
        super().keyPressEvent(event)
        if event.text() and event.text() in "1234567890":
            self.settled.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click sets it."""
        super().mousePressEvent(event)
        self.settled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw the boxes, and the word under the one said last."""
        with painters.smoothly(self) as (painter, rect):
            wide = rect.width() / STEPS
            for step in range(1, STEPS + 1):
                box = QRectF((step - 1) * wide, 0, wide - GAP, HIGH)
                self._paint_step(painter, step, box)
                if step == self._last:
                    self._paint_last(painter, box, rect.width())
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.drawRoundedRect(QRectF(1, 1, rect.width() - GAP - 2, HIGH - 2), 5, 5)

    def _paint_step(self, painter: QPainter, step: int, box: QRectF) -> None:
        filled = self.value() is not None and step <= (self.value() or 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bar" if filled else "track"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(self._theme.font("strong"))
        painter.setPen(self._theme.color("page" if filled else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(step))

    def _paint_last(self, painter: QPainter, box: QRectF, width: float) -> None:
        words = pgettext("round", "last")
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("text2"))
        room = painter.fontMetrics().horizontalAdvance(words) + 4
        left = min(max(0.0, box.center().x() - room / 2), width - room)
        painter.drawText(QRectF(left, HIGH + 2, room, MARK - 4), Qt.AlignmentFlag.AlignCenter, words)
