"""Review: scores, reflections and decisions on the left, the true pages on the right, saved as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.commands import cycles
from kpidesk.domain.entities import Section
from kpidesk.figures import goal_book
from kpidesk.figures.goals.undecided import undecided
from kpidesk.text import _
from kpidesk.wording.cycles import next_cycle, sentence
from kpidesk.workspace import Changes
from ui.base.breakpoints import SMALL
from ui.base.keys.order import stops
from ui.base.keys.pressed import shortcuts
from ui.base.keys.roving import RovingGroup
from ui.base.page import Band, Margins, Page, column, head, line, text
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.buttons import Onward
from ui.parts.drawer import Drawer
from ui.parts.head_room import HeadRoom, hides
from ui.review.carry_list import CarryList
from ui.review.follow_up import FollowUp
from ui.review.following import STEPS, places_of
from ui.review.paper_pane import PaperPane
from ui.review.review_notes import Parts
from ui.review.review_scores import Scores
from ui.review.review_sentences import Sentences
from ui.review.step_button import StepButton
from ui.review.step_dots import StepDots

REFLECT = (Section.WENT_WELL, Section.WENT_BADLY, Section.SURPRISED, Section.LEARNED)

BARE = 460
"""Below so many pixels, counted in ordinary text, the computed score stands in the field's tooltip alone."""
LEAST, MOST, MOST_PAPER = 440, 760, 560
"""Pixels: the steps at the least and at most, and the paper as a drawer."""


