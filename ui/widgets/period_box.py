"""A field for a period: step through them with the arrows, or type one."""

from __future__ import annotations

import datetime as dt
import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QWidget

from kpidesk import period_names
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.errors import BadInput
from kpidesk.period_names import month_called
from kpidesk.text import _, msg
from ui.models.target_words import full_name
from ui.widgets.form import read_day
from ui.widgets.still import StillSpin

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
LETTERS = {Frequency.WEEK: "-W{n:02}", Frequency.MONTH: "-{n:02}", Frequency.QUARTER: "-Q{n}",
           Frequency.TERTIAL: "-T{n}", Frequency.HALF_YEAR: "-H{n}"}  # fmt: skip


class PeriodBox(StillSpin):
    """One period of a rhythm; with ``open_start`` also none, which means always.

    ``refused`` tells in a sentence that what was typed is no period; the old one then stands.
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
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self.lineEdit().textEdited.connect(self._forget_refusal)

    def period(self) -> Period | None:
        """The period chosen, or none for always."""
        return None if self._is_open(self.value()) else self._origin.next(self.value())

    def read(self) -> Period | None:
        """As ``period``; raises ``BadInput`` where what was typed last is no period."""
        self.interpretText()
        if self._bad:
            raise BadInput(msg("“{typed}” is no such period. Nothing was stored.", typed=self._bad[:40]))
        return self.period()

    def show_period(self, period: Period | None) -> None:
        """Show a period, or none."""
        self._bad = ""
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

    # ---- what Qt asks ----------------------------------------------------------------------------

    def textFromValue(self, value: int) -> str:
        """Qt: the words for a period."""
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
        """Qt: what is left that is no period; the old one comes back and a sentence says so."""
        self._bad = typed.strip() or " "
        sentence = _("“{typed}” is no such period. The old one still stands.").format(typed=typed.strip()[:40])
        self.refused.emit(sentence)
        return self.textFromValue(self.value())

    def stepBy(self, steps: int) -> None:
        """Qt: from always the first step leads to the period in force."""
        self._bad = ""
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
    found = period_names.read(typed, fiscal_start, today=today)
    if found is None:
        found = _read_words(typed.casefold(), frequency, today, fiscal_start)
    return found if found is not None and found.frequency is frequency and found.on_grid(fiscal_start) else None


def _read_words(typed: str, frequency: Frequency, today: dt.date, fiscal_start: int) -> Period | None:
    """What needs to know the rhythm and the day: a number alone, a month without its year."""
    if frequency is Frequency.DAY:
        day = read_day(typed, today) or _day_in_words(typed, today)
        return None if day is None else Period(frequency, day)
    this_year = Period.containing(today, Frequency.YEAR, fiscal_start).year(fiscal_start)
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", typed)
    year = int(years[0]) if years else (today.year if frequency is Frequency.MONTH else this_year)
    number = _number_in(typed, frequency)
    if number is None or len(years) > 1:
        return None
    try:
        return Period.parse(f"{year}" + LETTERS[frequency].format(n=number), fiscal_start)
    except (BadPeriod, KeyError):
        return None


def _number_in(typed: str, frequency: Frequency) -> int | None:
    numbers = re.findall(r"(?<![\d/])\d{1,2}(?!\d)", typed)
    if len(numbers) == 1:
        return int(numbers[0])
    return _month_in(typed) if frequency is Frequency.MONTH and not numbers else None


def _month_in(typed: str) -> int | None:
    found = {month_called(word) for word in re.findall(r"[^\W\d_]{3,}", typed)} - {None}
    return found.pop() if len(found) == 1 else None


def _day_in_words(typed: str, today: dt.date) -> dt.date | None:
    """``20. mars``, in this year."""
    match = re.fullmatch(r"(\d{1,2})\.?\s*([^\W\d_]{3,})\.?", typed.strip())
    month = _month_in(match[2]) if match else None
    return None if match is None or month is None else read_day(f"{match[1]}.{month}.{today.year}", today)
