"""Where the round is: for each kind of step its name, how many there are, and a dot for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.round.agenda import Agenda, Mark
from kpidesk.round.steps import Kind, Step
from kpidesk.round.words import kind_name
from kpidesk.text import _
from ui.base import page
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.flow import Flow
from ui.parts.form import set_look

DOT, CURRENT, GAP, HIGH = 8, 20, 6, 12
MOST, LONG = 24, 180
"""Of more dots than this a bar is drawn instead, so many pixels long."""
OPEN, DONE, SKIPPED, HERE = range(4)


class Dots(QProgressBar):
    """The steps of a kind: done ones filled, left out ones dashed, the one in view a pill. To the ear a progress."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dots: tuple[int, ...] = ()
        self.setTextVisible(False)
        self.setFixedHeight(px(HIGH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_dots(self, dots: Sequence[int]) -> None:
        """Show other steps."""
        if tuple(dots) == self._dots:
            return
        self._dots = tuple(dots)
        self.setUpdatesEnabled(False)  # else Qt paints a bar at once, and with it all that has changed around it
        self.setRange(0, max(1, len(self._dots)))
        self.setValue(self._dots.count(DONE))
        self.setUpdatesEnabled(True)
        self.setFixedWidth(px(self._length()))

    def _length(self) -> int:
        if len(self._dots) > MOST:
            return LONG
        return sum((CURRENT if dot == HERE else DOT) + GAP for dot in self._dots)

    def sizeHint(self) -> QSize:
        """Qt: as wide as the dots are."""
        return QSize(px(self._length()), px(HIGH))

    def minimumSizeHint(self) -> QSize:
        """Qt: no less."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw them."""
        with painters.smoothly(self) as (painter, _rect):
            if len(self._dots) > MOST:
                self._paint_bar(painter)
                return
            left = 0.5
            for dot in self._dots:
                wide = CURRENT if dot == HERE else DOT
                self._paint_dot(painter, dot, QRectF(left, 2, wide - 1, DOT - 1))
                left += wide + GAP

    def _paint_dot(self, painter: QPainter, dot: int, area: QRectF) -> None:
        if dot in (DONE, HERE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("bar" if dot == DONE else "accent"))
        else:
            pen = QPen(self._theme.color("text3"), 1.2)
            if dot == SKIPPED:
                pen.setDashPattern([1.6, 1.6])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, DOT / 2, DOT / 2)

    def _paint_bar(self, painter: QPainter) -> None:
        count = len(self._dots)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("track"))
        painter.drawRoundedRect(QRectF(0, 3, LONG, 6), 3, 3)
        painter.setBrush(self._theme.color("bar"))
        painter.drawRoundedRect(QRectF(0, 3, LONG * self._dots.count(DONE) / count, 6), 3, 3)
        if HERE in self._dots:
            painter.setBrush(self._theme.color("accent"))
            left = (LONG - DOT) * self._dots.index(HERE) / max(1, count - 1)
            painter.drawRoundedRect(QRectF(left, 2, DOT, DOT), DOT / 2, DOT / 2)


def place_told(agenda: Agenda, here: Step) -> str:
    """Which step of its kind it is: ``Tall 5 av 6``; nothing for the decision, which is the only one."""
    steps = agenda.of(here.kind)
    if here.kind is Kind.DECISION or here not in steps:
        return ""
    n, count = fmt.number(steps.index(here) + 1), fmt.number(len(steps))
    return f"{kind_name(here.kind)} {_('{n} of {count}').format(n=n, count=count)}"


class Group(QWidget):
    """The steps of one kind: ``Tall 5 av 6`` over their dots."""

    def __init__(self, theme: Theme, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, px(38), 0)
        box.setSpacing(px(4))
        self.words, self.dots = page.text("", "caption"), Dots(theme)
        box.addWidget(self.words)
        box.addWidget(self.dots)

    def tell(self, agenda: Agenda, here: Step | None) -> None:
        """Show how the steps of the kind stand; a kind without any takes no room."""
        steps, name = agenda.of(self._kind), kind_name(self._kind)
        self.setVisible(bool(steps))
        count, inside = fmt.number(len(steps)), here in steps
        told = _("{n} of {count}").format(n=fmt.number(steps.index(here) + 1), count=count) if here in steps else count
        alone = self._kind is Kind.DECISION and inside
        self.words.setText(name if alone else f"{name}  {told}")
        set_look(self.words, "look", "caption_strong" if inside else "caption")
        self.dots.show_dots([_dot(agenda.marks[step], step == here) for step in steps])
        marks = [agenda.marks[step] for step in steps]
        done = fmt.number(marks.count(Mark.DONE))
        said = _("{name}: {done} of {count} done").format(name=name, done=done, count=count)
        left = marks.count(Mark.SKIPPED)
        self.dots.setAccessibleName(said if not left else f"{said}, " + _("{n} skipped").format(n=fmt.number(left)))


def _dot(mark: Mark, here: bool) -> int:
    if here:
        return HERE
    return DONE if mark is Mark.DONE else SKIPPED if mark is Mark.SKIPPED else OPEN


class Strip(QWidget):
    """The kinds of steps that there are, side by side; under one another where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = Flow(self, gap=0, line_gap=px(8))
        flow.setContentsMargins(0, 0, 0, 0)
        self.groups = {kind: Group(theme, kind) for kind in Kind}
        for group in self.groups.values():
            flow.addWidget(group)

    def tell(self, agenda: Agenda, here: Step | None) -> None:
        """Show how the round stands."""
        for group in self.groups.values():
            group.tell(agenda, here)
