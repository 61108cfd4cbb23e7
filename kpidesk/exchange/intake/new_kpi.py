"""A KPI proposed for a column that nothing here answers to: how it is measured, from its name and its numbers."""

from __future__ import annotations

import re
import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpidesk import format as fmt
from kpidesk.commands import people
from kpidesk.commands.intake import NewKpi
from kpidesk.domain.entities import Combine, Direction
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.possible import PROMOTERS, edges_by_name
from kpidesk.exchange.intake import names
from kpidesk.exchange.intake.fitting import SECONDS, converts
from kpidesk.exchange.intake.preview import NOT_KNOWN, Usual
from kpidesk.exchange.tables.cells.units import plain_heading, unit_in
from kpidesk.exchange.tables.understood import Measure
from kpidesk.library import LibraryInput
from kpidesk.reading.words import CURRENCIES
from kpidesk.workspace import Reads

STOCK = (
    "saldo", "balanse", "beholdning", "lager", "varelager", "restanse", "utestaende", "ansatte", "medlemmer",
    "balance", "stock", "inventory", "headcount", "employees", "members", "followers", "subscribers", "backlog",
    "bankinnskudd", "gjeld", "debt", "arsverk", "abonnenter", "folgere",
)  # fmt: skip
MEANS = (
    "snitt", "gjennomsnitt", "middel", "average", "andel", "prosent", "percent", "karakter", "temperatur", "margin",
    "valutakurs", "aksjekurs", "vekslingskurs", "dollarkurs", "eurokurs",
)  # fmt: skip
MEANS_WHOLE = frozenset(
    {"avg", "mean", "rate", "rates", "share", "score", "scores", "rating", "ratings", "nps", "csat"}
)
"""Words of which others begin that are none: “avgiftspliktig”."""
CHANGES = ("endring", "change", "okning", "reduksjon", "bevegelse")
"""A change of a balance adds up."""
MONEY = (
    "omsetning", "omsetningen", "inntekt", "inntekter", "kostnad", "kostnader", "belop", "revenue", "turnover",
    "driftsresultat", "arsresultat", "overskudd", "dekningsbidrag", "profit", "ebitda", "kontantstrom",
    "kontantstrommen", "cashflow", "utgift", "utgifter", "gjeld", "fordringer", "egenkapital", "lonn", "lonninger",
    "husleie", "cost", "costs", "expense", "expenses", "income", "earnings", "debt", "receivables", "wages", "equity",
)  # fmt: skip
COUNTED = frozenset({"antall", "number", "count", "andel", "per"})
TAKES_TIME = (
    "ventetid", "svartid", "responstid", "ledetid", "leveringstid", "gjennomløpstid", "behandlingstid", "syklustid",
    "omstillingstid", "reparasjonstid", "lead time", "leadtime", "wait", "latency", "delivery time", "response time",
    "resolution time", "cycle time", "throughput time", "handling time", "changeover", "turnaround",
)  # fmt: skip
"""How long one of them takes: what is usual of many, never their sum, and the shorter the better."""
LESS_IS_BETTER = (
    "kostnad", "utgift", "cost", "expense", "spend", "retur", "return", "refund", "refusjon", "kreditnota", "klage",
    "complaint", "reklamasjon", "feil", "error", "defect", "avvik", "fravaer", "sick", "absence", "churn", "frafall",
    "gjeld", "debt", "nedetid", "downtime", "ulykke", "skade", "accident", "injur", "svinn", "waste", "scrap", "vrak",
    "kassasjon", "rework", "forsink", "delay", "purring", "overdue", "restanse", "avmeld", "unsubscri", "bounce",
    "overtid", "overtime",
)  # fmt: skip
FEW_WEEKS, FEW_MONTHS = 14, 62
"""Days over which a file of days must go to be put together into weeks, and into months."""
FEWEST_STEPS, BOTH_WAYS, JUMP = 6, 0.25, 0.1
"""So many steps tell how counts move: one in four goes each way, and most by a tenth of the usual count."""
LARGE, CENTS = 1000, 2
"""Amounts of thousands are told without their cents, which tell that they are amounts."""
LOOKED_AT, MOST_WRITTEN = 1000, 2
"""So many numbers tell how many decimals a KPI is written with, and no more than so many."""


