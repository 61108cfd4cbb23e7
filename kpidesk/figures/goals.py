"""The figures of the goal tree: progress, pace, status and contribution of every node."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpidesk.domain import score as rules
from kpidesk.domain.due import days_over
from kpidesk.domain.entities import (
    CheckIn,
    Cycle,
    Initiative,
    KeyResult,
    Kpi,
    Node,
    Objective,
    ResultKind,
    Uid,
    Window,
)
from kpidesk.domain.period import Period, between
from kpidesk.domain.score import NO_PROGRESS, Progress
from kpidesk.domain.status import Status, weakest
from kpidesk.figures.kpi import figures_from
from kpidesk.figures.model import KpiFigures, NodeFigures
from kpidesk.figures.sheet import Sheet, Source, load

if TYPE_CHECKING:
    from kpidesk.workspace import Workspace


def goal_figures(ws: Workspace, cycle: Cycle, today: dt.date) -> list[NodeFigures]:
    """Compute the goal tree of a cycle as it stands on ``today``, or on the day it was closed; one tree per root.

    An objective without a cycle belongs to its parent's. A node at the top that no cycle claims is
    shown in every one, so that nothing disappears.
    """
    day = today if cycle.closed_on is None else min(today, cycle.closed_on)
    tree = _Tree(ws, cycle, day)
    return [tree.figures(node, 0, cycle) for node in tree.roots()]


class _Tree:
    """One reading of the goal tree."""

    def __init__(self, ws: Workspace, cycle: Cycle, today: dt.date) -> None:
        self._ws = ws
        self._cycle = cycle
        self._today = today
        self._cycles = {item.uid: item for item in ws.all(Cycle)}
        self._check_ins = _by_key_result(ws.all(CheckIn), today)
        self._kpis = {kpi.uid: kpi for kpi in ws.all(Kpi)}
        linked = {result.kpi for result in ws.all(KeyResult)}
        self._source: Source = load(ws, [kpi for uid, kpi in self._kpis.items() if uid in linked])
        self._figures: dict[Uid, KpiFigures] = {}

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
            return _objective(node, depth, children)
        children = [self.figures(child, depth + 1, cycle) for child in self._ws.children(node.uid)]
        if isinstance(node, KeyResult):
            return replace(self._key_result(node, depth, cycle), children=tuple(children))
        return replace(_initiative(node, depth), children=tuple(children))

    def _key_result(self, node: KeyResult, depth: int, cycle: Cycle) -> NodeFigures:
        said = self._check_ins.get(node.uid, [])
        measured = _Measured(self, node, cycle, said)
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
            start=measured.start,
        )  # fmt: skip

    def _pace(self, node: KeyResult, cycle: Cycle) -> float | None:
        if node.kind is not ResultKind.FROM_TO or node.late_result or cycle.start is None or cycle.end is None:
            return None
        return rules.expected(cycle.start, cycle.end, self._today)

    def _stale(self, node: KeyResult, cycle: Cycle, said: list[CheckIn], made: Progress) -> bool:
        """A KPI keeps its key result fresh; what is reached or closed needs no more check-ins."""
        if self.kpi_of(node) is not None or cycle.start is None or cycle.closed_on is not None:
            return False
        if node.kind is not ResultKind.HOLD and made.raw is not None and made.raw >= 1:
            return False
        day = min(self._today, cycle.end) if cycle.end else self._today
        return rules.is_stale(said[-1].day if said else None, cycle.start, day)

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
        return rules.pace_status(made.score, pace, confidence)

    def _overdue(self, node: KeyResult, cycle: Cycle) -> bool:
        """Tell whether the KPI lacks a number of this cycle; what is missing later does not matter."""
        kpi = self.kpi_of(node)
        if kpi is None or cycle.closed_on is not None:
            return False
        due = self.kpi_figures(kpi).due
        return due.overdue is not None and (cycle.end is None or due.period.anchor <= cycle.end)

    def kpi_of(self, node: KeyResult) -> Kpi | None:
        """The KPI that feeds a key result, if it still exists."""
        return self._kpis.get(node.kpi or "")

    def kpi_figures(self, kpi: Kpi) -> KpiFigures:
        """The KPI's own figures, computed once."""
        if kpi.uid not in self._figures:
            self._figures[kpi.uid] = figures_from(self._source, kpi, self._today)
        return self._figures[kpi.uid]

    def sheet(self, kpi: Kpi) -> Sheet:
        """The KPI's numbers, for periods outside its own figures."""
        return Sheet(kpi, self._source)

    @property
    def today(self) -> dt.date:
        """The day for which the tree is computed."""
        return self._today


