"""Which periods the blocks of the sheet show: the newest ones, or those that end with a year's last.

The newest are equally many in each block and look equally many periods back. Of a year each block is scrolled by
itself: a quarter of its weeks are in view at a time, and every one of its months.
"""

from __future__ import annotations

from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stretch import Stretch
from ui.entry.sheet.entry_ledger import Ledger

YEARS_BACK = 10
"""So many years before this one can be chosen, and all that have numbers."""


class Span:
    """The periods in view, ``count`` of them in each block; of a ``year``, or without one the newest."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.count = 7
        self.year: Period | None = None
        self._back = 0
        self._scrolled: dict[Frequency, int] = {}

    def periods(self, frequency: Frequency, count: int = 0) -> list[Period]:
        """The periods of a block, the newest last."""
        last = self._last(frequency)
        return [last.previous(step) for step in range((count or self.count) - 1, -1, -1)]

    def _last(self, frequency: Frequency) -> Period:
        if self.year is not None:
            last = Period.containing(self.year.last, frequency, self._ledger.fiscal_start)
            last = last if last.anchor <= self.year.last else last.previous()
            return last.next(self._scrolled.get(frequency, 0))
        now = Period.containing(self._ledger.today, frequency, self._ledger.fiscal_start)
        return now.previous(self._back + (1 if frequency in (Frequency.WEEK, Frequency.DAY) else 0))

    # ---- years -----------------------------------------------------------------------------------

    def this_year(self) -> Period:
        """The fiscal year of today."""
        return Period.containing(self._ledger.today, Frequency.YEAR, self._ledger.fiscal_start)

    def years(self, first: Period | None = None) -> list[Period]:
        """The years to choose among, the oldest first: from one with numbers on, and the one that comes."""
        this = self.this_year()
        start = min(year for year in (this.previous(YEARS_BACK), first, self.year) if year is not None)
        return list(Stretch.between(start, this.next()))

    def show_year(self, year: Period | None) -> None:
        """Show the end of a year, or the newest periods."""
        self.year = year
        self._back = 0
        self._scrolled.clear()

    # ---- moving ----------------------------------------------------------------------------------

    def turn(self, by: int) -> None:
        """Look at the year before (−1) or after (1), or so far back or on as there are periods in view."""
        if self.year is None:
            self._back = max(0, self._back - by * (self.count - 1))
        elif self.year.next(by) <= self.this_year().next():
            self.show_year(self.year.next(by))

    def scroll(self, frequency: Frequency, by: int) -> None:
        """Look at earlier (−1) or later (1) periods: of one block within its year, of all where the newest are."""
        if self.year is None:
            self._back = max(0, self._back - by)
            return
        most = max(0, len(self.year.parts(frequency)) - self.count)
        self._scrolled[frequency] = min(0, max(-most, self._scrolled.get(frequency, 0) + by))

    def beyond(self, frequency: Frequency, by: int) -> Period | None:
        """The period before the first in view, or after the last; ``None`` after the last that there is."""
        periods = self.periods(frequency)
        if by < 0:
            return periods[0].previous()
        after = periods[-1].next()
        if self.year is None:
            return after if self._back else None
        return after if after.within(Frequency.YEAR, self._ledger.fiscal_start) <= self.this_year().next() else None

    def keep(self, frequency: Frequency, period: Period) -> None:
        """Look where a period is in view, if it is not."""
        if period not in self.periods(frequency):
            self.bring(frequency, period)

    def bring(self, frequency: Frequency, period: Period) -> None:
        """Look where a period is in view, no further than that needs; of a year at its end where that will do."""
        if self.year is not None:
            year = period.within(Frequency.YEAR, self._ledger.fiscal_start)
            if year != self.year:
                self.show_year(year)
        periods = self.periods(frequency)
        by = _steps(periods[-1], period) if period > periods[-1] else min(0, -_steps(period, periods[0]))
        if self.year is None:
            self._back = max(0, self._back - by)
        else:
            self._scrolled[frequency] = self._scrolled.get(frequency, 0) + by


def _steps(first: Period, last: Period) -> int:
    return len(Stretch.between(first, last)) - 1
