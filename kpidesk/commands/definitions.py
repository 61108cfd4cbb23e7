"""An own KPI as a form describes it: stored whole, as one change; a changed definition begins a new version.

Until the day from which the new definition holds, the old one goes on to be calculated: the line breaks
there, and natural limits begin anew. Without such a day the change corrects a mistake, from the beginning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kpidesk import format as fmt
from kpidesk.commands import checks, inputs, kpis, targets
from kpidesk.commands.inputs import check_rule, find_input, fresh_key, last_order, slug
from kpidesk.commands.target_rules import Step
from kpidesk.domain import bounds
from kpidesk.domain.entities import Combine, Definition, Direction, Input, Kpi, Uid
from kpidesk.domain.formula import in_keys, is_share, parse
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.text import msg
from kpidesk.workspace import Transaction, Workspace, new_uid

LONGEST_SHORT_NAME = 34
CALCULATION = ("formula", "inputs")
MEASURED_UNITS = ("percent", "hours", "days", "ratio")
AVERAGES = (Combine.MEAN, Combine.WEIGHTED_MEAN, Combine.NONE)


@dataclass(frozen=True)
class InputSpec:
    """One input of a KPI: an existing one by its key, or a new one by its name.

    ``weight`` is the key of the input that weighs a weighted mean. ``members`` split it by ``dimension``.
    ``unit``, ``decimals`` and ``source`` are those of a new one; one that is there keeps its own.
    """

    name: str
    key: str = ""
    combine: Combine = Combine.SUM
    unit: str = "count"
    weight: str = ""
    ratio: bool = False
    dimension: str = ""
    members: tuple[str, ...] = ()
    opening: float | None = None
    opening_period: Period | None = None
    decimals: int = 0
    source: str = ""

    @property
    def spelled(self) -> str:
        """The key as formulas write it."""
        return self.key or slug(self.name)


@dataclass(frozen=True)
class KpiSpec:
    """Everything a form says of a KPI. ``formula`` empty: the KPI is its first input as it stands.

    ``fitted``: nobody has chosen the ``decimals``; there are at least so many.
    """

    name: str
    unit: str
    decimals: int
    frequency: Frequency
    direction: Direction
    formula: str = ""
    inputs: tuple[InputSpec, ...] = ()
    target: float | None = None
    high: float | None = None
    red_flag: float | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    fitted: bool = False


def usual_decimals(unit: str, combine: Combine = Combine.SUM, *limits: float | None) -> int:
    """How many decimals a KPI of this unit has where nobody has said so: one for what is seldom whole, as shares,
    hours, days and averages, and as many as its limits were written with, two at the most."""
    code = fmt.unit_code(unit)
    measured = code in MEASURED_UNITS or (code != "currency" and combine in AVERAGES)
    return max(int(measured), kpis.needed(limits))


def is_unscaled(kpi: Kpi) -> bool:
    """Tell whether a percentage is calculated as a share, and so stands as a hundredth of what was probably meant."""
    return bool(kpi.formula) and kpi.unit == "percent" and is_share(parse(kpi.formula, [key for key, _u in kpi.inputs]))


def existing(ws: Workspace, source: Input) -> InputSpec:
    """An input that is there, as it stands."""
    weight = ws.find(Input, source.weight)
    return InputSpec(
        source.name, source.key, source.combine, source.unit, weight.key if weight else "", source.ratio,
        decimals=source.decimals, source=source.source,
    )  # fmt: skip


def shared(ws: Workspace, wanted: InputSpec) -> InputSpec:
    """The input that is there by the key of ``wanted``, as it stands, or else ``wanted`` as a new one."""
    known = find_input(ws, wanted.spelled)
    return existing(ws, known) if known is not None else wanted


def own_input(ws: Workspace, own: InputSpec) -> tuple[InputSpec, ...]:
    """A plain KPI's only input, and the one that weighs it."""
    weighing = next((each for each in ws.all(Input) if own.weight and each.key == own.weight), None)
    return (own,) if weighing is None else (own, existing(ws, weighing))


