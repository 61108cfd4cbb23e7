"""How a KPI would stand with targets that nobody has stored yet: what the targets dialog shows beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Kpi, Target
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status, judge
from kpidesk.domain.stretch import Stretch
from kpidesk.domain.targets import Targets
from kpidesk.figures.kpi import figures_from
from kpidesk.figures.model import KpiFigures, Point
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.signalling import NONE
from kpidesk.figures.sources import load

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


class Proposal:
    """The numbers of a KPI, read once, to hold any targets against.

    ``known`` are the values of its own periods that lack no part, ``rule`` is how they combine.
    """

    def __init__(self, ws: Reads, kpi: Kpi, today: dt.date) -> None:
        source = load(ws, [kpi], today)
        self._figures = figures_from(source, kpi, today)
        self.kpi = kpi
        self.rule = Sheet(kpi, source).rule
        self.latest = self._figures.latest
        self.known = {
            point.period: point.value
            for point in self._figures.known_points
            if point.value is not None and not point.provisional
        }  # fmt: skip

    def figures(self, rows: Sequence[Target], first: Period, last: Period) -> KpiFigures:
        """The KPI from ``first`` to ``last`` with these targets, without limits and signals."""
        targets = self._targets(rows)
        periods = Stretch.between(first, last)
        filled = [place for period in self.known if (place := periods.place(period)) is not None]
        known = dict(zip(filled, (self.known[periods[place]] for place in filled), strict=True))
        return replace(
            self._figures, periods=periods, values=tuple(map(known.get, range(len(periods)))), filled=filled,
            limits=None, segments=(), breaks=(), sentence=None, shift=None, signalling=NONE,
            aim=targets.at, make_point=partial(_point, targets, periods, self.known),
        )  # fmt: skip

    def status(self, rows: Sequence[Target]) -> Status | None:
        """How the latest value would stand; empty without a value."""
        if self.latest is None or self.latest.value is None:
            return None
        goal = self._targets(rows).at(self.latest.period)
        return judge(self.latest.value, goal, self.kpi.direction)

    def _targets(self, rows: Sequence[Target]) -> Targets:
        return Targets(rows, self.kpi.frequency, self.kpi.direction, self.rule)


def _point(targets: Targets, periods: Sequence[Period], known: dict[Period, float], index: int) -> Point:
    """One period; none counts as missing, for most of them are still to come."""
    period = periods[index]
    goal, value = targets.at(period), known.get(period)
    return Point(
        period=period, value=value, reason=None, provisional=False, have=0, of=0, status=Status.NO_DATA,
        target=goal.value if goal else None, high=goal.high if goal else None,
        red_flag=goal.red_flag if goal else None, red_high=goal.red_high if goal else None,
        not_applicable=True, signal=False,
    )  # fmt: skip
