"""The numbers behind the sheet: each series read once, what is computed from them, and what if one more were typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from kpidesk.domain.entities import Annotation, Entity, Input, Kpi, Uid, Value
from kpidesk.domain.formula import FormulaRefused, parse, words
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.domain.series.column import Series
from kpidesk.domain.unusual import comparable, is_unusual
from kpidesk.figures.entry import Cell, EntryRow
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import Source, load

if TYPE_CHECKING:
    from kpidesk.domain.entities import Company
    from kpidesk.workspace import Reads
    from kpidesk.workspace.reads import Told

E = TypeVar("E", bound=Entity)
Values = dict[Period, float | None]


class Numbers:
    """The series of a workspace, read when first asked for and kept until they change.

    It offers the reads that figures need, so that a row can be computed from it as from a workspace.
    """

    def __init__(self, ws: Reads, series: Mapping[Uid, dict[Period, Value]] | None = None) -> None:
        self._ws = ws
        self._series = dict(series or {})
        self._source: Source | None = None

    @property
    def company(self) -> Company:
        """The business that the file belongs to."""
        return self._ws.company

    def all(self, kind: type[E]) -> list[E]:
        """Every living row of a kind."""
        return self._ws.all(kind)

    @property
    def history(self) -> Told:
        """What the log tells of rows."""
        return self._ws.history

    def series_many(self, uids: Iterable[Uid]) -> dict[Uid, dict[Period, Value]]:
        """The series of several inputs; only those not known yet are read."""
        wanted = list(uids)
        unknown = [uid for uid in wanted if uid not in self._series]
        if unknown:
            self._series |= self._ws.series_many(unknown)
        return {uid: self._series[uid] for uid in wanted}

    def columns(self, uids: Iterable[Uid]) -> Mapping[Uid, Series]:
        """The same as columns; the sheet asks for single periods, which a dictionary knows best."""
        return self.series_many(uids)

    def series(self, uid: Uid) -> dict[Period, Value]:
        """The series of one input."""
        return self.series_many([uid])[uid]

    def forget(self, uids: Iterable[Uid]) -> None:
        """These series have changed."""
        for uid in uids:
            self._series.pop(uid, None)
        self._source = None

    def forget_all(self) -> None:
        """Everything may have changed."""
        self._series.clear()
        self._source = None

    def supposing(self, uid: Uid, period: Period, value: Value | None) -> Numbers:
        """The same numbers as they would be with one more, or one less."""
        changed = dict(self.series(uid))
        changed.pop(period, None)
        if value is not None:
            late = not changed or next(reversed(changed)) < period
            changed[period] = value
            changed = changed if late else dict(sorted(changed.items()))
        return Numbers(self._ws, {**self._series, uid: changed})

    # ---- what is computed ------------------------------------------------------------------------

    def computed(self, row: EntryRow, periods: Sequence[Period], frequency: Frequency) -> Values:
        """The values of a computed row."""
        if self._source is None:
            self._source = self._loaded([kpi for kpi in self.all(Kpi) if not kpi.parked])
        return _computed(self._source, row, periods, frequency, self._ws.today())

    def computed_alone(self, row: EntryRow, periods: Sequence[Period], frequency: Frequency) -> Values:
        """The same, with no more loaded than this one row needs."""
        return _computed(self._loaded([row.kpi]), row, periods, frequency, self._ws.today())

    def _loaded(self, kpis: list[Kpi]) -> Source:
        return load(self, kpis, self._ws.today())

    # ---- what deserves a look --------------------------------------------------------------------

    def is_unusual(self, cell: Cell, confirmed: Mapping[Cell, float]) -> bool:
        """Tell whether a cell's number deserves a second look and has not been confirmed."""
        uid, period = cell
        series = self.series(uid)
        value = series.get(period)
        if not isinstance(value, float | int) or confirmed.get(cell) == value:
            return False
        return is_unusual(value, comparable(series, period))


def _computed(source: Source, row: EntryRow, periods: Sequence[Period], frequency: Frequency, today: dt.date) -> Values:
    if row.total is not None:
        series = (source.ahead or source).inputs.get(row.total.uid)
        cells = {} if series is None else series.values
        return {p: v if isinstance(v := cells.get(p), float | int) else None for p in periods}
    if not row.kpi.frequency.divides(frequency):
        return {}
    sheet = Sheet(row.kpi, source)
    later = [] if sheet.ahead is None else [period for period in periods if period.first > today]
    found = dict(zip(periods, sheet.values(periods), strict=True))
    return found if sheet.ahead is None else found | {period: sheet.ahead.at(period).value for period in later}


def reads_of(ws: Reads, row: EntryRow) -> set[Uid]:
    """Every input whose numbers a computed row depends on: its own, their weights, members, and the head count."""
    own = {row.total.uid} if row.total is not None else {uid for _name, uid in row.kpi.inputs}
    if row.total is None and row.kpi.group is not None:
        own.add(row.kpi.group)
    known = ws.all(Input)
    own |= {source.weight for source in known if source.uid in own and source.weight}
    return own | {source.uid for source in known if source.member_of in own}


def formula_words(ws: Reads, kpi: Kpi) -> str:
    """A KPI's formula with the names of its inputs; as it stands when it can't be read."""
    sources = {name: ws.find(Input, uid) for name, uid in kpi.inputs}
    names = {name: source.name if source is not None else name for name, source in sources.items()}
    try:
        return words(parse(kpi.formula, names), names)
    except FormulaRefused:
        return kpi.formula


def confirmations(ws: Reads) -> dict[Cell, float]:
    """The numbers that looked unusual and are right all the same."""
    return {cell: note.confirmed for cell, note in _by_cell(ws) if note.confirmed is not None}


def noted_cells(ws: Reads) -> set[Cell]:
    """The cells of inputs and KPIs that carry a note."""
    return {cell for cell, note in _by_cell(ws) if note.text}


def _by_cell(ws: Reads) -> list[tuple[Cell, Annotation]]:
    found = []
    for note in ws.all(Annotation):
        try:
            period = Period.from_code(note.period)
        except BadPeriod:  # written by somebody else's program
            continue
        if note.about is not None:
            found.append(((note.about, period), note))
    return found
