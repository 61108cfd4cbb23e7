"""Objectives, key results and initiatives: made, changed, ticked and deleted."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.commands.cycles import cycle_of, living, refuse_closed
from kpidesk.commands.goals import titles
from kpidesk.commands.goals.placing import check_place, order_at, refuse_too_deep
from kpidesk.domain import bounds
from kpidesk.domain.entities import (
    Cycle,
    Department,
    Initiative,
    KeyResult,
    Kpi,
    Node,
    Objective,
    Person,
    ResultKind,
    Uid,
)
from kpidesk.domain.walk import down
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.figures.goals.hiding import seen_by_all
from kpidesk.reading import goals as goal_sentences
from kpidesk.text import Message, msg, msgn
from kpidesk.workspace import Transaction, Workspace, new_uid

FIELDS: dict[type[Node], frozenset[str]] = {
    Objective: frozenset({"description", "cycle", "department", "owner", "weight", "dropped", "parked", "involved"}),
    KeyResult: frozenset(
        {
            "decimals",
            "kpi",
            "window",
            "owner",
            "weight",
            "committed",
            "late_result",
            "dropped",
            "parked",
            "involved",
            "due",
        }
    ),
    Initiative: frozenset({"owner", "due"}),
}
"""What ``set_field`` may change; the rest has commands of its own."""

MEASURED_BY = frozenset({"kind", "start", "target", "low", "high", "unit", "kpi"})
"""What a title tells of a key result, unless somebody else does."""

REFERENCES = {"owner": Person, "department": Department, "kpi": Kpi, "cycle": Cycle}


# ---- making --------------------------------------------------------------------------------------


def add_objective(
    ws: Workspace,
    title: str,
    *,
    parent: Uid | None = None,
    after: Uid | None = None,
    cycle: Uid | None = None,
    department: Uid | None = None,
    owner: Uid | None = None,
) -> Uid:
    """Add an objective under another, or to the top of a cycle."""
    title = checks.title(title, msg("An objective must have a name. Nothing was changed."))
    check_place(ws, Objective, parent)
    refuse_closed(ws, cycle, parent)
    entity = Objective(
        new_uid(),
        parent=parent,
        title=title,
        cycle=living(ws, cycle).uid if cycle is not None else cycle_of(ws, parent),
        department=checks.existing(ws, Department, department),
        owner=checks.existing(ws, Person, owner),
    )
    return _add(ws, entity, after, msg("add objective “{title}”", title=title))


def add_key_result(
    ws: Workspace,
    title: str,
    *,
    parent: Uid,
    after: Uid | None = None,
    owner: Uid | None = None,
    **fields: Any,
) -> Uid:
    """Add a key result; ``NPS opp fra 38 til 50`` or ``svinn under 5 %`` gives it measure, unit and the named KPI.

    Where the measure is given with it, nothing is read from the title.
    """
    title = checks.title(title, msg("A key result must have a name. Nothing was changed."))
    check_place(ws, KeyResult, parent)
    refuse_closed(ws, parent)
    values = fields if MEASURED_BY & fields.keys() else {**_read(ws, title, parent), **fields}
    checks.measure(values)
    _check_due(ws, parent, values.get("due"))
    entity = KeyResult(new_uid(), parent=parent, title=title, owner=checks.existing(ws, Person, owner), **values)
    return _add(ws, entity, after, msg("add key result “{title}”", title=title))


def _read(ws: Workspace, title: str, parent: Uid) -> dict[str, Any]:
    from kpidesk.commands.goals.sentences import begun  # which makes goals by what stands here

    return begun(ws, title, parent)


def add_initiative(
    ws: Workspace,
    title: str,
    *,
    parent: Uid,
    after: Uid | None = None,
    owner: Uid | None = None,
    due: dt.date | None = None,
) -> Uid:
    """Add something to do; it never counts as progress."""
    title = checks.title(title, msg("An initiative must have a name. Nothing was changed."))
    check_place(ws, Initiative, parent)
    refuse_closed(ws, parent)
    entity = Initiative(new_uid(), parent=parent, title=title, owner=checks.existing(ws, Person, owner), due=due)
    return _add(ws, entity, after, msg("add initiative “{title}”", title=title))


def _add(ws: Workspace, entity: Node, after: Uid | None, label: Any) -> Uid:
    refuse_too_deep(ws, entity.parent)
    with ws.transaction(label) as change:
        order = _order_after(ws, change, entity.parent, after)
        placed = type(entity)(**{**vars(entity), "order": order})
        return change.add(placed)


def _order_after(ws: Workspace, change: Transaction, parent: Uid | None, after: Uid | None) -> str:
    siblings = ws.children(parent)
    place = next((n for n, node in enumerate(siblings) if node.uid == after), len(siblings) - 1)
    return order_at(change, siblings, place + 1)


# ---- changing ------------------------------------------------------------------------------------


def rename(ws: Workspace, uid: Uid, title: str, *, proposal: titles.Proposal | None = None) -> None:
    """Give a node another name and, with a ``proposal`` taken, the measure that goes with it: one step of undo."""
    title = checks.title(title, msg("A goal must have a name. The old name still stands."))
    node = ws.node(uid)
    refuse_closed(ws, uid)
    values: dict[str, Any] = {"title": title}
    if proposal is not None and isinstance(node, KeyResult):
        values |= titles.measured(node, replace(proposal, before=node).after)
    with ws.transaction(msg("rename “{title}”", title=node.title)) as change:
        change.set(type(node), uid, **values)


MEASURE = ("kind", "start", "target", "low", "high", "unit")
"""How a key result is measured."""


def set_measure(ws: Workspace, uid: Uid, **changes: Any) -> None:
    """Change how a key result is measured: fields of ``MEASURE``, the others stand; start and target must differ.

    Its numbers in the title follow. “Yes or no” typed for its unit makes it done or not done.
    """
    result = ws.get(KeyResult, uid)
    refuse_closed(ws, uid)
    unknown = set(changes) - set(MEASURE)
    if unknown:
        raise TypeError(f"a measure has no such field to set: {', '.join(sorted(unknown))}")
    if goal_sentences.says_done_or_not(changes.get("unit", "")):
        changes = {"kind": ResultKind.DONE}  # no unit, but a way to measure
    if "unit" in changes:
        changes["unit"] = fmt.unit_code(bounds.line(changes["unit"]))
    seen = seen_by_all(ws, result)
    wanted = titles.measured(seen, {**{name: getattr(seen, name) for name in MEASURE}, **changes})
    changes |= {"decimals": wanted["decimals"], "title": titles.retold(seen, wanted, decimals=wanted["decimals"])}
    with ws.transaction(msg("change the measure of “{title}”", title=result.title)) as change:
        change.set(KeyResult, uid, **changes)


def set_field(ws: Workspace, uid: Uid, **fields: Any) -> None:
    """Change owner, weight, KPI and the like of one node."""
    node = ws.node(uid)
    refuse_closed(ws, uid)
    unknown = set(fields) - FIELDS[type(node)]
    if unknown:
        raise TypeError(f"{type(node).__name__} has no such field to set: {', '.join(sorted(unknown))}")
    for name, kind in REFERENCES.items():
        checks.existing(ws, kind, fields.get(name))
    for person in fields.get("involved", ()):
        ws.get(Person, person)
    weight = fields.get("weight", 1.0)
    if not math.isfinite(weight) or weight < 0:
        raise BadInput(msg("A weight is a number from 0 upwards. Nothing was changed."))
    if isinstance(node, KeyResult):
        _check_due(ws, uid, fields.get("due"))
    for name in ("description", "dropped"):
        if name in fields:
            fields[name] = checks.prose(fields[name])
    with ws.transaction(msg("change “{title}”", title=node.title)) as change:
        change.set(type(node), uid, **fields)


def _check_due(ws: Workspace, uid: Uid, due: dt.date | None) -> None:
    """Refuse a deadline outside the cycle that a key result belongs to, or is to."""
    cycle = ws.find(Cycle, cycle_of(ws, uid))
    if due is None or cycle is None or cycle.start is None or cycle.end is None or cycle.start <= due <= cycle.end:
        return
    first, last = fmt.day(cycle.start), fmt.day(cycle.end)
    raise BadInput(
        msg("The deadline of a key result lies within its cycle, {first} to {last}. Nothing was changed.",
            first=first, last=last)
    )  # fmt: skip


def tick(ws: Workspace, uid: Uid, done: bool) -> None:
    """Tick an initiative, or a key result that is done or not done."""
    node = ws.node(uid)
    refuse_closed(ws, uid)
    with ws.transaction(msg("tick off “{title}”", title=node.title)) as change:
        if isinstance(node, Initiative):
            change.set(Initiative, uid, done_on=ws.today() if done else None)
        elif isinstance(node, KeyResult) and node.kind is ResultKind.DONE:
            change.set(KeyResult, uid, done=done)
        else:
            raise RuleBroken(msg("Only initiatives, and key results that are done or not done, can be ticked."))


# ---- deleting ------------------------------------------------------------------------------------


def delete(ws: Workspace, uids: Sequence[Uid]) -> int:
    """Delete nodes with everything under them; gives how many rows went."""
    nodes = [ws.node(uid) for uid in uids]
    if not nodes:
        return 0
    refuse_closed(ws, *uids)
    gone = {each.uid: each for each in down(nodes, lambda node: ws.children(node.uid))}
    with ws.transaction(_deleting([node.title for node in nodes])) as change:
        for uid, node in gone.items():
            change.delete(type(node), uid)
    return len(gone)


def _deleting(titles: Sequence[str]) -> Message:
    """What undo calls it: the goals by name, since they may be of different kinds."""
    first, *others = titles
    if not others:
        return msg("delete “{title}”", title=first)
    if len(others) == 1:
        return msg("delete “{one}” and “{other}”", one=first, other=others[0])
    return msgn("delete “{title}” and {n} more", "delete “{title}” and {n} more", len(others), title=first)
