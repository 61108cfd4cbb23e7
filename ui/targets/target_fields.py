"""What the pages of the targets dialog share: fields with a name above, numbers read with care, red flags."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Direction, Kpi, Target
from kpidesk.domain.period import Period
from kpidesk.domain.status import lacks_flag, make_goal
from kpidesk.domain.targets import Rows, first_period
from kpidesk.errors import BadInput
from kpidesk.text import _
from ui.base.page import text
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.parts.fields.unit_field import UnitField
from ui.parts.whole import grow_with_number
from ui.targets.period_box import PeriodBox

NUMBER_WIDTH, PERIOD_WIDTH = 132, 168


class TargetPage(QWidget):
    """One kind of target. ``changed`` after each touch; ``refused`` when what was typed can't be read.

    ``edited`` tells whether somebody has typed here since the fields were filled.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, session: Session, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.kpi = session, kpi
        self.fiscal_start = session.ws.company.fiscal_year_start
        self.edited = False

    def show_rows(self, rows: Rows) -> None:
        """Fill the fields from what stands."""
        self.fill_from(rows)
        self.edited = False

    def fill_from(self, rows: Rows) -> None:
        """As ``show_rows``, for each kind."""

    def rows(self, before: Rows, *, strict: bool = True) -> Rows:
        """What the targets become; raises ``UserError``. Only a ``strict`` reading frames what is wrong."""
        raise NotImplementedError

    def span(self) -> tuple[Period, Period] | None:
        """The periods that the page speaks of, for the preview."""
        return None

    def first_field(self) -> QWidget:
        """Where the keyboard begins."""
        return self

    def question(self) -> str:
        """What is to be asked once before it is stored; empty for nothing."""
        return ""

    def number_field(self, name: str) -> UnitField:
        """A field for a number in the KPI's unit."""
        field = UnitField(self.session.theme, name)
        field.show_unit(self.kpi.unit)
        grow_with_number(field, NUMBER_WIDTH)
        field.textEdited.connect(self._touched)
        return field

    def period_box(self, name: str, *, open_start: bool = False) -> PeriodBox:
        """A field for a period of the KPI."""
        box = PeriodBox(
            self.kpi.frequency, self.session.today(), name, fiscal_start=self.fiscal_start, open_start=open_start
        )
        box.setFixedWidth(px(PERIOD_WIDTH))
        box.valueChanged.connect(self._touched)
        box.refused.connect(self.refused)
        return box

    def _touched(self, _new: object = None) -> None:
        self.edited = True
        self.changed.emit()


def starts_on(kpi: Kpi, period: Period | None, shown: Target | None, fiscal_start: int) -> dt.date | None:
    """The day to store for the first period: that of the target shown, where the period is still its own.

    A target may begin in the middle of a period; it is the same target as long as the period stays.
    """
    if period is None or shown is None or shown.start is None:
        return None if period is None else period.first
    return shown.start if period == first_period(shown, kpi.frequency, fiscal_start) else period.first


def captioned(name: str, field: QWidget) -> QWidget:
    """A field with its name above."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    label = text(name, "caption")
    label.setBuddy(field)
    column.addWidget(label)
    column.addWidget(field)
    return box


def row_of(*widgets: QWidget, spacing: int = 12) -> QWidget:
    """Widgets side by side, with room to the right."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch(1)
    return box


def read_field(field: UnitField, *, strict: bool = True) -> float | None:
    """The number typed, or none for an empty field; raises ``BadInput``, and a ``strict`` reading frames the field."""
    return field.number() if strict else field.peek()


@dataclass(frozen=True)
class Flags:
    """Red flags as they are typed: below (or the only one), and above a band."""

    red_flag: float | None
    red_high: float | None


class FlagFields(QWidget):
    """The red flag, with the default spelled out; a band has one below and one above."""

    touched = Signal()

    def __init__(self, theme: Theme, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kpi = kpi
        self._band = kpi.direction is Direction.MAINTAIN
        self.below = UnitField(theme, _("Red flag below") if self._band else _("Red flag"))
        self.above = UnitField(theme, _("Red flag above"))
        self._hint = text("", "quiet", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for column, field in enumerate((self.below, self.above)):
            field.show_unit(kpi.unit)
            grow_with_number(field, NUMBER_WIDTH)
            field.textEdited.connect(self._touch)
            label = text(field.accessibleName(), "caption")
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            for widget in (label, field):
                widget.setVisible(self._band or field is self.below)
        grid.addWidget(self._hint, 1, 2)
        grid.setColumnStretch(2, 1)
        self.show_default(None)

    def _touch(self, _typed: str) -> None:
        self.touched.emit()

    def show_flags(self, red_flag: float | None, red_high: float | None) -> None:
        """Show what is set."""
        self.below.show_number(red_flag)
        self.above.show_number(red_high)

    def flags(self, *, strict: bool = True) -> Flags:
        """What is typed. Raises ``BadInput``."""
        above = read_field(self.above, strict=strict) if self._band else None
        return Flags(read_field(self.below, strict=strict), above)

    def empty(self) -> bool:
        """Tell whether no flag is typed."""
        return not self.below.text().strip() and not (self._band and self.above.text().strip())

    def show_default(self, value: float | None, high: float | None = None, *, moving: str = "") -> None:
        """Say where the flag lies when nobody sets it; ``moving`` tells of a goal that differs by period."""
        words = self._default_words(value, high, moving)
        self._hint.setText(words)
        for field in (self.below, self.above):
            field.explain(words)

    def _default_words(self, value: float | None, high: float | None, moving: str) -> str:
        if moving and self.empty():
            return _("Default: 10% from each number.")
        if moving:
            return moving
        if value is None:
            return _("Default: 10% outside each edge.") if self._band else _("Default: 10% from the target.")
        if lacks_flag(value, self._kpi.direction, None, high):
            return _("A target of 0 has no default. Where does it become serious?")
        goal = make_goal(value, self._kpi.direction, high)
        if self._band:
            edges = f"{self._written(goal.red_flag or 0.0)} · {self._written(goal.red_high or 0.0)}"
            return _("Default: 10% outside each edge, {edges}.").format(edges=edges)
        return _("Default: 10% from the target, {value}.").format(value=self._written(goal.red_flag or 0.0))

    def _written(self, value: float) -> str:
        places = fmt.coins(max(self._kpi.decimals, min(2, fmt.fitting_decimals(value))), self._kpi.unit)
        return fmt.with_unit(value, self._kpi.unit, places)


def silent(field: UnitField) -> float | None:
    """The number in a field, or none where there is none to read."""
    try:
        return read_field(field, strict=False)
    except BadInput:
        return None
