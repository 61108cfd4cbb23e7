"""What the blocks of the entry sheet share: numbers, what changed today, what is due, texts that are no numbers.

A text that is no number is never stored. It stays here, so that leaving a cell loses nothing that was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpidesk.commands import entry
from kpidesk.commands.possible import edges_of
from kpidesk.domain.entities import Annotation, Company, Definition, Input, Kpi, Person, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.possible import OPEN, Edges
from kpidesk.domain.unusual import comparable, usual_band
from kpidesk.figures.due_book import due_book
from kpidesk.figures.entry import Asking, Cell, asked_cells
from kpidesk.figures.entry_values import Numbers, confirmations, noted_cells
from kpidesk.reading import NotUnderstood, Result, likeliest
from kpidesk.text import language
from kpidesk.workspace import Changes
from ui.base.session import Session

SHAPING: frozenset[type] = frozenset({Company, Definition, Input, Kpi, Person})
"""Kinds of row that decide which lines there are, and what is said of their numbers."""


def shapes(changes: Changes) -> bool:
    """Tell whether more has changed than numbers and notes, so that everything is to be read anew."""
    return changes.everything or bool(changes.kinds & SHAPING)


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
        self._last: tuple[tuple[str, str, str, Edges], Result[Value | None]] | None = None
        self.read_all()

    def read_all(self) -> None:
        """Everything may have changed, and is read anew when asked for; texts that were not stored stay."""
        self.today = self.session.today()
        self.fiscal_start = self.session.ws.company.fiscal_year_start
        self.numbers.forget_all()
        self._before: dict[Uid, dict[Period, Value | None]] | None = None
        self._oldest: dict[Uid, Period] | None = None
        self._looked_at: dict[Uid, tuple[Cell, ...]] = {}
        self._in: dict[Uid, int] = {}
        self._odd: dict[Cell, bool] = {}
        self._notes: tuple[dict[Cell, float], set[Cell]] | None = None

    @property
    def confirmed(self) -> dict[Cell, float]:
        """The numbers that looked unusual and are right all the same."""
        return self._read_notes()[0]

    @property
    def noted(self) -> set[Cell]:
        """The cells that carry a note."""
        return self._read_notes()[1]

    def _read_notes(self) -> tuple[dict[Cell, float], set[Cell]]:
        if self._notes is None:
            self._notes = confirmations(self.session.ws), noted_cells(self.session.ws)
        return self._notes

    @property
    def before(self) -> dict[Uid, dict[Period, Value | None]]:
        """The numbers that were changed today, by input, with what stood there when the day began."""
        if self._before is None:
            self._before = {}
            for (uid, period), value in self.session.ws.history.replaced_on(self.today).items():
                self._before.setdefault(uid, {})[period] = value
        return self._before

    def take(self, changes: Changes) -> set[Uid]:
        """Take in changed numbers and notes; give the inputs concerned."""
        self._keep_before(changes)
        touched = set(changes.measurements)
        self.numbers.forget(touched)
        for uid in touched:
            self._looked_at.pop(uid, None)
            self._in.pop(uid, None)
        self._odd = {cell: odd for cell, odd in self._odd.items() if cell[0] not in touched}
        if self._oldest is not None and touched:
            kept = {uid: period for uid, period in self._oldest.items() if uid not in touched}
            self._oldest = kept | self.session.ws.recent.oldest(touched)
        if Annotation in changes.kinds:
            self._notes = None
            self._odd.clear()
            self._looked_at.clear()
        return touched

    def _keep_before(self, changes: Changes) -> None:
        """Keep what stood in changed cells when the day began: as it was read before, else the log is asked."""
        for uid, period in ((uid, period) for uid, periods in changes.measurements.items() for period in periods):
            if self._before is None or period in self._before.get(uid, ()):
                continue
            if not self.numbers.knows(uid, period):
                self._before = None
            else:
                self._before.setdefault(uid, {})[period] = self.numbers.value(uid, period)

    def first_year(self) -> Period | None:
        """The fiscal year of the oldest number; ``None`` without any."""
        if self._oldest is None:
            self._oldest = self.session.ws.recent.oldest(source.uid for source in self.session.ws.all(Input))
        return min((each.within(Frequency.YEAR, self.fiscal_start) for each in self._oldest.values()), default=None)

    # ---- single cells ----------------------------------------------------------------------------

    def value(self, cell: Cell) -> Value | None:
        """What is stored in a cell."""
        return self.numbers.value(*cell)

    @property
    def asking(self) -> Asking:
        """Which KPIs ask for the numbers of each input."""
        return due_book(self.session.ws).asking

    def due(self, source: Input) -> tuple[Period, ...]:
        """The periods in which an input waits for its number, oldest first."""
        return due_book(self.session.ws).periods(source, self.today)

    def waiting(self, sources: Iterable[Input]) -> dict[Uid, tuple[Period, ...]]:
        """The same of several inputs that wait for any."""
        return due_book(self.session.ws).waiting(sources, self.today)

    def is_fresh(self, cell: Cell) -> bool:
        """Tell whether a cell holds a number that was typed today."""
        uid, period = cell
        before = self.before.get(uid)
        if before is None or period not in before:
            return False
        value = self.value(cell)
        return value is not None and before[period] != value

    def is_unusual(self, cell: Cell) -> bool:
        """Tell whether a number typed today, or the newest of its input, deserves a second look."""
        found = self._odd.get(cell)
        if found is None:
            begun = cell[1].first <= self.today
            looked_at = begun and (self.is_fresh(cell) or self.numbers.newest(cell[0], self.today) == cell[1])
            found = self._odd[cell] = looked_at and self.numbers.is_unusual(cell, self.confirmed)
        return found

    def compared(self, cell: Cell) -> list[float]:
        """The numbers that a cell's is held against."""
        return comparable(self.numbers.around(*cell), cell[1])

    # ---- the whole sheet -------------------------------------------------------------------------

    def odd_ones(self, uid: Uid) -> tuple[Cell, ...]:
        """The numbers of one input that deserve a second look; the same object until one of them changes."""
        found = self._looked_at.get(uid)
        if found is None:
            newest = self.numbers.newest(uid, self.today)
            looked_at = {*self.before.get(uid, ()), *([newest] if newest is not None else ())}
            cells = ((uid, period) for period in sorted(looked_at))
            found = self._looked_at[uid] = tuple(cell for cell in cells if self.is_unusual(cell))
        return found

    def progress(self, sources: Sequence[Input]) -> Progress:
        """How many of the numbers that waited this morning, or wait now, are in."""
        waiting = sum(map(len, self.waiting(sources).values()))
        have = sum(self._have(source) for source in sources if source.uid in self.before)
        return Progress(have, have + waiting)

    def _have(self, source: Input) -> int:
        """How many of the numbers of an input that waited this morning are in."""
        found = self._in.get(source.uid)
        if found is None:
            due = self.due(source)
            before = {(source.uid, period): value for period, value in self.before[source.uid].items()}
            ended = Period.containing(self.today, source.frequency, self.fiscal_start).previous()
            series = self.numbers.since(source.uid, min(ended, *self.before[source.uid]))
            asked = asked_cells(self.asking, source, series, before, self.today)
            found = self._in[source.uid] = sum(period in series and period not in due for _uid, period in asked)
        return found

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
        unit, edges = ("", OPEN) if source is None else (source.unit, edges_of(self.session.ws, source))
        asked = (text, unit, language(), edges)
        if self._last is None or self._last[0] != asked:
            self._last = asked, entry.read(text, unit, edges=edges)
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


def usual_in(ledger: Ledger, source: Input, period: Period) -> tuple[float, float] | None:
    """What is usual for an input in a period."""
    return usual_band(ledger.compared((source.uid, period)), edges_of(ledger.session.ws, source), source.unit)
