"""What the KPIs of one reading share: series, targets, earlier definitions and decided shifts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from kpidesk.domain.entities import Definition, Input, Kpi, Shift, Target, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.domain.rollup import InputSeries, total_of_members
from kpidesk.domain.signals import RuleSet

if TYPE_CHECKING:
    from kpidesk.workspace import Workspace

Series = dict[Period, Value]


@dataclass(frozen=True)
class Source:
    """What the KPIs of one reading share; ``people`` is how many persons work in the company."""

    inputs: Mapping[Uid, InputSeries]
    targets: Mapping[Uid, list[Target]]
    fiscal_start: int
    definitions: Mapping[Uid, list[Definition]] = field(default_factory=dict)
    shifts: Mapping[Uid, list[Shift]] = field(default_factory=dict)
    rules: RuleSet = RuleSet.WHEELER
    people: int | None = None


def load(ws: Workspace, kpis: Iterable[Kpi]) -> Source:
    """Read what some KPIs are made of, all series in one query."""
    kpis = list(kpis)
    definitions = _by_kpi(ws.all(Definition))
    earlier = [each for kpi in kpis for each in definitions.get(kpi.uid, ())]
    wanted = {uid for kpi in kpis for _name, uid in kpi.inputs}
    wanted |= {uid for definition in earlier for _name, uid in definition.inputs}
    wanted |= {kpi.group for kpi in kpis if kpi.sensitive and kpi.group}
    company = ws.company
    return Source(
        _read_inputs(ws, wanted),
        _by_kpi(ws.all(Target)),
        company.fiscal_year_start,
        {uid: sorted(rows, key=_until) for uid, rows in definitions.items()},
        _by_kpi(ws.all(Shift)),
        company.signal_rules,
        company.people,
    )


def _until(definition: Definition) -> tuple[dt.date, Uid]:
    return definition.until or dt.date.min, definition.uid


Row = TypeVar("Row", Target, Definition, Shift)


def _by_kpi(rows: Iterable[Row]) -> dict[Uid, list[Row]]:
    found: dict[Uid, list[Row]] = {}
    for row in rows:
        if row.kpi is not None:
            found.setdefault(row.kpi, []).append(row)
    return found


def _read_inputs(ws: Workspace, wanted: set[Uid]) -> dict[Uid, InputSeries]:
    known = {item.uid: item for item in ws.all(Input)}
    inputs = {uid: known[uid] for uid in wanted if uid in known}
    weights = {item.weight for item in inputs.values() if item.weight in known}
    for uid in weights:
        assert uid is not None
        inputs[uid] = known[uid]
    members = [item for item in known.values() if item.member_of in inputs]
    series = ws.series_many([*inputs, *(item.uid for item in members)])
    split = _members_of(members, series)
    cells = {
        uid: total_of_members(item, series.get(uid, {}), split[uid]) if uid in split else series.get(uid, {})
        for uid, item in inputs.items()
    }
    plain = {uid: InputSeries(known[uid], cells[uid]) for uid in weights if uid is not None}
    return {
        uid: InputSeries(item, cells[uid], plain.get(item.weight) if item.weight else None)
        for uid, item in inputs.items()
    }


def _members_of(members: Iterable[Input], series: Mapping[Uid, Series]) -> dict[Uid, list[Series]]:
    found: dict[Uid, list[Series]] = {}
    for item in members:
        if item.member_of is not None:
            found.setdefault(item.member_of, []).append(series.get(item.uid, {}))
    return found
