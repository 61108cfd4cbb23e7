"""One block of the entry sheet as a Qt model: rows are inputs and computed lines, columns are periods.

A value goes into the workspace through ``commands.entry``; what is no number is kept as a draft and not stored.
Rows fold under the computed line that they belong to. What a cell looks like is worked out when it is first painted
and remembered until a change touches its row.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.domain.entities import Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import EntryRow
from kpidesk.figures.entry import Cell
from kpidesk.figures.entry_values import Values, reads_of
from kpidesk.reading import NotUnderstood, Result, likeliest
from kpidesk.text import _
from kpidesk.wording.entry import caption_words, exact, head_words, written
from kpidesk.workspace import Seen
from ui.base.session import Session
from ui.entry.entry_ledger import Ledger
from ui.entry.entry_paste import Preview

NAME, UNIT, FIRST = 0, 1, 2
"""Columns: the name, the unit, and from the third on the periods."""
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
LOOKED_AT = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
TYPED_INTO = LOOKED_AT | Qt.ItemFlag.ItemIsEditable


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


class EntryGrid(QAbstractTableModel):
    """The cells of one rhythm. ``rows`` are those not folded away, ``all_rows`` every one."""

    def __init__(self, session: Session, ledger: Ledger, frequency: Frequency, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.ledger, self.frequency = session, ledger, frequency
        self.all_rows: tuple[EntryRow, ...] = ()
        self.rows: tuple[EntryRow, ...] = ()
        self.periods: tuple[Period, ...] = ()
        self.folded: set[Uid] = set()
        self.preview: Preview | None = None
        self._parents: set[Uid] = set()
        self._reads: dict[Uid, set[Uid]] = {}
        self._computed: dict[Uid, Values] = {}
        self._supposed: dict[Uid, Values] = {}
        self._looks: dict[tuple[int, int], Look] = {}
        self._captions: dict[Period, tuple[str, str]] = {}
        self._texts: dict[Period, frozenset[str]] = {}
        self._begun: tuple[Cell | None, Seen | None] = (None, None)

    # ---- content -------------------------------------------------------------------------------

    def show(self, rows: Sequence[EntryRow], periods: Sequence[Period], folded: set[Uid]) -> None:
        """Show other rows or periods; the rows under ``folded`` ones are put away."""
        self.beginResetModel()
        self.all_rows, self.periods, self.folded = tuple(rows), tuple(periods), set(folded)
        self._parents = {a.key for a, b in itertools.pairwise(rows) if b.depth > a.depth}
        self._reads = {row.key: reads_of(self.session.ws, row) for row in rows if row.source is None}
        self.rows = self._unfolded()
        self._texts.clear()
        self._forget()
        self.endResetModel()

    def show_periods(self, periods: Sequence[Period]) -> None:
        """Show other periods of the same rows."""
        self.beginResetModel()
        self.periods = tuple(periods)
        self._forget()
        self.endResetModel()

    def follow(self, touched: set[Uid]) -> None:
        """Repaint the rows that changed numbers touch: their own and what is computed from them."""
        self._captions.clear()
        self._texts.clear()
        for place, row in enumerate(self.rows):
            reads = {row.source.uid} if row.source is not None else self._reads[row.key]
            if reads & touched:
                self._refresh_row(place)
        self._computed = {key: v for key, v in self._computed.items() if not self._reads[key] & touched}
        if self.periods:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, FIRST, self.columnCount() - 1)

    def follow_notes(self) -> None:
        """Repaint what notes and confirmed numbers may have changed."""
        self._looks.clear()
        self._repaint_all()

    def _forget(self) -> None:
        self._looks.clear()
        self._captions.clear()
        self._computed.clear()
        self._supposed.clear()

    def _refresh_row(self, place: int) -> None:
        for column in range(FIRST, self.columnCount()):
            self._looks.pop((place, column), None)
        self._computed.pop(self.rows[place].key, None)
        self.dataChanged.emit(self.index(place, FIRST), self.index(place, self.columnCount() - 1))

    def _repaint_all(self) -> None:
        if self.rows and self.periods:
            self.dataChanged.emit(self.index(0, FIRST), self.index(len(self.rows) - 1, self.columnCount() - 1))

    # ---- folding ---------------------------------------------------------------------------------

    def _unfolded(self) -> tuple[EntryRow, ...]:
        shown: list[EntryRow] = []
        depth: int | None = None
        for row in self.all_rows:
            if depth is not None and row.depth > depth:
                continue
            depth = row.depth if row.key in self.folded and row.key in self._parents else None
            shown.append(row)
        return tuple(shown)

    def can_fold(self, place: int) -> bool:
        """Tell whether there are rows under a row."""
        return self.rows[place].key in self._parents

    def parent_place(self, place: int) -> int:
        """The row that folds together with a row: itself, or the nearest one above that it stands under."""
        if self.can_fold(place):
            return place
        depth = self.rows[place].depth
        return next((n for n in range(place - 1, -1, -1) if self.rows[n].depth < depth), place)

    def toggle_fold(self, place: int) -> None:
        """Fold the rows under a row away, or out again."""
        if not self.can_fold(place):
            return
        self.folded ^= {self.rows[place].key}
        shown = self._unfolded()
        change = len(shown) - len(self.rows)
        self._looks.clear()
        if change > 0:
            self.beginInsertRows(QModelIndex(), place + 1, place + change)
            self.rows = shown
            self.endInsertRows()
        elif change < 0:
            self.beginRemoveRows(QModelIndex(), place + 1, place - change)
            self.rows = shown
            self.endRemoveRows()
        self.dataChanged.emit(self.index(place, NAME), self.index(place, NAME))

    def unfold_to(self, uid: Uid) -> int | None:
        """Fold out whatever hides an input; gives its row, or ``None`` when the block has none."""
        target = next((n for n, row in enumerate(self.all_rows) if row.source and row.source.uid == uid), None)
        if target is None:
            return None
        depth = self.all_rows[target].depth
        for row in reversed(self.all_rows[:target]):
            if row.depth < depth:
                depth = row.depth
                if row.key in self.folded:
                    self.toggle_fold(self.rows.index(row) if row in self.rows else self._open_above(row))
        return next(n for n, row in enumerate(self.rows) if row.source and row.source.uid == uid)

    def _open_above(self, row: EntryRow) -> int:
        """Fold out the line above a folded line that is itself hidden."""
        place = self.all_rows.index(row)
        above = next(each for each in reversed(self.all_rows[:place]) if each.depth < row.depth)
        self.toggle_fold(self.rows.index(above))
        return self.rows.index(row)

    # ---- cells ---------------------------------------------------------------------------------

    def source(self, index: Index) -> Uid | None:
        """The input of a row; ``None`` for a computed row."""
        if not index.isValid():
            return None
        found = self.rows[index.row()].source
        return None if found is None else found.uid

    def period(self, index: Index) -> Period | None:
        """The period of a column."""
        place = index.column() - FIRST
        return self.periods[place] if index.isValid() and 0 <= place < len(self.periods) else None

    def cell(self, index: Index) -> Cell | None:
        """The input and period of a cell that can be typed into."""
        source, period = self.source(index), self.period(index)
        return None if source is None or period is None else (source, period)

    def typed_from(self, row: int, column: int, by: int) -> QModelIndex:
        """The first cell of a column that can be typed into, from a row on, down or up; invalid where there is none."""
        rows = range(row, self.rowCount() if by > 0 else -1, by)
        found = (index for each in rows if self.cell(index := self.index(each, column)) is not None)
        return next(found, QModelIndex())

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell is shown; invalid where it is folded away or another period is in view."""
        if cell[1] not in self.periods:
            return QModelIndex()
        column = FIRST + self.periods.index(cell[1])
        place = next((n for n, row in enumerate(self.rows) if row.source and row.source.uid == cell[0]), None)
        return QModelIndex() if place is None else self.index(place, column)

    def value(self, index: Index) -> Value | None:
        """What a cell holds."""
        row, period = self.rows[index.row()], self.period(index)
        if period is None:
            return None
        if row.source is None:
            return self._computed_of(row).get(period)
        return self.ledger.value((row.source.uid, period))

    def _computed_of(self, row: EntryRow) -> Values:
        found = self._supposed.get(row.key) or self._computed.get(row.key)
        if found is None:
            found = self._computed[row.key] = self.ledger.numbers.computed(row, self.periods, self.frequency)
        return found

    def is_due(self, index: Index) -> bool:
        """Tell whether a cell waits for its number."""
        row, period = self.rows[index.row()], self.period(index)
        return row.source is not None and period is not None and period in self.ledger.due(row.source)

    def look(self, index: Index) -> Look:
        """What a cell shows."""
        return self.look_at(index.row(), index.column())

    def look_at(self, place: int, column: int) -> Look:
        """The same by row and column, remembered."""
        found = self._looks.get((place, column))
        if found is None:
            found = self._looks[place, column] = self._look(self.rows[place], column)
        return found

    def state(self, index: Index) -> State:
        """How a cell looks."""
        return self.look(index).state

    def text_of(self, index: Index) -> str:
        """A cell in words."""
        return self.look(index).text

    def _look(self, row: EntryRow, column: int) -> Look:
        if column < FIRST:
            return Look(State.LABEL, row.name if column == NAME else fmt.unit_word(row.unit))
        period = self.periods[column - FIRST]
        noted = (row.key, period) in self.ledger.noted
        if row.source is None:
            text = self._computed_text(row, period)
            return Look(State.AHEAD if text and self._not_begun(period) else State.COMPUTED, text, noted)
        cell = (row.source.uid, period)
        text = self._input_text(row, cell)
        if self.preview is not None and cell in self.preview.cells:
            return Look(State.PENDING, text, noted)
        if self.ledger.draft(cell) is not None:
            return Look(State.ERROR, text, noted)
        return Look(self._state(row, cell, self.ledger.value(cell)), text, noted)

    def _state(self, row: EntryRow, cell: Cell, value: Value | None) -> State:
        assert row.source is not None
        if cell[1] in self.ledger.due(row.source):
            return State.DUE
        if value is None:
            return State.FUTURE if cell[1].last >= self.ledger.today else State.FILLED
        if self._not_begun(cell[1]):
            return State.AHEAD
        if self.ledger.is_unusual(cell):
            return State.UNUSUAL
        return State.FRESH if self.ledger.is_fresh(cell) else State.FILLED

    def _not_begun(self, period: Period) -> bool:
        """Tell whether a period begins later: its number is kept apart, and counts from its first day."""
        return period.first > self.ledger.today

    def _computed_text(self, row: EntryRow, period: Period) -> str:
        if self._waits_for_text(row, period):
            return "…"
        value = self._computed_of(row).get(period)
        if value is None:
            return "" if period.last >= self.ledger.today else "–"
        return fmt.number(value, row.decimals)

    def _waits_for_text(self, row: EntryRow, period: Period) -> bool:
        """Tell whether a number that the row is computed from is being typed and is no number yet."""
        return any(
            uid in self._reads[row.key] and (each == period or period.contains(each.anchor))
            for uid, each in self.ledger.doubtful
        )

    def texts(self, periods: Sequence[Period]) -> list[frozenset[str]]:
        """What the cells of some periods show, in view or folded away: a column is as wide as its widest number."""
        missing = [period for period in periods if period not in self._texts]
        if missing:
            computed = [
                (row, self.ledger.numbers.computed(row, missing, self.frequency))
                for row in self.all_rows
                if row.source is None
            ]
            for period in missing:
                shown = {written(values.get(period), row.decimals) for row, values in computed}
                shown |= {self._input_text(row, (row.source.uid, period)) for row in self.all_rows if row.source}
                self._texts[period] = frozenset(shown)
        return [self._texts[period] for period in periods]

    def _input_text(self, row: EntryRow, cell: Cell) -> str:
        """What a cell that is typed into shows: what a block would fill, a text that is no number, or the number."""
        if self.preview is not None and cell in self.preview.cells:
            return written(self.preview.cells[cell], shown_decimals(row))
        draft = self.ledger.draft(cell)
        return draft if draft is not None else written(self.ledger.value(cell), shown_decimals(row))

    # ---- while typing ------------------------------------------------------------------------------

    def suppose(self, cell: Cell, typed: Result[Value | None] | None) -> None:
        """Show what would be computed with the number being typed; ``None`` when typing has ended.

        Where it is no number yet the row says “…”.
        """
        numbers = self.ledger.numbers
        read = None if isinstance(typed, NotUnderstood) else typed
        supposing = None if read is None else numbers.supposing(*cell, likeliest(read, None))
        for place, row in enumerate(self.rows):
            if row.source is None and cell[0] in self._reads[row.key]:
                self._supposed.pop(row.key, None)
                if supposing is not None:
                    self._supposed[row.key] = supposing.computed_alone(row, self.periods, self.frequency)
                for column in range(FIRST, self.columnCount()):
                    self._looks.pop((place, column), None)
                self.dataChanged.emit(self.index(place, FIRST), self.index(place, self.columnCount() - 1))

    def show_preview(self, preview: Preview | None) -> None:
        """Paint a block before it is stored, or take the paint away."""
        self.preview = preview if preview is not None and preview.cells else None
        self._looks.clear()
        self._texts.clear()
        self._repaint_all()

    # ---- Qt's questions --------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: name, unit and the periods."""
        return 0 if parent.isValid() else FIRST + len(self.periods)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt: the heads; the header paints the second line from ``caption``."""
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        if section == NAME:
            return fmt.every(self.frequency)
        if section < FIRST or section - FIRST >= len(self.periods):
            return ""
        return self.head(self.periods[section - FIRST])

    def head(self, period: Period) -> str:
        """The first line of a period's head."""
        return head_words(period, self.ledger.fiscal_start)

    def caption(self, section: int) -> tuple[str, str]:
        """The second line of a head and its colour: the days, or how the deadline stands."""
        return self.caption_of(self.periods[section - FIRST])

    def caption_of(self, period: Period) -> tuple[str, str]:
        """The second line of a period's head, in view or not."""
        found = self._captions.get(period)
        if found is None:
            found = self._captions[period] = self._caption(period)
        return found

    def _caption(self, period: Period) -> tuple[str, str]:
        ledger = self.ledger
        waiting = [row.source for row in self.all_rows if row.source is not None and period in ledger.due(row.source)]
        deadlines = [ledger.asking.deadline(source, period) for source in waiting]
        return caption_words(period, deadlines, ledger.today, ledger.fiscal_start)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what a cell holds."""
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self.text_of(index)
        if role == Role.EditRole:
            return self.typed_text(index)
        if role == Role.ToolTipRole:
            return self._tip(index)
        if role == Role.AccessibleTextRole and index.column() >= FIRST:
            return self.spoken(index)
        if role == Role.TextAlignmentRole and index.column() >= FIRST:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _tip(self, index: Index) -> str | None:
        """What the pointer is told: a name in full, and of a number the decimals that its cell does not show."""
        if index.column() < FIRST:
            return self.text_of(index) if index.column() == NAME else None
        return self._whole(index) or None

    def _whole(self, index: Index) -> str:
        """A typed number with every decimal; empty where its cell shows them all."""
        whole = exact(self.value(index))
        return whole if self.source(index) is not None and len(whole) > len(self.text_of(index)) else ""

    def typed_text(self, index: Index) -> str:
        """A cell as one would type it: the draft, or the number with every decimal."""
        cell = self.cell(index)
        if cell is not None and cell in self.ledger.drafts:
            return self.ledger.drafts[cell]
        return exact(self.value(index))

    def spoken(self, index: Index) -> str:
        """A cell in one sentence, for a screen reader."""
        period = self.period(index)
        words = fmt.period_name(period, self.ledger.fiscal_start) if period is not None else ""
        state = {
            State.DUE: _("waits for its number"),
            State.ERROR: _("not a number, not stored"),
            State.UNUSUAL: _("unusual number"),
            State.COMPUTED: _("calculated"),
            State.AHEAD: _("not begun, does not count yet"),
        }.get(self.state(index), "")
        value = self._whole(index) or self.text_of(index) or _("blank")
        return f"{self.rows[index.row()].name}, {words}: {value}" + (f", {state}" if state else "")

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: inputs can be typed into, the rest only looked at."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        period = self.period(index)
        if period is None:
            return Qt.ItemFlag.ItemIsEnabled
        if self.source(index) is None:
            return LOOKED_AT
        return TYPED_INTO

    def begin(self, index: Index, seen: Seen | None = None) -> None:
        """Somebody begins to type over the number of a cell as it stands now, or goes on with what was ``seen``."""
        self._begun = (self.cell(index), seen or self.session.seen())

    def seen_in(self, cell: Cell) -> Seen | None:
        """How far the file was known when the field of a cell was filled."""
        begun, seen = self._begun
        return seen if begun == cell else None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: something was typed. What is no number becomes a draft; nothing of it is stored."""
        cell = self.cell(index)
        if role != Role.EditRole or cell is None:
            return False
        typed = self.ledger.read(cell, str(value))
        self._looks.pop((index.row(), index.column()), None)
        if isinstance(typed, NotUnderstood):
            self.ledger.keep_draft(cell, str(value))
            self.dataChanged.emit(index, index)
            return False
        self.ledger.drop_draft(cell)
        read = likeliest(typed, None)
        ahead = None if read is None else entry.said_of_ahead(self.session.ws, [cell[1]])
        said = "" if ahead is None else str(ahead)
        based_on = self.seen_in(cell)
        if read != self.ledger.value(cell) and not self.session.attempt(
            entry.set_value, *cell, read, said=said, based_on=based_on
        ):
            self.ledger.keep_unstored(cell, str(value))
            self.dataChanged.emit(index, index)
            return False
        return True


def shown_decimals(row: EntryRow) -> int:
    """With how many decimals a row's inputs are shown: the KPI's, where the input is the KPI itself."""
    plain = row.source is not None and not row.kpi.formula and row.total is None and row.depth == 0
    return row.kpi.decimals if plain else row.decimals
