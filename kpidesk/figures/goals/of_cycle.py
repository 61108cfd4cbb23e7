"""The figures of the goal tree: progress, pace, status and contribution of every node."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kpidesk.domain import score as rules
from kpidesk.domain.entities import (
    CheckIn,
    Cycle,
    Entity,
    Initiative,
    KeyResult,
    Milestone,
    Objective,
    Uid,
)
from kpidesk.domain.walk import down
from kpidesk.figures.goals.tree import GoalTree
from kpidesk.figures.model import NodeFigures

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads


def goal_figures(ws: Reads, cycle: Cycle, today: dt.date) -> list[NodeFigures]:
    """Compute the goal tree of a cycle as it stands on ``today``, or on the day it was closed; one tree per root.

    An objective without a cycle belongs to its parent's. A node at the top that no cycle claims is
    shown in every one, so that nothing disappears. A closed cycle shows what was frozen then; where the
    numbers behind it have changed since, ``restated`` says what they give now. Nothing that happened after
    ``today`` counts: a cycle that was closed later is open, and a goal that was dropped later is not dropped.
    """
    tree = GoalTree(ws, cycle, today)
    return [tree.figures(node) for node in tree.roots()]


def goals_at_close(ws: Reads, cycle: Cycle, day: dt.date) -> list[NodeFigures]:
    """``goal_figures`` as they would be frozen if the cycle were closed on ``day``: of a level that is to be held the
    whole cycle's periods count then (figures/README: Progress)."""
    return goal_figures(ws, replace(cycle, closed_on=day), day)


def renewed_goals(
    ws: Reads, cycle: Cycle, today: dt.date, known: Sequence[NodeFigures], changes: Changes | None
) -> list[NodeFigures]:
    """``goal_figures`` after a change, where trees that it does not touch are the very ones known before."""
    touched = None if changes is None or cycle.closed_on is not None else _touched_roots(ws, changes)
    if touched is None:
        return goal_figures(ws, cycle, today)
    tree = GoalTree(ws, cycle, today)
    before = {each.node.uid: each for each in known}
    roots = [(node, _root_of(ws, node.uid)) for node in tree.roots()]
    return [
        before[node.uid] if node.uid in before and root not in touched else tree.figures(node) for node, root in roots
    ]


def too_safe_mean(roots: Iterable[NodeFigures]) -> float | None:
    """What the aspirational key results reached on average, where that asks whether they were too safe.

    Asked only at the end of the cycle; of a score set by hand, that one counts (figures/README: Pace and grade).
    """
    scores: list[float] = []
    for each in down(roots, lambda figures: figures.children):
        node = each.node
        if not isinstance(node, KeyResult) or not each.over or node.committed or each.dropped or each.parked:
            continue
        score = rules.counting(each.progress.score, node.grade)
        scores += [] if score is None else [score]
    return math.fsum(scores) / len(scores) if rules.too_safe(scores) else None


OWN_KINDS = (Objective, KeyResult, Initiative)


def _touched_roots(ws: Reads, changes: Changes) -> set[Uid] | None:
    """The top of each tree that a change touches; ``None`` where any may be touched."""
    moved = any({"parent", "cycle"} & set(names) for names in changes.fields.values())
    if changes.everything or changes.measurements or changes.removed or moved:
        return None
    found: set[Uid] = set()
    for kind, uid in changes.entities:
        node = _node_of(ws, kind, uid)
        if node is None:
            return None
        found.add(_root_of(ws, node))
    return found


def _node_of(ws: Reads, kind: type[Entity], uid: Uid) -> Uid | None:
    """The node that a changed row belongs to; ``None`` for rows of other kinds."""
    if kind in OWN_KINDS:
        return uid if ws.find_node(uid) is not None else None
    if kind is CheckIn:
        row = ws.find(CheckIn, uid)
        return row.key_result if row is not None else None
    if kind is Milestone:
        step = ws.find(Milestone, uid)
        return step.key_result if step is not None else None
    return None


def _root_of(ws: Reads, uid: Uid) -> Uid:
    seen = set()
    while uid not in seen:
        seen.add(uid)
        node = ws.find_node(uid)
        if node is None or node.parent is None or ws.find_node(node.parent) is None:
            return uid
        uid = node.parent
    return uid
