"""What the panel beside the goal tree shows, by the kind of goal; loaded with the first that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from kpidesk import format as fmt
from kpidesk.commands import cycles, goals
from kpidesk.commands.cycles import cycle_of
from kpidesk.commands.goals import branches
from kpidesk.domain.entities import Cycle, Department, Initiative, KeyResult, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import SEVERITY, UNMEASURED, Status
from kpidesk.figures import explain_goal
from kpidesk.figures.cycle_list import cycle_name, period_of
from kpidesk.figures.goals.explain import with_score
from kpidesk.figures.goals.of_cycle import figures_of_goal
from kpidesk.text import _, ngettext
from kpidesk.viz.status_shapes import status_word
from kpidesk.wording.cycles import span_words
from kpidesk.wording.goals import held_to, restated_words, without_hand_words
from ui.base.page import line, text
from ui.goals.agreement_section import AgreementSection
from ui.goals.goal_marks import Bullet, StatusMark
from ui.goals.goal_panel import Panel, StepList
from ui.goals.key_result_panel import KeyResultPanel
from ui.goals.side.course_section import CourseSection
from ui.goals.side.day_line import DayLine
from ui.parts import newcomer
from ui.parts.fields.number_line import NumberLine
from ui.parts.fields.tick import Tick
from ui.parts.form import Choice, FieldRow, InPlaceLine
from ui.parts.newcomer import OpenChoice

if TYPE_CHECKING:
    from kpidesk.domain.entities import Node
    from kpidesk.figures import NodeFigures


class ObjectivePanel(Panel):
    """An objective: progress rolled up, weakest child, department, weight, description."""

    def build(self) -> None:
        """Lay out the fields."""
        row = QHBoxLayout()
        row.setSpacing(10)
        self.now = text("", "display")
        row.addWidget(self.now)
        self.status = StatusMark(self.session.theme)
        row.addWidget(self.status)
        row.addStretch()
        self.begins = text("", "quiet")
        row.addWidget(self.begins)
        self.box.addLayout(row)
        self.bullet = Bullet(self.session.theme)
        self.box.addWidget(self.bullet)
        self.weakest = text("", "small", wrap=True)
        self.box.addWidget(self.weakest)
        self.course = CourseSection(self.session, self)
        self.box.addWidget(self.course)
        self.box.addSpacing(6)
        self.box.addWidget(line())
        self.add_owner()
        self.carried = text("", "body2", wrap=True)
        self.carried_row = FieldRow(_("Carried forward"), self.carried, self)
        self.box.addWidget(self.carried_row)
        self.runs = Choice(_("Runs"))
        self.runs.chosen.connect(self._set_runs)
        self.box.addWidget(FieldRow(_("Runs"), self.runs, self))
        self.department = OpenChoice(self.session, newcomer.department(), _("Department"))
        self.department.chosen.connect(self._set_department)
        self.box.addWidget(FieldRow(_("Department"), self.department, self))
        self.weight = NumberLine(_("Weight"))
        self.weight.number.connect(self._set_weight)
        self.box.addWidget(FieldRow(_("Weight"), self.weight, self))
        self.description = InPlaceLine(_("Why"))
        self.description.setPlaceholderText(_("Why does it matter?"))
        self.description.committed.connect(self._set_description)
        self.box.addWidget(FieldRow(_("Why"), self.description, self))
        self.agreement = AgreementSection(self.session, self)
        self.box.addWidget(self.agreement)
        self.steps = StepList(_("How it is calculated"))
        self.box.addWidget(self.steps)

    def update_figures(self, figures: NodeFigures) -> None:
        """Take in how the objective stands now."""
        super().update_figures(figures)
        node = figures.node
        assert isinstance(node, Objective)
        score = figures.progress.score
        now = "" if score is None or figures.status in UNMEASURED else fmt.percent(score)
        self.now.setText(now)
        self.status.show_status(figures.status)
        planned = figures.status is Status.PLANNED
        self.now.setVisible(bool(now) and not planned)
        self.begins.setText(self.begins_words() if planned else "")
        self.bullet.setVisible(not planned)
        held = held_to(figures)
        expected = "" if held is None else _("Expected {n}").format(n=fmt.percent(held))
        self.bullet.show_figures(figures, (fmt.percent(0),), (expected,), (fmt.percent(1),))
        self.weakest.setText(self._weakest_text(figures))
        departments: list[tuple[str, object]] = [(_("The whole company"), None)]
        departments += [(item.name, item.uid) for item in self.session.ws.all(Department)]
        self.department.fill(departments, node.department, node.uid)
        self._show_runs(node)
        self._show_carried(node, planned=planned)
        self.weight.show_number(node.weight, 0, self.seen)
        self.description.show_text(node.description, self.seen)
        self.agreement.show_about(self.uid)
        cycle = self.session.ws.find(Cycle, cycle_of(self.session.ws, self.uid)) or self.session.cycle
        self.course.show_goal(figures, cycle)
        if cycle is not None:
            self.steps.show_steps(explain_goal(figures, cycle, self.session.today(), self.session.ws.company))

    def _weakest_text(self, figures: NodeFigures) -> str:
        sentences = []
        if mean := _mean_words(figures):
            sentences.append(mean)
        if figures.weakest is not None and SEVERITY.index(figures.weakest) < SEVERITY.index(figures.status):
            sentences.append(_("Weakest below: {status}.").format(status=status_word(figures.weakest.value).lower()))
        if unscored := figures.unscored - figures.hidden_below:
            sentences.append(ngettext("{n} has no score yet.", "{n} have no score yet.", unscored).format(n=unscored))
        if hidden := figures.hidden_below:
            words = ngettext("{n} has hidden numbers.", "{n} have hidden numbers.", hidden)
            sentences.append(words.format(n=hidden))
        if figures.waiting > figures.unscored and figures.judged is not None:
            sentences.append(_waiting_words(figures.waiting - figures.unscored, figures.over))
        sentences += filter(None, (without_hand_words(figures), restated_words(figures)))
        return " ".join(sentences)

    def _show_carried(self, node: Objective, *, planned: bool) -> None:
        """Where a planned objective comes from, and how far that has come."""
        ws = self.session.ws
        old = ws.find(Objective, node.carried_from) if planned else None
        before = None if old is None else figures_of_goal(ws, old, self.session.today())
        cycle = None if old is None else ws.find(Cycle, old.cycle)
        period = None if cycle is None else period_of(cycle)
        self.carried_row.setVisible(before is not None and period is not None)
        if before is None or period is None:
            return
        name, score = cycle_name(ws, period), before.progress.score
        words = _("from {cycle}") if score is None else _("from {cycle}, now {score}")
        self.carried.setText(words.format(cycle=name, score=fmt.percent(score or 0.0)))

    def _show_runs(self, node: Objective) -> None:
        """For how long: the cycle it has, the one in view, or the year around it."""
        ws, view = self.session.ws, self.session.period
        cycle = ws.find(Cycle, cycle_of(ws, node.uid))
        own = period_of(cycle) if cycle is not None else None
        year = Period.containing(view.first, Frequency.YEAR, ws.company.fiscal_year_start)
        offered = [each for each in (own, view, year) if each is not None]
        items: list[tuple[str, object]] = [
            (fmt.capital(span_words(ws, each)), each) for each in sorted(dict.fromkeys(offered), key=lambda p: -p.days)
        ]
        self.runs.fill(items, own or view)

    def _set_runs(self, period: object) -> None:
        assert isinstance(period, Period)
        self.session.perform(cycles.in_cycle, period, branches.run_for, self.uid, based_on=self.seen)

    def _set_department(self, uid: object) -> None:
        self.set(self.department, department=uid)

    def _set_weight(self, value: float | None) -> None:
        self.set(self.weight, weight=1.0 if value is None else value)

    def _set_description(self, words: str) -> None:
        self.set(self.description, description=words)


def _mean_words(figures: NodeFigures) -> str:
    """What the score is the mean of: key results, objectives, or both; what has no score or rests is not in it."""
    counted = [child.node for child in with_score(figures)]
    results = sum(isinstance(node, KeyResult) for node in counted)
    below = sum(isinstance(node, Objective) for node in counted)
    parts = [
        ngettext("{n} key result", "{n} key results", results).format(n=results) if results else "",
        ngettext("{n} objective", "{n} objectives", below).format(n=below) if below else "",
    ]
    named = [part for part in parts if part]
    if not named:
        return ""
    both = _("{results} and {objectives}").format(results=parts[0], objectives=parts[1]) if len(named) > 1 else named[0]
    return _("Mean of {goals} below.").format(goals=both)


def _waiting_words(count: int, over: bool) -> str:
    if over:
        return ngettext(
            "{n} goal was never measured and counts as 0%.", "{n} goals were never measured and count as 0%.", count
        ).format(n=count)
    return ngettext(
        "{n} has no status: it counts as 0 in the score, and not in the status.",
        "{n} have no status: they count as 0 in the score, and not in the status.",
        count,
    ).format(n=count)


class InitiativePanel(Panel):
    """Something to do: done or not, owner, due date."""

    def build(self) -> None:
        """Lay out the fields."""
        self.done = Tick(_("Done"))
        self.done.clicked.connect(self._tick)
        self.box.addWidget(self.done)
        self.box.addSpacing(8)
        self.box.addWidget(line())
        self.add_owner()
        self.due = DayLine(_("Due date"), self.session)
        self.due.day.connect(self._set_due)
        self.box.addWidget(FieldRow(_("Due date"), self.due, self))

    def update_figures(self, figures: NodeFigures) -> None:
        """Take in how the initiative stands now."""
        super().update_figures(figures)
        node = figures.node
        assert isinstance(node, Initiative)
        self.done.setChecked(node.done_on is not None)
        self.due.show_day(node.due, self.seen)

    def _tick(self, checked: bool) -> None:
        self.session.perform(goals.tick, self.uid, checked, based_on=self.seen)

    def _set_due(self, due: object) -> None:
        self.set(self.due, due=due)


PANELS: dict[type[Node], type[Panel]] = {
    Objective: ObjectivePanel,
    KeyResult: KeyResultPanel,
    Initiative: InitiativePanel,
}
