"""A KPI in the cycle that is running: how far it has come, what it aims for, and where it is heading."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Combine, Kpi
from kpidesk.domain.period import Period
from kpidesk.figures.model import KpiFigures
from kpidesk.figures.points import inside
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from kpidesk.records import record

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


@record(frozen=True)
class Outlook:
    """``so_far`` is made from ``have`` of ``of`` parts.

    ``forecast`` is what the whole of ``period`` comes to, for a KPI whose values add up (``adds_up``), else its
    last value in it. Each is empty where it is not known.
    """

    period: Period
    so_far: float | None
    have: int
    of: int
    target: float | None
    forecast: float | None
    adds_up: bool


def outlook(ws: Reads, figures: KpiFigures, period: Period) -> Outlook | None:
    """Look at ``period`` with the figures of a KPI at its own frequency; empty where that is as long or longer."""
    kpi = figures.kpi
    if kpi.frequency is period.frequency or not kpi.frequency.divides(period.frequency):
        return None
    sheet = Sheet(kpi, load(ws, [kpi], figures.due.today))
    reading, goal = sheet.at(period), sheet.targets.at(period)
    adds_up = sheet.rule is Combine.SUM
    forecasts = figures.forecast(period.last)
    ahead = {each.period: each.value for each in forecasts if period.contains(each.period.anchor)}
    expected = _total(figures, kpi, period, ahead) if adds_up else _at_the_end(ahead)
    if reading.masked:
        expected = None
    return Outlook(period, reading.value, reading.have, reading.of, goal.value if goal else None, expected, adds_up)


def _total(figures: KpiFigures, kpi: Kpi, period: Period, ahead: dict[Period, float]) -> float | None:
    """What is known and what is forecast together; empty where a part is neither, or nothing is left to forecast.

    A part that has begun and lacks numbers counts with its forecast, not with the little that it has.
    """
    whole = {point.period: point.value for point in inside(figures.points, period) if not point.provisional}
    parts = [ahead.get(part, whole.get(part)) for part in period.parts(kpi.frequency)]
    numbers = [part for part in parts if part is not None]
    return math.fsum(numbers) if ahead and len(numbers) == len(parts) else None


def _at_the_end(ahead: dict[Period, float]) -> float | None:
    return ahead[max(ahead)] if ahead else None