@dataclass(frozen=True)
class Asked:
    """What is known when a KPI is proposed: another name for the column than it has in the file, what its form tells.

    ``taken`` are names of KPIs, folded, that it can't have; ``parked`` tells that enough KPIs are followed already.
    """

    parked: bool = False
    taken: Collection[str] = ()
    called: str = ""
    usual: Usual = NOT_KNOWN


def new_kpi(ws: Reads, measure: Measure, asked: Asked) -> NewKpi:
    """What a KPI made of a column would be."""
    called = plain_heading(asked.called or measure.name)
    known = names.library_input(called)
    plain = names.plain_kpi(known.id) if known is not None else None
    unit = _known_unit(measure, known, asked.usual)
    combine = known.combine if known is not None and not known.weight else None
    flows = unit == "count" and _comes_and_goes(measure.numbers)
    if flows and combine is Combine.LAST:
        combine = Combine.SUM
    return NewKpi(
        name=_free_name(_name(called, unit), measure, asked.taken),
        unit=unit,
        decimals=fitting_decimals(measure, unit),
        frequency=_frequency(measure.numbers),
        combine=combine or asked.usual.combine or _usual_rule(measure.name, unit, flows),
        direction=plain.direction if plain is not None else _direction(measure),
        owner=people.me(ws),
        parked=asked.parked,
    )


def _name(called: str, unit: str) -> str:
    """A column’s own name; one that says only in what its numbers stand is called by what they are turned into."""
    told = unit_in(called)
    kept = "" if told is not None and told.scale != 1 else " ".join(called.split())
    return fmt.capital(kept or fmt.unit_word(unit))


def _free_name(name: str, measure: Measure, taken: Collection[str]) -> str:
    if names.folded(name) not in taken:
        return name
    told = f"{name} ({fmt.frequency_word(_frequency(measure.numbers))})"
    n = 2
    while names.folded(told) in taken:
        told, n = f"{name} {n}", n + 1
    return told


def _known_unit(measure: Measure, known: LibraryInput | None, usual: Usual) -> str:
    """That of the library or the form, unless the file tells its amounts in a currency of its own."""
    if known is not None and converts(measure, known.unit):
        return measure.unit if known.unit == "currency" and measure.unit else known.unit
    return usual.unit or _unit(measure)


def _unit(measure: Measure) -> str:
    if measure.unit == "seconds":  # also what stands as a time of day; a heading’s own unit stays
        return _time_unit([value for values in measure.numbers.values() for value in values])
    if measure.unit:
        return measure.unit
    marks = re.findall(r"[\w%]+", measure.name.casefold())
    found = next((fmt.UNIT_TEXTS[mark] for mark in reversed(marks) if mark in fmt.UNIT_TEXTS), "")
    if found in ("currency", "percent", "score") and len(marks) > 1:
        return found
    if edges_by_name(measure.name, "count") == PROMOTERS:
        return "score"  # a score of promoters is points, and counts nothing
    if marks and marks[0] in ("timer", "hours", "minutter", "minutes"):  # of any but the first: “within 24 hours”
        return fmt.UNIT_TEXTS[marks[0]]
    words = names.folded(measure.name).split()
    return "currency" if _is_money(words) or (not found and _has_cents(words, measure.numbers)) else "count"


def _has_cents(words: Sequence[str], numbers: Mapping[Period, Sequence[float]]) -> bool:
    """Tell whether numbers of thousands are written as amounts are, most of them to the cent; counts are whole."""
    values = [value for many in numbers.values() for value in many][:LOOKED_AT]
    if len(values) < FEWEST_STEPS or COUNTED.intersection(words) or statistics.median(map(abs, values)) < LARGE:
        return False
    places = [fmt.fitting_decimals(value) for value in values]
    return max(places) == CENTS and 2 * places.count(CENTS) > len(places)


