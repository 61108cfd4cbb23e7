"""A field for a period: step through them with the arrows, or type one."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QWidget

from kpidesk import reading
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput
from kpidesk.reading import Calendar, Order, likeliest
from kpidesk.text import _, msg
from kpidesk.wording.targets import full_name
from ui.parts.form import mark_refused
from ui.parts.still import StillSpin

REACH = {
    Frequency.DAY: 3660,
    Frequency.WEEK: 530,
    Frequency.MONTH: 240,
    Frequency.QUARTER: 80,
    Frequency.TERTIAL: 60,
    Frequency.HALF_YEAR: 40,
    Frequency.YEAR: 30,
}
"""How many periods before and after today can be chosen."""


class PeriodBox(StillSpin):
    """One period of a rhythm; with ``open_start`` also none, which means always.

    ``refused`` tells in a sentence that what was typed is no period: that stays, framed, and the old one holds.
    """

    refused = Signal(str)

    def __init__(
        self,
        frequency: Frequency,
        today: dt.date,
        name: str,
        *,
        fiscal_start: int = 1,
        open_start: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._frequency, self._today, self._fiscal = frequency, today, fiscal_start
        self._origin = Period.containing(today, frequency, fiscal_start)
        self._open = open_start
        self._bad = ""
        reach = REACH[frequency]
        self.setRange(-reach - open_start, reach)
        self.setValue(0)
        self.setKeyboardTracking(False)
        self.setAccelerated(True)
        self.setAccessibleName(name)
        self.lineEdit().textEdited.connect(self._forget_refusal)

    def period(self) -> Period | None:
        """The period chosen, or none for always."""
        return None if self._is_open(self.value()) else self._origin.next(self.value())

    def read(self) -> Period | None:
        """As ``period``; raises ``BadInput`` where what was typed last is no period."""
        self.interpretText()
        if self._bad:
            raise BadInput(msg("“{typed}” isn’t a valid period. Nothing was saved.", typed=self._bad[:40]))
        return self.period()

    def show_period(self, period: Period | None) -> None:
        """Show a period, or none."""
        self._forget_refusal()
        if period is None:
            self.setValue(self.minimum())
            return
        place = self._place(period)
        self.setMinimum(min(self.minimum(), place - self._open))
        self.setMaximum(max(self.maximum(), place))
        self.setValue(place)

    def _place(self, period: Period) -> int:
        if self._frequency in (Frequency.DAY, Frequency.WEEK):
            return (period.first - self._origin.first).days // (1 if self._frequency is Frequency.DAY else 7)
        months = (period.first.year - self._origin.first.year) * 12 + period.first.month - self._origin.first.month
        return months // self._frequency.months

    def _is_open(self, place: int) -> bool:
        return self._open and place == self.minimum()

    def _forget_refusal(self) -> None:
        self._bad = ""
        mark_refused(self, "")

    # ---- what Qt asks ----------------------------------------------------------------------------

    def textFromValue(self, value: int) -> str:
        """Qt: the words for a period, or what was typed in place of one."""
        if self._bad.strip() and value == self.value():
            return self._bad
        return _("Always") if self._is_open(value) else full_name(self._origin.next(value), self._fiscal)

    def valueFromText(self, typed: str) -> int:
        """Qt: the place of the period typed."""
        if self._open and typed.strip().casefold() in ("", _("Always").casefold()):
            return self.minimum()
        period = read_period(typed, self._frequency, self._today, self._fiscal)
        return self.value() if period is None else self._place(period)

    def validate(self, typed: str, place: int) -> tuple[QValidator.State, str, int]:
        """Qt: anything may be typed; whether it is a period shows in the end."""
        known = read_period(typed, self._frequency, self._today, self._fiscal)
        always = self._open and typed.strip().casefold() in ("", _("Always").casefold())
        inside = known is not None and self.minimum() + self._open <= self._place(known) <= self.maximum()
        state = QValidator.State.Acceptable if inside or always else QValidator.State.Intermediate
        return state, typed, place

    def fixup(self, typed: str) -> str:
        """Qt: what is left that is no period; a sentence says so, once."""
        words = typed.strip()
        if self._bad != (words or " "):
            self._bad = words or " "
            sentence = _("“{typed}” isn’t a valid period. The old one still applies.").format(typed=words[:40])
            mark_refused(self, sentence)
            self.refused.emit(sentence)
        return words or self.textFromValue(self.value())

    def stepBy(self, steps: int) -> None:
        """Qt: from always the first step leads to the period in force."""
        self._forget_refusal()
        if self.validate(self.text(), 0)[0] is not QValidator.State.Acceptable:
            self.setValue(self.value())  # from what is no period Qt makes no step
        if self._is_open(self.value()):
            self.setValue(0 if steps > 0 else self.value())
            self.selectAll()
            return
        super().stepBy(steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past must not change anything."""
        event.ignore()


def read_period(typed: str, frequency: Frequency, today: dt.date, fiscal_start: int = 1) -> Period | None:
    """A period as people write it: ``uke 14``, ``14 2027``, ``2026-W14``, ``mars``, ``2. kvartal``; else ``None``."""
    calendar = Calendar(fiscal_start, today, frequency, Order.DMY)
    found = likeliest(reading.period(typed, calendar), None)
    return found if found is not None and found.on_grid(fiscal_start) else None
