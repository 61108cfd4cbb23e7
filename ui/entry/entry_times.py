"""Which stretch of time the sheet shows: chosen in the head, remembered on this machine."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, Signal

from kpidesk.domain.period import BadPeriod, Period
from ui.base.session import Session
from ui.entry.entry_years import NOW, YEAR, YearChooser
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_moves import Axis
from ui.entry.sheet.entry_sheet import EntrySheet

SPAN, CHOSEN = "entry/span", "entry/year"
"""What is remembered: whether a year is shown, and which one."""


class Times(QObject):
    """Keeps ``chooser`` and the sheet's span in step. ``chosen`` tells that another stretch is to be shown."""

    chosen = Signal()

    def __init__(self, session: Session, ledger: Ledger, sheet: EntrySheet, parent: QObject) -> None:
        super().__init__(parent)
        self._memory, self._ledger, self._sheet = session.memory, ledger, sheet
        self._begin(self._remembered())
        self.chooser = YearChooser(session.theme, sheet.span.year)
        self.chooser.chosen.connect(self._choose)
        self.chooser.earlier.connect(sheet.earlier)
        self.chooser.later.connect(sheet.later)
        sheet.turned.connect(self.show)

    @property
    def is_year(self) -> bool:
        """Whether a year is shown, and not the newest periods."""
        return self._sheet.span.year is not None

    def _remembered(self) -> Period | None:
        if self._memory.text(SPAN, NOW) != YEAR:
            return None
        this = self._sheet.span.this_year()
        with contextlib.suppress(BadPeriod, ValueError):  # remembered by another version, or of another fiscal year
            year = Period.from_code(int(self._memory.text(CHOSEN, "0")))
            return year if year.on_grid(self._ledger.fiscal_start) and year.frequency is this.frequency else this
        return this

    def _begin(self, year: Period | None) -> None:
        """Of a year one types a row; of the newest numbers a column."""
        self._sheet.span.show_year(year)
        self._sheet.caret.axis = Axis.DOWN if year is None else Axis.ALONG

    def _choose(self, year: Period | None) -> None:
        self._begin(year)
        self.chosen.emit()

    def follow(self) -> None:
        """The file is another, or its fiscal year: a year that it does not have gives way to the one of today."""
        year = self._sheet.span.year
        if year is not None and not year.on_grid(self._ledger.fiscal_start):
            self._begin(self._sheet.span.this_year())

    def show(self) -> None:
        """Show in the head what the sheet shows, and remember it."""
        span = self._sheet.span
        self._memory.put(SPAN, NOW if span.year is None else YEAR)
        if span.year is not None:
            self._memory.put(CHOSEN, str(span.year.code()))
        years = span.years(self._ledger.first_year())
        self.chooser.show_years(years, span.year, span.this_year(), self._ledger.fiscal_start)
