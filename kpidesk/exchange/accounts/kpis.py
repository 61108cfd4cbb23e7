"""The KPIs of the library that the accounts give numbers for: their values, what they lack, and a year of targets."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any

from kpidesk import assets, library
from kpidesk import format as fmt
from kpidesk.commands import library as shelf
from kpidesk.commands.intake.accounts import WantedKpi, fed
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Combine, Direction, Input, Kpi, Value
from kpidesk.domain.formula import combines_as, parse
from kpidesk.domain.formula.tree import Earlier, Node, Rolling, names_in, under
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import InputSeries
from kpidesk.domain.rounding import rounded
from kpidesk.domain.wording import period_words
from kpidesk.exchange.accounts.reading import AccountsReading
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import Source
from kpidesk.library import LibraryKpi
from kpidesk.text import Message, msg, msgn
from kpidesk.workspace import Reads

BETTER = 0.05
"""So much better than last year is proposed."""
YEAR = Frequency.YEAR


class Aim(Enum):
    """What a KPI is to aim for in the year to come, held against the last year of the file."""

    BETTER = "better"
    SAME = "same"
    OWN = "own"
    NONE = "none"


@dataclass(frozen=True)
class Target:
    """An aim in numbers: one for each period of the year (``season``), or one for all (``value``, up to ``high``)."""

    aim: Aim
    words: Message
    season: tuple[tuple[Period, float], ...] = ()
    value: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Offer:
    """A KPI that the accounts give: its values by its own periods, or what it needs to have one.

    ``known`` is the KPI of this name or of the library that is in the file already. ``proposed`` is the aim that is
    proposed, ``follow`` whether it is proposed to be followed. ``year`` is the year to come.
    """

    kpi: LibraryKpi
    values: tuple[tuple[Period, float], ...]
    periods: tuple[Period, ...]
    needs: Message | None
    targets: tuple[Target, ...]
    proposed: Aim
    year: Period
    follow: bool = False
    known: Kpi | None = None

    def wanted(self, followed: bool, aim: Aim, own: float | None = None, suggested: bool = False) -> WantedKpi:
        """The KPI to be added, with an aim; ``own`` is the number of an own one."""
        target = next((each for each in self.targets if each.aim is aim), Target(Aim.NONE, msg("none")))
        value = own if aim is Aim.OWN and own is not None else target.value
        step = None if value is None else Step(self.year.first, value, target.high, end=self.year.last)
        return WantedKpi(self.kpi.id, followed, dict(target.season), step, suggested)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(assets.read_bytes("accounts", "kpis.toml").decode())


def offers(ws: Reads, reading: AccountsReading) -> tuple[Offer, ...]:
    """The KPIs that the accounts give, those followed proposed as far as there is room."""
    fiscal = ws.company.fiscal_year_start
    room = MOST_KPIS - sum(not kpi.parked for kpi in ws.all(Kpi))
    found = [_offer(ws, reading, library.kpi(id), fiscal) for id in _data()["shown"]]  # noqa: A001
    free = [each.kpi.id for each in sorted(found, key=_turn) if each.known is None and each.values]
    first = set(free[: max(room, 0)])
    return tuple(replace(each, follow=each.kpi.id in first) for each in found)


def _turn(offer: Offer) -> int:
    turns: Sequence[str] = _data()["follow"]
    return turns.index(offer.kpi.id) if offer.kpi.id in turns else len(turns)


@dataclass(frozen=True)
class _Offered:
    """The periods of a KPI that the months of the accounts touch, those that they fill, and its values in them."""

    periods: tuple[Period, ...]
    whole: frozenset[Period]
    values: tuple[tuple[Period, float], ...]


def _offered(reading: AccountsReading, sheet: Sheet, frequency: Frequency, fiscal: int) -> _Offered:
    months = set(reading.months)
    periods = tuple(dict.fromkeys(month.within(frequency, fiscal) for month in reading.months))
    whole = frozenset(period for period in periods if months.issuperset(period.parts(Frequency.MONTH)))
    values = [(period, sheet.at(period)) for period in periods if period in whole]
    return _Offered(periods, whole, tuple((at, found.value) for at, found in values if found.value is not None))


def _offer(ws: Reads, reading: AccountsReading, about: LibraryKpi, fiscal: int) -> Offer:
    sheet = _sheet(ws, reading, about, fiscal)
    offered = _offered(reading, sheet, about.frequency, fiscal)
    year = reading.months[-1].within(YEAR, fiscal).next()
    before = offered.periods[-1].previous(_in_year(about.frequency))
    last = {period: value for period, value in offered.values if period > before}
    targets, proposed = _targets(about, last, year, fiscal), Aim(_data()["aim"][about.id]["aim"])
    over = year.last < ws.today()  # nobody aims for what is past
    return Offer(
        about, offered.values, offered.periods, _needs(sheet, about, offered, fiscal), targets,
        Aim.NONE if over or all(each.aim is not proposed for each in targets) else proposed, year,
        known=shelf.there_already(ws, about),
    )  # fmt: skip


def _in_year(frequency: Frequency) -> int:
    return 12 // frequency.months


def _sheet(ws: Reads, reading: AccountsReading, about: LibraryKpi, fiscal: int) -> Sheet:
    """The KPI over the months of the accounts, as it would be calculated in the file, with what that knows before."""
    inputs = {}
    for key in about.inputs:
        measured, opening = library.measured(key), reading.openings.get(key)
        source = Input(
            key, key, unit=measured.unit, combine=measured.combine, frequency=Frequency.MONTH,
            opening=None if opening is None else opening[1],
            opening_period=None if opening is None else opening[0].code(),
        )  # fmt: skip
        inputs[key] = InputSeries(source, _numbers(ws, reading, key))
    kpi = Kpi(
        about.id, formula="" if about.plain else about.formula, frequency=about.frequency,
        inputs=tuple((key, key) for key in about.inputs),
    )  # fmt: skip
    return Sheet(kpi, Source(inputs, {}, fiscal))


def _numbers(ws: Reads, reading: AccountsReading, key: str) -> dict[Period, Value]:
    """What the accounts tell of an input, and before their first month what is in the file."""
    there = next((source for source in fed(ws, key) if source.frequency is Frequency.MONTH), None)
    known = {} if there is None else ws.series(there.uid)
    told: dict[Period, Value] = {month: cell for month, cell in known.items() if month < reading.months[0]}
    return told | dict(sorted(reading.inputs[key].items()))


# ---- what a KPI still needs ----------------------------------------------------------------------


def _needs(sheet: Sheet, about: LibraryKpi, offered: _Offered, fiscal: int) -> Message | None:
    """What would give the first period its value, where it has none."""
    first, values = offered.periods[0], offered.values
    if values and values[0][0] == first:
        return None
    nodes = list(_all_under(parse(about.formula, about.inputs).root))
    rolling = sum(max((node.n for node in nodes if isinstance(node, kind)), default=0) for kind in (Rolling, Earlier))
    if any(isinstance(node, Rolling) for node in nodes):
        return (
            _count(about.frequency, rolling)
            if values
            else _more(about.frequency, rolling - len(offered.whole) - _known_before(sheet, first))
        )
    if first not in offered.whole:
        return WHOLE[about.frequency]
    earlier = {key for node in nodes if isinstance(node, Earlier) for key in names_in(node)}
    if any(_lacks(sheet, first, key) for key in earlier):
        return msg("needs {period}", period=period_words(first.previous(), fiscal))
    return sheet.at(first).reason


def _known_before(sheet: Sheet, first: Period) -> int:
    """How many periods in a row before the first are there already."""
    count, period = 0, first.previous()
    while all(series.at(period).complete for series in sheet.series.values()):
        count, period = count + 1, period.previous()
    return count


def _lacks(sheet: Sheet, first: Period, key: str) -> bool:
    """Tell whether an input has no number for the period before, not even an opening."""
    return not sheet.series[key].at(first.previous()).complete


WHOLE = {
    Frequency.MONTH: msg("needs a whole month"), Frequency.QUARTER: msg("needs a whole quarter"),
    Frequency.TERTIAL: msg("needs a whole tertial"), Frequency.HALF_YEAR: msg("needs a whole half-year"),
    Frequency.YEAR: msg("needs a whole year"),
}  # fmt: skip


def _count(frequency: Frequency, n: int) -> Message:
    if frequency is YEAR:
        return msgn("needs {n} year", "needs {n} years", n)
    if frequency is Frequency.QUARTER:
        return msgn("needs {n} quarter", "needs {n} quarters", n)
    return msgn("needs {n} period", "needs {n} periods", n)


def _more(frequency: Frequency, n: int) -> Message:
    n = max(n, 1)
    if frequency is YEAR:
        return msgn("needs {n} more year", "needs {n} more years", n)
    if frequency is Frequency.QUARTER:
        return msgn("needs {n} more quarter", "needs {n} more quarters", n)
    return msgn("needs {n} more period", "needs {n} more periods", n)


def _all_under(node: Node) -> Iterator[Node]:
    yield node
    for child in under(node):
        yield from _all_under(child)


# ---- a year of targets ---------------------------------------------------------------------------


def _targets(about: LibraryKpi, last: Mapping[Period, float], year: Period, fiscal: int) -> tuple[Target, ...]:
    """What a KPI can aim for in the year to come, by its values in the last year."""
    found: list[Target] = []
    if last:
        found = [_season(about, last, year, fiscal, aim) for aim in (Aim.BETTER, Aim.SAME)]
        if not _adds_up(about):
            found = [_level(about, last, aim) for aim in (Aim.BETTER, Aim.SAME)]
    said = _data()["aim"][about.id]
    if "number" in said:
        found.append(_own(about, float(said["number"])))
    return (*found, Target(Aim.NONE, msg("none")))


def _adds_up(about: LibraryKpi) -> bool:
    """Tell whether its periods add up, so that each has a number of its own; a level is one for the whole year."""
    rules = {key: library.measured(key).combine for key in about.inputs}
    return combines_as(parse(about.formula, about.inputs).root, rules) is Combine.SUM


def _season(about: LibraryKpi, last: Mapping[Period, float], year: Period, fiscal: int, aim: Aim) -> Target:
    by = _factor(about, aim)
    cells = {
        period.next(_in_year(about.frequency)): rounded(value * by, about.decimals) for period, value in last.items()
    }
    inside = tuple((period, value) for period, value in cells.items() if period.within(YEAR, fiscal) == year)
    return Target(aim, _words(about, aim), inside)


def _level(about: LibraryKpi, last: Mapping[Period, float], aim: Aim) -> Target:
    """One number for the year, from the mean of the last one; of a band both edges, the lowest and the highest."""
    if about.direction is Direction.MAINTAIN:
        low, high = min(last.values()), max(last.values())
        less, more = (low - BETTER * abs(low), high + BETTER * abs(high)) if aim is Aim.BETTER else (low, high)
        words = msg("as last year ± 5%") if aim is Aim.BETTER else msg("as last year")
        return Target(aim, words, value=rounded(less, about.decimals), high=rounded(more, about.decimals))
    mean = math.fsum(last.values()) / len(last)
    value = rounded(mean + (_factor(about, aim) - 1) * abs(mean), about.decimals)
    return Target(aim, bound(about, value), value=value)


def _factor(about: LibraryKpi, aim: Aim) -> float:
    if aim is Aim.SAME:
        return 1.0
    return 1 - BETTER if about.direction is Direction.DECREASE else 1 + BETTER


def _words(about: LibraryKpi, aim: Aim) -> Message:
    less = about.direction is Direction.DECREASE
    if aim is Aim.BETTER:
        return msg("last year − 5%") if less else msg("last year + 5%")
    return msg("no more than last year") if less else msg("no less than last year")


def _own(about: LibraryKpi, number: float) -> Target:
    return Target(Aim.OWN, bound(about, number), value=number)


def bound(about: LibraryKpi, number: float) -> Message:
    """A number to aim for in words: “at least 0.40”."""
    written = Written(number, about.unit, about.decimals)
    if about.direction is Direction.DECREASE:
        return msg("at most {number}", number=written)
    return msg("at least {number}", number=written)


@dataclass(frozen=True)
class Written:
    """A number with the unit of a percentage, written where the sentence is read."""

    value: float
    unit: str
    decimals: int

    def __str__(self) -> str:
        places = min(self.decimals, fmt.fitting_decimals(self.value)) if self.value == 0 else self.decimals
        text = fmt.number(self.value, places)
        return fmt.joined(text, self.unit) if self.unit == "percent" else text
