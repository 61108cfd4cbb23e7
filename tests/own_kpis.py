"""KPIs of one's own in a line: defined and changed by the command that the form uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kpidesk.commands import definitions, targets
from kpidesk.commands.definitions import InputSpec, KpiSpec
from kpidesk.commands.inputs import fresh_key, last_order, slug
from kpidesk.commands.target_rules import Step, with_steps
from kpidesk.domain.entities import Combine, Direction, Input, Kpi, Uid
from kpidesk.domain.period import Frequency
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid

SAID = {"name", "unit", "decimals", "direction", "formula"}
"""What a form says of a KPI beside its other fields."""


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
    """Define a KPI: plain, with an input of its own name, or a formula over inputs that are made where missing."""
    if inputs:
        made = (
            replace(InputSpec(key, slug(key), Combine(rule)), **(input_fields or {}).get(key, {}))
            for key, rule in inputs.items()
        )
        sources = tuple(definitions.shared(ws, each) for each in made)
    else:
        own = InputSpec(name, combine=combine, weight=ws.get(Input, weight).key if weight else "")
        sources = definitions.own_input(ws, own)
    places = definitions.usual_decimals(unit) if decimals is None else decimals
    spec = KpiSpec(name, unit, places, frequency, direction, formula, sources, target, high, red_flag, fields)
    return definitions.store(ws, spec)


def edit(ws: Workspace, uid: Uid, **changes: Any) -> None:
    """Change a KPI as a form does that was opened right before; a plain KPI's input follows its name and unit."""
    kpi = ws.get(Kpi, uid)
    sources = tuple(replace(definitions.existing(ws, ws.get(Input, source)), key=key) for key, source in kpi.inputs)
    opened = KpiSpec(kpi.name, kpi.unit, kpi.decimals, kpi.frequency, kpi.direction, kpi.formula, sources)
    said = {name: value for name, value in changes.items() if name in SAID}
    others = {name: value for name, value in changes.items() if name not in SAID}
    definitions.store(ws, replace(opened, **said, fields=others), uid, opened=opened)


def add_input(ws: Workspace, name: str, *, key: str = "", frequency: Frequency = Frequency.MONTH, **fields: Any) -> Uid:
    """A measured quantity that no KPI reads yet."""
    with ws.transaction(msg("add “{name}”", name=name)) as change:
        order = last_order(ws, change, Input)
        named = key or fresh_key(ws, name)
        return change.add(Input(new_uid(), named, name, frequency=frequency, order=order, **fields))


def set_steps(ws: Workspace, kpi: Uid, steps: Sequence[Step]) -> None:
    """A step plan, stored as the form stores it."""
    entity = ws.get(Kpi, kpi)
    targets.store(ws, entity, with_steps(entity, targets.of_kpi(ws, kpi), steps, new_uid))


def named(ws: Workspace, name: str) -> Kpi:
    """The KPI of a name."""
    return next(kpi for kpi in ws.all(Kpi) if kpi.name == name)
