"""What a KPI aims for, from a day on."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.commands import targets
from kpidesk.domain.entities import Direction, Kpi, Target
from kpidesk.errors import UserError
from kpidesk.text import _
from ui.bridge import Desk
from ui.dialogs.kpi_form import read_number


class TargetDialog(QDialog):
    """Set a target, with a red flag; from a day on, where earlier ones are to stand."""

    def __init__(self, desk: Desk, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.kpi = desk, kpi
        self.setWindowTitle(_("Target of “{name}”").format(name=kpi.name))
        self.setMinimumWidth(420)
        self.value, self.high, self.red_flag = QLineEdit(), QLineEdit(), QLineEdit()
        self.from_day = QCheckBox(_("From a day on; earlier targets stand"))
        self.start = QDateEdit(_qt(desk.today()))
        self.start.setCalendarPopup(True)
        self.start.setEnabled(False)
        self.from_day.toggled.connect(self.start.setEnabled)
        form = QFormLayout()
        form.setSpacing(10)
        band = kpi.direction is Direction.MAINTAIN
        rows = [(_("Lower edge") if band else _("Target"), self.value)]
        rows += [(_("Upper edge"), self.high)] if band else []
        rows += [(_("Red flag"), self.red_flag)]
        for words, field in rows:
            field.setAccessibleName(words)
            form.addRow(words, field)
        form.addRow("", self.from_day)
        form.addRow(_("From"), self.start)
        self._error = QLabel()
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setWordWrap(True)
        self._error.setStyleSheet(f"color: {desk.theme.hex('off_text')};")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(self._error)
        column.addLayout(self._build_buttons())
        self._fill()

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        store = QPushButton(_("Set the target"))
        store.setProperty("primary", True)
        store.setDefault(True)
        store.clicked.connect(self.store)
        row.addWidget(cancel)
        row.addWidget(store)
        return row

    def _fill(self) -> None:
        mine = [target for target in self.desk.ws.all(Target) if target.kpi == self.kpi.uid]
        if not mine:
            return
        newest = max(mine, key=_since)
        for field, value in ((self.value, newest.value), (self.high, newest.high), (self.red_flag, newest.red_flag)):
            field.setText("" if value is None else fmt.number(value, fmt.fitting_decimals(value)))
        self.from_day.setChecked(newest.start is not None)
        if newest.start is not None:
            self.start.setDate(_qt(newest.start))

    def store(self) -> None:
        """Set the target; what is refused is said below the fields."""
        try:
            start = self.start.date().toPython() if self.from_day.isChecked() else None
            targets.set_target(
                self.desk.ws,
                self.kpi.uid,
                value=read_number(self.value.text()),
                high=read_number(self.high.text()),
                red_flag=read_number(self.red_flag.text()),
                start=start,  # type: ignore[arg-type]
            )
        except UserError as error:
            self._error.setText(str(error))
            self._error.show()
            return
        self.accept()


def _qt(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _since(target: Target) -> str:
    return target.start.isoformat() if target.start else ""
