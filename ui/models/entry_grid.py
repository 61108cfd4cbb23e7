"""One block of the entry sheet as a Qt model: rows are inputs and computed KPIs, columns are periods.

A value goes into the workspace through ``commands.entry``; what is no number is refused and not stored. A pasted
block is first a preview, painted in the cells it would fill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.domain.due import deadline
from kpidesk.domain.entities import NOT_APPLICABLE, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput
from kpidesk.figures import EntryBlock, EntryRow, KpiFigures
from kpidesk.text import _
from kpidesk.workspace import Changes
from ui.bridge import Desk

NAME, UNIT, FIRST = 0, 1, 2
"""Columns: the name, the unit, and from the third on the periods."""
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class State(Enum):
    """How a cell looks."""

    FILLED = "filled"
    DUE = "due"
    FRESH = "fresh"
    COMPUTED = "computed"
    FUTURE = "future"
    PENDING = "pending"
    LABEL = "label"


@dataclass(frozen=True)
class Preview:
    """A pasted block before it is stored: what it would fill, and which texts are no numbers."""

    cells: dict[tuple[Uid, Period], Value | None]
    unreadable: tuple[str, ...]
    outside: int


class EntryGrid(QAbstractTableModel):
    """The cells of one rhythm."""

    def __init__(self, desk: Desk, frequency: Frequency, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.frequency = desk, frequency
        self.rows: tuple[EntryRow, ...] = ()
        self.periods: tuple[Period, ...] = ()
        self.fresh: set[tuple[Uid, Period]] = set()
        self.preview: Preview | None = None
        self._series: dict[Uid, dict[Period, Value]] = {}
        self._computed: dict[Uid, dict[Period, float | None]] = {}
        self._due: set[tuple[Uid, Period]] = set()

    # ---- content -------------------------------------------------------------------------------

    def show(self, block: EntryBlock, periods: Sequence[Period]) -> None:
        """Show other rows or periods."""
        self.beginResetModel()
        self.rows, self.periods = block.rows, tuple(periods)
        self._read()
        self.endResetModel()

    def follow(self, changes: Changes) -> None:
        """Repaint what a change of numbers touches."""
        self._read()
        touched = set(changes.measurements)
        for row, each in enumerate(self.rows):
            reads = {uid for _name, uid in each.kpi.inputs}
            if touched & reads:
                self.dataChanged.emit(self.index(row, FIRST), self.index(row, self.columnCount() - 1))

    def _read(self) -> None:
        ws, today = self.desk.ws, self.desk.today()
        sources = [row.source for row in self.rows if row.source is not None]
        self._series = ws.series_many([source.uid for source in sources])
        start = ws.company.fiscal_year_start
        self._due = {
            (source.uid, period)
            for source in sources
            for period in figures.due_periods(source.frequency, self._series[source.uid], today, start)
        }
        self._computed = {row.kpi.uid: self._values(row) for row in self.rows if row.source is None}

    def _values(self, row: EntryRow) -> dict[Period, float | None]:
        if not row.kpi.frequency.divides(self.frequency):
            return {}
        found: KpiFigures = figures.kpi_figures(self.desk.ws, row.kpi, self.desk.today(), self.frequency)
        return dict(zip(found.periods, found.values, strict=True))

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
        return self.periods[place] if 0 <= place < len(self.periods) else None

    def value(self, index: Index) -> Value | None:
        """What a cell holds."""
        row, period = self.rows[index.row()], self.period(index)
        if period is None:
            return None
        if row.source is None:
            return self._computed.get(row.kpi.uid, {}).get(period)
        return self._series.get(row.source.uid, {}).get(period)

    def is_due(self, index: Index) -> bool:
        """Tell whether a cell waits for its number."""
        source, period = self.source(index), self.period(index)
        return source is not None and period is not None and (source, period) in self._due

    def state(self, index: Index) -> State:
        """How a cell looks."""
        source, period = self.source(index), self.period(index)
        if period is None:
            return State.LABEL
        if source is None:
            return State.COMPUTED
        if self.preview is not None and (source, period) in self.preview.cells:
            return State.PENDING
        if (source, period) in self._due:
            return State.DUE
        if period.last >= self.desk.today():
            return State.FUTURE if self.value(index) is None else State.FILLED
        return State.FRESH if (source, period) in self.fresh else State.FILLED

    def due_count(self) -> int:
        """How many cells wait for their number."""
        return len(self._due)

    def latest_series(self, uid: Uid) -> dict[Period, Value]:
        """Every number of an input shown here."""
        return self._series.get(uid, {})

    def text_of(self, index: Index) -> str:
        """A cell in words."""
        row = self.rows[index.row()]
        if index.column() == NAME:
            return row.kpi.name if row.source is None else row.source.name
        if index.column() == UNIT:
            return fmt.unit_word(row.kpi.unit if row.source is None else row.source.unit)
        value = self.value(index)
        if self.preview is not None:
            cell = (self.source(index), self.period(index))
            value = self.preview.cells.get(cell, value)  # type: ignore[arg-type]
        if value is NOT_APPLICABLE:
            return "–"
        if not isinstance(value, (int, float)):
            return ""
        decimals = row.kpi.decimals if row.source is None else row.source.decimals
        return fmt.number(value, decimals if row.source is None else max(decimals, fmt.fitting_decimals(value)))

    # ---- paste -----------------------------------------------------------------------------------

    def read_block(self, text: str, start: Index) -> Preview:
        """What a pasted block would fill, from a cell on, to the right and down over the inputs."""
        targets = [row for row in range(start.row(), len(self.rows)) if self.rows[row].source is not None]
        cells: dict[tuple[Uid, Period], Value | None] = {}
        unreadable: list[str] = []
        outside = 0
        lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
        for down, line in enumerate(lines):
            for right, word in enumerate(line.split("\t")):
                place = start.column() - FIRST + right
                if down >= len(targets) or not 0 <= place < len(self.periods):
                    outside += 1
                    continue
                source = self.rows[targets[down]].source
                assert source is not None
                try:
                    cells[source.uid, self.periods[place]] = entry.read_value(word)
                except BadInput:
                    unreadable.append(word.strip()[:20])
        return Preview(cells, tuple(unreadable), outside)

    def show_preview(self, preview: Preview | None) -> None:
        """Paint a pasted block before it is stored, or take the paint away."""
        self.preview = preview
        if self.rows:
            self.dataChanged.emit(self.index(0, FIRST), self.index(len(self.rows) - 1, self.columnCount() - 1))

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
        period = self.periods[section - FIRST]
        if self.frequency is Frequency.WEEK:
            name = fmt.period_name(period)
            return name[0].upper() + name[1:]
        return fmt.period_short(period, self.desk.ws.company.fiscal_year_start)

    def caption(self, section: int) -> tuple[str, str]:
        """The second line of a head and its colour: the days, or how the deadline stands."""
        period, today = self.periods[section - FIRST], self.desk.today()
        deadlines = [
            deadline(period, row.kpi.grace_days)
            for row in self.rows
            if row.source is not None and (row.source.uid, period) in self._due
        ]
        if deadlines:
            over = (today - min(deadlines)).days
            if over > 0:
                return fmt.overdue(over), "off_text"
            if (today - period.last).days == 1:
                return _("due today"), "accent"
            return _("due {day}").format(day=fmt.day_month(min(deadlines))), "accent"
        if self.frequency in (Frequency.WEEK, Frequency.DAY):
            return short_days(period), "text3"
        return str(period.year(self.desk.ws.company.fiscal_year_start)), "text3"

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what a cell holds."""
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self.text_of(index)
        if role == Role.EditRole:
            value = self.value(index)
            if value is NOT_APPLICABLE:
                return "–"
            return fmt.number(value, fmt.fitting_decimals(value)) if isinstance(value, (int, float)) else ""
        if role == Role.ToolTipRole and index.column() == NAME:
            return self.text_of(index)
        if role == Role.AccessibleTextRole and index.column() >= FIRST:
            return self.spoken(index)
        if role == Role.TextAlignmentRole and index.column() >= FIRST:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def spoken(self, index: Index) -> str:
        """A cell in one sentence, for a screen reader."""
        period = self.period(index)
        name = self.text_of(self.index(index.row(), NAME))
        words = fmt.period_name(period) if period is not None else ""
        value = self.text_of(index) or _("blank")
        return f"{name}, {words}: {value}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: inputs can be typed into, the rest only looked at."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        period = self.period(index)
        if period is None or self.source(index) is None or period.first > self.desk.today():
            return base
        return base | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: a number was typed; raises nothing, stores nothing that is no number."""
        source, period = self.source(index), self.period(index)
        if role != Role.EditRole or source is None or period is None:
            return False
        try:
            read = entry.read_value(str(value))
        except BadInput:
            return False
        if read != self.value(index):
            self.fresh.add((source, period))
            self.desk.perform(entry.set_value, source, period, read)
        return True


def short_days(period: Period) -> str:
    """The days of a period in the width of a cell: ``9.–15.3.``, ``23.2.–1.3.``."""
    first, last = period.first, period.last
    if first == last:
        return f"{first.day}.{first.month}."
    if first.month == last.month:
        return f"{first.day}.–{last.day}.{last.month}."
    return f"{first.day}.{first.month}.–{last.day}.{last.month}."
