"""Whole branches of the goal tree: copied, moved to another cycle, parked, dropped, carried forward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kpidesk.commands import checks
from kpidesk.commands.cycles import cycle_of, living, refuse_closed
from kpidesk.commands.goals import lineage, titles
from kpidesk.commands.goals.placing import refuse_too_deep
from kpidesk.domain.entities import Carry, Cycle, Initiative, KeyResult, Kpi, Milestone, Node, Objective, Uid
from kpidesk.domain.walk import down
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.figures.cycle_list import period_of, spans
from kpidesk.figures.goals.hiding import begun_by_reading
from kpidesk.records import record
from kpidesk.text import Message, msg, msgn
from kpidesk.workspace import Transaction, Workspace, new_uid


def park(ws: Workspace, uids: Sequence[Uid], parked: bool = True) -> None:
    """Let goals rest, or take them up again: parked ones count for nothing and ask for nothing."""
    nodes = [_goal(ws, uid) for uid in uids]
    if not nodes:
        return
    refuse_closed(ws, *uids)
    with ws.transaction(_parking([node.title for node in nodes], parked)) as change:
        for node in nodes:
            change.set(type(node), node.uid, parked=parked)


def _parking(titles: Sequence[str], parked: bool) -> Message:
    """What undo calls it when goals were parked, or taken up again."""
    first, *others = titles
    if not others:
        return msg("park “{name}”", name=first) if parked else msg("unpark “{name}”", name=first)
    if parked:
        return msgn("park “{name}” and {n} more", "park “{name}” and {n} more", len(others), name=first)
    return msgn("unpark “{name}” and {n} more", "unpark “{name}” and {n} more", len(others), name=first)


def drop(ws: Workspace, uid: Uid, reason: str) -> None:
    """Give a goal up for a reason; it leaves its parent's average. An empty reason takes it up again."""
    node = _goal(ws, uid)
    refuse_closed(ws, uid)
    with ws.transaction(msg("drop “{title}”", title=node.title)) as change:
        change.set(type(node), uid, dropped=checks.prose(reason))


def move_to_cycle(ws: Workspace, uids: Sequence[Uid], cycle: Uid) -> None:
    """Give objectives, with everything under them, to another cycle.

    They come to stand at its top, unless what they stand under runs through it too.
    """
    row = living(ws, cycle)
    refuse_closed(ws, cycle, *uids)
    nodes = [_objective(ws, uid) for uid in uids]
    label = msgn("move {n} objective to another cycle", "move {n} objectives to another cycle", len(nodes))
    with ws.transaction(label) as change:
        for node in nodes:
            if node.parent is not None and not _may_stand_under(ws, node.parent, cycle):
                roots = ws.children(None)
                change.move(node.uid, None, change.order_between(roots[-1].order if roots else None, None))
            _let_go_of_days(ws, change, node, row)
            for each in _of_its_cycle(ws, node):
                if isinstance(each, Objective):
                    change.set(Objective, each.uid, cycle=cycle)


def run_for(ws: Workspace, uid: Uid, cycle: Uid) -> None:
    """Let an objective run for another stretch of time, with its key results: the year instead of the quarter, or back.

    Objectives under it stay in the cycles that they were set for. An own deadline of a key result that lies outside is
    let go of, as it would mean nothing.
    """
    node, row = _objective(ws, uid), living(ws, cycle)
    refuse_closed(ws, uid, cycle)
    before = cycle_of(ws, uid)
    if before == cycle:
        return
    with ws.transaction(msg("change how long “{title}” runs", title=node.title)) as change:
        for child in ws.children(uid):
            if isinstance(child, Objective) and child.cycle is None:
                change.set(Objective, child.uid, cycle=before)
        _let_go_of_days(ws, change, node, row)
        change.set(Objective, uid, cycle=cycle)


def _let_go_of_days(ws: Workspace, change: Transaction, top: Objective, cycle: Cycle) -> None:
    """Forget the deadlines of its key results that lie outside the cycle that they come to belong to."""
    for each in _of_its_cycle(ws, top):
        if isinstance(each, KeyResult) and each.due is not None and not _within(each.due, cycle):
            change.set(KeyResult, each.uid, due=None)


def _of_its_cycle(ws: Workspace, top: Objective) -> list[Node]:
    """An objective and what is under it, without those that are set for another cycle."""

    def below(node: Node) -> list[Node]:
        return [each for each in ws.children(node.uid) if not _is_apart(ws, each, top)]

    tops: list[Node] = [top]
    return list(down(tops, below))


def _is_apart(ws: Workspace, node: Node, top: Objective) -> bool:
    return isinstance(node, Objective) and node.cycle not in (None, cycle_of(ws, top.uid))


def _within(day: dt.date, cycle: Cycle) -> bool:
    return (cycle.start is None or cycle.start <= day) and (cycle.end is None or day <= cycle.end)


