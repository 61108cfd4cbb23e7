"""What a goal's sentence is read with, and what it is read as."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from kpidesk.domain.entities import Direction, ResultKind, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.reading.goals.sentence import Sentence
from kpidesk.records import record
from kpidesk.text import Message


@record(frozen=True)
class KnownKpi:
    """A KPI as a sentence can speak of it: ``names`` are all that it is called, in either language."""

    uid: Uid
    name: str
    names: tuple[str, ...]
    unit: str
    decimals: int
    direction: Direction


@record(frozen=True)
class LastNumber:
    """The newest number of a KPI and the period it stands for."""

    value: float
    period: Period


def _nothing(_kpi: Uid) -> LastNumber | None:
    return None


@record(frozen=True)
class Ground:
    """What is known where a sentence is written.

    ``today`` and the month in which the fiscal year starts tell what “next quarter” is; ``cycle`` is the one in which
    the goal is written and ``length`` how long the company's cycles are. ``last`` gives the newest number of a KPI.
    """

    today: dt.date
    fiscal_start: int = 1
    kpis: tuple[KnownKpi, ...] = ()
    cycle: Period | None = None
    length: Frequency = Frequency.QUARTER
    last: Callable[[Uid], LastNumber | None] = _nothing


@record(frozen=True)
class GoalReading:
    """What a sentence is understood as: all that a key result will be, and nothing that is not said in its reading.

    ``measured`` tells whether a number was read, or that it is to be done or not. ``way`` is +1 for up, -1 for down, 0
    where nobody said. ``start_from`` is the KPI's number that the start is taken from. ``due`` is the day that the
    sentence names, ``cycle`` the one that it belongs in where that is another than the one it was written in, and
    ``home`` the one that it will stand in. ``choices`` are the KPIs that it can mean (``kpi`` is one of them, or
    none), the likeliest first. ``corrected`` names the numbers that were typed into the reading. ``notes`` say what
    was read and not used, and why.
    """

    sentence: Sentence
    title: str
    kind: ResultKind = ResultKind.FROM_TO
    start: float | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    decimals: int = 0
    way: int = 0
    kpi: KnownKpi | None = None
    start_from: LastNumber | None = None
    due: dt.date | None = None
    cycle: Period | None = None
    home: Period | None = None
    choices: tuple[KnownKpi, ...] = ()
    corrected: frozenset[str] = frozenset()
    notes: tuple[Message, ...] = ()

    @property
    def measured(self) -> bool:
        """Tell whether a number was read, or that it is to be done or not."""
        return self.kind is ResultKind.DONE or any(each is not None for each in (self.target, self.low, self.high))

    @property
    def deadline(self) -> dt.date | None:
        """The day to be stored: one of its own within its cycle, none where it is the cycle's last."""
        home = self.home
        inside = self.due is not None and (home is None or home.contains(self.due))
        return None if not inside or (home is not None and self.due == home.last) else self.due

    @property
    def fields(self) -> dict[str, Any]:
        """How the key result is measured, and by when, by the names of its fields."""
        due = {} if self.deadline is None else {"due": self.deadline}
        if not self.measured:
            return due
        numbers = {name: getattr(self, name) for name in ("start", "target", "low", "high")}
        return {
            "kind": self.kind,
            **{name: value for name, value in numbers.items() if value is not None},
            "unit": self.unit,
            "decimals": self.decimals,
            "kpi": None if self.kpi is None else self.kpi.uid,
            **due,
        }