class ReviewPage(Page):
    """Four steps and a live preview."""

    place = "review"
    fills_itself = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._step, self._small = -1, False
        # Each part is given its parent at once: adopted later, all that it holds is given its style anew.
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("review_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        side, self.paper = QWidget(splitter), PaperPane(session, splitter)
        self._fill_left(side)
        self.drawer = Drawer(session, self, self.paper, splitter.addWidget, _("The page"), wide=MOST_PAPER)
        self.drawer.add_opener(self._foot_row, "eye", _("See the page"), 2)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([640, 616])
        column(self).addWidget(splitter)
        shortcuts(self, "review", {"next": self.next_step, "step_on": self.step_on})
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self.refresh(None)

    # ---- building --------------------------------------------------------------------------------

    def _fill_left(self, side: QWidget) -> None:
        self._side = side
        side.setMinimumWidth(px(LEAST))
        side.setMaximumWidth(px(MOST))
        box = column(side)
        top, row, _label = head(_("Review"), parent=side)
        self.when = text("", "small")
        row.addWidget(self.when)
        row.addStretch()
        names = (_("Score"), _("Reflect"), _("Decide"), next_cycle(self.session.period.frequency))
        self.dots = StepDots(self.session.theme, names, top)
        self.dots.chosen.connect(self.show_step)
        self.dots.hide()
        row.addWidget(self.dots)
        box.addWidget(top)
        self._step_row, hint = QWidget(side), QVBoxLayout()
        steps = self._steps(names)
        self._step_row.setLayout(steps)
        accessible.tabs(self._step_row, _("Steps of the review"))
        box.addWidget(self._step_row)
        self.hint = text("", "quiet", wrap=True)
        hint.setContentsMargins(0, 0, 0, 8)
        hint.addWidget(self.hint)
        box.addLayout(hint)
        Margins(steps, side, left=-4)
        Margins(hint, side)
        self.stack = QStackedWidget(side)
        self.scores = Scores(self.session, self.stack)
        self.sentences = Sentences(self.session, self.stack)
        self.paper.composed.connect(self.sentences.show_review)
        self.reflect = Parts(self.session, REFLECT, self.stack, below=self.sentences)
        self.follow_up = FollowUp(self.session)
        self.decide = Parts(self.session, (Section.DECISION,), self.stack, above=self.follow_up)
        self.carry = CarryList(self.session)
        self.next = Parts(self.session, (Section.NEXT,), self.stack, above=self.carry)
        for widget, name in zip((self.scores, self.reflect, self.decide, self.next), names, strict=True):
            widget.setAccessibleName(name)
            self.stack.addWidget(widget)
        box.addWidget(self.stack, 1)
        box.addWidget(line())
        self._foot = self._build_foot(side)
        box.addWidget(self._foot)

    def _steps(self, names: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 10)
        row.setSpacing(4)
        self.steps = RovingGroup(self)
        for place, name in enumerate(names):
            button = StepButton(self.session.theme, place + 1, name)
            button.setChecked(place == 0)
            self.steps.addButton(button, place)
            row.addWidget(button)
            if place < len(names) - 1:
                row.addWidget(line(), 1, Qt.AlignmentFlag.AlignVCenter)
        self.steps.idClicked.connect(self.show_step)
        return row

    def _build_foot(self, side: QWidget) -> QWidget:
        foot = Band(parent=side)
        row = self._foot_row = foot.row
        self.stored = text(_("Saved as you work."), "small")
        row.addWidget(self.stored)
        row.addStretch()
        self.close_cycle = QPushButton()
        self.close_cycle.setToolTip(_("Freezes every figure and locks the goals. It can be reopened with a reason."))
        self.close_cycle.clicked.connect(self._ask_close)
        self.reopen = QPushButton(_("Reopen …"))
        self.reopen.clicked.connect(self._ask_reopen)
        row.addWidget(self.close_cycle)
        row.addWidget(self.reopen)
        self.forward = Onward()
        self.forward.setProperty("primary", True)
        self.forward.setIcon(self.session.theme.icon("arrow-right", "on_accent", 16))
        self.forward.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.forward.clicked.connect(self.next_step)
        row.addWidget(self.forward)
        HeadRoom(foot, [hides(self.stored)])
        return foot

    def fit(self, window_width: int) -> None:
        """In a small window the paper is a drawer, and the steps are dots with one name in the head."""
        small = window_width < SMALL
        self.drawer.use(small)
        self._side.setMinimumWidth(px(0 if small else LEAST))
        self._side.setMaximumWidth(16_777_215 if small else px(MOST))
        self._small = small
        self._step_row.setHidden(small)
        self.dots.setVisible(small)
        self.when.setHidden(small)
        self._show_hint()
        self.scores.show_shares(window_width >= BARE)

    # ---- the page's part -------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Take in what has changed, and draw the pages again soon."""
        cycle, today = self.session.cycle, self.session.today()
        book = goal_book(self.session.ws)
        roots = [] if cycle is None else book.roots(cycle, today)
        ends = roots if cycle is None or not self._can_close() else book.at_close(cycle, today)
        self.scores.show_figures(roots, ends)
        self.carry.show_figures(ends)
        self.follow_up.refresh()
        self._show_closing()
        self._name_last(next_cycle(self.session.period.frequency))
        for parts in (self.reflect, self.decide, self.next):
            parts.show_cycle(cycle.uid if cycle else None)
        last = self.session.period.last
        self.when.setText(fmt.weekday_day_year(today))
        under_way = _("{cycle} lasts until {day}. A score follows the numbers until one is set by hand.")
        day = fmt.day_short(last, today)
        self.hint.setText(sentence(under_way.replace("{day}", day), self.session.period.frequency))
        self._show_hint()
        self.show_step(self.stack.currentIndex())
        self.paper.draw_soon(at_once=changes is None)

    def _name_last(self, name: str) -> None:
        """Name the last step, which is about a cycle as long as the one in view."""
        self.dots.name_last(name)
        self.steps.buttons()[-1].setText(name)
        self.next.setAccessibleName(name)

    def _show_hint(self) -> None:
        """How long the cycle lasts still, where there is room to say so."""
        self.hint.setVisible(not self._small and self.session.today() <= self.session.period.last)

    def initial_focus(self) -> QWidget:
        """The first field of the step in view, or what goes on where it has none.

        Where lines are added it is the first empty one, as what is typed at once is no change of an older answer; and
        never the link that decides everything by a press.
        """
        step = self.stack.currentWidget() or self.stack
        fields = [each for each in stops(step) if each is not step and each.isVisibleTo(step)]
        added = step.first_new if step in (self.reflect, self.decide) else None
        return (
            added
            if added in fields
            else next((each for each in fields if each is not self.carry.keep_all), self.forward)
        )

    def foot(self) -> QWidget:
        """The steps onwards, and closing."""
        return self._foot

    def leave(self) -> None:
        """Draw no more."""
        self.paper.stop()

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here; Back (Alt+Left) leads to the step before, and from the first one away."""
        found = {
            "save_pdf": self.paper.save_pdf,
            "print": self.paper.print_pages,
            "present": self.paper.others.show_slides,
            "toggle_details": self.drawer.toggle,
        }
        return {**found, "back": self.step_back} if self.stack.currentIndex() else found

    def show_argument(self, argument: object) -> None:
        """Show the step that is named; ``decide`` is the third."""
        if argument == "decide":
            self.show_step(2)

    def _lead_to(self, step: int) -> None:
        """Show a step with the keyboard in the first field that waits there."""
        self.show_step(step)
        waits = {0: self.scores.first_open, 3: self.carry.first_open}.get(step)
        waiting = None if waits is None else waits()
        field = self.initial_focus() if waiting is None else next(stops(waiting), waiting)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_on(self) -> None:
        """The step after this one, if there is one."""
        self.show_step(min(self.stack.currentIndex() + 1, self.stack.count() - 1))

    def step_back(self) -> None:
        """The step before this one."""
        self.show_step(max(self.stack.currentIndex() - 1, 0))

    def show_step(self, step: int) -> None:
        """Show one of the four steps."""
        self.stack.setCurrentIndex(step)
        if step != self._step:
            self._step = step
            self.paper.follow(STEPS[step])
        self.steps.button(step).setChecked(True)
        self.dots.show_step(step)
        self.forward.setText(f"{self._forward_words(step)} ")

    def _forward_words(self, step: int) -> str:
        """What the button at the foot does; the last step is called the next quarter, and needs no “next” before it."""
        left = self.stack.count() - 1 - step
        if not left:
            return _("Save PDF")
        following = self.steps.button(step + 1).text()
        return following if left == 1 else _("Next: {step}").format(step=following)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The preview shows where the row that has the keyboard stands on paper."""
        if now is not None and self._side.isAncestorOf(now):
            places = places_of(now, self._side)
            if places:
                self.paper.follow(places)

    # ---- closing ---------------------------------------------------------------------------------

    def _show_closing(self) -> None:
        cycle = self.session.cycle
        self.close_cycle.setText(sentence(_("Close {cycle}"), self.session.period.frequency))
        self.close_cycle.setVisible(self._can_close())
        self.reopen.setVisible(cycle is not None and cycle.closed_on is not None)
        words = _("Saved as you work.")
        if cycle is not None and cycle.closed_on is not None:
            words = _("Closed {day}. The figures are frozen.").format(
                day=fmt.day_short(cycle.closed_on, self.session.today())
            )
        self.stored.setText(words)

    def _can_close(self) -> bool:
        """Tell whether the cycle is past its last day and has not been closed.

        Where nothing was planned there are KPIs to review, of the cycle that has just ended.
        """
        cycle, period = self.session.cycle, self.session.period
        if cycle is None:
            return self.session.active_kpis() > 0 and period.next() == self.session.current_period()
        return cycle.closed_on is None and self.session.today() > period.last

    def _ask_close(self) -> None:
        """Say what is undecided before the cycle is closed; where nothing is, close it."""
        cycle = self.session.cycle
        if cycle is None:
            self._close()
            return
        ends = goal_book(self.session.ws).at_close(cycle, self.session.today())
        found = undecided(self.session.ws, cycle, ends)
        if not found.anything:
            self._close()
            return
        from ui.review.closing_dialog import ClosingDialog

        dialog = ClosingDialog(found, self.session.period.frequency, self)
        dialog.agreed.connect(self._close)
        dialog.wanted.connect(self._lead_to)
        dialog.open()

    def _close(self) -> None:
        from kpidesk.report import kept  # composing is loaded when a cycle is closed, and beside the window

        words = sentence(_("{cycle} is closed, and its figures are frozen."), self.session.period.frequency)
        self.session.perform(kept.close_period, self.session.period, said=words)

    def _ask_reopen(self) -> None:
        from ui.parts.reason import ReasonDialog

        question = _("Its frozen figures give way to the calculated ones. Why is it reopened?")
        title = sentence(_("Reopen {cycle}?"), self.session.period.frequency)
        dialog = ReasonDialog(title, question, _("Reopen"), self)
        dialog.given.connect(self._reopen)
        dialog.open()

    def _reopen(self, reason: str) -> None:
        cycle = self.session.cycle
        if cycle is not None:
            self.session.perform(cycles.reopen, cycle.uid, reason)

    def next_step(self) -> None:
        """Go on, to be typed into: a space on what goes on would skip the step. The last one saves."""
        if self.stack.currentIndex() == self.stack.count() - 1:
            self.paper.save_pdf()
        else:
            self.show_step(self.stack.currentIndex() + 1)
            self.initial_focus().setFocus(Qt.FocusReason.OtherFocusReason)