def store(
    ws: Workspace,
    spec: KpiSpec,
    kpi: Uid | None = None,
    *,
    opened: KpiSpec | None = None,
    since: dt.date | None = None,
    limits: bool = False,
) -> Uid:
    """Add a KPI, or change one; a changed calculation or definition holds from ``since`` on, or always.

    ``opened`` is what the form said when it was opened: only what differs from it is changed, so that what a
    colleague has made of the rest since stands. ``limits`` tells that the target of an old KPI is to be replaced by
    the one given. The formula may use the names that inputs have on screen. All or nothing: what can't be is refused
    with a sentence.
    """
    spec, opened = _plain(spec), None if opened is None else _plain(opened)
    _check(spec)
    spec = replace(spec, formula=in_keys(spec.formula, [(each.name, each.spelled) for each in spec.inputs]).text)
    old = ws.get(Kpi, kpi) if kpi is not None else None
    name = checks.title(spec.name, msg("A KPI must have a name. Nothing was changed."))
    label = msg("change “{name}”", name=old.name) if old else msg("add KPI “{name}”", name=name)
    with ws.transaction(label) as change:
        if old is None:
            kpis.check_new(ws, name, {**spec.fields, "decimals": spec.decimals})  # before its inputs take these over
            return _add(ws, change, spec, name, _bound(ws, change, spec, None))
        if limits:
            targets.set_target(ws, old.uid, Step(value=spec.target, high=spec.high, red_flag=spec.red_flag))
        fields = _changes(spec, opened, name)
        if opened is None or _recalculated(opened, spec):
            fields |= {"formula": spec.formula.strip(), "inputs": _bound(ws, change, spec, old)}
        if spec.fitted and {"decimals", "fitted"} & fields.keys():
            fields["decimals"] = max(spec.decimals, _needed_by_own(ws, spec, old))
        return _change(ws, change, old, fields, since)


def _needed_by_own(ws: Workspace, spec: KpiSpec, old: Kpi) -> int:
    own = ws.find(Input, old.inputs[0][1]) if old.inputs and not spec.formula.strip() else None
    return 0 if own is None else kpis.needed_by_input(ws, own)


def _plain(spec: KpiSpec) -> KpiSpec:
    """A form with its texts cleaned; its names are, when they are asked for."""
    fields = {name: checks.prose(value) if isinstance(value, str) else value for name, value in spec.fields.items()}
    return replace(spec, unit=bounds.line(spec.unit), fields=fields)


def _changes(spec: KpiSpec, opened: KpiSpec | None, name: str) -> dict[str, Any]:
    """The fields of the KPI to set: all, or those that the form has changed since it was opened."""
    now = _fields(spec) | {"name": name}
    before = {} if opened is None else _fields(opened)
    return {field: value for field, value in now.items() if field not in before or value != before[field]}


def _fields(spec: KpiSpec) -> dict[str, Any]:
    return {
        "name": spec.name.strip(), "unit": fmt.unit_code(spec.unit), "decimals": spec.decimals,
        "direction": spec.direction, "fitted": spec.fitted, **spec.fields,
    }  # fmt: skip


def _recalculated(opened: KpiSpec, spec: KpiSpec) -> bool:
    """Tell whether the form says anew how the KPI comes about; a plain one's input only follows its name and unit."""
    return (opened.formula.strip(), _sources(opened)) != (spec.formula.strip(), _sources(spec))


def _sources(spec: KpiSpec) -> tuple[InputSpec, ...]:
    if spec.formula.strip() or not spec.inputs:
        return spec.inputs
    return (replace(spec.inputs[0], name="", unit=""), *spec.inputs[1:])


def _check(spec: KpiSpec) -> None:
    short = spec.fields.get("short_name", "")
    if len(short) > LONGEST_SHORT_NAME:
        raise BadInput(msg("A short name has at most {most} characters. Nothing was changed.", most=LONGEST_SHORT_NAME))
    low, high = spec.fields.get("range_min"), spec.fields.get("range_max")
    for number in (low, high, spec.target, spec.red_flag, spec.high):
        checks.finite(number)
    if low is not None and high is not None and low >= high:
        raise RuleBroken(msg("The lowest possible value lies above the highest. Nothing was changed."))
    if spec.formula.strip() and not spec.inputs:
        raise BadInput(msg("A formula must have at least one input. Nothing was changed."))
    keys = [each.spelled for each in spec.inputs]
    double = next((key for key in keys if keys.count(key) > 1), None)
    if double is not None:
        raise BadInput(msg("Two inputs are called “{name}”. Nothing was changed.", name=double))


def _bound(ws: Workspace, change: Transaction, spec: KpiSpec, old: Kpi | None) -> tuple[tuple[str, Uid], ...]:
    """The inputs by the names that the formula gives them, made where they are missing."""
    bound = tuple((each.spelled, uid) for each, uid in _inputs(ws, change, spec, old))
    if spec.formula.strip():
        parse(spec.formula, [key for key, _uid in bound])
    return bound


# ---- inputs --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Making:
    """A KPI that is being stored: the change, what the form says, and the KPI as it was, for one that is there."""

    change: Transaction
    spec: KpiSpec
    old: Kpi | None


def _inputs(ws: Workspace, change: Transaction, spec: KpiSpec, old: Kpi | None) -> list[tuple[InputSpec, Uid]]:
    """Every input of the KPI in the order of the form; those that weigh others are made first."""
    made: dict[str, Uid] = {}
    plain = not spec.formula.strip()
    if plain and len(spec.inputs) != 1 and not any(each.weight for each in spec.inputs):
        raise BadInput(msg("A number that is entered has no inputs but itself. Nothing was changed."))
    making = _Making(change, spec, old)
    for each in sorted(spec.inputs, key=_is_weighted):
        made[each.spelled] = _ensure(ws, making, each, made, own=plain and each is spec.inputs[0])
    return [(each, made[each.spelled]) for each in spec.inputs]


