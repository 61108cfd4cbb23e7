"""What a page, the report and the command line read about a KPI or a goal: frozen, computed once."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kpidesk import format as fmt
from kpidesk.domain.change import fair_change
from kpidesk.domain.comparing import above, below
from kpidesk.domain.entities import Initiative, KeyResult, ResultKind, Target
from kpidesk.domain.forecast import NEWEST, Forecast, forecast, looked_back
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rounding import decimals_apart
from kpidesk.domain.series.possible import Edges, edges_seen
from kpidesk.domain.signals import RuleSet
from kpidesk.domain.status import RED_FLAG_POINTS, Goal, Status, score_against
from kpidesk.domain.walk import down
from kpidesk.figures.points import Points
from kpidesk.figures.sentences import QUIET, Variation, signal_sentence
from kpidesk.records import record

if TYPE_CHECKING:
    from kpidesk.domain.change import Change
    from kpidesk.domain.due import Due
    from kpidesk.domain.entities import CheckIn, Combine, Input, Kpi, Node
    from kpidesk.domain.score import Progress
    from kpidesk.domain.signals import Rule
    from kpidesk.figures.signalling import Signalling
    from kpidesk.text import Message

GLANCED = 13
"""So many points have a sparkline."""


@record(frozen=True)
class Point:
    """One period of a KPI.

    ``reason`` says why there is no value. ``have`` of ``of`` parts are entered; ``provisional``
    when some are missing. ``target``, ``high``, ``red_flag`` and ``red_high`` are the period's goal, of the
    parts that are in where some are missing, so that value, target and status speak of the same ones;
    ``signal`` marks a point outside the natural limits or after a jump; ``masked`` one whose value is hidden
    because it is about too few persons; ``suggested`` one whose target nobody has confirmed, which judges nothing.
    """

    period: Period
    value: float | None
    reason: Message | None
    provisional: bool
    have: int
    of: int
    status: Status
    target: float | None
    high: float | None
    red_flag: float | None
    not_applicable: bool
    signal: bool
    masked: bool = False
    red_high: float | None = None
    suggested: bool = False

    @property
    def nearest_goal(self) -> float | None:
        """What the value is held against: the target, of a band the edge that it has passed; none inside a band."""
        if self.value is None or self.target is None or self.high is None:
            return self.target if self.value is not None else None
        if below(self.value, self.target):
            return self.target
        return self.high if above(self.value, self.high) else None

    def decimals(self, least: int) -> int:
        """How many decimals value and goal are written with: ``least``, or as many as tell the two apart."""
        goal = self.nearest_goal
        return least if self.value is None or goal is None else decimals_apart(self.value, goal, least)


class Glance(NamedTuple):
    """A point as far as a sparkline shows it."""

    value: float | None
    target: float | None
    signal: bool
    suggested: bool = False


@record(frozen=True)
class Limits:
    """Natural limits and the first and last period of their base."""

    mean: float
    lower: float
    upper: float
    range_limit: float
    provisional: bool
    first: Period
    last: Period
    rules: RuleSet = RuleSet.WHEELER


@record(frozen=True)
class Segment:
    """A stretch with natural limits of its own; ``last`` is empty for the one that goes on."""

    limits: Limits
    first: Period
    last: Period | None


@record(frozen=True)
class Rolling:
    """A KPI over the twelve months that end with its latest period, and what that differs from the year before.

    ``have`` of ``of`` parts are entered.
    """

    period: Period
    value: float | None
    have: int
    of: int
    change: Change | None


class Readable(Protocol):
    """A KPI's value in some period, or why there is none."""

    @property
    def value(self) -> float | None: ...  # noqa: D102
    @property
    def reason(self) -> Message | None: ...  # noqa: D102
    @property
    def have(self) -> int: ...  # noqa: D102
    @property
    def of(self) -> int: ...  # noqa: D102