def _may_stand_under(ws: Workspace, parent: Uid, cycle: Uid) -> bool:
    """Tell whether an objective of a cycle is seen under a goal: one of the same cycle, or of one that spans it."""
    above = cycle_of(ws, parent)
    one, other = ws.find(Cycle, above), ws.find(Cycle, cycle)
    if above == cycle or one is None or other is None:
        return above == cycle
    return spans(period_of(one), period_of(other))


def duplicate(ws: Workspace, uid: Uid, *, cycle: Uid | None = None) -> Uid:
    """Copy a node with everything under it, right after it or to the top of another cycle.

    What has happened to it stays behind: check-ins, grades, ticks and answers.
    """
    node = ws.node(uid)
    refuse_closed(ws, cycle if cycle is not None else uid)
    if cycle is not None:
        _objective(ws, uid)
    with ws.transaction(msg("copy “{title}”", title=node.title)) as change:
        parent = node.parent if cycle is None else None
        siblings = ws.children(parent)
        place = next((n for n, each in enumerate(siblings) if each.uid == uid), len(siblings) - 1)
        behind = siblings[place + 1].order if place + 1 < len(siblings) else None
        order = change.order_between(siblings[place].order if siblings else None, behind)
        return _copy(ws, change, node, _Place(parent, order, cycle))


def copy_to_cycle(ws: Workspace, uids: Sequence[Uid], cycle: Uid) -> list[Uid]:
    """Copy objectives, with everything under them, to the top of another cycle; one step to undo."""
    label = msgn("copy {n} objective to another cycle", "copy {n} objectives to another cycle", len(uids))
    with ws.transaction(label):
        return [duplicate(ws, uid, cycle=cycle) for uid in uids]


@record(frozen=True)
class _Place:
    """Where a copy goes: under which node, in which order, and in which cycle if not its own."""

    parent: Uid | None
    order: str
    cycle: Uid | None = None


def _copy(ws: Workspace, change: Transaction, node: Node, place: _Place) -> Uid:
    """Copy a node with everything under it; the copy of each goes under the copy of the one above it."""
    copies = {node.uid: _copy_one(ws, change, node, place)}
    everything = list(down([node], lambda each: ws.children(each.uid)))
    above = {child.uid: each.uid for each in everything for child in ws.children(each.uid)}
    for each in everything[1:]:
        apart = isinstance(node, Objective) and _is_apart(ws, each, node)
        cycle = None if apart else place.cycle
        copies[each.uid] = _copy_one(ws, change, each, _Place(copies[above[each.uid]], each.order, cycle))
    return copies[node.uid]


def _copy_one(ws: Workspace, change: Transaction, node: Node, place: _Place) -> Uid:
    fresh = new_uid()
    placed: dict[str, Any] = {"uid": fresh, "parent": place.parent, "order": place.order}
    if isinstance(node, Objective):
        made: Node = replace(node, **placed, cycle=place.cycle or node.cycle, carried_from=None)
    elif isinstance(node, KeyResult):
        made = replace(
            node, **placed, done=False, grade=None, grade_reason="", carried=None, carried_reason="", carried_from=None,
            due=node.due if place.cycle is None else None, start=_own_start(ws, node),
        )  # fmt: skip
    else:
        made = replace(node, **placed, done_on=None)
    change.add(made)
    for step in ws.all(Milestone):
        if step.key_result == node.uid:
            due = step.due if place.cycle is None else None
            change.add(replace(step, uid=new_uid(), key_result=fresh, reached_on=None, due=due))
    return fresh


def _own_start(ws: Workspace, result: KeyResult) -> float | None:
    """What a copy starts from: one that was read from the KPI and stored is read anew."""
    return result.start if result.kpi is None or begun_by_reading(ws, result) is None else None


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
    under: Uid | None = None,
) -> Uid | None:
    """Decide what becomes of a key result in the next cycle: kept, changed, or dropped with why.

    Kept, it goes on under the same objective of that cycle (made when it is not there yet), or under another one that
    it joins, from ``start``, where it has ended if that is not said, to ``target``; changed, it needs a reason and may
    get another target. The numbers in its title follow; milestones that are not reached go along. Gives the key result
    that goes on.
    """
    result = ws.get(KeyResult, key_result)
    living(ws, cycle)
    refuse_closed(ws, cycle)
    reason = checks.prose(reason)
    if how is not Carry.KEEP and not reason:
        raise BadInput(msg("Give a reason for changing or dropping it. Nothing was changed."))
    if cycle_of(ws, key_result) == cycle:
        raise RuleBroken(msg("It already belongs to this cycle. Nothing was changed."))
    if under is not None and (ws.get(Objective, under).dropped or cycle_of(ws, under) != cycle):
        raise RuleBroken(msg("Choose an objective of the next cycle. Nothing was changed."))
    with ws.transaction(msg("carry “{title}” forward", title=result.title)) as change:
        change.set(KeyResult, key_result, carried=how, carried_reason=reason)
        if how is Carry.DROP:
            for each in lineage.carried(ws, result, cycle):
                _leave(change, result, each, cycle)
            return None
        return _go_on(ws, change, result, cycle, _Aims(start, target, under))