def _is_weighted(each: InputSpec) -> bool:
    return bool(each.weight)


def _ensure(ws: Workspace, making: _Making, each: InputSpec, made: Mapping[str, Uid], *, own: bool) -> Uid:
    change, spec = making.change, making.spec
    name = checks.title(each.name, msg("An input must have a name. Nothing was changed."))
    known = _known(ws, each, own=own, old=making.old)
    weight = _weight(ws, each, made)
    check_rule(ws, each.combine, weight, ratio=each.ratio, own=known.uid if known else None)
    rule: dict[str, Any] = {"combine": each.combine, "weight": weight, "ratio": each.ratio}
    if own:
        each = replace(each, unit=spec.unit, decimals=spec.decimals, source=spec.fields.get("source", ""))
    shown: dict[str, Any] = {"name": name, "unit": fmt.unit_code(bounds.line(each.unit)), "decimals": each.decimals}
    if known is None:
        key = each.spelled if find_input(ws, each.spelled) is None else fresh_key(ws, name)
        uid = change.add(
            Input(
                new_uid(), key, frequency=spec.frequency, order=last_order(ws, change, Input), source=each.source,
                owner=spec.fields.get("owner"), **shown, **rule,
            )
        )  # fmt: skip
    else:
        uid = known.uid
        change.set(Input, uid, **rule, **(shown if own else {}))
    if each.members:
        inputs.add_members(ws, uid, each.members, dimension=each.dimension)
    if each.opening is not None:
        start = ws.company.fiscal_year_start
        before = each.opening_period or Period.containing(ws.today(), ws.get(Input, uid).frequency, start).previous()
        inputs.set_opening(ws, uid, before, each.opening)
    return uid


def _known(ws: Workspace, each: InputSpec, *, own: bool, old: Kpi | None) -> Input | None:
    """The input that is meant, if it is there: by its key; a plain KPI's own is the one that it has."""
    if old is not None and own and not old.formula and old.inputs:
        return ws.find(Input, old.inputs[0][1])
    if not each.key:
        return None
    bound = dict(old.inputs) if old is not None else {}
    return ws.find(Input, bound.get(each.key)) or find_input(ws, each.key)


def _weight(ws: Workspace, each: InputSpec, made: Mapping[str, Uid]) -> Uid | None:
    if not each.weight:
        return None
    found = made.get(each.weight)
    if found is None:
        known = find_input(ws, each.weight)
        found = known.uid if known is not None else None
    if found is None:
        raise BadInput(msg("“{name}” is not one of the inputs. Nothing was changed.", name=each.weight))
    return found


# ---- the KPI -------------------------------------------------------------------------------------


def _add(ws: Workspace, change: Transaction, spec: KpiSpec, name: str, bound: Sequence[tuple[str, Uid]]) -> Uid:
    uid = change.add(
        Kpi(
            new_uid(), name=name, unit=fmt.unit_code(spec.unit), decimals=spec.decimals, frequency=spec.frequency,
            direction=spec.direction, formula=spec.formula.strip(), inputs=tuple(bound),
            order=last_order(ws, change, Kpi), fitted=spec.fitted, **spec.fields,
        )
    )  # fmt: skip
    if any(limit is not None for limit in (spec.target, spec.high, spec.red_flag)):
        targets.set_target(ws, uid, Step(value=spec.target, high=spec.high, red_flag=spec.red_flag))
    return uid


def _change(ws: Workspace, change: Transaction, old: Kpi, fields: dict[str, Any], since: dt.date | None) -> Uid:
    checked = {name: value for name, value in fields.items() if name not in CALCULATION}
    kpis.check_new(ws, checked.pop("name", old.name), checked, but=old.uid)
    formula, bound = fields.get("formula", old.formula), fields.get("inputs", old.inputs)
    if since is not None and differs(old, formula, bound, fields.get("definition", old.definition)):
        later = [row for row in ws.all(Definition) if row.kpi == old.uid and row.until and row.until >= since]
        if later:
            raise RuleBroken(
                msg("The definition has already changed after that. Choose a later period. Nothing was changed.")
            )
        change.add(Definition(new_uid(), old.uid, since, old.definition, old.formula, old.inputs))
    change.set(Kpi, old.uid, **fields)
    if not formula:
        kpis.follow(ws, change, ws.get(Kpi, old.uid), fields)
    return old.uid


def differs(old: Kpi, formula: str, bound: Sequence[tuple[str, Uid]], definition: str) -> bool:
    """Tell whether a KPI's numbers would mean something else."""
    same = (old.formula.strip(), tuple(old.inputs)) == (formula.strip(), tuple(bound))
    return not same or old.definition.strip() != definition.strip()