@record(frozen=True)
class SignalRun:
    """A signal of ``length`` values from ``first`` to ``last`` period; ``side`` +1 above or rising, −1 below."""

    rule: Rule
    first: Period
    last: Period
    side: int
    length: int
    fiscal_start: int = 1

    @property
    def sentence(self) -> Message:
        """The signal in words."""
        return signal_sentence(self.rule, self.side, self.length, self.last, self.fiscal_start)


@record(frozen=True)
class KpiFigures:
    """Everything shown about one KPI at one frequency.

    ``status`` and ``due`` are the KPI's own, now; the rest belongs to ``frequency``. ``latest`` is
    the latest period that has a value, never the one typed last. ``sentence`` says in words what
    the variation means; empty until there are natural limits, and while a number is overdue without
    a signal. ``shift`` is where a lasting shift
    began, from which new limits may be accepted. ``segments`` are the stretches with limits of their
    own, ``limits`` those of the one that goes on; ``breaks`` the first period of each changed definition.
    ``masked`` is the newest period where its number is hidden. ``periods`` are all from the first known to the last
    known or due, however many are blank, so nothing walks them: ``filled`` are the places of those in which anything
    is entered, ``known`` the values, and each of the ``points`` is made when first read.

    ``aims`` are the targets as they are set: figures without a number differ by them alone.

    ``ahead`` holds the values of periods that have not begun, to be shown apart: they count nowhere else. ``whole``
    tells that no value lacks a part, as of what is measured as often as the periods are.
    """

    kpi: Kpi
    frequency: Frequency
    latest: Point | None
    status: Status
    due: Due
    limits: Limits | None
    sentence: Message | None
    shift: Period | None
    periods: Sequence[Period]
    values: tuple[float | None, ...]
    filled: Sequence[int]
    segments: tuple[Segment, ...]
    breaks: tuple[Period, ...]
    masked: Period | None
    rules: RuleSet
    aims: tuple[Target, ...]
    make_point: Callable[[int], Point] = field(repr=False, compare=False)
    read: Callable[[Period], Readable] = field(repr=False, compare=False)
    aim: Callable[[Period], Goal | None] = field(repr=False, compare=False)
    make_target: Callable[[], Point] = field(repr=False, compare=False)
    signalling: Signalling = field(repr=False, compare=False)
    ahead: tuple[tuple[Period, float], ...] = ()
    whole: bool = False

    @property
    def flagged(self) -> bool:
        """Tell whether a signal still holds: an older one shows in the chart and says nothing of today."""
        return self.sentence is not None and self.sentence not in QUIET

    @property
    def signals(self) -> tuple[SignalRun, ...]:
        """Every signal there ever was; what holds now, ``flagged`` tells."""
        return self.signalling.runs

    @cached_property
    def target(self) -> Point:
        """The point of the newest ended or known period, whose target is the one aimed for now."""
        return self.make_target()

    @cached_property
    def change(self) -> Change | None:
        """How the latest value differs from the one of the period before."""
        return self._change(Period.previous)

    @cached_property
    def year_ago(self) -> Change | None:
        """How it differs from the one of the same period a year before."""
        return self._change(Period.last_year)

    def _change(self, base_of: Callable[[Period], Period]) -> Change | None:
        if self.latest is None:
            return None
        period = self.latest.period
        base = base_of(period)
        return fair_change(self.read(period), period, self.read(base), base, self.kpi.unit, self.breaks)

    @cached_property
    def variation(self) -> Variation:
        """What can be said of how the KPI varies now. *As usual* is said only of one of which it is known.

        That is one whose latest number is there, in time and to be seen, with settled natural limits and no signal.
        """
        if self.latest is None or self.masked is not None or self.due.overdue is not None:
            return Variation.UNKNOWN
        if self.flagged:
            return Variation.SIGNAL
        settled = self.limits is not None and not self.limits.provisional
        return Variation.USUAL if settled else Variation.UNSETTLED

    @cached_property
    def points(self) -> Points:
        """Every period from the first known to the last known or due, gaps included."""
        return Points(range(len(self.periods)), self.make_point, self.periods)

    @cached_property
    def known(self) -> tuple[tuple[Period, float], ...]:
        """The periods that have a value, with it, in order."""
        found = ((place, self.values[place]) for place in self.filled)
        return tuple((self.periods[place], value) for place, value in found if value is not None)

    @cached_property
    def known_points(self) -> Points:
        """The points that have a value, in order."""
        return self.points.at([place for place in self.filled if self.values[place] is not None])

    @cached_property
    def rolling(self) -> Rolling | None:
        """The newest twelve whole months that the KPI is known in, calculated from combined inputs.

        Empty without a value, and for yearly KPIs.
        """
        if self.latest is None or self.kpi.frequency is Frequency.YEAR:
            return None
        after = self.latest.period.next().anchor
        year = Period(Frequency.YEAR, after.replace(year=after.year - 1, day=1))
        now, before = self.read(year), self.read(year.last_year())
        moved = fair_change(now, year, before, year.last_year(), self.kpi.unit, self.breaks)
        return Rolling(year, now.value, now.have, now.of, moved)

    @cached_property
    def order_score(self) -> float | None:
        """Points 0–10 of the latest value, to order KPIs by how they stand (figures/README: Status)."""
        point = self.latest
        if point is None or point.value is None or point.target is None or point.suggested:
            return None
        found = score_against(point.value, Goal(point.target, point.high, point.red_flag, point.red_high))
        if point.status is Status.OFF_TRACK and (found is None or found > RED_FLAG_POINTS):
            return 0.0  # beyond a goal of 0 that has no red flag
        return 10.0 if found is None and point.status is Status.ON_TRACK else found

    @property
    def points_ahead(self) -> tuple[Point, ...]:
        """What is entered for periods that have not begun, with what is aimed for in them: judged by nothing."""
        found = []
        for period, value in self.ahead:
            goal = self.aim(period)
            target, suggested = (None, False) if goal is None else (goal.value, goal.suggested)
            high = None if goal is None else goal.high
            point = Point(period, value, None, False, 1, 1, Status.NO_TARGET, target, high, None, False, False)
            found.append(replace(point, suggested=suggested))
        return tuple(found)

    @property
    def suggested(self) -> bool:
        """Tell whether the target aimed for now is one that nobody has confirmed or changed."""
        return self.target.suggested

    @property
    def whole_target(self) -> float | None:
        """What is aimed for now over a whole period, of which ``target`` may show a part; empty without a target."""
        goal = self.aim(self.target.period)
        return None if goal is None else goal.value

    @cached_property
    def bounds(self) -> Edges:
        """What the KPI can be at least and at most: no count or share that never was below 0 is."""
        return edges_seen(self.kpi, self.values)

    def possible(self, value: float) -> float:
        """A calculated number (a limit, a forecast), no further out than the KPI can go."""
        return self.bounds.held(value)

    def forecast(self, day: dt.date) -> tuple[Forecast, ...]:
        """Forecasts of the periods after the latest complete one, up to ``day``; none from old numbers."""
        if not self.periods:
            return ()
        end = now = self.periods[-1]
        while end.next().anchor <= day:
            end = end.next()
        while now.last < self.due.today:
            now = now.next()
        able = self.possible
        found = forecast(self._recent(), end, now)
        return tuple(Forecast(each.period, able(each.value), able(each.low), able(each.high)) for each in found)

    def _recent(self) -> dict[Period, float]:
        """The values that lack no part, as far back as a forecast looks; the newest few and the first in any case."""
        begin, found = len(self.periods) - looked_back(self.frequency), dict[Period, float]()
        for place in reversed(self.filled):
            if place < begin and len(found) >= NEWEST:
                break
            value = self._complete(place)
            if value is not None:
                found[self.periods[place]] = value
        first = next(((place, value) for place in self.filled if (value := self._complete(place)) is not None), None)
        return found if first is None else {self.periods[first[0]]: first[1]} | found

    def _complete(self, place: int) -> float | None:
        """The value of a period, if it has one that lacks no part."""
        value = self.values[place]
        if value is None or self.whole:
            return value
        read = self.read(self.periods[place])
        return value if read.have >= read.of else None

    def tail(self, count: int) -> tuple[Point, ...]:
        """The newest ``count`` points, without making the older ones."""
        return tuple(self.points[max(0, len(self.periods) - count) :])

    def glance(self, count: int) -> tuple[Glance, ...]:
        """The newest ``count`` points as a sparkline needs them: no status, no reasons.

        A newest number that lacks parts has the target that it is held against, that of the parts that are in.
        """
        first = max(0, len(self.periods) - count)
        rings = self.signalling.rings_from(first)
        goals = [self.aim(period) for period in self.periods[first:]]
        newest = self.latest
        if newest is not None and newest.provisional and newest.period == self.periods[-1] and goals[-1] is not None:
            goals[-1] = replace(goals[-1], value=goals[-1].value if newest.target is None else newest.target)
        shown = enumerate(zip(self.values[first:], goals, strict=True), start=first)
        return tuple(
            [
                Glance(value, goal.value if goal else None, place in rings, goal is not None and goal.suggested)
                for place, (value, goal) in shown
            ]
        )

    def until(self, day: dt.date) -> KpiFigures:
        """The same figures without the periods that begin after ``day``."""
        count = bisect_right(self.periods, day, key=lambda period: period.first)
        filled = self.filled[: bisect_left(self.filled, count)]
        return replace(self, periods=self.periods[:count], values=self.values[:count], filled=filled)


