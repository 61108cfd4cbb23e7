"""The rail on the left: the quarter in view, the six places, and who I am."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stage import is_planned
from kpidesk.figures.cycle_list import cycle_at, names, neighbour
from kpidesk.text import _
from kpidesk.wording.cycles import stage_word
from ui.app.frame.rail_frame import ME, QUARTER, RULER, CopyButton, Look, PlaceButton, RailFrame
from ui.base.page import literal
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.parts import painters


class Ruler(QWidget):
    """The weeks of a quarter: gone, this one, to come; outlines only before it begins."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._weeks, self._current, self._planned = 13, -1, True
        self.setFixedHeight(px(RULER))
        accessible.silent(self)  # the button above it tells the week

    def show_weeks(self, weeks: int, current: int, *, planned: bool = False) -> None:
        """Show ``weeks`` marks; ``current`` counts from 0, below for the future, beyond for the past."""
        self._weeks, self._current, self._planned = weeks, current, planned
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        with painters.enlarged(painter, self.rect()) as rect:
            self._paint(painter, (rect.width() - 16) / self._weeks)
        painter.end()

    def _paint(self, painter: QPainter, step: float) -> None:
        for week in range(self._weeks):
            now = week == self._current
            token = "accent" if now else "bar" if week < self._current else "line_strong"
            height = 7 if now else 5
            area = QRectF(8 + week * step, (9 - height) / 2, step - 2, height)
            if self._planned:
                painter.setPen(QPen(self._theme.color(token), 1))
                area.adjust(0.5, 0.5, -0.5, -0.5)
            else:
                painter.setBrush(self._theme.color(token))
            painter.drawRoundedRect(area, 1, 1)


class Rail(RailFrame):
    """Navigation. ``chosen`` names a place, ``asked`` a command, ``who`` asks for the settings."""

    chosen = Signal(str)
    asked = Signal(str)
    who = Signal()

    def __init__(
        self, session: Session, author: str, parent: QWidget | None = None, *, look: Look = (False, False)
    ) -> None:
        super().__init__(session.theme, parent, look=look)
        self.session, self.author = session, author
        self._quarter = self._make_quarter()
        self._ruler = Ruler(session.theme)
        self._ruler.setContentsMargins(8, 0, 8, 0)
        self._caption = self._make_caption()
        for button in self._buttons.values():
            button.clicked.connect(self._clicked)
        for copy in self._copies:
            copy.clicked.connect(self._ask)
        self._me = self._make_me()
        self._put_in(self._quarter, self._ruler, self._caption, self._me)

    def _make_quarter(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(self.session.theme.icon("chevrons-up-down", "text3", 14))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setObjectName("quarter")
        button.setFixedHeight(px(QUARTER))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # else as its button, whose icon stands on the right
        menu.aboutToShow.connect(self._fill_quarters)
        menu.triggered.connect(self._choose_quarter)
        button.setMenu(menu)
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        return button

    def _make_me(self) -> MeButton:
        button = MeButton(self)
        button.clicked.connect(self.who)
        return button

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, PlaceButton):
            self.chosen.emit(button.place)

    def _ask(self) -> None:
        button = self.sender()
        if isinstance(button, CopyButton):
            self.asked.emit(button.command)

    # ---- what it shows -----------------------------------------------------------------------------

    def show_place(self, place: str) -> None:
        """Mark the place in view: a KPI page is one of the KPIs, an import of numbers, the round of the overview."""
        numbers = dict.fromkeys(("import", "accounts", "sources"), "entry")
        self.mark({"kpi": "kpis", "round": "overview", **numbers}.get(place, place))

    def show_missing(self, count: int) -> None:
        """Show how many numbers are due beside "Entry"."""
        self._missing = count
        self._buttons["entry"].show_look()

    def set_narrow(self, narrow: bool, *, small: bool = False) -> None:
        """Show icons only, or icons with names."""
        super().set_narrow(narrow, small=small)
        self._me.update()
        self.show_quarter()

    def show_quarter(self) -> None:
        """Show which quarter is in view, and where in it we are."""
        period = self.session.period
        name = fmt.capital(self.session.cycle_name())
        self._quarter.setText(literal(fmt.capital(self.session.cycle_name(short=self.narrow))))
        self._quarter.setAccessibleName(name)
        self._quarter.setToolTip(literal(name) if self.narrow else "")
        self._quarter.setProperty("narrow", self.narrow)
        self._quarter.style().unpolish(self._quarter)
        self._quarter.style().polish(self._quarter)
        icon = self.session.theme.icon("chevrons-up-down", "text3", 14)
        self._quarter.setIcon(icon if not self.narrow else type(icon)())
        today = self.session.today()
        weeks, cycle = max(1, round(period.days / 7)), self.session.cycle
        planned = today < period.first and (cycle is None or is_planned(cycle, today))
        self._ruler.show_weeks(weeks, (today - period.first).days // 7, planned=planned)
        caption = quarter_caption(period, today, planned=planned)
        self._caption.setText(caption)
        self._quarter.setAccessibleDescription(", ".join(part for part in (_("Quarter in view"), caption) if part))

    def _listed(self) -> dict[Period, str]:
        """Those that can be looked at, and the one before today's, whose goals are often written down afterwards."""
        ws, session = self.session.ws, self.session
        before = neighbour(ws, session.current_period(), -1)
        return names(ws, sorted({before, *session.choosable_cycles()}))

    def _fill_quarters(self) -> None:
        menu = self._quarter.menu()
        menu.clear()
        for period, name in reversed(self._listed().items()):
            stage = stage_word(cycle_at(self.session.ws, period), self.session.today())
            action = menu.addAction(literal(fmt.capital(name)) + (f"\t{stage}" if stage else ""))
            action.setData(period.code())
            action.setCheckable(True)
            if period == self.session.period:
                action.setChecked(True)
                menu.setActiveAction(action)

    def _choose_quarter(self, action: QAction) -> None:
        self.session.show_period(Period.from_code(int(action.data())))


class MeButton(QToolButton):
    """Whose changes are written to the history."""

    def __init__(self, rail: Rail) -> None:
        super().__init__(rail)
        self._rail = rail
        self.setFixedHeight(px(ME))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        accessible.give(self, accessible.Heard(accessible.Role.Button, self._said, press=self.click))
        self.setToolTip(_("Your name, as the history shows it"))

    def _said(self) -> str:
        return self._rail.author or _("Who are you?")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: initials and name."""
        super().paintEvent(event)
        theme, name = self._rail.session.theme, self._rail.author
        painter = QPainter(self)
        letters = fmt.initials(name) or "?"
        with painters.enlarged(painter, self.rect()) as rect:
            painters.paint_avatar(painter, theme, 8, 6, letters, size=24)
            if not self._rail.narrow:
                painter.setFont(theme.font("body"))
                painter.setPen(theme.color("text2"))
                words = painters.elided(painter, self._said(), rect.width() - 50)
                painter.drawText(rect.adjusted(42, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


def quarter_caption(period: Period, today: dt.date, *, planned: bool = False) -> str:
    """``Uke 12 · dag 75 av 90``, or when the quarter ended or begins; when it ends where it was started by hand."""
    if today > period.last:
        return _("Ended {day}").format(day=fmt.day_short(period.last, today))
    if today < period.first:
        words, day = (
            (_("Planned · begins {day}"), period.first) if planned else (_("Started · lasts until {day}"), period.last)
        )
        return words.format(day=fmt.day_short(day, today))
    week = Period.containing(today, Frequency.WEEK).number()
    return _("Week {week} · day {day} of {days}").format(
        week=week, day=(today - period.first).days + 1, days=period.days
    )