def _is_money(words: Sequence[str]) -> bool:
    """Tell whether a name is that of an amount: “Butikk omsetning”, “Cash flow”, and not “Antall kostnadssteder”."""
    said = [*words, *map("".join, pairwise(words))]
    return not COUNTED.intersection(words) and any(word.endswith(MONEY) for word in said)


def _time_unit(seconds: Sequence[float]) -> str:
    usual = statistics.median(map(abs, seconds)) if seconds else 0
    return "hours" if usual >= SECONDS["hours"] else "minutes" if usual >= SECONDS["minutes"] else "seconds"


def fitting_decimals(measure: Measure, unit: str) -> int:
    """As they are written, where they are: lengths of time in another unit than the file's have their usual ones."""
    values = [value for values in measure.numbers.values() for value in values]
    usual = 1 if unit == "hours" else 0
    if (unit in SECONDS and unit != measure.unit) or not values:
        return usual
    if unit in SECONDS:
        return max(usual, _written_with(values[:LOOKED_AT]))
    if (unit == "currency" or unit.casefold() in CURRENCIES) and statistics.median(map(abs, values)) >= LARGE:
        return 0
    return _written_with(values[:LOOKED_AT])


def _written_with(values: Sequence[float]) -> int:
    """How many decimals numbers need to be written as they are, two at most; whole and repeated ones cost nothing."""
    most = 0
    for value in dict.fromkeys(values):
        if not value.is_integer():
            most = max(most, fmt.fitting_decimals(value, most))
        if most >= MOST_WRITTEN:
            return MOST_WRITTEN
    return most


def _frequency(numbers: Collection[Period]) -> Frequency:
    """Days become weeks or months where the file holds enough: nobody follows three years by the day."""
    first, last = min(numbers), max(numbers)
    if first.frequency is not Frequency.DAY:
        return first.frequency
    days = (last.first - first.first).days + 1
    return Frequency.MONTH if days >= FEW_MONTHS else Frequency.WEEK if days >= FEW_WEEKS else Frequency.DAY


def usual_rule(name: str, unit: str) -> Combine:
    """How numbers of that name and unit make one of a longer period: most add up, a balance is the last one."""
    words = names.folded(name).split()
    means = MEANS_WHOLE.intersection(words) or any(word.startswith(mark) for word in words for mark in MEANS)
    if unit in ("percent", "ratio", "score") or means or _takes_time(name):
        return Combine.MEAN
    if any(word.endswith(CHANGES) for word in words):
        return Combine.SUM
    stock = any(word.startswith(mark) or (len(mark) > 5 and word.endswith(mark)) for word in words for mark in STOCK)
    return Combine.LAST if stock else Combine.SUM


def _usual_rule(name: str, unit: str, flows: bool) -> Combine:
    rule = usual_rule(name, unit)
    return Combine.SUM if flows and rule is Combine.LAST else rule


def _comes_and_goes(numbers: Mapping[Period, Sequence[float]]) -> bool:
    """Tell whether counts jump up and down as what is counted anew each time does: customers served in a day.

    How many customers a firm has, moves by little from one time to the next, or one way.
    """
    values = [value for period in sorted(numbers, key=lambda each: each.first) for value in numbers[period]]
    steps = [after - before for before, after in pairwise(values)]
    if len(steps) < FEWEST_STEPS:
        return False
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    level, usual = statistics.median(map(abs, values)), statistics.median(map(abs, steps))
    return min(up, down) >= BOTH_WAYS * len(steps) and usual > JUMP * level


def _direction(measure: Measure) -> Direction:
    words = names.folded(measure.name)
    less = _takes_time(measure.name) or any(mark in words for mark in LESS_IS_BETTER)
    values = [value for values in measure.numbers.values() for value in values]
    owed = min(values, default=0) < 0 >= max(values, default=0)  # “Returns” of −853: the nearer to 0, the better
    return Direction.DECREASE if less and not owed else Direction.INCREASE


def _takes_time(name: str) -> bool:
    words = " ".join(name.casefold().split())
    return any(mark in words for mark in TAKES_TIME)
