"""What a chart is made from: a KPI's figures (``kpidesk.figures`` fits these without being known here), which of
its periods are shown, and what stands beside them."""

# ruff: noqa: D102 - the attributes are described where they are made
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.domain.status import Goal
from kpidesk.text import Message
from kpidesk.viz.spec import Note


class ChartPoint(Protocol):
    """One period of a KPI, as ``kpidesk.figures`` computes it."""

    @property
    def period(self) -> Period: ...
    @property
    def value(self) -> float | None: ...
    @property
    def target(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def red_flag(self) -> float | None: ...
    @property
    def red_high(self) -> float | None: ...
    @property
    def suggested(self) -> bool: ...
    @property
    def not_applicable(self) -> bool: ...
    @property
    def signal(self) -> bool: ...
    @property
    def masked(self) -> bool: ...
    @property
    def provisional(self) -> bool: ...


class ChartLimits(Protocol):
    """Natural process limits and the base they come from."""

    @property
    def mean(self) -> float: ...
    @property
    def lower(self) -> float: ...
    @property
    def upper(self) -> float: ...
    @property
    def provisional(self) -> bool: ...


class ChartSegment(Protocol):
    """A stretch with natural limits of its own; ``last`` is empty for the one that goes on."""

    @property
    def limits(self) -> ChartLimits: ...
    @property
    def first(self) -> Period: ...
    @property
    def last(self) -> Period | None: ...


class ChartRun(Protocol):
    """A statistical signal that spans periods."""

    @property
    def first(self) -> Period: ...
    @property
    def last(self) -> Period: ...
    @property
    def sentence(self) -> Message: ...


class ChartFigures(Protocol):
    """The part of a KPI's figures that a chart shows."""

    @property
    def kpi(self) -> Kpi: ...
    @property
    def frequency(self) -> Frequency: ...
    @property
    def points(self) -> Sequence[ChartPoint]: ...
    @property
    def segments(self) -> Sequence[ChartSegment]: ...
    @property
    def breaks(self) -> Sequence[Period]: ...
    @property
    def rules(self) -> RuleSet: ...
    @property
    def signals(self) -> Sequence[ChartRun]: ...
    @property
    def sentence(self) -> Message | None: ...
    def possible(self, value: float) -> float: ...


class ForecastPoint(Protocol):
    """A forecast of one period, with the range in which it probably lies."""

    @property
    def period(self) -> Period: ...
    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


Aim = Callable[[Period], Goal | None]
"""Tells the goal of a period."""


@dataclass(frozen=True)
class Axis:
    """Which periods a chart shows: the newest ``count``, or as many as is usual (``chart.WINDOWS``).

    ``skip`` leaves out so many of the newest, for a look at what was before them; ``until`` carries the axis on to
    that day. Years begin in the month ``fiscal_start``; ``reviewed`` marks the days under review.
    """

    count: int | None = None
    skip: int = 0
    until: dt.date | None = None
    fiscal_start: int = 1
    reviewed: tuple[dt.date, dt.date] | None = None


def nothing_before(_period: Period) -> None:
    """No number of the year before stands beside."""


@dataclass(frozen=True)
class Beside:
    """What stands beside the numbers of a chart, as far as its axis reaches.

    ``last_year`` tells the value one year before a period; ``forecast`` is drawn after the last known value, and
    so are the numbers entered ``ahead`` of their time, apart from the line.
    """

    notes: Sequence[Note] = ()
    last_year: Callable[[Period], float | None] = nothing_before
    forecast: Sequence[ForecastPoint] = ()
    ahead: Sequence[tuple[Period, float]] = ()
