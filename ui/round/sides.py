"""Beside the step: the numbers of the round, what is done about a goal, what else stands out, the round so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import goals
from kpidesk.domain.entities import Initiative, Input, Kpi
from kpidesk.figures import KpiFigures
from kpidesk.round import words
from kpidesk.round.agenda import Agenda, Mark, tally
from kpidesk.round.attention import others_words, sentence_for
from kpidesk.round.check_in import CheckInFacts
from kpidesk.round.progress import Progress
from kpidesk.round.steps import Kind, Step
from kpidesk.text import _
from kpidesk.wording.entry import written
from kpidesk.wording.kpis import period_words
from ui.base import page
from ui.base.kept import Kept, Part
from ui.base.replacing import empty
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.entry.sheet.entry_ledger import Ledger
from ui.parts import painters
from ui.parts.elided import ElidedLabel
from ui.parts.form import Section, section
from ui.round.number_rows import MarkLabel, NumberRow

if TYPE_CHECKING:
    from ui.goals.side.course_section import CourseSection

AROUND = 10
"""So many steps are listed around the one in view."""


class StatusShape(QLabel):
    """The status of a KPI as a small shape."""

    def __init__(self, theme: Theme, figures: KpiFigures) -> None:
        super().__init__()
        self._theme, self._figures = theme, figures
        self.setFixedSize(px(16), px(18))
        self.setAccessibleName(painters.status_word(figures.status))

    def paintEvent(self, event: object) -> None:  # noqa: ARG002
        """Qt: draw it."""
        with painters.smoothly(self) as (painter, _rect):
            painters.paint_status(painter, self._theme, self._figures.status, 0, 3)


class Side(QWidget):
    """One column, told anew for each step; ``wanted`` asks for a step."""

    wanted = Signal(object)

    def __init__(self, session: Session, ledger: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ledger = session, ledger
        self._numbers: Kept | None = None
        self._course: CourseSection | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    # ---- numbers ---------------------------------------------------------------------------------

    def show_numbers(self, agenda: Agenda, here: Step, became: str) -> None:
        """The numbers of this round around the one in view, and what the last one has made of its KPI (``became``)."""
        steps = agenda.of(Kind.NUMBER)
        numbers = self._numbers or self._begin_numbers()
        done = sum(agenda.marks[step] is Mark.DONE for step in steps)
        count = _("{n} of {count}").format(n=fmt.number(done), count=fmt.number(len(steps)))
        self._head.tell(_("Numbers in this round"), count)
        self._said.setText(" ".join(filter(None, (_("Each number is saved when you press Enter."), became))))
        numbers.show([self._number_part(step, agenda.marks[step], step == here) for step in _around(steps, here)])

    def _begin_numbers(self) -> Kept:
        self._begin("", "")
        self._head, rows = Section(_("Numbers in this round")), QWidget()
        self._column.addWidget(self._head)
        self._column.addWidget(rows)
        self._numbers = Kept(page.column(rows))
        self._said = self._words("")
        self._column.addStretch()
        return self._numbers

    def _number_part(self, step: Step, mark: Mark, here: bool) -> Part:
        told = partial(NumberRow.tell, mark=mark, number=self._number_of(step, mark), here=here)
        return Part(step, partial(self._number_row, step, told), told)

    def _number_row(self, step: Step, tell: Callable[[NumberRow], None]) -> NumberRow:
        ws, today = self._session.ws, self._session.today()
        source = ws.find(Input, step.about)
        assert step.period is not None
        period = period_words(step.period, today, ws.company.fiscal_year_start)
        row = NumberRow(self._session.theme, source.name if source is not None else "", period)
        tell(row)
        return row

    def _number_of(self, step: Step, mark: Mark) -> str:
        source = self._session.ws.find(Input, step.about)
        if mark is not Mark.DONE or source is None or step.period is None:
            return ""
        return written(self._ledger.value((step.about, step.period)), source.decimals)

    # ---- a goal ----------------------------------------------------------------------------------

    def show_goal(self, facts: CheckInFacts) -> None:
        """How a key result has moved, and what is being done about it; each initiative can be ticked here."""
        if self._course is None:
            from ui.goals.side.course_section import CourseSection

            self._begin("", "")
            tasks = QWidget()
            self._course, self._tasks = CourseSection(self._session), page.column(tasks)
            self._column.addWidget(self._course)
            self._column.addWidget(tasks)
            self._column.addStretch()
        self._course.show_goal(facts.figures, facts.cycle)
        empty(self._tasks)
        if facts.initiatives:
            head, right = section(_("Initiatives"))
            done = sum(each.done_on is not None for each in facts.initiatives)
            right.setText(_("{n} of {count} done").format(n=done, count=len(facts.initiatives)))
            self._tasks.addWidget(head)
        for each in facts.initiatives:
            self._tasks.addWidget(self._initiative_row(each))
            self._tasks.addWidget(page.line())

    def _initiative_row(self, each: Initiative) -> QWidget:
        row, today = QWidget(), self._session.today()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, px(5), 0, px(5))
        line.setSpacing(px(8))
        tick = QCheckBox()
        tick.setChecked(each.done_on is not None)
        tick.setAccessibleName(each.title)
        tick.clicked.connect(partial(self._tick, each.uid))
        line.addWidget(tick)
        line.addWidget(ElidedLabel(each.title, "quiet13" if each.done_on else ""), 1)
        line.addWidget(page.text(words.initiative_words(each.due, each.done_on, today), "quiet"))
        return row

    def _tick(self, uid: str, done: bool) -> None:
        self._session.perform(goals.tick, uid, done)

    # ---- what stands out -------------------------------------------------------------------------

    def show_looks(self, agenda: Agenda, here: Step, progress: Progress, figures: Sequence[KpiFigures]) -> None:
        """The KPIs that stand out, with a flag on those that are taken to the decision."""
        steps = agenda.of(Kind.LOOK)
        place = steps.index(here) + 1 if here in steps else 0
        self._begin(_("Stands out this week"), _("{n} of {count}").format(n=place, count=len(steps)))
        by_uid = {each.kpi.uid: each for each in figures}
        told = [by_uid[step.about] for step in steps if step.about in by_uid]
        for each in told:
            self._row(self._look_row(each, each.kpi.uid == here.about, each.kpi.uid in progress.taken))
        rest = [each for each in figures if each not in told]
        if rest:
            self._words(others_words(rest))
        self._column.addStretch()

    def _look_row(self, each: KpiFigures, here: bool, taken: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, px(8), 0, px(8))
        line.setSpacing(px(6))
        line.addWidget(StatusShape(self._session.theme, each), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(px(1))
        said.addWidget(page.text(_name(each.kpi), "strong" if here else "medium", wrap=True))
        said.addWidget(page.text(sentence_for(self._session.ws, each), "small", wrap=True))
        line.addLayout(said, 1)
        if taken:
            flag = QLabel()
            flag.setPixmap(self._session.theme.pixmap("flag", "accent", 14))
            flag.setAccessibleName(_("taken to the decision"))
            line.addWidget(flag, 0, Qt.AlignmentFlag.AlignTop)
        return row

    # ---- the round so far ------------------------------------------------------------------------

    def show_so_far(self, agenda: Agenda, progress: Progress) -> None:
        """What has been done, and what was left out: a link leads to each."""
        self._begin(_("The round so far"), words.minutes_words(progress.seconds))
        found = tally(self._session.ws, agenda, progress)
        for name, count in (
            (_("Numbers entered"), found.numbers), (_("Check-ins"), found.check_ins), (_("Looked at"), found.looks),
        ):  # fmt: skip
            self._row(_counted(name, count))
        left = agenda.left()
        for step in left[:AROUND]:
            self._row(self._left_row(step))
        if left:
            self._words(_("What you skipped is under This week in Overview."))
        self._column.addStretch()

    def _left_row(self, step: Step) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, px(4), 0, px(4))
        line.setSpacing(px(6))
        mark = MarkLabel(self._session.theme)
        line.addWidget(mark)
        mark.show_mark(Mark.SKIPPED)
        name = self._name_of(step)
        line.addWidget(ElidedLabel(name), 1)
        link = QPushButton(_("Do it now"))
        link.setProperty("link", True)
        link.setAccessibleName(f"{_('Do it now')}: {name}")
        link.clicked.connect(partial(self.wanted.emit, step))
        line.addWidget(link)
        return row

    def _name_of(self, step: Step) -> str:
        ws = self._session.ws
        if step.period is not None:
            source = ws.find(Input, step.about)
            period = period_words(step.period, self._session.today(), ws.company.fiscal_year_start)
            return f"{source.name if source is not None else ''}, {period}"
        kpi = ws.find(Kpi, step.about)
        node = ws.find_node(step.about)
        return _name(kpi) if kpi is not None else node.title if node is not None else ""

    # ---- building --------------------------------------------------------------------------------

    def _begin(self, title: str, right: str) -> None:
        empty(self._column)
        self._numbers = self._course = None
        if title:
            head = Section(title)
            head.tell(title, right)
            self._column.addWidget(head)

    def _row(self, row: QWidget) -> None:
        self._column.addWidget(row)
        self._column.addWidget(page.line())

    def _words(self, said: str) -> QLabel:
        label = page.text(said, "small", wrap=True)
        label.setContentsMargins(0, px(12), 0, 0)
        self._column.addWidget(label)
        return label


def _name(kpi: Kpi) -> str:
    return kpi.short_name or kpi.name


def _counted(name: str, count: int) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, px(6), 0, px(6))
    line.addWidget(page.text(name), 1)
    line.addWidget(page.text(fmt.number(count)))
    return row


def _around(steps: Sequence[Step], here: Step) -> Sequence[Step]:
    """Some steps around the one in view."""
    place = steps.index(here) if here in steps else 0
    first = max(0, min(place - AROUND // 2, len(steps) - AROUND))
    return steps[first : first + AROUND]
