"""The second step: one number, of the KPI whose number is the easiest to find, for the last full period."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.commands.possible import edges_of
from kpidesk.domain.entities import Value
from kpidesk.first_steps import FirstNumber, FirstSteps, question
from kpidesk.reading import likeliest
from kpidesk.text import _
from ui.base.page import literal, text
from ui.base.reach.announcing import announce
from ui.base.scale import px
from ui.base.session import Session
from ui.overview.steps.step import Standing, Step, small
from ui.parts.fields.unit_field import UnitField
from ui.parts.flow import Flow

FIELD = 220
MOST_OTHERS = 12


class NumberStep(Step):
    """``stored`` tells that a number has been stored, ``skipped`` that somebody goes on without."""

    stored = Signal()
    skipped = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session.theme, 2)
        self._session = session
        self._asked: FirstNumber | None = None
        self._chosen = ""
        self._again = False
        self._question, self._label, self._where = small(""), text("", "label"), small("")
        self.field = UnitField(session.theme, "")
        self.field.setFixedWidth(px(FIELD))
        self.problem = text("", "off", wrap=True)
        self.problem.hide()
        self.save = QPushButton(_("Save the number"))
        self.save.setProperty("primary", True)
        self.other = QPushButton(_("Choose another number"))
        row = Flow(gap=8, line_gap=6)
        for widget in (self.field, self.save, self.other, self.skip):
            row.addWidget(widget)
        for each in (self._question, self._label):
            self.inside.addWidget(each)
        self.inside.addLayout(row)
        for each in (self.problem, self._where):
            self.inside.addWidget(each)
        self.field.returnPressed.connect(self.store)
        self.field.textEdited.connect(self.problem.hide)
        self.save.clicked.connect(self.store)
        self.skip.clicked.connect(self.skipped)
        self.pressed.connect(self._change)

    # ---- what it says ------------------------------------------------------------------------------

    def tell_number(self, steps: FirstSteps, *, now: bool, skipped: bool) -> None:
        """Ask for a number, or say which one is there."""
        entered = steps.entered
        open_now = bool(steps.offered) and (self._again or (entered is None and now))
        if open_now:
            self._ask(self._wanted(steps), steps)
        if entered is not None and not self._again:
            source = entered.number.source
            number = _("hidden") if entered.hidden else fmt.with_unit(entered.value, source.unit, source.decimals)
            # Translators: what is measured, and its number
            title = _("{what}: {number}").format(what=self._name(entered.number), number=number)
            self.tell(title, "", _("Change"), Standing(done=True))
        else:
            told = _("skipped") if skipped and not now else ""
            self.tell(_("Enter one number"), told, "", Standing(now=now, unfolded=open_now))

    def _wanted(self, steps: FirstSteps) -> FirstNumber:
        if self._again and steps.entered is not None:
            return steps.entered.number
        return next((each for each in steps.offered if each.source.uid == self._chosen), steps.offered[0])

    def _ask(self, wanted: FirstNumber, steps: FirstSteps) -> None:
        if wanted != self._asked:
            self._asked = wanted
            self.field.show_unit(wanted.source.unit)
            self.problem.hide()
        words = question(self._session.ws, wanted.kpi) if len(wanted.kpi.inputs) == 1 else ""
        period = fmt.period_name(wanted.period, self._start)
        asked = words or _("What was “{name}” in {period}?").replace("{name}", wanted.source.name)
        self._question.setText(asked.replace("{period}", period))
        self._label.setText(self._name(wanted))
        unit = "" if wanted.source.unit == "count" else fmt.unit_word(wanted.source.unit)
        self.field.setAccessibleName(f"{self._name(wanted)}, {unit}" if unit else self._name(wanted))
        self.field.explain(self._question.text())
        source = wanted.source.source or wanted.kpi.source
        self._where.setText(_("Where to find it: {where}").format(where=source) if source else "")
        self._where.setVisible(bool(source))
        self._offer([each for each in steps.offered if each.source.uid != wanted.source.uid][:MOST_OTHERS])

    def _offer(self, others: list[FirstNumber]) -> None:
        menu = QMenu(self.other)
        for each in others:
            action = QAction(literal(self._name(each)), menu)
            action.triggered.connect(partial(self._choose, each.source.uid))
            menu.addAction(action)
        before = self.other.menu()
        self.other.setMenu(menu)
        if before is not None:
            before.deleteLater()
        self.other.setVisible(bool(others) and not self._again)

    @property
    def _start(self) -> int:
        return self._session.ws.company.fiscal_year_start

    def _name(self, number: FirstNumber) -> str:
        names = {"name": number.source.name, "period": fmt.period_name(number.period, self._start)}
        return _("{name}, {period}").format(**names)

    # ---- what is done ------------------------------------------------------------------------------

    def _choose(self, uid: str) -> None:
        self._chosen = uid
        self.field.clear()
        self.stored.emit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self) -> None:
        """Let the number be typed anew."""
        self._again = True
        self.stored.emit()
        if self._asked is not None:
            value = self._session.ws.series(self._asked.source.uid).get(self._asked.period)
            self.field.show_number(float(value) if isinstance(value, float | int) else None)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def store(self) -> None:
        """Store what is typed; what is no number is answered as in the sheet, and stays in the field."""
        wanted, typed = self._asked, self.field.text()
        if wanted is None or not typed.strip():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        found = entry.read(typed, wanted.source.unit, edges=edges_of(self._session.ws, wanted.source))
        doubt = entry.doubt(typed, found)
        if doubt is not None:
            self._refuse(f"{doubt.what}. {doubt.why}")
            return
        value: Value | None = likeliest(found, None)
        told = entry.reading_told(typed, found)
        again, self._again = self._again, False
        if self._session.attempt(
            entry.set_value, wanted.source.uid, wanted.period, value, typed=typed,
            said=str(told) if told is not None else "", refuse=self._refuse,
        ):  # fmt: skip
            self.field.clear()
            self.stored.emit()
        else:
            self._again = again

    def _refuse(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(words, at_once=True)
        self.field.refuse(words)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
