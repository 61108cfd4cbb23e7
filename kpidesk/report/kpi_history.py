"""Which number of a KPI the review shows, and with which earlier ones it may be compared (figures/README: Change)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk.domain.change import Change, fair_change
from kpidesk.domain.comparing import side
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import KpiFigures, Point, point_in
from kpidesk.figures.points import newest_ended


def figure_of(known: Sequence[Point], longer: KpiFigures | None, period: Period) -> Point | None:
    """The figure of the cycle; ``known`` are the KPI's own points that have a value.

    A KPI that can't be combined to the cycle's length shows its latest figure in the cycle instead; one measured
    more seldom the latest there is.
    """
    if longer is not None:
        whole = point_in(longer.known_points, period)
        if whole is not None:
            return whole
    if known and known[-1].period.frequency.rank > period.frequency.rank:
        return next((p for p in reversed(known) if p.period.last <= period.last), None)
    return _latest_in(known, period)


@dataclass(frozen=True)
class History:
    """The known numbers of a KPI, its own and those of periods of the cycle's length, to compare one with another."""

    unit: str
    own: Sequence[Point]
    longer: Sequence[Point]
    breaks: tuple[Period, ...]

    def changes(self, now: Point | None) -> tuple[Change | None, Change | None]:
        """From the period before the number's own, and from the same period last year, as far as that is fair."""
        if now is None:
            return None, None
        yearly = now.period.frequency is Frequency.YEAR
        return self._change(now, now.period.previous()), None if yearly else self._change(now, now.period.last_year())

    def a_cycle_before(self, now: Point | None, cycle: Period) -> Point | None:
        """What the figure of the cycle before was, for what has moved since; empty where they do not compare."""
        if now is None:
            return None
        earlier = now.period.previous()
        if now.period.frequency.rank < cycle.frequency.rank:
            before = _latest_in(self.own, cycle.previous())
            if before is None:
                return None
            earlier = before.period
        elif now.period.last <= cycle.previous().last:
            return None  # of a longer rhythm: it was the newest one then as well
        return self._at(earlier) if self._change(now, earlier) is not None else None

    def _change(self, now: Point, base: Period) -> Change | None:
        before = self._at(base)
        return None if before is None else fair_change(now, now.period, before, base, self.unit, self.breaks)

    def _at(self, period: Period) -> Point | None:
        return point_in(self.own, period) or point_in(self.longer, period)


def moved(now: Point | None, before: Point | None) -> int:
    """+1 where the figure has risen since, −1 where it has fallen, 0 where it stands or nothing is known."""
    if now is None or before is None or now.value is None or before.value is None:
        return 0
    return side(now.value, before.value)


def _latest_in(points: Sequence[Point], period: Period) -> Point | None:
    latest = newest_ended(points, period.last)
    return latest if latest is not None and latest.period.last >= period.first else None
