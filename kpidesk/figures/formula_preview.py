"""What a formula that nobody has stored yet would give: the live value beside a formula being typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.domain.entities import Input, Kpi, Uid
from kpidesk.domain.formula import Formula, is_share, parse, words
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.kpi import figures_from
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import Source, load
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


@dataclass(frozen=True)
class Trial:
    """The newest value of a formula and its period, or why there is none; ``calculation`` is it in numbers.

    ``is_share`` tells that it divides and is not scaled: 0.35 where a percentage would be 35.
    """

    period: Period
    value: float | None
    reason: Message | None
    calculation: str
    is_share: bool


def try_formula(
    ws: Reads, formula: str, bound: Mapping[str, Uid | None], frequency: Frequency, today: dt.date
) -> Trial:
    """Calculate ``formula`` over inputs that are there (by key) or not made yet (``None``).

    Raises ``FormulaRefused`` for a text that is no formula. Nothing is stored.
    """
    parsed = parse(formula, bound)
    share = is_share(parsed)
    known = {key: uid for key, uid in bound.items() if uid is not None and ws.find(Input, uid) is not None}
    kpi = Kpi("", formula=formula, inputs=tuple(known.items()), frequency=frequency)
    fiscal = ws.company.fiscal_year_start
    ended = Period.containing(today, frequency, fiscal).previous()
    new = [key for key in parsed.names if key not in known]
    if new:
        return Trial(ended, None, msg("“{input}” has no numbers yet.", input=new[0]).coded("no_numbers"), "", share)
    source = load(ws, [kpi], today)
    figures = figures_from(source, kpi, today)
    filled = (figures.periods[place] for place in reversed(figures.filled))
    known_in = (each for each in filled if figures.read(each).have)
    period = figures.latest.period if figures.latest is not None else next(known_in, ended)
    reading = Sheet(kpi, source).at(period)
    return Trial(period, reading.value, reading.reason, _in_numbers(kpi, source, period, parsed), share)


def _in_numbers(kpi: Kpi, source: Source, period: Period, parsed: Formula) -> str:
    numbers = {}
    for name, series in Sheet(kpi, source).series.items():
        value = series.at(period).value
        numbers[name] = "–" if value is None else fmt.in_full(value)
    return words(parsed, numbers)
