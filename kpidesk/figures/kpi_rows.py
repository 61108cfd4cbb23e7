"""The rows of the KPI table: which KPIs, under which heads, in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from kpidesk import format as fmt
from kpidesk.domain.entities import Department, Kpi, Person, Uid
from kpidesk.domain.status import Status
from kpidesk.figures import KpiFigures
from kpidesk.figures.model import GLANCED
from kpidesk.text import _
from kpidesk.viz.spark import SparkSpec, spark_spec


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


UNSORTED = (Column.TREND,)
"""Columns that put nothing in order."""


@dataclass(frozen=True)
class GroupRow:
    """The head of a department, or of the parked KPIs with their names."""

    title: str
    icon: str
    parked: tuple[Kpi, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells the row from every other."""
        return "parked" if self.parked else "group", self.title


@dataclass(frozen=True)
class KpiRow:
    """One KPI with its figures, its owner, and its department where no head tells it."""

    figures: KpiFigures
    owner: str = ""
    department: str = ""

    @property
    def kpi(self) -> Kpi:
        """The KPI by its definition."""
        return self.figures.kpi

    @property
    def uid(self) -> Uid:
        """The KPI."""
        return self.figures.kpi.uid

    @property
    def key(self) -> tuple[str, str]:
        """What tells the row from every other."""
        return "kpi", self.uid

    @cached_property
    def spark(self) -> SparkSpec:
        """The trend, made when first painted."""
        return spark_of(self.figures)


@dataclass(frozen=True)
class PendingRow:
    """One KPI whose figures are not worked out yet: what its definition says, and nothing of its numbers."""

    kpi: Kpi
    owner: str = ""
    department: str = ""

    @property
    def uid(self) -> Uid:
        """The KPI."""
        return self.kpi.uid

    @property
    def key(self) -> tuple[str, str]:
        """What tells the row from every other: it is the same once the figures are there."""
        return "kpi", self.uid


AnyKpiRow = KpiRow | PendingRow
Row = GroupRow | AnyKpiRow
Told = KpiFigures | Kpi
"""A KPI with its figures, or alone while they are not worked out."""


def kpi_of(told: Told) -> Kpi:
    """The KPI, with its figures or without."""
    return told if isinstance(told, Kpi) else told.kpi


def spark_of(figures: KpiFigures, count: int = GLANCED) -> SparkSpec:
    """The newest points of a KPI as a sparkline; a ring at the end where a number is overdue."""
    limits = figures.limits
    band = None if limits is None else (figures.possible(limits.lower), figures.possible(limits.upper))
    missing = figures.due.overdue is not None and not figures.kpi.parked
    return spark_spec(figures.glance(count), count=count, band=band, last_missing=missing)


@dataclass(frozen=True)
class Filter:
    """Which KPIs to show."""

    text: str = ""
    department: Uid | None = None
    status: Status | None = None
    signals: bool = False

    def admits(self, told: Told, answers: Collection[str] = ()) -> bool:
        """Tell whether a KPI is to be shown: every word of the search stands somewhere in what is said of it.

        ``answers`` are the KPIs of the library that the search finds there. What asks for a status or a signal admits
        none of which neither is known yet.
        """
        kpi = kpi_of(told)
        named = not self.text or self._names(kpi) or kpi.library_id in answers
        placed = self.department is None or kpi.department == self.department
        return named and placed and self._admits_figures(None if isinstance(told, Kpi) else told)

    def _names(self, kpi: Kpi) -> bool:
        said = f"{kpi.name} {kpi.short_name} {kpi.definition}".casefold()
        return all(word in said for word in self.text.casefold().split())

    def _admits_figures(self, figures: KpiFigures | None) -> bool:
        if figures is None:
            return self.status is None and not self.signals
        stands = self.status is None or (figures.status is self.status and figures.masked is None)
        return stands and (figures.flagged or not self.signals)


@dataclass(frozen=True)
class Sorting:
    """The column that orders the table; without one the KPIs stand in their own order, by department."""

    column: Column | None = None
    descending: bool = False

    def clicked(self, column: Column) -> Sorting:
        """What a click on a head makes of it: up, down, and the own order again."""
        if column in UNSORTED:
            return self
        if self.column is not column:
            return Sorting(column)
        return Sorting() if self.descending else Sorting(column, True)

    def texts(self) -> list[str]:
        """As it is remembered."""
        return [] if self.column is None else [self.column.name, "down" if self.descending else "up"]

    @staticmethod
    def read(texts: Sequence[str]) -> Sorting:
        """As it was remembered; anything else is the own order."""
        if len(texts) != 2 or texts[0] not in Column.__members__ or Column[texts[0]] in UNSORTED:
            return Sorting()
        return Sorting(Column[texts[0]], texts[1] == "down")


