"""The numbers in their cells as a Qt model: as many periods as there is room for, the newest at first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.intake.preview import Cell, Preview, Row, State
from kpidesk.text import _
from ui.imports.checking.check_words import head_of, plain, shown_of

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
NAME, UNIT, FIRST = 0, 1, 2


@dataclass(frozen=True)
class Shown:
    """A cell as it is painted: the number that stands there afterwards, what was there or is in the file, its state."""

    upper: str
    lower: str
    state: State | None


NOTHING = Shown("", "", None)


class CellsTable(QAbstractTableModel):
    """A row for each column of the file that is taken, and a column for each period in view."""

    def __init__(self, fiscal_start: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fiscal_start = fiscal_start
        self.rows: tuple[Row, ...] = ()
        self.periods: tuple[Period, ...] = ()
        self.count, self._ends = 0, 0
        self.unseen: frozenset[int] = frozenset()
        self._shown: dict[tuple[int, int], Shown] = {}

    def show(self, shown: Preview) -> None:
        """Show a preview; the same periods stay in view where they are still there."""
        before = self.periods[self._ends - 1] if self._ends else None
        at_end = self._ends in (0, len(self.periods))
        self.beginResetModel()
        self.rows = tuple(row for row in shown.rows if row.into is not None)
        self.periods = shown.periods
        self._ends = len(self.periods)
        if not at_end and before in self.periods:
            self._ends = self.periods.index(before) + 1
        self._shown.clear()
        self.endResetModel()

    def make_room(self, count: int) -> None:
        """Show so many periods."""
        if count != self.count:
            self.beginResetModel()
            self.count = count
            self._shown.clear()
            self.endResetModel()

    def turn(self, by: int) -> None:
        """Show other periods: earlier (-1) or later (1), as many as are in view."""
        count = self._in_view()
        ends = max(min(count, len(self.periods)), min(len(self.periods), self._ends + by * max(1, count)))
        if ends != self._ends:
            self.beginResetModel()
            self._ends = ends
            self._shown.clear()
            self.endResetModel()

    @property
    def has_earlier(self) -> bool:
        """Whether there are periods before those in view."""
        return self._ends - self._in_view() > 0

    @property
    def has_later(self) -> bool:
        """Whether there are periods after those in view."""
        return self._ends < len(self.periods)

    def _in_view(self) -> int:
        return min(self.count, len(self.periods))

    def told(self) -> str:
        """How many of the periods are in view."""
        frequency = self.periods[-1].frequency if self.periods else Frequency.MONTH
        return shown_of(self._in_view(), len(self.periods), frequency)

    def period(self, column: int) -> Period:
        """The period of a column."""
        return self.periods[max(0, self._ends - self._in_view()) + column - FIRST]

    def unit(self, row: int) -> str:
        """What a row is measured in."""
        return fmt.unit_word(self.rows[row].unit)

    def shown(self, row: int, column: int) -> Shown:
        """A cell as it is painted."""
        known = self._shown.get((row, column))
        if known is None:
            known = self._shown[row, column] = self._made(self.rows[row], self.period(column))
        return known

    def _made(self, row: Row, period: Period) -> Shown:
        cell = row.cells.get(period)
        if cell is None:
            return NOTHING
        return Shown(plain(cell.after, row.unit, row.decimals), self._beneath(cell, row), cell.state)

    @staticmethod
    def _beneath(cell: Cell, row: Row) -> str:
        if cell.state is State.CHANGED:
            return _("was {number}").format(number=plain(cell.before, row.unit, row.decimals))
        if cell.state in (State.KEPT, State.LEFT_OUT):
            return _("file {number}").format(number=plain(cell.file, row.unit, row.decimals))
        return ""

    # ---- Qt --------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many columns of the file."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: name, unit, and the periods in view."""
        return 0 if parent.isValid() else FIRST + self._in_view()

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> object:
        """Qt: a cell; for a screen reader with what becomes of it."""
        if not index.isValid() or role not in (ItemRole.DisplayRole, ItemRole.ToolTipRole, ItemRole.AccessibleTextRole):
            return None
        if index.column() == NAME:
            return self.rows[index.row()].name
        if index.column() == UNIT:
            return self.unit(index.row())
        shown = self.shown(index.row(), index.column())
        if role != ItemRole.AccessibleTextRole:
            return shown.upper if role == ItemRole.DisplayRole else None
        word = _("imported") if shown.state in (State.NEW, State.CHANGED) else ""
        return ", ".join(filter(None, (shown.upper, shown.lower, word)))

    def headerData(self, section: int, way: Qt.Orientation, role: int = ItemRole.DisplayRole) -> object:
        """Qt: a period in two lines; for a screen reader in one, and the rows are called by their names."""
        if role == ItemRole.AccessibleTextRole:
            return self._head_heard(section, way)
        if role != ItemRole.DisplayRole or way is not Qt.Orientation.Horizontal:
            return None
        if section < FIRST:
            return ""
        return "\n".join(head_of(self.period(section), self._fiscal_start))

    def _head_heard(self, section: int, way: Qt.Orientation) -> str | None:
        if way is Qt.Orientation.Vertical:
            return self.rows[section].name if 0 <= section < len(self.rows) else None
        if section < FIRST:
            if section in self.unseen:
                return None
            return _("Name") if section == NAME else _("Unit")
        return " ".join(filter(None, head_of(self.period(section), self._fiscal_start)))
