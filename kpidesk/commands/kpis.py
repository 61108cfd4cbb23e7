"""What a KPI may be called and hold, its decimals, parking and deleting one. ``definitions`` adds and changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.commands import inputs as inputs_of
from kpidesk.domain import bounds
from kpidesk.domain.entities import (
    Annotation,
    Definition,
    Department,
    Entity,
    Input,
    Kpi,
    Person,
    Shift,
    Target,
    Uid,
    Value,
)
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.figures.reach import kpis_naming
from kpidesk.text import msg
from kpidesk.workspace import Reads, Transaction, Workspace

EDITABLE = frozenset(
    {
        "short_name", "definition", "department", "unit", "decimals", "direction", "owner", "grace_days",
        "counter_metric", "pitfall", "source", "base_start", "base_end", "range_min", "range_max", "tracked_by",
        "customer_facing", "indicator", "counter", "sensitive", "group", "library_id",
        "fitted",
    }
)  # fmt: skip
REFERENCES: dict[str, type[Entity]] = {"owner": Person, "department": Department, "counter": Kpi, "group": Input}


def _refuse_same_name(ws: Workspace, name: str, but: Uid | None = None) -> None:
    wanted = name.casefold()
    for kpi in ws.all(Kpi):
        if kpi.name.casefold() == wanted and kpi.uid != but:
            raise RuleBroken(msg("There is already a KPI named “{name}”. Nothing was changed.", name=name))


def check_new(ws: Workspace, name: str, fields: Mapping[str, Any], *, but: Uid | None = None) -> None:
    """Refuse a name that is taken, and fields that can't be."""
    _refuse_same_name(ws, name, but)
    _check_fields(ws, fields)


def _check_fields(ws: Workspace, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"a KPI has no such field to set: {', '.join(sorted(unknown))}")
    for name, kind in REFERENCES.items():
        checks.existing(ws, kind, fields.get(name))
    if not bounds.fits(Kpi, "decimals", fields.get("decimals")):
        raise BadInput(msg("A number is shown with 0 to 6 decimals. Nothing was changed."))


FOLLOWED = ("name", "unit", "decimals", "source", "owner")
"""What a plain KPI shares with its only input."""
MOST_WRITTEN = 2
"""So many decimals are shown without anybody having asked for them."""


def follow(ws: Workspace, change: Transaction, kpi: Kpi, fields: Mapping[str, Any]) -> None:
    """Let a plain KPI's only input have the same name, unit, decimals, source and owner."""
    shared = {name: value for name, value in fields.items() if name in FOLLOWED}
    for _key, source in kpi.inputs[:1]:
        if shared and ws.find(Input, source) is not None:
            change.set(Input, source, **shared)


# ---- decimals that nobody has chosen -------------------------------------------------------------
#
# They are stored with the number or limit that needs them, in the same change: every page, paper and workbook shows
# the same, and nothing has to look through all numbers to find out. They only grow; whoever wants fewer chooses them.


def needed(values: Iterable[Value | None]) -> int:
    """How many decimals show these numbers as they were written, two at the most."""
    most = 0
    for value in values:
        if isinstance(value, float | int) and value % 1:
            most = max(most, fmt.fitting_decimals(value, most))
        if most >= MOST_WRITTEN:
            return MOST_WRITTEN
    return most


def needed_by_input(ws: Reads, source: Input) -> int:
    """How many the numbers of an input need that are there already; amounts of money are shown in whole kroner."""
    return 0 if source.unit == "currency" else needed(ws.series(source.uid).values())


def fit_numbers(ws: Workspace, change: Transaction, source_uid: Uid, values: Iterable[Value | None]) -> None:
    """Let the KPIs that show an input, or what it is a part of, show these new numbers as they were written."""
    source = ws.find(Input, source_uid)
    places = needed(values) if source is not None and source.unit != "currency" else 0
    if source is None or not places:
        return
    for kpi in kpis_naming(ws, source.member_of or source_uid):
        if not kpi.formula.strip() and kpi.inputs[0][1] == (source.member_of or source_uid):
            _show(ws, change, kpi, places)


def fit_limits(ws: Workspace, change: Transaction, kpi: Kpi, rows: Iterable[Target]) -> None:
    """The same with what a KPI aims for."""
    for row in rows:
        season = (number for _code, number in row.season)
        _show(ws, change, kpi, needed((row.value, row.high, row.red_flag, row.red_high, row.path_from, *season)))


def _show(ws: Workspace, change: Transaction, kpi: Kpi, places: int) -> None:
    if kpi.fitted and ws.get(Kpi, kpi.uid).decimals < places:
        change.set(Kpi, kpi.uid, decimals=places)
        if not kpi.formula.strip():
            follow(ws, change, kpi, {"decimals": places})


# ---- parking and deleting ------------------------------------------------------------------------


def park(ws: Workspace, uid: Uid, parked: bool = True) -> None:
    """Set a KPI aside, or take it back: parked ones do not count and ask for no numbers."""
    kpi = ws.get(Kpi, uid)
    label = msg("park “{name}”", name=kpi.name) if parked else msg("unpark “{name}”", name=kpi.name)
    with ws.transaction(label) as change:
        change.set(Kpi, uid, parked=parked)


def delete(ws: Workspace, uid: Uid) -> None:
    """Delete a KPI, what is said of it, and the inputs that nothing else reads."""
    kpi = ws.get(Kpi, uid)
    with ws.transaction(msg("delete KPI “{name}”", name=kpi.name)) as change:
        said: list[Target | Definition | Shift] = [*ws.all(Target), *ws.all(Definition), *ws.all(Shift)]
        for row in said:
            if row.kpi == uid:
                change.delete(type(row), row.uid)
        for note in ws.all(Annotation):
            if note.about == uid:
                change.delete(Annotation, note.uid)
        for source in inputs_of_its_own(ws, uid):
            change.delete(Input, source)
        change.delete(Kpi, uid)


def inputs_of_its_own(ws: Workspace, uid: Uid) -> list[Uid]:
    """The inputs, and their members, that nothing but this KPI reads: they go when it is deleted."""
    own = _read_by(ws, [ws.get(Kpi, uid)]) - _read_by(ws, [other for other in ws.all(Kpi) if other.uid != uid])
    parts = [part for source in own for part in (*inputs_of.members(ws, source), ws.find(Input, source))]
    return sorted({part.uid for part in parts if part is not None})


def others_reading(ws: Workspace, source: Uid, uid: Uid) -> list[Kpi]:
    """The KPIs that read an input besides one of them: what is changed about it changes them too."""
    return [kpi for kpi in ws.all(Kpi) if kpi.uid != uid and source in _read_by(ws, [kpi])]


def _read_by(ws: Workspace, kpis: Sequence[Kpi]) -> set[Uid]:
    """The inputs that some KPIs read, today or by an earlier definition, as number, weight or head count."""
    uids = {kpi.uid for kpi in kpis}
    found = {source for kpi in kpis for _key, source in kpi.inputs} | {kpi.group for kpi in kpis if kpi.group}
    found |= {source for old in ws.all(Definition) if old.kpi in uids for _key, source in old.inputs}
    weights = {source.weight for source in ws.all(Input) if source.uid in found and source.weight}
    return found | weights
