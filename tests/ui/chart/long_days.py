"""Charts of many days, made without a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace

from kpidesk.domain.entities import Direction, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.viz.chart import Axis, ChartSpec, chart_spec

FIRST = Period(Frequency.DAY, dt.date(2016, 1, 1))


def spec_of(values: Sequence[float | None], *, target: float | None = None, signals: Sequence[int] = ()) -> ChartSpec:
    """The chart of all these days."""
    points = tuple(
        SimpleNamespace(
            period=FIRST.next(x), value=value, target=target, high=None, red_flag=None, red_high=None,
            not_applicable=False, suggested=False, signal=x in signals, masked=False, provisional=False,
        )
        for x, value in enumerate(values)
    )  # fmt: skip
    kpi = Kpi("k", name="Gjester", unit="count", direction=Direction.INCREASE, frequency=Frequency.DAY)
    figures = SimpleNamespace(
        kpi=kpi, frequency=Frequency.DAY, points=points, segments=(), breaks=(), rules=RuleSet.WHEELER, signals=(),
        sentence=None,
    )  # fmt: skip
    return chart_spec(figures, Axis(count=len(values)))
