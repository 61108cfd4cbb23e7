"""The two lines over each period of a block."""

from __future__ import annotations

from kpidesk.domain.period import Period
from kpidesk.wording.entry import caption_words, head_words
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_rows import Rows


class Heads:
    """Remembers the second lines, which ask for every deadline."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._rows = ledger, Rows()
        self._captions: dict[Period, tuple[str, str]] = {}

    def show(self, rows: Rows) -> None:
        """Head other rows, or the same with other numbers."""
        self._rows = rows
        self._captions.clear()

    def name(self, period: Period) -> str:
        """The first line."""
        return head_words(period, self._ledger.fiscal_start)

    def caption(self, period: Period) -> tuple[str, str]:
        """The second line and its colour: the days, or how the deadline stands; of a period in view or not."""
        found = self._captions.get(period)
        if found is None:
            found = self._captions[period] = self._caption(period)
        return found

    def _caption(self, period: Period) -> tuple[str, str]:
        ledger = self._ledger
        sources = (row.source for row in self._rows.every if row.source is not None)
        deadlines = [ledger.asking.deadline(source, period) for source in sources if period in ledger.due(source)]
        return caption_words(period, deadlines, ledger.today, ledger.fiscal_start)