@record(frozen=True)
class ReadLine:
    """One input as a calculation read it: over ``period``, from ``have`` of ``of`` parts."""

    input: Input | None
    name: str
    period: Period
    value: float | None
    reason: Message | None
    have: int
    of: int
    combine: Combine | None


@record(frozen=True)
class Explanation:
    """Why a number is what it is: the formula in words, what it read, and what is missing.

    ``decimals`` are those with which the number is written beside its target; ``unsure`` says that it is too large
    for all of its digits to be sure.
    """

    kpi: Kpi
    period: Period
    value: float | None
    reason: Message | None
    formula: str
    lines: tuple[ReadLine, ...]
    missing: tuple[Message, ...]
    decimals: int
    unsure: Message | None = None


FEW_DECIMALS = 2
"""A number that somebody has checked in is shown as it was typed, with so many decimals at the most."""


def result_decimals(node: KeyResult, now: float | None, of_kpi: int | None = None) -> int:
    """How many decimals a key result is written with: its own, or those of the KPI that feeds it if it has more.

    As many as tell its value from the target, or the edge of a band, it misses, where that takes more. Where no KPI
    feeds it (``of_kpi``), the value is as somebody has typed it.
    """
    if now is None:
        return fmt.coins(max(node.decimals, of_kpi or 0, 0), node.unit)
    own = max(node.decimals, min(FEW_DECIMALS, fmt.fitting_decimals(now)) if of_kpi is None else of_kpi, 0)
    aim = node.target
    if node.kind is not ResultKind.FROM_TO:
        below = node.low is not None and now < node.low
        aim = node.low if below else node.high if node.high is not None and now > node.high else None
    return fmt.coins(own if aim is None else decimals_apart(now, aim, own), node.unit)


