"""The two lines over each period of a block."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from kpidesk.domain.entities import Input, Uid
from kpidesk.domain.period import Period
from kpidesk.wording.entry import caption_words, head_words
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_rows import Rows


class Heads:
    """Remembers the second lines, which ask for every deadline."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sources: list[Input] = []
        self._captions: dict[Period, tuple[str, str]] = {}
        self._deadlines: dict[Uid, dict[Period, dt.date]] | None = None

    def show(self, rows: Rows) -> None:
        """Head other rows."""
        self._sources = [row.source for row in rows.every if row.source is not None]
        self._deadlines = None
        self._captions.clear()

    def follow(self, touched: Collection[Uid]) -> bool:
        """Head the same rows when the numbers of some inputs have changed; tells whether any head may be another."""
        if self._deadlines is None:
            return True
        before = {uid: found for uid in touched if (found := self._deadlines.pop(uid, None))}
        after = self._read(source for source in self._sources if source.uid in touched)
        self._deadlines |= after
        for period in {period for each in (*before.values(), *after.values()) for period in each}:
            self._captions.pop(period, None)
        return before != after

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
        if self._deadlines is None:
            self._deadlines = self._read(self._sources)
        deadlines = [each[period] for each in self._deadlines.values() if period in each]
        return caption_words(period, deadlines, self._ledger.today, self._ledger.fiscal_start)

    def _read(self, sources: Iterable[Input]) -> dict[Uid, dict[Period, dt.date]]:
        """The deadlines of what some inputs wait for."""
        known, asking = {source.uid: source for source in sources}, self._ledger.asking
        return {
            uid: {period: asking.deadline(known[uid], period) for period in periods}
            for uid, periods in self._ledger.waiting(known.values()).items()
        }
