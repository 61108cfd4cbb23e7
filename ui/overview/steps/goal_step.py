"""The third step: one goal, written as one would say it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kpidesk import format as fmt
from kpidesk.commands.goals import sentences
from kpidesk.figures import cycle_list
from kpidesk.first_steps import FirstSteps, first_cycle
from kpidesk.reading.goals import GoalReading, Ground, read_goal
from kpidesk.text import _
from kpidesk.wording.goal_reading import Said, reading_parts
from ui.base.page import column, literal, text
from ui.base.reach.announcing import announce
from ui.base.scale import px
from ui.base.session import Session
from ui.overview.steps.step import INDENT, Standing, Step, small
from ui.parts.sentence.strip import ReadingStrip
from ui.parts.sentence.typed_line import TypedLine

FIELD = 520
MOST_SUGGESTIONS = 3


class GoalStep(Step):
    """``stored`` tells that a goal has been written, ``skipped`` that somebody goes on without.

    As on the goals' own page Tab goes from the line into what is read of it.
    """

    stored = Signal()
    skipped = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session.theme, 3)
        self._session = session
        self._question = small("")
        self.line = TypedLine()
        self.line.setObjectName("goal")
        self.line.setMaximumWidth(px(FIELD))
        self.line.setAccessibleName(_("Write one goal"))
        self.reading = read_goal("", self._ground())
        self.strip, self.problem = ReadingStrip(session.theme, self._ground(), 0), text("", "off", wrap=True)
        self.problem.hide()
        self.add = QPushButton(_("Add the goal"))
        self.add.setProperty("primary", True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.add)
        row.addWidget(self.skip)
        row.addStretch()
        self.inside.addWidget(self._question)
        self.inside.addLayout(row)
        self._suggestions = QWidget()
        for each in (self.problem, self.strip, self._suggestions):
            self.inside.addWidget(each)
        self._offers: tuple[str, ...] = ()
        self.line.textChanged.connect(self._show)
        self.line.entered.connect(self.store)
        self.line.shifted.connect(self._shift)
        self.strip.corrected.connect(self._take_reading)
        self.strip.entered.connect(self.store)
        self.strip.left.connect(self.line.setFocus)
        self.add.clicked.connect(self.store)
        self.skip.clicked.connect(self.skipped)
        self._show("")

    def tell_goal(self, steps: FirstSteps, offers: tuple[str, ...], *, now: bool, skipped: bool) -> None:
        """Ask for a goal, or say which one is there; ``offers`` are sentences of the template to begin with."""
        if steps.goal is not None:
            self.tell(_("“{title}”").format(title=steps.goal.title), "", "", Standing(done=True))
            return
        told = _("skipped") if skipped and not now else ""
        period = first_cycle(self._session.ws)
        asked = _("What do you want to have achieved by {day}? Write it the way you would say it.")
        if not self.strip.correcting:
            self.strip.stand_on(self._ground())
            self._show(self.line.text())
        self._question.setText(asked.format(day=fmt.day(period.last)))
        self._describe()
        example = offers[0] if offers else _("Raise average sale from 780 to 880 kr")
        self.line.setPlaceholderText(_("For example: {goal}").format(goal=example))
        if offers and not self._offers:
            self._offers = offers
            self._offer(offers[:MOST_SUGGESTIONS])
        self._suggestions.setVisible(bool(offers) and now)
        self.tell(_("Write one goal"), told, "", Standing(now=now, unfolded=not skipped))

    def _offer(self, offers: tuple[str, ...]) -> None:
        """Put the suggestions of the template there; a file has one template for ever."""
        box = column(self._suggestions, spacing=2)
        box.addWidget(small(_("The template suggests:")))
        for each in offers:
            link = QPushButton(literal(each))
            link.setProperty("smalllink", True)
            link.clicked.connect(partial(self._take, each))
            box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _take(self, words: str) -> None:
        """Put a suggestion into the line, to be changed before it counts."""
        self.line.setText(words)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, typed: str) -> None:
        """Say what is read of the sentence."""
        self.problem.hide()
        self.add.setVisible(bool(typed.strip()))
        self.strip.setVisible(bool(typed.strip()))
        self._take_reading(read_goal(typed, self._ground()))

    def _take_reading(self, reading: GoalReading) -> None:
        self.reading = reading
        self.strip.show_reading(reading, self._told(reading))
        self._describe()

    def _describe(self) -> None:
        """A reader hears the question, and what is read of the answer once there is one."""
        typed = bool(self.line.text().strip())
        self.line.setAccessibleDescription(self.strip.words.words() if typed else self._question.text())

    def _told(self, reading: GoalReading) -> tuple[Said, ...]:
        """What has been read, and the cycle that the goal will stand in."""
        ws = self._session.ws
        period = reading.cycle or first_cycle(ws)
        found = reading_parts(reading, self._ground(), objective=True)
        if period.first <= self._session.today():
            return found
        name = cycle_list.cycle_name(ws, period)
        return (*found, Said(_("planned") if reading.cycle else _("{cycle}, planned").format(cycle=name)))

    def _shift(self, by: int) -> None:
        """Tab: into the reading; without one, and back, to what stands beside the line."""
        if by > 0 and self.line.text().strip():
            self.strip.begin()
        else:
            self.focusNextPrevChild(by > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a narrow page has the reading in more lines."""
        super().resizeEvent(event)
        self.strip.fit_to(self.width() - px(INDENT))

    def _ground(self) -> Ground:
        ws = self._session.ws
        return sentences.ground(ws, first_cycle(ws), self._session.today())

    def store(self) -> None:
        """Make the objective and its first key result."""
        typed = self.line.text()
        if not typed.strip():
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        usual, reading = first_cycle(self._session.ws), self.reading
        period = reading.cycle or usual
        said = _("The goal is in {cycle}.").format(cycle=cycle_list.cycle_name(self._session.ws, period))
        if self._session.attempt(sentences.add_goal, reading, cycle=usual, said=said, refuse=self._refuse):
            self.line.clear()
            self._session.show_period(period)
            self.stored.emit()

    def _refuse(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(words, at_once=True)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
