"""The grid of a season: one number for each period of a year, in reading order.

What was typed for a year is kept while another one is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.spread import year_cells
from kpidesk.errors import BadInput, UserError
from kpidesk.number_forms import Forms, forms
from kpidesk.text import _, msg, msgn
from kpidesk.wording.entry import bare

COLUMNS = {
    Frequency.DAY: 4, Frequency.WEEK: 4, Frequency.MONTH: 3, Frequency.QUARTER: 4, Frequency.TERTIAL: 3,
    Frequency.HALF_YEAR: 2, Frequency.YEAR: 1,
}  # fmt: skip
"""How many periods stand side by side."""
Index = QModelIndex | QPersistentModelIndex
Cells = dict[Period, float | None]


class SeasonGrid(QAbstractTableModel):
    """The numbers of a year. ``edited`` after each change, ``refused`` with a sentence for what is no number."""

    edited = Signal()
    refused = Signal(str)

    def __init__(self, kpi: Kpi, fiscal_start: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kpi, self._fiscal = kpi, fiscal_start
        self.columns = COLUMNS[kpi.frequency]
        self.periods: tuple[Period, ...] = ()
        self.year: Period | None = None
        self.stored: dict[Period, float] = {}
        self.touched: set[Period] = set()
        self._cells: Cells = {}

    # ---- content ---------------------------------------------------------------------------------

    def start_from(self, stored: Mapping[Period, float]) -> None:
        """Take in the seasons that stand; what was typed is forgotten."""
        self.stored, self._cells = dict(stored), dict(stored)
        self.touched = set()

    def show_year(self, year: Period) -> None:
        """Show another year."""
        self.beginResetModel()
        self.year, self.periods = year, year_cells(year, self._kpi.frequency)
        self.endResetModel()

    def cells(self, year: Period | None = None) -> Cells:
        """What stands in the grid of a year."""
        periods = self.periods if year is None else year_cells(year, self._kpi.frequency)
        return {period: self._cells.get(period) for period in periods}

    def known(self) -> list[float]:
        """The numbers of the year in view."""
        return [number for number in self.cells().values() if number is not None]

    def fill(self, cells: Mapping[Period, float | None]) -> None:
        """Put in several numbers at once."""
        assert self.year is not None
        self._cells.update(cells)
        self.touched.add(self.year)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columns - 1))
        self.edited.emit()

    def paste(self, text: str, at: Index) -> int:
        """Put in a block from a spreadsheet, in reading order, from a cell on; gives how many were put in.

        Raises ``BadInput`` and changes nothing when a text is no number or there is no room.
        """
        texts = [part for line in text.rstrip("\r\n").splitlines() for part in line.rstrip("\t").split("\t")]
        while texts and not texts[-1].strip():
            texts.pop()
        first = max(0, self.place(at))
        room = len(self.periods) - first
        if not texts:
            raise BadInput(msg("There is nothing to paste."))
        if len(texts) > room:
            raise BadInput(
                msgn(
                    "{n} number doesn’t fit: there is room for {room} from here.",
                    "{n} numbers don’t fit: there is room for {room} from here.",
                    len(texts),
                    room=room,
                )
            )
        numbers = [checks.typed_number(part) for part in texts]
        self.fill(dict(zip(self.periods[first:], numbers, strict=False)))
        return len(numbers)

    def clear(self, indexes: Iterable[Index]) -> None:
        """Empty some cells."""
        self.fill({period: None for index in indexes if (period := self.period_at(index)) is not None})

    # ---- places ----------------------------------------------------------------------------------

    def place(self, index: Index) -> int:
        """The place of a cell in the year."""
        return index.row() * self.columns + index.column() if index.isValid() else -1

    def period_at(self, index: Index) -> Period | None:
        """The period of a cell; the last row may have empty places."""
        place = self.place(index)
        return self.periods[place] if 0 <= place < len(self.periods) else None

    def index_of(self, place: int) -> QModelIndex:
        """The cell at a place of the year."""
        return self.index(*divmod(place, self.columns))

    def text_of(self, index: Index) -> str:
        """The number of a cell in words."""
        number = self._cells.get(period) if (period := self.period_at(index)) is not None else None
        if number is None:
            return ""
        return fmt.number(number, fmt.stored_decimals(number, self._kpi.unit, self._kpi.decimals))

    def copied(self, index: Index) -> str:
        """The number of a cell as a spreadsheet takes it and as it is edited: whole, without grouping."""
        number = self._cells.get(period) if (period := self.period_at(index)) is not None else None
        return "" if number is None else bare(number)

    def forms_of(self, index: Index) -> Forms:
        """The number of a cell in full, and in a larger unit for a cell without room for all of its digits."""
        number = self._cells.get(period) if (period := self.period_at(index)) is not None else None
        full = self.text_of(index)
        return (full,) if number is None else (full, *forms(number, "", self._kpi.decimals)[1:])

    # ---- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: rows."""
        return 0 if parent.isValid() else -(-len(self.periods) // self.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: columns."""
        return 0 if parent.isValid() else self.columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: every period can be typed into."""
        if self.period_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a cell shows and says."""
        period = self.period_at(index)
        if period is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_of(index)
        if role == Qt.ItemDataRole.EditRole:
            return self.copied(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{fmt.period_name(period, self._fiscal)}: {self.text_of(index) or _('blank')}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return fmt.period_name(period, self._fiscal)
        return None

    def headerData(self, _section: int, _way: Qt.Orientation, _role: int = Qt.ItemDataRole.DisplayRole) -> None:
        """Qt: there are no heads; each cell is called by its own period."""

    def label(self, index: Index) -> str:
        """The name of a cell's period, as short as it can be."""
        period = self.period_at(index)
        return "" if period is None else fmt.period_short(period, self._fiscal)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt: take in what was typed; what is no number is said and not taken."""
        period = self.period_at(index)
        if period is None or role != Qt.ItemDataRole.EditRole:
            return False
        try:
            number = checks.typed_number(str(value))
        except UserError as error:
            self.refused.emit(str(error))
            return False
        if number != self._cells.get(period):
            self.fill({period: number})
        return True
