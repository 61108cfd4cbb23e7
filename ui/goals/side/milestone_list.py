"""The milestones of a key result: ticked, dated, weighed, moved and added in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kpidesk.commands.goals import milestones
from kpidesk.domain.entities import Milestone, Uid
from kpidesk.figures.goals.by_result import by_result
from kpidesk.text import _
from ui.base.keys.pressed import shortcuts
from ui.base.page import line
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.session import Notice, Session
from ui.goals.side.day_line import DayLine
from ui.parts.fields.locked import Lock
from ui.parts.fields.number_line import NumberLine
from ui.parts.fields.refusal import Refusal
from ui.parts.form import InPlaceLine, section, set_look

WEIGHT, DAY = 36, 90


class MilestoneList(QWidget):
    """Every step with its tick, date and weight, and a line for the next one: ``grown`` when that was moved on."""

    grown = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._result: Uid = ""
        self._shown: tuple[Milestone, ...] = ()
        self._lines: dict[Uid, MilestoneRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head, right = section(_("Milestones"))
        right.setText(_("due · weight"))
        column.addWidget(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self.new = InPlaceLine(_("New milestone"))
        self.new.setPlaceholderText(_("New milestone, Enter adds it"))
        self.new.committed.connect(self._add)
        column.addWidget(self.new)

    def show_result(self, key_result: Uid) -> None:
        """Show the steps of a key result."""
        steps = tuple(by_result(self.session.ws).steps_of(key_result))
        if (key_result, steps) == (self._result, self._shown):
            return
        self._result, self._shown = key_result, steps
        kept = {step.uid: self._lines.get(step.uid) or MilestoneRow(self.session, step) for step in steps}
        for uid, row in self._lines.items():
            self._rows.removeWidget(row)
            if uid not in kept:
                discard(row)
        self._lines = kept
        for step in steps:
            self._rows.addWidget(kept[step.uid])
            kept[step.uid].show_step(step)

    def shut(self, why: str) -> None:
        """Let nothing be changed and say why, in a closed cycle; empty words open it."""
        self.new.setVisible(not why)
        for row in self._lines.values():
            row.shut(why)

    def _add(self, title: str) -> None:
        if title.strip() and self.session.perform(milestones.add, self._result, title) is not None:
            self.new.show_text("")
            self.new.clear()
            QTimer.singleShot(0, self.new, partial(self.grown.emit, self.new))  # its place is known once laid out


class MilestoneRow(QWidget):
    """One step; Alt+↑ ↓ move it, Delete on its tick removes it."""

    def __init__(self, session: Session, step: Milestone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.step = session, step
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        self.tick = QCheckBox()
        self.tick.clicked.connect(self._tick)
        self.title = InPlaceLine(_("Milestone"))
        self.title.committed.connect(self._rename)
        self.weight = NumberLine(_("Weight"))
        self.weight.setFixedWidth(px(WEIGHT))
        self.weight.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.weight.number.connect(self._weigh)
        self.due = DayLine(_("Due date"), session, brief=True)
        self.due.setFixedWidth(px(DAY))
        self.due.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.due.setPlaceholderText(_("date"))
        self.due.day.connect(self._set_due)
        self.remove = remove = QToolButton()
        remove.setIcon(session.theme.icon("x", "text3", 14))
        remove.setToolTip(_("Delete"))
        remove.clicked.connect(self._delete)
        for widget in (self.tick, self.title, self.due, self.weight, remove):
            row.addWidget(widget, 1 if widget is self.title else 0)
        column.addLayout(row)
        why = Refusal()
        self.due.refused.connect(why.tell)
        self.weight.refused.connect(why.tell)
        column.addWidget(why)
        column.addWidget(line())
        self._fields: tuple[QWidget, ...] = (self.tick, self.title, self.weight, self.due)
        self._lock = Lock(self, *self._fields)
        self._lock.tried.connect(self._say_locked)
        shortcuts(self, "steps", {"up": self._up, "down": self._down, "delete": self._delete})

    def show_step(self, step: Milestone) -> None:
        """Take in how the step stands now; a field that is being typed in stays."""
        self.step, self._seen = step, self.session.seen()
        self.tick.setAccessibleName(step.title)
        self.tick.setChecked(step.reached_on is not None)
        self.title.show_text(step.title, self._seen)
        self.weight.show_number(step.weight, seen=self._seen)
        self.due.show_day(step.due, self._seen)
        self.remove.setAccessibleName(_("Delete {name}").format(name=step.title))

    def shut(self, why: str) -> None:
        """Keep the step as it is and say why; empty words open it."""
        self._lock.shut(why)
        self.remove.setVisible(not why)
        for field in self._fields:
            if isinstance(field, InPlaceLine):
                field.setReadOnly(bool(why))
            set_look(field, "closed", bool(why))
            field.setToolTip(why)
            field.setAccessibleDescription(why)

    def _say_locked(self, why: str) -> None:
        self.session.notice.emit(Notice(why, "locked"))

    def _tick(self, reached: bool) -> None:
        self.session.perform(milestones.reach, self.step.uid, reached, based_on=self._seen)

    def _rename(self, title: str) -> None:
        self.session.perform(milestones.edit, self.step.uid, title=title, based_on=self.title.seen)

    def _weigh(self, weight: float | None) -> None:
        weight = 1.0 if weight is None else weight
        self.session.perform(milestones.edit, self.step.uid, weight=weight, based_on=self.weight.seen)

    def _set_due(self, due: object) -> None:
        self.session.perform(milestones.edit, self.step.uid, due=due, based_on=self.due.seen)

    def _delete(self) -> None:
        self.session.perform(milestones.delete, self.step.uid, based_on=self._seen)

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        assert self.step.key_result is not None
        steps = [each.uid for each in milestones.steps_of(self.session.ws, self.step.key_result)]
        place = steps.index(self.step.uid) + by
        if 0 <= place < len(steps):
            self.session.perform(milestones.move, self.step.uid, place)
