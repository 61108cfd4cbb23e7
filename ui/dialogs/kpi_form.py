"""A form for one KPI: plain, or a formula over inputs."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.commands import inputs, kpis, targets
from kpidesk.domain.entities import Combine, Department, Direction, Input, Kpi, Person, Target, Uid
from kpidesk.domain.period import Frequency
from kpidesk.errors import BadInput, UserError
from kpidesk.text import _, msg
from ui.bridge import Desk

WIDTH = 520


class KpiForm(QDialog):
    """Define a KPI, or change one. What is refused stays in the form, with the sentence below."""

    def __init__(self, desk: Desk, kpi: Kpi | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.kpi = desk, kpi
        self.uid: Uid | None = None
        self.setWindowTitle(_("New KPI") if kpi is None else _("Edit KPI"))
        self.setMinimumWidth(WIDTH)
        self._form = QFormLayout()
        self._form.setSpacing(10)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._build_fields()
        self._error = QLabel()
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setWordWrap(True)
        self._error.setStyleSheet(f"color: {desk.theme.hex('off_text')};")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(14)
        column.addLayout(self._form)
        column.addWidget(self._error)
        column.addLayout(self._build_buttons())
        if kpi is not None:
            self._fill(kpi)
        self.name.setFocus()

    def _build_fields(self) -> None:
        self.name, self.unit, self.decimals = QLineEdit(), QComboBox(), QLineEdit()
        self.unit.setEditable(True)
        for code in ("count", "percent", "currency", "hours", "days", "minutes", "score"):
            self.unit.addItem(fmt.unit_word(code), code)
        self.frequency = _choices(
            [(_("day"), Frequency.DAY), (_("week"), Frequency.WEEK), (_("month"), Frequency.MONTH),
             (_("quarter"), Frequency.QUARTER), (_("year"), Frequency.YEAR)]
        )  # fmt: skip
        self.frequency.setCurrentIndex(1)
        self.direction = _choices(
            [(_("higher is better"), Direction.INCREASE), (_("lower is better"), Direction.DECREASE),
             (_("stay within a band"), Direction.MAINTAIN)]
        )  # fmt: skip
        self.combine = _choices(
            [(_("are added"), Combine.SUM), (_("are averaged"), Combine.MEAN), (_("the last one counts"), Combine.LAST),
             (_("the lowest counts"), Combine.MIN), (_("the highest counts"), Combine.MAX)]
        )  # fmt: skip
        self.formula, self.inputs = QLineEdit(), QLineEdit()
        self.formula.setPlaceholderText(_("empty for a plain number"))
        self.inputs.setPlaceholderText(_("orders=sum, visits=sum"))
        self.target, self.red_flag = QLineEdit(), QLineEdit()
        self.department, self.owner = QComboBox(), QComboBox()
        self.department.addItem("–", None)
        for department in self.desk.ws.all(Department):
            self.department.addItem(department.name, department.uid)
        self.owner.addItem("–", None)
        for person in self.desk.ws.all(Person):
            self.owner.addItem(person.name, person.uid)
        self.definition = QPlainTextEdit()
        self.definition.setFixedHeight(54)
        self.definition.setTabChangesFocus(True)
        self.source = QLineEdit()
        rows: list[tuple[str, QWidget]] = [
            (_("Name"), self.name), (_("Unit"), self.unit), (_("Decimals"), self.decimals),
            (_("Measured every"), self.frequency), (_("Direction"), self.direction),
            (_("Over time the numbers"), self.combine), (_("Formula"), self.formula), (_("Inputs"), self.inputs),
            (_("Target"), self.target), (_("Red flag"), self.red_flag), (_("Department"), self.department),
            (_("Owner"), self.owner), (_("What it is"), self.definition), (_("Where to find the number"), self.source),
        ]  # fmt: skip
        for words, widget in rows:
            label = QLabel(words)
            label.setProperty("look", "small")
            label.setBuddy(widget)
            widget.setAccessibleName(words)
            self._form.addRow(label, widget)

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        store = QPushButton(_("Add the KPI") if self.kpi is None else _("Store the changes"))
        store.setProperty("primary", True)
        store.setDefault(True)
        store.clicked.connect(self.store)
        row.addWidget(cancel)
        row.addWidget(store)
        return row

    def _fill(self, kpi: Kpi) -> None:
        self.name.setText(kpi.name)
        place = self.unit.findData(kpi.unit)
        if place >= 0:
            self.unit.setCurrentIndex(place)
        else:
            self.unit.setEditText(kpi.unit)
        self.decimals.setText(str(kpi.decimals))
        _choose(self.frequency, kpi.frequency)
        _choose(self.direction, kpi.direction)
        self.formula.setText(kpi.formula)
        self.inputs.setText(", ".join(self._input_text(key, uid) for key, uid in kpi.inputs) if kpi.formula else "")
        self.department.setCurrentIndex(max(0, self.department.findData(kpi.department)))
        self.owner.setCurrentIndex(max(0, self.owner.findData(kpi.owner)))
        self.definition.setPlainText(kpi.definition)
        self.source.setText(kpi.source)
        always = next((t for t in self.desk.ws.all(Target) if t.kpi == kpi.uid and t.start is None), None)
        if always is not None:
            self.target.setText(_number(always.value))
            self.red_flag.setText(_number(always.red_flag))
        plain = next((self.desk.ws.find(Input, uid) for _key, uid in kpi.inputs), None) if not kpi.formula else None
        if plain is not None:
            _choose(self.combine, plain.combine)
        # A KPI keeps its rhythm and its kind: a change of these is another KPI.
        self.frequency.setEnabled(False)
        self.combine.setEnabled(not kpi.formula)
        self.formula.setEnabled(bool(kpi.formula))
        self.inputs.setEnabled(bool(kpi.formula))

    def _input_text(self, key: str, uid: Uid) -> str:
        source = self.desk.ws.find(Input, uid)
        return f"{key}={source.combine.value}" if source else key

    # ---- storing -------------------------------------------------------------------------------

    def store(self) -> None:
        """Add or change the KPI; what is refused is said below the fields."""
        try:
            if self.kpi is None:
                self.uid = self._define()
            else:
                self._change(self.kpi)
        except UserError as error:
            self._error.setText(str(error))
            self._error.show()
            return
        self.accept()

    def _unit(self) -> str:
        typed = self.unit.currentText()
        place = self.unit.findText(typed)
        return str(self.unit.itemData(place)) if place >= 0 else fmt.unit_code(typed)

    def _define(self) -> Uid:
        decimals = self.decimals.text().strip()
        return kpis.define(
            self.desk.ws,
            name=self.name.text(),
            unit=self._unit(),
            frequency=Frequency(self.frequency.currentData()),
            direction=Direction(self.direction.currentData()),
            combine=Combine(self.combine.currentData()),
            formula=self.formula.text().strip(),
            inputs=read_inputs(self.inputs.text()) if self.formula.text().strip() else None,
            target=read_number(self.target.text()),
            red_flag=read_number(self.red_flag.text()),
            decimals=_whole(decimals) if decimals else None,
            department=self.department.currentData(),
            owner=self.owner.currentData(),
            definition=self.definition.toPlainText(),
            source=self.source.text(),
        )

    def _change(self, kpi: Kpi) -> None:
        target, red_flag = read_number(self.target.text()), read_number(self.red_flag.text())
        kpis.edit(
            self.desk.ws,
            kpi.uid,
            name=self.name.text(),
            formula=self.formula.text().strip() if kpi.formula else None,
            inputs=read_inputs(self.inputs.text()) if kpi.formula else None,
            unit=self._unit(),
            decimals=_whole(self.decimals.text()),
            direction=Direction(self.direction.currentData()),
            department=self.department.currentData(),
            owner=self.owner.currentData(),
            definition=self.definition.toPlainText(),
            source=self.source.text(),
        )
        if not kpi.formula and kpi.inputs:
            inputs.edit_input(self.desk.ws, kpi.inputs[0][1], combine=Combine(self.combine.currentData()))
        always = next((t for t in self.desk.ws.all(Target) if t.kpi == kpi.uid and t.start is None), None)
        if (target, red_flag) != ((always.value, always.red_flag) if always else (None, None)):
            targets.set_target(self.desk.ws, kpi.uid, value=target, red_flag=red_flag)


def read_number(text: str) -> float | None:
    """A typed number, or none for an empty field. Raises ``BadInput``."""
    if not text.strip():
        return None
    value = fmt.parse_number(text).value
    if value is None:
        raise BadInput(msg("“{typed}” is not a number. Nothing was stored.", typed=text.strip()[:40]))
    return value


def read_inputs(text: str) -> dict[str, Combine]:
    """Inputs as typed: names with their rule after ``=``, sums where none is given. Raises ``BadInput``."""
    found: dict[str, Combine] = {}
    for part in text.split(","):
        name, _equals, rule = part.partition("=")
        if not name.strip():
            continue
        try:
            found[name.strip()] = Combine(rule.strip() or "sum")
        except ValueError as error:
            raise BadInput(
                msg("“{rule}” is no rule. Use sum, mean, last, min or max. Nothing was stored.", rule=rule.strip())
            ) from error
    return found


def _whole(text: str) -> int:
    value = read_number(text) or 0.0
    if value != int(value):
        raise BadInput(msg("Decimals are a whole number from 0 to 6. Nothing was stored."))
    return int(value)


def _number(value: float | None) -> str:
    return "" if value is None else fmt.number(value, fmt.fitting_decimals(value))


def _choices(options: list[tuple[str, Enum]]) -> QComboBox:
    box = QComboBox()
    for words, choice in options:
        box.addItem(words, choice.value)
    return box


def _choose(box: QComboBox, choice: Enum) -> None:
    box.setCurrentIndex(max(0, box.findData(choice.value)))
