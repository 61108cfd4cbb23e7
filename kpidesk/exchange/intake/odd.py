"""Numbers of a file that deserve a second look (``kpidesk.domain.unusual``), and what was probably meant by them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.commands.possible import edges_of, why_not
from kpidesk.domain.comparing import at_least, at_most
from kpidesk.domain.entities import Input, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.domain.series.possible import OPEN, Edges
from kpidesk.domain.unusual import (
    BELOW,
    FEWEST,
    LONG,
    Oddity,
    is_alone_below_zero,
    is_jump,
    told_beside,
    usual_band,
    why_unusual,
)
from kpidesk.exchange.intake.beside import standing
from kpidesk.records import record
from kpidesk.text import Message, msg
from kpidesk.workspace import Reads

TOO_MANY = msg("Is it one digit too many?")
TOO_FEW = msg("Is a digit missing?")
MARK = msg("Is the decimal mark in the wrong place?")
SIGN = msg("Is the sign right?")
RIGHT = msg("Is this right?")


@dataclass(frozen=True)
class Meant:
    """The number that was probably meant, and the question that leads to it."""

    value: float
    question: Message


@dataclass(frozen=True)
class Strange:
    """An unusual number: what its neighbours are held to, why it stands out, and what was probably meant.

    One that is ``impossible`` is no number of what is measured at all.
    """

    period: Period
    value: float
    words: Message
    usual: tuple[float, float] | None
    meant: Meant | None
    impossible: bool = False


@record(frozen=True)
class Held:
    """What numbers are held to: how they are written, measured in what, and what they can be at all."""

    decimals: int
    unit: str = ""
    edges: Edges = OPEN


@dataclass(frozen=True)
class Between:
    """Two numbers and what lies between them, written where it is read."""

    low: float
    high: float
    decimals: int

    def __str__(self) -> str:
        return fmt.between(self.low, self.high, self.decimals)


def looked_over(ws: Reads, uid: Uid, asked: Mapping[Period, float]) -> list[Strange]:
    """Those of some numbers for an input that are unusual beside what is stored, and not said to be right."""
    source, beside = ws.get(Input, uid), standing(ws, [uid])
    held = Held(source.decimals, source.unit, edges_of(ws, source))
    return strange({**beside.series.get(uid, {}), **asked}, asked, beside.confirmed_of(uid), held)


def strange(
    series: Mapping[Period, Value], asked: Mapping[Period, float], confirmed: Mapping[Period, float], held: Held
) -> list[Strange]:
    """Those of the ``asked`` numbers that are unusual beside the others of a series that holds them all.

    A number of a history is held against those before it and those after it, the nearest last, and is strange where it
    is to both: what grows for years is not. Where one side has too few, the other decides.
    """
    numbers = [(period, value) for period, value in series.items() if isinstance(value, float | int)]
    numbers.sort(key=_by_time)
    found = [*_impossible(numbers, asked, held), *_below_zero(numbers, asked, confirmed, held)]
    numbers = [each for each in numbers if held.edges.hold(each[1])]
    values = [value for _period, value in numbers]
    steps = [0.0, *itertools.accumulate(abs(one - other) for one, other in itertools.pairwise(values))]
    for place, (period, value) in enumerate(numbers):
        told = bool(found) and any(each.period == period for each in found)
        if period not in asked or told or confirmed.get(period) == value or not _jumps(values, steps, place):
            continue
        before, after = values[max(0, place - LONG) : place], values[place + 1 : place + 1 + LONG][::-1]
        sides = [side for side in (before, after) if len(side) >= FEWEST]
        whys = [why_unusual(value, side) for side in sides]
        if whys and whys[0] is not None and None not in whys:
            found.append(_strange(period, value, sides[0], whys[0], held))
    return sorted(found, key=lambda each: each.period.first)


def _impossible(numbers: Sequence[tuple[Period, float]], asked: Mapping[Period, float], held: Held) -> list[Strange]:
    """The numbers that can't be, whatever stands beside them."""
    why = {period: why_not(value, held.edges) for period, value in numbers if period in asked}
    others = [value for _period, value in numbers if held.edges.hold(value)]
    band = usual_band(others[-LONG:], held.edges, held.unit)
    return [
        Strange(period, value, words, None, None if band is None else _meant(value, band), impossible=True)
        for period, value in numbers
        if (words := why.get(period)) is not None
    ]


def _below_zero(
    numbers: Sequence[tuple[Period, float]],
    asked: Mapping[Period, float],
    confirmed: Mapping[Period, float],
    held: Held,
) -> list[Strange]:
    """The one number of something counted that is below 0; where the limits tell more of it, they do."""
    below = [(period, value) for period, value in numbers if value < 0 and held.edges.hold(value)]
    if len(below) != 1:
        return []
    ((period, value),) = below
    others = [other for when, other in numbers if when != period]
    alone = len(others) < FEWEST and is_alone_below_zero(value, others, held.unit)
    if not alone or period not in asked or confirmed.get(period) == value:
        return []
    return [Strange(period, value, BELOW, None, Meant(-value, SIGN))]


def _by_time(number: tuple[Period, float]) -> dt.date:
    return number[0].first


def _jumps(values: Sequence[float], steps: Sequence[float], place: int) -> bool:
    """Tell whether a number lies farther from those next to it than they lie from their neighbours, as a rule.

    The limit is that of a chart of moving ranges; what climbs or falls steadily leaves its old limits without a jump.
    ``steps`` are the sums of the steps up to each number. This comes first because it takes least.
    """
    value, first, last = values[place], max(0, place - LONG), min(len(values) - 1, place + LONG)
    before, after = place - first, last - place
    if before >= FEWEST and not is_jump(value - values[place - 1], steps[place - 1] - steps[first], before - 1):
        return False
    return after < FEWEST or is_jump(value - values[place + 1], steps[last] - steps[place + 1], after - 1)


def _strange(period: Period, value: float, known: Sequence[float], why: Oddity, held: Held) -> Strange:
    band = usual_band(known, held.edges, held.unit)
    meant = _meant(value, band or (min(known), max(known)))
    question = meant.question if meant else RIGHT
    if band is None or why is Oddity.FAR:
        numbers = Between(min(known), max(known), held.decimals)
        words = msg(
            "Far from the {n} numbers nearest in time, {numbers}. {question}",
            n=len(known), numbers=numbers, question=question,
        )  # fmt: skip
        return Strange(period, value, words, None, meant)
    told = Between(*told_beside(value, band, held.decimals), held.decimals)
    words = msg("Usually {numbers}. {question}", numbers=told, question=question)
    return Strange(period, value, words, band, meant)


def _meant(value: float, usual: tuple[float, float]) -> Meant | None:
    """The one number within what is usual that a digit, the mark or the sign leads to; none where several do."""
    ways = [
        Meant(value / 10, TOO_MANY), Meant(value * 10, TOO_FEW), Meant(-value, SIGN),
        Meant(value / 100, MARK), Meant(value * 100, MARK), Meant(value / 1000, MARK), Meant(value * 1000, MARK),
    ]  # fmt: skip
    fitting = [way for way in ways if at_least(way.value, usual[0]) and at_most(way.value, usual[1])]
    if len(fitting) != 1:
        return None
    way = fitting[0]
    whole = way.question is TOO_MANY and float(value).is_integer()
    return Meant(float(int(way.value)), TOO_MANY) if whole else way
