"""The figures of the goal tree: progress, pace, status and contribution of every node."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from kpidesk.domain import score as rules
from kpidesk.domain.entities import KeyResult
from kpidesk.domain.walk import down
from kpidesk.figures.cycle_list import known_cycles
from kpidesk.figures.goals.touched import what_is_touched
from kpidesk.figures.goals.tree import GoalTree, Touched

if TYPE_CHECKING:
    from kpidesk.domain.entities import Cycle, Objective
    from kpidesk.figures.goals.touched import Step
    from kpidesk.figures.model import NodeFigures
    from kpidesk.workspace import Reads


def goal_figures(ws: Reads, cycle: Cycle, today: dt.date, *, whole: bool = True) -> list[NodeFigures]:
    """Compute the goal tree of a cycle as it stands on ``today``, or on the day it was closed; one tree per root.

    An objective without a cycle belongs to its parent's. A node at the top that no cycle claims is
    shown in every one, so that nothing disappears. A closed cycle shows what was frozen then; where the
    numbers behind it have changed since, ``restated`` says what they give now. Nothing that happened after
    ``today`` counts: a cycle that was closed later is open, and a goal that was dropped later is not dropped.
    ``whole``: the objectives of a longer cycle that runs through this one are among them; else each stands in its own.
    """
    tree = GoalTree(ws, cycle, today, whole=whole)
    return [tree.figures(node) for node in tree.roots()]


def figures_of_goal(ws: Reads, goal: Objective, today: dt.date) -> NodeFigures | None:
    """One objective with all below it, in the cycle that it was set for; ``None`` where that is not known."""
    cycle = known_cycles(ws).get(goal.cycle or "")
    if cycle is None:
        return None
    return GoalTree(ws, cycle, today, Touched(frozenset(), frozenset())).figures(goal)


def goals_at_close(ws: Reads, cycle: Cycle, day: dt.date) -> list[NodeFigures]:
    """``goal_figures`` as they would be frozen if the cycle were closed on ``day``: of a level that is to be held the
    whole cycle's periods count then (figures/README: Progress)."""
    return goal_figures(ws, replace(cycle, closed_on=day), day)


def renewed_goals(
    ws: Reads, cycle: Cycle, today: dt.date, known: Sequence[NodeFigures], steps: Sequence[Step]
) -> list[NodeFigures]:
    """``goal_figures`` after some changes, where goals that they do not touch are the very ones known before."""
    touched = what_is_touched(ws, known, steps)
    if touched is None:
        return goal_figures(ws, cycle, today)
    tree = GoalTree(ws, cycle, today, touched)
    before = {each.node.uid: each for each in known}
    return [tree.figures(node, before.get(node.uid)) for node in tree.roots()]


def too_safe_mean(roots: Iterable[NodeFigures]) -> float | None:
    """What the aspirational key results reached on average, where that asks whether they were too safe.

    Asked only at the end (figures/README: Pace and grade).
    """
    scores: list[float] = []
    for each in down(roots, attrgetter("children")):
        node, plain = each.node, each if each.by_numbers is None else each.by_numbers
        if not plain.over or each.of_other or not isinstance(node, KeyResult) or node.committed:
            continue
        if node.dropped or node.parked:
            continue
        scores += [] if each.progress.score is None else [each.progress.score]
    return math.fsum(scores) / len(scores) if rules.too_safe(scores) else None
