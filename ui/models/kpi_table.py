"""The KPIs as a Qt model: a row for each department, under it its KPIs, at the bottom those that are parked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.domain.entities import Department, Kpi, Person, Uid
from kpidesk.domain.period import Frequency
from kpidesk.domain.status import Status
from kpidesk.figures import KpiFigures
from kpidesk.text import _, ngettext
from kpidesk.viz.spark import SparkSpec, spark_spec
from kpidesk.viz.status_shapes import status_word
from ui.bridge import Desk

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
SPARK_POINTS = 13


class Column(IntEnum):
    """What stands in each column."""

    NAME = 0
    TREND = 1
    LATEST = 2
    TARGET = 3
    CHANGE = 4
    STATUS = 5
    SIGNAL = 6
    OWNER = 7
    NEXT = 8


@dataclass(frozen=True)
class GroupRow:
    """The head of a department, or of the parked KPIs with their names."""

    title: str
    icon: str
    parked: tuple[Kpi, ...] = ()


@dataclass(frozen=True)
class KpiRow:
    """One KPI with its figures."""

    figures: KpiFigures
    spark: SparkSpec = field(compare=False)

    @property
    def uid(self) -> Uid:
        """The KPI."""
        return self.figures.kpi.uid


@dataclass(frozen=True)
class Filter:
    """Which KPIs to show."""

    text: str = ""
    department: Uid | None = None
    status: Status | None = None
    signals: bool = False

    def admits(self, figures: KpiFigures) -> bool:
        """Tell whether a KPI is to be shown."""
        kpi, wanted = figures.kpi, self.text.casefold().strip()
        named = wanted in f"{kpi.name} {kpi.short_name} {kpi.definition}".casefold()
        placed = self.department is None or kpi.department == self.department
        stands = self.status is None or figures.status is self.status
        return named and placed and stands and (figures.flagged or not self.signals)


class KpiTable(QAbstractTableModel):
    """KPIs by department."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows: tuple[GroupRow | KpiRow, ...] = ()
        self.unfolded = False

    # ---- content -------------------------------------------------------------------------------

    def show(self, found: Iterable[KpiFigures], parked: Sequence[KpiFigures], chosen: Filter) -> None:
        """Show these; where the rows are the same KPIs only what differs is repainted."""
        rows = tuple(self._arranged(found, parked, chosen))
        if [_key(row) for row in rows] == [_key(row) for row in self.rows]:
            old, self.rows = self.rows, rows
            for place, (before, after) in enumerate(zip(old, rows, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _arranged(
        self, found: Iterable[KpiFigures], parked: Sequence[KpiFigures], chosen: Filter
    ) -> Iterable[GroupRow | KpiRow]:
        groups: dict[Uid | None, list[KpiFigures]] = {}
        for figures in found:
            if chosen.admits(figures):
                home = self.desk.ws.find(Department, figures.kpi.department)
                groups.setdefault(home.uid if home else None, []).append(figures)
        for department in [*self.desk.ws.all(Department), None]:
            uid = department.uid if department else None
            if uid not in groups:
                continue
            if department is not None or len(groups) > 1:
                name = department.name if department else _("Without a department")
                yield GroupRow(name, department.icon if department and department.icon else "chart-line")
            for figures in groups[uid]:
                yield _kpi_row(figures)
        shown = [figures for figures in parked if chosen.admits(figures)]
        if shown:
            yield GroupRow(_("Parked"), "archive", tuple(figures.kpi for figures in shown))
            if self.unfolded:
                for figures in shown:
                    yield _kpi_row(figures)

    # ---- rows ----------------------------------------------------------------------------------

    def figures(self, index: Index) -> KpiFigures | None:
        """The figures of a row; ``None`` for a department's."""
        row = self.rows[index.row()] if index.isValid() else None
        return row.figures if isinstance(row, KpiRow) else None

    def row_of(self, uid: Uid) -> int:
        """The row of a KPI, or -1."""
        return next((n for n, row in enumerate(self.rows) if isinstance(row, KpiRow) and row.uid == uid), -1)

    def text_of(self, figures: KpiFigures, column: Column) -> str:
        """A cell in words."""
        kpi, latest = figures.kpi, figures.latest
        match column:
            case Column.NAME:
                return kpi.name
            case Column.LATEST:
                if latest is None or latest.value is None:
                    return "–"
                return fmt.with_unit(latest.value, kpi.unit, kpi.decimals)
            case Column.TARGET:
                return self._target_text(figures)
            case Column.CHANGE:
                if figures.change is None:
                    return ""
                return fmt.signed(figures.change.difference, kpi.decimals)
            case Column.STATUS:
                return status_word(figures.status.value)
            case Column.SIGNAL:
                return "–" if figures.sentence is None else str(figures.sentence)
            case Column.OWNER:
                person = self.desk.ws.find(Person, kpi.owner)
                return person.name.split()[0] if person and person.name.split() else ""
            case Column.NEXT:
                return self.next_text(figures)[0]
        return ""

    def _target_text(self, figures: KpiFigures) -> str:
        goal, kpi = figures.target, figures.kpi
        if goal is None or goal.target is None:
            return ""
        low = fmt.with_unit(goal.target, kpi.unit, kpi.decimals)
        if goal.high is None:
            return low
        return f"{fmt.number(goal.target, kpi.decimals)}–{fmt.with_unit(goal.high, kpi.unit, kpi.decimals)}"

    def next_text(self, figures: KpiFigures) -> tuple[str, str]:
        """When the next number is asked for, and the colour of the words."""
        due = figures.due
        if figures.kpi.parked:
            return "", "text2"
        if due.overdue is not None:
            return fmt.overdue(due.overdue), "off_text"
        if due.is_due:
            return _("today"), "text2"
        return fmt.day_short(due.opens, self.desk.today()), "text2"

    # ---- Qt's questions --------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt: the column heads."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole:
            right = section in (Column.LATEST, Column.TARGET, Column.CHANGE)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Role.DisplayRole:
            return None
        return {
            Column.NAME: _("KPI"),
            Column.TREND: _("Trend and target"),
            Column.LATEST: _("Latest"),
            Column.TARGET: _("Target"),
            Column.CHANGE: _("Change"),
            Column.STATUS: _("Status"),
            Column.SIGNAL: _("Signal"),
            Column.OWNER: _("Owner"),
            Column.NEXT: _("Next number"),
        }[Column(section)]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what a cell holds; the delegate paints from the row itself."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if isinstance(row, GroupRow):
            spoken = role in (Role.DisplayRole, Role.AccessibleTextRole) and index.column() == 0
            return self.group_text(row) if spoken else None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self.text_of(row.figures, Column(index.column())) or None
        if role == Role.AccessibleTextRole:
            return self.spoken(row.figures)
        return None

    def group_text(self, row: GroupRow) -> str:
        """A department's name; for the parked ones also how many and which."""
        if not row.parked:
            return row.title
        n = len(row.parked)
        names = ", ".join(kpi.short_name or kpi.name for kpi in row.parked)
        words = ngettext(
            "{n} KPI does not count and asks for no numbers: {names}",
            "{n} KPIs do not count and ask for no numbers: {names}",
            n,
        )
        return f"{row.title}  " + words.format(n=n, names=names)

    def spoken(self, figures: KpiFigures) -> str:
        """A row in one sentence, for a screen reader."""
        columns = (Column.NAME, Column.LATEST, Column.TARGET, Column.STATUS, Column.SIGNAL)
        return ", ".join(text for column in columns if (text := self.text_of(figures, column)))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: KPIs can be chosen, department heads not."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.figures(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _kpi_row(figures: KpiFigures) -> KpiRow:
    limits = figures.limits
    band = None if limits is None else (limits.lower, limits.upper)
    missing = figures.due.overdue is not None and not figures.kpi.parked
    spark = spark_spec(figures.tail(SPARK_POINTS), count=SPARK_POINTS, band=band, last_missing=missing)
    return KpiRow(figures, spark)


def _key(row: GroupRow | KpiRow) -> tuple[str, str]:
    return ("group", row.title) if isinstance(row, GroupRow) else ("kpi", row.uid)


def rhythm(frequency: Frequency) -> str:
    """What stands in grey after a KPI's name."""
    return fmt.frequency_word(frequency)