JUDGED = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.ACHIEVED)


def _latest(row: KpiRow) -> float | None:
    latest = row.figures.latest
    return None if latest is None or row.figures.masked is not None else latest.value


def _target(row: KpiRow) -> float | None:
    return row.figures.target.target


def _change(row: KpiRow) -> float | None:
    moved = row.figures.change
    return None if moved is None or row.figures.masked is not None else moved.difference


def _status(row: KpiRow) -> float | None:
    """The worst first; what is not judged comes after what is."""
    if row.figures.masked is not None:
        return None
    score = row.figures.order_score
    if row.figures.status in JUDGED and score is not None:
        return score
    return 100.0 if row.figures.status is Status.NO_DATA else None


def _signal(row: KpiRow) -> float | None:
    return 0.0 if row.figures.flagged else None


def _next(row: KpiRow) -> float | None:
    return None if row.figures.kpi.parked else float(row.figures.due.date.toordinal())


NUMBERS: Mapping[Column, Callable[[KpiRow], float | None]] = {
    Column.LATEST: _latest,
    Column.TARGET: _target,
    Column.CHANGE: _change,
    Column.STATUS: _status,
    Column.SIGNAL: _signal,
    Column.NEXT: _next,
}


def in_order(rows: Iterable[AnyKpiRow], sorting: Sorting) -> list[AnyKpiRow]:
    """The rows by one column; those that have nothing in it stand last, whichever way."""
    rows = list(rows)
    if sorting.column is None:
        return rows
    words = _owner_of if sorting.column is Column.OWNER else _name_of
    have: list[tuple[tuple[float, str], AnyKpiRow]] = []
    lack: list[AnyKpiRow] = []
    for row in rows:
        value = _number(row, sorting.column)
        if value is None:
            lack.append(row)
        else:
            have.append(((value, words(row)), row))
    have.sort(key=lambda item: item[0], reverse=sorting.descending)
    return [*(row for _key, row in have), *lack]


def _number(row: AnyKpiRow, column: Column) -> float | None:
    """What orders a row; empty where it has nothing in the column, or nothing yet."""
    if column is Column.NAME or (column is Column.OWNER and row.owner):
        return 0.0  # there the words decide
    if column is Column.OWNER or isinstance(row, PendingRow):
        return None
    return NUMBERS[column](row)


def _name_of(row: AnyKpiRow) -> str:
    return fmt.alphabetical(row.kpi.name)


def _owner_of(row: AnyKpiRow) -> str:
    return fmt.alphabetical(row.owner)


class Arrangement:
    """Puts KPIs under the heads of their departments, or in one sorted list; the parked ones at the bottom."""

    def __init__(self, departments: Sequence[Department], people: Sequence[Person]) -> None:
        self._departments = departments
        self._named = {department.uid: department.name for department in departments}
        self._people = {person.uid: person.name for person in people}

    def rows(
        self, active: Iterable[Told], parked: Iterable[Told], sorting: Sorting, *, unfolded: bool
    ) -> Iterator[Row]:
        """Every row, from the top."""
        if sorting.column is None:
            yield from self._by_department(active)
        else:
            yield from in_order((self._row(each, told=False) for each in active), sorting)
        aside = [self._row(each, told=False) for each in parked]
        if aside:
            yield GroupRow(_("Parked"), "archive", tuple(row.kpi for row in aside))
            if unfolded:
                yield from in_order(aside, sorting)

    def _by_department(self, active: Iterable[Told]) -> Iterator[Row]:
        groups: dict[Uid | None, list[AnyKpiRow]] = {}
        for each in active:
            home = kpi_of(each).department
            groups.setdefault(home if home in self._named else None, []).append(self._row(each, told=True))
        for department in self._departments:
            if department.uid in groups:
                yield GroupRow(department.name, department.icon or "chart-line")
                yield from groups[department.uid]
        if None in groups:
            if len(groups) > 1:
                yield GroupRow(_("Without a department"), "chart-line")
            yield from groups[None]

    def _row(self, each: Told, *, told: bool) -> AnyKpiRow:
        kpi = kpi_of(each)
        home = "" if told else self._named.get(kpi.department or "", "")
        owner = self._people.get(kpi.owner or "", "")
        return PendingRow(kpi, owner, home) if isinstance(each, Kpi) else KpiRow(each, owner, home)
