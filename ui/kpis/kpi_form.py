"""The form of an own KPI: what it is, how it is measured or calculated, who follows it; the rest folded in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk import reading
from kpidesk.commands import definitions
from kpidesk.commands.checks import typed_number
from kpidesk.commands.definitions import InputSpec, KpiSpec
from kpidesk.domain.entities import Combine, Department, Direction, Input, Kpi, Target, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, UserError
from kpidesk.exchange.intake.new_kpi import usual_rule
from kpidesk.figures.advice import is_added_share
from kpidesk.reading import Writing, likeliest
from kpidesk.text import _, language, msg
from kpidesk.wording.kpi_facts import added_share_words
from ui.base.page import text
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.session import Session
from ui.kpis.formula_field import FormulaField
from ui.kpis.input_table import InputTable, rules
from ui.kpis.kpi_more import KpiMore
from ui.library.library_people import People
from ui.parts import newcomer
from ui.parts.fields.tick import Tick
from ui.parts.form import filled, section
from ui.parts.newcomer import OpenChoice
from ui.parts.segmented import Segmented
from ui.parts.still import StillCombo
from ui.parts.typing_dialog import Form
from ui.parts.whole import Lines, broad, grow_with_number
from ui.parts.zero_flag import ZeroFlag
from ui.targets.period_box import PeriodBox

WIDTH, HEIGHT, LABEL = 556, 640, 150
PLAIN, CALCULATED = "plain", "calculated"


class KpiForm(Form):
    """Define a KPI, or change one. What is refused stays in the form, with the sentence below."""

    def __init__(self, session: Session, kpi: Kpi | None, parent: QWidget | None = None) -> None:
        title = _("New KPI") if kpi is None else _("Edit KPI")
        super().__init__(title, parent, wide=WIDTH, high=HEIGHT, spacing=10)
        self.session, self.kpi, self._seen = session, kpi, session.seen()
        self.uid: Uid | None = None
        self._build_fields()
        self._lay_out()
        self.add_cancel()
        self.save = self.add_button(
            _("Add the KPI") if kpi is None else _("Save the changes"), self.store, primary=True
        )
        if kpi is not None:
            self._fill(kpi)
        self._opened = self._spec() if kpi is not None else None
        self._connect()
        self._follow()
        self.name.setFocus()

    # ---- building --------------------------------------------------------------------------------

    def _build_fields(self) -> None:
        ws = self.session.ws
        self.name = accessible.required(QLineEdit())
        self.definition = QPlainTextEdit()
        self.definition.setFixedHeight(px(50))
        self.definition.setTabChangesFocus(True)
        self.unit = StillCombo()
        self.unit.setEditable(True)
        for code in ("count", "currency", "percent", "hours", "days", "minutes", "score", "ratio"):
            self.unit.addItem(fmt.unit_word(code), code)
        self.decimals = QLineEdit()
        self.decimals.setPlaceholderText(_("by unit"))
        grow_with_number(self.decimals, 56)
        self.frequency = _choices([(fmt.every(each), each) for each in Frequency])
        usual = _usual_rhythm(self.session)
        self.frequency.setCurrentIndex(self.frequency.findData(usual.value))
        self.direction = _choices(
            [(_("higher is better"), Direction.INCREASE), (_("lower is better"), Direction.DECREASE),
             (_("should stay as it is"), Direction.MAINTAIN)]
        )  # fmt: skip
        ways = [(_("A number that is entered"), PLAIN), (_("Calculated"), CALCULATED)]
        self.measured = Segmented(ways, PLAIN, _("How it is measured"))
        self.combine = StillCombo()
        self._rule_chosen = False
        for words, rule in rules():
            self.combine.addItem(words, rule)
        self.ratio = Tick(_("A ready-made percentage or mean, whose parts are not known"))
        self.weight = StillCombo()
        self.weight.addItem(_("nothing: it stands for its own period alone"), "")
        for source in ws.all(Input):
            self.weight.addItem(source.name, source.key)
        self.inputs = InputTable(self.session, usual)
        self.formula = FormulaField(self.session)
        self.target, self.high, self.red_flag = QLineEdit(), QLineEdit(), QLineEdit()
        self.department = OpenChoice(self.session, newcomer.department(), _("Department"), inplace=False)
        self.department.fill([("–", None), *((each.name, each.uid) for each in ws.all(Department))], None)
        self.people = People(self.session)
        self.people.ask.hide()
        self.more = KpiMore(self.session, self.kpi)
        start = ws.company.fiscal_year_start
        frequency = self.kpi.frequency if self.kpi else Frequency.MONTH
        self.since = PeriodBox(frequency, self.session.today(), _("Holds from"), fiscal_start=start, open_start=True)

    def _lay_out(self) -> None:
        form = _form()
        self._row(form, _("Name"), self.name)
        self._row(form, _("What it is"), self.definition)
        unit = QHBoxLayout()
        unit.setSpacing(8)
        unit.addWidget(self.unit, 1)
        label = text(_("Decimals"), "small")
        label.setBuddy(self.decimals)
        self.decimals.setAccessibleName(_("Decimals"))
        unit.addWidget(label)
        unit.addWidget(self.decimals)
        self.unit.setAccessibleName(_("Unit"))
        unit_label = text(_("Unit"), "small")
        unit_label.setBuddy(self.unit)
        form.addRow(unit_label, unit)
        self._row(form, _("How often"), self.frequency)
        self._row(form, _("Direction"), self.direction)
        self.body.addLayout(form)
        self.body.addWidget(section(_("How it is measured"))[0])
        self.body.addWidget(self.measured, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._plain_part())
        self.body.addWidget(self._calculated_part())
        self.body.addWidget(self._since_part())
        self.body.addWidget(self._target_part())
        self.body.addWidget(section(_("Department and owner"))[0])
        who = _form()
        self._row(who, _("Department"), self.department)
        self.body.addLayout(who)
        self.body.addWidget(self.people)
        self.unfold = QToolButton()
        self.unfold.setText(_("More about the KPI"))
        self.unfold.setCheckable(True)
        self.unfold.setProperty("link", True)
        self.unfold.toggled.connect(self._show_more)
        accessible.folds(self.unfold)
        self.more.hide()
        self.body.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.more)
        self.body.addStretch()

    def _show_more(self, shown: bool) -> None:
        """Unfold the rest, from its button down, where it can be seen once it is laid out: it begins below the fold."""
        self.more.setVisible(shown)
        if shown:
            for widget in (self.more, self.unfold):
                QTimer.singleShot(0, widget, partial(self.area.ensureWidgetVisible, widget, 0, 8))

    def _plain_part(self) -> QWidget:
        self._plain = QWidget()
        form = self._plain_rows = _form(self._plain)
        self._row(form, _("Over time the numbers"), self.combine)
        self._adding = broad(Lines("", "small"))
        form.addRow(text("", "small"), self._adding)
        form.addRow(text("", "small"), self.ratio)
        self._weight_label = text(_("Weighted by"), "small")
        self.weight.setAccessibleName(_("Weighted by"))
        form.addRow(self._weight_label, self.weight)
        return self._plain

    def _calculated_part(self) -> QWidget:
        self._calculated = QWidget()
        column = QVBoxLayout(self._calculated)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.inputs)
        column.addWidget(text(_("Formula"), "small"))
        column.addWidget(self.formula)
        return self._calculated

    def _since_part(self) -> QWidget:
        self._since = QWidget()
        form = _form(self._since)
        why = _(
            "The line in the chart breaks there, and the natural limits start afresh. “Always” corrects a "
            "mistake from the beginning."
        )
        self._row(form, _("Holds from"), self.since)
        form.addRow(text("", "small"), text(why, "quiet", wrap=True))
        return self._since

    def _target_part(self) -> QWidget:
        self._targets = QWidget()
        form = _form(self._targets)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._high_label = text(_("to"), "small")
        for words, field in ((_("Target"), self.target), (_("Upper edge"), self.high), (_("Red flag"), self.red_flag)):
            field.setAccessibleName(words)
            grow_with_number(field, 96)
        flag = text(_("Red flag"), "small")
        for widget in (self.target, self._high_label, self.high, flag, self.red_flag):
            row.addWidget(widget)
        row.addStretch()
        form.addRow(text(_("Target"), "small"), row)
        self._zero = ZeroFlag(self.target, self.high, self.red_flag, self._chosen_direction)
        form.addRow(self._zero.label)
        return self._targets

    def _chosen_direction(self) -> Direction:
        return Direction(self.direction.currentData())

    def _row(self, form: QFormLayout, words: str, field: QWidget) -> None:
        label = text(words, "small")
        label.setFixedWidth(px(LABEL))
        label.setBuddy(field)
        field.setAccessibleName(words)
        form.addRow(label, field)

    def _connect(self) -> None:
        self.measured.chosen.connect(self._follow)
        self.inputs.changed.connect(self._follow)
        self.formula.changed.connect(self._follow)
        self.formula.wanted.connect(self.inputs.take)
        self.formula.edit.left.connect(self.store)
        for box in (self.frequency, self.direction, self.combine, self.unit):
            box.currentIndexChanged.connect(self._follow)
        self.combine.activated.connect(self._keep_rule)
        self.unit.currentTextChanged.connect(self._suggest_rule)
        self.unit.currentTextChanged.connect(self._follow)
        self.name.textChanged.connect(self._suggest_rule)
        self.ratio.toggled.connect(self._follow)
        self.definition.textChanged.connect(self._follow)
        self.name.textChanged.connect(self._follow)

    def _keep_rule(self) -> None:
        self._rule_chosen = True

    def _suggest_rule(self) -> None:
        """Combine a new KPI's numbers as such numbers usually are, until somebody says how: shares never add up."""
        if self.kpi is None and not self._rule_chosen:
            self.combine.setCurrentIndex(self.combine.findData(usual_rule(self.name.text(), self._unit())))

    # ---- showing ---------------------------------------------------------------------------------

    def _fill(self, kpi: Kpi) -> None:
        self.name.setText(kpi.name)
        self.definition.setPlainText(kpi.definition)
        place = self.unit.findData(kpi.unit)
        if place >= 0:
            self.unit.setCurrentIndex(place)
        else:
            self.unit.setEditText(kpi.unit)
        self.decimals.setText("" if kpi.fitted else str(kpi.decimals))
        self.frequency.setCurrentIndex(self.frequency.findData(kpi.frequency.value))
        self.frequency.setEnabled(False)  # another rhythm is another KPI
        self.direction.setCurrentIndex(self.direction.findData(kpi.direction.value))
        self.department.choose(kpi.department)
        self.people.show_people(kpi.owner, kpi.tracked_by)
        source = next((self.session.ws.find(Input, uid) for _key, uid in kpi.inputs), None)
        self.measured.choose(CALCULATED if kpi.formula else PLAIN)
        if kpi.formula:
            self.inputs.set_frequency(kpi.frequency)
            self.inputs.show_inputs(kpi)
            self.formula.show_formula(kpi.formula)
        elif source is not None:
            self.combine.setCurrentIndex(self.combine.findData(source.combine))
            self.ratio.setChecked(source.ratio)
            weight = self.session.ws.find(Input, source.weight)
            self.weight.setCurrentIndex(max(0, self.weight.findData(weight.key if weight else "")))
        always = self._always()
        if always is not None:
            self.target.setText(filled(always.value))
            self.high.setText(filled(always.high))
            self.red_flag.setText(filled(always.red_flag))
        elif any(row.kpi == kpi.uid for row in self.session.ws.all(Target)):
            self._targets.hide()  # steps, paths and seasons have a dialog of their own

    def _always(self) -> Target | None:
        mine = [row for row in self.session.ws.all(Target) if self.kpi is not None and row.kpi == self.kpi.uid]
        alone = len(mine) == 1 and mine[0].start is None and not mine[0].season
        return mine[0] if alone else None

    def _follow(self, *_what: object) -> None:
        """Show the parts that what is chosen needs."""
        calculated = self.measured.value() == CALCULATED
        self._plain.setVisible(not calculated)
        self._calculated.setVisible(calculated)
        frequency = Frequency(self.frequency.currentData())
        self.inputs.set_frequency(frequency)
        if calculated and not self.inputs.rows and self.kpi is None:
            first = self.inputs.add_row()
            self.inputs.add_row()
            first.name.setFocus()
        self.combine.setEnabled(not self.ratio.isChecked())
        self._ask_of_sum(frequency)
        weighed = self.ratio.isChecked() or self.combine.currentData() is Combine.WEIGHTED_MEAN
        self._weight_label.setVisible(weighed)
        self.weight.setVisible(weighed)
        band = self.direction.currentData() == Direction.MAINTAIN.value
        self._high_label.setVisible(band)
        self._zero.look()
        self.high.setVisible(band)
        if calculated:
            self.formula.show_names(self.inputs.names(), self.inputs.others())
            self.formula.show_inputs(self.inputs.bound(), frequency, self._unit(), self._decimals())
        self.more.follow(self.name.text())
        self._since.setVisible(self._redefined())

    def _ask_of_sum(self, frequency: Frequency) -> None:
        """Say what becomes of shares that are added up, as soon as that is chosen."""
        rule = Combine.NONE if self.ratio.isChecked() else Combine(self.combine.currentData())
        added = is_added_share(self._unit(), rule, frequency)
        self._adding.setText(added_share_words(self._unit()) if added else "")
        self._plain_rows.setRowVisible(self._adding, added)

    def _redefined(self) -> bool:
        """Tell whether a KPI with numbers is about to mean something else."""
        if self.kpi is None or not any(self.session.ws.series_many([uid for _k, uid in self.kpi.inputs]).values()):
            return False
        bound = self.inputs.bound() if self.measured.value() == CALCULATED else dict(self.kpi.inputs)
        pairs = tuple((key, uid or "") for key, uid in bound.items())
        formula = self.formula.formula() if self.measured.value() == CALCULATED else ""
        return definitions.differs(self.kpi, formula, pairs, self.definition.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter in a field that completes names is not “store”."""
        if self.formula.edit.offering and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            return
        super().keyPressEvent(event)

    # ---- storing ---------------------------------------------------------------------------------

    def store(self) -> None:
        """Add or change the KPI; what is refused is said below the fields."""
        try:
            spec, since = self._spec(), self._since_day()
        except UserError as error:
            self.refuse(str(error))
            return
        said = _("“{name}” is added.") if self.kpi is None else _("“{name}” is changed.")
        self.uid = self.session.perform(
            definitions.store, spec, self.kpi.uid if self.kpi else None, opened=self._opened, since=since,
            limits=self._limits_changed(spec), based_on=self._seen, said=said.format(name=spec.name.strip()),
            refuse=self.refuse,
        )  # fmt: skip
        if self.uid is not None:
            self.accept()

    def _limits_changed(self, spec: KpiSpec) -> bool:
        """Tell whether the target in the form is to replace the one that holds always."""
        if self._opened is None or self._targets.isHidden():
            return False
        return _limits(spec) != _limits(self._opened)

    def _since_day(self) -> dt.date | None:
        if not self._redefined():
            return None
        period: Period | None = self.since.period()
        return period.first if period is not None else None

    def _unit(self) -> str:
        typed = self.unit.currentText()
        place = self.unit.findText(typed)
        return str(self.unit.itemData(place)) if place >= 0 else fmt.unit_code(typed)

    def _decimals(self) -> int:
        value = likeliest(reading.number(self.decimals.text(), Writing(language())), None)
        return int(value) if value is not None else self.kpi.decimals if self.kpi is not None else 0

    def _spec(self) -> KpiSpec:
        decimals = typed_number(self.decimals.text())
        if decimals is not None and (decimals != int(decimals) or not 0 <= decimals <= 6):
            raise BadInput(msg("Decimals are a whole number from 0 to 6. Nothing was saved."))
        unit = self._unit()
        calculated = self.measured.value() == CALCULATED
        if calculated and not self.formula.formula():
            raise BadInput(msg("Write the formula, or choose a number that is entered. Nothing was saved."))
        target, high, red_flag = (typed_number(each.text()) for each in (self.target, self.high, self.red_flag))
        sources = self.inputs.specs() if calculated else self._own_input(unit)
        rule = Combine.SUM if calculated else sources[0].combine
        usual = definitions.usual_decimals(unit, rule, target, high, red_flag)
        return KpiSpec(
            self.name.text(), unit, usual if decimals is None else int(decimals),
            Frequency(self.frequency.currentData()), self._chosen_direction(),
            self.formula.formula() if calculated else "", sources, target=target, high=high, red_flag=red_flag,
            fields={
                "definition": self.definition.toPlainText().strip(), "department": self.department.currentData(),
                "owner": self.people.owner_uid, "tracked_by": self.people.tracked_by, **self.more.fields(),
            }, fitted=decimals is None,
        )  # fmt: skip

    def _own_input(self, unit: str) -> tuple[InputSpec, ...]:
        """A plain KPI's only input, and the one that weighs it."""
        weight = str(self.weight.currentData() or "")
        ratio = self.ratio.isChecked()
        rule = Combine(self.combine.currentData())
        if ratio:
            rule = Combine.WEIGHTED_MEAN if weight else Combine.NONE
        elif rule is not Combine.WEIGHTED_MEAN:
            weight = ""
        name = self.name.text().strip()
        return definitions.own_input(self.session.ws, InputSpec(name, "", rule, unit, weight, ratio))


def _limits(spec: KpiSpec) -> tuple[float | None, float | None, float | None]:
    return spec.target, spec.high, spec.red_flag


def _form(parent: QWidget | None = None) -> QFormLayout:
    form = QFormLayout(parent)
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(8)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    return form


def _choices(options: list[tuple[str, Enum]]) -> QComboBox:
    box = StillCombo()
    for words, choice in options:
        box.addItem(words, choice.value)
    return box


def _usual_rhythm(session: Session) -> Frequency:
    """The rhythm of most KPIs here, that whoever works by the month is not asked for weeks; without any, the week."""
    counted = Counter(each.frequency for each in session.ws.all(Kpi))
    return max(counted, key=lambda each: counted[each], default=Frequency.WEEK)
