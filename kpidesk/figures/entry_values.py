"""The numbers behind the sheet: each series read once, what is computed from them, and what if one more were typed."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kpidesk.domain.entities import Annotation, Definition, Entity, Input, Kpi, Uid, Value
from kpidesk.domain.formula import FormulaRefused, parse, words
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.domain.unusual import LONG, Known, comparable, is_unusual
from kpidesk.figures.entry import Cell, EntryRow
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import Source, load

if TYPE_CHECKING:
    from kpidesk.domain.entities import Company
    from kpidesk.workspace import Reads
    from kpidesk.workspace.reads import Told

E = TypeVar("E", bound=Entity)
Series = dict[Period, Value]
Values = dict[Period, float | None]
TAIL = LONG + 8
"""So many of the newest numbers of each input are read together: what the newest is held against, and what is ahead."""


@dataclass(frozen=True)
class Tail:
    """The newest numbers of an input, in order; ``whole`` tells that there are no others."""

    series: dict[Period, Value]
    whole: bool

    def reaches(self, period: Period) -> bool:
        """Tell whether what is known of a period stands here."""
        return self.whole or period >= next(iter(self.series))


class Numbers:
    """The numbers of a workspace, read when first asked for and kept until they change.

    What is asked of the newest periods is answered by the newest numbers of each input, which are read together; its
    whole series is read for older ones, and for what is computed. It offers the reads that figures need, so that a row
    can be computed from it as from a workspace.
    """

    def __init__(self, ws: Reads, series: Mapping[Uid, Series] | None = None) -> None:
        self._ws = ws
        self._series = dict(series or {})
        self._tails: dict[Uid, Tail] = {}
        self._known: dict[tuple[Uid, bool], Known] = {}
        self._sources: dict[Uid, tuple[Source, set[Uid]]] = {}

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

    def series_many(self, uids: Iterable[Uid]) -> dict[Uid, Series]:
        """The series of several inputs; only those not known yet are read."""
        wanted = list(uids)
        unknown = [uid for uid in wanted if uid not in self._series]
        if unknown:
            self._series |= self._ws.series_many(unknown)
        return {uid: self._series[uid] for uid in wanted}

    def columns(self, uids: Iterable[Uid]) -> Mapping[Uid, Series]:
        """The same as columns; the sheet asks for single periods, which a dictionary knows best."""
        return self.series_many(uids)

    def series(self, uid: Uid) -> Series:
        """The series of one input."""
        return self.series_many([uid])[uid]

    def forget(self, uids: Iterable[Uid]) -> None:
        """These series have changed."""
        changed = set(uids)
        for uid in changed:
            self._series.pop(uid, None)
            self._tails.pop(uid, None)
            for whole in (True, False):
                self._known.pop((uid, whole), None)
        self._sources = {kpi: kept for kpi, kept in self._sources.items() if kept[1].isdisjoint(changed)}

    def forget_all(self) -> None:
        """Everything may have changed."""
        for known in (self._series, self._tails, self._known, self._sources):
            known.clear()

    def supposing(self, uid: Uid, period: Period, value: Value | None) -> Numbers:
        """The same numbers as they would be with one more, or one less."""
        changed = dict(self.series(uid))
        changed.pop(period, None)
        if value is not None:
            late = not changed or next(reversed(changed)) < period
            changed[period] = value
            changed = changed if late else dict(sorted(changed.items()))
        return Numbers(self._ws, {**self._series, uid: changed})

    # ---- the newest ------------------------------------------------------------------------------

    def value(self, uid: Uid, period: Period) -> Value | None:
        """What is stored for a period of an input."""
        return self._reaching(uid, period).get(period)

    def window(self, uids: Iterable[Uid], first: Period, last: Period) -> dict[Uid, Series]:
        """Of each input numbers among which those from one period to another stand, read without the others."""
        known, unknown = dict[Uid, Series](), list[Uid]()
        for uid in uids:
            if uid in self._series:
                known[uid] = self._series[uid]
            elif (tail := self._tail(uid)).reaches(first):
                known[uid] = tail.series
            else:
                unknown.append(uid)
        return known | (self._ws.recent.within(unknown, first, last) if unknown else {})

    def since(self, uid: Uid, period: Period) -> Series:
        """The numbers of an input from a period on, with one before it at the least, if there is any."""
        tail = self._tail(uid)
        return tail.series if tail.whole or next(iter(tail.series)) < period else self.series(uid)

    def knows(self, uid: Uid, period: Period) -> bool:
        """Tell whether it has been read what is stored for a period of an input."""
        return uid in self._series or (uid in self._tails and self._tails[uid].reaches(period))

    def newest(self, uid: Uid, day: dt.date) -> Period | None:
        """The newest period with a number that has begun on a day."""
        last = Period(Frequency.YEAR, day)
        return next((period for period in reversed(self._reaching(uid, last)) if period <= last), None)

    def around(self, uid: Uid, period: Period) -> Known:
        """The known numbers of an input that the one of a period is held against."""
        tail = self._tail(uid)
        if (uid, False) not in self._known:
            self._known[uid, False] = Known.of(tail.series)
        newest = self._known[uid, False]
        if tail.whole or bisect_left(newest.periods, period) >= LONG:
            return newest
        if (uid, True) not in self._known:
            self._known[uid, True] = Known.of(self.series(uid))
        return self._known[uid, True]

    def _reaching(self, uid: Uid, period: Period) -> Series:
        """Numbers of an input among which that of a period stands, if there is one."""
        known = self._series.get(uid)
        if known is not None:
            return known
        tail = self._tail(uid)
        return tail.series if tail.reaches(period) else self.series(uid)

    def _tail(self, uid: Uid) -> Tail:
        """The newest numbers of an input; those of all inputs are read with the first."""
        if uid in self._series and uid not in self._tails:
            self._tails[uid] = Tail(self._series[uid], whole=True)
        elif uid not in self._tails:
            wanted = {uid, *(each.uid for each in self.all(Input))} - set(self._tails)
            for each, series in self._ws.recent.newest(wanted, TAIL).items():
                self._tails[each] = Tail(series, len(series) < TAIL)
        return self._tails[uid]

    # ---- what is computed ------------------------------------------------------------------------

    def computed(self, row: EntryRow, periods: Sequence[Period], frequency: Frequency) -> Values:
        """The values of a computed row."""
        if row.kpi.uid not in self._sources:
            self._load([row.kpi])
        return _computed(self._sources[row.kpi.uid][0], row, periods, frequency, self._ws.today())

    def is_hidden(self, row: EntryRow, period: Period) -> bool:
        """Tell whether a computed row has a number there that nobody is to see."""
        if row.total is not None or not row.kpi.sensitive:
            return False
        self.prepare([row])
        return Sheet(row.kpi, self._sources[row.kpi.uid][0]).at(period).masked

    def prepare(self, rows: Iterable[EntryRow]) -> None:
        """Read together what some rows are computed from."""
        kpis = {row.kpi.uid: row.kpi for row in rows if row.source is None and row.kpi.uid not in self._sources}
        if kpis:
            self._load(list(kpis.values()))

    def _load(self, kpis: list[Kpi]) -> None:
        source, reading = load(self, kpis, self._ws.today()), Reading(self._ws)
        self._sources |= {kpi.uid: (source, reading.of(kpi)) for kpi in kpis}

    # ---- what deserves a look --------------------------------------------------------------------

    def is_unusual(self, cell: Cell, confirmed: Mapping[Cell, float]) -> bool:
        """Tell whether a cell's number deserves a second look and has not been confirmed."""
        value = self.value(*cell)
        if not isinstance(value, float | int) or confirmed.get(cell) == value:
            return False
        source = self._ws.find(Input, cell[0])
        unit = "" if source is None else source.unit
        return is_unusual(value, comparable(self.around(*cell), cell[1]), unit)


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


