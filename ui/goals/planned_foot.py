"""The foot of the goal tree while its cycle is planned: what that means, and the way to start it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from kpidesk import format as fmt
from kpidesk.commands import cycles
from kpidesk.domain.period import Frequency
from kpidesk.domain.stage import is_planned
from kpidesk.domain.status import Status
from kpidesk.text import _
from kpidesk.wording.cycles import sentence
from ui.base.page import Margins, text
from ui.base.scale import px
from ui.parts import painters

if TYPE_CHECKING:
    from kpidesk.domain.entities import Cycle
    from ui.base.session import Session
    from ui.base.theme import Theme


def start_words(length: Frequency) -> str:
    """What the button says: ``Start kvartalet nå``."""
    return {
        Frequency.MONTH: _("Start the month now"),
        Frequency.QUARTER: _("Start the quarter now"),
        Frequency.TERTIAL: _("Start the tertial now"),
        Frequency.HALF_YEAR: _("Start the half-year now"),
        Frequency.YEAR: _("Start the year now"),
    }[length]


def planned_words(length: Frequency) -> str:
    """What it means that ``{cycle}`` is planned until ``{day}``; some languages tell a month from longer ones."""
    if length is Frequency.MONTH:
        return _(
            "{cycle} is planned. Nothing is on or off track before its first day, {day}, and everything can be changed"
            " freely."
        )
    return _(
        "{cycle} is planned. Nothing is on or off track before it starts on {day}, and everything can be changed"
        " freely."
    )


class PlannedMark(QWidget):
    """The shape that stands for a cycle which has not begun."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(QSize(px(painters.SHAPE + 2), px(painters.SHAPE + 2)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()):
            painters.paint_status(painter, self._theme, Status.PLANNED, 1, 1)
        painter.end()


class PlannedFoot(QWidget):
    """Seen only while the cycle in view is planned."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # as many lines as it needs
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 12)
        Margins(row, self)
        row.setSpacing(8)
        row.addWidget(PlannedMark(session.theme), 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = text("", "small", wrap=True)
        row.addWidget(self.words, 1)
        self.button = QPushButton()
        self.button.clicked.connect(self.start)
        row.addWidget(self.button)
        self.hide()

    @property
    def planned(self) -> Cycle | None:
        """The cycle in view, while it is planned."""
        cycle = self._session.cycle
        return cycle if cycle is not None and is_planned(cycle, self._session.today()) else None

    def show_cycle(self) -> None:
        """Take in which cycle is in view, and whether it has begun."""
        cycle, today = self.planned, self._session.today()
        self.setVisible(cycle is not None)
        self.button.setText(start_words(self._session.period.frequency))
        if cycle is None:
            return
        begins = fmt.day_short(cycle.start, today) if cycle.start else ""
        words = planned_words(self._session.period.frequency)
        self.words.setText(sentence(words.replace("{day}", begins), self._session.period.frequency))

    def start(self) -> None:
        """Start the cycle in view."""
        cycle = self.planned
        if cycle is not None:
            said = sentence(_("{cycle} has started."), self._session.period.frequency)
            self._session.perform(cycles.start_now, cycle.uid, said=said)
