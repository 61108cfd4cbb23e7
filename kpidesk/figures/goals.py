"""The figures of the goal tree: progress, pace, status and contribution of every node."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kpidesk.domain import score as rules
from kpidesk.domain.entities import (
    CheckIn,
    Cycle,
    Entity,
    Frozen,
    Initiative,
    KeyResult,
    Milestone,
    Node,
    Objective,
    ResultKind,
    Uid,
)
from kpidesk.domain.score import NO_PROGRESS, Progress
from kpidesk.domain.status import Status, weakest
from kpidesk.figures.measured import LinkedKpis, Measured
from kpidesk.figures.model import NodeFigures

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Workspace


def goal_figures(ws: Workspace, cycle: Cycle, today: dt.date) -> list[NodeFigures]:
    """Compute the goal tree of a cycle as it stands on ``today``, or on the day it was closed; one tree per root.

    An objective without a cycle belongs to its parent's. A node at the top that no cycle claims is
    shown in every one, so that nothing disappears. A closed cycle shows what was frozen then; where the
    numbers behind it have changed since, ``restated`` says what they give now.
    """
    day = today if cycle.closed_on is None else min(today, cycle.closed_on)
    tree = _Tree(ws, cycle, day)
    return [tree.figures(node, 0, cycle) for node in tree.roots()]


def renewed_goals(
    ws: Workspace, cycle: Cycle, today: dt.date, known: Sequence[NodeFigures], changes: Changes | None
) -> list[NodeFigures]:
    """``goal_figures`` after a change, where trees that it does not touch are the very ones known before."""
    touched = None if changes is None or cycle.closed_on is not None else _touched_roots(ws, changes)
    if touched is None:
        return goal_figures(ws, cycle, today)
    tree = _Tree(ws, cycle, today)
    before = {each.node.uid: each for each in known}
    roots = [(node, _root_of(ws, node.uid)) for node in tree.roots()]
    return [
        before[node.uid] if node.uid in before and root not in touched else tree.figures(node, 0, cycle)
        for node, root in roots
    ]


OWN_KINDS = (Objective, KeyResult, Initiative)


def _touched_roots(ws: Workspace, changes: Changes) -> set[Uid] | None:
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


def _node_of(ws: Workspace, kind: type[Entity], uid: Uid) -> Uid | None:
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


def _root_of(ws: Workspace, uid: Uid) -> Uid:
    seen = set()
    while uid not in seen:
        seen.add(uid)
        node = ws.find_node(uid)
        if node is None or node.parent is None or ws.find_node(node.parent) is None:
            return uid
        uid = node.parent
    return uid


class _Tree:
    """One reading of the goal tree."""

    def __init__(self, ws: Workspace, cycle: Cycle, today: dt.date) -> None:
        self._ws = ws
        self._cycle = cycle
        self._today = today
        self._cycles = {item.uid: item for item in ws.all(Cycle)}
        self._check_ins = _by_key_result(ws.all(CheckIn), today)
        self._steps = _by_result(ws.all(Milestone))
        closed = {item.uid for item in self._cycles.values() if item.closed_on is not None}
        self._frozen = {item.node: item for item in ws.all(Frozen) if item.cycle in closed}
        self._linked = LinkedKpis(ws, today)
        self._company = ws.company

    def roots(self) -> list[Node]:
        """The topmost nodes of the cycle, wherever in the tree they stand."""
        found: list[Node] = []
        for node in self._ws.children(None):
            self._collect(node, None, found)
        return found

    def _collect(self, node: Node, above: Uid | None, found: list[Node]) -> None:
        own = node.cycle if isinstance(node, Objective) else None
        cycle = own or above
        if cycle == self._cycle.uid or (cycle is None and above is None):
            found.append(node)
            return
        for child in self._ws.children(node.uid):
            self._collect(child, cycle, found)

    def figures(self, node: Node, depth: int, cycle: Cycle) -> NodeFigures:
        """One node with everything below it."""
        if isinstance(node, Objective):
            own = self._cycles.get(node.cycle or "", cycle)
            children = [self.figures(child, depth + 1, own) for child in self._ws.children(node.uid)]
            return self._as_frozen(_objective(node, depth, children, self._judge))
        children = [self.figures(child, depth + 1, cycle) for child in self._ws.children(node.uid)]
        if isinstance(node, KeyResult):
            return self._as_frozen(self._key_result(node, depth, cycle, tuple(children)))
        return _initiative(node, depth, tuple(children))

    def _as_frozen(self, figures: NodeFigures) -> NodeFigures:
        """The figures as they were when the cycle was closed, and what they would be now."""
        frozen = self._frozen.get(figures.node.uid)
        if frozen is None:
            return figures
        kept = Progress(frozen.raw, frozen.score)
        status = next((each for each in Status if each.value == frozen.status), figures.status)
        same = _close(kept.score, figures.progress.score) and _close(frozen.value, figures.current)
        restated = None if same else figures.progress
        return replace(figures, progress=kept, current=frozen.value, status=status, restated=restated)

    def _key_result(self, node: KeyResult, depth: int, cycle: Cycle, children: tuple[NodeFigures, ...]) -> NodeFigures:
        said = self._check_ins.get(node.uid, [])
        measured = Measured(self._linked, node, cycle, said, self._steps.get(node.uid, ()))
        made = measured.progress()
        pace = self._pace(node, cycle)
        confidence, moved = _confidence(said)
        stale = self._stale(node, cycle, said, made)
        return NodeFigures(
            node=node, depth=depth, progress=made, current=measured.current, expected=pace,
            expected_value=_expected_value(measured.start, node.target, pace),
            status=self._status(node, cycle, made, pace, confidence, stale),
            confidence=confidence, confidence_change=moved, weakest=None, unscored=0, contribution=None,
            last_check_in=said[-1] if said else None, stale=stale, value_period=measured.period,
            start=measured.start, children=children,
        )  # fmt: skip

    def _pace(self, node: KeyResult, cycle: Cycle) -> float | None:
        if node.kind is not ResultKind.FROM_TO or node.late_result or cycle.start is None or cycle.end is None:
            return None
        return rules.expected(cycle.start, cycle.end, self._today)

    def _stale(self, node: KeyResult, cycle: Cycle, said: list[CheckIn], made: Progress) -> bool:
        """A KPI keeps its key result fresh; what is reached or closed needs no more check-ins."""
        if self._linked.of(node) is not None or cycle.start is None or cycle.closed_on is not None:
            return False
        if node.kind is not ResultKind.HOLD and made.raw is not None and made.raw >= 1:
            return False
        day = min(self._today, cycle.end) if cycle.end else self._today
        rhythm = self._company.check_in_days
        return rules.is_stale(said[-1].day if said else None, cycle.start, day, rhythm)

    def _status(
        self, node: KeyResult, cycle: Cycle, made: Progress, pace: float | None, confidence: int | None, stale: bool
    ) -> Status:
        if stale or self._overdue(node, cycle):
            return Status.NO_DATA
        if made.score is None:
            return Status.NO_DATA if node.kind is ResultKind.HOLD else Status.NO_TARGET
        over = cycle.end is not None and self._today > cycle.end
        if made.raw is not None and made.raw >= 1 and (node.kind is not ResultKind.HOLD or over):
            return Status.ACHIEVED
        return self._judge(made.score, pace, confidence)

    def _judge(self, score: float | None, pace: float | None, confidence: float | None) -> Status:
        """Status by the limits that the company has chosen."""
        company = self._company
        return rules.pace_status(
            score, pace, confidence, behind=company.on_track_points / 100, far_behind=company.at_risk_points / 100
        )

    def _overdue(self, node: KeyResult, cycle: Cycle) -> bool:
        """Tell whether the KPI lacks a number of this cycle; what is missing later does not matter."""
        kpi = self._linked.of(node)
        if kpi is None or cycle.closed_on is not None:
            return False
        due = self._linked.figures(kpi).due
        return due.overdue is not None and (cycle.end is None or due.period.anchor <= cycle.end)


Judge = Callable[[float | None, float | None, float | None], Status]


def _objective(node: Objective, depth: int, children: list[NodeFigures], judge: Judge) -> NodeFigures:
    counted = [c for c in children if not isinstance(c.node, Initiative) and not c.dropped and not c.parked]
    rolled = rules.roll_up([(c.progress.score, _weight(c.node)) for c in counted])
    points = dict(zip((c.node.uid for c in counted), rolled.contributions, strict=True))
    placed = tuple(c.contributing(points.get(c.node.uid)) for c in children)
    pace = _shared_pace(counted)
    said = [c.confidence for c in counted if c.confidence is not None]
    confidence = int(sum(said) / len(said) + 0.5) if said else None
    below = [s for c in counted for s in (c.status, c.weakest) if s is not None]
    return NodeFigures(
        node=node, depth=depth, progress=Progress(rolled.score, rolled.score), current=None, expected=pace,
        expected_value=None, status=_objective_status(rolled.score, pace, said, judge), confidence=confidence,
        confidence_change=0, weakest=weakest(below), unscored=rolled.unscored, contribution=None,
        last_check_in=None, stale=False, value_period=None, children=placed,
    )  # fmt: skip


def _objective_status(score: float | None, pace: float | None, said: list[int], judge: Judge) -> Status:
    if score is None:
        return Status.NO_DATA
    if score >= 1.0 - rules.SLACK:
        return Status.ACHIEVED
    return judge(score, pace, sum(said) / len(said) if said else None)


def _shared_pace(children: list[NodeFigures]) -> float | None:
    """What the children are expected to have reached; one without a pace counts as it stands."""
    scored = [c for c in children if c.progress.score is not None]
    if all(c.expected is None for c in scored):
        return None
    return rules.roll_up(
        [(c.progress.score if c.expected is None else c.expected, _weight(c.node)) for c in scored]
    ).score


def _weight(node: Node) -> float:
    return 0.0 if isinstance(node, Initiative) else node.weight


def _initiative(node: Initiative, depth: int, children: tuple[NodeFigures, ...]) -> NodeFigures:
    status = Status.ACHIEVED if node.done_on is not None else Status.NO_TARGET
    return NodeFigures(
        node=node, depth=depth, progress=NO_PROGRESS, current=None, expected=None, expected_value=None,
        status=status, confidence=None, confidence_change=0, weakest=None, unscored=0, contribution=None,
        last_check_in=None, stale=False, value_period=None, children=children,
    )  # fmt: skip


def _by_key_result(check_ins: list[CheckIn], today: dt.date) -> dict[Uid, list[CheckIn]]:
    """The check-ins of each key result up to ``today``, oldest first."""
    found: dict[Uid, list[CheckIn]] = {}
    for item in check_ins:
        if item.key_result is not None and item.day is not None and item.day <= today:
            found.setdefault(item.key_result, []).append(item)
    for items in found.values():
        items.sort(key=lambda item: (item.day or dt.date.min, item.uid))
    return found


def _by_result(steps: list[Milestone]) -> dict[Uid, list[Milestone]]:
    """The milestones of each key result, in order."""
    found: dict[Uid, list[Milestone]] = {}
    for step in steps:
        if step.key_result is not None:
            found.setdefault(step.key_result, []).append(step)
    return found


def _close(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12))


def _confidence(said: list[CheckIn]) -> tuple[int | None, int]:
    """The newest confidence and its difference from the one before."""
    known = [item.confidence for item in said if item.confidence is not None]
    if not known:
        return None, 0
    return known[-1], known[-1] - known[-2] if len(known) > 1 else 0


def _expected_value(start: float | None, target: float | None, pace: float | None) -> float | None:
    """Where the key result ought to be today, in its own unit."""
    if start is None or target is None or pace is None:
        return None
    return start + (target - start) * pace
