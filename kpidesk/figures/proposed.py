"""How a KPI would stand with targets that nobody has stored yet: what the targets dialog shows beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Kpi, Target
from kpidesk.domain.period import Frequency, Period, between
from kpidesk.domain.signals import RuleSet
from kpidesk.domain.status import Status, judge
from kpidesk.domain.targets import Targets
from kpidesk.figures.kpi import figures_from
from kpidesk.figures.model import Limits, Segment, SignalRun
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from kpidesk.text import Message

if TYPE_CHECKING:
    from kpidesk.workspace import Workspace


@dataclass(frozen=True)
class ProposedPoint:
    """One period: its value, if known, and what would be aimed for. No period is missing anything."""

    period: Period
    value: float | None
    target: float | None
    high: float | None
    red_flag: float | None
    not_applicable: bool = True
    signal: bool = False
    masked: bool = False


@dataclass(frozen=True)
class Proposed:
    """What a chart reads: values and proposed targets, without limits and signals."""

    kpi: Kpi
    frequency: Frequency
    points: tuple[ProposedPoint, ...]
    limits: Limits | None = None
    signals: tuple[SignalRun, ...] = ()
    segments: tuple[Segment, ...] = ()
    breaks: tuple[Period, ...] = ()
    rules: RuleSet = RuleSet.WHEELER
    sentence: Message | None = None


class Proposal:
    """The numbers of a KPI, read once, to hold any targets against.

    ``known`` are the values of its own periods that lack no part, ``rule`` is how they combine.
    """

    def __init__(self, ws: Workspace, kpi: Kpi, today: dt.date) -> None:
        source = load(ws, [kpi])
        figures = figures_from(source, kpi, today)
        self.kpi = kpi
        self.rule = Sheet(kpi, source).rule
        self.latest = figures.latest
        self.known = {
            point.period: point.value
            for point in figures.points
            if point.value is not None and not point.provisional
        }  # fmt: skip

    def figures(self, rows: Sequence[Target], first: Period, last: Period) -> Proposed:
        """The KPI from ``first`` to ``last``, with these targets."""
        targets = self._targets(rows)
        return Proposed(
            self.kpi, self.kpi.frequency, tuple(self._point(targets, period) for period in between(first, last))
        )

    def status(self, rows: Sequence[Target]) -> Status | None:
        """How the latest value would stand; empty without a value."""
        if self.latest is None or self.latest.value is None:
            return None
        goal = self._targets(rows).at(self.latest.period)
        return judge(self.latest.value, goal, self.kpi.direction)

    def _targets(self, rows: Sequence[Target]) -> Targets:
        return Targets(rows, self.kpi.frequency, self.kpi.direction, self.rule)

    def _point(self, targets: Targets, period: Period) -> ProposedPoint:
        goal, value = targets.at(period), self.known.get(period)
        if goal is None:
            return ProposedPoint(period, value, None, None, None)
        return ProposedPoint(period, value, goal.value, goal.high, goal.red_flag)
