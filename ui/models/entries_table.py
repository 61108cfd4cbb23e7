"""The numbers behind a KPI's chart as a Qt model, newest first: inputs, value, target, gap, signal, note."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.commands import entry, notes
from kpidesk.domain.entities import NOT_APPLICABLE, Input, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput
from kpidesk.figures import KpiFigures, Point
from kpidesk.text import _
from ui.bridge import Desk, Notice

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
MOST = 60


class EntriesTable(QAbstractTableModel):
    """One row a period; the columns are period, the inputs, the KPI, target, gap, signal and note."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.figures: KpiFigures | None = None
        self.points: tuple[Point, ...] = ()
        self.inputs: tuple[Input, ...] = ()
        self._series: dict[Uid, dict[Period, Value]] = {}

    def show(self, figures: KpiFigures) -> None:
        """Show the numbers of a KPI at the frequency of its figures."""
        self.beginResetModel()
        self.figures = figures
        self.points = tuple(reversed(figures.tail(MOST)))
        found = [self.desk.ws.find(Input, uid) for _name, uid in figures.kpi.inputs]
        plain = not figures.kpi.formula
        # A plain KPI is its own input; its value column is the one to type into.
        self.inputs = () if plain else tuple(source for source in found if source is not None)
        self._series = self.desk.ws.series_many([source.uid for source in found if source is not None])
        self.endResetModel()

    @property
    def value_column(self) -> int:
        """Where the KPI's own value stands."""
        return 1 + len(self.inputs)

    def editable_input(self, index: Index) -> Input | None:
        """The input that a cell writes to: only in its own rhythm."""
        figures = self.figures
        if figures is None or not index.isValid():
            return None
        source: Input | None = None
        if 1 <= index.column() <= len(self.inputs):
            source = self.inputs[index.column() - 1]
        elif index.column() == self.value_column and not figures.kpi.formula and figures.kpi.inputs:
            source = self.desk.ws.find(Input, figures.kpi.inputs[0][1])
        return source if source is not None and source.frequency is figures.frequency else None

    # ---- words -----------------------------------------------------------------------------------

    def _heads(self) -> list[str]:
        kpi = self.figures.kpi if self.figures else None
        name = (kpi.short_name or kpi.name) if kpi else ""
        return [
            _("Period"),
            *(source.name for source in self.inputs),
            name,
            _("Target"),
            _("Gap"),
            _("Signal"),
            _("Note"),
        ]

    def text_of(self, index: Index) -> str:
        """A cell in words."""
        figures = self.figures
        if figures is None:
            return ""
        point, column = self.points[index.row()], index.column()
        kpi, after = figures.kpi, column - self.value_column
        if column == 0:
            return self._period_text(point.period)
        if column <= len(self.inputs):
            return self._input_text(self.inputs[column - 1], point.period)
        if after == 0:
            if point.not_applicable:
                return "–"
            return "" if point.value is None else fmt.number(point.value, kpi.decimals)
        if after == 1:
            return "" if point.target is None else fmt.number(point.target, kpi.decimals)
        if after == 2:
            return self._gap_text(point)
        if after == 3:
            return _("Signal") if point.signal else ""
        note = notes.note_on(self.desk.ws, kpi.uid, point.period)
        return note.text if note else ""

    def _period_text(self, period: Period) -> str:
        name = fmt.period_name(period, self.desk.ws.company.fiscal_year_start)
        name = name[0].upper() + name[1:]
        return f"{name}   {fmt.period_span(period)}" if period.frequency is Frequency.WEEK else name

    def _input_text(self, source: Input, period: Period) -> str:
        value = self._series.get(source.uid, {}).get(period)
        if value is NOT_APPLICABLE:
            return "–"
        if not isinstance(value, (int, float)):
            return ""
        return fmt.number(value, max(source.decimals, fmt.fitting_decimals(value)))

    def _gap_text(self, point: Point) -> str:
        if point.value is None or not point.target or self.figures is None:
            return ""
        if self.figures.kpi.unit == "percent":
            return f"{fmt.signed(point.value - point.target, self.figures.kpi.decimals)}{fmt.NBSP}pp"
        return fmt.joined(fmt.signed((point.value - point.target) / abs(point.target) * 100, 1), "percent")

    # ---- Qt's questions --------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.points)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many columns."""
        return 0 if parent.isValid() or self.figures is None else len(self._heads())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt: the column heads."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            heads = self._heads()
            return heads[section] if section < len(heads) else ""
        if role == Role.TextAlignmentRole:
            return self._side(section)
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = 1 <= column <= self.value_column + 2
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what a cell holds."""
        if not index.isValid():
            return None
        if role in (Role.DisplayRole, Role.EditRole, Role.ToolTipRole):
            return self.text_of(index)
        if role == Role.TextAlignmentRole:
            return self._side(index.column())
        if role == Role.FontRole and index.column() in (0, self.value_column):
            return self.desk.theme.font("strong" if index.column() == self.value_column else "medium")
        if role == Role.ForegroundRole and index.column() == self.value_column + 3:
            return self.desk.theme.color("signal_text")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: inputs and notes can be typed into."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_note = index.column() == self.columnCount() - 1
        return base | Qt.ItemFlag.ItemIsEditable if is_note or self.editable_input(index) else base

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: a number or a note was corrected: run the command."""
        figures = self.figures
        if role != Role.EditRole or figures is None or str(value) == self.text_of(index):
            return False
        period = self.points[index.row()].period
        source = self.editable_input(index)
        if source is None:
            self.desk.perform(notes.annotate, figures.kpi.uid, period, str(value))
            return True
        try:
            number = entry.read_value(str(value))
        except BadInput as error:
            self.desk.notice.emit(Notice(str(error), "error"))
            return False
        self.desk.perform(entry.set_value, source.uid, period, number)
        return True
