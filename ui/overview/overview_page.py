"""Overview: how the goals stand, the KPIs that need somebody, and what is due this week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from kpidesk.commands import agreements
from kpidesk.domain.entities import Agreement, Kpi, Objective, Uid
from kpidesk.domain.period import Period
from kpidesk.figures import goal_book
from kpidesk.figures.advice import Advice, Kind, advise
from kpidesk.figures.cycle_list import looked_at
from kpidesk.figures.due_book import due_cells
from kpidesk.report import Wanted
from kpidesk.text import _
from kpidesk.workspace import Changes
from ui.base.breakpoints import NARROW, SMALL, WIDE
from ui.base.keys.order import is_stop, stops
from ui.base.page import Page, column, line
from ui.base.scale import px
from ui.base.session import Session
from ui.overview.advice_list import put_aside
from ui.overview.overview_main import OverviewMain
from ui.overview.overview_week import OverviewWeek
from ui.overview.stand import Stand
from ui.overview.steps.remembered import Remembered
from ui.paper import papers
from ui.paper.printed_paper import print_paper
from ui.paper.saved_paper import paper_language, paper_size
from ui.parts.drawer import Drawer
from ui.parts.empty import Empty

SIDE = {WIDE: 340, NARROW: 300, 0: 264}
"""How wide the side is in a window of at least so many pixels."""
AROUND = 80
"""So many pixels over and under a step's field are in sight with it: its question, and what is said of it."""


