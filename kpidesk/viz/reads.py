"""What a chart reads of a KPI's figures; ``kpidesk.figures`` fits these without being known here."""

# ruff: noqa: D102 - the attributes are described where they are made
from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.text import Message


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
