"""One step of a page that has several: its number in a circle, filled where one is, ticked when done, and its name."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from kpidesk.text import pgettext
from ui.base.reach import accessible
from ui.base.theme import Theme

CIRCLE, GAP, EDGE, HIGH, TICK = 22, 8, 4, 32, 14


class StepButton(QPushButton):
    """Looks as on the pictures of the review and of an import; a button in everything else."""

    def __init__(self, theme: Theme, number: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._theme, self._number, self._brief, self._done = theme, number, False, False
        self.setCheckable(True)
        self.toggled.connect(self.updateGeometry)
        accessible.tab(self, self._said)

    def _said(self) -> str:
        """Its number and name, and whether it is done."""
        words, done = f"{self._number} {self.text()}", pgettext("step", "done")
        return f"{words}, {done}" if self._done else words

    def be_brief(self, brief: bool) -> None:
        """Show the name of the step in view only."""
        self._brief = brief
        self.setToolTip(self.text() if brief else "")
        self.updateGeometry()
        self.update()

    def be_done(self, done: bool) -> None:
        """Show a tick instead of the number while another step is in view."""
        self._done = done
        self.update()

    def _shown(self) -> str:
        return self.text() if self.isChecked() or not self._brief else ""

    def sizeHint(self) -> QSize:
        """Qt: as wide as the name is when it stands out."""
        wide = QFontMetricsF(self._theme.font("strong")).horizontalAdvance(self._shown())
        return QSize(round(wide) + CIRCLE + (GAP if wide else 0) + 2 * EDGE + 1, HIGH)

    def minimumSizeHint(self) -> QSize:
        """Qt: nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the circle, the name, and a ring where the keyboard is."""
        painter, color = QPainter(self), self._theme.color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.isChecked()
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        circle = QRectF(EDGE, (self.height() - CIRCLE) / 2, CIRCLE, CIRCLE).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(color("accent" if here else "text3"), 1))
        painter.setBrush(color("accent") if here else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        self._paint_number(painter, circle, here)
        painter.setFont(self._theme.font("strong" if here else "medium"))
        painter.setPen(color("text" if here or self.underMouse() else "text2"))
        room = QRectF(self.rect()).adjusted(EDGE + CIRCLE + GAP, 0, 0, 0)
        if self._shown():
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._shown())
        painter.end()

    def _paint_number(self, painter: QPainter, circle: QRectF, here: bool) -> None:
        if self._done and not here:
            tick = self._theme.pixmap("check", "text2", TICK)
            corner = circle.center() - QPointF(TICK / 2, TICK / 2)
            painter.drawPixmap(QRectF(corner, QSizeF(TICK, TICK)), tick, QRectF(tick.rect()))
            return
        small = self._theme.font("small")
        small.setWeight(QFont.Weight.DemiBold)
        painter.setFont(small)
        painter.setPen(self._theme.color("on_accent" if here else "text2"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
