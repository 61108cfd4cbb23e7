"""A sentence understood on a day, with the KPIs of the file: what a key result will be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from kpidesk import format as fmt
from kpidesk.domain.comparing import below
from kpidesk.domain.entities import Direction, ResultKind
from kpidesk.domain.period import Period
from kpidesk.reading.goals import kpis, units
from kpidesk.reading.goals.amounts import Span
from kpidesk.reading.goals.days import Due, resolved
from kpidesk.reading.goals.model import GoalReading, Ground, KnownKpi, LastNumber
from kpidesk.reading.goals.scale import KEPT, Scale
from kpidesk.reading.goals.sentence import Sentence
from kpidesk.reading.goals.taking import done_or_not, read_sentence
from kpidesk.text import Message, msg


def read_goal(line: str, ground: Ground) -> GoalReading:
    """The sentence as a key result: numbers, unit, direction, day, cycle and KPI. Never fails."""
    sentence = read_sentence(line)
    if (span := done_or_not(sentence.line)) is not None:
        return _timed(_done_or_not(sentence, span, ground), ground)
    reading = GoalReading(sentence, sentence.line, way=sentence.way, home=ground.cycle)
    reading = _timed(reading, ground)
    found = kpis.find(sentence.name, ground.kpis)
    exact = () if sentence.narrowed else found.exact
    choices = (*found.exact, *found.near)
    if len(exact) == 1:
        return _agreeing(linked(replace(reading, choices=choices), exact[0], ground), ground)
    if len(exact) > 1:
        names = fmt.listed([each.name for each in exact])
        reading = _noted(reading, msg("{names} fit equally well: not linked", names=names))
    return linked(replace(reading, choices=choices), None, ground)


def _done_or_not(sentence: Sentence, span: Span, ground: Ground) -> GoalReading:
    """What is done or not has no number to go to, whatever its words count, and no KPI that counts it."""
    first, last = span
    title = " ".join(f"{sentence.line[:first]} {sentence.line[last:].lstrip(' .?!')}".split())
    bare = Sentence(sentence.line, sentence.name, sentence.language, span=span, when=sentence.when)
    return GoalReading(bare, title, kind=ResultKind.DONE, home=ground.cycle)


def linked(reading: GoalReading, kpi: KnownKpi | None, ground: Ground) -> GoalReading:
    """The same sentence with a KPI to follow, or none; of other units it is not linked, and the notes say so."""
    sentence = reading.sentence
    said = Scale(sentence, None).code
    if kpi is not None and units.ratio(said, kpi.unit) is None:
        unlinked = linked(replace(reading, kpi=None), None, ground)
        return _noted(unlinked, _mismatch(kpi, said)) if unlinked.measured else unlinked
    last = ground.last(kpi.uid) if kpi is not None else None
    numbers = _numbers(sentence, kpi, last)
    if numbers is None:
        return _noted(replace(reading, kpi=kpi), _unread(sentence, kpi))
    return _direction(replace(reading, kpi=kpi, **numbers))


def _agreeing(reading: GoalReading, ground: Ground) -> GoalReading:
    """The reading, without its KPI where the words say up and the KPI's number is above the target already.

    “12 new customers” while 14 come each month counts something else.
    """
    last, kpi, way = reading.start_from, reading.kpi, reading.sentence.way
    if last is None or kpi is None or not way or way == reading.way:
        return reading
    number = fmt.with_unit(last.value, kpi.unit, fmt.stored_decimals(last.value, kpi.unit, kpi.decimals))
    note = msg("{kpi} is {number} already: not linked", kpi=kpi.name, number=number)
    bare = replace(reading, kpi=None, start_from=None, start=None, way=way)
    return _noted(linked(bare, None, ground), note)


def words_alone(reading: GoalReading) -> GoalReading:
    """The reading without its numbers: an objective whose words happen to count something (“2 shops, one team”)."""
    return GoalReading(reading.sentence, reading.title, due=reading.due, cycle=reading.cycle, home=reading.home)


def _mismatch(kpi: KnownKpi, said: str) -> Message:
    return msg(
        "{kpi} is in {unit}, not {other}: not linked",
        kpi=kpi.name, unit=units.UnitName(kpi.unit), other=units.UnitName(said),
    )  # fmt: skip


def _unread(sentence: Sentence, kpi: KnownKpi | None) -> Message | None:
    """Why a number that stands in the line is not used."""
    no_start = msg("no number to go from")
    percentage = kpi is not None and kpi.unit == "percent"
    if sentence.change is not None and sentence.change.percent and sentence.way:
        return msg("write the number it is to reach: percent may mean points") if percentage else no_start
    return None if sentence.times is None and sentence.change is None else no_start


def _noted(reading: GoalReading, note: Message | None) -> GoalReading:
    return reading if note is None else replace(reading, notes=(*reading.notes, note))


def _direction(reading: GoalReading) -> GoalReading:
    """The way that the numbers tell, else the words, else the KPI's own."""
    if reading.kind is ResultKind.HOLD:
        return replace(reading, way=0)
    if reading.start is not None and reading.target is not None:
        return replace(reading, way=1 if reading.target > reading.start else -1)
    if not reading.way and reading.kpi is not None and reading.kpi.direction is not Direction.MAINTAIN:
        return replace(reading, way=1 if reading.kpi.direction is Direction.INCREASE else -1)
    return reading


