"""Whole branches of the goal tree: copied, moved to another cycle, parked, dropped, carried forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpidesk.commands import checks
from kpidesk.commands.cycles import cycle_of, refuse_closed
from kpidesk.domain.entities import Carry, Cycle, Initiative, KeyResult, Milestone, Node, Objective, Uid
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.text import msg, msgn
from kpidesk.workspace import Transaction, Workspace, new_uid


def park(ws: Workspace, uids: Sequence[Uid], parked: bool = True, *, initiator: object | None = None) -> None:
    """Let goals rest, or take them up again: parked ones count for nothing and ask for nothing."""
    nodes = [_goal(ws, uid) for uid in uids]
    refuse_closed(ws, *uids)
    if len(nodes) == 1:
        title = nodes[0].title
        label = msg("park “{name}”", name=title) if parked else msg("take back “{name}”", name=title)
    else:
        label = msgn("park {n} goal", "park {n} goals", len(nodes))
    with ws.transaction(label, initiator) as change:
        for node in nodes:
            change.set(type(node), node.uid, parked=parked)


def drop(ws: Workspace, uid: Uid, reason: str, *, initiator: object | None = None) -> None:
    """Give a goal up for a reason; it leaves its parent's average. An empty reason takes it up again."""
    node = _goal(ws, uid)
    refuse_closed(ws, uid)
    with ws.transaction(msg("drop “{title}”", title=node.title), initiator) as change:
        change.set(type(node), uid, dropped=checks.prose(reason))


def move_to_cycle(ws: Workspace, uids: Sequence[Uid], cycle: Uid, *, initiator: object | None = None) -> None:
    """Give objectives, with everything under them, to another cycle; they come to stand at its top."""
    ws.get(Cycle, cycle)
    refuse_closed(ws, cycle, *uids)
    nodes = [_objective(ws, uid) for uid in uids]
    label = msgn("move {n} objective to another cycle", "move {n} objectives to another cycle", len(nodes))
    with ws.transaction(label, initiator) as change:
        for node in nodes:
            if node.parent is not None and cycle_of(ws, node.parent) != cycle:
                roots = ws.children(None)
                change.move(node.uid, None, change.order_between(roots[-1].order if roots else None, None))
            change.set(Objective, node.uid, cycle=cycle)


def duplicate(ws: Workspace, uid: Uid, *, cycle: Uid | None = None, initiator: object | None = None) -> Uid:
    """Copy a node with everything under it, right after it or to the top of another cycle.

    What has happened to it stays behind: check-ins, grades, ticks and answers.
    """
    node = ws.node(uid)
    refuse_closed(ws, cycle if cycle is not None else uid)
    if cycle is not None:
        _objective(ws, uid)
    with ws.transaction(msg("copy “{title}”", title=node.title), initiator) as change:
        parent = node.parent if cycle is None else None
        siblings = ws.children(parent)
        place = next((n for n, each in enumerate(siblings) if each.uid == uid), len(siblings) - 1)
        behind = siblings[place + 1].order if place + 1 < len(siblings) else None
        order = change.order_between(siblings[place].order if siblings else None, behind)
        return _copy(ws, change, node, parent, order, cycle)


def _copy(ws: Workspace, change: Transaction, node: Node, parent: Uid | None, order: str, cycle: Uid | None) -> Uid:
    fresh = new_uid()
    placed = replace(node, uid=fresh, parent=parent, order=order)
    if isinstance(placed, Objective):
        made: Node = replace(placed, cycle=cycle or placed.cycle, carried_from=None)
    elif isinstance(placed, KeyResult):
        made = replace(
            placed, done=False, grade=None, grade_reason="", carried=None, carried_reason="", carried_from=None
        )
    else:
        made = replace(placed, done_on=None)
    change.add(made)
    for child in ws.children(node.uid):
        _copy(ws, change, child, fresh, child.order, None)
    for step in ws.all(Milestone):
        if step.key_result == node.uid:
            change.add(replace(step, uid=new_uid(), key_result=fresh, reached_on=None))
    return fresh


# ---- into the next cycle -------------------------------------------------------------------------


def carry(
    ws: Workspace,
    key_result: Uid,
    cycle: Uid,
    how: Carry,
    reason: str = "",
    *,
    start: float | None = None,
    target: float | None = None,
    initiator: object | None = None,
) -> Uid | None:
    """Decide what becomes of a key result in the next cycle: kept, changed, or dropped with why.

    Kept, it goes on under the same objective of that cycle (made when it is not there yet) from ``start``
    to ``target``; changed, it needs a reason and may get another target. Gives the key result that goes on.
    """
    result = ws.get(KeyResult, key_result)
    ws.get(Cycle, cycle)
    refuse_closed(ws, cycle)
    reason = checks.prose(reason)
    if how is not Carry.KEEP and not reason:
        raise BadInput(msg("Say why it is changed or dropped. Nothing was changed."))
    if cycle_of(ws, key_result) == cycle:
        raise RuleBroken(msg("It belongs to this cycle already. Nothing was changed."))
    with ws.transaction(msg("carry “{title}” forward", title=result.title), initiator) as change:
        change.set(KeyResult, key_result, carried=how, carried_reason=reason)
        gone_on = _successors(ws, key_result, cycle)
        if how is Carry.DROP:
            for each in gone_on:
                change.delete(KeyResult, each)
            return None
        begins = result.target if start is None and result.kpi is None else start
        aims = result.target if target is None else target
        if begins is not None and begins == aims:
            begins = None
        if gone_on:
            change.set(KeyResult, gone_on[0], start=begins, target=aims)
            return gone_on[0]
        parent = _objective_of_next(ws, change, result.parent, cycle)
        order = _last(ws, change, parent)
        fresh = replace(
            result, uid=new_uid(), parent=parent, order=order, start=begins, target=aims, done=False, grade=None,
            grade_reason="", carried=None, carried_reason="", carried_from=key_result,
        )  # fmt: skip
        return change.add(fresh)


def _successors(ws: Workspace, key_result: Uid, cycle: Uid) -> list[Uid]:
    return [
        each.uid for each in ws.all(KeyResult)
        if each.carried_from == key_result and cycle_of(ws, each.uid) == cycle
    ]  # fmt: skip


def _objective_of_next(ws: Workspace, change: Transaction, uid: Uid | None, cycle: Uid) -> Uid:
    """The objective of the next cycle that goes on with one of this cycle; made where it is missing."""
    old = ws.find(Objective, uid)
    for each in ws.all(Objective):
        if old is not None and each.carried_from == old.uid and each.cycle == cycle:
            return each.uid
    order = _last(ws, change, None)
    title = old.title if old is not None else ""
    fresh = Objective(
        new_uid(), None, order, title, old.description if old else "", cycle, old.department if old else None,
        old.owner if old else None, carried_from=old.uid if old else None,
    )  # fmt: skip
    return change.add(fresh)


def _last(ws: Workspace, change: Transaction, parent: Uid | None) -> str:
    siblings = ws.children(parent)
    return change.order_between(siblings[-1].order if siblings else None, None)


def _goal(ws: Workspace, uid: Uid) -> Objective | KeyResult:
    node = ws.node(uid)
    if isinstance(node, Initiative):
        raise RuleBroken(msg("An initiative is ticked or deleted instead. Nothing was changed."))
    return node


def _objective(ws: Workspace, uid: Uid) -> Objective:
    node = ws.node(uid)
    if not isinstance(node, Objective):
        raise RuleBroken(msg("Only an objective belongs to a cycle by itself. Nothing was changed."))
    return node