class Reading:
    """Whose numbers computed rows depend on, looked up among all inputs once."""

    def __init__(self, ws: Reads) -> None:
        self._weights, self._members = dict[Uid, Uid](), dict[Uid, list[Uid]]()
        for source in ws.all(Input):
            if source.weight:
                self._weights[source.uid] = source.weight
            if source.member_of is not None:
                self._members.setdefault(source.member_of, []).append(source.uid)
        self._earlier: dict[Uid, set[Uid]] = {}
        for old in ws.all(Definition):
            if old.kpi is not None:
                self._earlier.setdefault(old.kpi, set()).update(uid for _name, uid in old.inputs)

    def of(self, kpi: Kpi) -> set[Uid]:
        """Every input that a KPI reads, now or by an earlier definition: weights, members and the head count too."""
        own = {uid for _name, uid in kpi.inputs} | self._earlier.get(kpi.uid, set())
        return self._with_theirs(own if kpi.group is None else {*own, kpi.group})

    def of_row(self, row: EntryRow) -> set[Uid]:
        """Every input that a computed row reads."""
        return self.of(row.kpi) if row.total is None else self._with_theirs({row.total.uid})

    def _with_theirs(self, own: set[Uid]) -> set[Uid]:
        found = own | {self._weights[uid] for uid in own if uid in self._weights}
        return found.union(*(self._members[uid] for uid in found if uid in self._members))


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
