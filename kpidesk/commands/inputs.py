"""The measured quantities that KPIs read: added once, shared by any number of KPIs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.domain.entities import Combine, Input, Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, NotFound, RuleBroken
from kpidesk.text import msg
from kpidesk.workspace import Transaction, Workspace, new_uid

LONGEST_KEY = 40


def slug(name: str) -> str:
    """A name as formulas write it: small letters, digits and underscores, not starting with a digit."""
    spelled = name.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY]
    return key if key and not key[0].isdigit() else f"x_{key}".rstrip("_")


def input_named(ws: Workspace, name: str) -> Input:
    """The input with that key or name; raises ``NotFound`` with the ones there are."""
    found = find_input(ws, name)
    if found is None:
        _refuse_calculated(ws, name)
        names = ", ".join(sorted((source.name or source.key for source in ws.all(Input)), key=fmt.alphabetical)) or "–"
        raise NotFound(msg("No input named “{name}”. Available: {names}.", name=name, names=names))
    return found


def _refuse_calculated(ws: Workspace, name: str) -> None:
    """Say which inputs to enter instead, where the name is that of a KPI with a formula."""
    wanted = name.strip().casefold()
    for kpi in ws.all(Kpi):
        if kpi.formula and wanted in (kpi.name.casefold(), kpi.short_name.casefold()):
            keys = ", ".join(key for key, _uid in kpi.inputs)
            raise NotFound(
                msg(
                    "“{name}” is calculated. Enter its inputs instead: {names}. Nothing was changed.",
                    name=name,
                    names=keys,
                )
            )


def find_input(ws: Workspace, name: str) -> Input | None:
    """The input with that key or name, in any case, or ``None``."""
    wanted = name.strip().casefold()
    sources = ws.all(Input)
    by_key = (source for source in sources if source.key.casefold() == wanted)
    by_name = (source for source in sources if source.name.casefold() == wanted)
    return next(chain(by_key, by_name), None)


def fresh_key(ws: Workspace, name: str) -> str:
    """A key made from a name that no other input has."""
    taken = {source.key for source in ws.all(Input)}
    key, n = slug(name), 2
    while key in taken:
        key, n = f"{slug(name)}_{n}", n + 1
    return key


def check_rule(
    ws: Workspace, combine: Combine, weight: Uid | None, *, ratio: bool = False, own: Uid | None = None
) -> None:
    """Refuse a rule of combination that can't be followed.

    A weighted mean needs a weight, and weights may not go round in a circle. A finished ratio rolls up by
    its weight or not at all: its values are never added or averaged (figures/README: KPIs over time).
    """
    checks.existing(ws, Input, weight)
    if combine is Combine.WEIGHTED_MEAN and weight is None:
        raise RuleBroken(msg("A weighted mean must have an input to weight it by. Nothing was changed."))
    seen = {own}
    while weight is not None and combine is Combine.WEIGHTED_MEAN:
        if weight in seen:
            raise RuleBroken(msg("The inputs would weight each other in a circle. Nothing was changed."))
        seen.add(weight)
        above = ws.find(Input, weight)
        weight = above.weight if above is not None and above.combine is Combine.WEIGHTED_MEAN else None
    if ratio and combine not in (Combine.WEIGHTED_MEAN, Combine.NONE, Combine.LAST):
        raise RuleBroken(
            msg(
                "A ready-made ratio can’t be added up or averaged. Give the number that weights it, or let it "
                "stand for its own period alone. Nothing was changed."
            )
        )


def set_rule(ws: Workspace, uid: Uid, combine: Combine) -> None:
    """Let the numbers of an input combine to those of longer periods in another way, those entered before too."""
    source = ws.get(Input, uid)
    check_rule(ws, combine, source.weight, ratio=source.ratio, own=uid)
    with ws.transaction(msg("change “{name}”", name=source.name or source.key)) as change:
        change.set(Input, uid, combine=combine)


def set_opening(ws: Workspace, uid: Uid, period: Period | None, value: float | None) -> None:
    """Give the balance at the end of ``period``, before the first one entered; no value takes it away."""
    source = ws.get(Input, uid)
    if value is not None and source.combine is not Combine.LAST:
        raise RuleBroken(
            msg("Only a balance or a head count has an opening balance. “{name}” has none.", name=source.name)
        )
    if value is not None and (period is None or period.frequency is not source.frequency):
        raise BadInput(msg("Give the period that the opening balance ends. Nothing was changed."))
    code = checks.own_period(ws, period).code() if period is not None and value is not None else None
    with ws.transaction(msg("set the opening balance of “{name}”", name=source.name)) as change:
        change.set(Input, uid, opening=checks.finite(value), opening_period=code)


# ---- dimensions ----------------------------------------------------------------------------------


def members(ws: Workspace, uid: Uid) -> list[Input]:
    """The members that an input is split into, in their order."""
    return [source for source in ws.all(Input) if source.member_of == uid]


def add_members(ws: Workspace, uid: Uid, names: Sequence[str], *, dimension: str = "") -> list[Uid]:
    """Split an input by a dimension: an input of its own for each member, entered beside each other.

    Members that are there already stay as they are.
    """
    whole = ws.get(Input, uid)
    if whole.member_of is not None:
        raise RuleBroken(msg("“{name}” is a part itself and can’t be split. Nothing was changed.", name=whole.name))
    there = {member.name.casefold() for member in members(ws, uid)}
    wanted = [checks.title(name, msg("A part must have a name. Nothing was changed.")) for name in names]
    fresh = [name for name in dict.fromkeys(wanted) if name.casefold() not in there]
    with ws.transaction(msg("split “{name}”", name=whole.name)) as change:
        if dimension and dimension != whole.dimension:
            change.set(Input, uid, dimension=dimension)
        return [
            change.add(
                Input(
                    new_uid(), fresh_key(ws, f"{whole.key} {name}"), name, whole.unit, whole.decimals, whole.frequency,
                    whole.combine, member_of=uid, owner=whole.owner, order=last_order(ws, change, Input),
                )
            )
            for name in fresh
        ]  # fmt: skip


def last_order(ws: Workspace, change: Transaction, kind: type[Input] | type[Kpi]) -> str:
    """An order key after every row of a kind."""
    rows: Sequence[Input | Kpi] = ws.all(kind)
    return change.order_between(rows[-1].order if rows else None, None)