class _Measured:
    """Where a key result's current value comes from: its KPI, its check-ins, or its start."""

    def __init__(self, tree: _Tree, node: KeyResult, cycle: Cycle, said: list[CheckIn]) -> None:
        self._tree = tree
        self._node = node
        self._cycle = cycle
        self._kpi = tree.kpi_of(node)
        self._said = [item.value for item in said if item.value is not None]
        self.start = self._start()
        self.period: Period | None = None
        self.current = self._current()

    def _start(self) -> float | None:
        """The start that is stored; else the KPI's last value before the cycle."""
        node, begins = self._node, self._cycle.start
        if node.start is not None or self._kpi is None or begins is None:
            return node.start
        figures = self._tree.kpi_figures(self._kpi)
        known = zip(reversed(figures.periods), reversed(figures.values), strict=True)
        return next((v for p, v in known if v is not None and p.anchor < begins), None)

    def _current(self) -> float | None:
        if self._kpi is not None:
            found = self._combined() if self._node.window is Window.COMBINED else self._latest()
            if found is not None:
                return found
        if self._said:
            return self._said[-1]
        return self.start if self._node.kind is ResultKind.FROM_TO else None

    def _inside(self, period: Period) -> bool:
        begins, ends = self._cycle.start, self._cycle.end
        return (begins is None or begins <= period.anchor) and (ends is None or period.anchor <= ends)

    def _latest(self) -> float | None:
        assert self._kpi is not None
        figures = self._tree.kpi_figures(self._kpi)
        for period, value in zip(reversed(figures.periods), reversed(figures.values), strict=True):
            if value is not None and self._inside(period):
                self.period = period
                return value
        return None

    def _combined(self) -> float | None:
        """The KPI over the whole cycle so far, evaluated on combined inputs."""
        assert self._kpi is not None
        if self._cycle.start is None or self._latest() is None:
            return None
        whole = Period(self._cycle.frequency, self._cycle.start)
        return self._tree.sheet(self._kpi).at(whole).value

    def progress(self) -> Progress:
        """Progress by the kind of the key result."""
        node = self._node
        match node.kind:
            case ResultKind.DONE:
                return Progress(1.0, 1.0) if node.done else Progress(0.0, 0.0)
            case ResultKind.HOLD:
                return self._hold()
            case _:
                return rules.from_to(self.start, node.target, self.current)

    def _hold(self) -> Progress:
        node, closed = self._node, self._cycle.closed_on is not None
        if self._kpi is None:
            return rules.hold(self._said, node.low, node.high)
        values, whole = self._due_values(self._kpi)
        return rules.hold(values, node.low, node.high, whole if closed else None)

    def _due_values(self, kpi: Kpi) -> tuple[list[float | None], int]:
        """The KPI's values in the cycle that are entered or overdue, and the periods of the cycle."""
        if self._cycle.start is None or self._cycle.end is None:
            return [], 0
        sheet = self._tree.sheet(kpi)
        first = Period.containing(self._cycle.start, kpi.frequency, sheet.fiscal_start)
        last = Period.containing(self._cycle.end, kpi.frequency, sheet.fiscal_start)
        inside = [p for p in between(first, last) if self._inside(p)]
        readings = [(p, sheet.at(p)) for p in inside if p.first <= self._tree.today]
        due = [
            reading.value for period, reading in readings
            if reading.of and (reading.value is not None or _overdue(period, kpi, self._tree.today))
        ]  # fmt: skip
        return due, len(inside)


def _overdue(period: Period, kpi: Kpi, today: dt.date) -> bool:
    return days_over(period, today, kpi.grace_days) is not None


def _objective(node: Objective, depth: int, children: list[NodeFigures]) -> NodeFigures:
    counted = [c for c in children if not isinstance(c.node, Initiative) and not c.dropped]
    rolled = rules.roll_up([(c.progress.score, _weight(c.node)) for c in counted])
    points = dict(zip((c.node.uid for c in counted), rolled.contributions, strict=True))
    placed = tuple(replace(c, contribution=points.get(c.node.uid)) for c in children)
    pace = _shared_pace(counted)
    said = [c.confidence for c in counted if c.confidence is not None]
    confidence = int(sum(said) / len(said) + 0.5) if said else None
    below = [s for c in counted for s in (c.status, c.weakest) if s is not None]
    return NodeFigures(
        node=node, depth=depth, progress=Progress(rolled.score, rolled.score), current=None, expected=pace,
        expected_value=None, status=_objective_status(rolled.score, pace, said), confidence=confidence,
        confidence_change=0, weakest=weakest(below), unscored=rolled.unscored, contribution=None,
        last_check_in=None, stale=False, value_period=None, children=placed,
    )  # fmt: skip


def _objective_status(score: float | None, pace: float | None, said: list[int]) -> Status:
    if score is None:
        return Status.NO_DATA
    if score >= 1.0 - rules.SLACK:
        return Status.ACHIEVED
    return rules.pace_status(score, pace, sum(said) / len(said) if said else None)


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


def _initiative(node: Initiative, depth: int) -> NodeFigures:
    status = Status.ACHIEVED if node.done_on is not None else Status.NO_TARGET
    return NodeFigures(
        node=node, depth=depth, progress=NO_PROGRESS, current=None, expected=None, expected_value=None,
        status=status, confidence=None, confidence_change=0, weakest=None, unscored=0, contribution=None,
        last_check_in=None, stale=False, value_period=None,
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