@record(frozen=True)
class NodeFigures:
    """How one node of the goal tree stands.

    ``expected`` is the progress expected today as a fraction, ``expected_value`` the same in the
    key result's unit; both empty without a pace. ``contribution`` is in percentage points of the
    parent's score. ``unscored`` counts children that have no score. ``weakest`` is the worst status
    below an objective. ``value_period`` is the period of a value that comes from a KPI. ``restated`` is
    what a closed cycle's numbers give now, where they have changed since it was closed.

    ``current`` is a measured value, never a start. ``expected`` and ``judged`` of an objective are the pace and
    the score of those children that have a status; ``waiting`` counts the others. ``over`` tells that the cycle is
    at its end, so that the score decides; ``committed`` that all of it was promised. ``check_in_due`` is the last
    day on which a key result's next check-in is in time, empty where none is asked for; ``silent_since`` is the day
    of the last word on it, ``paced_from`` the first day that counts for its pace; ``before`` is how the KPI of a key
    result stands whose cycle has not begun. ``of_kpi`` is how many decimals the
    KPI has that feeds it, if one does. ``steps`` is how many milestones are reached, and of how many, where it is
    measured by them.

    ``of_other`` tells that it belongs to another cycle than the one that is looked at: a year's objective in a quarter,
    or a quarter's in the year. Of a year's objective those of other quarters are ``elsewhere``: they count in what is
    said of it, and are not shown.

    A score that somebody has set is the ``progress``; a key result that has one is ``over`` at once, as nothing more
    decides it. ``by_numbers`` is then how it stands by the numbers alone, and so for an objective in which such a
    score counts. ``without_hand`` tells that none counts in this one: its cycle was closed without them.

    ``masked`` says why numbers of a key result's KPI are hidden; where it has no others its status is hidden.
    ``unkept`` tells that what was kept of a closed cycle is not shown, as numbers are hidden now that counted in it.
    """

    node: Node
    depth: int
    progress: Progress
    current: float | None
    expected: float | None
    expected_value: float | None
    status: Status
    confidence: int | None
    confidence_change: int
    weakest: Status | None
    unscored: int
    contribution: float | None
    last_check_in: CheckIn | None
    stale: bool
    value_period: Period | None
    start: float | None = None
    children: tuple[NodeFigures, ...] = ()
    restated: Progress | None = None
    judged: float | None = None
    waiting: int = 0
    over: bool = False
    committed: bool = False
    check_in_due: dt.date | None = None
    silent_since: dt.date | None = None
    paced_from: dt.date | None = None
    before: float | None = None
    of_kpi: int | None = None
    steps: tuple[int, int] | None = None
    of_other: bool = False
    elsewhere: tuple[NodeFigures, ...] = ()
    by_numbers: NodeFigures | None = None
    without_hand: bool = False
    masked: Message | None = None
    unkept: bool = False

    @property
    def computed(self) -> Progress:
        """The progress by the numbers alone, whatever score somebody has set."""
        return self.progress if self.by_numbers is None else self.by_numbers.progress

    @property
    def hidden_below(self) -> int:
        """How many goals right under it have no score because their numbers are hidden: nobody lacks to enter any."""
        counted = [each for each in self.counted if not each.dropped and not each.parked]
        return sum(each.status is Status.HIDDEN and each.progress.score is None for each in counted)

    @property
    def counted(self) -> tuple[NodeFigures, ...]:
        """Everything right under it that can count in it, shown or not."""
        return (*self.children, *self.elsewhere)

    @property
    def dropped(self) -> bool:
        """Tell whether the node was given up and therefore counts for nothing."""
        return not isinstance(self.node, Initiative) and bool(self.node.dropped)

    @property
    def decimals(self) -> int:
        """How many decimals a key result's numbers are written with; see ``result_decimals``."""
        return result_decimals(self.node, self.current, self.of_kpi) if isinstance(self.node, KeyResult) else 0

    def next_check_in(self, today: dt.date) -> dt.date | None:
        """The day by which the next check-in is asked for: never one that has passed."""
        return None if self.check_in_due is None else max(self.check_in_due, today)

    def contributing(self, points: float | None) -> NodeFigures:
        """The same figures with their part in the parent's score; quicker than ``replace`` for whole trees."""
        if points == self.contribution:
            return self
        made = object.__new__(NodeFigures)
        made.__dict__.update(self.__dict__, contribution=points)
        return made

    def everything(self) -> Iterator[NodeFigures]:
        """The node and all that is under it, each before what stands below it."""
        return down([self], lambda each: each.children)

    def looks_like(self, other: NodeFigures) -> bool:
        """Tell whether a row shows the same, whatever stands below it."""
        below = {"children": (), "elsewhere": (), "by_numbers": None}
        return self is other or {**self.__dict__, **below} == {**other.__dict__, **below}

    @property
    def parked(self) -> bool:
        """Tell whether the node rests."""
        return not isinstance(self.node, Initiative) and self.node.parked
