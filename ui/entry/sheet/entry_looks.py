"""What the cells of a block show: state and text, worked out when first painted and remembered until a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from kpidesk import format as fmt
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import NOT_APPLICABLE, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import EntryRow
from kpidesk.figures.entry import Cell
from kpidesk.figures.entry_values import Reading, Values
from kpidesk.reading import NotUnderstood, Result, likeliest
from kpidesk.text import _
from kpidesk.wording.entry import written
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_paste import Preview
from ui.entry.sheet.entry_rows import Rows

NAME, UNIT, FIRST = 0, 1, 2
"""Columns: the name, the unit, and from the third on the periods."""
AT_ONCE = 40
"""So many computed rows are worked out before the sheet is painted; of more, those that come into view."""
SHARED = 2
"""So many decimals all numbers of a row share where one of them has any; a number that has more shows its own."""
Index = QModelIndex | QPersistentModelIndex


class State(Enum):
    """How a cell looks."""

    FILLED = "filled"
    DUE = "due"
    FRESH = "fresh"
    COMPUTED = "computed"
    FUTURE = "future"
    AHEAD = "ahead"
    PENDING = "pending"
    UNUSUAL = "unusual"
    ERROR = "error"
    LABEL = "label"

    __hash__ = object.__hash__  # members are single, and painting looks them up for each cell


class Look(NamedTuple):
    """What a cell shows: its state, its text, and whether it carries a note."""

    state: State
    text: str
    noted: bool = False


class Looks:
    """The looks of one block. ``preview`` is the block of numbers that is painted before it is stored."""

    def __init__(self, ledger: Ledger, frequency: Frequency) -> None:
        self.preview: Preview | None = None
        self._ledger, self._frequency = ledger, frequency
        self._rows, self._periods = Rows(), tuple[Period, ...]()
        self._reads: dict[Uid, set[Uid]] = {}
        self._places: dict[Uid, list[int]] = {}
        self._counts_computed = True
        self._met: dict[Period, set[str]] = {}
        self._grown = False
        self._computed: dict[Uid, Values] = {}
        self._supposed: dict[Uid, Values] = {}
        self._looks: dict[tuple[int, int], Look] = {}
        self._texts: dict[Period, frozenset[str]] = {}
        self._widest: dict[Period, frozenset[str]] = {}
        self._counted = frozenset[Period]()
        self._numbers: dict[Uid, Mapping[Period, Value | None]] = {}
        self._shared: dict[Uid, int] = {}
        self._former: dict[Uid, tuple[Mapping[Period, Value | None], int | None]] = {}

    def show(self, rows: Rows, periods: Sequence[Period]) -> None:
        """Look at other rows."""
        reading = Reading(self._ledger.session.ws)
        self._numbers.clear()
        self._reads = {row.key: reading.of_row(row) for row in rows.every if row.source is None}
        self._counts_computed = len(self._reads) <= AT_ONCE
        self._met.clear()
        self.refold(rows)
        self.show_periods(periods)

    def refold(self, rows: Rows) -> None:
        """Look at the same rows, other ones of them folded away."""
        self._rows = rows
        self._places.clear()
        for place, row in enumerate(rows.shown):
            for uid in self._reads[row.key] if row.source is None else (row.source.uid,):
                self._places.setdefault(uid, []).append(place)
        self._looks.clear()

    def show_periods(self, periods: Sequence[Period]) -> None:
        """Look at other periods of the same rows."""
        self._periods = tuple(periods)
        self._looks.clear()
        self._forget_widths()
        if not self._counted.issuperset(periods):
            self._numbers.clear()
        self._computed.clear()
        self._supposed.clear()

    def repaint(self) -> None:
        """Work out anew what every cell shows."""
        self._looks.clear()

    def show_preview(self, preview: Preview | None) -> None:
        """Show a block before it is stored; ``None`` takes it away."""
        self.preview = preview if preview is not None and preview.rows else None
        self._looks.clear()
        self._forget_widths()

    def _forget_widths(self) -> None:
        """Other numbers are shown: how wide they are, and with how many decimals."""
        for known in (self._texts, self._widest, self._shared, self._former):
            known.clear()

    def touch(self, touched: set[Uid]) -> list[int]:
        """Forget what changed inputs have made untrue; gives the rows to paint anew."""
        self._texts.clear()
        computed = {key for key, reads in self._reads.items() if not reads.isdisjoint(touched)}
        for key in computed | touched:
            self._computed.pop(key, None)
            shared = self._shared.pop(key, None)
            if key in self._numbers:
                self._former.setdefault(key, (self._numbers.pop(key), shared))
        return self._clear(sorted({place for uid in touched for place in self._places.get(uid, ())}))

    def suppose(self, cell: Cell, typed: Result[Value | None] | None) -> list[int]:
        """Show what would be computed with the number being typed; ``None`` when typing has ended.

        Where it is no number yet the row says “…”. Gives the rows to paint anew.
        """
        numbers = self._ledger.numbers
        read = None if isinstance(typed, NotUnderstood) else typed
        supposing = None if read is None else numbers.supposing(*cell, likeliest(read, None))
        places = self._places.get(cell[0], ())
        reading = [(place, row) for place in places if (row := self._rows.shown[place]).source is None]
        for _place, row in reading:
            self._supposed.pop(row.key, None)
            if supposing is not None:
                self._supposed[row.key] = supposing.computed(row, self._periods, self._frequency)
        return self._clear(place for place, _row in reading)

    def _clear(self, places: Iterable[int]) -> list[int]:
        found = list(places)
        for place in found:
            self.forget_row(place)
        return found

    def forget_row(self, place: int) -> None:
        """Work out anew what the cells of a row show."""
        for column in range(FIRST, FIRST + len(self._periods)):
            self._looks.pop((place, column), None)

    # ---- single cells ----------------------------------------------------------------------------

    def at(self, place: int, column: int) -> Look:
        """What a cell shows, by row and column."""
        found = self._looks.get((place, column))
        if found is None:
            found = self._looks[place, column] = self._look(self._rows.shown[place], column)
        return found

    def state(self, index: Index) -> State:
        """How a cell looks."""
        return self.at(index.row(), index.column()).state

    def text(self, index: Index) -> str:
        """A cell in words."""
        return self.at(index.row(), index.column()).text

    def value(self, index: Index) -> Value | None:
        """What a cell holds."""
        row, place = self._rows.shown[index.row()], index.column() - FIRST
        if not 0 <= place < len(self._periods):
            return None
        if row.source is None:
            return self._computed_of(row).get(self._periods[place])
        return self._ledger.value((row.source.uid, self._periods[place]))

    def waits(self, index: Index) -> bool:
        """Tell whether a cell waits for its number."""
        row, place = self._rows.shown[index.row()], index.column() - FIRST
        known = row.source is not None and 0 <= place < len(self._periods)
        return known and row.source is not None and self._periods[place] in self._ledger.due(row.source)

    def _look(self, row: EntryRow, column: int) -> Look:
        if column < FIRST:
            return Look(State.LABEL, row.name if column == NAME else fmt.unit_word(row.unit))
        period = self._periods[column - FIRST]
        noted = (row.key, period) in self._ledger.noted
        if row.source is None:
            text = self._computed_text(row, period)
            if not self._counts_computed:
                self._meet(period, text)
            return Look(State.AHEAD if text and self._not_begun(period) else State.COMPUTED, text, noted)
        cell = (row.source.uid, period)
        text = self._input_text(row, cell)
        if self.preview is not None and cell in self.preview.cells:
            return Look(State.PENDING, text, noted)
        if self._ledger.draft(cell) is not None:
            return Look(State.ERROR, text, noted)
        return Look(self._state(row, cell, self._ledger.value(cell)), text, noted)

    def _state(self, row: EntryRow, cell: Cell, value: Value | None) -> State:
        assert row.source is not None
        if cell[1] in self._ledger.due(row.source):
            return State.DUE
        if value is None:
            return State.FUTURE if cell[1].last >= self._ledger.today else State.FILLED
        if self._not_begun(cell[1]):
            return State.AHEAD
        if self._ledger.is_unusual(cell):
            return State.UNUSUAL
        return State.FRESH if self._ledger.is_fresh(cell) else State.FILLED

    def _not_begun(self, period: Period) -> bool:
        """Tell whether a period begins later: its number is kept apart, and counts from its first day."""
        return period.first > self._ledger.today

    # ---- texts -----------------------------------------------------------------------------------

    def _computed_of(self, row: EntryRow) -> Values:
        found = self._supposed.get(row.key) or self._computed.get(row.key)
        if found is None and row.key in self._numbers:  # worked out for the widths, of these periods and more
            found = self._computed[row.key] = cast("Values", self._numbers[row.key])
        if found is None:
            numbers = self._ledger.numbers
            found = self._computed[row.key] = numbers.computed(row, self._periods, self._frequency)
        return found

    def _computed_text(self, row: EntryRow, period: Period) -> str:
        if self._waits_for_text(row, period):
            return "…"
        value = self._computed_of(row).get(period)
        if value is None and self._ledger.numbers.is_hidden(row, period):
            return _("hidden")
        if value is None:
            return "" if period.last >= self._ledger.today else "–"
        return fmt.number(value, row.decimals)

    def _waits_for_text(self, row: EntryRow, period: Period) -> bool:
        """Tell whether a number that the row is computed from is being typed and is no number yet."""
        return any(
            uid in self._reads[row.key] and (each == period or period.contains(each.anchor))
            for uid, each in self._ledger.doubtful
        )

    def _input_text(self, row: EntryRow, cell: Cell) -> str:
        """What a cell that is typed into shows: what a block would fill, a text that is no number, or the number."""
        if self.preview is not None and cell in self.preview.cells:
            return _shown(self.preview.cells[cell], row, self._decimals_of(row))
        draft = self._ledger.draft(cell)
        return draft if draft is not None else _shown(self._ledger.value(cell), row, self._decimals_of(row))

    def _decimals_of(self, row: EntryRow) -> int:
        """With how many decimals the numbers of a row are shown: whole kroner never stand beside øre."""
        found = self._shared.get(row.key)
        if found is None:
            found = 0
            for value in self._in_view(row):
                found = max(found, min(SHARED, _own_decimals(value, row.unit)))
                if found == SHARED:
                    break
            self._shared[row.key] = found
        return max(found, _decimals(row))

    def _in_view(self, row: EntryRow) -> Iterator[float]:
        """The numbers of a row that is typed into, in the periods that are shown."""
        assert row.source is not None
        uid, filled = row.source.uid, {} if self.preview is None else self.preview.cells
        known = self._numbers.get(uid)
        for period in self._periods:
            stored = self._ledger.value((uid, period)) if known is None else known.get(period)
            value = filled.get((uid, period), stored)
            if isinstance(value, (int, float)):
                yield value

    def texts(self, periods: Sequence[Period]) -> list[frozenset[str]]:
        """The widest texts of some periods, in view or folded away: a column is as wide as its widest number.

        Of numbers with as many decimals only the largest and the least can be the widest. Where many rows are computed
        they count from when they come into view.
        """
        missing = [period for period in periods if period not in self._texts]
        if missing:
            stored = self._widest_of(missing)
            self._texts |= {period: stored[period].union(self._kept_texts(period)) for period in missing}
        return [self._texts[period] for period in periods]

    def _widest_of(self, periods: Sequence[Period]) -> Mapping[Period, frozenset[str]]:
        """The widest numbers of some periods; only columns in which a number has changed are looked over again."""
        if not self._counted.issuperset(periods):
            self._numbers.clear()
            self._widest.clear()
            self._counted = frozenset((*periods, *self._periods))
        self._read_numbers()
        missing = [period for period in periods if period not in self._widest]
        found: list[set[str]] = [set() for _period in missing]
        for decimals, values in self._by_decimals(missing).items() if missing else ():
            for texts, column in zip(found, values, strict=True):
                texts |= {written(value, decimals) for value in (min(column), max(column))} if column else set()
        self._widest |= {period: frozenset(texts) for period, texts in zip(missing, found, strict=True)}
        return self._widest

    def prepare(self, places: Iterable[int]) -> None:
        """Read together what the computed ones of some rows show."""
        rows = [self._rows.shown[place] for place in places]
        self._ledger.numbers.prepare(row for row in rows if row.key not in self._computed)

    def outgrown(self) -> bool:
        """Tell, once, whether a computed number has come into view that is longer than its column was made for."""
        grown, self._grown = self._grown, False
        return grown

    def _meet(self, period: Period, text: str) -> None:
        """A computed number comes into view that had no part in the width of its column."""
        met = self._met.setdefault(period, set())
        if text not in met:
            met.add(text)
            known = self._texts.get(period)
            if known is not None and len(text) >= max(map(len, known)):
                self._texts[period] = known | {text}
                self._grown = True

    def _by_decimals(self, periods: Sequence[Period]) -> dict[int, list[list[float]]]:
        """The numbers of each of some periods, by the decimals that they are shown with."""
        found: dict[int, list[list[float]]] = defaultdict(lambda: [[] for _period in periods])
        for row in self._rows.every:
            values = self._numbers.get(row.key)
            if values is not None:
                typed = row.source is not None
                shared = self._decimals_of(row) if typed else row.decimals
                for place, period in enumerate(periods):
                    value = values.get(period)
                    if isinstance(value, (int, float)):
                        found[_shown_decimals(value, shared, row.unit) if typed else shared][place].append(value)
        return found

    def _read_numbers(self) -> None:
        """Read the numbers of rows that are new, or have been touched since."""
        rows = [row for row in self._rows.every if row.key not in self._numbers]
        numbers, periods = self._ledger.numbers, tuple(self._counted)
        self._numbers |= numbers.window((row.key for row in rows if row.source), min(periods), max(periods))
        if self._counts_computed:
            numbers.prepare(rows)
            for row in rows:
                if row.source is None:
                    self._numbers[row.key] = numbers.computed(row, periods, self._frequency)
        for row in rows:
            self._forget_changed(row)

    def _forget_changed(self, row: EntryRow) -> None:
        """Look anew for the widest numbers where a row that has been read has others than before.

        Where it is new, or shown with other decimals, that is everywhere.
        """
        now, (former, shared) = self._numbers.get(row.key, {}), self._former.pop(row.key, ({}, None))
        if now and row.source is not None:
            self._decimals_of(row)
        if shared != self._shared.get(row.key):
            self._widest.clear()
        for period in [each for each in self._widest if former.get(each) != now.get(each)]:
            del self._widest[period]

    def _kept_texts(self, period: Period) -> Iterator[str]:
        """The texts of a column that are no stored numbers: those kept from typing, a block to store, a mark."""
        yield written(NOT_APPLICABLE, 0)
        yield from self._met.get(period, ())
        if self.preview is not None:
            rows = {row.source.uid: row for row in self._rows.every if row.source}
            for (uid, each), value in self.preview.cells.items():
                if each == period and uid in rows:
                    yield _shown(value, rows[uid], self._decimals_of(rows[uid]))
        for cell in list(self._ledger.drafts):
            if cell[1] == period and cell[0] in self._places and (draft := self._ledger.draft(cell)) is not None:
                yield draft


def _shown(value: Value | None, row: EntryRow, shared: int) -> str:
    """What a cell that is typed into says of a number: all that somebody has typed."""
    return written(value, _shown_decimals(value, shared, row.unit) if isinstance(value, (int, float)) else shared)


def _shown_decimals(value: float, shared: int, unit: str) -> int:
    """With how many decimals a number is shown whose row has so many; most have no more, which is seen at once."""
    return shared if shared >= SHARED and round(value, SHARED) == value else max(shared, _own_decimals(value, unit))


@lru_cache(maxsize=1 << 14)
def _own_decimals(value: float, unit: str) -> int:
    """How many decimals a hand has typed; of a quotient none, which is shown as its row is.

    Kept, as a sheet asks for those of each number it shows again and again.
    """
    if isinstance(value, int) or value.is_integer():
        return 0
    needed = fmt.stored_decimals(value, unit)
    return needed if close(value, round(value, needed)) else 0  # halves lie as far from either neighbour


def _decimals(row: EntryRow) -> int:
    """With how many decimals a row's inputs are usually shown: the KPI's, where the input is the KPI itself."""
    plain = row.source is not None and not row.kpi.formula and row.total is None and row.depth == 0
    return row.kpi.decimals if plain else row.decimals
