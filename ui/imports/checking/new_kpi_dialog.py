"""How a KPI is to be measured that a column of a file becomes: what was proposed, to be changed before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from kpidesk import format as fmt
from kpidesk.commands.intake import NewKpi
from kpidesk.domain.entities import Combine, Direction, Person
from kpidesk.domain.period import Frequency
from kpidesk.figures.advice import is_added_share
from kpidesk.text import _
from kpidesk.wording.kpi_facts import added_share_words
from ui.base.page import text
from ui.base.reach import accessible
from ui.base.session import Session
from ui.parts import newcomer
from ui.parts.fields.tick import Tick
from ui.parts.newcomer import OpenChoice
from ui.parts.still import StillCombo
from ui.parts.typing_dialog import Form
from ui.parts.whole import Lines, broad

T = TypeVar("T")
UNITS = ("count", "currency", "percent", "hours", "days", "minutes", "score", "ratio")


class NewKpiDialog(Form):
    """``told`` tells the KPI as it is wanted; nothing is made by that."""

    told = Signal(object)

    def __init__(self, session: Session, new: NewKpi, parent: QWidget | None = None) -> None:
        super().__init__(_("New KPI"), parent)
        self._new = new
        self.name = QLineEdit(new.name)
        self.unit = StillCombo()
        self.unit.setEditable(True)
        for code in UNITS:
            self.unit.addItem(fmt.unit_word(code), code)
        self.unit.setCurrentText(fmt.unit_word(new.unit))
        self.frequency = Chosen([(fmt.every(each), each) for each in Frequency], new.frequency)
        self.combine = Chosen(_rules(), new.combine)
        self._rows, self._adding = QFormLayout(), broad(Lines("", "small"))
        for box in (self.unit, self.combine, self.frequency):
            box.currentTextChanged.connect(self._ask_of_sum)
        self.direction = Chosen(_directions(), new.direction)
        self.owner = OpenChoice(session, newcomer.person(), _("Owner"), inplace=False)
        owners: list[tuple[str, object]] = [(_("nobody yet"), None)]
        self.owner.fill(owners + [(each.name, each.uid) for each in session.ws.all(Person)], new.owner)
        self.parked = Tick(_("Park it: it gets its numbers but is not followed yet"))
        self.parked.setChecked(new.parked)
        self._lay_out()
        self._ask_of_sum()
        self.add_cancel()
        self.use = self.add_button(_("Use this"), self._tell, primary=True)

    def _lay_out(self) -> None:
        form = self._rows
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for words, field in (
            (_("Name"), self.name),
            (_("Unit"), self.unit),
            (_("How often"), self.frequency),
            (_("Over time the numbers"), self.combine),
            (_("Direction"), self.direction),
            (_("Owner"), self.owner),
        ):
            field.setAccessibleName(words)
            label = text(words, "small")
            label.setBuddy(field)
            form.addRow(label, field)
            if field is self.combine:
                form.addRow(text("", "small"), self._adding)
        accessible.required(self.name)
        self.body.addLayout(form)
        self.body.addWidget(self.parked)

    def _ask_of_sum(self) -> None:
        """Say what becomes of shares that are added up."""
        added = is_added_share(self._unit(), self.combine.value(), self.frequency.value())
        self._adding.setText(added_share_words(self._unit()) if added else "")
        self._rows.setRowVisible(self._adding, added)

    def _tell(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            self.refuse(_("A KPI must have a name."))
            return
        self.told.emit(
            replace(
                self._new, name=name, unit=self._unit(), frequency=self.frequency.value(),
                combine=self.combine.value(), direction=self.direction.value(),
                owner=self.owner.currentData(), parked=self.parked.isChecked(),
            )
        )  # fmt: skip
        self.accept()

    def _unit(self) -> str:
        typed = self.unit.currentText()
        place = self.unit.findText(typed)
        return str(self.unit.itemData(place)) if place >= 0 else fmt.unit_code(typed)


def _rules() -> list[tuple[str, Combine]]:
    return [
        (_("are added"), Combine.SUM),
        (_("are averaged"), Combine.MEAN),
        (_("the last one counts"), Combine.LAST),
        (_("the lowest counts"), Combine.MIN),
        (_("the highest counts"), Combine.MAX),
        (_("can’t be combined"), Combine.NONE),
    ]


def _directions() -> list[tuple[str, Direction]]:
    return [
        (_("higher is better"), Direction.INCREASE),
        (_("lower is better"), Direction.DECREASE),
        (_("should stay as it is"), Direction.MAINTAIN),
    ]


class Chosen(StillCombo, Generic[T]):
    """A choice of values; Qt keeps only their words."""

    def __init__(self, choices: Sequence[tuple[str, T]], current: T) -> None:
        super().__init__()
        self._values = [value for _words, value in choices]
        self.addItems([words for words, _value in choices])
        self.setCurrentIndex(self._values.index(current) if current in self._values else 0)

    def value(self) -> T:
        """What is chosen."""
        return self._values[self.currentIndex()]