# ---- numbers ---------------------------------------------------------------------------------------------


def _numbers(sentence: Sentence, kpi: KnownKpi | None, last: LastNumber | None) -> dict[str, Any] | None:
    """The fields of the measure; ``None`` where the line tells none, or none that leads anywhere.

    None of something, where nobody knows of any before, is a level to hold: there is no way to go to it.
    """
    scale = Scale(sentence, None if kpi is None else kpi.unit)
    if scale.lost:
        return None
    if sentence.holds:
        return _held(sentence, scale, kpi)
    start, target = scale.of(sentence.first), scale.of(sentence.last)
    taken = None
    if start is None and last is not None and (target is not None or _relative(sentence)):
        start, taken = last.value, last
    if target is None and start is not None:
        target = _changed(sentence, start, scale)
    if target is None:
        return None
    if start == target:
        if taken is None:
            return None
        start, taken = None, None
    if start is None and target == 0 and sentence.loose:
        return {"kind": ResultKind.HOLD, "low": None, "high": target, **_shown(scale.unit, kpi, target)}
    return {
        "start": start,
        "target": target,
        "start_from": taken,
        **_shown(scale.unit, kpi, None if taken else start, target),
    }


def _relative(sentence: Sentence) -> bool:
    return sentence.times is not None or sentence.change is not None


def _changed(sentence: Sentence, start: float, scale: Scale) -> float | None:
    """The target that a change of the start leads to; ten percent of a percentage may mean two things: neither."""
    if sentence.times is not None:
        return round(start * sentence.times, KEPT)
    change = scale.of(sentence.change, own=True)
    if sentence.change is None or change is None or not sentence.way:
        return None
    if not sentence.change.percent:
        return round(start + sentence.way * abs(change), KEPT)
    if scale.unit == "percent":
        points = "poeng" in sentence.line.casefold() or "point" in sentence.line.casefold()
        return round(start + sentence.way * abs(change), KEPT) if points else None
    return round(start * (1 + sentence.way * abs(change) / 100), KEPT)


def _held(sentence: Sentence, scale: Scale, kpi: KnownKpi | None) -> dict[str, Any] | None:
    low, high = scale.of(sentence.low), scale.of(sentence.high)
    if kpi is not None and sentence.loose and kpi.direction is Direction.DECREASE:
        low, high = None, high if low is None else low
    if low is not None and high is not None and not below(low, high):
        return None
    return {"kind": ResultKind.HOLD, "low": low, "high": high, **_shown(scale.unit, kpi, low, high)}


def _shown(unit: str, kpi: KnownKpi | None, *values: float | None) -> dict[str, Any]:
    decimals = [fmt.fitting_decimals(value) for value in values if value is not None]
    return {"unit": unit, "decimals": max([*decimals, kpi.decimals if kpi else 0])}


# ---- when ------------------------------------------------------------------------------------------------


def _timed(reading: GoalReading, ground: Ground) -> GoalReading:
    """The day that the sentence names, and the cycle that it belongs in."""
    when = reading.sentence.when
    due = resolved(when, ground.today, ground.fiscal_start) if when is not None else None
    if due is None:
        return reading
    if due.day < ground.today:
        return _noted(reading, msg("{day} is over: not used", day=_Day(due.day)))
    return placed(reading, due, ground)


def placed(reading: GoalReading, due: Due, ground: Ground) -> GoalReading:
    """The reading with a day, and in the cycle that the day belongs in."""
    return replace(reading, due=due.day, cycle=_cycle(due, ground), home=_cycle(due, ground) or ground.cycle)


def _cycle(due: Due, ground: Ground) -> Period | None:
    """The cycle that a goal belongs in, where it is another than the one in which it is written.

    A day belongs to the company's cycle around it; a period that is longer than those, to a cycle of its own.
    """
    own = ground.cycle
    told = due.period
    if told is not None and told.frequency.months > ground.length.months and told.on_grid(ground.fiscal_start):
        return None if own == told else told
    if own is not None and own.contains(due.day):
        return None
    return Period.containing(due.day, ground.length, ground.fiscal_start)


class _Day:
    """A day inside a sentence, written where the sentence is read."""

    def __init__(self, day: dt.date) -> None:
        self._day = day

    def __str__(self) -> str:
        return fmt.day(self._day)
