"""Small painted widgets of the goal inspector: the bullet, the confidence picker, the timeline's dot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk import format as fmt
from kpidesk.domain.bounds import CONFIDENCE
from kpidesk.domain.status import Status
from kpidesk.figures import NodeFigures
from kpidesk.number_forms import Forms
from kpidesk.text import _
from kpidesk.wording.goals import held_to
from ui.base.reach import accessible
from ui.base.reach.announcing import announce
from ui.base.scale import pressed, px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.whole import draw_number, fitting

STEPS, WIDEST = len(CONFIDENCE), 42
"""How many there are, and the pixels that each needs at most in larger text: the narrowest drawer has room for them."""


class StatusMark(QWidget):
    """A status shape with its word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status = Status.NO_TARGET
        accessible.spoken(self)
        self.setFixedHeight(px(20))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def show_status(self, status: Status) -> None:
        """Show another status."""
        self._status = status
        self.setAccessibleName(painters.status_word(status))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Shape, gap and word."""
        words = QFontMetricsF(self._theme.font("medium")).horizontalAdvance(painters.status_word(self._status))
        return QSize(int(px(20) + words + 2), px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()) as rect:
            painters.paint_status(painter, self._theme, self._status, 0, 4, "sunken")
            painter.setFont(self._theme.font("medium"))
            painter.setPen(painters.status_text_color(self._theme, self._status))
            word = painters.status_word(self._status)
            painter.drawText(rect.adjusted(18, 0, 18, 0), Qt.AlignmentFlag.AlignVCenter, word)
        painter.end()


class Bullet(QWidget):
    """Progress from start to target, with the mark where one ought to be and its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures: NodeFigures | None = None
        self._labels: tuple[Forms, Forms, Forms] = (("",), ("",), ("",))
        accessible.give(self, accessible.Heard(accessible.Role.ProgressBar))
        self.setFixedHeight(px(50))

    def show_figures(self, figures: NodeFigures, start: Forms, expected: Forms, target: Forms) -> None:
        """Show another key result; the labels are ready to be painted, each in full first."""
        self._figures, self._labels = figures, (start, expected, target)
        edges = {"start": start[0], "target": target[0]}
        between = _("from {start} to {target}").format(**edges) if all(edges.values()) else ""
        self.setAccessibleName(", ".join(filter(None, (self._share(), between, expected[0]))))
        self.setToolTip(self.accessibleName())
        self.update()

    def _share(self) -> str:
        score = None if self._figures is None else self._figures.progress.score
        return "" if score is None else fmt.percent(score)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar between its labels."""
        figures = self._figures
        if figures is None:
            return
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()) as rect:
            self._paint(painter, rect.width(), figures)
        painter.end()

    def _paint(self, painter: QPainter, width: float, figures: NodeFigures) -> None:
        bar = QRectF(0, 19, width, 8)
        ground = self._theme.color("sunken")
        painters.paint_progress(
            painter, self._theme, bar, figures.progress.score, figures.status, held_to(figures), ground
        )
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("text2"))
        self._paint_labels(painter, width, held_to(figures))

    def _paint_labels(self, painter: QPainter, width: float, expected: float | None) -> None:
        start, middle, target = self._labels
        half = (width - 8) / 2
        draw_number(painter, QRectF(0, 34, half, 16), Qt.AlignmentFlag.AlignLeft, *start)
        draw_number(painter, QRectF(half + 8, 34, half, 16), Qt.AlignmentFlag.AlignRight, *target)
        if expected is not None and middle[0]:
            words = fitting(painter.font(), middle, width)
            wide = QFontMetricsF(painter.font()).horizontalAdvance(words) + 2
            x = min(max(0.0, width * min(expected, 1.0) - wide / 2), width - wide)
            painter.drawText(QRectF(x, -2, wide, 14), Qt.AlignmentFlag.AlignCenter, words)


class ConfidencePicker(QWidget):
    """Ten boxes; keys 1–9 and 0 for ten, or a click."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        accessible.give(self, accessible.Heard(accessible.Role.Slider, value=self._said))
        self.setFixedHeight(pressed(24))
        self.setMinimumWidth(STEPS * min(pressed(24), WIDEST))
        self.setToolTip(_("How sure are you of reaching it, from 1 to 10?"))
        self._name()

    def value(self) -> int | None:
        """What is picked."""
        return self._value

    def show_value(self, value: int | None) -> None:
        """Show what was said last."""
        self._value = value
        self._name()
        self.update()

    def _name(self) -> None:
        name = _("Confidence")
        self.setAccessibleName(name if self._value is None else f"{name} {self._value}")

    def _said(self) -> str:
        return "" if self._value is None else fmt.number(self._value)

    def _pick(self, value: int) -> None:
        self.show_value(value)
        announce(self._said())
        self.picked.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits pick, arrows step."""
        if event.text() and event.text() in "1234567890":
            self._pick(int(event.text()) or STEPS)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self._pick(min(STEPS, (self._value or 0) + 1))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self._pick(max(1, (self._value or 2) - 1))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click picks its box."""
        step = int(event.position().x() // (self.width() / STEPS)) + 1
        self._pick(min(STEPS, max(1, step)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the boxes, the first, the chosen and the last with their figures."""
        with painters.smoothly(self) as (painter, rect):
            wide = rect.width() / STEPS
            for step in range(1, STEPS + 1):
                self._paint_box(painter, step, QRectF((step - 1) * wide, 3, wide - 2.5, 18))
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._theme.color("accent"), 1.5))
                painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -1.75, -0.75), 4, 4)

    def _paint_box(self, painter: QPainter, step: int, box: QRectF) -> None:
        filled = self._value is not None and step <= self._value
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bar" if filled else "track"))
        painter.drawRoundedRect(box, 3, 3)
        if step in (1, self._value, STEPS):
            painter.setFont(self._theme.font("caption_strong" if step == self._value else "caption"))
            painter.setPen(self._theme.color("page" if filled else "text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(step))


class TimelineDot(QWidget):
    """The dot and thread on the left of a check-in."""

    def __init__(self, theme: Theme, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._last = theme, last
        self.setFixedWidth(px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the thread below and the dot."""
        with painters.smoothly(self) as (painter, rect):
            if not self._last:
                painter.fillRect(QRectF(3, 10, 1, rect.height() - 10), self._theme.color("line_strong"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("bar"))
            painter.drawEllipse(QPointF(3.5, 9), 3.5, 3.5)
