"""What else can be said of a KPI: short name, range, whom it benefits, what balances it, how it can fool."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from kpidesk.commands.checks import typed_number
from kpidesk.commands.definitions import LONGEST_SHORT_NAME
from kpidesk.domain.entities import Indicator, Input, Kpi
from kpidesk.errors import BadInput
from kpidesk.text import _, msg
from ui.base.page import text
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.fields.tick import Tick
from ui.parts.form import filled
from ui.parts.still import StillCombo
from ui.parts.whole import grow_with_number

LABEL = 172


class KpiMore(QWidget):
    """The fields that few KPIs need on the first day."""

    def __init__(self, session: Session, kpi: Kpi | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kpi = kpi or Kpi("")
        self.short_name = QLineEdit(self._kpi.short_name)
        self.short_name.setMaxLength(LONGEST_SHORT_NAME)
        self.low, self.high = QLineEdit(filled(self._kpi.range_min)), QLineEdit(filled(self._kpi.range_max))
        self.grace = QLineEdit("" if self._kpi.grace_days is None else str(self._kpi.grace_days))
        self.benefits = _combo(
            [("–", None), (_("the customer benefits"), True), (_("the business benefits"), False)],
            self._kpi.customer_facing,
        )
        self.indicator = _combo(
            [("–", None), (_("Leading: signals the result in advance"), Indicator.LEADING),
             (_("Lagging: shows the result afterwards"), Indicator.LAGGING)],
            self._kpi.indicator,
        )  # fmt: skip
        others = [(each.name, each.uid) for each in session.ws.all(Kpi) if each.uid != self._kpi.uid]
        self.counter = _combo([("–", None), *others], self._kpi.counter)
        self.counter_words = QLineEdit(self._kpi.counter_metric)
        self.pitfall, self.source = QLineEdit(self._kpi.pitfall), QLineEdit(self._kpi.source)
        for field in (self.short_name, self.counter_words, self.pitfall, self.source):
            field.setCursorPosition(0)  # a long text shows its beginning
        self.sensitive = Tick(_("Hide it where it covers fewer than five people, or nobody knows how many"))
        self.sensitive.setChecked(self._kpi.sensitive)
        inputs = [(each.name, each.uid) for each in session.ws.all(Input) if each.member_of is None]
        self.group = _combo([(_("the number of employees in the settings"), None), *inputs], self._kpi.group)
        self.sensitive.toggled.connect(self._show_group)
        self._lay_out()
        self._show_group(self._kpi.sensitive)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        between = QWidget()
        row = QHBoxLayout(between)
        row.setContentsMargins(0, 0, 0, 0)
        for edge, words in ((self.low, _("Lowest possible")), (self.high, _("Highest possible"))):
            grow_with_number(edge, 96)
            edge.setAccessibleName(words)
        row.addWidget(self.low)
        row.addWidget(text(_("to"), "small"))
        row.addWidget(self.high)
        row.addStretch()
        self.grace.setFixedWidth(px(160))
        self.grace.setPlaceholderText(_("3, 20 for accounts"))
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Short name"), self.short_name), (_("Can be from"), between), (_("Who benefits"), self.benefits),
            (_("Leading or lagging"), self.indicator), (_("Counter-metric"), self.counter),
            (_("Or in words"), self.counter_words), (_("How it can fool you"), self.pitfall),
            (_("Where to find the number"), self.source), (_("Grace period (days)"), self.grace),
            (_("Sensitive"), self.sensitive), (_("People are counted by"), self.group),
        )  # fmt: skip
        self._labels: dict[QWidget, QLabel] = {}
        for words, field in rows:
            label = text(words, "small")
            label.setFixedWidth(px(LABEL))
            label.setBuddy(field)
            if not isinstance(field, Tick):  # it says more than its label
                field.setAccessibleName(words)
            form.addRow(label, field)
            self._labels[field] = label
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)

    def follow(self, name: str) -> None:
        """A long name needs a short one for tables and charts."""
        self.short_name.setPlaceholderText(
            _("at most {most} characters").format(most=LONGEST_SHORT_NAME) if len(name) > LONGEST_SHORT_NAME else name
        )

    def _show_group(self, sensitive: bool) -> None:
        self.group.setVisible(sensitive)
        self._labels[self.group].setVisible(sensitive)

    def fields(self) -> dict[str, Any]:
        """What was said. Raises ``BadInput`` for what is no number."""
        grace = typed_number(self.grace.text())
        if grace is not None and (grace != int(grace) or not 0 <= grace <= 366):
            raise BadInput(msg("The grace period is a whole number of days from 0 to 366. Nothing was saved."))
        return {
            "short_name": self.short_name.text().strip(),
            "range_min": typed_number(self.low.text()),
            "range_max": typed_number(self.high.text()),
            "customer_facing": self.benefits.currentData(),
            "indicator": self.indicator.currentData(),
            "counter": self.counter.currentData(),
            "counter_metric": self.counter_words.text().strip(),
            "pitfall": self.pitfall.text().strip(),
            "source": self.source.text().strip(),
            "grace_days": None if grace is None else int(grace),
            "sensitive": self.sensitive.isChecked(),
            "group": self.group.currentData() if self.sensitive.isChecked() else None,
        }


def _combo(choices: list[tuple[str, Any]], current: object) -> QComboBox:
    box = StillCombo()
    for words, value in choices:
        box.addItem(words, value)
    values = [value for _words, value in choices]
    box.setCurrentIndex(values.index(current) if current in values else 0)
    return box
