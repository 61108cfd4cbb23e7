"""One reading of the goal tree: each node as of the day that its cycle is looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kpidesk.domain import score as rules
from kpidesk.domain.comparing import same
from kpidesk.domain.entities import (
    CheckIn,
    Cycle,
    Department,
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
from kpidesk.domain.stage import as_of, is_over, is_planned
from kpidesk.domain.status import JUDGED, UNMEASURED, UNTOLD, Status, weakest
from kpidesk.domain.walk import down, folded
from kpidesk.figures.cycle_list import cycle_of, known_cycles, one_for_each, period_of, spanning
from kpidesk.figures.goals.day import GoalDay
from kpidesk.figures.goals.measured import Measured
from kpidesk.figures.goals.pace import expected_on, missed, paced_from
from kpidesk.figures.goals.status import Known, Stage, objective_status, result_status, standing, weight_of
from kpidesk.figures.model import NodeFigures

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


class Standing(NamedTuple):
    """A node where it stands: how far below the top, in which cycle, and what is ``known`` of it from before."""

    node: Node
    depth: int
    cycle: Cycle
    known: NodeFigures | None


class Touched(NamedTuple):
    """What a change may have altered: ``nodes``, and ``branches`` with all that is under them."""

    nodes: Set[Uid]
    branches: Set[Uid]


class GoalTree:
    """The tree of one cycle as it was on a day; a closed cycle is looked at as of the day it was closed.

    ``touched``: of what is known, all but this still holds. ``whole``: the objectives of longer cycles that run through
    this one are shown with it, and of what stands under them only what belongs here.
    """

    def __init__(
        self, ws: Reads, cycle: Cycle, day: dt.date, touched: Touched | None = None, *, whole: bool = True
    ) -> None:  # fmt: skip
        self._ws, self._day, self._touched = ws, day, touched
        self._company = ws.company
        self.cycle = as_of(cycle, day)
        period = period_of(cycle)
        self._longer = {each.uid for each in spanning(ws, period).values()} if whole and period is not None else set()
        self._cycles = {uid: as_of(each, day) for uid, each in known_cycles(ws).items()}
        self._stands_for = one_for_each(ws)
        closed = {uid for uid, each in self._cycles.items() if each.closed_on is not None}
        self._frozen = {item.node: item for item in ws.all(Frozen) if item.cycle in closed}
        self._cycles[cycle.uid] = self.cycle
        self._days: dict[dt.date, GoalDay] = {}
        self._leading: set[Uid] | None = None

    def roots(self) -> list[Node]:
        """The topmost nodes of the cycle, wherever in the tree they stand."""
        self._leading = self._towards_own()
        tops = [self._placed(root, None) for root in self._ws.children(None)]
        return [node for node, cycle in down(tops, self._further) if self._is_seen(cycle)]

    def _is_seen(self, cycle: Uid | None) -> bool:
        """Tell whether a goal of a cycle is looked at in this one; one of none is in every."""
        return cycle in (self.cycle.uid, None) or cycle in self._longer

    def _placed(self, node: Node, above: Uid | None) -> tuple[Node, Uid | None]:
        return node, cycle_of(self._stands_for, node, above)

    def _further(self, at: tuple[Node, Uid | None]) -> Iterator[tuple[Node, Uid | None]]:
        """What is under a node of another cycle; a node of this one, or of none, is shown with all below it."""
        node, cycle = at
        if self._is_seen(cycle):
            return
        for child in self._ws.children(node.uid):
            if self._leading is None or child.uid in self._leading:
                yield self._placed(child, cycle)

    def _towards_own(self) -> set[Uid] | None:
        """The objectives set for this cycle and what they stand under; ``None`` where that can't be told by the rows.

        Under a goal of another cycle nothing else can belong to this one.
        """
        found: set[Uid] = set()
        for each in self._ws.all(Objective):
            own = self._stands_for.get(each.cycle or "")
            node: Node | None = each if own is not None and self._is_seen(own) else None
            while node is not None and node.uid not in found:
                found.add(node.uid)
                above = self._ws.find_node(node.parent)
                if above is None and node.parent is not None:
                    return None  # a goal below one that is deleted is shown further up
                node = above
        return found

    def figures(self, node: Node, known: NodeFigures | None = None) -> NodeFigures:
        """One node at the top with everything below it; what of the ``known`` is not touched is the very same."""
        return folded(Standing(node, 0, self._cycle_of(node, self.cycle), known), self._below, self._figures)

    def _stands(self, at: Standing) -> bool:
        """Tell whether what is known of a node, and of all that is under it, still holds."""
        return at.known is not None and self._touched is not None and at.node.uid not in self._touched.nodes

    def _cycle_of(self, node: Node, above: Cycle) -> Cycle:
        return self._cycles.get(node.cycle or "", above) if isinstance(node, Objective) else above

    def _below(self, at: Standing) -> Iterator[Standing]:
        if self._stands(at):
            return
        known = self._known_below(at)
        for child in self._ws.children(at.node.uid):
            yield Standing(child, at.depth + 1, self._cycle_of(child, at.cycle), known.get(child.uid))

    def _known_below(self, at: Standing) -> dict[Uid, NodeFigures]:
        if at.known is None or self._touched is None or at.node.uid in self._touched.branches:
            return {}
        return {child.node.uid: child for child in at.known.counted}

    def _known(self, cycle: Cycle) -> GoalDay:
        """What was known when the cycle, or the one looked at, was closed, else on the day asked for."""
        day = min(each for each in (self._day, cycle.closed_on, self.cycle.closed_on) if each is not None)
        if day not in self._days:
            self._days[day] = GoalDay(self._ws, day, self._results if self._touched is None else None)
        return self._days[day]

    def _results(self) -> Iterator[KeyResult]:
        """Every key result that the cycle shows."""
        nodes = down(self.roots(), lambda node: self._ws.children(node.uid))
        return (node for node in nodes if isinstance(node, KeyResult))

    def _figures(self, at: Standing, under: Sequence[NodeFigures]) -> NodeFigures:
        if at.known is not None and self._stands(at):
            return at.known
        node, depth, cycle, children = at.node, at.depth, at.cycle, tuple(under)
        known = self._known(cycle)
        if isinstance(node, Initiative):
            return _initiative(known.initiative(node), depth, children)
        if isinstance(node, Objective):
            found = self._objective(known.goal(node, cycle), depth, cycle, children)
        else:
            found = self._key_result(known.goal(node, cycle), depth, cycle, children)
        return replace(found, of_other=True) if self._is_other(cycle) else found

    def _is_other(self, cycle: Cycle) -> bool:
        """Tell whether a cycle is another than the one looked at; of two rows for the same stretch neither is."""
        return cycle.uid != self.cycle.uid and period_of(cycle) != period_of(self.cycle)

    def _is_shown(self, child: NodeFigures, above: Cycle) -> bool:
        """Tell whether what stands under an objective of ``above`` is seen here: under a longer one only its own."""
        if above.uid not in self._longer or not isinstance(child.node, Objective):
            return True
        return self._is_seen(self._stands_for.get(child.node.cycle or ""))

    def _stage(self, cycle: Cycle) -> Stage:
        day = self._known(cycle).day
        return Stage(is_planned(cycle, day), is_over(cycle, day))

    # ---- key results -----------------------------------------------------------------------------

    def _key_result(
        self, node: KeyResult, depth: int, cycle: Cycle, children: tuple[NodeFigures, ...]
    ) -> NodeFigures:  # fmt: skip
        known, stage = self._known(cycle), self._stage(cycle)
        said, steps = known.said_of(node.uid), known.steps_of(node.uid)
        measured = Measured(known.linked, node, cycle, said, steps)
        made = measured.progress()
        begun = known.begun_on(node)
        pace = expected_on(node, cycle, steps, known.day, begun)
        confidence, moved = _confidence(said)
        due = self._check_in_due(node, cycle, made)
        stale = due is not None and known.day > due
        by_number = node.kind in (ResultKind.FROM_TO, ResultKind.HOLD)
        kpi = known.linked.of(node)
        found = Known(
            made, pace, confidence, measured.known, measured.current is not None or not by_number,
            stale or self._overdue(node, cycle), kpi is not None, missed(node, steps, known.day),
        )  # fmt: skip
        plain = self._as_frozen(NodeFigures(
            node=measured.node, depth=depth, progress=made, current=measured.current, expected=pace,
            expected_value=_expected_value(measured.start, node.target, pace),
            status=Status.HIDDEN if measured.hidden and not stage.planned
            else result_status(node, stage, found, self._company),
            confidence=confidence, confidence_change=moved, weakest=None, unscored=0, contribution=None,
            last_check_in=said[-1] if said else None, stale=stale and measured.known and not stage.over,
            value_period=measured.period, start=measured.start, children=children, over=stage.over,
            committed=node.committed, check_in_due=None if stage.over else due,
            silent_since=known.silent_since(node, cycle), paced_from=paced_from(node, cycle, begun),
            before=measured.last_before() if stage.planned else None,
            of_kpi=None if kpi is None else kpi.decimals, steps=_counted(node, steps), masked=measured.masked,
        ))  # fmt: skip
        return plain if node.grade is None or stage.planned else _by_hand(plain, node.grade, node.committed)

    def _check_in_due(self, node: KeyResult, cycle: Cycle, made: Progress) -> dt.date | None:
        """By when a check-in is in time; a KPI, and what is reached, dropped or parked, needs none."""
        known = self._known(cycle)
        if known.linked.of(node) is not None or node.dropped or node.parked:
            return None
        if node.kind is not ResultKind.HOLD and rules.reached(made.raw):
            return None
        return known.check_in_due(node, cycle)

    def _overdue(self, node: KeyResult, cycle: Cycle) -> bool:
        """Tell whether the KPI lacks a number of this cycle; what is missing later does not matter."""
        known = self._known(cycle)
        kpi = known.linked.of(node)
        if kpi is None:
            return False
        due = known.linked.figures(kpi).due
        return due.overdue is not None and (cycle.end is None or due.period.anchor <= cycle.end)

    # ---- objectives ------------------------------------------------------------------------------

    def _objective(
        self, node: Objective, depth: int, cycle: Cycle, children: tuple[NodeFigures, ...]
    ) -> NodeFigures:  # fmt: skip
        found = self._rolled_up(node, depth, cycle, children)
        if all(child.by_numbers is None for child in children):
            return self._as_frozen(found)
        plain = self._rolled_up(node, depth, cycle, tuple(child.by_numbers or child for child in children))
        frozen = self._frozen.get(node.uid)
        with_hand = frozen is None or same(frozen.score, found.progress.score)
        if frozen is None or found.unkept or with_hand or not same(frozen.score, plain.progress.score):
            return replace(self._as_frozen(found), by_numbers=plain)
        by_hand = {child.node.uid: child for child in children}
        return replace(
            self._as_frozen(plain), without_hand=True,
            children=tuple(by_hand[each.node.uid].contributing(each.contribution) for each in plain.children),
            elsewhere=tuple(by_hand[each.node.uid].contributing(each.contribution) for each in plain.elsewhere),
        )  # fmt: skip

    def _rolled_up(
        self, node: Objective, depth: int, cycle: Cycle, children: tuple[NodeFigures, ...]
    ) -> NodeFigures:  # fmt: skip
        counted = [c for c in children if not isinstance(c.node, Initiative) and not c.dropped and not c.parked]
        rolled = rules.roll_up([(c.progress.score, weight_of(c.node)) for c in counted])
        stage = self._stage(cycle)
        stage = replace(stage, over=stage.over or self._is_decided(counted, cycle))
        points = dict(zip((c.node.uid for c in counted), rolled.contributions, strict=True))
        told = [c.contributing(points.get(c.node.uid)) for c in children]
        together = standing(counted, stage.over)
        said = [c.confidence for c in counted if c.confidence is not None]
        below = [s for c in counted for s in (c.status, c.weakest) if s is not None and s not in UNTOLD]
        return NodeFigures(
            node=node, depth=depth, progress=Progress(rolled.score, rolled.score), current=None,
            expected=together.pace, expected_value=None,
            status=objective_status(rolled.score, together, counted, stage, self._company),
            confidence=int(sum(said) / len(said) + 0.5) if said else None, confidence_change=0,
            weakest=weakest(below), unscored=rolled.unscored, contribution=None, last_check_in=None, stale=False,
            value_period=None, children=tuple(c for c in told if self._is_shown(c, cycle)),
            elsewhere=tuple(c for c in told if not self._is_shown(c, cycle)),
            judged=together.score, waiting=together.waiting, over=stage.over, committed=together.committed,
            unkept=any(c.unkept for c in children),
        )  # fmt: skip

    def _is_decided(self, counted: Sequence[NodeFigures], cycle: Cycle) -> bool:
        """Tell whether somebody has set every score in a cycle before it is at its end."""
        return bool(counted) and all(c.over and self._cycle_of(c.node, cycle).uid == cycle.uid for c in counted)

    # ---- what was frozen -------------------------------------------------------------------------

    def _as_frozen(self, figures: NodeFigures) -> NodeFigures:
        """The figures as they were when the cycle was closed, and what they would be now.

        What was kept is not told of numbers that are hidden now, nor of what they counted in: it would give them away.
        """
        frozen = self._frozen.get(figures.node.uid)
        if frozen is None or figures.unkept:
            return figures
        kept = Progress(frozen.raw, frozen.score)
        value = _frozen_value(frozen, figures)
        stands = same(kept.score, figures.progress.score) and same(value, figures.current)
        if figures.masked is not None and not stands:
            return replace(figures, unkept=True)
        status = _frozen_status(frozen, figures) if isinstance(figures.node, KeyResult) else figures.status
        restated = None if stands else figures.progress
        return replace(figures, progress=kept, current=value, status=status, restated=restated)


def _frozen_value(frozen: Frozen, figures: NodeFigures) -> float | None:
    """What was measured when the cycle was closed; earlier programs kept the start where there was nothing."""
    nothing = figures.current is None and same(frozen.value, figures.start)
    return None if nothing else frozen.value


def _frozen_status(frozen: Frozen, figures: NodeFigures) -> Status:
    """Earlier programs kept the status by pace; at the end the score decides, where anything was measured.

    What was kept of one whose score somebody had set is the status by that.
    """
    status = next((each for each in Status if each.value == frozen.status), figures.status)
    node = figures.node
    assert isinstance(node, KeyResult)
    if node.grade is not None:
        return figures.status
    if status in UNMEASURED or frozen.score is None or not {status, figures.status} & JUDGED:
        return status
    return rules.final_status(frozen.score, node.committed)


def _by_hand(plain: NodeFigures, grade: float, committed: bool) -> NodeFigures:
    """A key result whose score somebody has set: that decides, whatever the numbers say and whoever is silent."""
    return replace(
        plain, progress=Progress(grade, grade), status=rules.final_status(grade, committed), expected=None,
        expected_value=None, check_in_due=None, stale=False, over=True, by_numbers=plain,
    )  # fmt: skip


def _counted(node: KeyResult, steps: Sequence[Milestone]) -> tuple[int, int] | None:
    """How many of its milestones are reached, and how many it has; empty where none measures it."""
    if node.kind is not ResultKind.MILESTONES or not steps:
        return None
    return sum(each.reached_on is not None for each in steps), len(steps)


def _initiative(node: Initiative, depth: int, children: tuple[NodeFigures, ...]) -> NodeFigures:
    status = Status.ACHIEVED if node.done_on is not None else Status.NO_TARGET
    return NodeFigures(
        node=node, depth=depth, progress=NO_PROGRESS, current=None, expected=None, expected_value=None,
        status=status, confidence=None, confidence_change=0, weakest=None, unscored=0, contribution=None,
        last_check_in=None, stale=False, value_period=None, children=children,
    )  # fmt: skip


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


def department_above(ws: Reads, node: Node | None) -> Department | None:
    """The department that a goal belongs to: the nearest one named from it upwards."""
    seen: set[Uid] = set()
    while node is not None and node.uid not in seen:
        seen.add(node.uid)
        if isinstance(node, Objective) and (found := ws.find(Department, node.department)):
            return found
        node = ws.find_node(node.parent)
    return None
