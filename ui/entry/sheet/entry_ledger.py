"""What the blocks of the entry sheet share: numbers, what changed today, what is due, texts that are no numbers.

A text that is no number is never stored. It stays here, so that leaving a cell loses nothing that was typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kpidesk.commands import entry
from kpidesk.domain.entities import Annotation, Input, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.unusual import comparable, usual_band
from kpidesk.figures.due_book import due_book
from kpidesk.figures.entry import Asking, Cell, asked_cells, before_today
from kpidesk.figures.entry_values import Numbers, confirmations, noted_cells
from kpidesk.reading import NotUnderstood, Result, likeliest
from kpidesk.text import language
from kpidesk.workspace import Changes
from ui.base.session import Session


@dataclass(frozen=True)
class Progress:
    """So many of the numbers that the day asks for are in."""

    have: int
    of: int


class Ledger:
    """The numbers of the sheet and what is to be said of single cells.

    ``drafts`` holds texts that are no numbers and numbers that the disk has refused, ``typing`` the cell being typed
    into with what it would become; a cell whose text is no number yet is in ``doubtful``.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.numbers = Numbers(session.ws)
        self.drafts: dict[Cell, str] = {}
        self.doubtful: set[Cell] = set()
        self._last: tuple[tuple[str, str, str], Result[Value | None]] | None = None
        self.read_all()

    def read_all(self) -> None:
        """Read everything anew; texts that were not stored stay."""
        self.today = self.session.today()
        self.fiscal_start = self.session.ws.company.fiscal_year_start
        self.numbers.forget_all()
        self.before = before_today(self.session.ws, self.today)
        self._newest: dict[Uid, Period | None] = {}
        self._odd: dict[Cell, bool] = {}
        self.read_notes()

    def read_notes(self) -> None:
        """Read the notes and confirmed numbers anew."""
        self.confirmed = confirmations(self.session.ws)
        self.noted = noted_cells(self.session.ws)
        self._odd.clear()

    def take(self, changes: Changes) -> set[Uid]:
        """Take in changed numbers and notes; give the inputs concerned."""
        for uid, periods in changes.measurements.items():
            known = self.numbers.series(uid)
            for period in periods:
                self.before.setdefault((uid, period), known.get(period))
        touched = set(changes.measurements)
        self.numbers.forget(touched)
        for uid in touched:
            self._newest.pop(uid, None)
        self._odd = {cell: odd for cell, odd in self._odd.items() if cell[0] not in touched}
        if Annotation in changes.kinds:
            self.read_notes()
        return touched

    def first_year(self) -> Period | None:
        """The fiscal year of the oldest number; ``None`` without any."""
        firsts = (next(iter(self.numbers.series(source.uid)), None) for source in self.session.ws.all(Input))
        years = [first.within(Frequency.YEAR, self.fiscal_start) for first in firsts if first is not None]
        return min(years, default=None)

    # ---- single cells ----------------------------------------------------------------------------

    def value(self, cell: Cell) -> Value | None:
        """What is stored in a cell."""
        return self.numbers.series(cell[0]).get(cell[1])

    @property
    def asking(self) -> Asking:
        """Which KPIs ask for the numbers of each input."""
        return due_book(self.session.ws).asking

    def due(self, source: Input) -> tuple[Period, ...]:
        """The periods in which an input waits for its number, oldest first."""
        return due_book(self.session.ws).periods(source, self.today)

    def is_fresh(self, cell: Cell) -> bool:
        """Tell whether a cell holds a number that was typed today."""
        value = self.value(cell)
        return value is not None and cell in self.before and self.before[cell] != value

    def is_unusual(self, cell: Cell) -> bool:
        """Tell whether a number typed today, or the newest of its input, deserves a second look."""
        found = self._odd.get(cell)
        if found is None:
            begun = cell[1].first <= self.today
            looked_at = begun and (self.is_fresh(cell) or self._newest_of(cell[0]) == cell[1])
            found = self._odd[cell] = looked_at and self.numbers.is_unusual(cell, self.confirmed)
        return found

    def usual(self, cell: Cell) -> tuple[float, float] | None:
        """Between what a cell's number usually lies."""
        return usual_band(self.compared(cell))

    def compared(self, cell: Cell) -> list[float]:
        """The numbers that a cell's is held against."""
        uid, period = cell
        return comparable(self.numbers.series(uid), period)

    def _newest_of(self, uid: Uid) -> Period | None:
        if uid not in self._newest:
            begun = (period for period in reversed(self.numbers.series(uid)) if period.first <= self.today)
            self._newest[uid] = next(begun, None)
        return self._newest[uid]

    # ---- the whole sheet -------------------------------------------------------------------------

    def unusual_cells(self, sources: Iterable[Input]) -> list[Cell]:
        """Every number that deserves a second look, in the order of the sheet."""
        found = []
        for source in sources:
            looked_at = {period for uid, period in self.before if uid == source.uid}
            newest = self._newest_of(source.uid)
            cells = [(source.uid, period) for period in sorted(looked_at | ({newest} if newest else set()))]
            found += [cell for cell in cells if self.is_unusual(cell)]
        return found

    def progress(self, sources: Iterable[Input]) -> Progress:
        """How many of the numbers that waited this morning, or wait now, are in."""
        touched = {uid for uid, _period in self.before}
        have = waiting = 0
        for source in sources:
            due = self.due(source)
            waiting += len(due)
            if source.uid in touched:
                series = self.numbers.series(source.uid)
                asked = asked_cells(self.asking, source, series, self.before, self.today)
                have += sum(period in series and period not in due for _uid, period in asked)
        return Progress(have, have + waiting)

    # ---- typing ----------------------------------------------------------------------------------

    def draft(self, cell: Cell) -> str | None:
        """The text that is not stored in a cell; one that has been stored since is none any more."""
        text = self.drafts.get(cell)
        if text is None:
            return None
        found = self.read(cell, text)
        if isinstance(found, NotUnderstood) or likeliest(found, None) != self.value(cell):
            return text
        del self.drafts[cell]
        return None

    def read(self, cell: Cell, text: str) -> Result[Value | None]:
        """What a text typed into a cell means; the last one is remembered, as it is asked for while it is typed."""
        source = self.session.ws.find(Input, cell[0])
        asked = (text, source.unit if source is not None else "", language())
        if self._last is None or self._last[0] != asked:
            self._last = asked, entry.read(*asked[:2])
        return self._last[1]

    def keep_unstored(self, cell: Cell, text: str) -> None:
        """Keep a number that the disk has refused."""
        self.drafts[cell] = text

    def keep_draft(self, cell: Cell, text: str) -> None:
        """Keep a text that is no number."""
        self.drafts[cell] = text
        self.doubtful.add(cell)

    def drop_draft(self, cell: Cell) -> None:
        """Forget a text that is no number."""
        self.drafts.pop(cell, None)
        self.doubtful.discard(cell)
