"""Defining, changing, parking and deleting KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.commands import inputs as inputs_of
from kpidesk.commands.inputs import check_rule, find_input, fresh_key, last_order, slug
from kpidesk.commands.target_rules import make_goal_fields
from kpidesk.domain import bounds
from kpidesk.domain.entities import (
    Annotation,
    Combine,
    Definition,
    Department,
    Direction,
    Entity,
    Input,
    Kpi,
    Person,
    Shift,
    Target,
    Uid,
)
from kpidesk.domain.formula import parse
from kpidesk.domain.period import Frequency
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.text import msg
from kpidesk.workspace import Transaction, Workspace, new_uid

EDITABLE = frozenset(
    {
        "short_name", "definition", "department", "unit", "decimals", "direction", "owner", "grace_days",
        "counter_metric", "pitfall", "source", "base_start", "base_end", "range_min", "range_max", "tracked_by",
        "customer_facing", "indicator", "counter", "sensitive", "group", "library_id",
    }
)  # fmt: skip
REFERENCES: dict[str, type[Entity]] = {"owner": Person, "department": Department, "counter": Kpi, "group": Input}


# ---- KPIs ----------------------------------------------------------------------------------------


def define(
    ws: Workspace,
    *,
    name: str,
    unit: str = "count",
    frequency: Frequency = Frequency.MONTH,
    direction: Direction = Direction.INCREASE,
    combine: Combine = Combine.SUM,
    weight: Uid | None = None,
    formula: str = "",
    inputs: Mapping[str, Combine] | None = None,
    input_fields: Mapping[str, Mapping[str, Any]] | None = None,
    target: float | None = None,
    high: float | None = None,
    red_flag: float | None = None,
    decimals: int | None = None,
    **fields: Any,
) -> Uid:
    """Define a KPI: plain, with an input of its own name, or a formula over named inputs.

    ``inputs`` names the formula's inputs with the rule that combines them over time; inputs that
    exist already are shared, and their own rule stands. ``input_fields`` adds name, unit or source
    for new ones.
    """
    name = checks.title(name, msg("A KPI needs a name. Nothing was changed."))
    _refuse_same_name(ws, name)
    unit = fmt.unit_code(unit)
    places = _decimals(unit) if decimals is None else decimals
    _check_fields(ws, {**fields, "decimals": places})
    goal = make_goal_fields(direction, target, high, red_flag)
    if formula:
        parse(formula, [slug(key) for key in inputs or {}])
    elif inputs:
        raise BadInput(
            msg("Inputs are for a formula. Write the formula, or leave the inputs out; nothing was changed.")
        )
    else:
        check_rule(ws, combine, weight)
    with ws.transaction(msg("add KPI “{name}”", name=name)) as change:
        if formula:
            bound = _bind_inputs(ws, change, inputs or {}, input_fields or {}, frequency)
        else:
            own = Input(
                new_uid(), fresh_key(ws, name), name, unit, places, frequency, combine, weight,
                order=last_order(ws, change, Input), source=fields.get("source", ""), owner=fields.get("owner"),
            )  # fmt: skip
            bound = ((own.key, change.add(own)),)
        kpi = Kpi(
            new_uid(), name=name, unit=unit, decimals=places, frequency=frequency, direction=direction,
            formula=formula.strip(), inputs=bound, order=last_order(ws, change, Kpi), **fields,
        )  # fmt: skip
        change.add(kpi)
        if goal:
            change.add(Target(new_uid(), kpi=kpi.uid, **goal))
    return kpi.uid


def _bind_inputs(
    ws: Workspace,
    change: Transaction,
    inputs: Mapping[str, Combine],
    details: Mapping[str, Mapping[str, Any]],
    frequency: Frequency,
) -> tuple[tuple[str, Uid], ...]:
    bound = []
    for name, combine in inputs.items():
        key = slug(name)
        shared = find_input(ws, key)
        if shared is None:
            fresh = {"name": name, "frequency": frequency, "combine": combine, **details.get(name, {})}
            shared = Input(new_uid(), key=key, order=last_order(ws, change, Input), **fresh)
            change.add(shared)
        bound.append((key, shared.uid))
    return tuple(bound)


def _decimals(unit: str) -> int:
    return 1 if unit in ("percent", "hours", "ratio") else 0


def _refuse_same_name(ws: Workspace, name: str, but: Uid | None = None) -> None:
    for kpi in ws.all(Kpi):
        if kpi.uid != but and kpi.name.casefold() == name.casefold():
            raise RuleBroken(msg("There is a KPI called “{name}” already. Nothing was changed.", name=name))


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


def edit(
    ws: Workspace,
    uid: Uid,
    *,
    name: str | None = None,
    formula: str | None = None,
    inputs: Mapping[str, Combine] | None = None,
    **fields: Any,
) -> None:
    """Change a KPI's name, formula, unit, owner and so on; a plain KPI's input follows its name and unit."""
    kpi = ws.get(Kpi, uid)
    if name is not None:
        name = checks.title(name, msg("A KPI needs a name. The old name still stands."))
        _refuse_same_name(ws, name, but=uid)
    _check_fields(ws, fields)
    if name is not None:
        fields["name"] = name
    if "unit" in fields:
        fields["unit"] = fmt.unit_code(fields["unit"])
    bound_names = [slug(key) for key in inputs] if inputs is not None else [key for key, _uid in kpi.inputs]
    if formula:
        parse(formula, bound_names)
    with ws.transaction(msg("change “{name}”", name=kpi.name)) as change:
        if formula is not None and kpi.formula:
            fields["formula"] = formula.strip()
        if inputs is not None and kpi.formula:
            fields["inputs"] = _bind_inputs(ws, change, inputs, {}, kpi.frequency)
        change.set(Kpi, uid, **fields)
        if not kpi.formula:
            follow(ws, change, kpi, fields)


FOLLOWED = ("name", "unit", "decimals", "source", "owner")
"""What a plain KPI shares with its only input."""


def follow(ws: Workspace, change: Transaction, kpi: Kpi, fields: Mapping[str, Any]) -> None:
    """Let a plain KPI's only input have the same name, unit, decimals, source and owner."""
    shared = {name: value for name, value in fields.items() if name in FOLLOWED}
    for _key, source in kpi.inputs[:1]:
        if shared and ws.find(Input, source) is not None:
            change.set(Input, source, **shared)


def park(ws: Workspace, uid: Uid, parked: bool = True) -> None:
    """Set a KPI aside, or take it back: parked ones do not count and ask for no numbers."""
    kpi = ws.get(Kpi, uid)
    label = msg("park “{name}”", name=kpi.name) if parked else msg("take back “{name}”", name=kpi.name)
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


def _read_by(ws: Workspace, kpis: Sequence[Kpi]) -> set[Uid]:
    """The inputs that some KPIs read, today or by an earlier definition, as number, weight or head count."""
    uids = {kpi.uid for kpi in kpis}
    found = {source for kpi in kpis for _key, source in kpi.inputs} | {kpi.group for kpi in kpis if kpi.group}
    found |= {source for old in ws.all(Definition) if old.kpi in uids for _key, source in old.inputs}
    weights = {source.weight for source in ws.all(Input) if source.uid in found and source.weight}
    return found | weights
