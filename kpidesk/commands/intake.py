"""Taking numbers from a file: what is to be stored, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kpidesk.domain.entities import Combine, Direction, Uid, Value
from kpidesk.domain.period import Frequency, Period


@dataclass(frozen=True)
class NewKpi:
    """A KPI to be made for a column: what it is called and how it is measured; ``parked`` when nine are in use."""

    name: str
    unit: str = "count"
    decimals: int = 0
    frequency: Frequency = Frequency.MONTH
    combine: Combine = Combine.SUM
    direction: Direction = Direction.INCREASE
    owner: Uid | None = None
    parked: bool = False


@dataclass(frozen=True)
class Existing:
    """An input that is there."""

    input: Uid


Destination: TypeAlias = Existing | NewKpi | None
"""Where a measure goes; ``None``: it is not taken."""


@dataclass(frozen=True)
class Series:
    """The numbers for one destination, and what stood in each of their cells when they were looked at.

    A cell that holds something else by the time they are taken has been changed by somebody meanwhile and stays.
    """

    into: Existing | NewKpi
    numbers: Mapping[Period, float]
    before: Mapping[Period, Value | None]


@dataclass(frozen=True)
class Taking:
    """All that is to be stored of a file, as one change."""

    file: str
    series: tuple[Series, ...]
