"""The inspector's panel for a key result."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kpidesk import format as fmt
from kpidesk.commands import check_ins, goals
from kpidesk.commands.cycles import cycle_of
from kpidesk.domain.entities import Cycle, KeyResult, Kpi, ResultKind, Window
from kpidesk.domain.status import UNMEASURED, Status
from kpidesk.errors import BadInput
from kpidesk.figures import Fix, NodeFigures, explain_goal, smart_check
from kpidesk.figures.goals.hiding import seen_by_all
from kpidesk.number_forms import Forms, forms
from kpidesk.reading import goals as goal_sentences
from kpidesk.text import _
from kpidesk.wording.goals import by_hand_words, held_to, hidden_words, now_text, restated_words
from ui.base.actions import named_key
from ui.base.keys.pressed import shortcuts
from ui.base.page import line, text
from ui.goals.agreement_section import AgreementSection
from ui.goals.check_in_list import CheckInList
from ui.goals.goal_marks import Bullet, ConfidencePicker, StatusMark
from ui.goals.goal_panel import Panel, StepList
from ui.goals.side.course_section import CourseSection
from ui.goals.side.day_line import DayLine
from ui.goals.side.milestone_list import MilestoneList
from ui.goals.side.smart_section import SmartSection
from ui.parts.fields.locked import Lock
from ui.parts.fields.number_line import NumberLine
from ui.parts.fields.tick import Tick
from ui.parts.form import Choice, FieldRow, InPlaceLine, section
from ui.parts.whole import NumberLabel, grow_with_number

MEASURED_BY = {
    ResultKind.FROM_TO: ("start", "target", "unit", "due"),
    ResultKind.HOLD: ("low", "high", "unit"),
    ResultKind.MILESTONES: ("due", "milestones"),
    ResultKind.DONE: ("done", "due"),
}
"""Which rows each way of measuring has; the others wait unseen, so that no row goes under the hand that chooses."""


class KeyResultPanel(Panel):
    """A key result: where it stands, how it is measured, who owns it, and what has been said of it."""

    def build(self) -> None:
        """Lay out the fields."""
        self._measured: list[tuple[QWidget, list[ResultKind]]] = []
        self._add_now()
        self.bullet = Bullet(self.session.theme)
        self.box.addWidget(self.bullet)
        self.beside = text("", "small", wrap=True)
        self.box.addWidget(self.beside)
        self.course = CourseSection(self.session, self)
        self.box.addWidget(self.course)
        self.box.addSpacing(2)
        self.box.addWidget(line())
        self.kpi = Choice(_("KPI"))
        self.kpi.chosen.connect(self._set_kpi)
        self.kpi_row = FieldRow(_("KPI"), self.kpi, self)
        self.box.addWidget(self.kpi_row)
        self.add_owner()
        self.smart = SmartSection(self.session.theme, self)
        self.smart.wanted.connect(self._mend)
        self.box.addWidget(self.smart)
        self.agreement = AgreementSection(self.session, self)
        self.box.addWidget(self.agreement)
        self._add_check_in()
        self._add_measure()
        self.steps = StepList(_("How it is calculated"))
        self.box.addWidget(self.steps)

    def _add_now(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.now = NumberLabel(look="display")
        row.addWidget(self.now)
        self.status = StatusMark(self.session.theme)
        row.addWidget(self.status)
        row.addStretch()
        self.share = text("", "quiet")
        row.addWidget(self.share)
        self.box.addLayout(row)

    def _add_measure(self) -> None:
        head, _right = section(_("Measure"), parent=self)
        self.box.addWidget(head)
        self.kind = Choice(_("Measured as"))
        self.kind.chosen.connect(self._set_kind)
        self.box.addWidget(FieldRow(_("Measured as"), self.kind, self))
        self._add_values()
        self.reads = Choice(_("Reads"))
        self.reads.chosen.connect(self._set_window)
        self.reads_row = FieldRow(_("Reads"), self.reads, self)
        self.box.addWidget(self.reads_row)
        self.ambition = Choice(_("Ambition"))
        self.ambition.chosen.connect(self._set_ambition)
        self.box.addWidget(FieldRow(_("Ambition"), self.ambition, self))
        self.weight = NumberLine(_("Weight"))
        self.weight.number.connect(self._set_weight)
        self.box.addWidget(FieldRow(_("Weight"), self.weight, self))
        self.late = Tick(_("The result shows only at the end"))
        self.late.clicked.connect(self._set_late)
        self.box.addWidget(FieldRow(_("Pace"), self.late, self))

    def _add_values(self) -> None:
        self.start = NumberLine(_("Start value"))
        self.target = NumberLine(_("Target"), takes=goal_sentences.is_to_be_done)
        self.low, self.high = NumberLine(_("Lowest")), NumberLine(_("Highest"))
        self.unit = InPlaceLine(_("Unit"))
        self.done = Tick(_("Done"))
        self.due = DayLine(_("Due date"), self.session)
        self.milestones = MilestoneList(self.session, self)
        self.milestones.grown.connect(self.show_field)
        rows = {
            "start": FieldRow(_("Start value"), self.start, self), "target": FieldRow(_("Target"), self.target, self),
            "low": FieldRow(_("Lowest"), self.low, self), "high": FieldRow(_("Highest"), self.high, self),
            "unit": FieldRow(_("Unit"), self.unit, self), "done": FieldRow(_("Result"), self.done, self),
            "due": FieldRow(_("Due date"), self.due, self), "milestones": self.milestones,
        }  # fmt: skip
        for name, row in rows.items():
            self.box.addWidget(row)
            self._measured.append((row, [kind for kind, names in MEASURED_BY.items() if name in names]))
        for key, field in (("start", self.start), ("target", self.target), ("low", self.low), ("high", self.high)):
            field.number.connect(partial(self._set_number, key, field))
        self.target.said.connect(self._make_done_or_not)
        self.done.clicked.connect(self._tick)
        self.due.day.connect(self._set_due)
        self.unit.committed.connect(self._set_unit)

    def _add_check_in(self) -> None:
        head, self.next = section(_("Check-ins"), parent=self)
        self.box.addWidget(head)
        self.picker = ConfidencePicker(self.session.theme)
        self.picker.picked.connect(self._show_button)
        self.box.addWidget(FieldRow(_("Confidence"), self.picker, self))
        self.value = NumberLine(_("Value now"))
        self.value.setProperty("inplace", False)
        self.value.setPlaceholderText(_("Value now"))
        grow_with_number(self.value, 104)
        self.note = InPlaceLine(_("What has happened? What is in the way?"))
        self.note.setProperty("inplace", False)
        self.note.setPlaceholderText(_("What has happened? What is in the way?"))
        self.note.textEdited.connect(self._show_button)
        self.value.textEdited.connect(self._show_button)
        for field in (self.note, self.value):
            field.returnPressed.connect(self._check_in_if_said)
        self._picking = Lock(self, self.picker)
        self._picking.tried.connect(self._say_locked)
        self.closed = text("", "small", wrap=True)
        self.box.addWidget(self.closed)
        self.box.addSpacing(6)
        self.box.addWidget(self.note)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 8)
        row.addWidget(self.value)
        row.addStretch()
        self.button = QPushButton(_("Check in"))
        self.button.setToolTip(named_key("Ctrl+Enter"))
        self.button.clicked.connect(self.check_in)
        row.addWidget(self.button)
        self.box.addLayout(row)
        shortcuts(self, "panel", {"check_in": self.check_in})
        self.said = CheckInList(self.session, self)
        self.said.corrected.connect(self.correction)
        self.said.deleted.connect(self._delete_check_in)
        self.box.addWidget(self.said)

    # ---- showing ---------------------------------------------------------------------------------

    def show_other(self, figures: NodeFigures) -> None:
        """Show another key result; the confidence picked for the one before is not that of this one."""
        super().show_other(figures)
        self.picker.show_value(self.said.confidence)
        self._show_button()

    def update_figures(self, figures: NodeFigures) -> None:
        """Take in how the key result stands now."""
        super().update_figures(figures)
        node = figures.node
        assert isinstance(node, KeyResult)
        for row, kinds in self._measured:
            row.setVisible(node.kind in kinds)
        self._show_now(figures, node)
        self.status.show_status(figures.status)
        self.share.setText(self._share_text(figures))
        self.bullet.setVisible(figures.status is not Status.PLANNED)
        self.beside.setText(" ".join(filter(None, _beside(figures))))
        self.beside.setVisible(bool(self.beside.text()))
        self._show_bullet(figures, node)
        for field, value in (
            (self.start, node.start), (self.target, node.target), (self.low, node.low), (self.high, node.high),
        ):  # fmt: skip
            field.show_number(value, fmt.coins(node.decimals, node.unit), self.seen)
        self.unit.show_text(fmt.unit_word(node.unit), self.seen)
        self.done.setChecked(node.done)
        self.due.show_day(node.due, self.seen)
        kpis: list[tuple[str, object]] = [(_("None, entered at check-in"), None)]
        kpis += [(kpi.short_name or kpi.name, kpi.uid) for kpi in self.session.ws.all(Kpi)]
        self.kpi.fill(kpis, node.kpi)
        self.weight.show_number(node.weight, 0, self.seen)
        self.kpi_row.setVisible(_by_value(node))
        self._show_choices(node)
        self._show_method(figures)
        self._list_check_ins(node)
        self._show_button()

    def _show_now(self, figures: NodeFigures, node: KeyResult) -> None:
        """The number, and its unit smaller after it."""
        counted = figures.current is not None and node.kind is not ResultKind.DONE
        told = forms(figures.current, "", figures.decimals) if counted and figures.current is not None else ()
        mark = now_text(figures).removeprefix(told[0]).strip() if told else ""
        words = now_text(figures)
        self.now.setVisible(bool(words))  # a dash that large is a bar beside the status, which says it in words
        self.now.show_number(*told or (words,), mark=mark)

    def _show_choices(self, node: KeyResult) -> None:
        kinds: list[tuple[str, object]] = [
            (_("From a start to a target"), ResultKind.FROM_TO), (_("Hold a level"), ResultKind.HOLD),
            (_("Milestones"), ResultKind.MILESTONES), (_("Done or not"), ResultKind.DONE),
        ]  # fmt: skip
        self.kind.fill(kinds, node.kind)
        latest, combined = _("The latest number"), _("Everything since the cycle began")
        self.reads.fill([(latest, Window.LATEST), (combined, Window.COMBINED)], node.window)
        self.reads_row.setVisible(node.kpi is not None)
        aims: list[tuple[str, object]] = [(_("Aspirational: good from 0.7"), False), (_("Committed: all of it"), True)]
        self.ambition.fill(aims, node.committed)
        self.late.setChecked(node.late_result)

    def _show_method(self, figures: NodeFigures) -> None:
        """What the method says of it: SMART, agreement, and the arithmetic."""
        self.milestones.show_result(self.uid)
        self.milestones.shut(self.why_locked())
        self.agreement.show_about(self.uid)
        cycle = self.session.ws.find(Cycle, cycle_of(self.session.ws, self.uid)) or self.session.cycle
        self.course.show_goal(figures, cycle)
        if cycle is None:
            return
        today = self.session.today()
        answers = smart_check(self.session.ws, figures, cycle, today)
        self.smart.show_answers(answers, begun=figures.status not in UNMEASURED)
        self.steps.show_steps(explain_goal(figures, cycle, today, self.session.ws.company))

    def _mend(self, fix: object) -> None:
        """Open what would mend an answer of the SMART check."""
        measures = (self.target, self.milestones.new)
        measure = next((each for each in measures if each.isVisible()), self.kind)
        fields: dict[Fix, QWidget] = {
            Fix.TITLE: self.title, Fix.DEPARTMENT: self.owner, Fix.AGREEMENT: self.agreement.ask,
            Fix.MEASURE: measure, Fix.CYCLE: self.kind,
        }  # fmt: skip
        assert isinstance(fix, Fix)
        field = fields[fix]
        self.show_field.emit(field)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _share_text(self, figures: NodeFigures) -> str:
        if figures.status is Status.PLANNED:
            return self.begins_words()
        parts = []
        if figures.progress.raw is not None and figures.status not in UNMEASURED:
            parts.append(fmt.percent(figures.progress.raw))
        if figures.value_period is not None:
            parts.append(fmt.period_name(figures.value_period, self.session.ws.company.fiscal_year_start))
        return " · ".join(parts)

    def _show_bullet(self, figures: NodeFigures, node: KeyResult) -> None:
        decimals = figures.decimals
        start = _begun(figures, node)
        expected = None if held_to(figures) is None else figures.expected_value
        edges = ((_("Start {n}"), start, node.unit), (_("Expected {n}"), expected, ""))
        told = [_said(*each, decimals) for each in (*edges, (_("Target {n}"), node.target, node.unit))]
        self.bullet.show_figures(figures, *told)

    def _list_check_ins(self, node: KeyResult) -> None:
        if self.said.show_result(node):
            self.picker.show_value(self.said.confidence)
            self._pending = False
        self.next.setText(self._next_words())
        self._show_closed(self.why_locked(), asked=node.kpi is None and _by_value(node))

    def _show_closed(self, why: str, *, asked: bool) -> None:
        """Where nothing more can be said, there is no field to say it in, and the reason stands there.

        ``asked`` tells that the value is typed here: neither ticked nor read from a KPI.
        """
        self.closed.setText(why)
        self.closed.setVisible(bool(why))
        for each in (self.note, self.button):
            each.setVisible(not why)
        self.value.setVisible(asked and not why)
        self.said.show_menus(not why)
        self._picking.shut(why)

    def _next_words(self) -> str:
        """By when the next word is due."""
        today = self.session.today()
        day = self.figures.next_check_in(today)
        if day is None:
            return ""
        return _("next due today") if day == today else _("next by {day}").format(day=fmt.day_short(day, today))

    def _delete_check_in(self, uid: str) -> None:
        self.session.perform(check_ins.delete_check_in, uid, based_on=self.seen, said=_("The check-in is deleted."))

    # ---- changing --------------------------------------------------------------------------------

    def _show_button(self) -> None:
        self._pending = bool(self.note.text().strip() or self.value.text().strip()) or self._picked()
        self.button.setEnabled(self._pending)

    def _picked(self) -> bool:
        return self.picker.value() is not None and self.picker.value() != self.said.confidence

    def _check_in_if_said(self) -> None:
        """Enter in an empty line stores nothing, nor asks for anything."""
        if self.button.isEnabled():
            self.check_in()

    def check_in(self) -> None:
        """Store what is typed and picked as one check-in."""
        if why := self.why_locked():
            self._say_locked(why)
            return
        note, confidence = self.note.text(), self.picker.value()
        try:
            value = self.value.typed_number()
        except BadInput as error:
            self.session.tell_refused(error)
            return
        done = self.session.perform(
            check_ins.check_in_as, self.session.ws.author, self.uid, value=value, confidence=confidence, note=note
        )
        if done is not None:
            for field in (self.note, self.value):
                field.setModified(False)
                field.show_text("")
            if self.button.hasFocus():  # it goes out of use, and Qt would go on to a field that changes the goal
                self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_button()

    def _set_number(self, name: str, field: NumberLine, value: float | None) -> None:
        changes: dict[str, Any] = {name: value}
        self.session.perform(goals.set_measure, self.uid, based_on=field.seen, **changes)
        node = seen_by_all(self.session.ws, self.session.ws.get(KeyResult, self.uid))
        field.show_number(getattr(node, name), fmt.coins(node.decimals, node.unit), self.session.seen())

    def _make_done_or_not(self) -> None:
        """“Ja/nei” and the like for a target: there is no number to reach, it is done or not."""
        said = _("It is measured as done or not now.")
        self.session.perform(goals.set_measure, self.uid, based_on=self.target.seen, kind=ResultKind.DONE, said=said)
        node = self.session.ws.get(KeyResult, self.uid)
        self.target.show_number(node.target, fmt.coins(node.decimals, node.unit), self.session.seen())

    def _set_unit(self, words: str) -> None:
        self.session.perform(goals.set_measure, self.uid, based_on=self.unit.seen, unit=words)

    def _set_kpi(self, uid: object) -> None:
        self.set(self.kpi, kpi=uid)

    def _set_kind(self, kind: object) -> None:
        """Measure it in another way; what it had is kept as far as the new way can use it."""
        node = seen_by_all(self.session.ws, self.session.ws.get(KeyResult, self.uid))
        changes: dict[str, Any] = {"kind": kind}
        if kind is ResultKind.HOLD and node.low is None and node.high is None:
            changes["low"] = next((edge for edge in (node.target, node.start) if edge is not None), 0.0)
        self.session.perform(goals.set_measure, self.uid, based_on=self.seen, **changes)

    def _set_window(self, window: object) -> None:
        self.set(self.reads, window=window)

    def _set_ambition(self, committed: object) -> None:
        self.set(self.ambition, committed=bool(committed))

    def _set_due(self, due: object) -> None:
        self.set(self.due, due=due)
        self.due.show_day(self.session.ws.get(KeyResult, self.uid).due, self.session.seen())

    def _set_late(self, late: bool) -> None:
        self.set(self.late, late_result=late)

    def _set_weight(self, value: float | None) -> None:
        self.set(self.weight, weight=1.0 if value is None else value)

    def _tick(self, checked: bool) -> None:
        self.session.perform(goals.tick, self.uid, checked, based_on=self.seen)


def _by_value(node: KeyResult) -> bool:
    """Tell whether a number says how it stands, and not what has been ticked."""
    return node.kind in (ResultKind.FROM_TO, ResultKind.HOLD)


def _beside(figures: NodeFigures) -> tuple[str, ...]:
    """What is said beside the status: why it has none, a score set by hand, and what the numbers give now."""
    return hidden_words(figures), by_hand_words(figures), restated_words(figures)


def _begun(figures: NodeFigures, node: KeyResult) -> float | None:
    """Where it began; a level is held from its first period on, so that its bar begins at no number."""
    if node.kind is ResultKind.HOLD:
        return None
    return figures.start if figures.start is not None else node.start


def _said(words: str, value: float | None, unit: str, decimals: int) -> Forms:
    """A number in its words, in full and in a larger unit; nothing where there is none."""
    return ("",) if value is None else tuple(words.format(n=each) for each in forms(value, unit, decimals))
