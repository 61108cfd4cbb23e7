"""One of the first steps: its mark, what it is about, and what is done in it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kpidesk.text import _, pgettext
from ui.base.page import heading, line, text
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters

MARK, INDENT, TICK = 24, 38, 12


@dataclass(frozen=True)
class Standing:
    """How far a step is: done, or the one that somebody is at; ``unfolded`` with what is done in it in sight."""

    done: bool = False
    now: bool = False
    unfolded: bool = False


class Mark(QWidget):
    """A number in a ring, filled for the step one is at, and a tick once it is done."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme, self._number = theme, number
        self.done = self.now = False
        accessible.spoken(self)
        self.setFixedSize(px(MARK), px(MARK))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it."""
        with painters.smoothly(self) as (painter, rect):
            if self.done:
                self._paint_tick(painter, rect.adjusted(3, 3, -3, -3))
            else:
                self._paint_number(painter, rect.adjusted(0.75, 0.75, -0.75, -0.75))

    def _paint_tick(self, painter: QPainter, disc: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("ok"))
        painter.drawEllipse(disc)
        painter.drawPixmap(disc.center() - QPointF(TICK / 2, TICK / 2), self._theme.pixmap("check", "on_accent", TICK))

    def _paint_number(self, painter: QPainter, ring: QRectF) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.color("accent" if self.now else "field"), 1))
        painter.setBrush(theme.color("accent") if self.now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("on_accent" if self.now else "text2"))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._number))


class Step(QWidget):
    """A step with its ``body`` open or folded to a line; ``pressed`` is the link on its right.

    Each puts ``skip``, which goes on without it, where it belongs.
    """

    pressed = Signal()

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 12, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(px(INDENT - MARK))
        self.mark = Mark(theme, number)
        row.addWidget(self.mark)
        self.title, self.told = heading(""), text("", "small", wrap=True)
        names = QHBoxLayout()
        names.setSpacing(10)
        names.addWidget(self.title)
        names.addWidget(self.told, 1)
        row.addLayout(names, 1)
        self.link = QPushButton()
        self.link.setProperty("link", True)
        self.link.clicked.connect(self.pressed)
        row.addWidget(self.link)
        outer.addLayout(row)
        self.skip = QPushButton(pgettext("step", "Skip"))
        self.skip.setProperty("quiet", True)
        self.body = QWidget()
        self.inside = QVBoxLayout(self.body)
        self.inside.setContentsMargins(px(INDENT), 8, 0, 0)
        self.inside.setSpacing(6)
        outer.addWidget(self.body)
        outer.addSpacing(12)
        outer.addWidget(line())

    def tell(self, title: str, told: str, link: str, how: Standing) -> None:
        """Say how far it is; ``told`` and ``link`` stand beside the title where they are not empty."""
        self.title.setText(title)
        self.told.setText(told)
        self.link.setText(link)
        self.link.setVisible(bool(link))
        self.link.setAccessibleName(f"{link}, {title}" if link else "")
        self.skip.setAccessibleName(f"{self.skip.text()}, {title}")
        self.mark.done, self.mark.now = how.done, how.now
        self.mark.setAccessibleName(_("Done") if how.done else "")
        self.mark.update()
        self.body.setVisible(how.unfolded)


def small(words: str) -> QLabel:
    """A sentence in small text."""
    return text(words, "small", wrap=True)
