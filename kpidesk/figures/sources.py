"""What the KPIs of one reading share: series, targets, earlier definitions and decided shifts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, TypeVar

from kpidesk.domain.entities import Definition, Input, Kpi, Shift, Target, Uid
from kpidesk.domain.rollup import InputSeries, total_of_members
from kpidesk.domain.series.column import Series
from kpidesk.domain.signals import RuleSet
from kpidesk.records import record

if TYPE_CHECKING:
    from kpidesk.workspace import KpiReads


@record(frozen=True)
class Source:
    """What the KPIs of one reading share, as of a day.

    Numbers of periods that begin later are not in ``inputs``: whatever is calculated from them is what was so on
    the day. ``ahead`` is the same with those numbers, to show them apart; empty where there are none. ``made`` tells
    the day on which each KPI was made here, ``people`` how many persons work in the company.
    """

    inputs: Mapping[Uid, InputSeries]
    targets: Mapping[Uid, list[Target]]
    fiscal_start: int
    ahead: Source | None = None
    made: Mapping[Uid, dt.date] = field(default_factory=dict)
    definitions: Mapping[Uid, list[Definition]] = field(default_factory=dict)
    shifts: Mapping[Uid, list[Shift]] = field(default_factory=dict)
    rules: RuleSet = RuleSet.WHEELER
    people: int | None = None


@record(frozen=True)
class Readings:
    """What some KPIs are made of, read once, to be looked at as of any day."""

    read: Mapping[Uid, tuple[Input, Series]]
    rest: Source

    def on(self, day: dt.date) -> Source:
        """All of it as it was known on ``day``."""
        whole = replace(self.rest, inputs=_as_of(self.read, day))
        if not any(series.reaches_beyond for series in whole.inputs.values()):
            return whole
        return replace(whole, ahead=replace(whole, inputs=_as_of(self.read, None)))


def load(ws: KpiReads, kpis: Iterable[Kpi], day: dt.date) -> Source:
    """Read what some KPIs are made of as of ``day``, all series in one query."""
    return readings(ws, kpis).on(day)


def readings(ws: KpiReads, kpis: Iterable[Kpi]) -> Readings:
    """Read what some KPIs are made of, all series in one query."""
    kpis = list(kpis)
    definitions = _by_kpi(ws.all(Definition))
    earlier = [each for kpi in kpis for each in definitions.get(kpi.uid, ())]
    wanted = {uid for kpi in kpis for _name, uid in kpi.inputs}
    wanted |= {uid for definition in earlier for _name, uid in definition.inputs}
    wanted |= {kpi.group for kpi in kpis if kpi.sensitive and kpi.group}
    company = ws.company
    rest = Source(
        {},
        _by_kpi(ws.all(Target)),
        company.fiscal_year_start,
        None,
        ws.history.made_on(kpi.uid for kpi in kpis),
        {uid: sorted(rows, key=_until) for uid, rows in definitions.items()},
        _by_kpi(ws.all(Shift)),
        company.signal_rules,
        company.people,
    )
    return Readings(_read_inputs(ws, wanted), rest)


def counted_from(source: Source, fiscal_start: int) -> Source:
    """The same numbers, with longer periods that count from another month."""
    ahead = None if source.ahead is None else replace(source.ahead, fiscal_start=fiscal_start)
    return replace(source, fiscal_start=fiscal_start, ahead=ahead)


def _until(definition: Definition) -> tuple[dt.date, Uid]:
    return definition.until or dt.date.min, definition.uid


Row = TypeVar("Row", Target, Definition, Shift)


def _by_kpi(rows: Iterable[Row]) -> dict[Uid, list[Row]]:
    found: dict[Uid, list[Row]] = {}
    for row in rows:
        if row.kpi is not None:
            found.setdefault(row.kpi, []).append(row)
    return found


def _read_inputs(ws: KpiReads, wanted: set[Uid]) -> dict[Uid, tuple[Input, Series]]:
    """Some inputs and those that weigh them, with every number that is entered."""
    known = {item.uid: item for item in ws.all(Input)}
    inputs = {uid: known[uid] for uid in wanted if uid in known}
    weights = {item.weight for item in inputs.values() if item.weight in known}
    for uid in weights:
        assert uid is not None
        inputs[uid] = known[uid]
    members = [item for item in known.values() if item.member_of in inputs]
    series = ws.columns([*inputs, *(item.uid for item in members)])
    split = _members_of(members, series)
    return {
        uid: (item, total_of_members(item, series.get(uid, {}), split[uid]) if uid in split else series.get(uid, {}))
        for uid, item in inputs.items()
    }


def _as_of(read: Mapping[Uid, tuple[Input, Series]], day: dt.date | None) -> dict[Uid, InputSeries]:
    """The inputs as they are known on a day; with every number, where none is given."""
    weighing = {item.weight for item, _cells in read.values() if item.weight in read}
    plain = {uid: InputSeries(*read[uid], day=day) for uid in weighing if uid is not None}
    return {
        uid: InputSeries(item, cells, plain.get(item.weight) if item.weight else None, day)
        for uid, (item, cells) in read.items()
    }


def _members_of(members: Iterable[Input], series: Mapping[Uid, Series]) -> dict[Uid, list[Series]]:
    found: dict[Uid, list[Series]] = {}
    for item in members:
        if item.member_of is not None:
            found.setdefault(item.member_of, []).append(series.get(item.uid, {}))
    return found