class OverviewPage(Page):
    """Everything at a glance; nothing is edited here.

    Its widgets are made once and told what holds now: the keyboard and what is read stay where they are.
    """

    place = "overview"
    fills_itself = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.stack = QStackedWidget(self)
        column(self).addWidget(self.stack)
        self._wide, self._compact = True, False
        self._stand: Stand | None = None
        self.goals_and_kpis, self.week = OverviewMain(session), OverviewWeek(session)
        both = QWidget(self.stack)
        self.stack.addWidget(both)
        self.main = _scrolling(self.goals_and_kpis, _("Goals and KPIs"), both)
        self.side = _scrolling(self.week, _("This week"), both)
        self.side.setObjectName("side")
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.main, 1)
        self._edge = _upright()
        row.addWidget(self._edge)
        row.addWidget(self.side)
        self.drawer = Drawer(session, self, self.side, row.addWidget, _("This week"))
        self._empty = Empty(
            session.theme, "layout-dashboard", _("Nothing to show yet"),
            _("Add an objective or a KPI, and everything is gathered here."), _("New objective"), _("Add a KPI"),
        )  # fmt: skip
        self.stack.addWidget(self._empty)
        self._connect()
        self.refresh(None)

    def _connect(self) -> None:
        main, week = self.goals_and_kpis, self.week
        main.goal_opened.connect(self._open_goal)
        main.kpi_opened.connect(self._open_kpi)
        main.advice_opened.connect(self._open_advice)
        main.advice_aside.connect(self._ask_aside)
        main.entry_wanted.connect(self._go_entry)
        main.kpis_wanted.connect(self._go_kpis)
        main.week_wanted.connect(self.drawer.open)
        week.entry_wanted.connect(self._go_entry)
        week.round_wanted.connect(self._go_round)
        week.review_wanted.connect(self._go_review)
        week.check_in_wanted.connect(self._check_in)
        week.answered.connect(self._agree)
        main.more_wanted.connect(self._show)
        main.library_wanted.connect(self._open_library)
        main.steps_over.connect(self._begin)
        main.step_entered.connect(self._keep_in_sight)
        week.example_wanted.connect(self.session.example)
        week.more_wanted.connect(self._show)
        week.calendar_wanted.connect(self._ask_for_calendar)
        self.session.figured.complete.connect(self._on_complete)
        self._empty.pressed.connect(self._go_goals)
        self._empty.pressed_second.connect(self._go_kpis)

    # ---- the page's part -------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Gather what holds now; of KPIs that take a while, that they are being worked out."""
        session, today = self.session, self.session.today()
        figured, cycle = session.figured, looked_at(session.ws, session.period)
        self._stand = Stand(
            [] if cycle is None else goal_book(session.ws).roots(cycle, today),
            [kpi for kpi in session.ws.all(Kpi) if not kpi.parked],
            figured.book.all() if figured.ready() else None,
            len(due_cells(session.ws, today)),
            self._advice(changes),
            self._asked(),
            Remembered.of(session).wanted(session),
        )
        self._show()

    def _advice(self, changes: Changes | None) -> Sequence[Advice]:
        """What the method would say; numbers alone change nothing of it."""
        numbers_alone = changes is not None and not changes.everything and not changes.entities
        if numbers_alone and self._stand is not None and self._stand.asked == self._asked():
            return self._stand.advice
        return advise(self.session.ws, self.session.cycle, self.session.today())

    def _asked(self) -> tuple[dt.date, Uid | None]:
        cycle = self.session.cycle
        return self.session.today(), None if cycle is None else cycle.uid

    def _show(self) -> None:
        """Tell each part what holds, in the room that there is."""
        stand = self._stand
        assert stand is not None
        if not stand.kpis and not stand.beginning and not self.session.ws.all(Objective):
            self.stack.setCurrentIndex(1)
            return
        self.stack.setCurrentIndex(0)
        self.goals_and_kpis.tell(stand, wide=self._wide, compact=self._compact)
        self.week.tell(stand, wide=self._wide)

    def _on_complete(self) -> None:
        if self._stand is not None and self._stand.figures is None:
            self.refresh(None)

    def fit(self, window_width: int) -> None:
        """Give the side what the window has room for."""
        small = window_width < SMALL
        self.drawer.use(small)
        self.week.title.setHidden(small)  # the drawer has it
        self._edge.setHidden(small)
        if not small:
            self.side.setFixedWidth(px(next(side for least, side in SIDE.items() if window_width >= least)))
        wide = window_width >= NARROW
        if (wide, small) != (self._wide, self._compact):
            self._wide, self._compact = wide, small
            self._show()

    def commands(self) -> dict[str, Callable[[], None]]:
        """What is due this week, put away or shown; printing here is the page for the wall."""
        found: dict[str, Callable[[], None]] = {"toggle_details": self.drawer.toggle}
        if not self.session.ws.read_only:
            found["first_steps"] = self._begin_again
        return found | {"print": self._print}

    def _begin_again(self) -> None:
        Remembered.of(self.session).begin_again()
        self._begin()

    def _begin(self) -> None:
        """Show what there is now, with the keyboard where it begins: never on the page, which says nothing."""
        self.refresh(None)
        focus = self.initial_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_library(self) -> None:
        self.session.navigate.emit("kpis", "library")

    def _print(self) -> None:
        wanted = Wanted(self.session.today(), paper_language(self.session), paper_size(self.session))
        build = papers.of_file(self.session.ws, papers.board, self.session.period, wanted)
        print_paper(self.session, build, self.session.cycle_name(), self.window())

    def draft(self) -> object:
        """What is being typed in the first steps."""
        steps = self.goals_and_kpis.steps
        return None if steps is None else (steps.number.field.text(), steps.goal.line.text())

    def go_on(self, draft: Any) -> None:
        """Put it into the same fields."""
        steps = self.goals_and_kpis.steps
        if steps is not None and draft is not None:
            for field, words in zip((steps.number.field, steps.goal.line), draft, strict=True):
                field.setText(words)

    def initial_focus(self) -> QWidget | None:
        """The step that somebody is at in a new file; else where the keyboard was here, at first on the first row."""
        steps = self.goals_and_kpis.steps
        wanted = steps.focus() if steps is not None else None
        if wanted is not None:
            self._keep_in_sight(wanted)
        before = self.focusWidget()
        here = before is not None and before is not self.main and before.isVisible() and is_stop(before)
        return wanted or (before if here else next(stops(self.main), self.main))

    def _keep_in_sight(self, field: QWidget) -> None:
        """What the field stands among is laid out in this turn."""
        QTimer.singleShot(0, field, partial(self.main.ensureWidgetVisible, field, 0, px(AROUND)))

    # ---- going on --------------------------------------------------------------------------------

    def _open_goal(self, uid: str) -> None:
        self.session.navigate.emit("goals", uid)

    def _open_kpi(self, uid: str) -> None:
        self.session.navigate.emit("kpi", uid)

    def _check_in(self, uid: str) -> None:
        self.session.navigate.emit("goals", (uid, "check_in"))

    def _agree(self, asked: Agreement, mine: bool) -> None:
        if mine:
            self.session.perform(agreements.answer, asked.about, asked.person, True)
        else:
            said = _("The question travels with the file.")
            self.session.perform(agreements.ask, asked.about, [asked.person], said=said)

    def _open_advice(self, advice: Advice) -> None:
        if advice.kind is Kind.DUTIES:
            from ui.overview.duties import DutiesDialog

            DutiesDialog(self.session, self).open()
        elif self.session.ws.find(Kpi, advice.about) is not None:
            self.session.navigate.emit("kpi", advice.about)
        elif advice.about is not None:
            self.session.navigate.emit("goals", advice.about)
        else:
            self.session.navigate.emit("goals" if advice.kind is Kind.TOO_MANY_OBJECTIVES else "kpis", None)

    def _ask_aside(self, advice: Advice) -> None:
        from ui.parts.reason import ReasonDialog

        self._aside = advice
        dialog = ReasonDialog(_("Put aside?"), str(advice.sentence), _("Put aside"), self)
        dialog.given.connect(self._put_aside)
        dialog.open()

    def _put_aside(self, reason: str) -> None:
        put_aside(self.session, self._aside, reason)

    def _ask_for_calendar(self) -> None:
        from ui.reminders.handing import ask_for_calendar

        ask_for_calendar(self.session, self.window())

    def _go_review(self, period: Period) -> None:
        self.session.show_period(period)
        self.session.navigate.emit("review", None)

    def _go_round(self) -> None:
        self.session.navigate.emit("round", None)

    def _go_entry(self) -> None:
        self.session.navigate.emit("entry", None)

    def _go_goals(self) -> None:
        self.session.navigate.emit("goals", None)

    def _go_kpis(self) -> None:
        self.session.navigate.emit("kpis", None)


def _scrolling(inside: QWidget, name: str, parent: QWidget) -> QScrollArea:
    """A part that the keyboard scrolls where there is nothing to press in it."""
    area = QScrollArea(parent)
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setWidget(inside)
    return area


def _upright() -> QWidget:
    """A hairline standing up."""
    frame = line()
    frame.setProperty("look", "upright")
    frame.setFixedWidth(1)
    return frame
