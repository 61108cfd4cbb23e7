"""The progress of a goal over its cycle, as it stood on each day (figures/README: Progress over time).

Every point is what ``goal_figures`` says of that day: by the numbers and check-ins known then, the measure and the
target in force then. A point of an objective is rolled up from those of its children.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kpidesk.domain import score as rules
from kpidesk.domain.entities import Cycle, KeyResult, Objective, ResultKind, Uid
from kpidesk.domain.stage import as_of, is_planned
from kpidesk.domain.status import JUDGED
from kpidesk.domain.walk import down
from kpidesk.figures.goals.pace import deadline, expected_on, paced_from
from kpidesk.figures.goals.past import Past
from kpidesk.figures.model import NodeFigures
from kpidesk.records import record

if TYPE_CHECKING:
    from kpidesk.workspace import Reads

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
MOST_DAYS = 60
"""A curve is looked up on so many days at most; of a longer cycle in larger steps."""
ENOUGH, COUNTED = 2, 8
"""A curve begins with so many numbers or check-ins; of a KPI no more numbers than that are counted."""


@record(frozen=True)
class CoursePoint:
    """The progress at the end of a day, as a fraction held within 0–1, and the value that gave it, where one did."""

    day: dt.date
    score: float
    value: float | None = None


@record(frozen=True)
class Word:
    """A check-in: its day, the progress then, and how sure one was of it."""

    day: dt.date
    score: float | None
    confidence: int | None


@record(frozen=True)
class Course:
    """The progress of a goal from the ``first`` day of its cycle to the ``last``.

    The first of the ``points`` is the day before, when nothing had begun. ``expected`` runs to the cycle's end and is
    empty without a pace. ``known`` counts the numbers, check-ins and milestones it is made of.
    """

    first: dt.date
    last: dt.date
    points: tuple[CoursePoint, ...] = ()
    expected: tuple[tuple[dt.date, float], ...] = ()
    said: tuple[Word, ...] = ()
    known: int = 0

    @property
    def enough(self) -> bool:
        """Tell whether there is a curve to be seen."""
        return self.known >= ENOUGH and len(self.points) > 1

    def across(self, day: dt.date) -> float:
        """How much of the cycle has gone at the end of a day, as a fraction held within 0–1."""
        return rules.expected(self.first, self.last, day)


def course(ws: Reads, figures: NodeFigures, cycle: Cycle, today: dt.date) -> Course:
    """The course of an objective or a key result that belongs to ``cycle``."""
    return _worked(ws, figures, cycle, today).of(figures.node.uid)


def courses(ws: Reads, root: NodeFigures, cycle: Cycle, today: dt.date) -> dict[Uid, Course]:
    """The courses of a goal that belongs to ``cycle`` and of all that are under it."""
    work = _worked(ws, root, cycle, today)
    return {uid: work.of(uid) for uid in work.goals}


def _worked(ws: Reads, figures: NodeFigures, cycle: Cycle, today: dt.date) -> CourseWork:
    work = CourseWork(ws, figures, cycle, today)
    for _each in work.steps():
        pass
    return work


class CourseWork:
    """Courses that are worked out one goal after another, so that nobody waits for those of a large objective."""

    def __init__(self, ws: Reads, figures: NodeFigures, cycle: Cycle, today: dt.date) -> None:
        self._figures, self._ws, self._today = figures, ws, today
        self._cycle = as_of(cycle, today)
        self._end = min(day for day in (today, self._cycle.closed_on) if day is not None)
        self._curves: dict[Uid, _Curve] = {}
        self._cycles: dict[Uid, Cycle] = {}
        self._plot: _Plot | None = None

    @property
    def goals(self) -> Iterable[Uid]:
        """The goals whose courses are worked out so far."""
        return self._curves

    def steps(self) -> Iterator[None]:
        """Work it out: two steps for each goal."""
        start, end = self._cycle.start, self._cycle.end
        if start is None or end is None or is_planned(self._cycle, self._end):
            return
        everything = down([self._figures], lambda each: each.counted)
        goals = [each for each in everything if isinstance(each.node, Objective | KeyResult)]
        results = [each.node for each in goals if isinstance(each.node, KeyResult)]
        first = start - DAY
        past = Past(self._ws, first)
        for each in goals:
            if isinstance(each.node, Objective | KeyResult):
                past.learn(each.node)
                yield
        self._cycles = _cycles_of(self._ws, goals, self._cycle, self._end)
        days = _days(past, goals, first, self._end)
        turns = (day for each in results for day in _turns(past, each, self._cycles[each.uid]))
        self._plot = _Plot(past, days, [day for day in sorted({*days, *turns}) if first <= day <= end])
        for each in reversed(goals):
            self._curves[each.node.uid] = self._plot.curve(each, self._cycles[each.node.uid], self._curves)
            yield

    def of(self, uid: Uid) -> Course:
        """The course of a goal within its own cycle; one without a curve where its cycle has not begun."""
        cycle, curve, plot = self._cycles.get(uid, self._cycle), self._curves.get(uid), self._plot
        first, last = cycle.start or self._today, cycle.end or self._today
        if curve is None or plot is None:
            return Course(first, last)
        before = first - DAY
        points = tuple(
            CoursePoint(day, score, value)
            for day, score, value in zip(plot.days, curve.scores, curve.values, strict=True)
            if score is not None and before <= day and (day <= last or day == self._end)
        )
        ahead = zip(plot.ahead, curve.expected, strict=True)
        expected = tuple((day, share) for day, share in ahead if share is not None and before <= day <= last)
        said = tuple(word for word in curve.said if word.day <= self._end)
        return Course(first, last, points, expected, said, curve.known)


@record(frozen=True)
class _Curve:
    """One goal on all days: progress, value and weight on those that have passed, and what is expected to the end.

    It weighs nothing while it was dropped or parked. ``computed`` is the progress by the numbers alone.
    """

    scores: Sequence[float | None]
    computed: Sequence[float | None]
    values: Sequence[float | None]
    weights: Sequence[float]
    expected: Sequence[float | None]
    said: Sequence[Word] = ()
    known: int = 0


class _Plot:
    """The days that a course is looked at, and the curve of each goal over them."""

    def __init__(self, past: Past, days: Sequence[dt.date], ahead: Sequence[dt.date]) -> None:
        self._past, self.days, self.ahead = past, days, ahead

    def curve(self, figures: NodeFigures, cycle: Cycle, below: Mapping[Uid, _Curve]) -> _Curve:
        """The curve of one goal, from those of its children."""
        node = figures.node
        if isinstance(node, KeyResult):
            return self._result(figures, node, cycle)
        assert isinstance(node, Objective)
        return self._objective(figures, node, [(each, below[each.node.uid]) for each in figures.counted
                                               if each.node.uid in below])  # fmt: skip

    def _result(self, figures: NodeFigures, node: KeyResult, cycle: Cycle) -> _Curve:
        rows = [self._past.measured(node, cycle, day) for day in self.days]
        settled = [_settled(cycle, day) or day == self.days[-1] for day in self.days]
        computed = [
            figures.computed.score if end else row.progress().score for end, row in zip(settled, rows, strict=True)
        ]
        scores = [
            figures.progress.score if end else rules.counting(score, self._past.held(node, day).grade)
            for end, day, score in zip(settled, self.days, computed, strict=True)
        ]
        by_number = node.kind is ResultKind.FROM_TO
        values = [row.current if by_number else None for row in rows]
        values[0] = None
        for each in (scores, computed):
            each[0] = None if each[0] is None else 0.0  # a week may begin before its quarter
        said = [
            Word(item.day, self._at(scores, item.day), item.confidence)
            for item in self._past.said_of(node.uid) if item.day is not None
        ]  # fmt: skip
        steps = self._past.steps_of(node.uid)
        expected = [expected_on(node, cycle, steps, day, self._past.begun_on(node)) for day in self.ahead]
        known = self._known(node, cycle, len(said))
        return _Curve(scores, computed, values, self._weights(node), expected, said, known)

    def _weights(self, node: Objective | KeyResult) -> list[float]:
        """What it counted on each day."""
        then = [self._past.held(node, day) for day in self.days]
        return [0.0 if each.dropped or each.parked else each.weight for each in then]

    def _known(self, node: KeyResult, cycle: Cycle, said: int) -> int:
        """How many numbers, check-ins and milestones a key result has."""
        kpis = self._past.kpis(self.days[-1])
        kpi = kpis.of(node)
        found = 0
        for period, _value in () if kpi is None else kpis.newest_first(kpi):
            if cycle.start is None or period.anchor < cycle.start or found >= COUNTED:
                break
            found += cycle.end is None or period.anchor <= cycle.end
        reached = sum(step.reached_on is not None for step in self._past.steps_of(node.uid))
        return found + said + reached + (node.kind is ResultKind.DONE and node.done)

    def _at(self, scores: Sequence[float | None], day: dt.date) -> float | None:
        """The progress on a day that is one of those looked at, or lies between two of them."""
        place = max((n for n, each in enumerate(self.days) if each <= day), default=0)
        return scores[place]

    def _objective(
        self, figures: NodeFigures, node: Objective, children: Sequence[tuple[NodeFigures, _Curve]]
    ) -> _Curve:  # fmt: skip
        counted = [curve.computed if figures.without_hand else curve.scores for _child, curve in children]
        scores, computed = self._rolled(children, counted), self._rolled(children, [c.computed for _f, c in children])
        scores[-1], computed[-1] = figures.progress.score, figures.computed.score
        said = sorted((word for _child, curve in children for word in curve.said), key=lambda word: word.day)
        return _Curve(
            scores, computed, [None] * len(self.days), self._weights(node),
            [self._expected(children, n) for n in range(len(self.ahead))],
            self._together(said, children, scores), sum(curve.known for _child, curve in children),
        )  # fmt: skip

    def _rolled(
        self, children: Sequence[tuple[NodeFigures, _Curve]], scores: Sequence[Sequence[float | None]]
    ) -> list[float | None]:  # fmt: skip
        """What these scores of the children gave together on each day."""
        weights = [curve.weights for _child, curve in children]
        return [
            rules.roll_up([(each[n], weight[n]) for each, weight in zip(scores, weights, strict=True)]).score
            for n in range(len(self.days))
        ]

    def _expected(self, children: Sequence[tuple[NodeFigures, _Curve]], n: int) -> float | None:
        """What is expected of the children that have a status; one without a pace counts as it stands."""
        judged = [(child, curve) for child, curve in children if child.status in JUDGED and curve.weights[-1]]
        if all(curve.expected[n] is None for _child, curve in judged):
            return None
        day = min(self.ahead[n], self.days[-1])
        shares = [
            (self._at(curve.scores, day) if curve.expected[n] is None else curve.expected[n], curve.weights[-1])
            for _child, curve in judged
        ]
        return rules.roll_up(shares).score

    def _together(
        self, said: Sequence[Word], children: Sequence[tuple[NodeFigures, _Curve]], scores: Sequence[float | None]
    ) -> list[Word]:
        """One word a day: the mean of what was last said of each child."""
        found: dict[dt.date, Word] = {}
        for word in said:
            newest = [_newest(curve.said, word.day) for _child, curve in children]
            sure = [each for each in newest if each is not None]
            mean = int(sum(sure) / len(sure) + 0.5) if sure else None
            found[word.day] = Word(word.day, self._at(scores, word.day), mean)
        return list(found.values())


def _newest(said: Sequence[Word], day: dt.date) -> int | None:
    """How sure one was at the end of a day."""
    return next((word.confidence for word in reversed(said) if word.day <= day and word.confidence is not None), None)


def _settled(cycle: Cycle, day: dt.date) -> bool:
    """Tell whether a cycle had been closed by then: what was frozen holds."""
    return cycle.closed_on is not None and day >= cycle.closed_on


def _cycles_of(ws: Reads, goals: Sequence[NodeFigures], top: Cycle, day: dt.date) -> dict[Uid, Cycle]:
    """The cycle of each goal: its own, else that of what it stands under."""
    found: dict[Uid, Cycle] = {}
    for each in goals:
        node = each.node
        above = found.get(node.parent or "", top)
        own = ws.find(Cycle, node.cycle) if isinstance(node, Objective) and node.cycle is not None else None
        whole = own is not None and own.start is not None and own.end is not None
        found[node.uid] = as_of(own, day) if own is not None and whole and found else above
    return found


def _days(past: Past, goals: Sequence[NodeFigures], first: dt.date, end: dt.date) -> list[dt.date]:
    """The day before the beginning, the ends of weeks, every day on which something was said or done, and the last."""
    sunday = first + DAY * ((6 - first.weekday()) % 7)
    weeks = (end - sunday).days // 7 + 1
    step = WEEK * max(1, -(-weeks // MOST_DAYS))
    regular = [sunday + step * n for n in range(max(0, -(-weeks // (step // WEEK))))]
    own: set[dt.date] = set()
    for each in goals:
        if isinstance(each.node, KeyResult):
            own |= {item.day for item in past.said_of(each.node.uid) if item.day is not None}
            own |= {step.reached_on for step in past.steps_of(each.node.uid) if step.reached_on is not None}
        if isinstance(each.node, Objective | KeyResult):
            own |= past.changed_on(each.node)
    found = sorted(own)
    kept = found if len(found) <= MOST_DAYS else found[:: -(-len(found) // MOST_DAYS)]
    return sorted({first, end, *(day for day in (*regular, *kept) if first < day < end)})


def _turns(past: Past, node: KeyResult, cycle: Cycle) -> set[dt.date]:
    """The days on which what is expected of a key result takes another way."""
    dates = {step.due for step in past.steps_of(node.uid)} | {node.due, deadline(node, cycle), cycle.start, cycle.end}
    start = paced_from(node, cycle, past.begun_on(node))
    due = {day for day in (*dates, None if start is None else start - DAY) if day is not None}
    return due | {day + DAY for day in due} if node.kind in (ResultKind.MILESTONES, ResultKind.DONE) else due
