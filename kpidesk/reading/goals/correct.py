"""A reading corrected part by part, by whoever wrote the sentence: a number, the way, the day, the cycle, the KPI."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from enum import Enum
from typing import Any, TypeVar

from kpidesk import format as fmt
from kpidesk.domain.comparing import below
from kpidesk.domain.entities import ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.reading.context import Calendar, Writing
from kpidesk.reading.days import day as read_day
from kpidesk.reading.goals import kpis
from kpidesk.reading.goals.days import Due, resolved, told_in
from kpidesk.reading.goals.goal import linked, placed
from kpidesk.reading.goals.model import GoalReading, Ground, KnownKpi
from kpidesk.reading.numbers import number
from kpidesk.reading.results import likeliest
from kpidesk.text import language

T = TypeVar("T")
AHEAD = 4
"""So many cycles after the running one can be chosen."""


class Part(Enum):
    """What of a reading can be corrected, in the order in which it is shown."""

    START = "start"
    TARGET = "target"
    WAY = "way"
    LOW = "low"
    HIGH = "high"
    DUE = "due"
    CYCLE = "cycle"
    KPI = "kpi"


NUMBERS = (Part.START, Part.TARGET, Part.LOW, Part.HIGH)


class Way(Enum):
    """Where the number is to go, or on which side of it one is to stay."""

    UP = "up"
    DOWN = "down"
    REACH = "reach"
    """To the target from wherever the first number lies, which decides whether that is up or down."""
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"


def parts(reading: GoalReading) -> tuple[Part, ...]:
    """The parts that a reading has, in their order."""
    if reading.kind is ResultKind.DONE:
        return (Part.DUE, Part.CYCLE)
    if reading.kind is not ResultKind.HOLD:
        return (Part.START, Part.TARGET, Part.WAY, Part.DUE, Part.CYCLE, Part.KPI)
    limits = [part for part in (Part.LOW, Part.HIGH) if getattr(reading, part.value) is not None]
    return (Part.WAY, *limits, Part.DUE, Part.CYCLE, Part.KPI)


def way(reading: GoalReading) -> Way | None:
    """Where the number is to go; ``None`` where nobody has said."""
    if reading.kind is ResultKind.HOLD:
        both = reading.low is not None and reading.high is not None
        return Way.BETWEEN if both else Way.AT_LEAST if reading.low is not None else Way.AT_MOST
    if reading.kind is ResultKind.DONE:
        return None
    if reading.start is None:
        return Way.REACH
    return {1: Way.UP, -1: Way.DOWN}.get(reading.way)


# ---- typed -----------------------------------------------------------------------------------------------


def typed(reading: GoalReading, part: Part, words: str, ground: Ground) -> GoalReading | None:
    """The reading with a part as it was typed; ``None`` for words that say nothing there, and then nothing changes."""
    words = words.strip()
    if part in NUMBERS:
        return _number(reading, part, words)
    if part is Part.DUE:
        return _due(reading, words, ground)
    if part is Part.KPI:
        return _kpi(reading, words, ground)
    return None


def _number(reading: GoalReading, part: Part, words: str) -> GoalReading | None:
    if not words:
        return _with(reading, part, None) if part is Part.START else None
    value = likeliest(number(words, Writing(language(), unit=reading.unit)), None)
    return None if value is None else _with(reading, part, value)


def _with(reading: GoalReading, part: Part, value: float | None) -> GoalReading | None:
    one: dict[str, Any] = {part.value: value}
    changed = replace(reading, **one, corrected=reading.corrected | {part.value})
    if part is Part.START:
        changed = replace(changed, start_from=None)
    if not _leads_somewhere(changed):
        return None
    numbers = [changed.start, changed.target, changed.low, changed.high]
    decimals = [reading.decimals, *(fmt.fitting_decimals(each) for each in numbers if each is not None)]
    return _ways(replace(changed, decimals=max(decimals), unit=changed.unit or "count"))


def _leads_somewhere(reading: GoalReading) -> bool:
    if reading.low is not None and reading.high is not None:
        return below(reading.low, reading.high)
    return reading.target is None or reading.start != reading.target


def _ways(reading: GoalReading) -> GoalReading:
    """The way that the numbers tell now."""
    if reading.start is None or reading.target is None:
        return reading
    return replace(reading, way=1 if reading.target > reading.start else -1)


def _due(reading: GoalReading, words: str, ground: Ground) -> GoalReading | None:
    if not words:
        return replace(reading, due=None, cycle=None, home=ground.cycle)
    whens = told_in(words) or told_in(f"innen {words}")
    found = resolved(whens[0], ground.today, ground.fiscal_start) if whens else None
    if found is not None:
        return None if found.day < ground.today else placed(reading, found, ground)
    day = likeliest(read_day(words, Calendar(today=ground.today)), None)
    return None if day is None or day < ground.today else _at(reading, day, ground)


def _at(reading: GoalReading, day: dt.date, ground: Ground) -> GoalReading:
    return placed(reading, Due(day), ground)


def _kpi(reading: GoalReading, words: str, ground: Ground) -> GoalReading | None:
    if not words:
        return following(reading, None, ground)
    found = kpis.find(words, ground.kpis)
    choices = found.exact or found.near
    return following(reading, choices[0], ground) if len(choices) == 1 else None


# ---- stepped through with the arrow keys -----------------------------------------------------------------


def stepped(reading: GoalReading, part: Part, by: int, ground: Ground) -> GoalReading:
    """The reading with the next (+1) or previous (-1) choice of a part; a number goes a step in its last decimal."""
    if part in NUMBERS:
        value = getattr(reading, part.value)
        step = 10.0**-reading.decimals
        return reading if value is None else _with(reading, part, round(value - by * step, 10)) or reading
    if part is Part.WAY:
        return _turned(reading, by)
    if part is Part.KPI:
        offers = (None, *reading.choices, *(each for each in ground.kpis if each not in reading.choices))
        return following(reading, _next(offers, reading.kpi, by), ground)
    if part is Part.CYCLE:
        return in_cycle(reading, _next(cycles(ground), reading.cycle or ground.cycle, by), ground)
    ends = (None, *(period.last for period in cycles(ground) if period is not None and period.last >= ground.today))
    day = _next(tuple(dict.fromkeys(ends)), reading.due, by)
    return replace(reading, due=None, cycle=None, home=ground.cycle) if day is None else _at(reading, day, ground)


def _next(offers: tuple[T, ...], now: T, by: int) -> T:
    place = offers.index(now) + by if now in offers else 0
    return offers[place % len(offers)]


def _turned(reading: GoalReading, by: int) -> GoalReading:
    """To the number that is there, at least or at most it; whether that is up or down only the start tells."""
    now = way(reading)
    goes = now if now in (Way.UP, Way.DOWN) else Way.REACH
    wanted = _next((goes, Way.AT_LEAST, Way.AT_MOST), now or goes, by)
    kept = next((each for each in (reading.target, reading.low, reading.high) if each is not None), None)
    bare = replace(reading, target=None, low=None, high=None)
    if wanted is goes:
        return _ways(replace(bare, kind=ResultKind.FROM_TO, target=kept))
    held = replace(bare, kind=ResultKind.HOLD, start=None, start_from=None, way=0)
    return replace(held, low=kept) if wanted is Way.AT_LEAST else replace(held, high=kept)


def following(reading: GoalReading, kpi: KnownKpi | None, ground: Ground) -> GoalReading:
    """The reading with a KPI to follow, chosen by hand, or none; numbers that were typed into it stay."""
    fresh = linked(replace(reading, kpi=None, start_from=None, notes=()), kpi, ground)
    kept: dict[str, Any] = {name: getattr(reading, name) for name in reading.corrected}
    return _ways(replace(fresh, **kept)) if kept else fresh


def in_cycle(reading: GoalReading, cycle: Period | None, ground: Ground) -> GoalReading:
    """The reading with a cycle chosen by hand; a day outside it is let go."""
    place = cycle or ground.cycle
    inside = reading.due is not None and (place is None or place.contains(reading.due))
    other = None if cycle == ground.cycle else cycle
    return replace(reading, cycle=other, home=place, due=reading.due if inside else None)


def cycles(ground: Ground) -> tuple[Period | None, ...]:
    """The cycles that a goal can be put in: the one it is written in, those that come, and the year."""
    now = Period.containing(ground.today, ground.length, ground.fiscal_start)
    year = Period.containing(ground.today, Frequency.YEAR, ground.fiscal_start)
    ahead = [now.next(step) for step in range(AHEAD + 1)]
    return tuple(dict.fromkeys((ground.cycle, *ahead, year)))
