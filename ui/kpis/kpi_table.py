"""The KPIs as a Qt model: a row for each department, under it its KPIs, at the bottom those that are parked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kpidesk import format as fmt
from kpidesk.domain.entities import Department, Kpi, Person, Uid
from kpidesk.figures.kpi_rows import (
    AnyKpiRow,
    Arrangement,
    Column,
    GroupRow,
    KpiRow,
    PendingRow,
    Row,
    Sorting,
    Told,
)
from kpidesk.text import _, pgettext
from kpidesk.viz.told import say_of, spark_told
from kpidesk.wording import kpis as words
from ui.base.reach.cells import nothing_here
from ui.base.session import Session
from ui.kpis.table_steps import runs, steps_between

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RIGHT = (Column.LATEST, Column.TARGET, Column.CHANGE)
CHOSEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
PASSED_OVER = Qt.ItemFlag.NoItemFlags


class Said:
    """The words for the figures of one row on a day, each found when first asked for; ``period`` is that of its
    latest number.
    """

    def __init__(self, row: KpiRow, day: dt.date, period: str) -> None:
        self.row, self.day, self.period = row, day, period
        self._texts: dict[Column, str] = {}
        self._forms: dict[Column, tuple[str, ...]] = {}

    def text(self, column: Column) -> str:
        """A cell in words."""
        if column not in self._texts:
            self._texts[column] = words.text_of(self.row, column, self.day)
        return self._texts[column]

    def forms(self, column: Column) -> tuple[str, ...]:
        """A number in full, and in a larger unit."""
        if column not in self._forms:
            self._forms[column] = words.forms_of(self.row, column)
        return self._forms[column]


class KpiTable(QAbstractTableModel):
    """KPIs by department, or sorted, in the words of a ``day``.

    ``shown`` tells, once for all that is shown anew, that something differs, and whether rows
    came, went or changed places.
    """

    shown = Signal(bool)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.rows: tuple[Row, ...] = ()
        self.unfolded = False
        self.unseen: frozenset[int] = frozenset()
        self.sorting = Sorting()
        self._said: dict[Uid, Said] = {}
        self.day = session.today()

    # ---- content -------------------------------------------------------------------------------

    def show(self, active: Iterable[Told], parked: Iterable[Told]) -> None:
        """Show these; only the rows that came, went or differ are told of."""
        self.day = self.session.today()
        arrangement = Arrangement(self.session.ws.all(Department), self.session.ws.all(Person))
        kept = {row.key: row for row in self.rows}
        fresh = arrangement.rows(active, parked, self.sorting, unfolded=self.unfolded)
        rows = tuple(old if (old := kept.get(row.key)) == row else row for row in fresh)
        self._move_to(rows)

    def _move_to(self, rows: tuple[Row, ...]) -> None:
        before, after = [row.key for row in self.rows], [row.key for row in rows]
        steps = [] if before == after else steps_between(before, after)
        if steps is None:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            self.shown.emit(True)
            return
        for first, last, new_first, new_last in reversed(steps):
            self._remove(first, last)
            self._insert(first, rows[new_first:new_last])
        old, self.rows = self.rows, rows
        differs = [n for n, (was, row) in enumerate(zip(old, rows, strict=True)) if was is not row and was != row]
        for first, last in runs(differs):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))
        if steps or differs:
            self.shown.emit(bool(steps))

    def _remove(self, first: int, last: int) -> None:
        if first < last:
            self.beginRemoveRows(QModelIndex(), first, last - 1)
            self.rows = self.rows[:first] + self.rows[last:]
            self.endRemoveRows()

    def _insert(self, at: int, rows: tuple[Row, ...]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
            self.rows = self.rows[:at] + rows + self.rows[at:]
            self.endInsertRows()

    # ---- rows ----------------------------------------------------------------------------------

    def row(self, index: Index) -> KpiRow | None:
        """The KPI in a row; ``None`` for a head, and for one that is not worked out yet."""
        found = self.rows[index.row()] if index.isValid() else None
        return found if isinstance(found, KpiRow) else None

    def kpi(self, index: Index) -> Kpi | None:
        """The KPI of a row, whether worked out or not; ``None`` for a head."""
        found = self.rows[index.row()] if index.isValid() else None
        return None if found is None or isinstance(found, GroupRow) else found.kpi

    def row_of(self, uid: Uid | None) -> int:
        """The row of a KPI, or -1."""
        return next((n for n, row in enumerate(self.rows) if not isinstance(row, GroupRow) and row.uid == uid), -1)

    def text_of(self, row: KpiRow, column: Column) -> str:
        """A cell in words."""
        return words.owner_words(row) if column is Column.OWNER else self.said_of(row).text(column)

    def numbers(self) -> dict[Column, list[tuple[str, ...]]]:
        """The columns of numbers, each number in full and in a larger unit: what their widths are taken from."""
        said = [self.said_of(row) for row in self.rows if isinstance(row, KpiRow)]
        return {column: [each.forms(column) for each in said] for column in RIGHT}

    def said_of(self, row: KpiRow) -> Said:
        """What a row says of its figures, put into words once for as long as they stand."""
        known = self._said.get(row.uid)
        if known is None or known.row.figures is not row.figures or known.day != self.day:
            start = self.session.ws.company.fiscal_year_start
            known = self._said[row.uid] = Said(row, self.day, words.latest_period(row.figures, self.day, start))
        return known

    # ---- Qt's questions --------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt: the column heads; for a screen reader the rows are called by their KPIs."""
        if orientation is not Qt.Orientation.Horizontal:
            row = self.rows[section] if role == Role.AccessibleTextRole and section < len(self.rows) else None
            return row.kpi.name if isinstance(row, KpiRow | PendingRow) else None
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Role.DisplayRole, Role.ToolTipRole) or section in self.unseen:
            return None
        return column_name(Column(section))

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what a cell holds; the delegate paints from the row itself."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if isinstance(row, GroupRow):
            is_said = role in (Role.DisplayRole, Role.AccessibleTextRole) and index.column() == 0
            return self._head_words(row, role) if is_said else None
        if isinstance(row, PendingRow):
            return self._pending(row, Column(index.column()), role)
        today, column = self.session.today(), Column(index.column())
        if role == Role.DisplayRole:
            return words.text_of(row, column, today) or None
        if role == Role.ToolTipRole:
            return words.tip_of(row, column, today) or None
        if role == Role.AccessibleDescriptionRole and column is Column.TREND:
            return spark_told(row.spark, say_of(row.kpi)) if words.trend_words(row) else None
        if role == Role.AccessibleTextRole:
            return words.heard(row, column, today, self.session.ws.company.fiscal_year_start) or nothing_here()
        return None

    def _head_words(self, row: GroupRow, role: int) -> str:
        """The head of a department, or of the parked ones; to a screen reader with whether they are folded."""
        if role != Role.AccessibleTextRole or not row.parked:
            return f"{row.title}  {words.group_words(row)}".strip()
        folded = _("unfolded") if self.unfolded else _("folded")
        return f"{row.title}, {folded}, {words.group_words(row)}"

    def _pending(self, row: PendingRow, column: Column, role: int) -> str | None:
        if role == Role.AccessibleTextRole:
            told = {Column.NAME: f"{row.kpi.name}, {words.not_worked_out()}", Column.OWNER: row.owner}
            return told.get(column) or (words.not_worked_out() if column is Column.TREND else None)
        if column is Column.NAME and role in (Role.DisplayRole, Role.ToolTipRole):
            return row.kpi.name
        return words.not_worked_out() if role == Role.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: KPIs and the head of the parked ones can be chosen, departments are passed over."""
        row = self.rows[index.row()] if index.isValid() else None
        passed_over = row is None or (isinstance(row, GroupRow) and not row.parked)
        return PASSED_OVER if passed_over else CHOSEN


def column_name(column: Column) -> str:
    """The head of a column."""
    return {
        Column.NAME: _("KPI"),
        Column.TREND: _("Trend and target"),
        Column.LATEST: _("Latest"),
        Column.TARGET: _("Target"),
        Column.CHANGE: pgettext("difference", "Change"),
        Column.STATUS: _("Status"),
        Column.SIGNAL: _("Signal"),
        Column.OWNER: _("Owner"),
        Column.NEXT: _("Next number"),
    }[column]


def rhythm(row: AnyKpiRow) -> str:
    """What stands in grey after a KPI's name: how often, and where no head tells it also the department."""
    return " · ".join(part for part in (fmt.frequency_word(row.kpi.frequency), row.department) if part)