def keep_all(ws: Workspace, results: Sequence[tuple[Uid, float | None]], cycle: Uid) -> list[Uid]:
    """Let key results go on as they are, each from the value that it is given with: one step of undo.

    Without one it goes on from where it has ended. Gives those that go on.
    """
    label = msgn("carry {n} key result forward", "carry {n} key results forward", len(results))
    with ws.transaction(label):
        found = [carry(ws, uid, cycle, Carry.KEEP, start=start) for uid, start in results]
    return [uid for uid in found if uid is not None]


def _leave(change: Transaction, result: KeyResult, known: KeyResult, cycle: Uid) -> None:
    """Take back that ``known`` goes on with what is dropped; what had been planned there already stays planned."""
    if lineage.made_by_carrying(result, known, cycle):
        change.delete(KeyResult, known.uid)
    else:
        change.set(KeyResult, known.uid, carried_from=None)


@record(frozen=True)
class _Aims:
    """From where to where a key result goes on, and under which objective, as far as somebody has said so."""

    start: float | None
    target: float | None
    under: Uid | None = None


def _go_on(ws: Workspace, change: Transaction, result: KeyResult, cycle: Uid, aims: _Aims) -> Uid:
    known = lineage.successor(ws, result, cycle)
    if known is not None and aims.under not in (None, known.parent):
        change.move(known.uid, aims.under, _last(ws, change, aims.under))
    if known is not None and known.carried_from != result.uid:
        return _joined(change, known, result, aims.target)
    measure = _measure_of_next(ws, known or result, result, aims)
    if known is not None:
        change.set(KeyResult, known.uid, **measure)
        return known.uid
    parent = aims.under or _objective_of_next(ws, change, ws.find(Objective, result.parent), cycle)
    refuse_too_deep(ws, parent)
    fresh = replace(
        result, uid=lineage.next_uid(ws, result, cycle), parent=parent, order=_last(ws, change, parent), done=False,
        grade=None, grade_reason="", carried=None, carried_reason="", carried_from=result.uid, due=None, **measure,
    )  # fmt: skip
    for step in ws.all(Milestone):
        if step.key_result == result.uid and step.reached_on is None:
            change.add(replace(step, uid=new_uid(), key_result=fresh.uid, due=None))
    return change.add(fresh)


def _joined(change: Transaction, known: KeyResult, result: KeyResult, target: float | None) -> Uid:
    """What is planned there already keeps the numbers it was given; only a target that is chosen now is taken."""
    chosen: dict[str, Any] = {}
    if target is not None and target != known.target:
        chosen = {"target": target, "title": titles.retold(known, {"start": known.start, "target": target})}
    change.set(KeyResult, known.uid, carried_from=result.uid, **chosen)
    return known.uid


def _measure_of_next(ws: Workspace, named: KeyResult, result: KeyResult, said: _Aims) -> dict[str, Any]:
    """Start, target and title of a key result that goes on; a start that is read from a KPI stays so.

    What nobody has measured goes on from where it began. Of a sensitive KPI no start is stored, whatever was ``said``:
    the number may be hidden, now or later.
    """
    kpi = ws.find(Kpi, result.kpi)
    start = said.start if kpi is None or not kpi.sensitive else None
    ended = lineage.ended_at(ws, result) if start is None else start
    if ended is None and result.kpi is None:
        ended = result.start
    aims = result.target if said.target is None else said.target
    told = None if ended is not None and ended == aims else ended
    begins = None if start is None and result.kpi is not None else told
    decimals = result.decimals if result.kpi is not None else titles.decimals_of(result, told, aims)
    title = titles.retold(named, {"start": told, "target": aims}, all_of_them=True, decimals=decimals)
    return {"start": begins, "target": aims, "title": title, "decimals": decimals}


def _objective_of_next(ws: Workspace, change: Transaction, old: Objective | None, cycle: Uid) -> Uid:
    """The objective of the next cycle that goes on with one of this cycle; made where it is missing."""
    known = None if old is None else lineage.objective_in(ws, old, cycle)
    if known is not None and old is not None:
        if known.carried_from is None and known.uid != old.uid:
            change.set(Objective, known.uid, carried_from=old.uid)
        return known.uid
    stands = old is not None and old.parent is not None and _may_stand_under(ws, old.parent, cycle)
    above = old.parent if old is not None and stands else None
    order = _last(ws, change, above)
    if old is None:
        return change.add(Objective(new_uid(), None, order, "", cycle=cycle))
    uid = lineage.next_uid(ws, old, cycle)
    return change.add(
        Objective(uid, above, order, old.title, old.description, cycle, old.department, old.owner, carried_from=old.uid)
    )


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
