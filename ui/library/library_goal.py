"""What a new KPI aims for: prefilled where the number means the same everywhere, asked for where size decides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Direction
from kpidesk.text import _
from ui.base.page import text
from ui.base.theme import Theme
from ui.parts.fields.unit_field import UnitField
from ui.parts.flow import Flow
from ui.parts.whole import grow_with_number
from ui.parts.zero_flag import ZeroFlag

FIELD = 104


@dataclass(frozen=True)
class Aim:
    """A target and a red flag, for a band also the upper ones; ``None`` where there is none."""

    value: float | None
    high: float | None
    red_flag: float | None
    red_high: float | None


class GoalFields(QWidget):
    """Fields for the aim in one row, for a band in two, and under it whose figures the hints are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Each part is made in its place: adopted later, all that it holds is given its style anew.
        self._box = QWidget(self)
        flow = Flow(self._box, gap=8, line_gap=4)
        flow.setContentsMargins(0, 6, 0, 0)  # it begins where the texts above do
        self._name, self.value = self._part(flow, theme, "", _("Target"))
        self._to, self.high = self._part(flow, theme, _("and"), _("Upper edge"))
        self._flag_name, self.red_flag = self._part(flow, theme, "", _("Red flag"))
        self._flag_to, self.red_high = self._part(flow, theme, _("or above"), _("Upper red flag"))
        self._fields = (self.value, self.high, self.red_flag, self.red_high)
        hint = _("The numbers depend on your size. The hints are those of a company with ten employees.")
        self._hint = text(hint, "quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._box)
        self._zero = ZeroFlag(self.value, self.high, self.red_flag, self._shape)
        column.addWidget(self._zero.label)
        column.addWidget(self._hint)

    def _part(self, flow: Flow, theme: Theme, words: str, name: str) -> tuple[QLabel, UnitField]:
        """A word and the field after it, which stay together where the row is broken."""
        part = QWidget(self._box)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        label, field = text(words, "small"), UnitField(theme, name, part)
        grow_with_number(field, FIELD)
        row.addWidget(label)
        row.addWidget(field)
        flow.addWidget(part)
        return label, field

    def _shape(self) -> Direction:
        """A band is to be held; which way another aim points makes no difference to its red flag."""
        return Direction.MAINTAIN if self.high.isVisibleTo(self) else Direction.INCREASE

    def show_aim(self, aim: Aim, unit: str, *, asked: bool) -> None:
        """Show what is suggested; where it is ``asked`` for, the suggestion is only a hint."""
        self._lay_out(aim.high is not None)
        for field, number in zip(self._fields, (aim.value, aim.high, aim.red_flag, aim.red_high), strict=True):
            field.show_unit(unit)
            field.show_number(None if asked else number)
            hint = "" if number is None else fmt.number(number, fmt.fitting_decimals(number))
            field.setPlaceholderText(hint if asked else "")
        self._hint.setVisible(asked)

    def _lay_out(self, band: bool) -> None:
        """A target and its flag; for a band from edge to edge, and the flags outside."""
        self._name.setText(_("Between") if band else _("Target"))
        self._flag_name.setText(_("Red flag below") if band else _("Red flag"))
        self.value.setAccessibleName(_("Lower edge") if band else _("Target"))
        for widget in (self._to, self.high, self._flag_to, self.red_high):
            widget.setVisible(band)

    def aim(self) -> Aim:
        """What is typed. Raises ``BadInput``."""
        band = self.high.isVisibleTo(self)
        high, red_high = (self.high.number(), self.red_high.number()) if band else (None, None)
        return Aim(self.value.number(), high, self.red_flag.number(), red_high)
